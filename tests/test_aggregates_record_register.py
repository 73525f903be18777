"""The register: what it records, what it refuses without a trace, and that nothing comes between."""

from __future__ import annotations

import gc
import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from eventsourcing.application import LocalNotificationLog
from eventsourcing.persistence import EventStore, IntegrityError, Recorder
from following import Following
from given import act, terms
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stores import STORES, Place
from strategies import Story, stories

from aggregates.databases.cases import database
from aggregates.databases.database import Cursor
from aggregates.ground.merkle import root
from aggregates.record import folds
from aggregates.record.agreement import evolve
from aggregates.record.decision import Proposal
from aggregates.record.events import Event
from aggregates.record.log.access import reading
from aggregates.record.log.recording import Recorded
from aggregates.record.log.rows import leaf_of
from aggregates.record.receipts import OfAgreement, Receipt
from aggregates.record.register import ATTEMPTS, Register
from aggregates.record.store import Store
from aggregates.record.streams import stream_id
from aggregates.record.transaction import UNFOLLOWED, AgreementMapper, Writing
from aggregates.record.trial import Touched
from lifecycle.errors import (
    Conflict,
    ImpactNotAccepted,
    InvalidInput,
    Locked,
    NoRegister,
    NotFound,
    Refused,
    SchemaMismatch,
)
from lifecycle.fold.others import Lines
from lifecycle.fold.ruling import Objected
from lifecycle.fold.timeline import Timeline, fold

NAME = "wco-caricc"

CONCLUDED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")


def proposal(line: str, agreement: str = NAME, **more: Any) -> Proposal:
    """Propose an act, one line of a docket, on an agreement with the terms of WCO and CARICC."""
    text = replace(terms(NAME), agreement=agreement)
    return Proposal(agreement=agreement, act=act(line, text), **more)


def proposals(*lines: str, agreement: str = NAME) -> list[Proposal]:
    return [proposal(line, agreement) for line in lines]


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    with closing(Register.create(place.url)) as register:
        yield register


# Recording


def test_a_recording_gives_a_receipt(register: Register, place: Place) -> None:
    """It says what was recorded, where, when, what it changed, and the hash that proves it."""
    first, second, third = register.record([replace(p, actor="ada") for p in proposals(*CONCLUDED)])
    assert [receipt.seq for receipt in (first, second, third)] == [1, 2, 3]
    assert first.before is None
    assert third.before == second.after == register.timeline(NAME, known_at=2)
    assert third.after == register.timeline(NAME)
    assert (third.ruling.state_before, third.ruling.state_after) == ("signed", "in_force")
    assert third.ruling.life == {"entered_into_force": third.act.on}
    assert (third.version, third.actor, third.repeated) == (3, "ada", False)
    with reading(place.url) as log:
        row = list(log.rows())[-1]
        assert third.leaf_hash == row.leaf_hash == leaf_of(row)
        assert list(log.recordings()) == [as_recorded(receipt) for receipt in (first, second, third)]
        assert log.head() == (3, third.recorded_at)


def as_recorded(receipt: Receipt) -> Recorded:
    return Recorded(**{name: getattr(receipt, name) for name in Recorded.__struct_fields__})


def test_ids_are_numbered_and_the_only_open_one_is_meant(register: Register) -> None:
    """Within one recording too: the second act knows what the first has opened."""
    register.record(proposals(*CONCLUDED))
    receipts = register.record(
        proposals(
            "2010-05-01 activity_begun",
            "2010-05-02 activity_completed",
            "2010-06-01 notice_given by=WCO",
            "2010-06-02 notice_withdrawn by=WCO",
            "2010-07-01 activity_begun",
        )
    )
    ids = [getattr(r.act, "activity", None) or getattr(r.act, "notice", None) for r in receipts]
    assert ids == ["A1", "A1", "N1", "N1", "A2"]


def test_agreements_have_streams_of_their_own(register: Register) -> None:
    """One recording may touch several; each keeps its own versions while `seq` runs through."""
    receipts = register.record([*proposals(*CONCLUDED), *proposals(*CONCLUDED, agreement="another")])
    assert [(r.seq, r.agreement, r.version) for r in receipts[2:5]] == [
        (3, NAME, 3),
        (4, "another", 1),
        (5, "another", 2),
    ]
    with register.reading() as log:
        assert log.agreements() == [NAME, "another"]
    assert register.timeline("another").id == "another"
    assert [entry.seq for entry in register.timeline("another").entries] == [4, 5, 6]
    assert register.timeline("another", known_at=4).entries[-1].seq == 4


