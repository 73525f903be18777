"""What holds of every record on both axes of time, however late, wrong, corrected or struck its entries are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import naive
import pytest
from given import act as written
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from strategies import BILATERAL, WINDOW, Story, among, days, line, stories, upto

from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.receipts import OfAgreement, Receipt
from aggregates.record.register import Register
from aggregates.record.trial import tried
from lifecycle.acts.act import Act, Entry
from lifecycle.acts.consent.signature import Confirmed, Signed
from lifecycle.acts.keeping.entries import Certified, Corrected, Struck
from lifecycle.answers.certificates import certificates
from lifecycle.answers.difference import answer, beliefs, content, turns
from lifecycle.answers.explanation.agreement import explain
from lifecycle.answers.impact import impact
from lifecycle.answers.status import status
from lifecycle.codec import encode
from lifecycle.course.machine import State
from lifecycle.course.periods import period_on
from lifecycle.errors import DepositaryError
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms
from projections.answers.agreements import listing
from projections.answers.snapshot import snapshot
from projections.models import follower, statements

KEPT_ON = date(2026, 1, 5)
DAY = timedelta(days=1)


class Record(Struct, frozen=True):
    """A story as the register came to know of it, keeper's acts among it."""

    entries: tuple[Entry, ...]

    def __repr__(self) -> str:
        return "\n".join(["Record", *(f"#{entry.seq} {line(entry.act)}" for entry in self.entries)])

    @property
    def terms(self) -> Terms:
        terms: Terms = self.entries[0].act.terms  # type: ignore[attr-defined]
        return terms

    @property
    def window(self) -> list[date]:
        """The days of the story and those on which an answer changes, now or ever."""
        start = self.entries[0].act.on
        changes = {period.start for known in self.known for period in known.agreement}
        near = {start + timedelta(days=n) for n in range(WINDOW + 3)}
        return sorted(near | changes | {day + DAY for day in changes})

    @property
    def known(self) -> Iterator[Timeline]:
        """What the register made of it, recording by recording."""
        return (fold(self.entries[:seq]) for seq in range(1, len(self.entries) + 1))

    @property
    def now(self) -> Timeline:
        return fold(self.entries)


@st.composite
def keepers_acts(draw: st.DrawFn, story: Story, log: Sequence[Act]) -> Act:
    """Draw a correction or a strike of an entry that is on record, as often as not of one of the keeper's own."""
    own = tuple(seq for seq, act in enumerate(log, 1) if act.KEEPING)
    everything, mine = tuple(range(min(2, len(log)), len(log) + 1)), draw(upto(1))
    target = draw(among(own if own and mine else everything))
    if draw(upto(2)) == 0:
        return Struck(on=KEPT_ON, target=target, reason="entered by mistake")
    name = draw(among(("on", "on", "on", "on", "by", "reason", "received")))
    values = {"by": among(tuple(story.terms.parties)), "reason": st.just("misread")}
    value = draw(values.get(name, days(story.start).map(date.isoformat)))
    return Corrected(on=KEPT_ON, target=target, set={name: value}, reason="a slip")


@st.composite
def records(draw: st.DrawFn, most: int = 5) -> Record:
    """Draw a story recorded in any order, corrections and strikes in between, sometimes signed by a clerk."""
    story = draw(stories(most=most))
    first, *rest = story.acts
    if draw(upto(3)) == 0:
        rest = [_by_a_clerk(act) if isinstance(act, Signed) and act.by == "B" else act for act in rest]
        rest.append(Confirmed(on=draw(days(story.start)), by="B"))
    log = [first]
    for act in draw(st.permutations(rest)) if draw(upto(2)) else rest:
        log.append(act)
        if draw(upto(5)) == 0:
            log.append(draw(keepers_acts(story, log)))
    for _ in range(draw(upto(4))):
        log.append(draw(keepers_acts(story, log)))
    return Record(tuple(Entry(seq, act) for seq, act in enumerate(log, 1)))


def _by_a_clerk(act: Signed) -> Act:
    return Signed(on=act.on, by=act.by, signatory="Clerk")


