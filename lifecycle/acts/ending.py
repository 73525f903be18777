"""Ending otherwise than by notice: consent of the parties, decisions of an organ, supersession.

Source: VCLT-IO 54 and 59 (R31, R47).

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Party, Words
from lifecycle.acts.objections import not_bound, not_in_force, stranger
from lifecycle.consequences import departure, ending
from lifecycle.course.course import Course
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Replacement
from lifecycle.course.notices import EndConsent
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.ending import Termination
from lifecycle.terms.entry import Replaced


class EndAgreed(Act, frozen=True, kw_only=True, tag="end_agreed"):
    """A party consents to end the agreement; with the last consent needed it ends, at once or on the date agreed."""

    by: Annotated[Party, Meta(description="The party that consents.")]
    effective: Annotated[date | None, Meta(description="The day on which it is to end, the same for all.")] = None
    NAME = Message("end agreed")
    COMMAND = "end"
    EXAMPLE = "end wco-caricc --by WCO --on 2010-12-15 --dry-run"
    SEVERAL = True
    WEIGHTY = True

    @property
    def before_others(self) -> str:
        """The day that it names, so that of contradictory consents of one day no name decides."""
        return str(self.effective or "")

    def objection(self, course: Course) -> Objection | None:
        article = ending.consent_article(course)
        if found := stranger(course, self.by, article) or not_in_force(course, article):
            return found
        conflicts = None
        if self.by not in course.bound:
            says = Message("{by} is not bound on {day}: it has nothing to end", by=self.by, day=course.today)
        elif self.by in course.ending and not self._anew(course):
            says, conflicts = Message("{by} has already consented to end it", by=self.by), course.ending[self.by].seq
        elif self.effective is not None and self.effective < course.today:
            says = Message("An end on {end} cannot be agreed on {day}", end=self.effective, day=course.today)
        else:
            return self._another_date(course, article)
        return Objection(says=says, rule="R31", article=article, conflicts=conflicts)

    def _anew(self, course: Course) -> bool:
        """Tell whether it begins another agreement: an end is agreed, and it names another day for it."""
        days = {given.effective for name, given in course.ending.items() if name in course.bound}
        return ending.consented_on(course) is not None and self.effective not in days

    def _another_date(self, course: Course, article: str) -> Objection | None:
        for other, given in () if self._anew(course) else course.ending.items():
            if given.effective != self.effective:
                says = Message(
                    "{other} consented to an end on {its}, not on {day}",
                    other=other,
                    its=given.effective,
                    day=self.effective,
                )
                return Objection(says=says, rule="R31", article=article, conflicts=given.seq)
        return None

    def apply(self, course: Course) -> None:
        """Count the consent, and end the agreement with the last one; until then, what was agreed on before stands."""
        if self._anew(course):
            course.ending.clear()
        course.ending[self.by] = EndConsent(self.effective, course.seq, course.today)
        ending.settle_consent(course, "consent", self.by)

    def says(self, of: str) -> Message:
        by, on, end = self.by, self.on, self.effective
        if end is None:
            return Message("{by} consented on {on} to end {agreement}", by=by, agreement=of, on=on)
        return Message("{by} consented on {on} to end {agreement} on {end}", by=by, agreement=of, on=on, end=end)


class EndDecided(Act, frozen=True, kw_only=True, tag="end_decided"):
    """An organ of the agreement decides that a party ceases to be one, or that the agreement ends."""

    organ: Annotated[Words, Meta(description="The organ that decides.")] = ""
    party: Annotated[
        Party | None, Meta(description="The party that ceases to be one; the agreement ends if none is.")
    ] = None
    effective: Annotated[
        date | None, Meta(description="The day on which it takes effect, if not that of the decision.")
    ] = None
    NAME = Message("end decided")
    COMMAND = "decide-end"
    EXAMPLE = (
        "draft demo/terms/survey.yaml --on 2020-01-10\n"
        "sign survey --by NORTH --by SOUTH --on 2020-02-01\n"
        'decide-end survey --organ "Joint Committee" --on 2021-06-30 --dry-run'
    )
    WEIGHTY = True

    def _clause(self, course: Course) -> Termination | None:
        """Give the clause on decisions, of the terms that bind the party that it is about (R51)."""
        terms = course.terms_of(self.party) if self.party else course.terms
        return next((c for c in terms.clauses.termination if c.by == "decision"), None)

    def objection(self, course: Course) -> Objection | None:
        clause = self._clause(course)
        if found := not_in_force(course, clause.article if clause else ""):
            return found
        if clause is None:
            says = Message("The terms give no organ the power to end it, or a party's part in it")
            return Objection(says=says, rule="R31", article="VCLT-IO 54")
        if self.party is None or self.party in course.bound:
            return None
        return stranger(course, self.party) or Objection(
            says=Message("{party} is not bound on {day}", party=self.party, day=course.today),
            rule="R31",
            article=clause.article,
        )

    def apply(self, course: Course) -> None:
        clause = self._clause(course)
        assert clause is not None  # or else there was an objection
        end = Ending(kind="decision", on=self.on, values=(self.organ,), article=clause.article, seq=course.seq)
        if self.party:
            end = replace(end, kind="exclusion", values=(self.organ, self.party))
        departure.decided(course, self.party, max(self.effective or course.today, course.today), end)

    def says(self, of: str) -> Message:
        organ = Quoted(self.organ) if self.organ else Message("the organ")
        on, party = self.on, self.party
        if party is None:
            return Message("It was decided on {on} by {organ} that {agreement} ends", on=on, organ=organ, agreement=of)
        return Message(
            "It was decided on {on} by {organ} that {party} ceases to be a party to {agreement}",
            on=on,
            organ=organ,
            party=party,
            agreement=of,
        )


class Superseded(Act, frozen=True, kw_only=True, tag="superseded"):
    """A later agreement takes its place: as a whole, in some articles, or between some of the parties."""

    successor: Annotated[Words, Meta(description="The agreement that takes its place.")]
    articles: Annotated[
        tuple[Words, ...], Meta(description="The articles of it that are replaced, where it is not the whole.")
    ] = ()
    between: Annotated[
        tuple[Party, ...], Meta(description="The parties between which alone it is replaced, where it is not all.")
    ] = ()
    NAME = Message("superseded")
    COMMAND = "supersede"
    EXAMPLE = 'supersede wco-caricc --successor "Protocol of 2010" --on 2010-12-20 --accept-impact --dry-run'
    WEIGHTY = True

    def objection(self, course: Course) -> Objection | None:
        """Object before the entry into force or after the end, and to a replacement between others than parties."""
        if found := not_in_force(course, "VCLT-IO 59"):
            return found
        others = (stranger(course, name) or not_bound(course, name, "VCLT-IO 41") for name in self.between)
        if found := next((one for one in others if one), None):
            return found
        if len(set(self.between)) != 1:
            return None
        says = Message("It is replaced between at least two parties, not for {party} alone", party=self.between[0])
        return Objection(says=says, rule="R47", article="VCLT-IO 41")

    def apply(self, course: Course) -> None:
        """End it, or note what of it is replaced: between some, or in part, it goes on beside that (VCLT-IO 30(4))."""
        today = course.today
        if self.articles or (self.between and course.bound - set(self.between)):
            course.replaced.append(
                Replacement(
                    id=str(course.seq),
                    seq=course.seq,
                    since=today,
                    successor=self.successor,
                    articles=self.articles,
                    between=tuple(dict.fromkeys(self.between)),
                )
            )
            return
        end = Ending(kind="successor", on=today, values=(self.successor,), article="VCLT-IO 59", seq=course.seq)
        ending.end(course, today, end)

    def says(self, of: str) -> Message:
        replaced = Replaced(name=of, articles=self.articles, between=self.between)
        return Message(
            "{successor} took the place of {agreement} on {on}",
            successor=Quoted(self.successor),
            agreement=replaced,
            on=self.on,
        )
