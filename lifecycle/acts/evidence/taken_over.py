"""What is taken over from a list that somebody kept: evidence of a state, and of no act that led to it.

Source: the register's own rule (R66). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Words
from lifecycle.calendar.partial import Precision, dated, first_possible, last_possible
from lifecycle.consequences.evidence import taking_over
from lifecycle.course.course import Course
from lifecycle.course.facts import Taken
from lifecycle.course.machine import BEFORE, ENDED, State
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted, Value

RULE = "R66"
Listed = Literal["signed", "in_force", "suspended", "terminated"]
"""The states that a list may give: under notice, or winding down, an agreement is on its way to a day that acts set."""
Row = Annotated[int, Meta(ge=1, extra={"sort": "number"})]
_ORDER = ("signed", "in_force", "suspended", "terminated")


class TakenOver(Act, frozen=True, kw_only=True, tag="taken_over"):
    """A state is taken over from a list: since a day, a month or a year, or since a day that nobody knows.

    `on` is the first day that it may have begun on; where no day is known, that of the list. Acts that are on record
    come before it, later ones build on it.
    """

    state: Annotated[Listed, Meta(description="The state that the list gives.")]
    precision: Annotated[Precision, Meta(description="What is known of the day.")] = "day"
    until: Annotated[
        date | None,
        Meta(
            description="The first possible day on which it was no longer so; of an end without a day that of the list."
        ),
    ] = None
    until_precision: Annotated[Precision, Meta(description="What is known of that day.")] = "day"
    source: Annotated[Words, Meta(description="The list.", min_length=1)]
    row: Annotated[Row | None, Meta(description="The row of the list.", extra={"option": "--row"})] = None
    take_over: Annotated[
        Id | None, Meta(description="The take-over that it belongs to.", extra={"option": "--take-over"})
    ] = None
    NAME = Message("taken over")
    COMMAND = "take-over-one"
    EXAMPLE = (
        'draft demo/terms/survey.yaml --on 2001-01-01 --source "The office\'s list of 2020"\n'
        'take-over-one survey --state in_force --on 2001-01-01 --precision year --source "The office\'s list of 2020" '
        "--dry-run"
    )
    WEIGHTY = True

    @property
    def before_others(self) -> str:
        """The place of the state: of several that lists give for one day the last one holds."""
        return str(_ORDER.index(self.state))

    def objection(self, course: Course) -> Objection | None:
        """Object to days that cannot be, and to a state that the acts on record have left behind."""
        conflicts = None
        if first_possible(self.on, self.precision) != self.on:
            says = Message(
                "{since} is given by its first day, not by {on}", since=dated(self.on, self.precision), on=self.on
            )
        elif self.until is not None and first_possible(self.until, self.until_precision) != self.until:
            says = Message(
                "{until} is given by its first day, not by {on}",
                until=dated(self.until, self.until_precision),
                on=self.until,
            )
        elif self.until is not None and self.state in ("signed", "terminated"):
            says = Message("What is {state} has no end that a list could give", state=State(self.state).message)
        elif self.until is not None and last_possible(self.until, self.until_precision) < self.on:
            says = Message(
                "It cannot have ended on {until}, before it began on {since}",
                until=dated(self.until, self.until_precision),
                since=dated(self.on, self.precision),
            )
        elif course.state in ENDED and self.state != "terminated":
            says = Message("It ended on {day}: no list brings it back", day=course.terminated_on)
            conflicts = course.ended_by.seq if course.ended_by else None
        elif self.state == "signed" and course.state not in BEFORE:
            says = Message("It is in force since {day}, and no longer only signed", day=course.entered)
        else:
            return None
        return Objection(says=says, rule=RULE, conflicts=conflicts)

    def apply(self, course: Course) -> None:
        taken = Taken(
            id=self.take_over or "",
            seq=course.seq,
            since=self.on,
            state=State(self.state),
            precision=self.precision,
            until=self.until,
            until_precision=self.until_precision,
            source=self.source,
            row=self.row,
        )
        taking_over.take_over(course, taken)

    def says(self, of: str) -> Message:
        state, since, source = State(self.state).message, dated(self.on, self.precision), Quoted(self.source)
        until: Value = "" if self.until is None else dated(self.until, self.until_precision)
        if self.until is None:
            return Message(
                "{agreement} was taken over as {state} since {since}, from {source}",
                agreement=of,
                state=state,
                since=since,
                source=source,
            )
        return Message(
            "{agreement} was taken over as {state} since {since} until {until}, from {source}",
            agreement=of,
            state=state,
            since=since,
            until=until,
            source=source,
        )
