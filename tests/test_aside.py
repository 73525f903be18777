"""One bad row of each kind, anywhere in the log: whatever reads the whole log names it and goes on.

The row is put in by the hand of the tables' owner, with the leaf hash of its bytes: nothing was changed since, it only
was never an event. Rows that were changed since are in `test_attacks.py` and `test_cli_keep_proofs.py`.
"""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path

import postgresql
import pytest
from badrows import KINDS, Bad, put
from office import HARBOUR, Office
from stores import Place, Schema

from aggregates.record.events import ActRecorded, Created
from cli.commands.keep.audit import COMMANDS as AUDIT
from cli.main import COMMANDS as TABLE

RECORDINGS = """
contact designate harbour --by NORTH --contact "Ada Hart" --on 2024-02-16 --irregular early
activity begin harbour A1 --on 2024-03-01 --title survey
"""


COMMANDS = {
    "rebuild": 0,
    "rebuild --dry-run": 0,
    "audit export {file} --prov": 0,
    'erase "Ada Hart" --dry-run': 0,
    "party NORTH": 0,
    "parties": 0,
    "waiting": 0,
    "audit documents": 0,
    "certificates --all": 0,
    "follow --from 1 --no-wait": 0,
    "audit verify": 3,
    "audit replay": 3,
    "list": 0,
    "search port": 0,
    "deadlines --within 90d": 0,
    "backup {file}": 0,
    "status port": 0,
    "doctor": 0,
    "audit checkpoint": 0,
    "audit prove 2 -o {file}": 0,
    "report in-force": 0,
    "report deadlines": 0,
    "report audit": 3,
}
"""What reads all of it, and the exit code of it."""

SILENT = {
    *("list", "parties", "deadlines --within 90d", "backup {file}", "status port", "rebuild --dry-run"),
    *("doctor", "audit checkpoint", "audit prove 2 -o {file}", "waiting", "certificates --all"),
    *("report in-force", "report deadlines"),
    *("audit documents", "search port", 'erase "Ada Hart" --dry-run'),
}
"""What does not come across the row: it answers from the read models, or of another agreement, or copies, or hashes, or
looks for a name in its bytes, which hold none."""

OF_ONE = {
    "status": "status {}",
    "explain": "explain {} --as-of 2024-03-05",
    "history": "history {}",
    "diff": "diff {} --as-of 2024-03-05 --known-at '#4' '#5'",
    "contacts": "contacts {} --as-of 2024-03-05",
    "balances": "balances {} --as-of 2024-03-05",
    "diagram": "diagram {}",
    "timeline": "timeline {} --as-of 2024-03-05",
    "document": "document list {}",
    "certify": "certify {} --as-of 2024-03-05 --dry-run",
    "certificates": "certificates {}",
    "what-if": "what-if {} 'activity begin --on 2024-03-05'",
}
"""What asks of one agreement: of another than that of the row it is answered, of its own refused by the number."""

