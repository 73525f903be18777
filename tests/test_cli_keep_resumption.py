"""The honest disaster: the register is lost, the backup is older than the copy outside, and the record says so."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import postgresql
import pytest
from office import Office
from stores import File, Place, Schema

from aggregates.record.log.access import reading
from projections.answers.keeping import resumption


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force, as #1 to #3."""
    if isinstance(place, Schema) and postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office.into_force()


def lose(place: Place) -> None:
    """Let nothing be left of the register: not what was put aside, either."""
    if isinstance(place, File):
        for file in place.file.parent.glob("register.db*"):
            file.unlink()
    else:
        assert isinstance(place, Schema)
        place.admin.execute(f"DROP SCHEMA {place.name} CASCADE")


def recorded_today(office: Office) -> None:
    office.done("activity begin harbour A1 --on 2024-03-01")
    office.done("activity complete harbour A1 --on 2024-03-02")


@pytest.mark.sources
def test_the_drill_of_the_page_is_carried_out(office: Office, project: Path) -> None:
    """Line by line, the disk lost where it says so."""
    page = (project / "docs/reliability.md").read_text("utf-8")
    lines = page.split("<!-- drill -->")[1].split("<!-- end -->")[0].strip().splitlines()
    assert sum("the disk is lost" in line for line in lines) == 1
    for line in lines:
        if "the disk is lost" in line:
            lose(office.place)
        else:
            office.done(*shlex.split(line)[1:])


def test_what_is_lost_is_named_and_the_record_says_so(office: Office) -> None:
    """By its numbers; under another origin, with another key; without the option it is refused as ever."""
    with reading(office.url) as log:
        former = log.origin()
    key = office.done("audit public-key --format json").json[-1]["key"]
    office.done("backup yesterday")
    recorded_today(office)
    lose(office.place)
    assert office.call("restore yesterday --yes").code == 13
    told = office.done("restore yesterday --after-loss --yes --format json").json
    assert (told["kept"], told["lost"], told["former"], told["seq"]) == (3, 5, former, 4)
    with reading(office.url) as log:
        assert log.origin() == told["origin"] != former
        (entry,) = [one.act for one in log.recordings() if one.act.tag == "register_resumed"]
    assert (entry.kept, entry.lost, entry.former) == (3, 5, former)  # type: ignore[attr-defined]
    assert "resumed" in office.done("history harbour").out
    assert office.done("audit public-key --format json").json[-1]["key"] != key
    recorded_today(office)
    for line in ("audit verify", "audit replay", "doctor"):
        office.done(line)


def test_the_page_tells_what_to_do(office: Office) -> None:
    """What is lost, where it is recorded, and what comes next."""
    office.done("backup yesterday")
    recorded_today(office)
    lose(office.place)
    ran = office.done("restore yesterday --after-loss --yes")
    for says in ("#4 to #5 are lost", "#4 of harbour says so", "signed by another key", "audit verify"):
        assert says in ran.out


def test_nothing_is_resumed_where_nothing_is_lost(office: Office) -> None:
    """The backup is as new as the copy outside: it is restored, and the register is what it was."""
    office.done("backup today")
    lose(office.place)
    ran = office.call("restore today --after-loss --yes")
    assert (ran.code, "nothing is lost" in ran.err) == (6, True)
    assert office.head() == 3
    office.done("audit verify")


def test_another_history_is_no_loss(office: Office) -> None:
    """A backup that the copy outside contradicts is refused, whatever is said of a disk."""
    office.done("backup yesterday")
    recorded_today(office)
    lose(office.place)
    if isinstance(office.place, Schema):
        postgresql.remove(office.place.admin, office.place.name)
    office.done("init --anew")
    office.into_force()
    office.done("backup other")
    lose(office.place)
    ran = office.call("restore yesterday --after-loss --yes")
    assert ran.code == 13


def test_with_four_eyes_the_entry_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register goes on, and a second officer approves that it was so."""
    office.done("db four-eyes on")
    office.done("backup yesterday")
    recorded_today(office)
    lose(office.place)
    told = office.done("restore yesterday --after-loss --yes --format json").json
    assert told["waits"]
    assert "register_resumed" in office.done("waiting --format json").out
    if isinstance(office.place, File):
        monkeypatch.setenv("DEPOSITARY_ACTOR", "second")
        office.done(f"approve harbour {told['seq']} --yes")
        assert office.done("waiting --format json").json == []


class Killed(BaseException):
    """Nothing in the program expects it."""


STEPS = ("restore", "_rename", "Register.record", "Outside.begin", "Outside.advance", "supersede")
"""What a resumption does, in its order."""


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_resumption_that_is_broken_off_is_given_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str, behind: bool
) -> None:
    """Before any step of it, or behind: the second call leaves what one would have, and the record says it once."""
    office.done("backup yesterday")
    recorded_today(office)
    lose(office.place)
    named, _, method = step.partition(".")
    owner, name = (getattr(resumption, named), method) if method else (resumption, named)
    kept = getattr(owner, name)

    def killed(*given: object, **named: object) -> None:
        if behind:
            kept(*given, **named)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killed)
        with pytest.raises(Killed):
            office.call("restore yesterday --after-loss --yes")
    told = office.done("restore yesterday --after-loss --yes --format json").json
    assert (told["kept"], told["lost"], told["seq"]) == (3, 5, 4)
    again = office.done("restore yesterday --after-loss --yes --format json").json
    assert (again["origin"], again["seq"]) == (told["origin"], 4)
    with reading(office.url) as log:
        assert [one.seq for one in log.recordings() if one.act.tag == "register_resumed"] == [4]
    recorded_today(office)
    for line in ("audit verify", "audit replay", "doctor", "rebuild --dry-run"):
        office.done(line)
    assert office.call("restore yesterday --after-loss --yes").code in (6, 13), "what was recorded since is not lost"
