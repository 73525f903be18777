"""The command line on every database: the same words, the same exit codes, and what the doctor finds in each."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from commandline import DOCKET, TERMS, Ran, run
from stores import STORES, Place, Schema

from aggregates.databases.database import SCHEMA, revision
from lifecycle.errors import OutcomeUnknown
from projections.models import migration

QUESTIONS = """
status wco-caricc --as-of 2010-07-04
status wco-caricc --as-of 2010-07-04 --known-at '#5' --format json
explain icmpd-wco --as-of 2004-07-01
history icmpd-wco
history wco-caricc --format jsonl
list --as-of 2010-12-01
list --as-of 2010-12-01 --known-at '#9' --format csv
list --state suspended --as-of 2010-07-04
deadlines --as-of 2003-09-01
deadlines --as-of 2003-09-01 --party WCO --format json
diagram wco-caricc
audit replay
audit verify
audit checkpoint
rebuild --dry-run
rebuild
sign wco-caricc --by WCO --on 2010-04-01
sign nowhere --by WCO --on 2010-04-01
sign wco-caricc --by WCO --on 2010-03-19 --place Brussels
notice icmpd-wco --by WCO --on 2003-01-01 --dry-run
notice icmpd-wco --by WCO --on 2003-01-01 --yes
withdraw-notice wco-caricc --by CARICC --on 2010-12-24 --yes
account settle icmpd-wco C1 --on 2004-07-31 --irregular "paid twice"
init
"""
"""Questions and further recordings, refused ones among them."""

CHANGING = (
    (re.compile(r"\b[0-9a-f]{8,64}\b"), "HASH"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"), "MOMENT"),
    (re.compile(r"20[2-9]\d-\d\d-\d\d \d\d:\d\d"), "MINUTE"),
    (re.compile(r"\d+\.\d s\b"), "TIME"),
    (re.compile(r"[A-Za-z0-9+/]{43,}={0,2}"), "BASE64"),
    (re.compile(r'"login":"postgres"'), '"login":null'),  # a file knows no users
    (re.compile(r"recorded by (clerk|postgres)\."), "recorded by WHOM."),
    (re.compile(r" +"), " "),
)


@pytest.fixture
def register(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The demonstration register, made on the command line."""
    made(place, tmp_path, monkeypatch)
    return place


