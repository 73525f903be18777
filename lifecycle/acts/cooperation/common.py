"""Co-operation: what every act of it has in common.

Each act rests on a provision of the terms' `cooperation`. What the terms do not provide for is admissible where general
practice allows it, and the answer says so (R61: VCLT-IO 26 and 31(3)(b)). Nothing new is done by a party whose
obligations are suspended (R37); in winding down only what belongs to a surviving activity (R46).

To add an act: a class in `assistance`, `consultations`, `exchange`, `meetings`, `platforms` or `projects`, and its line
in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party
from lifecycle.acts.objections import not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.facts import Record
from lifecycle.course.machine import WINDING_DOWN
from lifecycle.errors import Objection
from lifecycle.terms.cooperation import Provision

GENERAL_PRACTICE = frozenset({"contact_points", "consultation", "information", "meetings", "observers", "assistance"})
"""What organisations do with each other whether or not a text says so; the rest needs a provision."""

PRACTICE = "general practice"
"""Stands for the article where an act rests on practice alone."""


class Cooperation(Act, frozen=True, kw_only=True):
    """An act of co-operation, by one party, perhaps within an activity."""

    by: Party
    activity: Id | None = None

    PROVISION: ClassVar[str] = ""
    """The field of the terms' `cooperation` that it rests on."""
    WHAT: ClassVar[str] = ""
    """What it is, at the head of a sentence that objects to it."""
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
        if self.NEW and (found := suspended(course, self.by, article, self.WHAT)):
            return found
        if self.basis(course) is None and not self.practised(course):
            says = f"{self.WHAT} is not provided for in the terms of {course.terms.agreement}."
            return Objection(says=says, rule="R61", article="VCLT-IO 26")
        return self._no_activity(course, article) or self.particular(course)

    def _no_activity(self, course: Course, article: str) -> Objection | None:
        opens = self.OPENS is not None and self.OPENS[0] == "activity"
        if opens or self.activity is None or ("activity", self.activity) in course.heads:
            return None
        says = f"There is no activity {self.activity} that was begun by {words(course.today)}."
        return Objection(says=says, rule="R46", article=article)

    def _out_of_season(self, course: Course, article: str) -> Objection | None:
        in_tail = course.state is WINDING_DOWN and _survives(course, self._within(course))
        if found := not_in_force(course, self.WHAT, article, winding_down=in_tail):
            return found
        if course.in_force and self.by not in course.bound:
            says = f"{self.WHAT} is not possible: {self.by} is not bound on {words(course.today)}."
            return Objection(says=says, rule="R12", article=course.terms.clauses.entry_into_force.article)
        return None

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

    def await_reply(self, course: Course, kind: str, id: str, what: str, on: date | None) -> None:
        """Note that the other party owes something, from today or by a day."""
        course.await_due(
            Due(
                kind=kind,
                on=on or course.today,
                what=what,
                article=self.article(course),
                seq=course.seq,
                since=course.today,
                binds=course.records[kind, id].other or None,
                subject=id,
            )
        )


def _survives(course: Course, activity: str) -> bool:
    """Tell whether an activity is one that the winding down is for, be it completed meanwhile."""
    head = course.heads.get(("activity", activity))
    end = course.terminated_on
    if head is None or head.lapsed is not None or end is None:
        return False
    return head.closed is None or head.closed >= end


def suspended(course: Course, name: str, article: str, what: str) -> Objection | None:
    """Object where a party has suspended its obligations, all of them or those under an article (R37)."""
    standing = [s for s in course.suspensions.values() if s.by == name and s.runs(course.today) and s.covers(article)]
    if not standing:
        return None
    which = f" under Art. {article}" if standing[0].articles else ""
    says = f"{what} is not possible: {name} has suspended its obligations{which}."
    return Objection(says=says, rule="R37", article="VCLT-IO 72", conflicts=standing[0].seq)


def addressed(course: Course, by: str, to: str | None, article: str) -> Objection | None:
    """Object to what is addressed to a stranger, or to oneself."""
    if to is None:
        return None
    if to == by:
        return Objection(says=f"{by} cannot address itself.", rule="R61", article=article)
    return stranger(course, to)


def addressee(course: Course, by: str, to: str | None) -> str:
    """Give the party that an act is addressed to: the one named, or the other one of two."""
    others = [name for name in course.parties if name != by]
    return to or (others[0] if len(others) == 1 else "")


def close_record(course: Course, kind: str, id: str, **changes: Any) -> None:
    """Close a record on the day that the fold has reached."""
    known = course.records[kind, id]
    course.records[kind, id] = replace(known, closed=course.today, closed_by=course.seq, **changes)


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
    known = course.records.get((kind, id or ""))
    if known is None:
        says = f"There is no {kind} {id or ''} on record by {words(course.today)}.".replace("  ", " ")
        return Objection(says=says, rule="R61", article=article)
    if known.closed is None:
        return None
    says = f"{kind.capitalize()} {id} was closed on {words(known.closed)}."
    return Objection(says=says, rule="R61", article=article, conflicts=known.closed_by)


def taken(course: Course, kind: str, id: str | None, article: str) -> Objection | None:
    """Object where an id is on record already."""
    known = course.records.get((kind, id or ""))
    if known is None:
        return None
    says = f"{kind.capitalize()} {id} is on record, since {words(known.since)}."
    return Objection(says=says, rule="R61", article=article, conflicts=known.seq)
