"""What every act is: a frozen value with a legal date, that may be objected to and that changes the facts.

`objection` asks whether the act is admissible where it stands in the legal order; `apply` lets it take effect, `void`
says what is left of it otherwise. Tags and field names are storage: they never change meaning (ADR 0004).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from lifecycle.course.course import Course
from lifecycle.errors import Objection

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Party = Annotated[str, Meta(min_length=1, max_length=80)]
Words = Annotated[str, Meta(max_length=2000)]


class Act(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="act"):
    """Something done to an agreement, on a legal date."""

    on: date
    by: Party | None = None
    note: Words = ""

    OPENS: ClassVar[tuple[str, str] | None] = None
    """The field that holds the id of what it opens, and the letter by which such ids are numbered."""
    KEEPING: ClassVar[bool] = False
    """Whether it is the keeper's own act on the register, which has no place in the legal order."""
    CLOSES: ClassVar[tuple[str, str] | None] = None
    """The field that holds the id of what it closes, and the noun for it."""

    @property
    def tag(self) -> str:
        """The act's permanent name in the log."""
        return str(self.__struct_config__.tag)

    def dated(self) -> date:
        """Give the legal date by which the act takes its place in the order."""
        return self.on

    def objection(self, course: Course) -> Objection | None:
        """Say why the act is not admissible here, or nothing; a question, which changes nothing."""
        return None

    def void(self, course: Course, objection: Objection) -> None:
        """Note what is left of the act where it met an objection: most have no effect at all."""

    def apply(self, course: Course) -> None:
        """Let the act take effect; it may rely on there being no objection."""

    def says(self) -> str:
        """Say the act in a few words, its date left out."""
        raise NotImplementedError


class Entry(Struct, frozen=True, gc=False):
    """An act with its position in the log; `irregular` is the reason for recording it in spite of an objection."""

    seq: int
    act: Act
    irregular: str | None = None
