"""What every act is: a frozen value with a legal date, that may be objected to and that changes the facts.

The class of an act is the one declaration of its kind. Its docstring says what is done. Its permanent tag and its
fields are what is stored, and never change meaning (ADR 0004); each field is described in plain words, and told by its
sort what it is, from which the schema of all acts and their commands are made. `NAME` is what tables call it, `COMMAND`
what is typed to record one, and `SAYS` the sentence about one. Its rank among the acts of one date, with the reason for
it, is its line in `lifecycle.acts.kinds`, its family the module that it stands in.

`objection` asks whether the act is admissible where it stands in the legal order; `apply` lets it take effect, `void`
says what is left of it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from lifecycle.consequences.time_limits import duties
from lifecycle.course.course import Course
from lifecycle.course.documents import Document
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted, Value

_ID = Message("an id of letters, digits, dots and hyphens (such as {such})", such=Quoted("N1"))
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", extra={"sort": "id", "form": _ID})]
"""What is named by an id of its own: a notice, a dispute, an account."""
NewId = Annotated[Id | None, Meta(description="Its id in the agreement; the next number if left out.")]
"""The id of what an act opens."""
NewIdOption = Annotated[
    Id | None, Meta(description="Its id in the agreement; the next number if left out.", extra={"option": "--id"})
]
"""The same where it is typed as an option, `--id`."""
Party = Annotated[str, Meta(min_length=1, max_length=80, extra={"sort": "party"})]
Words = Annotated[str, Meta(max_length=2000, extra={"sort": "text"})]
"""A text in the words of whoever wrote it."""
Name = Annotated[Words, Meta(extra={"sort": "name"})]
Place = Annotated[Words, Meta(extra={"sort": "place"})]
Person = Annotated[Words, Meta(extra={"sort": "person"})]
"""Who somebody is, or how they are reached: personal data, which is sealed (`lifecycle.acts.personal`)."""
Received = Annotated[
    date | None, Meta(description="The day on which the last of the others received it, if not on that of sending.")
]


Through = Annotated[
    date | None, Meta(description="The last day that it still covers, where that is what was agreed on.")
]
Transmitted = Annotated[date | None, Meta(description="The day on which the depositary notified the others of it.")]


_PLACES = re.compile(r"\{(\w+)\}")


class Act(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="act"):
    """Something done to an agreement, on a legal date."""

    on: Annotated[date, Meta(description="The day on which it was done, or sent where it counts from its receipt.")]
    by: Annotated[Party | None, Meta(description="The party that did it, where one did.")] = None
    note: Annotated[Words, Meta(description="A note of the keeper's, kept with the act.")] = ""

    NAME: ClassVar[Message]
    """What tables call an act of this kind: a noun or a participle."""
    SAYS: ClassVar[Message]
    """The sentence about one, of its fields and `agreement`; where that is not enough, `says` is written out."""
    QUOTED: ClassVar[tuple[str, ...]] = ()
    """The fields that stand in it between quotation marks, in the words of whoever wrote them."""
    COMMAND: ClassVar[str] = ""
    """The words by which it is typed, such as `dispute refer`; none for what the register records by itself."""
    EXAMPLE: ClassVar[str] = ""
    """A command line that works on the demonstration register, below those that are needed before it, if any."""
    SEVERAL: ClassVar[bool] = False
    """Whether several parties may do it at once, each for itself."""
    TODAY: ClassVar[bool] = False
    """Whether its day is that of its recording where none is told."""
    OPENS: ClassVar[tuple[str, str] | None] = None
    """The field that holds the id of what it opens, and the letter by which such ids are numbered."""
    CLOSES: ClassVar[str] = ""
    """The field that holds the id of what it closes, where that may be left out: the only one open is meant."""
    KEEPING: ClassVar[bool] = False
    """Whether it is the keeper's own act on the register, which has no place in the legal order."""
    DIRECTORY: ClassVar[bool] = False
    """Whether it is an act of the register's directory of parties, and of no agreement."""
    WEIGHTY: ClassVar[bool] = False
    """Whether it ends an agreement, or what survives it, or corrects the record: four eyes may be asked for (R62)."""

    @property
    def tag(self) -> str:
        """The act's permanent name in the log."""
        return str(self.__struct_config__.tag)

    @property
    def opens(self) -> tuple[str, str] | None:
        """What this very act opens, as `OPENS` says it of its kind."""
        return self.OPENS

    def dated(self) -> date:
        """Give the legal date by which the act takes its place in the order: that of receipt, where it has one.

        Source: VCLT-IO 79(b); only what was received has been notified (R27).
        """
        return getattr(self, "received", None) or self.on

    @property
    def before_others(self) -> str:
        """What places it among acts of its kind and day, before who did it: that is no reason for one to come first."""
        return ""

    def objection(self, course: Course) -> Objection | None:
        """Say why the act is not admissible here, or nothing; a question, which changes nothing."""
        return None

    def void(self, course: Course, objection: Objection) -> None:
        """Note what is left of the act where it met an objection: most have no effect at all."""

    def apply(self, course: Course) -> None:
        """Let the act take effect; it may rely on there being no objection."""

    def take_effect(self, course: Course) -> None:
        """Apply the act, and draw from it which duties it fulfils and which run from it."""
        self.apply(course)
        if course.terms.clauses.duties or course.terms.clauses.registration:
            duties.happened(course, self)

    def says(self, of: str) -> Message:
        """Say in one sentence, in the past tense and with its date, what was done to the agreement of that name."""
        names = _PLACES.findall(self.SAYS.template)
        return self.SAYS.filled({name: of if name == "agreement" else self._told(name) for name in names})

    def _told(self, name: str) -> Value:
        """Give a field as it stands in the sentence; nothing where it was left out."""
        value: Value | None = getattr(self, name)
        if value is None:
            return ""
        return Quoted(value) if name in self.QUOTED else value


class Entry(Struct, frozen=True, gc=False):
    """An act with its position in the log; `irregular` is the reason for recording it in spite of an objection."""

    seq: int
    act: Act
    irregular: str | None = None
    document: Document | None = None
    """What it rests on."""
    sealed: tuple[str, ...] = ()
    """The fields of the act that name people, and are kept apart from it, so that they can be erased."""


def titled(id: str | None, title: str = "") -> Value:
    """Name a thing by its id, with the title that somebody gave it."""
    if not title:
        return id or ""
    return Message("{id} {title}", id=id, title=Quoted(title)) if id else Quoted(title)


NOUNS: Mapping[str, Message] = {
    "account": Message("account"),
    "activity": Message("activity"),
    "amendment": Message("amendment"),
    "consultation": Message("consultation"),
    "declaration": Message("declaration"),
    "dispute": Message("dispute"),
    "information": Message("information"),
    "invitation": Message("invitation"),
    "legal restriction": Message("legal restriction"),
    "meeting": Message("meeting"),
    "notice": Message("notice"),
    "notification": Message("notification"),
    "platform": Message("platform"),
    "request": Message("request"),
    "restriction": Message("restriction"),
    "suspension": Message("suspension"),
}
"""What acts open and close, in the words for it."""


def named(kind: str, id: str | None) -> Message:
    """Name a thing by its kind and its id."""
    return Message("{noun} {id}", noun=NOUNS[kind], id=id or "")
