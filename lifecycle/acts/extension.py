"""What keeps the agreement alive: an extension of its term, and that it goes on in spite of what would end it.

Source: VCLT-IO 54 and 55 (R31, R48).

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Party, Through
from lifecycle.acts.objections import first_after, no_day, not_bound, not_in_force, stranger
from lifecycle.consequences import ending_events, term, term_ends
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message, Plural


class Extended(Act, frozen=True, kw_only=True, tag="extended"):
    """The parties agree that the running term ends later (R48)."""

    until: Annotated[date | None, Meta(description="The first day that the term no longer covers.")] = None
    through: Through = None
    last: Annotated[bool, Meta(description="Whether a term that would be renewed tacitly is not renewed again.")] = (
        False
    )
    NAME = Message("extended")
    COMMAND = "extend"
    EXAMPLE = (
        "draft demo/terms/survey.yaml --on 2020-01-10\n"
        "sign survey --by NORTH --by SOUTH --on 2020-02-01\n"
        "extend survey --until 2026-02-01 --on 2024-11-15 --dry-run"
    )

    def objection(self, course: Course) -> Objection | None:
        if found := not_in_force(course):
            return found
        duration = course.terms.clauses.duration
        if duration is None or course.term_end is None:
            return Objection(says=Message("The agreement has no term that could be extended"), rule="R48")
        running = term_ends.running_end(course, course.today) or course.term_end
        renewal, article, until = duration.renewal, duration.article, first_after(self.until, self.through)
        if until is None:
            return no_day("R48", article)
        if until <= running:
            says = Message("Its term runs until {end} already; {until} is no later than that", end=running, until=until)
        elif renewal is None or renewal.by != "agreement":
            return None
        else:
            article = renewal.article or article
            most = renewal.term.after(course.term_end) if renewal.term else None
            if renewal.times is not None and course.renewals >= renewal.times:
                says = Plural(
                    "It can be extended {n} time, which has happened",
                    "It can be extended {n} times, which has happened",
                    n=renewal.times,
                )
            elif most is not None and until > most:
                says = Message("It can be extended until {most} at most", most=most)
            else:
                return None
        return Objection(says=says, rule="R48", article=article)

    def apply(self, course: Course) -> None:
        until = first_after(self.until, self.through)
        assert until is not None  # or else there was an objection
        term.extend(course, until, last=self.last)

    def says(self, of: str) -> Message:
        until, on = first_after(self.until, self.through), self.on
        if self.last:
            return Message(
                "The term of {agreement} was extended on {on} until {until}, for the last time",
                agreement=of,
                on=on,
                until=until,
            )
        return Message("The term of {agreement} was extended on {on} until {until}", agreement=of, on=on, until=until)


class ContinuanceAgreed(Act, frozen=True, kw_only=True, tag="continuance_agreed"):
    """A party agrees that the agreement goes on in spite of what would end it, such as having too few parties."""

    by: Annotated[Party, Meta(description="The party that agrees.")]
    NAME = Message("continuance agreed")
    SAYS = Message("{by} agreed on {on} that {agreement} goes on")
    COMMAND = "agree-continuance"
    EXAMPLE = 'agree-continuance wco-caricc --by WCO --on 2010-12-15 --irregular "agreed all the same" --dry-run'
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        """Object where the text lets no event be overcome so, or the party has agreed already."""
        clause = next((c for c in course.terms.ways_to_end if c.unless and c.unless.mentions("agreed")), None)
        article = clause.article if clause else "VCLT-IO 54"
        if found := (
            stranger(course, self.by, article) or not_in_force(course, article) or not_bound(course, self.by, article)
        ):
            return found
        if clause is None:
            says = Message("By these terms the parties cannot keep alive by agreement what an event ends")
        elif self.by in course.continuing:
            says = Message("{by} has already agreed that it goes on", by=self.by)
        else:
            return None
        return Objection(says=says, rule="R31", article=article)

    def apply(self, course: Course) -> None:
        course.continuing[self.by] = course.today
        ending_events.settle_events(course)
