"""Replays the log: every event read again, folded step by step, and ruled on as today's rules would rule.

Nothing is repaired and nothing rewritten: what differs is listed. An event that cannot be read is listed and stays
out of its agreement's fold, so that one damaged row does not hide the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from aggregates.record.agreement import stream_id
from aggregates.record.log import Log
from aggregates.record.recording import LoggedRow, Recorded, leaf_of, recorded
from lifecycle.errors import StorageFailure
from lifecycle.fold.ruling import RULES, Ruling, rule
from lifecycle.fold.timeline import Entry, Timeline, fold

Check = Literal["order", "contents", "rulings", "rules"]
"""What is compared: places in the log, bytes with their hashes, rulings, and rulings of earlier rules."""

Progress = Callable[[int], None]
"""Told the number of events replayed so far."""

EVERY = 250
"""Events between two reports of progress."""


class Difference(Struct, frozen=True, kw_only=True):
    """One thing that is not as a replay makes it."""

    check: Check
    seq: int
    agreement: str | None
    says: str
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

    def found(self, check: Check) -> tuple[Difference, ...]:
        """Give the differences of one kind."""
        return tuple(found for found in self.differences if found.check == check)


class _Grown(Struct):
    """An agreement as far as it has been replayed."""

    name: str | None = None
    version: int = 0
    entries: tuple[Entry, ...] = ()
    timeline: Timeline | None = None


def replay(
    log: Log, *, agreement: str | None = None, until: int | None = None, progress: Progress | None = None
) -> Replay:
    """Replay the log up to and with a `seq`, or one agreement of it; never raises on what it reads."""
    chosen = None if agreement is None else str(stream_id(agreement))
    grown: dict[str, _Grown] = {}
    found: list[Difference] = []
    last: LoggedRow | None = None
    events = 0
    for row in log.rows(0, until):
        found += _order(row, last, agreement if chosen == row.originator_id else None)
        last = row
        if chosen is not None and row.originator_id != chosen:
            continue
        events += 1
        found += _step(row, grown.setdefault(row.originator_id, _Grown()))
        if progress is not None and events % EVERY == 0:
            progress(events)
    return Replay(
        rules=RULES,
        events=events,
        agreements=len(grown),
        head=last.seq if last else 0,
        differences=tuple(found),
    )


def _order(row: LoggedRow, last: LoggedRow | None, agreement: str | None) -> Iterable[Difference]:
    """Compare a row's place with the one before: no gap in `seq`, no step back in time."""
    due = last.seq + 1 if last else 1
    if row.seq != due:
        missing = f"#{due}" if row.seq == due + 1 else f"#{due} to #{row.seq - 1}"
        yield Difference(check="order", seq=row.seq, agreement=agreement, says=f"{missing} missing from the log")
    if last and row.recorded_at < last.recorded_at:
        says = f"recorded before #{last.seq}, which stands before it"
        yield Difference(check="order", seq=row.seq, agreement=agreement, says=says)


def _step(row: LoggedRow, grown: _Grown) -> Iterable[Difference]:
    """Compare one event with its hash, its place in its stream and its ruling, and grow the agreement by it."""
    version, grown.version = grown.version, row.originator_version
    if leaf_of(row) != row.leaf_hash:
        yield Difference(
            check="contents", seq=row.seq, agreement=grown.name, says="the content does not match its hash"
        )
    try:
        known = recorded(row)
    except StorageFailure as error:
        yield Difference(check="contents", seq=row.seq, agreement=grown.name, says=str(error))
        return
    grown.name = known.agreement
    if row.originator_id != str(stream_id(known.agreement)):
        says = f"it names {known.agreement}, but lies in another stream"
        yield Difference(check="order", seq=row.seq, agreement=known.agreement, says=says)
    if row.originator_version != version + 1:
        says = f"version {row.originator_version} of its agreement, where {version + 1} is due"
        yield Difference(check="order", seq=row.seq, agreement=known.agreement, says=says)
    yield from _rule(known, grown)


def _rule(known: Recorded, grown: _Grown) -> Iterable[Difference]:
    before, entries = grown.timeline, (*grown.entries, known.entry)
    try:
        after = fold(entries)
    except TypeError as error:  # the draft is missing: nothing can be folded without it
        yield Difference(check="order", seq=known.seq, agreement=known.agreement, says=str(error))
        return
    grown.entries, grown.timeline = entries, after
    if differs := compare(known.ruling, rule(before, after, known.entry)):
        made, says = known.ruling.rules, "; ".join(differs)
        check: Check = "rulings" if made == RULES else "rules"
        if check == "rules":
            says = f"ruled by {made}, today {RULES}: {says}"
        yield Difference(check=check, seq=known.seq, agreement=known.agreement, says=says, rules=made)


def compare(stored: Ruling, today: Ruling) -> list[str]:
    """Say in what two rulings differ; the words of an objection are not compared, what it rests on is."""
    said = []
    for what in ("state_before", "state_after"):
        then, now = getattr(stored, what), getattr(today, what)
        if then != now:
            said.append(f"{what}: stored {then or 'none'}, replayed {now or 'none'}")
    for name in sorted({*stored.dates, *today.dates}):
        then, now = stored.dates.get(name), today.dates.get(name)
        if then != now:
            said.append(f"{name}: stored {then or 'none'}, replayed {now or 'none'}")
    if _grounds(stored) != _grounds(today):
        said.append(f"objection: stored {_grounds(stored)}, replayed {_grounds(today)}")
    return said


def _grounds(ruling: Ruling) -> str:
    objection = ruling.objection
    if objection is None:
        return "none"
    conflict = f" against #{objection.conflicts}" if objection.conflicts else ""
    return f"{objection.rule} ({objection.article}){conflict}"


def tally(differences: Iterable[Difference]) -> Counter[Check]:
    """Count events by what differs in them."""
    return Counter(check for check, _ in {(found.check, found.seq) for found in differences})
