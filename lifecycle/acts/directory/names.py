"""What a party is called: its names, each with its days and its language, and the aliases by which it is found.

Source: the practice of depositaries (R64): a State that changes its name stays the same party. To add an act: a class
here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Name
from lifecycle.acts.directory.entry import DirectoryAct, no_entry
from lifecycle.course.directory import Alias, Called, DirectoryCourse
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted
from lifecycle.terms.fields import PartyType
from lifecycle.terms.languages import CODE, language
from lifecycle.terms.naming import folded


class PartyNamed(DirectoryAct, frozen=True, kw_only=True, tag="party_named"):
    """A party is called so from a day on, in every agreement of the register; it stays the same party.

    A name in a language stands beside the others. A change of name is entered with the day of the change.
    """

    name: Annotated[Name, Meta(description="Its name.", min_length=1)]
    language: Annotated[
        str,
        Meta(
            pattern=CODE,
            description="The language of the name, such as fr; of the usual name none.",
            extra={"sort": "name", "option": "--language", "form": Message("the code of a language")},
        ),
    ] = ""
    type: Annotated[PartyType | None, Meta(description="What kind of party it is.")] = None
    until: Annotated[date | None, Meta(description="The first day on which it is no longer called so.")] = None
    NAME = Message("named")
    COMMAND = "directory name"
    EXAMPLE = 'directory name CARICC "Regional Information Centre" --on 2010-05-01 --dry-run'

    def barred(self, course: DirectoryCourse) -> Objection | None:
        if self.until is not None and self.until <= self.on:
            return no_entry(Message("A name of {on} cannot end on {until}", on=self.on, until=self.until))
        known = course.called(self.by, self.on, self.language)
        if known is None or (known.name != self.name and known.since != self.on):
            return None
        if known.name == self.name and self.type not in (None, known.type):
            return None
        return no_entry(
            Message("{by} is called {name} since {since}", by=self.by, name=Quoted(known.name), since=known.since),
            known.seq,
        )

    def enter(self, course: DirectoryCourse) -> None:
        course.name(
            self.by,
            Called(
                name=self.name,
                language=self.language,
                type=self.type or "",
                since=self.on,
                until=self.until,
                seq=course.seq,
            ),
        )

    def says(self, of: str) -> Message:
        name = Quoted(self.name)
        if not self.language:
            return Message("{by} is called {name} from {on} on", by=self.by, name=name, on=self.on)
        return Message(
            "In {language} {by} is called {name} from {on} on",
            language=language(self.language),
            by=self.by,
            name=name,
            on=self.on,
        )


class PartyAliased(DirectoryAct, frozen=True, kw_only=True, tag="party_aliased"):
    """A party is found by another name or spelling, too; answers do not bear it."""

    name: Annotated[Name, Meta(description="The other name.", min_length=1)]
    NAME = Message("alias entered")
    SAYS = Message("From {on} on {by} is found by {name}, too")
    QUOTED = ("name",)
    COMMAND = "directory alias"
    EXAMPLE = 'directory alias CARICC "CARIC Centre" --on 2010-05-01 --dry-run'

    def barred(self, course: DirectoryCourse) -> Objection | None:
        known = next((one for one in course.aliases.get(self.by, ()) if folded(one.name) == folded(self.name)), None)
        if known is None:
            return None
        says = Message("{by} is found by {name} since {since}", by=self.by, name=Quoted(known.name), since=known.since)
        return no_entry(says, known.seq)

    def enter(self, course: DirectoryCourse) -> None:
        course.aliases.setdefault(self.by, []).append(Alias(name=self.name, since=self.on, seq=course.seq))
