"""A person is erased, and then everything is searched that a register, its copies, its backups and its server hold."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postgresql
import pytest
from commandline import Ran, run
from given import act
from hypothesis import given
from hypothesis import strategies as st
from office import HARBOUR
from stores import File, Place, Schema

from aggregates.databases.cases import database
from aggregates.record.decision import Proposal
from aggregates.record.log.log import Log
from aggregates.record.log.rows import LoggedRow
from aggregates.record.people.erasure import _may_name
from aggregates.record.receipts import content_key
from cli.commands.record.batch_keys import batches
from cli.commands.record.proposal import How
from lifecycle.acts.personal import mentioned
from lifecycle.codec import encode

ADA = "Ada Ångström"
"""Whom everything of the office names: who types, who signs, in words of a draft, of the directory, of a file."""

LINE = {"agreement": "harbour", "act": "contact_designated", "by": "SOUTH", "on": "2024-03-02"}
NOTED = {"agreement": "harbour", "act": "activity_begun", "activity": "A2", "on": "2024-03-05"}
HOW = How(**dict.fromkeys(How._fields, None))  # type: ignore[arg-type]


def call(*words: str, stdin: str = "") -> Ran:
    ran = run(*words, stdin=stdin)
    assert ran.code == 0, ran.err or ran.out
    return ran


def lines(name: str) -> str:
    """Give a file of acts that names somebody in a field, and in words."""
    told = [{**LINE, "contact": name}, {**NOTED, "note": f"led by {name}", "personal": [name]}]
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in told)


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A register in which everything names one person, backed up and exported."""
    if isinstance(place, Schema) and postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    monkeypatch.setenv("DEPOSITARY_ACTOR", ADA)
    call("init")
    call("draft", str(HARBOUR), "--on", "2024-01-10", "--note", f"drawn up by {ADA}", "--personal", ADA)
    call("sign harbour --by NORTH --on 2024-02-01 --signatory 'Harbour Master'")
    call(
        "sign", "harbour", "--by", "SOUTH", "--on", "2024-02-15", "--signatory", ADA, "--authority", f"letter of {ADA}"
    )
    call("directory", "alias", "NORTH", "Norden", "--on", "2024-02-20", "--note", f"{ADA} says so", "--personal", ADA)
    call("record", "-", "--batch", "1", "--yes", stdin=lines(ADA))
    for line in ("backup {}/saved", "audit export {}/with --with-people", "audit export {}/without --prov"):
        call(line.format(tmp_path))
    return place


def held(place: Place, *folders: Path) -> list[tuple[str, bytes]]:
    """Give all that a database and folders hold, as it stands there and as a text of a row says it, by its place."""
    found = [(str(file), file.read_bytes()) for folder in folders for file in folder.rglob("*") if file.is_file()]
    for table in place.tables():
        found += [(table, _told(row)) for row in place.rows(f"SELECT * FROM {table}")]
    if isinstance(place, File):
        return found + [(file.name, file.read_bytes()) for file in place.file.parent.glob("register.db*")]
    place.run("ANALYZE", guarded=True)
    samples = place.rows("SELECT row_to_json(s)::text FROM pg_stats AS s WHERE schemaname = current_schema()")
    return found + [("pg_stats", one.encode()) for (one,) in samples]


def _told(row: tuple[object, ...]) -> bytes:
    return b"\n".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row)


def forms(name: str) -> Iterator[bytes]:
    """Give a name in every form in which a file may hold it."""
    for text in (name, name.upper(), json.dumps(name)[1:-1]):
        yield text.encode()
        yield text.encode().hex().encode()


def naming(told: list[tuple[str, bytes]], name: str) -> set[str]:
    return {where for where, what in told if any(form in what for form in forms(name))}


