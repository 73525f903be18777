"""What is done under the agreement and must be finished: its activities, and the end of what survives.

Source: the survival clause of the text (R46). While a head, an activity or account, is open at the end, the agreement
winds down; nothing new begins, but an account that a surviving activity gives rise to may be opened.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, NewId, Party, Words, named, titled
from lifecycle.acts.objections import missing, not_bound, not_in_force, stranger, taken, unknown
from lifecycle.consequences.survival import extent, heads, winding_down
from lifecycle.course.course import Course
from lifecycle.course.facts import Head
from lifecycle.course.machine import LIVE, SUSPENDED, WINDING_DOWN
from lifecycle.errors import Objection
from lifecycle.messages import Message


def article(course: Course) -> str:
    """Give the article on what survives the end."""
    survival = course.terms.clauses.survival
    return survival.article if survival else "VCLT-IO 70"


def no_activity(course: Course, id: str | None, article: str) -> Objection | None:
    """Object where an activity has not begun."""
    if id is not None and ("activity", id) in course.heads:
        return None
    says = Message("There is no activity {id} that was begun by {day}", id=titled(id), day=course.today)
    return Objection(says=says, rule="R46", article=article)


def nothing_new(course: Course) -> Objection:
    """Object to a new activity while the agreement is suspended, naming the first suspension in law that stands."""
    says = Message("No new activity begins while the agreement is suspended, as on {day}", day=course.today)
    first = next((one.seq for one in course.suspensions.values() if one.runs(course.today)), None)
    return Objection(says=says, rule="R37", article="VCLT-IO 72", conflicts=first)


def not_open(course: Course, kind: str, id: str | None) -> Objection | None:
    """Object where there is no such activity or account, or no longer."""
    known = course.heads.get((kind, id or ""))
    if known is not None and known.closed is None:
        return None
    if known is None or known.lapsed is None:
        return missing(course, known, named(kind, id), "R46", article(course))
    says = Message("The {head} lapsed with the agreement on {day}", head=named(kind, id), day=known.lapsed)
    conflicts = course.ended_by.seq if course.ended_by else None
    return Objection(says=says, rule="R46", article=article(course), conflicts=conflicts)


class ActivityBegun(Act, frozen=True, kw_only=True, tag="activity_begun"):
    """A joint activity begins under the agreement."""

    activity: NewId = None
    title: Annotated[Words, Meta(description="What it is.")] = ""
    NAME = Message("activity begun")
    COMMAND = "activity begin"
    EXAMPLE = "activity begin icmpd-wco A3 --on 2003-05-01 --title seminar --dry-run"
    OPENS = ("activity", "A")

    def objection(self, course: Course) -> Objection | None:
        """Object where nothing new can begin: out of force, during a suspension, for who is not bound."""
        if course.agreement.state not in LIVE:
            return not_in_force(course, article(course) if course.terminated_on else "")
        if self.by is not None and (found := stranger(course, self.by) or not_bound(course, self.by, "VCLT-IO 34")):
            return found
        if course.agreement.state is SUSPENDED:
            return nothing_new(course)
        known = course.heads.get(("activity", self.activity or ""))
        if known is None:
            return None
        return taken(known, named("activity", self.activity), "R46", article(course))

    def apply(self, course: Course) -> None:
        heads.open_head(
            course, Head(id=self.activity or "", seq=course.seq, since=course.today, kind="activity", title=self.title)
        )

    def says(self, of: str) -> Message:
        return Message(
            "Activity {activity} under {agreement} began on {on}",
            activity=titled(self.activity, self.title),
            agreement=of,
            on=self.on,
        )


class ActivityCompleted(Act, frozen=True, kw_only=True, tag="activity_completed"):
    """A joint activity is completed."""

    activity: Annotated[Id | None, Meta(description="The activity; the only open one if left out.")] = None
    NAME = Message("activity completed")
    SAYS = Message("Activity {activity} under {agreement} was completed on {on}")
    COMMAND = "activity complete"
    EXAMPLE = "activity complete icmpd-wco A2 --on 2004-06-01 --accept-impact --dry-run"
    CLOSES = "activity"

    def objection(self, course: Course) -> Objection | None:
        return unknown(course, self.by) or not_open(course, "activity", self.activity)

    def apply(self, course: Course) -> None:
        head = course.heads["activity", self.activity or ""]
        heads.close_head(course, replace(head, closed=course.today, closed_by=course.seq))


class Continued(Act, frozen=True, kw_only=True, tag="continued"):
    """The parties agree that an activity or account goes on after the end, where the text leaves it to them.

    By one party it means that this party stays bound to it when it leaves.
    """

    activity: Annotated[Id | None, Meta(description="The activity that goes on.")] = None
    account: Annotated[Id | None, Meta(description="The account that goes on, where it is no activity.")] = None
    NAME = Message("continued")
    COMMAND = "continue"
    EXAMPLE = "continue icmpd-wco --by WCO --activity A2 --on 2004-01-15 --dry-run"
    SEVERAL = True

    def _key(self) -> tuple[str, str]:
        return ("account", self.account) if self.account else ("activity", self.activity or "")

    def objection(self, course: Course) -> Objection | None:
        return unknown(course, self.by) or not_open(course, *self._key())

    def apply(self, course: Course) -> None:
        head = course.heads[self._key()]
        linked = (*head.linked, self.by) if self.by and self.by not in head.linked else head.linked
        course.heads[self._key()] = replace(head, continued=True, linked=linked)

    def says(self, of: str) -> Message:
        what, on = named(*self._key()), self.on
        if self.by is None:
            return Message(
                "It was agreed on {on} that {head} under {agreement} goes on", on=on, head=what, agreement=of
            )
        return Message(
            "{by} declared on {on} that it stays bound to {head} under {agreement}",
            by=self.by,
            on=on,
            head=what,
            agreement=of,
        )


class SurvivalEnded(Act, frozen=True, kw_only=True, tag="survival_ended"):
    """The parties decide that nothing survives any longer, or waive beforehand what would; of one party, or of all."""

    party: Annotated[
        Party | None, Meta(description="The party for which alone nothing survives; for nobody if none is named.")
    ] = None
    NAME = Message("survival ended")
    COMMAND = "survival end"
    EXAMPLE = "survival end icmpd-wco --on 2004-05-01 --accept-impact --dry-run"
    WEIGHTY = True

    def objection(self, course: Course) -> Objection | None:
        """Object where the text has no survival that could be ended or waived, or none is left."""
        clause = course.terms.clauses.survival
        if clause is None:
            says = Message("The text keeps nothing alive after the end that could be ended")
            return Objection(says=says, rule="R46", article="VCLT-IO 70")
        if found := unknown(course, self.party):
            return found
        running = course.in_force or course.state is WINDING_DOWN
        running = running or any(self.party in (None, name) for name in course.tails if name)
        open_ended = course.entered is not None and extent.outlives(clause) and not course.waived
        if running or open_ended:
            return None
        says = Message("Nothing survives that could be ended: on {day} it is not winding down", day=course.today)
        return Objection(says=says, rule="R46", article=clause.article)

    def apply(self, course: Course) -> None:
        """End the tail, or waive it for the time when the end comes."""
        winding_down.waive(course, self.party)

    def says(self, of: str) -> Message:
        if self.party is None:
            return Message("The parties ended on {on} what survives the end of {agreement}", on=self.on, agreement=of)
        return Message(
            "The parties ended on {on} what survives for {party} under {agreement}",
            on=self.on,
            party=self.party,
            agreement=of,
        )
