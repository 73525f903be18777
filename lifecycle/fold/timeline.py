"""The timeline of an agreement: the fold of its recorded acts, in legal order, with the clock going on to the end.

The fold is total. It never raises on a recorded act: one that meets an objection where it stands in the legal order
stays without effect and is listed as irregular (ADR 0002, ADR 0003).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import with_approvals
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.consent import Confirmed
from lifecycle.acts.corrections import in_effect
from lifecycle.acts.extension import Extended
from lifecycle.acts.kinds import RANK, act_from
from lifecycle.acts.notices import NoticeGiven, NoticeWithdrawn
from lifecycle.consequences.entry import lacking
from lifecycle.consequences.moments import MOMENTS
from lifecycle.course.course import Course
from lifecycle.course.declarations import Declaration
from lifecycle.course.dues import Alternative, Assumed, Due
from lifecycle.course.endings import Ending
from lifecycle.course.facts import (
    Amendment,
    Dispute,
    Fact,
    Head,
    Kept,
    Notice,
    Period,
    Record,
    Suspension,
    Version,
)
from lifecycle.course.machine import State
from lifecycle.course.subject import Step
from lifecycle.errors import Objection
from lifecycle.fold import deadlines
from lifecycle.fold.legal_order import legal_order
from lifecycle.messages import Message, Value
from lifecycle.terms.text import Terms


class Timeline(Struct, frozen=True, kw_only=True):
    """What the recorded acts make of an agreement, from its draft to the end of the calendar."""

    id: str
    versions: tuple[Version, ...]
    entries: tuple[Entry, ...]
    """Everything on record, as it was recorded."""
    standing: tuple[Entry, ...]
    """The acts that count: as corrected, without what was struck and without the keeper's own."""
    concerned: Mapping[int, tuple[int, ...]]
    """By entry, the corrections, strikes and approvals that concern it."""
    approved: Mapping[int, Act]
    """By submission that was approved, the act that it put in force."""
    agreement: tuple[Period, ...]
    parties: Mapping[str, tuple[Period, ...]]
    steps: Mapping[str, tuple[Step, ...]]
    """By subject, the agreement's own being empty, all that was asked of the table of states."""
    notices: tuple[Notice, ...]
    suspensions: tuple[Suspension, ...]
    disputes: tuple[Dispute, ...]
    heads: tuple[Head, ...]
    amendments: tuple[Amendment, ...]
    kept: tuple[Kept, ...]
    """The earlier terms that parties keep, or kept, outside of amendments."""
    records: tuple[Record, ...]
    declarations: tuple[Declaration, ...]
    dues: tuple[Due, ...]
    irregular: Mapping[int, Objection]
    provisional: tuple[Fact, ...]
    dissolved: Mapping[str, date]
    cured: Mapping[int, int]
    """By irregular act, the later one that cured it."""
    entered_into_force: date | None
    terminated_on: date | None
    """The date of termination; it never moves, whatever is left to finish."""
    closed_on: date | None
    """The day on which the winding down was over, too."""
    ended_by: Ending | None
    assumed: tuple[Assumed, ...]
    alternatives: tuple[Alternative, ...]
    awaiting: tuple[Value, ...]
    reading: tuple[str, str] | None = None
    """A convention and its other value, where what the terms leave open is read otherwise than by default."""

    @property
    def terms(self) -> Terms:
        """The terms as they last stand."""
        return self.versions[-1].terms

    @property
    def drafted(self) -> date:
        """The first day of the agreement's life."""
        return self.agreement[0].start

    @property
    def head(self) -> int:
        """The last position in the log that the timeline knows."""
        return max(entry.seq for entry in self.entries)

    def struck_by(self, seq: int) -> Iterator[int]:
        """Give the strikes of an entry."""
        concerning = self.concerned.get(seq)
        acts = {entry.seq: entry.act for entry in self.entries if concerning} | dict(self.approved)
        return (by for by in concerning or () if acts[by].tag == "struck")

    def state_on(self, day: date) -> State | None:
        """Give the agreement's state on a day, nothing before its draft."""
        period = period_on(self.agreement, day)
        return period.state if period else None

    def until(self, day: date) -> Timeline:
        """Give the timeline as the acts up to and on a day make it, the clock alone going on from there.

        A confirmation that relates back by the terms takes effect with the signature, and stays (VCLT-IO 8; R1).
        """
        stated = self.versions[0].terms.stated
        if self.reading:
            stated = stated.otherwise(*self.reading)
        relating_back = stated["confirmation_relates_back"] == "yes"
        later = {e.seq for e in _as_counted(self.standing, self.reading)[1:] if e.act.dated() > day}
        if later and relating_back:
            later -= {e.seq for e in self.standing if isinstance(e.act, Confirmed)}
        for entry in self.entries if later else ():  # in the order of the log: a target stands before its correction
            if getattr(self.approved.get(entry.seq, entry.act), "target", None) in later:
                later.add(entry.seq)
        return fold([e for e in self.entries if e.seq not in later], self.reading) if later else self

    def version_on(self, day: date) -> Version:
        """Give the version of the terms that holds on a day."""
        return next((v for v in reversed(self.versions) if v.start <= day), self.versions[0])

    def version_for(self, party: str, day: date) -> Version:
        """Give the version of the terms that binds a party on a day: an earlier one where it opted out (R51)."""
        kept = next((kept for kept in self.kept if kept.id == party and kept.stands(day)), None)
        return self.versions[kept.number - 1] if kept else self.version_on(day)


def period_on(periods: Sequence[Period], day: date) -> Period | None:
    """Give the period that covers a day."""
    for period in reversed(periods):
        if period.start <= day:
            return period if period.covers(day) else None
    return None