def test_a_thousand_agreements_in_one_go(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are one transaction; more than are kept in memory are read again."""
    monkeypatch.setattr(folds, "KEPT", 300)
    names = [f"agreement-{number}" for number in range(1000)]
    register.record([p for name in names for p in proposals(*CONCLUDED, agreement=name)])
    assert register.head().seq == 3000
    (receipt,) = register.record([proposal("2010-05-01 activity_begun", names[1000 - 100 - 1])])
    assert receipt.version == 4


@pytest.mark.parametrize("most", [0, 5, 12])
def test_no_more_acts_are_kept_than_so_many(register: Register, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """But for the agreement recorded on last, however many it has; those recorded on longest ago go first."""
    monkeypatch.setattr(folds, "KEPT", most)
    names = [f"agreement-{number}" for number in range(6)]
    for number, name in enumerate(names, 1):
        register.record(proposals(*CONCLUDED, agreement=name))
        register.record([proposal("2010-05-01 activity_begun", name)])
        kept = register._folds._kept
        assert list(kept) == names[max(0, number - max(1, most // 4)) : number]
        assert register._folds._acts == sum(len(file.entries) for _, file in kept.values()) == 4 * len(kept)


def test_what_is_only_tried_is_not_kept_for_ever(
    register: Register, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trial folds its agreements as a recording does, and keeps no more of them."""
    monkeypatch.setattr(folds, "KEPT", 6)
    names = [f"agreement-{number}" for number in range(6)]
    register.record([p for name in names for p in proposals(*CONCLUDED, agreement=name)])
    with closing(Register.open(place.url)) as trying:
        for name in names:
            trying.record([proposal("2010-05-01 activity_begun", name)], dry_run=True)
        assert list(trying._folds._kept) == names[-2:]


def test_a_recording_within_a_transaction_is_committed_with_it(register: Register) -> None:
    """Whoever began it ends it: what fails there undoes the recording as well."""

    def interrupted() -> None:
        with register._store.writing():
            assert register.record(proposals(*CONCLUDED))[-1].seq == 3
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert register.head().seq == 0
    with register._store.writing():
        register.record(proposals(*CONCLUDED[:1]))
        register.record(proposals(*CONCLUDED[1:]))
    assert register.head().seq == 3


def test_nothing_is_recorded_of_nothing(register: Register) -> None:
    """An empty list is no recording, and uses up no key."""
    assert register.record([], key="k") == []
    assert register.head() == (0, None)
    assert register.record(proposals(CONCLUDED[0]), key="k")[0].repeated is False


def test_a_recording_is_one_moment_of_the_registers_clock(place: Place) -> None:
    """UTC, to the microsecond, and never before the last one."""
    moments = iter([datetime(2024, 11, 21, 10, 0, 0, 123456, tzinfo=UTC), datetime(2024, 11, 21, tzinfo=UTC)])
    Register.create(place.url).close()
    with closing(Register.open(place.url, clock=lambda: next(moments))) as register:
        receipts = [*register.record(proposals(*CONCLUDED[:2])), *register.record(proposals(CONCLUDED[2]))]
    assert {receipt.recorded_at.isoformat() for receipt in receipts} == {"2024-11-21T10:00:00.123456+00:00"}


# Refusals


def refusals() -> dict[str, tuple[Sequence[Proposal], type[Exception], str]]:
    notice, completed = "2010-11-30 notice_given by=WCO", "2010-05-01 activity_completed"
    new = proposals(*CONCLUDED, agreement="new")
    return {
        "by the law": (proposals("2010-04-01 signed by=WCO"), Refused, "has already signed"),
        "by the law, at the end": ([*new, proposal("2010-05-01 signed by=WCO", "new")], Refused, "already signed"),
        "second draft": (proposals("2010-03-01 drafted"), Conflict, "agreement wco-caricc exists since #1"),
        "second draft in one go": ([*new, *new], Conflict, "agreement new exists since #5"),
        "unknown": (proposals(notice, agreement="wco-cariccc"), NotFound, '"wco-cariccc" is not on record'),
        "nothing open": (proposals(completed), InvalidInput, "none is open on "),
        "terms of another": ([replace(new[0], agreement="other")], InvalidInput, "the terms are those of new"),
        "impact": (proposals("2010-04-15 notice_given by=CARICC"), ImpactNotAccepted, "take the effect of #4"),
    }


@pytest.mark.parametrize("kind", refusals())
def test_a_refusal_leaves_every_byte_as_it_was(register: Register, place: Place, kind: str) -> None:
    """Whatever the reason, and however much of the command would have been admissible."""
    register.record(proposals(*CONCLUDED, "2010-12-01 activity_begun"))
    asked, error, says = refusals()[kind]
    before = place.digest()
    with pytest.raises(error, match=says):
        register.record(asked, key="k")
    assert place.digest() == before
    register.close()
    merged = place.digest()
    with closing(Register.open(place.url)) as again, pytest.raises(error, match=says):
        again.record(asked, key="k")
    assert place.digest() == merged


def test_a_refusal_names_the_rule_and_the_act_in_the_way(register: Register) -> None:
    """The objection of the law comes out as it is."""
    register.record(proposals(*CONCLUDED))
    with pytest.raises(Refused) as refused:
        register.record(proposals("2010-04-01 signed by=WCO"))
    assert refused.value.agreement == NAME
    assert (refused.value.objection.rule, refused.value.objection.conflicts) == ("R9", 2)


def test_an_error_notes_the_place_of_its_proposal(register: Register) -> None:
    """The one that is in the way, not the first."""
    asked = [replace(p, place=f"acts.jsonl:{line}") for line, p in enumerate(proposals(*CONCLUDED, CONCLUDED[1]), 1)]
    with pytest.raises(Refused) as refused:
        register.record(asked)
    assert refused.value.__notes__ == ["acts.jsonl:4"]


def test_an_unknown_agreement_comes_with_those_opened_in_the_same_go(register: Register) -> None:
    """Those on record are looked for where it is said, by their index and not in the log."""
    register.record(proposals(*CONCLUDED))
    with pytest.raises(NotFound) as missing:
        register.record([*proposals(CONCLUDED[0], agreement="new"), proposal(CONCLUDED[1], "nwe")])
    assert missing.value.known == ("new",)
    with pytest.raises(NotFound):
        register.timeline("nwe")
    with pytest.raises(NotFound):
        register.timeline(NAME, known_at=0)


def test_an_irregular_act_is_recorded_with_its_reason(register: Register, place: Place) -> None:
    """It stays without effect, and ruling and log say why."""
    register.record(proposals(*CONCLUDED))
    asked = proposal("2010-04-01 signed by=WCO", irregular="a second original was signed")
    (receipt,) = register.record([asked])
    assert isinstance(receipt, OfAgreement)
    assert receipt.irregular == "a second original was signed"
    met = receipt.after.irregular[4]
    assert receipt.ruling.objection == Objected(rule=met.rule, article=met.article, conflicts=met.conflicts)
    assert receipt.before is not None
    assert receipt.after.agreement == receipt.before.agreement
    with reading(place.url) as log:
        assert log.stream(NAME)[-1].irregular == "a second original was signed"


def test_accepted_impact_is_kept_with_the_act(register: Register, place: Place) -> None:
    """The acts that lose their effect are named once and for all; later acts do not ask for them again."""
    register.record(proposals(*CONCLUDED, "2010-12-01 activity_begun"))
    notice = proposal("2010-04-15 notice_given by=CARICC")
    with pytest.raises(ImpactNotAccepted) as asked:
        register.record([notice])
    assert [seq for seq, _ in asked.value.losing] == [4]
    (receipt,) = register.record([replace(notice, accept_impact=True)])
    assert receipt.accepted == (4,)
    assert set(receipt.after.irregular) == {4}
    register.record(proposals("2010-04-16 activity_begun"))
    with reading(place.url) as log:
        assert [row.accepted for row in log.stream(NAME)] == [(), (), (), (), (4,), ()]


# Dry runs


def test_a_dry_run_does_everything_but_the_commit(register: Register, place: Place) -> None:
    """Same receipts, same followers, not one byte; what was tried leaves no trace in memory either."""
    register.record(proposals(*CONCLUDED))
    seen: list[Sequence[Receipt]] = []
    register.follower = Following(lambda cursor, receipts: seen.append(receipts))
    before = place.digest()
    asked = proposals("2010-05-01 activity_begun", "2010-06-01 notice_given by=WCO")
    tried = register.record(asked, key="k", dry_run=True)
    assert place.digest() == before
    assert seen == [tried]
    done = register.record(asked, key="k")
    assert [(r.seq, r.act, r.ruling, r.after) for r in tried] == [(r.seq, r.act, r.ruling, r.after) for r in done]


# Idempotency


def test_the_same_command_gives_the_first_receipts_again(register: Register) -> None:
    """Whatever was recorded since, and without writing anything."""
    asked = [*proposals(*CONCLUDED), *proposals(CONCLUDED[0], agreement="other")]
    first = register.record(asked, key="k")
    register.record(proposals("2010-05-01 activity_begun"))
    again = register.record(asked, key="k")
    assert all(receipt.repeated for receipt in again)
    assert [replace(receipt, repeated=False) for receipt in again] == first
    assert register.head().seq == 5


def test_leave_to_go_on_and_the_place_are_not_content(register: Register) -> None:
    """The same command with `--accept-impact`, or from another line, is still the same."""
    register.record(proposals(CONCLUDED[0]), key="k")
    (again,) = register.record([replace(proposal(CONCLUDED[0]), accept_impact=True, place="x:1")], key="k")
    assert again.repeated


@pytest.mark.parametrize(
    "other",
    [
        proposals("2010-03-02 drafted"),
        proposals(CONCLUDED[0], agreement="other"),
        proposals(*CONCLUDED[:2]),
        [proposal(CONCLUDED[0], actor="somebody else")],
    ],
)
def test_the_same_key_with_other_content_is_a_conflict(register: Register, place: Place, other: list[Proposal]) -> None:
    """It says which recording the key stands for, and writes nothing."""
    register.record(proposals(CONCLUDED[0]), key="k")
    before = place.digest()
    with pytest.raises(Conflict, match='"k" stands for another command, recorded as #1'):
        register.record(other, key="k")
    assert place.digest() == before


# One transaction


def test_followers_write_in_the_same_transaction(place: Place) -> None:
    """They see the events, with the driver's cursor, before anybody else does."""

    def count(cursor: Cursor, receipts: Sequence[Receipt]) -> None:
        seen = cursor.execute("SELECT max(seq) FROM events").fetchone()[0]
        for receipt in receipts:
            cursor.execute(f"INSERT INTO followed VALUES ({receipt.seq}, {seen})")
        with reading(place.url) as log:
            assert log.head().seq == 0

    tables = ["CREATE TABLE followed (seq INTEGER PRIMARY KEY, seen INTEGER)"]
    with closing(Register.create(place.url, tables, follower=Following(count))) as register:
        register.record(proposals(*CONCLUDED))
    assert place.rows("SELECT * FROM followed") == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("error", [RuntimeError("crash"), KeyboardInterrupt(), sqlite3.IntegrityError("of a view")])
def test_a_follower_that_fails_takes_the_recording_with_it(
    register: Register, place: Place, error: BaseException
) -> None:
    """A read model cannot fall behind its events; the same recording succeeds when the follower does."""

    def fail(cursor: Cursor, receipts: Sequence[Receipt]) -> None:
        raise error

    before = place.digest()
    register.follower = Following(fail)
    with pytest.raises(type(error)):
        register.record(proposals(*CONCLUDED), key="k")
    assert place.digest() == before
    register.follower = UNFOLLOWED
    assert [receipt.seq for receipt in register.record(proposals(*CONCLUDED), key="k")] == [1, 2, 3]


def test_a_whole_command_is_tried_again(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another writer may take a version first, nothing half decided is kept; in the end it is a conflict."""
    appends = Writing.append
    failures = 2

    def contested(writing: Writing, events: Any) -> Any:
        nonlocal failures
        appended = appends(writing, events)
        if failures:
            failures -= 1
            raise IntegrityError("taken")
        return appended

    monkeypatch.setattr(Writing, "append", contested)
    assert [receipt.seq for receipt in register.record(proposals(*CONCLUDED))] == [1, 2, 3]
    failures = ATTEMPTS
    with pytest.raises(Conflict, match="other writers got there first"):
        register.record(proposals("2010-05-01 activity_begun"))
    assert register.head().seq == 3


def test_what_is_kept_in_memory_gives_way_to_other_writers(register: Register, place: Place) -> None:
    """A fold from the last recording is used only while that is the agreement's last event."""
    register.record(proposals(*CONCLUDED))
    with closing(Register.open(place.url)) as other:
        other.record(proposals("2010-05-01 activity_begun title=theirs"))
    (receipt,) = register.record(proposals("2010-05-02 activity_begun"))
    assert receipt.version == 5
    assert receipt.after == register.timeline(NAME)
    assert [head.id for head in receipt.after.heads] == ["A1", "A2"]


def record_some(url: str, agreement: str, count: int) -> None:
    with closing(Register.open(url)) as register:
        register.record(proposals(*CONCLUDED, agreement=agreement))
        for _ in range(count):
            register.record(proposals("2010-05-01 activity_begun", agreement=agreement))
            register.record(proposals("2010-05-01 activity_begun", agreement="shared"))


def test_two_processes_on_one_agreement_lose_nothing(register: Register, place: Place) -> None:
    """`seq`, versions and the numbers given on recording are gapless, and nobody had to be asked twice."""
    register.record(proposals(*CONCLUDED, agreement="shared"))
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=record_some, args=(place.url, name, 15)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with reading(place.url) as log:
        assert [row.seq for row in log.rows()] == list(range(1, 3 + 2 * (3 + 30) + 1))
        for name in ("shared", "one", "two"):
            assert [row.version for row in log.stream(name)] == list(range(1, len(log.stream(name)) + 1))
    assert {head.id for head in register.timeline("shared").heads} == {f"A{n}" for n in range(1, 31)}


# Opening


def test_opening_what_is_not_there_leaves_nothing_behind(place: Place, tmp_path: Path) -> None:
    """Only `create` makes a register, and only once."""
    with pytest.raises(NoRegister):
        Register.open(place.url)
    assert list(tmp_path.iterdir()) == []
    Register.create(place.url).close()
    with pytest.raises(Conflict, match="exists already"):
        Register.create(place.url)


def test_a_locked_register_is_waited_for_and_then_named(register: Register, place: Place) -> None:
    """Reading goes on meanwhile."""
    register.record(proposals(*CONCLUDED))
    with closing(place.hold()), closing(Register.open(place.url, patience=0.05)) as second:
        with pytest.raises(Locked):
            second.record(proposals("2010-05-01 activity_begun"))
        assert second.head().seq == 3


def test_another_schema_is_refused_before_anything_is_decided(register: Register, place: Place) -> None:
    """By a register that was opened before the migration, too."""
    place.version(99)
    with pytest.raises(SchemaMismatch, match="newer"):
        register.record(proposals(*CONCLUDED))
    with pytest.raises(SchemaMismatch, match="newer"):
        Register.open(place.url)


def test_the_environment_does_not_move_the_register(
    register: Register, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library would take its database and its cipher from there."""
    monkeypatch.setenv("PERSISTENCE_MODULE", "no.such.module")
    with closing(Register.open(place.url)) as again:
        again.record(proposals(*CONCLUDED))
    assert register.head().seq == 3


# The one way


def refused(register: Register, url: str) -> None:
    with pytest.raises(Conflict, match="exists already"):
        register.create(url)


NAMES: dict[str, Callable[[Register, str], object]] = {
    "close": lambda register, _: register.close(),
    "create": refused,
    "follower": lambda register, _: register.follower,
    "head": lambda register, _: register.head(),
    "open": lambda register, url: register.open(url).close(),
    "reading": lambda register, _: register.reading(),
    "record": lambda register, _: register.record(proposals("2010-05-01 activity_begun", "2010-06-01 activity_begun")),
    "timeline": lambda register, _: register.timeline(NAME),
}
"""Every public name of a register, and a use of it."""


def test_a_register_has_no_other_name(register: Register) -> None:
    """It inherits none: the library's `save` would write past sealing, approval, read models and receipts."""
    assert {name for name in dir(register) if not name.startswith("_")} == set(NAMES)
    assert not [
        value for name in NAMES if isinstance(value := getattr(register, name), Recorder | EventStore | Writing)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_writes_past_the_one_way(place: Place, name: str) -> None:
    """Of every event in the log, whoever keeps a read model was told in its transaction, with its receipt."""
    told: list[Receipt] = []
    with closing(Register.create(place.url, follower=Following(lambda _, receipts: told.extend(receipts)))) as register:
        register.record(proposals(*CONCLUDED))
        NAMES[name](register, place.url)
    with reading(place.url) as log:
        assert list(log.recordings()) == [as_recorded(receipt) for receipt in told]
        assert len(told) == (5 if name == "record" else 3)


def test_the_library_reads_what_the_register_records(register: Register, place: Place) -> None:
    """Its event store and its notification log work on the same rows, with our mapper and our recorder."""
    register.record(proposals(*CONCLUDED))
    with closing(Store(database(place.url))) as store:
        library = EventStore(AgreementMapper(), store)
        events = [event for event in library.get(stream_id(NAME)) if isinstance(event, Event)]
        assert [event.originator_version for event in events] == [1, 2, 3]
        assert [type(event.content).__name__ for event in events] == ["Created", "ActRecorded", "ActRecorded"]
        assert [n.id for n in LocalNotificationLog(store).select(start=1, limit=10)] == [1, 2, 3]
        with pytest.raises(IntegrityError):
            library.put(events[-1:])


# Properties


def story_proposals(story: Story) -> list[Proposal]:
    return [Proposal(agreement=story.terms.agreement, act=done) for done in story.acts]


def attempt(register: Register, asked: Proposal, place: Place) -> bool:
    """Record one proposal, as irregular if it must be, or see that its refusal left no trace."""
    before = place.digest()
    try:
        register.record([asked])
    except (Refused, ImpactNotAccepted):
        assert place.digest() == before
        register.record([replace(asked, irregular="drawn", accept_impact=True)])
    except (Conflict, InvalidInput):
        assert place.digest() == before
        return False
    return True


@contextmanager
def drawn(kind: str) -> Iterator[Place]:
    """Give an empty place for one drawn story."""
    with TemporaryDirectory() as folder:
        place = STORES[kind](Path(folder))
        yield place
        place.remove()


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=25)
@given(story=stories())
def test_what_is_recorded_is_what_the_law_folds(kind: str, story: Story) -> None:
    """Recorded one by one, or replayed from the log: the same timelines, rulings as given, refusals without a trace."""
    with drawn(kind) as place:
        with closing(Register.create(place.url)) as register:
            for asked in story_proposals(story):
                attempt(register, asked, place)
            timeline = register.timeline(story.terms.agreement)
            entries = timeline.entries
            assert timeline == fold(entries)
        with reading(place.url) as log:
            stream = log.stream(story.terms.agreement)
            assert [row.entry for row in stream] == list(entries)
            for at, row in enumerate(stream, 1):
                known = evolve(entries[:at])
                assert known is not None
                met, ruled = known.timeline.irregular.get(row.seq), row.ruling.objection
                assert (met and (met.rule, met.article)) == (ruled and (ruled.rule, ruled.article))
                assert row.irregular is not None or ruled is None
            assert root(leaf_of(row) for row in log.rows()) == root(row.leaf_hash for row in log.rows())


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=25)
@given(story=stories(), at=st.integers(1, 30))
def test_what_was_known_never_changes(kind: str, story: Story, at: int) -> None:
    """An answer known at `#n` is the same after everything that is recorded later."""
    seen: dict[int, Timeline] = {}
    with drawn(kind) as place, closing(Register.create(place.url)) as register:
        for asked in story_proposals(story):
            attempt(register, asked, place)
            seen[register.head().seq] = register.timeline(story.terms.agreement)
        seq = min(at, register.head().seq)
        assert register.timeline(story.terms.agreement, known_at=seq) == seen[seq]


def test_a_recording_leaves_nothing_of_its_own_to_the_collector(register: Register) -> None:
    """Of a million acts in one stream nothing heaps up until cycles are looked for."""
    register.record(proposals(*CONCLUDED))
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        register.record(proposals("2010-05-01 activity_begun"))
        gc.collect()
        left = [one for one in gc.garbage if isinstance(one, Touched | Lines)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert left == []