# The law


@given(records(), st.data())
def test_two_readings_agree_on_what_is_corrected_and_struck(record: Record, data: st.DataObject) -> None:
    """On every day, known at any recording, the engine says what the naive reading says."""
    _agree(record, data.draw(st.integers(1, len(record.entries))))


TEXT = terms_from(
    {
        "agreement": "drawn",
        "title": "Drawn",
        "parties": {name: {"name": name} for name in BILATERAL},
        "clauses": {
            "entry_into_force": {"article": "1", "upon": {"consented": "all"}},
            "termination": [{"article": "2", "by": "notice", "period": "5 days"}],
            "suspension": [{"article": "4", "ground": "opinion of breach"}],
        },
    }
)
CONCLUDED = ["drafted", "signed by=A", "consented by=A manner=acceptance", "consented by=B manner=acceptance"]
"""The acts of the first day, a line each."""


@pytest.mark.parametrize(
    "lines",
    [
        CONCLUDED,
        [*CONCLUDED, "suspended by=A ground=breach suspension=S1"],
        [*CONCLUDED, "suspended by=A ground=breach suspension=S1", "resumed by=A suspension=S1"],
        [*CONCLUDED, "notice_given by=A notice=N1"],
        [*CONCLUDED, "notice_given by=A notice=N1", "notice_withdrawn by=A notice=N1"],
    ],
    ids=lambda lines: lines[-1].split()[0],
)
def test_two_readings_agree_that_nothing_is_received_before_it_is_sent(lines: list[str]) -> None:
    """A correction may put the receipt before the sending: by R27 the act then has no effect, and later ones follow."""
    last, day = len(lines), date(2003, 8, 27)
    log = [
        *(written(f"{day} {line}", TEXT) for line in lines),
        Corrected(on=KEPT_ON, target=last, set={"on": str(day + DAY)}, reason="a slip"),
        Corrected(on=KEPT_ON, target=last, set={"received": str(day)}, reason="a slip"),
        Corrected(on=KEPT_ON, target=last, set={"received": str(day + 2 * DAY)}, reason="a slip"),
        Struck(on=KEPT_ON, target=2, reason="entered by mistake"),
        Struck(on=KEPT_ON, target=3, reason="entered by mistake"),
    ]
    record = Record(tuple(Entry(seq, one) for seq, one in enumerate(log, 1)))
    for known in range(1, len(log) + 1):
        _agree(record, known)
    assert last in fold(record.entries[: last + 2]).irregular


def _agree(record: Record, known: int) -> None:
    acts, told = naive.as_it_stands(record.entries[:known]), fold(record.entries[:known])
    assert [encode(entry.act) for entry in told.standing] == list(map(encode, acts))
    for day in record.window:
        if day < told.drafted:
            continue
        said, now = naive.answer(acts, day), told.until(day)
        assert now.state_on(day) == told.state_on(day) == said.state, day
        parties = {name: period_on(periods, day) for name, periods in now.parties.items()}
        assert {name: period.state for name, period in parties.items() if period} == said.parties, day
        assert sorted(notice.id for notice in now.notices if notice.stands(day)) == said.notices, day
        irregular = [entry.act for entry in now.standing if entry.seq in now.irregular]
        assert sorted(map(encode, irregular)) == sorted(map(encode, said.without_effect)), day


@given(records(), st.data())
def test_undone_is_as_never_done(record: Record, data: st.DataObject) -> None:
    """A strike that is struck, a correction that is struck or corrected back, leave the answers as they were."""
    before = record.now
    target = data.draw(st.integers(2, len(record.entries))) if len(record.entries) > 1 else 1
    last = len(record.entries)
    done: list[Act] = [
        Struck(on=KEPT_ON, target=target, reason="a mistake"),
        Corrected(on=KEPT_ON, target=target, set={"on": "2010-12-30"}, reason="a slip"),
    ]
    undone: Act = Struck(on=KEPT_ON, target=last + 1, reason="a mistake of ours")
    for act in done:
        after = fold([*record.entries, Entry(last + 1, act), Entry(last + 2, undone)])
        assert _answers(after, record.window) == _answers(before, record.window), line(act)
    for was in (entry.act.on for entry in before.standing if entry.seq == target):
        back = Corrected(on=KEPT_ON, target=target, set={"on": was.isoformat()}, reason="it was right")
        after = fold([*record.entries, Entry(last + 1, done[1]), Entry(last + 2, back)])
        assert _answers(after, record.window) == _answers(before, record.window)


