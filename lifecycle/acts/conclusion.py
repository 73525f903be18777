"""Conclusion: the draft, the end of provisional application, registration, and giving it up.

Source: VCLT-IO 9, 18, 25 and 81 (R7, R13, R50, R56). To add an act: a class here and its line in
`lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Party, Words
from lifecycle.acts.objections import before_entry, unknown
from lifecycle.consequences import ending, provisional
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.text import Terms


class Drafted(Act, frozen=True, kw_only=True, tag="drafted"):
    """The agreement's text is drafted; the register opens its file."""

    terms: Annotated[Terms, Meta(description="The text as terms.", extra={"option": ""})]
    source: Annotated[
        Words, Meta(description="The list that its file is opened from, where it is taken over: then its day moves.")
    ] = ""
    NAME = Message("drafted")
    COMMAND = "draft"
    EXAMPLE = "draft demo/terms/wco-caricc.yaml --on 2010-03-01"
    TODAY = True

    def objection(self, course: Course) -> Objection:
        """Object to a second draft: the file is open already."""
        says = Message(
            "{agreement} is drafted already; a change of its terms is an amendment", agreement=course.terms.agreement
        )
        return Objection(says=says, rule="R50", article="VCLT-IO 39", conflicts=course.versions[0].seq)

    def says(self, of: str) -> Message:
        if self.source:
            title, source = Quoted(self.terms.title), Quoted(self.source)
            return Message(
                "The file of {agreement} was opened from {source}: {title}", agreement=of, source=source, title=title
            )
        return Message(
            "{agreement} was drafted on {on}: {title}", agreement=of, on=self.on, title=Quoted(self.terms.title)
        )


class ProvisionalEnded(Act, frozen=True, kw_only=True, tag="provisional_ended"):
    """A party ends its provisional application (VCLT-IO 25(2))."""

    by: Annotated[Party, Meta(description="The party that no longer applies it.")]
    NAME = Message("provisional application ended")
    SAYS = Message("{by} ended its provisional application of {agreement} on {on}")
    COMMAND = "end-provisional"
    EXAMPLE = (
        "draft demo/terms/survey.yaml --on 2020-01-10\n"
        "sign survey --by NORTH --on 2020-01-20\n"
        "end-provisional survey --by NORTH --on 2020-01-25 --dry-run"
    )
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        known = course.provisional.get(self.by)
        if known is not None and known.closed is None:
            return None
        clause = course.terms.clauses.provisional_application
        says = Message("{by} does not apply the agreement provisionally on {on}", by=self.by, on=self.on)
        return Objection(says=says, rule="R13", article=clause.article if clause else "VCLT-IO 25")

    def apply(self, course: Course) -> None:
        clause = course.terms.clauses.provisional_application
        rule = clause.notice if clause else None
        on = rule.after(course.today) if rule else course.today
        if on is not None:
            provisional.end_on(course, self.by, on)


class Registered(Act, frozen=True, kw_only=True, tag="registered"):
    """The agreement is registered, or filed and recorded (VCLT-IO 81)."""

    number: Annotated[Words, Meta(description="The number under which it is registered.")] = ""
    NAME = Message("registered")
    COMMAND = "register-treaty"
    EXAMPLE = "register-treaty wco-caricc --number II-1234 --on 2010-06-01 --dry-run"

    def objection(self, course: Course) -> Objection | None:
        """Object to a registration before entry into force, provisional application apart."""
        if course.entered is not None or any(fact.closed is None for fact in course.provisional.values()):
            return None
        says = Message("It is registered after its entry into force; on {on} it is not in force", on=self.on)
        return Objection(says=says, rule="R56", article="VCLT-IO 81(1)")

    def apply(self, course: Course) -> None:
        """Change nothing: no state follows from a registration, but it fulfils the duty to register."""

    def says(self, of: str) -> Message:
        if not self.number:
            return Message("{agreement} was registered on {on}", agreement=of, on=self.on)
        return Message(
            "{agreement} was registered on {on} under the number {number}",
            agreement=of,
            on=self.on,
            number=Quoted(self.number),
        )


class Abandoned(Act, frozen=True, kw_only=True, tag="abandoned"):
    """The draft, or the signatures, are given up before entry into force (VCLT-IO 18)."""

    NAME = Message("abandoned")
    COMMAND = "abandon"
    EXAMPLE = "abandon wco-caricc --on 2010-03-25 --accept-impact --dry-run"
    WEIGHTY = True

    def objection(self, course: Course) -> Objection | None:
        if found := unknown(course, self.by):
            return found
        if before_entry(course):
            return None
        if course.in_force:
            says = Message("Only a draft or signatures can be given up; the agreement is in force")
        else:
            says = Message("Only a draft or signatures can be given up; the agreement has ended")
        return Objection(says=says, rule="R7", article="VCLT-IO 18")

    def apply(self, course: Course) -> None:
        by = (self.by,) if self.by else ()
        end = Ending(kind="given_up", on=self.on, values=by, article="VCLT-IO 18", seq=course.seq)
        ending.abandon(course, course.today, end)

    def says(self, of: str) -> Message:
        if self.by:
            return Message("{agreement} was given up by {by} on {on}", agreement=of, by=self.by, on=self.on)
        return Message("{agreement} was given up on {on}", agreement=of, on=self.on)
