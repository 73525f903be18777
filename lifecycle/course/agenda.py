"""The agenda of a course: the clock, what falls due, and what was assumed in saying so.

The clock is the law's own: it goes from date to date, as acts and terms set it, and reads no other. It holds one thing
for each moment and subject, as data: to set it anew replaces it, to close it removes it, and what it brings is put down
to the act that set it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import replace

from lifecycle.calendar.conventions import CONVENTIONS, Conventions
from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import next_day, next_working_day
from lifecycle.course.dues import Alternative, Assumed, Due
from lifecycle.terms.text import Terms


class Moment(NamedTuple):
    """What the clock knows by a name: its place among what comes on one date, and what follows then."""

    rank: int
    follows: Callable[..., None]
    """A function of the course, of the subject, and of what else the clock was given when it was set."""


class Armed(NamedTuple):
    """What the clock is set to: its place in the order of setting, the act that set it, and what else it was given."""

    n: int
    seq: int
    on: date
    given: tuple[object, ...]


class Agenda:
    """What is to come under the terms that hold, from a date and an act on record."""

    def __init__(
        self, terms: Terms, on: date, seq: int, moments: Mapping[str, Moment], reading: tuple[str, str] | None
    ) -> None:
        self.today, self.seq, self.moments, self.reading = on, seq, moments, reading
        self.terms: Terms
        self.conventions: Conventions
        self.adopt(terms)
        self.dues: dict[tuple[str, str], Due] = {}
        self.past_dues: list[Due] = []
        self.alternatives: list[Alternative] = []
        self.open_readings: dict[tuple[str, str], dict[tuple[date, date, str, str], int]] = {}
        """By kind and subject, the places of the readings that stand."""
        self.assumed: dict[str, Assumed] = {}
        self.clock: list[tuple[date, int, str, int, str]] = []
        """By date, rank, subject and order of setting, the moments; what is not armed any more is passed over."""
        self.armed: dict[tuple[str, str], Armed] = {}
        """By moment and subject, what the clock is set to."""
        self.set_so_far = 0

    def adopt(self, terms: Terms) -> None:
        """Let terms hold from now on, read as this course reads what they leave open."""
        self.terms, self.conventions = terms, terms.read(self.reading)

    # The clock.

    def arm(self, on: date | None, what: str, subject: str, *given: object, by: int | None = None) -> None:
        """Set the clock to what follows on a date, in place of what it was set to before; what is due follows now.

        `by` is the act that what follows is put down to, the present one where silent.
        """
        known = self.armed.get((what, subject))
        if known is not None and (known.on, known.given) == (on, given):
            return
        self.disarm(what, subject)
        seq = self.seq if by is None else by
        if on is None:
            return
        if on <= self.today:
            self._follow(what, subject, seq, given)
            return
        self.set_so_far += 1
        self.armed[what, subject] = Armed(self.set_so_far, seq, on, given)
        heapq.heappush(self.clock, (on, self.moments[what].rank, subject, self.set_so_far, what))

    def disarm(self, what: str, subject: str) -> None:
        """Let what the clock was set to not come any more."""
        self.armed.pop((what, subject), None)

    def run_clock(self, until: date | None, *, but: frozenset[str] = frozenset()) -> None:
        """Do what falls due up to and on a date, or to the end of the calendar; on that date all but some moments."""
        clock, held = self.clock, []
        while clock and (until is None or clock[0][0] <= until):
            on, _, subject, n, what = due = heapq.heappop(clock)
            armed = self.armed.get((what, subject))
            if armed is None or armed.n != n:
                continue
            if what in but and on == until:
                held.append(due)
                continue
            del self.armed[what, subject]
            self.today = on
            self._follow(what, subject, armed.seq, armed.given)
        for due in held:
            heapq.heappush(clock, due)

    def _follow(self, what: str, subject: str, seq: int, given: tuple[object, ...]) -> None:
        now, self.seq = self.seq, seq
        self.moments[what].follows(self, subject, *given)
        self.seq = now

    # What falls due, and what was assumed in saying so.

    def expect(self, kind: str, on: date, article: str, seq: int | None, *, subject: str = "", **named: Any) -> None:
        """Note a date that is coming, as of today: its kind, article and act, and what else a `Due` names.

        Of a last day that may have moved off a day off, `counted` is the day to which the time runs.
        """
        if named.get("counted") == on:
            named["counted"] = None
        self.await_due(Due(kind=kind, subject=subject, on=on, article=article, seq=seq, since=self.today, **named))

    def await_due(self, due: Due) -> None:
        """Note a date that is coming, in place of what was awaited before under the same kind and subject."""
        known = self.dues.get((due.kind, due.subject))
        if known is not None and known.same_as(due):
            return
        self.close_due(due.kind, due.subject)
        self.dues[due.kind, due.subject] = due

    def close_due(self, kind: str, subject: str = "") -> None:
        """Note that a date is no longer awaited: it has come, or was removed."""
        if due := self.dues.pop((kind, subject), None):
            self.past_dues.append(replace(due, closed=max(self.today, due.since)))

    def assume(self, name: str) -> None:
        """Note that answers from now on rest on a convention's default."""
        if name not in self.assumed and (assumption := self.conventions.assumes(name)):
            self.assumed[name] = Assumed(assumption, self.today, self.seq)

    def deadline(self, day: date | None) -> date | None:
        """Give the last day for an act, moved off a day off where the convention says so; dates of effect never are."""
        if day is None or self.conventions["deadline_on_day_off"] == "stays":
            return day
        self.assume("days_off")
        return next_working_day(day, self.terms.holidays)

    def compute(self, rule: DateRule | None, anchor: date, kind: str, subject: str = "") -> date | None:
        """Evaluate a date rule under this agreement's conventions, noting assumptions and other readings."""
        if rule is None:
            return anchor
        boundary = self.conventions["effect_boundary"]
        on = rule.after(anchor, boundary=boundary)
        if rule.silent_on_boundary:
            self.assume("effect_boundary")
            for other in self.conventions.others("effect_boundary"):
                reading = rule.after(anchor, boundary=other)
                self.note_reading(kind, subject, on, reading, ("effect_boundary", other))
        return on

    def first_day_after(self, until: date, kind: str, subject: str = "") -> date | None:
        """Give the first day of the new state where the text says `until` a day, by convention (R25)."""
        included = self.conventions["until_includes_its_day"] == "yes"
        self.assume("until_includes_its_day")
        ends = next_day(until), until
        for other in self.conventions.others("until_includes_its_day"):
            self.note_reading(kind, subject, ends[not included], ends[included], ("until_includes_its_day", other))
        return ends[not included]

    def note_reading(
        self, kind: str, subject: str, on: date | None, other: date | None, reading: tuple[str, str]
    ) -> None:
        """Note the date that another admissible reading gives, a convention and its value, if it is another."""
        if on is None or other is None or on == other:
            return
        noted = (on, other, *reading)
        known = self.open_readings.setdefault((kind, subject), {})
        if noted in known:
            return
        known[noted] = len(self.alternatives)
        self.alternatives.append(
            Alternative(
                kind=kind,
                subject=subject,
                day=on,
                other=other,
                convention=reading[0],
                value=reading[1],
                source=CONVENTIONS[reading[0]].source,
                since=self.today,
                backward=other < self.today,
            )
        )

    def close_readings(self, kind: str, subject: str = "") -> None:
        """Note that a date which could be read otherwise no longer stands."""
        for at in self.open_readings.pop((kind, subject), {}).values():
            self.alternatives[at] = replace(self.alternatives[at], closed=self.today)
