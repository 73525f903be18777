"""Replays the log: every event read again, folded step by step, and ruled on as today's rules would rule.

Nothing is repaired and nothing rewritten: what differs is listed. An event that cannot be read is listed and stays
out of its agreement's fold, so that one damaged row does not hide the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from aggregates.databases.tables import DIRECTORY_STREAM
from aggregates.proof.defects import Defect, Order, elsewhere, missing
from aggregates.record.directory import ruling
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded, recorded
from aggregates.record.log.rows import LoggedRow, leaf_of
from aggregates.record.log.setting_aside import SetAside
from aggregates.record.streams import stream_of
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import StorageFailure
from lifecycle.fold import old_rulings
from lifecycle.fold.directory import directory
from lifecycle.fold.judgement import departures
from lifecycle.fold.others import Lines
from lifecycle.fold.ruling import RULES, Dated, Ruling, rule
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import Message, Quoted, Value

Progress = Callable[[int], None]
"""Told the number of events replayed so far."""

EVERY = 250
"""Events between two reports of progress."""


class Difference(Defect, frozen=True, kw_only=True):
    """One thing that is not as a replay makes it."""

    rules: str | None = None
    """Of a ruling, the version of the rules that it was made by."""


class Replay(Struct, frozen=True, kw_only=True):
    """What a replay went through, and what it found."""

    rules: str
    events: int
    agreements: int
    head: int
    """`seq` of the last event replayed."""
    differences: tuple[Difference, ...]
    asides: tuple[SetAside, ...] = ()
    """What a recorded act has set aside, and is left out of what differs."""


class _Grown(Struct):
    """An agreement as far as it has been replayed."""

    name: str | None = None
    timeline: Timeline | None = None
    entries: tuple[Entry, ...] = ()
    """Of the directory, which is folded anew with each of them."""


def replay(
    log: Log, *, agreement: str | None = None, until: int | None = None, progress: Progress | None = None
) -> Replay:
    """Replay the log up to and with a `seq`, or one agreement of it; never raises on what it reads.

    The log is read through for its order, and again agreement by agreement, each of which is left before the next one.
    """
    chosen = None if agreement is None else stream_of(agreement)
    streams, misplaced, head, order = dict[str, int](), list[tuple[int, str | None, Message]](), 0, Order()
    for row in log.rows(0, until):
        stream = row.originator_id
        gap = [missing(head + 1, row.seq - 1)] if row.seq != head + 1 else []
        wrong, head = (*gap, *order.moment(row)), row.seq
        misplaced += ((head, chosen if chosen == stream else None, says) for says in wrong)
        if chosen in (None, stream):
            streams[stream] = streams.get(stream, 0) + 1
            misplaced += ((head, stream, says) for says in order.place(row))
    found, names, events = list[Difference](), dict[str | None, str | None]({None: None}), 0
    for stream, count in streams.items():
        grown = _Grown()
        for row in _rows(log, stream, count, head):
            found += _step(row, grown, Lines(partial(_readable, log, row.seq)))
            events += 1
            if progress is not None and events % EVERY == 0:
                progress(events)
        found += _judged(grown)
        names[stream] = grown.name
    found += (Difference(check="order", seq=seq, agreement=names[of], says=says) for seq, of, says in misplaced)
    asides = log.asides()
    return Replay(
        rules=RULES,
        events=events,
        agreements=len(streams.keys() - {DIRECTORY_STREAM}),
        head=head,
        differences=tuple(sorted((one for one in found if one.seq not in asides), key=lambda one: one.seq)),
        asides=tuple(asides.values()),
    )


def _rows(log: Log, stream: str, count: int, head: int) -> Iterable[LoggedRow]:
    """Give the rows of a stream in the order of the log, all that it has, though an index may lack some of them."""
    rows = sorted(row for row in log.placed(stream) if row.seq <= head)
    return rows if len(rows) == count else (row for row in log.rows(0, head) if row.originator_id == stream)


def _step(row: LoggedRow, grown: _Grown, others: Lines) -> Iterable[Difference]:
    """Compare one event with its hash, its stream and its ruling, and grow the agreement by it."""
    known = None
    if leaf_of(row) != row.leaf_hash:
        says = Message("the content does not match its hash")
        yield Difference(check="contents", seq=row.seq, agreement=grown.name, says=says)
    try:
        known = recorded(row)
        grown.name = known.agreement
    except StorageFailure as error:
        says = Message("{why}", why=error.says)
        yield Difference(check="contents", seq=row.seq, agreement=grown.name, says=says)
    for says in elsewhere(row, known.agreement if known else None):
        yield Difference(check="order", seq=row.seq, agreement=grown.name, says=says)
    if known:
        yield from _rule(known, grown, others)


def _readable(log: Log, known_at: int, agreement: str) -> Sequence[Entry]:
    return [row.entry for row in log.legible(agreement, known_at)]


def _rule(known: Recorded, grown: _Grown, others: Lines) -> Iterable[Difference]:
    if known.agreement == DIRECTORY:
        grown.entries = (*grown.entries, known.entry)
        yield from _differing(known, ruling(directory(grown.entries), known.seq))
        return
    before = grown.timeline
    try:
        asked = others.others(known.agreement, (*(before.entries if before else ()), known.entry))
        if asked and before:  # of them more may be on record since
            before = fold(before.entries, others=asked)
        after = before.evolve(known.entry, asked) if before else fold([known.entry], others=asked)
    except TypeError:
        says = Message("the draft of its agreement is missing, without which nothing can be folded")
        yield Difference(check="order", seq=known.seq, agreement=known.agreement, says=says)
        return
    grown.timeline = after
    yield from _differing(known, rule(before, after, known.entry))


def _differing(known: Recorded, today: Ruling) -> Iterable[Difference]:
    made = known.ruling.rules
    for says in compare(known.ruling, today):
        if made == RULES:
            yield Difference(check="rulings", seq=known.seq, agreement=known.agreement, says=says, rules=made)
        else:
            changed = Message("ruled by {then}, today {now}: {difference}", then=made, now=RULES, difference=says)
            yield Difference(check="rules", seq=known.seq, agreement=known.agreement, says=changed, rules=made)


def _judged(grown: _Grown) -> Iterable[Difference]:
    """Let the machine of states judge what the fold came to."""
    if grown.timeline is None:
        return
    for one in departures(grown.timeline):
        says = Message(
            "on {day} the fold turns {subject} {state}, where the machine of states has {judged}",
            day=one.on,
            subject=one.subject or Message("the agreement"),
            state=one.state,
            judged=one.judged,
        )
        yield Difference(check="states", seq=grown.timeline.entries[-1].seq, agreement=grown.name, says=says)


def compare(stored: Ruling, today: Ruling) -> list[Message]:
    """Say in what two rulings differ: in states, in dates by what they are of, in what an objection rests on."""
    if stored == today:
        return []
    stored, today = old_rulings.as_then(stored, today)
    then, now = _dates(stored), _dates(today)
    if stored.rules in old_rulings.RULES:
        then, now = _worded(stored.dates), _worded(old_rulings.in_words_of(stored.dates, today))
    none = None, None
    pairs: list[tuple[Value, Value, Value]] = [
        (Message("state before"), stored.state_before, today.state_before),
        (Message("state after"), stored.state_after, today.state_after),
        *((what, then.get(key, none)[1], now.get(key, none)[1]) for key, (what, _) in sorted({**then, **now}.items())),
        (Message("objection"), _grounds(stored), _grounds(today)),
    ]
    nothing = Message("none")
    return [
        Message("{what}: stored {then}, replayed {now}", what=what, then=one or nothing, now=other or nothing)
        for what, one, other in pairs
        if one != other
    ]


Dates = Mapping[str, tuple[Value, date]]
"""Dates with what they are of: by a key that says the same, and as it is said."""

_LIFE: Mapping[str, Message] = {
    "entered_into_force": Message("entry into force"),
    "terminated_on": Message("termination"),
    "closed_on": Message("end of the winding down"),
}


def _dates(ruling: Ruling) -> Dates:
    due = {str((one.kind, one.subject, one.cause, one.values)): (_said(one), one.on) for one in ruling.due}
    return {**_worded(ruling.life), **due}


def _worded(dates: Mapping[str, date]) -> Dates:
    return {name: (_LIFE.get(name, Quoted(name)), on) for name, on in dates.items()}


def _said(one: Dated) -> Value:
    try:
        return one.what
    except (LookupError, TypeError):  # nothing that this program has written
        return Quoted(one.kind)


def _grounds(ruling: Ruling) -> Message | None:
    objection = ruling.objection
    if objection is None:
        return None
    rule, article, seq = objection.rule, objection.article, objection.conflicts
    if seq is None:
        return Message("{rule} ({article})", rule=rule, article=article)
    return Message("{rule} ({article}) against #{seq}", rule=rule, article=article, seq=seq)
