"""Suspension of a party's own obligations, and its lifting.

Source: VCLT-IO 57 and 72 (R35 to R37) and the clauses of the text. Suspensions form a set, one by party and ground;
lifting one leaves the others.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Id, Party, Words
from lifecycle.acts.objections import before_sending, not_in_force, stranger
from lifecycle.calendar.days import words
from lifecycle.consequences import measures, states
from lifecycle.course.course import Course
from lifecycle.course.facts import Reason, Suspension
from lifecycle.errors import Objection
from lifecycle.terms.changes import Suspension as SuspensionClause
from lifecycle.terms.fields import concerns

Ground = Annotated[
    str,
    Meta(
        pattern=r"^(dispute:[A-Za-z0-9][A-Za-z0-9._-]{0,39}|measure:[A-Za-z0-9][A-Za-z0-9._-]{0,39}|breach|will|consent|declaration)$"
    ),
]


class Suspended(Act, frozen=True, kw_only=True, tag="suspended"):
    """A party suspends its own obligations, or some articles of them, on a ground of the terms or of default law."""

    by: Party
    ground: Ground
    received: date | None = None
    """The day on which the last of the others received the notification."""
    articles: tuple[Words, ...] = ()
    suspension: Id | None = None
    reason: Words = ""
    OPENS = ("suspension", "S")

    def dated(self) -> date:
        """Give the day of receipt where one is recorded (VCLT-IO 79(b))."""
        return self.received or self.on

    def clause(self, course: Course) -> SuspensionClause | None:
        """Give the clause of the terms that opens this ground to this party."""
        wanted = _GROUNDS.get(self.ground, "failed dispute" if self.ground.startswith("dispute:") else "")
        terms = course.terms_of(self.by)
        clauses = terms.clauses.suspension
        return next((c for c in clauses if c.ground == wanted and concerns(c.by, self.by, terms.groups)), None)

    def _article(self, clause: SuspensionClause | None) -> str:
        by_measure = self.ground.startswith("measure:")
        return clause.article if clause else measures.ARTICLE if by_measure else "VCLT-IO 57"

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, an agreement not in force, a missing ground, or the same suspension twice."""
        clause = self.clause(course)
        article = self._article(clause)
        if found := stranger(course, self.by, article) or not_in_force(course, "A suspension", article):
            return found
        by_law = self.ground.startswith("measure:") or self.ground == "consent"
        if clause is None and not by_law:
            return Objection(
                says=f"The terms of {course.terms.agreement} give {self.by} no right to suspend on the ground of "
                f"{_named(self.ground)}.{_BY_LAW if self.ground == 'breach' else ''}",
                rule="R35",
                article=article,
            )
        if self.by not in course.bound:
            says = f"{self.by} is not bound on {words(course.today)}: it has nothing to suspend."
            return Objection(says=says, rule="R37", article=article)
        return (
            before_sending(self.on, self.received, "suspension")
            or self._no_part(clause, article)
            or self._no_ground(course, article)
            or self._twice(course, article)
        )

    def _no_part(self, clause: SuspensionClause | None, article: str) -> Objection | None:
        if clause is None or not isinstance(clause.of, tuple):
            if self.articles and clause is not None and clause.of != "whole or part":
                says = "The clause lets a party suspend its obligations as a whole, not single articles."
                return Objection(says=says, rule="R32", article=article)
            return None
        if self.articles and set(self.articles) <= set(clause.of):
            return None
        says = f"The clause lets a party suspend only articles {', '.join(clause.of)}."
        return Objection(says=says, rule="R32", article=article)

    def _no_ground(self, course: Course, article: str) -> Objection | None:
        kind, _, id = self.ground.partition(":")
        if kind == "measure":
            return measures.not_ripe(course, id, self.by, "suspension")
        if kind != "dispute":
            return None
        known = course.disputes.get(id)
        if known is None:
            says, conflicts = f"There is no dispute {id} on record: a suspension needs a ground.", None
        elif known.settled:
            says, conflicts = f"Dispute {id} was settled on {words(known.settled)}.", known.closed_by
        elif known.failed is None:
            says, conflicts = f"Dispute {id} is open and has not failed; only then may a party suspend.", known.seq
        else:
            return None
        return Objection(says=says, rule="R35", article=article, conflicts=conflicts)

    def _twice(self, course: Course, article: str) -> Objection | None:
        for known in course.suspensions.values():
            if known.id == (self.suspension or ""):
                says = f"Suspension {known.id} is on record since {words(known.since)}."
                return Objection(says=says, rule="R36", article=article, conflicts=known.seq)
            same = (known.by, known.ground, known.articles) == (self.by, self.ground, self.articles)
            if known.closed is None and same:
                doing = "has consented to suspend it" if known.waiting else "suspends on this ground"
                says = f"{self.by} {doing} already, since {words(known.since)} ({known.id})."
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
        if suspension.waiting:
            course.suspensions[id] = suspension
            says = f"All parties consented to suspend it, the last ({self.by}) on {words(course.today)}."
            states.settle_consent(course, says, course.seq)
            return
        then = clause.then if clause else None
        since = course.compute(then, course.today, f"effect of suspension {id}", f"suspends:{id}")
        if since is None:  # its day lies beyond the calendar
            course.suspensions[id] = replace(suspension, waiting=True)
            return
        what = f"articles {', '.join(self.articles)}" if self.articles else "its own obligations"
        says = f"{self.by} suspended {what} from {words(since)} ({id}): {because(self.ground)}."
        reason = Reason(says=says, article=article, rule="R37", seq=course.seq, act="suspended")
        states.suspend_on(course, replace(suspension, since=since), reason)

    def says(self) -> str:
        """Say the act."""
        return f"{'consent to ' * (self.ground == 'consent')}suspension {self.suspension} by {self.by}"