def test_nothing_holds_an_erased_person_but_what_is_named(
    office: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Database, journal, statistics, state folder, a bundle for strangers; backups are named, and hold it."""
    outside = [Path(os.environ["XDG_STATE_HOME"]), Path(os.environ["XDG_CONFIG_HOME"]), tmp_path / "without"]
    before = naming(held(office, *outside), ADA)
    assert "people" in before
    assert not {*before} - {"people", "register.db", "register.db-wal"}, "in no event, no proof and no bundle in clear"
    told = call("erase", ADA, "--yes", "--format", "json").json
    assert (told["person"], told["scrubbed"]) == (True, True)
    assert {one["field"] for one in told["places"]} == {"actor", "note", "signatory", "authority", "contact"}
    assert all(one["sealed"] for one in told["places"])
    assert {Path(one).name for one in told["copies"]} == {"saved", "with"}
    assert naming(held(office, *outside), ADA) == set()
    for page in ("history harbour", "history harbour --format json", "directory-of-parties"):
        ran = run(page)
        assert ADA not in ran.out
    assert [one["actor"] for one in call("history harbour --format json").json] == ["[erased]"] * 5
    for command in ("audit verify", "audit replay", "rebuild --dry-run", "doctor"):
        call(command)


def test_a_list_of_names_finds_nobody(office: Place) -> None:
    """Keys and digests are the same whoever is named, in a call of its own and in a file taken batch by batch."""
    kept = {key for key, _ in office.rows("SELECT key, digest FROM idempotency")}
    names = (ADA, "Ben Ouest", "Cy Ce")

    def guesses(name: str) -> list[str | None]:
        told = [(f"-:{at}", line.encode()) for at, line in enumerate(lines(name).splitlines(), 1)]
        signed = act("2024-02-15 signed by=SOUTH signatory=x authority=y")
        one = Proposal(agreement="harbour", act=signed, actor=name, personal=(name,))
        return [*(batch.key for batch in batches(told, 1, HOW, naming=True)), content_key([one])]

    assert guesses(names[0]) == guesses(names[1]) == guesses(names[2])
    assert {*guesses(ADA)[:2]} <= kept


def test_a_file_that_names_people_is_told_from_one_that_names_others(office: Place) -> None:
    """Its keys are alike; what is on record is compared, and each file is recorded once."""
    count = "SELECT count(*) FROM events"
    ((before,),) = office.rows(count)
    call("record", "-", "--batch", "1", "--yes", stdin=lines(ADA))
    assert office.rows(count) == [(before,)]
    other = lines("Ben Ouest").replace("A2", "A3").replace("2024-03-02", "2024-03-03")
    for _ in range(2):
        call("record", "-", "--batch", "1", "--yes", stdin=other)
        assert office.rows(count) == [(before + 2,)]


def test_who_types_is_sealed_once_a_person_on_record(office: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unasked from the second recording on; a command given again is recognised; whoever else types is in clear."""
    began = ("activity", "begin", "harbour", "A7", "--on", "2024-04-01")
    call(*began)
    call(*began)
    monkeypatch.setenv("DEPOSITARY_ACTOR", "registry")
    call("activity", "begin", "harbour", "A8", "--on", "2024-04-01")
    told = call("history harbour --format json").json
    assert [one["actor"] for one in told] == [ADA] * 6 + ["registry"]
    states = b"\n".join(bytes(state) for (state,) in office.rows("SELECT state FROM events ORDER BY seq"))
    assert (states.count(b'"actor":"[sealed]"'), b'"actor":"registry"' in states) == (7, True)


def test_what_cannot_be_sealed_is_listed_with_what_it_made(office: Place) -> None:
    """A title, an actor, the name of an agreement in events of before: also where no key was ever made for the name."""
    call(
        "activity", "begin", "harbour", "A7", "--on", "2024-04-01", "--title", "Plan of Zoe Zett", "--actor", "Zoe Zett"
    )
    told = call("erase", "Zoe Zett", "--yes", "--format", "json").json
    assert (told["person"], [(one["field"], one["sealed"]) for one in told["places"]]) == (
        False,
        [("title", False), ("actor", False)],
    )
    ran = call("erase", "Zoe Zett", "--yes")
    assert "Nothing was sealed under this name" in ran.out
    assert "The name stays in words that are on record" in ran.out
    assert run("erase", "Nobody At All", "--yes").code == 4


def test_a_bundle_names_who_typed_by_nothing_but_a_subject(office: Place, tmp_path: Path) -> None:
    """In its provenance, too: one person is one agent, without a name."""
    told = (tmp_path / "without" / "prov.json").read_text("utf-8")
    assert ADA not in told
    assert len(set(re.findall(r'reg:actor/([0-9a-f]{32})"', told))) == 1


def test_nobody_approves_what_somebody_erased_submitted(file_place: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite the actor tells who may approve: where it is gone, it is submitted again."""
    monkeypatch.setenv("DEPOSITARY_DB", file_place.url)
    call("init --four-eyes")
    call("draft", str(HARBOUR), "--on", "2024-01-10", "--actor", "registry")
    call("sign", "harbour", "--by", "SOUTH", "--on", "2024-02-15", "--authority", "x", "--actor", "registry")
    strike = ("strike", "harbour", "2", "--reason", "misread", "--yes")
    call(*strike, "--actor", ADA, "--personal", ADA)
    call("erase", ADA, "--yes")
    ran = run("approve", "harbour", "3", "--on", "2024-02-20", "--actor", ADA)
    assert ran.code == 5
    assert "nobody can tell any more who submitted #3" in " ".join(ran.err.split())
    call("strike", "harbour", "3", "--reason", "submitted again", "--yes", "--actor", "registry")
    call(*strike, "--actor", "Ben")
    call("approve", "harbour", "5", "--on", "2024-02-20", "--actor", "registry", "--yes")


def test_an_erasure_that_is_killed_is_finished_by_the_next_call(
    office: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is gone with the commit, its old pages with the second call, which finds nobody any more."""

    class Killed(BaseException):
        pass

    def killed(*_: object) -> bool:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(type(database(office.url)), "scrub", killed)
        with pytest.raises(Killed):
            run("erase", ADA, "--yes")
    assert run("erase", ADA, "--yes").code == 4
    assert naming(held(office, tmp_path / "without"), ADA) == set()
    call("audit verify")


Meanwhile = tuple[tuple[str, ...], ...]
NOTE = ("activity", "begin", "harbour", "--on", "2024-04-01")


@pytest.mark.parametrize(
    ("meanwhile", "person", "further"),
    [
        (((*NOTE, "A8", "--note", f"for {ADA}", "--personal", ADA),), True, [(7, "note", True), (7, "actor", True)]),
        (((*NOTE, "A8", "--note", f"for {ADA.upper()}", "--actor", "x"),), True, [(7, "note", False)]),
        ((("erase", ADA, "--yes"),), False, None),
        (
            (("erase", ADA, "--yes"), (*NOTE, "A8", "--note", f"for {ADA}", "--personal", ADA, "--actor", "x")),
            True,
            [(7, "note", True)],
        ),
    ],
)
def test_what_is_recorded_while_the_log_is_looked_through_counts(
    office: Place, monkeypatch: pytest.MonkeyPatch, meanwhile: Meanwhile, person: bool, further: list[object] | None
) -> None:
    """Nobody waits for it; what others recorded or erased meanwhile is looked at under the lock, and nothing twice."""
    before = [_where(one) for one in call("erase", ADA, "--dry-run", "--format", "json").json["places"]]
    kind, waiting = type(database(office.url)), list(meanwhile)
    lock = kind.lock

    def late(case: Any, cursor: Any) -> None:
        todo, waiting[:] = [*waiting], []
        for words in todo:
            call(*words)
        lock(case, cursor)

    monkeypatch.setattr(kind, "lock", late)
    ran = run("erase", ADA, "--dry-run", "--format", "json")
    if further is None:
        assert (ran.code, "is not on record" in ran.err) == (4, True)
        return
    gone = meanwhile[0][0] == "erase"
    assert (ran.json["person"], [_where(one) for one in ran.json["places"]]) == (
        person,
        [*(() if gone else before), *further],
    )


def _where(place: dict[str, Any]) -> tuple[object, ...]:
    return place["seq"], place["field"], place["sealed"]


def test_nobody_waits_for_the_log_to_be_looked_through(office: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read without the writers' lock: until there, whatever reads an event lets others record."""
    kind, recordings = type(database(office.url)), list[int]()
    rows, held = Log.rows, list[bool]()
    lock = kind.lock

    def locked(case: Any, cursor: Any) -> None:
        held.append(True)
        lock(case, cursor)

    def read(log: Log, *span: Any) -> Iterator[LoggedRow]:
        for row in rows(log, *span):
            recordings.append(row.seq) if held else None
            yield row

    monkeypatch.setattr(kind, "lock", locked)
    monkeypatch.setattr(Log, "rows", read)
    call("erase", ADA, "--dry-run")
    assert held
    assert recordings == []


SIGNS = 'aAß\u0301\u030a\u0338İıＡ\uff02 \u00a0\n\t"\\\u2028ﬁ.é'


@given(st.text(SIGNS, min_size=1, max_size=4), st.text(SIGNS, max_size=6), st.text(SIGNS, max_size=3), st.booleans())
def test_an_event_that_says_a_name_is_always_read(name: str, before: str, behind: str, escaped: bool) -> None:
    """Whatever signs it is written with, and whoever wrote the bytes: those that are passed over do not say it."""
    text = before + name + behind
    state = json.dumps({"act": {"note": text}}, ensure_ascii=escaped, separators=(",", ":")).encode()
    for one in (state, encode({"act": {"note": text}})):
        assert _may_name(None, name, one) or not mentioned(text, name)


def test_an_event_that_cannot_be_read_is_named_where_it_may_name_somebody(office: Place) -> None:
    """Bytes that are no text are not passed over in silence."""
    office.run(f"UPDATE events SET state = {office.literal(bytes([255, 254]))} WHERE seq = 4")
    ran = run("erase", ADA, "--dry-run")
    assert "#4 cannot be read and is set aside" in ran.err
