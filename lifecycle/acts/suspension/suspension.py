"""Suspension by a party of its own obligations, as a whole or for some articles.

Source: VCLT-IO 57 and 72 (R35 to R37) and the clauses of the text. Suspensions form a set, one by party and ground.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, NewIdOption, Party, Received, Words, named, titled
from lifecycle.acts.objections import before_sending, missing, not_in_force, stranger, taken
from lifecycle.acts.suspension.grounds import CLAUSES, Ground, because
from lifecycle.consequences import states
from lifecycle.consequences.time_limits import measures
from lifecycle.course.course import Course
from lifecycle.course.facts import Suspension
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.messages import Message
from lifecycle.terms.changes import Suspension as SuspensionClause
from lifecycle.terms.fields import concerns


class Suspended(Act, frozen=True, kw_only=True, tag="suspended"):
    """A party suspends its own obligations, or some articles of them, on a ground of the terms or of default law."""

    by: Annotated[Party, Meta(description="The party that suspends its own obligations.")]
    ground: Ground
    received: Received = None
    articles: Annotated[tuple[Words, ...], Meta(description="The articles suspended, where it is not the whole.")] = ()
    suspension: NewIdOption = None
    reason: Annotated[Words, Meta(description="The reason as the party gave it.")] = ""
    NAME = Message("suspended")
    COMMAND = "suspend"
    EXAMPLE = "suspend wco-caricc --by CARICC --on 2010-10-01 --ground breach --dry-run"
    SEVERAL = True
    OPENS = ("suspension", "S")

    def clause(self, course: Course) -> SuspensionClause | None:
        """Give the clause of the terms that opens this ground to this party."""
        wanted = CLAUSES.get(self.ground, "failed dispute" if self.ground.startswith("dispute:") else "")
        terms = course.terms_of(self.by)
        clauses = terms.clauses.suspension
        return next((c for c in clauses if c.ground == wanted and concerns(c.by, self.by, terms.groups)), None)

    def _article(self, clause: SuspensionClause | None) -> str:
        by_measure = self.ground.startswith("measure:")
        return clause.article if clause else measures.ARTICLE if by_measure else "VCLT-IO 57"

    def objection(self, course: Course) -> Objection | None:
        clause = self.clause(course)
        article = self._article(clause)
        if found := stranger(course, self.by, article) or not_in_force(course, article):
            return found
        by_law = self.ground.startswith("measure:") or self.ground == "consent"
        if clause is None and not by_law:
            return Objection(says=self._no_right(course.terms.agreement), rule="R35", article=article)
        if self.by not in course.bound:
            says = Message("{by} is not bound on {day}: it has nothing to suspend", by=self.by, day=course.today)
            return Objection(says=says, rule="R37", article=article)
        return (
            before_sending(self.on, self.received)
            or self._no_part(clause, article)
            or self._no_ground(course, article)
            or self._twice(course, article)
        )

    def _no_right(self, of: str) -> Message:
        says = Message(
            "The terms of {agreement} give {by} no right to suspend on this ground", agreement=of, by=self.by
        )
        if self.ground != "breach":
            return says
        return Message(
            "{right}. For a material breach the default law lets it notify a measure, and carry it out once three "
            "months have passed without objection (R38 and R40, VCLT-IO 60 and 65)",
            right=says,
        )

    def _no_part(self, clause: SuspensionClause | None, article: str) -> Objection | None:
        if clause is None:
            return None
        if isinstance(clause.of, tuple):
            if self.articles and set(self.articles) <= set(clause.of):
                return None
            says = Message("The clause lets a party suspend only these articles: {articles}", articles=clause.of)
        elif self.articles and clause.of != "whole or part":
            says = Message("The clause lets a party suspend its obligations as a whole, not single articles")
        else:
            return None
        return Objection(says=says, rule="R32", article=article)

    def _no_ground(self, course: Course, article: str) -> Objection | None:
        kind, _, id = self.ground.partition(":")
        if kind == "measure":
            return measures.not_ripe(course, id, self.by, "suspension")
        if kind != "dispute":
            return None
        known = course.disputes.get(id)
        if found := missing(course, known, named("dispute", id), "R35", article):
            return found
        if known is None or known.failed:
            return None
        says = Message("Dispute {id} is open and has not failed; only then may a party suspend", id=id)
        return Objection(says=says, rule="R35", article=article, conflicts=known.seq)

    def _twice(self, course: Course, article: str) -> Objection | None:
        asked = (self.by, self.ground, self.articles)
        for known in course.suspensions.values():
            id, since = known.id, known.since
            if id == (self.suspension or ""):
                return taken(known, named("suspension", id), "R36", article)
            if known.closed is not None or (known.by, known.ground, known.articles) != asked:
                continue
            if known.waiting:
                says = Message(
                    "{by} has consented to suspend it already, since {since} ({id})", by=self.by, since=since, id=id
                )
            else:
                says = Message(
                    "{by} suspends on this ground already, since {since} ({id})", by=self.by, since=since, id=id
                )
            return Objection(says=says, rule="R36", article=article, conflicts=known.seq)
        return None

    def apply(self, course: Course) -> None:
        """Suspend the party's obligations, and the agreement where too few are left to perform."""
        clause = self.clause(course)
        article = self._article(clause)
        id = self.suspension or ""
        suspension = Suspension(
            id=id,
            seq=course.seq,
            since=course.today,
            by=self.by,
            ground=self.ground,
            article=article,
            articles=self.articles,
            reason=self.reason,
            lifts_with_ground=clause is not None and clause.lifts == "with the ground",
            waiting=self.ground == "consent",
        )
        course.standing[id] = None
        if suspension.waiting:
            course.suspensions[id] = suspension
            says = Message(
                "All parties consented to suspend it, the last ({by}) on {day}", by=self.by, day=course.today
            )
            if clause is not None and clause.upon is not None:
                says = Message(
                    "As many parties as the text asks for have consented to suspend it, by {day}", day=course.today
                )
            states.settle_consent(course, says, course.seq)
            return
        then = clause.then if clause else None
        since = course.compute(then, course.today, "suspends", id)
        if since is None:  # its day lies beyond the calendar
            course.suspensions[id] = replace(suspension, waiting=True)
            return
        reason = Reason(says=self._begun(since), article=article, rule="R37", seq=course.seq, act="suspended")
        states.suspend_on(course, replace(suspension, since=since), reason)

    def _begun(self, since: date) -> Message:
        by, id, ground = self.by, self.suspension, because(self.ground)
        if not self.articles:
            return Message(
                "{by} suspended its own obligations from {since} ({id}): {ground}",
                by=by,
                since=since,
                id=id,
                ground=ground,
            )
        return Message(
            "{by} suspended its obligations under articles {articles} from {since} ({id}): {ground}",
            by=by,
            articles=self.articles,
            since=since,
            id=id,
            ground=ground,
        )

    def says(self, of: str) -> Message:
        by, on, id = self.by, self.on, titled(self.suspension)
        if self.ground == "consent":
            return Message("{by} consented to suspend {agreement} on {on} ({id})", by=by, agreement=of, on=on, id=id)
        return Message(
            "{by} suspended its obligations under {agreement} on {on} ({id})", by=by, agreement=of, on=on, id=id
        )