NOTHING = {
    *(
        "init",
        "draft",
        "check",
        "record",
        "take-over",
        "rule",
        "db",
        "import",
        "config",
        "audit",
        "restore",
        "restrictions",
    ),
    *("audit public-key", "audit rotate-key", "audit accept-key", "audit verify-proof"),
    *("audit stamp-request", "audit verify-stamp", "serve"),
}
"""What asks nothing of the events of others: it makes, records, reads files, shows keys or waits to be asked;
`restrictions` needs an item. That a backup with such a row is restored, and that others are recorded on, is tested
below."""


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A register of two agreements."""
    if isinstance(place, Schema) and postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    office.into_force()
    port = HARBOUR.read_text(encoding="utf-8").replace("agreement: harbour", "agreement: port")
    Path("port.yaml").write_text(port, encoding="utf-8")
    office.done("draft port.yaml --on 2024-01-10")
    for line in RECORDINGS.strip().splitlines():
        office.done(line)
    return office


_files = count(1)


def ask_all(office: Office, seq: int, bad: Bad, *lines: str) -> None:
    """Ask everything that reads the whole log."""
    for line in lines or COMMANDS:
        code = bad.replays if line == "audit replay" else COMMANDS[line]
        file = office.folder / f"out-{next(_files)}"
        ran = office.call(line.replace("{file}", str(file)))
        assert ran.code == code, f"{line}: {ran.err}{ran.out}"
        silent = line in SILENT or (line == "party NORTH" and not bad.own) or (line == "audit replay" and not code)
        if not silent:
            assert re.search(rf"#{seq}\b", ran.err + ran.out), f"{line} does not name it: {ran.err}{ran.out}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_row_is_named_and_set_aside(office: Office, kind: str) -> None:
    """As the last row of the log, and then with others behind it; and a backup made since is restored."""
    bad = KINDS[kind]
    seq = put(office.place, bad)
    ask_all(office, seq, bad, "rebuild", "audit replay", "audit verify", "follow --from 1 --no-wait", "list")
    office.done("sign port --by NORTH --on 2024-03-02")
    ask_all(office, seq, bad)
    status = office.call("status harbour")
    assert (status.code, f"#{seq}" in status.err) == ((74, True) if bad.own else (0, False)), status.err
    office.done("backup saved")
    ran = office.done("restore saved --yes")
    assert re.search(rf"#{seq}\b", ran.err)
    office.done("sign port --by SOUTH --on 2024-03-03")
    assert office.state("port", "2024-03-03") == "in_force"


def test_every_agreement_but_that_of_the_row_is_recorded_on(office: Office) -> None:
    """On its own agreement nothing is recorded, because nobody knows what the row was to be."""
    seq = put(office.place, KINDS["an unknown act"])
    ran = office.call("activity begin harbour A2 --on 2024-03-02 --title diving")
    assert (ran.code, f"#{seq}" in ran.err) == (74, True)
    office.done("sign port --by NORTH --on 2024-03-02")


def test_kinds_of_event_that_are_known_are_not_set_aside(office: Office) -> None:
    """Or nothing would be left to read: the register of the tests holds none that is."""
    assert {ActRecorded.TOPIC, Created.TOPIC} == {
        topic for (topic,) in office.place.rows("SELECT DISTINCT topic FROM events")
    }
    for line in COMMANDS:
        ran = office.done(line.replace("{file}", str(office.folder / f"out-{next(_files)}")))
        assert "set aside" not in ran.err


def test_every_command_is_asked() -> None:
    """A new one is not forgotten: it reads all of the log, or of one agreement, or nothing."""
    named = {row.name for rows in TABLE.values() for row in rows} | {f"audit {row.name}" for row in AUDIT}
    asked = {name for line in COMMANDS for name in (line.split()[0], " ".join(line.split()[:2]))} & named
    assert asked | OF_ONE.keys() | NOTHING == named


@pytest.mark.parametrize("name", OF_ONE)
def test_a_question_of_one_agreement_hangs_on_no_other(office: Office, name: str) -> None:
    """Of port it is answered, of harbour it is refused, and the row is named by its number."""
    seq = put(office.place, KINDS["an unknown act"])
    ran = office.call(OF_ONE[name].format("port"))
    assert ran.code in (0, 4, 5), ran.err
    ran = office.call(OF_ONE[name].format("harbour"))
    assert (ran.code, f"#{seq}" in ran.err) == (74, True), ran.err + ran.out


# By a recorded act


def tell_nobody(office: Office, seq: int) -> None:
    """Ask everything that reads the whole log: it answers as if the row were not there, and the audit shows it."""
    for line in COMMANDS:
        ran = office.call(line.replace("{file}", str(office.folder / f"out-{next(_files)}")))
        assert ran.code == 0, f"{line}: {ran.err}{ran.out}"
        shown = re.search(rf"#{seq} cannot be read; it was set aside on .*, by #\d+ of \w+", " ".join(ran.out.split()))
        assert bool(shown) is (line in ("audit verify", "audit replay")), f"{line}: {ran.err}{ran.out}"
        assert "set aside:" not in ran.err


@pytest.mark.parametrize("kind", KINDS)
def test_a_recorded_act_sets_a_bad_row_aside(office: Office, kind: str) -> None:
    """Everything goes on, on its own agreement too; a backup and what follows in the stream as well."""
    bad = KINDS[kind]
    seq = put(office.place, bad)
    office.done("set-aside", "port", seq, "--reason", "written by a client of its own", "--yes")
    tell_nobody(office, seq)
    office.done("activity begin harbour A2 --on 2024-03-02 --title diving")
    assert len(office.done("history harbour --format json").json) == 6
    office.done("backup saved")
    assert "set aside" not in office.done("restore saved --yes").err
    office.done("activity complete harbour A2 --on 2024-03-03")
    tell_nobody(office, seq)


@pytest.mark.parametrize("four_eyes", [False, True])
def test_it_may_be_entered_under_its_own_agreement(
    office: Office, monkeypatch: pytest.MonkeyPatch, four_eyes: bool
) -> None:
    """Which cannot be read before; where four eyes are set, not before a second officer has approved it either."""
    seq = put(office.place, KINDS["an unknown act"])
    aside = ("set-aside", "harbour", seq, "--reason", "forged", "--yes")
    if four_eyes:
        office.done("db four-eyes on")
        office.done(*aside)
        assert office.call("status harbour").code == 74
        office.done("strike", "harbour", seq + 1, "--reason", "another number was meant", "--yes")
        assert office.call("status harbour").code == 74
        office.done(*aside, "--again")
        if isinstance(office.place, Schema):
            return  # its officers are users of the server
        monkeypatch.setenv("DEPOSITARY_ACTOR", "second")
        office.done("approve", "harbour", seq + 3, "--yes")
    else:
        office.done(*aside)
    tell_nobody(office, seq)
    assert office.state("harbour", "2024-03-05") == "in_force"
    office.done("activity begin harbour A2 --on 2024-03-02 --title diving")


def test_an_act_that_sets_aside_can_be_struck(office: Office) -> None:
    """Then the row is named again by whatever meets it, as before."""
    seq = put(office.place, KINDS["an unknown act"])
    office.done("set-aside", "port", seq, "--reason", "forged", "--yes")
    office.done("strike", "port", seq + 1, "--reason", "it is wanted as evidence", "--yes")
    assert office.call("status harbour").code == 74
    assert office.call("audit verify").code == 3


@pytest.mark.parametrize(
    ("target", "damaged", "says"),
    [
        (4, False, "can be read: correct it, or strike it"),
        (99, False, "is not in the log"),
        (4, True, "was damaged since"),
    ],
)
def test_nothing_else_is_set_aside(office: Office, target: int, damaged: bool, says: str) -> None:
    """Neither what can be read, nor what is not there, nor what was recorded and is damaged now."""
    if damaged:
        office.place.run(f"UPDATE events SET state = {office.place.literal(b'{}')} WHERE seq = 4")
    ran = office.call("set-aside", "port", target, "--reason", "x", "--yes")
    assert (ran.code, f"SEQ: #{target} {says}" in ran.err) == (2, True), ran.err


def test_an_entry_hides_nothing_that_can_be_read(office: Office) -> None:
    """Whoever records it in spite of the refusal changes no answer, and no audit."""
    before = office.done("status harbour --format json").json
    office.done("set-aside port 2 --reason x --irregular 'let us see' --yes")
    after = office.done("status harbour --format json").json
    assert before["state"] == after["state"]
    assert before["participants"] == after["participants"]
    assert "set aside on" not in office.done("audit verify").out


def test_a_bundle_takes_what_was_set_aside_along(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is refused at the line of the row where nobody has set it aside."""
    seq = put(office.place, KINDS["an unknown act"])
    office.done("audit export without")
    office.done("set-aside", "port", seq, "--reason", "forged", "--yes")
    office.done("audit export with")
    monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{office.folder}/other.db")
    office.done("init")
    ran = office.call("import without")
    assert (ran.code, f"events.jsonl:{seq}" in ran.err) == (2, True), ran.err
    office.done("import with")
    assert f"#{seq} cannot be read; it was set aside" in " ".join(office.done("audit verify").out.split())
    office.done("status harbour")
