"""What is done under the agreement and must be finished: its activities, and the end of what survives.

Source: the survival clause of the text (R46). While a head, an activity or account, is open at the end, the agreement
winds down; nothing new begins, but an account that a surviving activity gives rise to may be opened.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Words
from lifecycle.acts.objections import not_bound, not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import survival
from lifecycle.course.course import Course
from lifecycle.course.facts import Head
from lifecycle.course.machine import LIVE, SUSPENDED, WINDING_DOWN
from lifecycle.errors import Objection


def article(course: Course) -> str:
    """Give the article on what survives the end."""
    survival = course.terms.clauses.survival
    return survival.article if survival else "VCLT-IO 70"


def _tail(course: Course, doing: str) -> Objection | None:
    if course.state is WINDING_DOWN:
        return None
    says = f"{doing}: on {words(course.today)} the agreement is not winding down."
    return Objection(says=says, rule="R46", article=article(course))


def taken(course: Course, known: Head) -> Objection:
    """Object to an activity or account that is on record already."""
    says = f"There is an {known.kind} {known.id} on record, since {words(known.since)}."
    return Objection(says=says, rule="R46", article=article(course), conflicts=known.seq)


def nothing_new(course: Course) -> Objection:
    """Object to a new activity while the agreement is suspended, naming the first suspension in law that stands."""
    says = f"No new activity begins while the agreement is suspended, as on {words(course.today)}."
    first = next((one.seq for one in course.suspensions.values() if one.runs(course.today)), None)
    return Objection(says=says, rule="R37", article="VCLT-IO 72", conflicts=first)


def not_open(course: Course, kind: str, id: str | None) -> Objection | None:
    """Object where there is no such activity or account, or no longer."""
    known = course.heads.get((kind, id or ""))
    if known is not None and known.closed is None:
        return None
    began, done = ("begun", "completed") if kind == "activity" else ("opened", "settled")
    if known is None:
        says, conflicts = f"There is no {kind} {id} that was {began} by {words(course.today)}.", None
    elif known.lapsed:
        says = f"{kind.capitalize()} {id} lapsed with the agreement on {words(known.lapsed)}."
        conflicts = course.ended_by.seq if course.ended_by else None
    else:
        says, conflicts = f"{kind.capitalize()} {id} was {done} on {words(known.closed)}.", known.closed_by
    return Objection(says=says, rule="R46", article=article(course), conflicts=conflicts)


class ActivityBegun(Act, frozen=True, kw_only=True, tag="activity_begun"):
    """A joint activity begins under the agreement."""

    activity: Id | None = None
    title: Words = ""
    OPENS = ("activity", "A")

    def objection(self, course: Course) -> Objection | None:
        """Object where nothing new can begin: out of force, during a suspension, for who is not bound."""
        if course.agreement.state not in LIVE:
            return not_in_force(course, "A new activity", article(course) if course.terminated_on else "")
        if self.by is not None and (
            found := stranger(course, self.by) or not_bound(course, self.by, "what is done under it", "VCLT-IO 34")
        ):
            return found
        if course.agreement.state is SUSPENDED:
            return nothing_new(course)
        known = course.heads.get(("activity", self.activity or ""))
        return None if known is None else taken(course, known)

    def apply(self, course: Course) -> None:
        """Open the head."""
        survival.open_head(
            course, Head(id=self.activity or "", seq=course.seq, since=course.today, kind="activity", title=self.title)
        )

    def says(self) -> str:
        """Say the act."""
        return f"activity {self.activity} begun"


class ActivityCompleted(Act, frozen=True, kw_only=True, tag="activity_completed"):
    """A joint activity is completed."""

    activity: Id | None = None
    CLOSES = ("activity", "activity")

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, or to the completion of what never began, or is over."""
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        return not_open(course, "activity", self.activity)

    def apply(self, course: Course) -> None:
        """Close the head."""
        head = course.heads["activity", self.activity or ""]
        survival.close_head(course, replace(head, closed=course.today, closed_by=course.seq))

    def says(self) -> str:
        """Say the act."""
        return f"activity {self.activity} completed"


class Continued(Act, frozen=True, kw_only=True, tag="continued"):
    """The parties agree that an activity or account goes on after the end, where the text leaves it to them.

    By one party it means that this party stays bound to it when it leaves.
    """

    activity: Id | None = None
    account: Id | None = None

    def _key(self) -> tuple[str, str]:
        return ("account", self.account) if self.account else ("activity", self.activity or "")

    def objection(self, course: Course) -> Objection | None:
        """Object where there is no such open head."""
        if self.by is not None and (found := stranger(course, self.by)):
            return found
        kind, id = self._key()
        return not_open(course, kind, id or None)

    def apply(self, course: Course) -> None:
        """Mark the head."""
        head = course.heads[self._key()]
        linked = (*head.linked, self.by) if self.by and self.by not in head.linked else head.linked
        course.heads[self._key()] = replace(head, continued=True, linked=linked)

    def says(self) -> str:
        """Say the act."""
        return f"{' '.join(self._key())} to be continued"


class SurvivalEnded(Act, frozen=True, kw_only=True, tag="survival_ended"):
    """The parties decide that nothing survives any longer, or waive beforehand what would."""

    def objection(self, course: Course) -> Objection | None:
        """Object where the text has no survival that could be ended or waived."""
        survival = course.terms.clauses.survival
        if survival is None or survival.until is None:
            says = "The text keeps nothing alive after the end that could be ended."
            return Objection(says=says, rule="R46", article="VCLT-IO 70")
        return None if course.in_force else _tail(course, "Survival cannot be ended")

    def apply(self, course: Course) -> None:
        """End the tail, or waive it for the time when the end comes."""
        course.waive_survival(self.on)
        if course.state is WINDING_DOWN:
            survival.waive(course)

    def says(self) -> str:
        """Say the act."""
        return "survival ended by the parties"
