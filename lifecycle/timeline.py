"""The timeline of an agreement: the fold of its recorded acts, in legal order, with the clock going on to the end.

The fold is total. It never raises on a recorded act: one that meets an objection where it stands in the legal order
stays without effect and is listed as irregular (ADR 0002, ADR 0003).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.acts import RANK, Act, Drafted
from lifecycle.codec import encode
from lifecycle.course import Course
from lifecycle.dates import words
from lifecycle.errors import InvalidInput, Objection, Problem
from lifecycle.facts import Alternative, Assumed, Dispute, Due, Head, Notice, Period, Reason, Suspension
from lifecycle.machine import State
from lifecycle.terms import Terms


class Entry(Struct, frozen=True):
    """An act with its position in the log; `irregular` is the reason given for recording it in spite of an objection."""

    seq: int
    act: Act
    irregular: str | None = None


class Timeline(Struct, frozen=True, kw_only=True):
    """What the recorded acts make of an agreement, from its draft to the end of the calendar."""

    id: str
    terms: Terms
    entries: tuple[Entry, ...]
    agreement: tuple[Period, ...]
    parties: Mapping[str, tuple[Period, ...]]
    notices: tuple[Notice, ...]
    suspensions: tuple[Suspension, ...]
    disputes: tuple[Dispute, ...]
    heads: tuple[Head, ...]
    dues: tuple[Due, ...]
    irregular: Mapping[int, Objection]
    entered_into_force: date | None
    terminated_on: date | None
    """The date of termination; it never moves, whatever is left to finish."""
    closed_on: date | None
    """The day on which the winding down was over, too."""
    ended_by: Reason | None
    assumed: tuple[Assumed, ...]
    alternatives: tuple[Alternative, ...]
    awaiting: tuple[str, ...]

    @property
    def drafted(self) -> date:
        """The first day of the agreement's life."""
        return self.agreement[0].start

    @property
    def head(self) -> int:
        """The last position in the log that the timeline knows."""
        return max(entry.seq for entry in self.entries)

    def state_on(self, day: date) -> State | None:
        """Give the agreement's state on a day, nothing before its draft."""
        period = period_on(self.agreement, day)
        return period.state if period else None

    def until(self, day: date) -> Timeline:
        """Give the timeline as the acts up to and on a day make it, the clock alone going on from there."""
        if all(entry.act.dated() <= day for entry in self.entries):
            return self
        kept = [e for e in self.entries if e.act.dated() <= day or isinstance(e.act, Drafted)]
        return fold(kept)


def period_on(periods: Sequence[Period], day: date) -> Period | None:
    """Give the period that covers a day."""
    for period in reversed(periods):
        if period.start <= day:
            return period if period.covers(day) else None
    return None


def legal_order(entries: Sequence[Entry]) -> list[tuple[date, Entry]]:
    """Sort by legal date, then the rank of the kind, then content; never by the order of recording (ADR 0003)."""
    keyed = [(entry.act.dated(), entry) for entry in entries]
    ranked = sorted([((day.toordinal() << 8) + RANK[type(keyed[at][1].act)], at) for at, (day, _) in enumerate(keyed)])
    ordered = [keyed[at] for _, at in ranked]
    start, last = 0, -1
    for at, (rank, _) in enumerate((*ranked, (-2, 0))):
        if rank != last:
            if at - start > 1:
                ordered[start:at] = sorted(ordered[start:at], key=_by_content)
            start, last = at, rank
    return ordered


def _by_content(dated: tuple[date, Entry]) -> tuple[bytes, int]:
    return encode(dated[1].act), dated[1].seq


def fold(entries: Sequence[Entry]) -> Timeline:
    """Fold the recorded acts of one agreement, the first of which is its draft, to its timeline."""
    first = entries[0]
    draft = first.act
    if not isinstance(draft, Drafted):
        raise TypeError("the first entry of an agreement is its draft")
    course = Course(draft.terms, draft.on, first.seq)
    irregular: dict[int, Objection] = {}
    clock = course.clock
    for day, entry in legal_order(entries[1:]):
        act = entry.act
        if day < course.drafted:
            irregular[entry.seq] = _before_the_draft(course, act, first.seq)
            continue
        if clock and clock[0][0] <= day:
            course.run_clock(day)
        course.today, course.seq = day, entry.seq
        if objection := act.objection(course):
            irregular[entry.seq] = objection
        else:
            act.apply(course)
    course.run_clock(None)
    return _timeline(course, tuple(entries), irregular)


def _before_the_draft(course: Course, act: Act, seq: int) -> Objection:
    says = f"The {act.says()} is dated {words(act.dated())}, before the draft of {words(course.drafted)}."
    return Objection(says=says, rule="R11", article="VCLT-IO 24(4)", conflicts=seq)


def _timeline(course: Course, entries: tuple[Entry, ...], irregular: dict[int, Objection]) -> Timeline:
    waiting = course.terms.clauses.entry_into_force.upon.missing(course) if course.entered is None else []
    return Timeline(
        id=course.terms.agreement,
        terms=course.terms,
        entries=entries,
        agreement=course.agreement.tiles(),
        parties={name: subject.tiles() for name, subject in course.parties.items()},
        notices=tuple(course.notices.values()),
        suspensions=tuple(course.suspensions.values()),
        disputes=tuple(course.disputes.values()),
        heads=tuple(course.heads.values()),
        dues=(*course.past_dues, *course.dues.values()),
        irregular=irregular,
        entered_into_force=course.entered,
        terminated_on=course.terminated_on,
        closed_on=course.terminated,
        ended_by=course.ended_by,
        assumed=tuple(course.assumed.values()),
        alternatives=tuple(course.alternatives),
        awaiting=tuple(waiting),
    )


def number(timeline: Timeline, act: Act) -> Act:
    """Fill in the id that an act leaves out: the next number for what it opens, the only open one for what it closes.

    Raises `InvalidInput` where none is open, or more than one.
    """
    if act.OPENS and getattr(act, act.OPENS[0]) is None:
        field, letter = act.OPENS
        taken = {getattr(entry.act, field, None) for entry in timeline.entries}
        count = sum(1 for entry in timeline.entries if entry.act.OPENS == act.OPENS)
        while f"{letter}{count + 1}" in taken:
            count += 1
        return replace(act, **{field: f"{letter}{count + 1}"})
    if act.CLOSES and getattr(act, act.CLOSES[0]) is None:
        field, noun = act.CLOSES
        return replace(act, **{field: _only_open(timeline, act, noun)})
    return act


def _only_open(timeline: Timeline, act: Act, noun: str) -> str:
    kinds: Mapping[str, Sequence[Notice | Suspension | Dispute | Head]] = {
        "notice": timeline.notices,
        "suspension": timeline.suspensions,
        "dispute": timeline.disputes,
        "activity": [head for head in timeline.heads if head.kind == "activity"],
        "account": [head for head in timeline.heads if head.kind == "account"],
    }
    there = [fact for fact in kinds[noun] if fact.stands(act.dated())]
    own = [fact for fact in there if getattr(fact, "by", act.by) in (act.by, None)] if act.by else there
    if len(own) == 1:
        return own[0].id
    if not there:
        says = f"no {noun} is open on {words(act.dated())}: name the one you mean"
    else:
        names = ", ".join(fact.id for fact in own or there)
        says = f"which {noun}? On {words(act.dated())} these are open: {names}"
    raise InvalidInput([Problem(place=f"$.{noun}", says=says)])
