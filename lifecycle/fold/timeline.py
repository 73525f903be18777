"""The timeline of an agreement: the fold of its recorded acts, in legal order, with the clock going on to the end.

The fold is total. It never raises on a recorded act: one that meets an objection where it stands in the legal order
stays without effect and is listed as irregular (ADR 0002, ADR 0003).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.consequences.entry import lacking
from lifecycle.course.course import Course
from lifecycle.fold import deadlines
from lifecycle.fold.chronicle import Chronicle
from lifecycle.fold.counted import Counted, Reading, counted
from lifecycle.fold.dependence import depends_on
from lifecycle.fold.directory import Directory
from lifecycle.fold.effect import begun, run
from lifecycle.fold.progress import Points, Progress, View


class Timeline(Chronicle, frozen=True, kw_only=True, dict=True):
    """What the recorded acts make of an agreement, from its draft to the end of the calendar."""

    others: Mapping[str, Timeline] = {}
    """The other agreements of the register that its texts ask about, by their ids, as they were known with it."""

    @cached_property
    def progress(self) -> Progress:
        """How far its fold has come; no part of its value, and found again where it is not known."""
        return Progress(counted(self.entries, self.reading, self.others), Points())

    def evolve(self, entry: Entry, others: Mapping[str, Timeline] | None = None) -> Timeline:
        """Give the timeline of the record with another entry behind all others, going on from what was folded.

        With the other agreements that its texts then ask about, the same where none are given.
        """
        progress = self.progress.further(entry)
        if others or self.others:
            asked = self.others if others is None else others
            progress = progress._replace(counted=progress.counted._replace(others=asked))
        return _timeline(progress.course(), progress)

    def going_on(self, entries: Iterable[Entry]) -> Timeline:
        """Give the timeline with further entries behind all others: one story of several, each apart from the next."""
        progress = self.progress.apart()
        for entry in entries:
            progress = progress.further(entry)
        return _timeline(progress.course(), progress)

    @property
    def read_by(self) -> Reading | None:
        """The convention and the other value by which it, or another agreement that it asks about, is read."""
        return self.reading or next(filter(None, (other.read_by for other in self.others.values())), None)

    def views(self, since: date) -> Iterator[View]:
        """Give what was in sight from each day on which something was done, from one on; from the last it is all.

        Where other agreements are asked about, an act on one of them opens a view as well, and each is a fold.
        """
        if self.others:
            done = [self.drafted, *sorted(day for day in _done(self) if day > self.drafted)]
            for day in done[max(0, bisect_left(done, since) - 1) :]:
                yield View(day, self.until(day).agreement, self.until(day).terminated_on)
            return
        days = self.progress.counted.days(since)
        if days:
            yield from self.progress.views(days[:-1])
            yield View(days[-1][0], self.agreement, self.terminated_on)

    def until(self, day: date) -> Timeline:
        """Give the timeline as the acts up to and on a day make it, the clock alone going on from there."""
        asked: dict[date, Timeline] = self.__dict__.get("asked", {})
        if day in asked:  # one answer asks for its day again and again
            return asked[day]
        known = self.progress.counted.until(day)
        if known is self.progress.counted:
            return self
        self.__dict__["asked"] = {day: (line := _folded(known).beside(self.directory))}
        return line

    def beside(self, known: Directory) -> Timeline:
        """Give the same timeline with the directory beside it."""
        if known is self.directory:
            return self
        found = replace(self, directory=known)
        found.__dict__["progress"] = self.progress
        return found

    def known(self, seq: int) -> Timeline | None:
        """Give the timeline as it was known at a recording; nothing before the draft was recorded."""
        entries = [entry for entry in self.entries if entry.seq <= seq]
        if not entries:
            return None
        asked = depends_on(entries) if self.others else ()
        found = ((name, self.others[name].known(seq)) for name in asked if name in self.others)
        others = {name: other for name, other in found if other is not None}
        same = others.keys() == self.others.keys() and all(other is self.others[name] for name, other in others.items())
        if same and len(entries) == len(self.entries):
            return self
        return fold(entries, self.reading, others).beside(self.directory)

    def recorded(self) -> Mapping[int, tuple[str, Act]]:
        """Give what it may rest on, by number: its own acts, and those of the others that it asks about."""
        found = {seq: one for other in self.others.values() for seq, one in other.recorded().items()}
        return dict(sorted((found | {entry.seq: (self.id, entry.act) for entry in self.entries}).items()))


_ALONE: Mapping[str, Timeline] = {}


def _done(line: Timeline) -> set[date]:
    """Give the days on which something was done, on it or on another agreement that it asks about."""
    return {entry.act.dated() for entry in line.standing}.union(*map(_done, line.others.values()))


def fold(entries: Sequence[Entry], reading: Reading | None = None, others: Mapping[str, Timeline] = _ALONE) -> Timeline:
    """Fold the recorded acts of one agreement, the first of which is its draft, to its timeline.

    With a reading where the terms leave its convention open, and with the other agreements of the register that its
    texts ask about, each folded before. Raises `TypeError` without a draft.
    """
    return _folded(counted(entries, reading, others))


def otherwise(line: Timeline, reading: Reading, day: date) -> Timeline:
    """Fold the acts up to and on a day by another reading."""
    return _folded(counted(line.entries, reading, line.others).until(day))


def growing(entries: Sequence[Entry], others: Mapping[str, Timeline] = _ALONE) -> Timeline:
    """Fold what is going to grow: the points from which it goes on are kept at once."""
    progress = Progress(counted(entries, others=others), Points())
    return _timeline(progress.course(), progress)


def _folded(counted: Counted) -> Timeline:
    course = begun(counted)
    run(course, counted.order)
    course.run_clock(None)
    return _timeline(course, Progress(counted, Points()))


def _timeline(course: Course, progress: Progress) -> Timeline:
    """Give the timeline of a course whose clock has run out."""
    counted = progress.counted
    missing = lacking(course) if course.entered is None else ()
    irregular = {**counted.irregular, **course.irregular}
    line = Timeline(
        id=course.terms.agreement,
        versions=tuple(course.versions),
        entries=counted.entries,
        standing=counted.standing,
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
        dues=deadlines.dues(course, counted.keeping, irregular),
        irregular=irregular,
        provisional=(*course.past_provisional, *course.provisional.values()),
        taken=tuple(course.taken),
        replaced=tuple(course.replaced),
        dissolved=course.dissolved,
        renamed=tuple(course.renamed),
        cured=course.cured,
        entered_into_force=course.entered,
        terminated_on=course.terminated_on,
        closed_on=course.terminated,
        ended_by=course.ended_by,
        assumed=tuple(course.assumed.values()),
        alternatives=tuple(course.alternatives),
        awaiting=missing,
        reading=course.reading,
        others=progress.counted.others,  # type: ignore[arg-type]  # they were given as timelines
    )
    line.__dict__["progress"] = progress
    return line


__all__ = ["Entry", "Timeline", "fold", "growing", "otherwise"]
