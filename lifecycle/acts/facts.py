"""What happens outside the agreement: facts on which its terms may depend, the dissolution of a party, its new name.

Source: VCLT-IO 24 and 74(2) (R8, R49). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Name, Party, Words
from lifecycle.acts.objections import stranger
from lifecycle.consequences import departure, entry
from lifecycle.course.course import Course
from lifecycle.course.facts import Renamed
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted


class FactEstablished(Act, frozen=True, kw_only=True, tag="fact_established"):
    """A fact outside the agreement on which its terms depend."""

    fact: Annotated[Words, Meta(description="The fact, in the words of the terms.")]
    NAME = Message("fact established")
    SAYS = Message("It was established for {agreement} on {on}: {fact}")
    QUOTED = ("fact",)
    COMMAND = "fact establish"
    EXAMPLE = 'fact establish wco-caricc --fact "budget approved" --on 2010-04-20 --dry-run'

    def objection(self, course: Course) -> Objection | None:
        since = course.established.get(self.fact)
        if since is None:
            return None
        says = Message("{fact} is on record since {since}", fact=Quoted(self.fact), since=since)
        article = course.terms.clauses.entry_into_force.article
        conflicts = course.acted["fact_established", self.fact]
        return Objection(says=says, rule="R8", article=article, conflicts=conflicts)

    def apply(self, course: Course) -> None:
        course.established[self.fact] = self.on
        course.lapsed.pop(self.fact, None)
        course.acted["fact_established", self.fact] = course.seq
        course.close_due("supersedes", self.fact)
        entry.settle(course)


class FactEnded(Act, frozen=True, kw_only=True, tag="fact_ended"):
    """A fact outside the agreement is over."""

    fact: Annotated[Words, Meta(description="The fact, as it was put on record.")]
    NAME = Message("fact ended")
    SAYS = Message("What had been established for {agreement} was over on {on}: {fact}")
    QUOTED = ("fact",)
    COMMAND = "fact end"
    EXAMPLE = (
        'fact establish wco-caricc --fact "budget approved" --on 2010-04-20\n'
        'fact end wco-caricc --fact "budget approved" --on 2010-09-01 --dry-run'
    )

    def objection(self, course: Course) -> Objection | None:
        if self.fact in course.established:
            return None
        says = Message("{fact} is not on record on {on}", fact=Quoted(self.fact), on=self.on)
        return Objection(says=says, rule="R8", article=course.terms.clauses.entry_into_force.article)

    def apply(self, course: Course) -> None:
        """Drop the fact, and let go on what it held up."""
        del course.established[self.fact]
        course.lapsed[self.fact] = self.on
        departure.unblock(course, self.fact)
        entry.settle(course)


class Dissolved(Act, frozen=True, kw_only=True, tag="dissolved"):
    """A party organisation is dissolved; what follows for the agreement the law does not prejudge (VCLT-IO 74(2))."""

    by: Annotated[Party, Meta(description="The party that is no more.")]
    NAME = Message("dissolved")
    SAYS = Message("{by}, a party to {agreement}, was dissolved on {on}")
    COMMAND = "dissolve"
    EXAMPLE = "dissolve wco-caricc --by CARICC --on 2010-12-31 --dry-run"
    SEVERAL = True

    def objection(self, course: Course) -> Objection | None:
        if found := stranger(course, self.by):
            return found
        since = course.dissolved.get(self.by)
        if since is None:
            return None
        says = Message("{by} was dissolved on {since}", by=self.by, since=since)
        conflicts = course.acted.get(("dissolved", self.by))
        return Objection(says=says, rule="R49", article="VCLT-IO 74(2)", conflicts=conflicts)

    def apply(self, course: Course) -> None:
        """Note it; the answer is undetermined from now on."""
        course.dissolved[self.by] = self.on
        course.acted["dissolved", self.by] = course.seq


class PartyRenamed(Act, frozen=True, kw_only=True, tag="party_renamed"):
    """A party changes its name, and stays the same party: from that day answers bear the new one.

    Source: the practice of depositaries. Nothing else follows from it, whatever has become of the agreement. It is of
    one agreement, and stays where it was entered; a name in all of them is entered in the directory (R64).
    """

    by: Annotated[Party, Meta(description="The party, by the key that the terms give it.")]
    name: Annotated[Name, Meta(description="Its new name.", min_length=1)]
    NAME = Message("renamed")
    SAYS = Message("{by}, a party to {agreement}, has been called {name} since {on}")
    QUOTED = ("name",)

    def objection(self, course: Course) -> Objection | None:
        return stranger(course, self.by)

    def apply(self, course: Course) -> None:
        course.renamed.append(Renamed(self.by, self.on, self.name))
        course.acted["party_renamed", self.by] = course.seq