def _answers(told: Timeline, among_days: Sequence[date]) -> list[Any]:
    return [content(status(told, day)) for day in among_days if day >= told.drafted]


@given(records(), st.data())
def test_the_impact_is_what_is_found_afterwards(record: Record, data: st.DataObject) -> None:
    """The stretches named are exactly the days on which an answer became another; effects are lost as it says."""
    known = data.draw(st.integers(1, len(record.entries)))
    more = data.draw(st.integers(known, len(record.entries)))
    before, after = fold(record.entries[:known]), fold(record.entries[:more])
    found = impact(before, after)
    for subject in ("", *record.terms.parties):
        for day in record.window:
            was, becomes = _state(before, subject, day), _state(after, subject, day)
            named = [c for c in found.changes if c.subject == subject and _covers(c.start, c.end, day)]
            assert [(c.before, c.after) for c in named] == ([(was, becomes)] if was != becomes else []), day
    counted = {entry.seq for entry in before.entries if entry.seq not in before.irregular}
    without = {entry.seq for entry in after.entries if entry.seq in after.irregular}
    assert {effect.seq for effect in found.losing} == counted & without
    standing = {entry.seq for entry in after.standing}
    gained = {entry.seq for entry in before.standing if entry.seq in before.irregular} - without
    assert {effect.seq for effect in found.regaining} & standing == gained & standing


def _state(told: Timeline, subject: str, day: date) -> State | None:
    if day < told.drafted:
        return None
    answered = status(told, day)
    return answered.parties[subject].state if subject else answered.state


def _covers(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or day < end)


@given(records(most=4), st.data())
def test_an_explanation_replayed_by_itself_gives_the_state(record: Record, data: st.DataObject) -> None:
    """The acts that it rests on give the state explained, by themselves; each step names one, or what is left."""
    told = record.now
    day = data.draw(st.sampled_from([day for day in record.window if day >= told.drafted]))
    derived = explain(told, day)
    small = fold([entry for entry in record.entries if entry.seq in derived.rests_on])
    assert small.state_on(day) == derived.state == status(told, day).state
    left = {head.seq for head in told.until(day).heads}  # what is left to finish is named, whatever the state rests on
    assert {step.seq for step in derived.lines if step.seq} <= {*derived.rests_on, *left}
    assert [act.seq for act in derived.irregular] == [act.seq for act in status(told, day).irregular]


@given(records(), st.data())
def test_belief_moves_with_the_acts_that_are_named(record: Record, data: st.DataObject) -> None:
    """Without a named act there is no difference; the steps lead from the first answer to the last."""
    first = data.draw(st.integers(0, len(record.entries)))
    day = data.draw(st.sampled_from(record.window))
    line = fold(record.entries)
    steps = list(beliefs(line, day, first, len(record.entries)))
    told = [answer(line, day, known) for known in range(len(record.entries) + 1)]
    changed = [known for known in range(first + 1, len(told)) if content(told[known]) != content(told[known - 1])]
    assert [step.seq for step in steps] == changed
    if turns(told[first], told[-1]):
        assert steps
    for step in steps:
        assert step.turns == turns(told[step.seq - 1], told[step.seq])


