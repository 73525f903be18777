"""Programmes and joint projects: a special arrangement, what each party owes for it, its evaluation.

A joint project is an activity, and each cost an account: whatever is open at the end keeps a surviving agreement
winding down without being told (R46).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from lifecycle.acts.act import Party, Words, named, titled
from lifecycle.acts.completion import no_activity, nothing_new
from lifecycle.acts.cooperation.common import Cooperation, numbered
from lifecycle.acts.objections import missing, taken, unknown
from lifecycle.consequences.survival import heads
from lifecycle.course.course import Course
from lifecycle.course.facts import Head
from lifecycle.course.machine import SUSPENDED
from lifecycle.errors import Objection
from lifecycle.messages import Message
from lifecycle.money import Money
from lifecycle.terms.cooperation import Provision


class Cost(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one party pays for a project."""

    party: Annotated[Party, Meta(description="The party that pays.")]
    amount: Annotated[Money, Meta(description="How much.")]
    to: Annotated[Party | None, Meta(description="To which party; to a third if left out.")] = None


class _Project(Cooperation, frozen=True, kw_only=True):
    """An act on a joint project or programme, which is an activity."""

    PROVISION = "joint_projects"

    def provision(self, course: Course) -> Provision | None:
        known = course.terms_of(self.by).cooperation
        return (known.joint_projects or known.joint_programmes) if known else None


class ArrangementMade(_Project, frozen=True, kw_only=True, tag="arrangement_made"):
    """A special arrangement opens a joint project or programme: procedures, participation, costs of each party."""

    title: Annotated[Words, Meta(description="What it is.")]
    procedures: Annotated[Words, Meta(description="The procedures agreed.")] = ""
    participation: Annotated[Words, Meta(description="Who takes part, and how.")] = ""
    costs: Annotated[tuple[Cost, ...], Meta(description="What each party pays; each is an account.")] = ()
    NAME = Message("arrangement made")
    COMMAND = "project arrange"
    EXAMPLE = 'project arrange wco-caricc --by WCO --on 2010-05-03 --title course --cost "WCO: 80 EUR" --dry-run'
    OPENS = ("activity", "A")

    def particular(self, course: Course) -> Objection | None:
        article = self.article(course)
        for cost in self.costs:
            if found := unknown(course, cost.party, cost.to):
                return found
            if cost.party == cost.to:
                says = Message("{party} cannot owe itself", party=cost.party)
                return Objection(says=says, rule="R46", article=article)
        if course.state is SUSPENDED:
            return nothing_new(course)
        opened = [("activity", self.activity or ""), *(("account", id) for id in self._accounts())]
        known = next((course.heads[key] for key in opened if key in course.heads), None)
        return taken(known, named(known.kind, known.id), "R46", article) if known else None

    def _accounts(self) -> list[str]:
        return [f"{self.activity}-C{at}" for at in range(1, len(self.costs) + 1)]

    def apply(self, course: Course) -> None:
        """Open the activity and, for each cost, an account of the same title."""
        id = self.activity or ""
        self.note_record(course, "arrangement", id, title=self.title, details=(self.procedures, self.participation))
        head = Head(id=id, seq=course.seq, since=course.today, kind="activity", title=self.title)
        heads.open_head(course, head)
        for account, cost in zip(self._accounts(), self.costs, strict=True):
            heads.open_head(
                course,
                Head(
                    id=account,
                    seq=course.seq,
                    since=course.today,
                    kind="account",
                    title=self.title,
                    activity=id,
                    owed_by=cost.party,
                    owed_to=cost.to or "",
                    amount=cost.amount.amount,
                    currency=cost.amount.currency,
                ),
            )

    def says(self, of: str) -> Message:
        return Message(
            "{by} made the special arrangement {project} under {agreement} on {on}",
            by=self.by,
            project=titled(self.activity, self.title),
            agreement=of,
            on=self.on,
        )


class _OnProject(_Project, frozen=True, kw_only=True):
    """An act on a joint project that was begun."""

    CLOSES = "activity"

    def particular(self, course: Course) -> Objection | None:
        return no_activity(course, self.activity, self.article(course))

    def put(self, course: Course, kind: str, title: str) -> None:
        """Note what is said of the project."""
        id = self.activity or ""
        self.note_record(course, kind, numbered(course, kind, id), title=title, about=id)


class ProjectEvaluated(_OnProject, frozen=True, kw_only=True, tag="project_evaluated"):
    """A joint project is evaluated, case by case; it may be completed."""

    evaluation: Annotated[Words, Meta(description="The evaluation.")]
    NAME = Message("project evaluated")
    SAYS = Message("{by} evaluated {activity} under {agreement} on {on}: {evaluation}")
    QUOTED = ("evaluation",)
    COMMAND = "project evaluate"
    EXAMPLE = "project evaluate icmpd-wco A2 --by WCO --on 2003-06-01 --evaluation useful --dry-run"
    NEW = False

    def apply(self, course: Course) -> None:
        self.put(course, "evaluation", self.evaluation)


class ResourcesCombined(_OnProject, frozen=True, kw_only=True, tag="resources_combined"):
    """A party brings resources into a joint project."""

    resources: Annotated[Words, Meta(description="The resources.")]
    NAME = Message("resources combined")
    SAYS = Message("{by} put resources into {activity} under {agreement} on {on}: {resources}")
    QUOTED = ("resources",)
    COMMAND = "project combine"
    EXAMPLE = 'project combine icmpd-wco A2 --by WCO --on 2003-06-01 --resources "two trainers" --dry-run'

    def particular(self, course: Course) -> Objection | None:
        known, article = course.heads.get(("activity", self.activity or "")), self.article(course)
        said = named("activity", self.activity)
        return super().particular(course) or missing(course, known, said, "R46", article)

    def apply(self, course: Course) -> None:
        self.put(course, "resources", self.resources)
