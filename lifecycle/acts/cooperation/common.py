"""Co-operation: what every act of it has in common.

Each act rests on a provision of the terms' `cooperation`. What the terms do not provide for is admissible where general
practice allows it, and the answer says so (R61: VCLT-IO 26 and 31(3)(b)). Nothing new is done by a party whose
obligations are suspended (R37); in winding down only what belongs to a surviving activity (R46).

To add an act: a class in `assistance`, `consultations`, `information`, `meetings`, `platforms` or `projects`, and its
line in `lifecycle.acts.kinds`. To add a kind of record that others are about: its noun in `lifecycle.acts.act`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts import objections
from lifecycle.acts.act import Act, Id, Party, named
from lifecycle.acts.completion import no_activity
from lifecycle.acts.objections import not_bound, not_in_force, stranger, unknown
from lifecycle.consequences.survival.extent import clause_for, outlives
from lifecycle.course.course import Course
from lifecycle.course.facts import Record
from lifecycle.course.machine import WINDING_DOWN
from lifecycle.errors import Objection
from lifecycle.messages import Message
from lifecycle.terms.cooperation import Provision

GENERAL_PRACTICE = frozenset({"contact_points", "consultation", "information", "meetings", "observers", "assistance"})
"""What organisations do with each other whether or not a text says so; the rest needs a provision."""

PRACTICE = "general practice"
"""Stands for the article where an act rests on practice alone."""

To = Annotated[Party | None, Meta(description="Whom it is addressed to; the other of two parties if left out.")]
WantedBy = Annotated[date | None, Meta(description="The day by which it is asked for.")]


class Cooperation(Act, frozen=True, kw_only=True):
    """An act of co-operation, by one party, perhaps within an activity."""

    by: Annotated[Party, Meta(description="The party that does it.")]
    activity: Annotated[Id | None, Meta(description="The activity that it belongs to, where it belongs to one.")] = None

    PROVISION: ClassVar[str] = ""
    """The field of the terms' `cooperation` that it rests on."""
    NEW: ClassVar[bool] = True
    """Whether it begins something; what answers or closes is admissible while obligations are suspended."""
    ABOUT: ClassVar[tuple[str, str] | None] = None
    """The kind of record that it is about, and the field that names it."""

    def provision(self, course: Course) -> Provision | None:
        """Give the provision that it rests on, or nothing."""
        known = course.terms_of(self.by).cooperation
        found = getattr(known, self.PROVISION, None) if known else None
        return found if isinstance(found, Provision) else None

    def basis(self, course: Course) -> str | None:
        """Give the article that it rests on, or nothing where the text has none."""
        provision = self.provision(course)
        return provision.article if provision else None

    def article(self, course: Course) -> str:
        """Give the article that it rests on, or name the practice."""
        return self.basis(course) or PRACTICE

    def practised(self, course: Course) -> bool:
        """Tell whether it is admissible without a provision."""
        return self.PROVISION in GENERAL_PRACTICE and course.conventions["general_practice"] == "admissible"

    def concerned(self, course: Course) -> Record | None:
        """Give the record that it is about."""
        if self.ABOUT is None:
            return None
        kind, field = self.ABOUT
        return course.records.get((kind, getattr(self, field) or ""))

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, to what is out of season, to a suspended party, and to what no text provides for."""
        article = self.article(course)
        if found := stranger(course, self.by) or self._out_of_season(course, article):
            return found
        if self.NEW and (found := suspended(course, self.by, article)):
            return found
        if self.basis(course) is None and not self.practised(course):
            says = Message("The terms of {agreement} do not provide for this", agreement=course.terms.agreement)
            return Objection(says=says, rule="R61", article="VCLT-IO 26")
        return self._no_activity(course, article) or self.particular(course)

    def _no_activity(self, course: Course, article: str) -> Objection | None:
        opens = self.OPENS is not None and self.OPENS[0] == "activity"
        return None if opens or self.activity is None else no_activity(course, self.activity, article)

    def _out_of_season(self, course: Course, article: str) -> Objection | None:
        in_tail = course.state is WINDING_DOWN and _survives(course, self._within(course))
        if not self.NEW and course.terminated_on and outlives(clause_for(course)):
            return None  # what was done under it stays in effect: it is answered, closed, used and complained of (R44)
        if found := not_in_force(course, article, winding_down=in_tail):
            return found
        entry = course.terms.clauses.entry_into_force.article
        return not_bound(course, self.by, entry) if course.in_force else None

    def _within(self, course: Course) -> str:
        concerned = self.concerned(course)
        return self.activity or (concerned.activity if concerned else "")

    def particular(self, course: Course) -> Objection | None:
        """Object to what this kind of act does not admit."""
        return None

    def note_record(self, course: Course, kind: str, id: str, **details: Any) -> None:
        """Put a record among the facts; note where it rests on practice alone."""
        if self.basis(course) is None:
            course.assume("general_practice")
        course.records[kind, id] = Record(
            id=id,
            seq=course.seq,
            since=course.today,
            kind=kind,
            by=self.by,
            article=self.article(course),
            activity=self._within(course),
            **details,
        )

    def await_reply(self, course: Course, kind: str, id: str, on: date | None) -> None:
        """Note that the other party owes something, from today or by a day."""
        binds = course.records[kind, id].other or None
        course.expect(kind, on or course.today, self.article(course), course.seq, subject=id, binds=binds)


def _survives(course: Course, activity: str) -> bool:
    """Tell whether an activity is one that the winding down is for, be it completed meanwhile."""
    head = course.heads.get(("activity", activity))
    end = course.terminated_on
    if head is None or head.lapsed is not None or end is None:
        return False
    return head.closed is None or head.closed >= end


def suspended(course: Course, name: str, article: str) -> Objection | None:
    """Object where a party has suspended its obligations, all of them or those under an article (R37)."""
    standing = [s for s in course.suspensions.values() if s.by == name and s.runs(course.today) and s.covers(article)]
    if not standing:
        return None
    if standing[0].articles:
        says = Message("{name} has suspended its obligations under article {article}", name=name, article=article)
    else:
        says = Message("{name} has suspended its obligations", name=name)
    return Objection(says=says, rule="R37", article="VCLT-IO 72", conflicts=standing[0].seq)


def addressed(course: Course, by: str, to: str | None, article: str) -> Objection | None:
    """Object to what is addressed to a stranger, or to oneself."""
    if to == by:
        return Objection(says=Message("{by} cannot address itself", by=by), rule="R61", article=article)
    return unknown(course, to)


def addressee(course: Course, by: str, to: str | None) -> str:
    """Give the party that an act is addressed to: the one named, or the other one of two."""
    others = [name for name in course.parties if name != by]
    return to or (others[0] if len(others) == 1 else "")


def close_record(course: Course, kind: str, id: str, outcome: Message) -> None:
    """Close a record on the day that the fold has reached."""
    known = course.records[kind, id]
    course.records[kind, id] = replace(known, closed=course.today, closed_by=course.seq, outcome=outcome)


def set_aside(course: Course, kind: str, id: str) -> None:
    """Keep a record that is over in the file, and its id for the one that follows it."""
    if old := course.records.pop((kind, id), None):
        course.records[kind, f"{id}, {len(course.records)}"] = old


def numbered(course: Course, kind: str, stem: str) -> str:
    """Give the next id of a kind of record under a stem, in legal order."""
    count = sum(1 for known, id in course.records if known == kind and id.rpartition("#")[0] == stem)
    return f"{stem}#{count + 1}"


def missing(course: Course, kind: str, id: str | None, article: str) -> Objection | None:
    """Object where there is no such open record."""
    return objections.missing(course, course.records.get((kind, id or "")), named(kind, id), "R61", article)


def taken(course: Course, kind: str, id: str | None, article: str) -> Objection | None:
    """Object where an id is on record already."""
    return objections.taken(course.records.get((kind, id or "")), named(kind, id), "R61", article)


def own_request(known: Record, by: str) -> Objection | None:
    """Object to a reply by the party that asked."""
    if known.by != by:
        return None
    says = Message("Request {id} was made by {by} itself; the other party replies", id=known.id, by=by)
    return Objection(says=says, rule="R61", article=known.article, conflicts=known.seq)
