"""Programmes and joint projects: a special arrangement, what each party owes for it, its evaluation.

A joint project is an activity, and each cost an account: whatever is open at the end keeps a surviving agreement
winding down without being told (R46).
"""

from __future__ import annotations

from msgspec import Struct

from lifecycle.acts.act import Party, Words
from lifecycle.acts.completion import nothing_new
from lifecycle.acts.cooperation.common import Cooperation, numbered
from lifecycle.acts.objections import stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import survival
from lifecycle.course.course import Course
from lifecycle.course.facts import Head
from lifecycle.course.machine import SUSPENDED
from lifecycle.errors import Objection
from lifecycle.money import Money
from lifecycle.terms.cooperation import Provision


class Cost(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one party pays for a project, and to whom: a third where no party is named."""

    party: Party
    amount: Money
    to: Party | None = None


class _Project(Cooperation, frozen=True, kw_only=True):
    """An act on a joint project or programme, which is an activity."""

    PROVISION = "joint_projects"

    def provision(self, course: Course) -> Provision | None:
        """Give the provision for joint projects or programmes."""
        known = course.terms_of(self.by).cooperation
        return (known.joint_projects or known.joint_programmes) if known else None


class ArrangementMade(_Project, frozen=True, kw_only=True, tag="arrangement_made"):
    """A special arrangement opens a joint project or programme: procedures, participation, costs of each party."""

    title: Words
    procedures: Words = ""
    participation: Words = ""
    costs: tuple[Cost, ...] = ()
    WHAT = "A joint project"
    OPENS = ("activity", "A")

    def particular(self, course: Course) -> Objection | None:
        """Object to strangers, to a debt to oneself, during a suspension, and to the same project twice."""
        article = self.article(course)
        for cost in self.costs:
            if found := stranger(course, cost.party) or (stranger(course, cost.to) if cost.to else None):
                return found
            if cost.party == cost.to:
                return Objection(says=f"{cost.party} cannot owe itself.", rule="R46", article=article)
        if course.state is SUSPENDED:
            return nothing_new(course)
        opened = [("activity", self.activity or ""), *(("account", id) for id in self._accounts())]
        if known := next((course.heads[key] for key in opened if key in course.heads), None):
            says = f"There is an {known.kind} {known.id} on record, since {words(known.since)}."
            return Objection(says=says, rule="R46", article=article, conflicts=known.seq)
        return None

    def _accounts(self) -> list[str]:
        return [f"{self.activity}-C{at}" for at in range(1, len(self.costs) + 1)]

    def apply(self, course: Course) -> None:
        """Open the activity and an account for each cost."""
        id = self.activity or ""
        self.note_record(course, "arrangement", id, title=self.title, details=(self.procedures, self.participation))
        head = Head(id=id, seq=course.seq, since=course.today, kind="activity", title=self.title)
        survival.open_head(course, head)
        for account, cost in zip(self._accounts(), self.costs, strict=True):
            survival.open_head(
                course,
                Head(
                    id=account,
                    seq=course.seq,
                    since=course.today,
                    kind="account",
                    title=f"cost of {self.title}",
                    activity=id,
                    owed_by=cost.party,
                    owed_to=cost.to or "",
                    amount=cost.amount.amount,
                    currency=cost.amount.currency,
                ),
            )

    def says(self) -> str:
        """Say the act."""
        return f"arrangement for {self.title}"


class _OnProject(_Project, frozen=True, kw_only=True):
    """An act on a joint project that was begun."""

    CLOSES = ("activity", "activity")

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such activity."""
        if ("activity", self.activity or "") in course.heads:
            return None
        says = f"There is no activity {self.activity} that was begun by {words(course.today)}."
        return Objection(says=says, rule="R46", article=self.article(course))

    def put(self, course: Course, kind: str, title: str) -> None:
        """Note what is said of the project."""
        id = self.activity or ""
        self.note_record(course, kind, numbered(course, kind, id), title=title, about=id)


class ProjectEvaluated(_OnProject, frozen=True, kw_only=True, tag="project_evaluated"):
    """A joint project is evaluated, case by case; it may be completed."""

    evaluation: Words
    WHAT = "An evaluation"
    NEW = False

    def apply(self, course: Course) -> None:
        """Note the evaluation."""
        self.put(course, "evaluation", self.evaluation)

    def says(self) -> str:
        """Say the act."""
        return f"activity {self.activity} evaluated"


class ResourcesCombined(_OnProject, frozen=True, kw_only=True, tag="resources_combined"):
    """A party brings resources into a joint project."""

    resources: Words
    WHAT = "Combining resources"

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such activity, or it is over."""
        if found := super().particular(course):
            return found
        head = course.heads["activity", self.activity or ""]
        if head.closed is None:
            return None
        says = f"Activity {head.id} was closed on {words(head.closed)}."
        return Objection(says=says, rule="R46", article=self.article(course), conflicts=head.closed_by)

    def apply(self, course: Course) -> None:
        """Note the resources."""
        self.put(course, "resources", self.resources)

    def says(self) -> str:
        """Say the act."""
        return f"resources of {self.by} for activity {self.activity}"