def made(place: Place, home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.chdir(TERMS)
    patch.setenv("DEPOSITARY_DB", place.url)
    patch.setenv("DEPOSITARY_ACTOR", "clerk")
    patch.setenv("DEPOSITARY_TODAY", "2026-11-21")
    for name in ("CONFIG", "STATE", "DATA"):
        patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for line in DOCKET.strip().splitlines():
        ran = run(line)
        assert ran.code == 0, f"{line}: {ran.err}"


def masked(ran: Ran, place: Place, home: Path) -> Ran:
    """Put signs in place of what no two registers share."""

    def mask(text: str) -> str:
        for own in (place.url, str(home)):
            text = text.replace(own, "OWN")
        for pattern, sign in CHANGING:
            text = pattern.sub(sign, text)
        return text

    return Ran(ran.code, mask(ran.out), mask(ran.err))


def test_every_database_gives_the_same_answers(tmp_path: Path) -> None:
    """Word for word, in tables and for machines; refusals and repetitions, too."""
    told: dict[str, dict[str, Ran]] = {}
    for kind, store in STORES.items():
        home = tmp_path / kind
        home.mkdir()
        place = store(home)
        with pytest.MonkeyPatch.context() as patch:
            made(place, home, patch)
            for line in QUESTIONS.strip().splitlines():
                told.setdefault(line, {})[kind] = masked(run(line), place, home)
        place.remove()
    for line, answers in told.items():
        first = answers.pop("sqlite")
        for answer in answers.values():
            if line == "init":
                assert (first.code, answer.code) == (6, 6)
            else:
                assert answer == first, line


def test_no_register_is_exit_10(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is made by asking."""
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    for line in (
        "status x",
        "list",
        "sign x --by A --on 2010-01-01",
        "rebuild",
        "audit replay",
    ):
        ran = run(line)
        assert ran.code == 10, (line, ran)
        assert "depositary init" in ran.err
    assert run("init").code == 0


@pytest.mark.parametrize(
    "line", ["status wco-caricc", "list", "rebuild", "notice wco-caricc --by WCO --on 2012-01-01 -y"]
)
def test_a_newer_schema_is_exit_12(register: Place, line: str) -> None:
    """Nothing is read wrongly, and nothing written."""
    register.version(99)
    before = register.digest()
    ran = run(line)
    assert (ran.code, register.digest()) == (12, before)
    assert "newer" in ran.err


def test_an_unknown_outcome_is_never_called_nothing(register: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 74 with what to do, and without the words that nothing was recorded."""

    def lost(*_: object, **__: object) -> None:
        raise OutcomeUnknown("the connection was lost")

    monkeypatch.setattr("aggregates.record.register.Register.record", lost)
    ran = run("notice wco-caricc --by WCO --on 2012-01-01 --yes")
    assert ran.code == 74
    assert "the same command again" in ran.err
    assert "Nothing was recorded" not in ran.err


# Versions


def test_a_register_at_the_version_of_the_program(register: Place) -> None:
    """There is nothing to do, and an upgrade does nothing."""
    before = register.digest()
    ran = run("db status")
    assert ran.code == 0
    assert "as this program writes it" in ran.out
    assert run("db upgrade --format json").json == {
        "schema": "depositary/upgrade/1",
        "version": SCHEMA,
        "program": SCHEMA,
        "rows": 0,
        "steps": [],
    }
    assert register.digest() == before


def test_a_register_of_a_newer_program(register: Place) -> None:
    """Status says so and exits 3; an upgrade is refused with 12."""
    register.version(99)
    ran = run("db status")
    assert ran.code == 3
    assert "install a newer one" in ran.out
    ran = run("db upgrade")
    assert ran.code == 12
    assert "depositary db status" in ran.err


def test_a_register_of_an_older_program(register: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step that is due is said, then done; meanwhile nothing else works, and says what helps."""
    steps = tmp_path / "steps"
    shutil.copytree(migration.STEPS, steps)
    then, now = revision(SCHEMA), revision(SCHEMA + 1)
    text = f'"""Nothing much."""\nrevision = "{now}"\ndown_revision = "{then}"\n\n\ndef upgrade(): ...\n'
    (steps / "versions" / f"v{now}_nothing.py").write_text(text)
    monkeypatch.setattr("aggregates.databases.database.SCHEMA", SCHEMA + 1)
    for name in ("standing", "upgrade"):
        monkeypatch.setattr(migration, name, partial(getattr(migration, name), steps=steps))
    assert (run("list").code, run("status wco-caricc").code) == (12, 12)
    ran = run("db status")
    assert (ran.code, f"{SCHEMA + 1}  Nothing much" in ran.out) == (3, True)
    ran = run("db upgrade")
    assert (ran.code, f"from version {SCHEMA} to {SCHEMA + 1}" in ran.out) == (0, True)
    assert (run("list").code, run("db status").code) == (0, 0)


# The doctor

ENABLE = "ALTER TABLE {} ENABLE ALWAYS TRIGGER {}".format
ILLS = {
    "a disabled trigger": (
        "ALTER TABLE events DISABLE TRIGGER events_are_never_updated",
        ENABLE("events", "events_are_never_updated"),
        "events_are_never_updated is not always enabled",
    ),
    "a trigger for the origin only": (
        "ALTER TABLE events ENABLE TRIGGER events_are_only_appended",
        ENABLE("events", "events_are_only_appended"),
        "events_are_only_appended is not always enabled",
    ),
    "a missing trigger": (
        "ALTER TRIGGER keys_are_never_changed ON idempotency RENAME TO gone",
        "ALTER TRIGGER gone ON idempotency RENAME TO keys_are_never_changed",
        "keys_are_never_changed is missing",
    ),
    "another function": (
        "ALTER FUNCTION refuse_change RENAME TO gone;"
        " CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DROP FUNCTION refuse_change; ALTER FUNCTION gone RENAME TO refuse_change",
        "refuse_change is changed",
    ),
    "no row security": (
        "ALTER TABLE events NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE events FORCE ROW LEVEL SECURITY",
        "row security of events is off",
    ),
    "a right": (
        "GRANT DELETE ON events TO PUBLIC",
        "REVOKE DELETE ON events FROM PUBLIC",
        "everybody may DELETE events",
    ),
    "a right of the writer's": (
        "GRANT UPDATE ON idempotency TO {writer}",
        "REVOKE UPDATE ON idempotency FROM {writer}",
        "_writer may UPDATE idempotency",
    ),
}
"""What is done to a register, what undoes it, and what is to be found."""


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Schema]:
    """A register in PostgreSQL, to be put right by each test."""
    home = tmp_path_factory.mktemp("patient")
    place = Schema(home)
    with pytest.MonkeyPatch.context() as patch:
        made(place, home, patch)
        yield place
    place.remove()


def test_the_doctor_finds_a_sound_register_well(patient: Schema) -> None:
    """On a server as it comes."""
    ran = run("doctor")
    assert ran.code == 0, ran.out
    assert "All is well." in ran.out


@pytest.mark.parametrize("ill", ILLS)
def test_the_doctor_finds_each_ill(patient: Schema, ill: str) -> None:
    """Exit 3, and it is named."""
    done, undone, says = (text.replace("{writer}", patient.role("writer")) for text in ILLS[ill])
    patient.admin.execute(done)
    try:
        ran = run("doctor")
    finally:
        patient.admin.execute(undone)
    assert ran.code == 3
    assert says in ran.out
    assert run("doctor").code == 0


def test_the_doctor_warns_of_a_server_that_does_not_keep_its_word(
    patient: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a commit need not be on the disk."""
    monkeypatch.setenv("DEPOSITARY_DB", f"{patient.url}&options=-csynchronous_commit%3Doff")
    ran = run("doctor")
    assert ran.code == 3
    assert "synchronous_commit is off" in ran.out


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE idempotency SET last_seq = 99 WHERE first_seq = 2", "stands for what is not in the log"),
        ("UPDATE idempotency SET first_seq = 0 WHERE first_seq = 2", "stands for what is not in the log"),
        ("INSERT INTO people (subject, name, key) VALUES ('x', 'Ada', NULL)", '"x" is no row of a person'),
        ("INSERT INTO people (subject, name, key) VALUES ('x', NULL, NULL)", '"x" is no row of a person'),
    ],
)
def test_the_audit_reads_what_stands_beside_the_log(register: Place, statement: str, says: str) -> None:
    """No tree covers it: a row that fits no event is named, by whatever hand it was put there."""
    assert run("audit verify").code == 0
    register.run(statement)
    ran = run("audit verify")
    assert (ran.code, says in ran.out) == (3, True), ran.out