@given(records(), st.data())
def test_a_certificate_is_superseded_by_the_act_that_falsifies_it(record: Record, data: st.DataObject) -> None:
    """It is true exactly as long as the register says the same; the act named is the one since which it does not."""
    known = data.draw(st.integers(1, len(record.entries)))
    day = data.draw(st.sampled_from([d for d in record.window if d >= fold(record.entries[:known]).drafted]))
    given_out = answer(fold(record.entries), day, known)
    assert given_out is not None
    issued = Certified(on=KEPT_ON, as_of=day, known_at=known, state=given_out.state, digest="0" * 64, certificate="K1")
    entries = [*record.entries, Entry(len(record.entries) + 1, issued)]
    (found,) = certificates(fold(entries))
    differs = [content(answer(fold(record.entries), day, at)) != content(given_out) for at in range(len(entries))]
    assert (found.superseded_by is not None) == differs[-1] == bool(found.turns)
    if found.superseded_by is not None:
        assert all(differs[found.superseded_by :])
        assert not differs[found.superseded_by - 1] or found.superseded_by == known


# The register


@contextmanager
def opened() -> Iterator[tuple[Register, Path]]:
    """Open an empty register with its read models."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "register.db")
        register = Register.create(str(file), statements.create_statements("sqlite"), follower=follower.FOLLOWER)
        try:
            yield register, file
        finally:
            register.close()


def record_all(register: Register, record: Record) -> list[Receipt]:
    """Record the acts one by one, late ones with their impact accepted, irregular ones as such."""
    receipts: list[Receipt] = []
    for entry in record.entries:
        proposal = Proposal(agreement="drawn", act=entry.act, accept_impact=True, irregular="as it is")
        with suppress(DepositaryError):
            receipts += register.record([proposal])
    return receipts


@settings(max_examples=12)
@given(records(most=4), st.data())
def test_an_answer_known_at_a_recording_never_changes(record: Record, data: st.DataObject) -> None:
    """Whatever is recorded later: the status from the log, the list from the read models, and the stored bytes."""
    asked = data.draw(st.lists(st.sampled_from(record.window), min_size=2, max_size=4, unique=True))
    with opened() as (register, file):
        told: dict[int, list[Any]] = {}
        rows: list[Any] = []
        for entry in record.entries:
            proposal = Proposal(agreement="drawn", act=entry.act, accept_impact=True, irregular="as it is")
            with suppress(DepositaryError):
                register.record([proposal])
            told |= _told(register, file, asked, [register.head().seq])
            with reading(str(file)) as log:
                assert list(log.rows())[: len(rows)] == rows
                rows = list(log.rows())
        assert _told(register, file, asked, told) == told


def _told(register: Register, file: Path, asked: Sequence[date], known: Iterable[int]) -> dict[int, list[Any]]:
    """What the register and its read models answer for some days, as known at each of these recordings."""
    told = {}
    for seq in known:
        with snapshot(str(file), seq) as at:
            listed = [[(row.state, row.since) for row in listing(at, day)] for day in asked]
        told[seq] = [*_answers(register.timeline("drawn", known_at=seq), asked), *listed]
    return told


@settings(max_examples=25)
@given(records(most=4), st.data())
def test_trying_leaves_no_trace_and_shows_what_comes(record: Record, data: st.DataObject) -> None:
    """A dry run and a trial leave every byte as it was, and show the impact that the recording then has."""
    *most, last = record.entries
    with opened() as (register, file):
        record_all(register, Record(tuple(most)))
        before = _bytes(file)
        proposal = Proposal(agreement="drawn", act=last.act, accept_impact=True, irregular="as it is")
        shown: list[Any] = []
        with suppress(DepositaryError):
            dry = register.record([proposal], dry_run=True)
            with reading(str(file)) as log:
                every = (*(r for r in dry if isinstance(r, OfAgreement)), *tried(log, [proposal]))
                shown = [impact(r.before, r.after) for r in every if r.before]
        assert _bytes(file) == before
        with suppress(DepositaryError):
            (done,) = register.record([proposal])
            if done.before is not None:
                was, becomes = (register.timeline("drawn", known_at=known) for known in (done.seq - 1, done.seq))
                assert shown == [impact(was, becomes)] * 2


def _bytes(file: Path) -> bytes:
    journal = file.with_name(f"{file.name}-wal")
    return file.read_bytes() + (journal.read_bytes() if journal.exists() else b"")
