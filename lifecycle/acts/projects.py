"""Programmes and joint projects: a special arrangement, what each party owes for it, its evaluation.

A joint project is an activity, and each cost an account: whatever is open at the end keeps a surviving agreement
winding down without being told (R46).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lifecycle.acts.base import Party, Words, stranger
from lifecycle.acts.cooperation import Cooperation
from lifecycle.consequences import ending
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Head
from lifecycle.money import Money
from lifecycle.terms import Provision

if TYPE_CHECKING:
    from lifecycle.course import Course


class Cost(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one party pays for a project, and to whom."""

    party: Party
    amount: Money
    to: Party | None = None


def _provision(course: Course) -> Provision | None:
    known = course.terms.cooperation
    return (known.joint_projects or known.joint_programmes) if known else None


class ArrangementMade(Cooperation, frozen=True, kw_only=True, tag="arrangement_made"):
    """A special arrangement opens a joint project or programme: procedures, participation, costs of each party."""

    title: Words
    procedures: Words = ""
    participation: Words = ""
    costs: tuple[Cost, ...] = ()
    PROVISION = "joint_projects"
    OPENS = ("activity", "A")

    def provision(self, course: Course) -> Provision | None:
        """Give the provision for joint projects or programmes."""
        return _provision(course)

    def particular(self, course: Course) -> Objection | None:
        """Object to strangers, and to the same activity twice."""
        for cost in self.costs:
            if found := stranger(course, cost.party) or (stranger(course, cost.to) if cost.to else None):
                return found
        if known := course.heads.get(("activity", self.activity or "")):
            says = f"There is an activity {known.id} on record, since {words(known.since)}."
            return Objection(says=says, rule="R46", article=self.article(course), conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        """Open the activity and an account for each cost."""
        id = self.activity or ""
        self.note_record(course, "arrangement", id, title=self.title, details=(self.procedures, self.participation))
        head = Head(id=id, seq=course.seq, since=course.today, kind="activity", title=self.title)
        ending.open_head(course, head)
        for at, cost in enumerate(self.costs, 1):
            account = Head(
                id=f"{id}-C{at}",
                seq=course.seq,
                since=course.today,
                kind="account",
                title=f"cost of {self.title}",
                activity=id,
                owed_by=cost.party,
                owed_to=cost.to or "",
                amount=cost.amount.amount,
                currency=cost.amount.currency,
            )
            ending.open_head(course, account)

    def says(self) -> str:
        """Say the act."""
        return f"arrangement for {self.title}"


class _OnProject(Cooperation, frozen=True, kw_only=True):
    """An act on an open or completed joint project."""

    PROVISION = "joint_projects"
    NEW = False

    def provision(self, course: Course) -> Provision | None:
        """Give the provision for joint projects or programmes."""
        return _provision(course)

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such activity."""
        if ("activity", self.activity or "") in course.heads:
            return None
        says = f"There is no activity {self.activity} that was begun by {words(course.today)}."
        return Objection(says=says, rule="R46", article=self.article(course))


class ProjectEvaluated(_OnProject, frozen=True, kw_only=True, tag="project_evaluated"):
    """A joint project is evaluated, case by case."""

    evaluation: Words

    def apply(self, course: Course) -> None:
        """Note the evaluation."""
        id = f"{self.activity}#{course.seq}"
        self.note_record(course, "evaluation", id, title=self.evaluation, about=self.activity or "")

    def says(self) -> str:
        """Say the act."""
        return f"activity {self.activity} evaluated"


class ResourcesCombined(_OnProject, frozen=True, kw_only=True, tag="resources_combined"):
    """A party brings resources into a joint project."""

    resources: Words
    NEW = True

    def apply(self, course: Course) -> None:
        """Note the resources."""
        id = f"{self.activity}#{course.seq}"
        self.note_record(course, "resources", id, title=self.resources, about=self.activity or "")

    def says(self) -> str:
        """Say the act."""
        return f"resources of {self.by} for activity {self.activity}"