_GROUNDS = {
    "breach": "opinion of breach",
    "will": "at will",
    "consent": "consent of all",
    "declaration": "declaration",
}


_BY_LAW = (
    " For a material breach the default law lets it notify a measure, and carry it out once three months have passed "
    "without objection (R38 and R40, VCLT-IO 60 and 65)."
)


def _named(ground: str) -> str:
    names = {"breach": "a breach", "will": "its own will", "declaration": "a declaration"}
    return names.get(ground, "a failed dispute")


def because(ground: str) -> str:
    """Say on which ground a party suspends."""
    kind, _, id = ground.partition(":")
    reasons = {
        "breach": "in its opinion the other is in breach",
        "will": "the text leaves it to the party",
        "consent": "all parties consented",
        "declaration": "by its own declaration",
        "measure": f"measure {id} met no objection",
    }
    return reasons.get(kind, f"dispute {id} failed")


class Resumed(Act, frozen=True, kw_only=True, tag="resumed"):
    """A party lifts its suspension."""

    by: Party
    suspension: Id | None = None
    received: date | None = None
    CLOSES = ("suspension", "suspension")

    def dated(self) -> date:
        """Give the day of receipt where one is recorded (VCLT-IO 79(b))."""
        return self.received or self.on

    def objection(self, course: Course) -> Objection | None:
        """Object where there is no such suspension of this party left to lift."""
        known = course.suspensions.get(self.suspension or "")
        if known is None:
            says, conflicts = f"There is no suspension {self.suspension} on record.", None
        elif known.closed is not None:
            says = f"Suspension {known.id} stands no longer, since {words(known.closed)}."
            conflicts = known.closed_by
        elif known.by != self.by:
            says, conflicts = f"Suspension {known.id} is {known.by}'s: {self.by} cannot lift it.", known.seq
        else:
            return before_sending(self.on, self.received, "lifting")
        return Objection(says=says, rule="R37", article="VCLT-IO 72", conflicts=conflicts)

    def apply(self, course: Course) -> None:
        """Lift this one; the others stay."""
        known = course.suspensions[self.suspension or ""]
        says = f"{self.by} lifted its suspension {known.id} on {words(course.today)}."
        reason = Reason(says=says, article=known.article, rule="R37", seq=course.seq, act="resumed")
        states.lift(course, known.id, reason)

    def says(self) -> str:
        """Say the act."""
        return f"suspension {self.suspension} lifted by {self.by}"
