"""What the keeper records of a trouble waits for a second officer where that is asked; what a folder sets is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import postgresql
import pytest
from badrows import KINDS, put
from clocks import at
from commandline import Ran
from given import act
from office import Office
from stores import File, Place, Schema
from test_four_eyes import users_of

from aggregates.ground import synchronised
from aggregates.ground.clock import now
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from cli.terminal.config import SETTINGS


class Two(Office):
    """An office of two officers, who are users of a server where there is one."""

    urls: dict[str, str]

    def by(self, officer: str, *words: object) -> Ran:
        """Let an officer call."""
        at_server = ("--db", self.urls[officer]) if officer in self.urls else ()
        return self.call(*words, "--actor", officer, *at_server)


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """Harbour in force, as #1 to #3, with an activity, in a register with four eyes."""
    if isinstance(place, Schema) and postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    monkeypatch.setattr(synchronised, "synchronised", lambda: None)
    office = Two(tmp_path, monkeypatch, place)
    office.done("init")
    office.into_force()
    office.done("activity begin harbour A1 --on 2024-03-01")
    office.done("db four-eyes on")
    with users_of(place) as urls:
        office.urls = dict(urls)
        yield office


def mend(office: Two) -> int:
    """Let a recording bear a moment of months ahead, and ask for the clock to be mended."""
    with at(office.place, now() + timedelta(days=200)) as register:
        begun = Proposal(agreement="harbour", act=act("2024-03-01 activity_begun activity=A2"))
        seq = register.record([begun])[0].seq
    return submitted(office.by("ada", "mend-clock", "harbour", seq, "--reason", "ahead", "--yes", "--format", "json"))


def set_aside(office: Two) -> int:
    """Let a row be no event, and ask for it to be set aside."""
    seq = put(office.place, KINDS["an unknown act"])
    return submitted(office.by("ada", "set-aside", "harbour", seq, "--reason", "forged", "--yes", "--format", "json"))


def submitted(ran: Ran) -> int:
    assert ran.code == 0, ran.err
    assert ran.json["act"] == "submitted"
    return int(ran.json["seq"])


def begin(office: Two) -> int:
    return office.by("ben", "activity", "begin", "harbour", "A3", "--on", "2024-03-02").code


@pytest.mark.parametrize("trouble", [mend, set_aside])
def test_nothing_is_mended_before_another_officer_approves(office: Two, trouble: Callable[[Two], int]) -> None:
    """Until then nobody records there, nor does who submitted it approve; then everything goes on."""
    seq = trouble(office)
    assert begin(office) == 74
    assert office.by("ada", "approve", "harbour", seq, "--yes").code == 5
    assert begin(office) == 74
    ran = office.by("ben", "approve", "harbour", seq, "--yes")
    assert ran.code == 0, ran.err
    assert begin(office) == 0
    for line in ("audit verify", "audit replay", "rebuild --dry-run"):
        office.done(line)


def test_a_resumption_waits_for_another_officer(office: Two) -> None:
    """The register goes on meanwhile, for nothing hangs on the entry but what it says."""
    office.done("backup yesterday")
    assert begin(office) == 0
    if isinstance(office.place, File):
        for file in office.place.file.parent.glob("register.db*"):
            file.unlink()
    elif isinstance(office.place, Schema):
        office.place.admin.execute(f"DROP SCHEMA {office.place.name} CASCADE")
    told = office.done("restore yesterday --after-loss --yes --format json").json
    assert told["waits"]
    seq = told["seq"]
    assert begin(office) == 0
    assert office.call("approve", "harbour", seq, "--yes").code == 5, "who has restored it submitted it"
    ran = office.by("ben", "approve", "harbour", seq, "--yes")
    assert ran.code == 0, ran.err
    assert office.done("waiting --format json").json == []


@pytest.mark.parametrize("name", [name for name, settable in SETTINGS.items() if settable.trusted])
def test_a_folder_that_sets_what_trust_rests_on_stops_every_command(office: Two, name: str) -> None:
    """It is told which setting, in which file, and where it belongs; nothing is recorded, whatever the database."""
    (office.folder / "depositary.toml").write_text(f'{name} = "theirs"\n', encoding="utf-8")
    before = office.place.digest()
    for line in ("status harbour", "activity begin harbour A4 --on 2024-03-02", "doctor", "erase nobody --yes"):
        ran = office.call(line)
        told = " ".join(ran.err.split())
        assert ran.code == 2, line
        assert f"{office.folder}/depositary.toml: {name}: " in told
        assert f"DEPOSITARY_{name.upper()}" in told
    assert office.place.digest() == before
    (office.folder / "depositary.toml").unlink()
    with reading(office.url) as log:
        assert log.head().seq == 4