_OF_TERMS = frozenset({"term", "kept term"})
"""What an extension agreed on that day is still in time for: the last day belongs to the term (ETS 76, 3(1); R15)."""
_ACT = attrgetter("act")
_KEEPING = attrgetter("act.KEEPING")


class _Counted(NamedTuple):
    """What of the record counts, found before the fold."""

    standing: Sequence[Entry]
    keeping: Sequence[Entry]
    """Everything, what was approved in its place, where the keeper's own acts are among it; else nothing."""
    irregular: dict[int, Objection]
    concerned: Mapping[int, tuple[int, ...]]
    approved: Mapping[int, Act]


def _counted(entries: Sequence[Entry]) -> _Counted:
    if not any(map(_KEEPING, entries)):
        return _Counted(entries, (), {}, {}, {})
    known, approvals, vain = with_approvals(entries, act_from)
    standing, irregular, concerned = in_effect(known, act_from)
    by = {seq: (approval, *concerned.get(seq, ())) for seq, approval in approvals.items()}
    approved = {entry.seq: entry.act for entry in known if entry.seq in approvals}
    return _Counted(standing, known, irregular | vain, {**concerned, **by}, approved)


def fold(entries: Sequence[Entry], reading: tuple[str, str] | None = None) -> Timeline:
    """Fold the recorded acts of one agreement, the first of which is its draft, to its timeline.

    With a reading, a convention and a value, where the terms leave that convention open.
    """
    if not isinstance(entries[0].act, Drafted):
        raise TypeError("the first entry of an agreement is its draft")
    counted = _counted(entries)
    standing, irregular = counted.standing, counted.irregular
    first = standing[0]
    draft = first.act
    assert isinstance(draft, Drafted)  # it can be corrected, and neither struck nor turned into another act
    course = Course(draft.terms, draft.on, first.seq, MOMENTS, reading)
    if course.conventions["confirmation_relates_back"] == "yes":
        confirmed = (entry.act.by for entry in standing if isinstance(entry.act, Confirmed))
        course.relating_back = frozenset(name for name in confirmed if name)
    order = legal_order(_as_counted(standing, reading)[1:])
    kinds, extending = set(map(type, map(_ACT, standing))), set()
    if NoticeGiven in kinds:
        course.noticing = frozenset((one.act.by or "", day) for day, one in order if type(one.act) is NoticeGiven)
    if Extended in kinds:
        extending = {day for day, one in order if type(one.act) is Extended}
    clock, drafted = course.clock, course.drafted
    for day, entry in order:
        act = entry.act
        if day < drafted:
            irregular[entry.seq] = _before_the_draft(course, entry, first.seq)
            continue
        if clock and clock[0][0] <= day:
            in_time = day in extending and RANK[type(act)] <= RANK[Extended]
            course.run_clock(day, but=_OF_TERMS if in_time else frozenset())
        course.today, course.seq = day, entry.seq
        if objection := act.objection(course):
            irregular[entry.seq] = objection
            act.void(course, objection)
        else:
            act.take_effect(course)
    course.run_clock(None)
    return _timeline(course, tuple(entries), counted)


def _as_counted(standing: Sequence[Entry], reading: tuple[str, str] | None) -> Sequence[Entry]:
    """Give the acts by the day that counts: by the reading from sending a withdrawal, itself a notice, too (R29)."""
    return [_as_sent(entry) for entry in standing] if reading == ("notice_counts_from", "sending") else standing


def _as_sent(entry: Entry) -> Entry:
    act = entry.act
    withdrawn = isinstance(act, NoticeWithdrawn) and act.received is not None
    return replace(entry, act=replace(act, received=None)) if withdrawn else entry


def _before_the_draft(course: Course, entry: Entry, draft: int) -> Objection:
    return Objection(
        says=Message(
            "#{seq} ({act}) is dated {day}, before the draft of {drafted}",
            seq=entry.seq,
            act=entry.act.NAME,
            day=entry.act.dated(),
            drafted=course.drafted,
        ),
        rule="R11",
        article="VCLT-IO 24(4)",
        conflicts=draft,
    )


def _timeline(course: Course, entries: tuple[Entry, ...], counted: _Counted) -> Timeline:
    missing = lacking(course) if course.entered is None else ()
    return Timeline(
        id=course.terms.agreement,
        versions=tuple(course.versions),
        entries=entries,
        standing=tuple(counted.standing),
        concerned=counted.concerned,
        approved=counted.approved,
        agreement=course.agreement.tiles(),
        parties={name: subject.tiles() for name, subject in course.parties.items()},
        steps={subject.name: tuple(subject.steps) for subject in (course.agreement, *course.parties.values())},
        notices=tuple(course.notices.values()),
        suspensions=tuple(course.suspensions.values()),
        disputes=tuple(course.disputes.values()),
        heads=tuple(course.heads.values()),
        amendments=tuple(course.amendments.values()),
        kept=(*course.past_kept, *course.kept.values()),
        records=tuple(course.records.values()),
        declarations=tuple(course.declarations.values()),
        dues=deadlines.dues(course, counted.keeping, counted.irregular),
        irregular=counted.irregular,
        provisional=(*course.past_provisional, *course.provisional.values()),
        dissolved=course.dissolved,
        cured=course.cured,
        entered_into_force=course.entered,
        terminated_on=course.terminated_on,
        closed_on=course.terminated,
        ended_by=course.ended_by,
        assumed=tuple(course.assumed.values()),
        alternatives=tuple(course.alternatives),
        awaiting=missing,
        reading=course.reading,
    )


__all__ = ["Entry", "Timeline", "fold", "period_on"]
