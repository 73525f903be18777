"""The keeper's own acts: corrections of entries, strikes, rectification of the text, certificates.

Source: VCLT-IO 80 (R54). A clerical correction and a strike concern the register's own entries and change answers from
their recording on; a rectification replaces the text from the beginning. None touches a stored byte, and each can be
corrected or struck in its turn. `lifecycle.acts.corrections` is where they act, before the fold.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Party, Words
from lifecycle.calendar.days import words
from lifecycle.course.course import Course
from lifecycle.terms.text import Terms

Seq = Annotated[int, Meta(ge=1)]
Reason = Annotated[str, Meta(min_length=1, max_length=2000)]


class KeepersAct(Act, frozen=True, kw_only=True):
    """An act of the keeper on the register; `on` is the day of the entry and has no place in the legal order."""

    KEEPING: ClassVar[bool] = True

    def apply(self, course: Course) -> None:
        """Change nothing along the fold: what it does is done before."""


class Corrected(KeepersAct, frozen=True, kw_only=True, tag="corrected"):
    """A clerical correction of an entry: fields of the act as they should have been entered."""

    target: Seq
    set: dict[str, str]
    reason: Reason

    def says(self) -> str:
        """Say the act."""
        return f"correction of #{self.target}"


class Struck(KeepersAct, frozen=True, kw_only=True, tag="struck"):
    """An entry made by mistake is struck; it stays in the log with the reason."""

    target: Seq
    reason: Reason

    def says(self) -> str:
        """Say the act."""
        return f"strike of #{self.target}"


class Certified(KeepersAct, frozen=True, kw_only=True, tag="certified"):
    """An answer was given out: for which day, as known when, to whom, and its digest."""

    as_of: date
    known_at: Seq
    digest: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    state: Words
    to: Words = ""
    certificate: Id | None = None
    OPENS = ("certificate", "K")

    def says(self) -> str:
        """Say the act."""
        return f"certificate {self.certificate} of the status on {words(self.as_of)}"


class RectificationProposed(KeepersAct, frozen=True, kw_only=True, tag="rectification_proposed"):
    """A correction of the text is proposed, with the time-limit for objections (VCLT-IO 80(2))."""

    terms: Terms
    objections_by: date
    reason: Reason
    rectification: Id | None = None
    OPENS = ("rectification", "R")

    def says(self) -> str:
        """Say the act."""
        return f"rectification {self.rectification} proposed"


class RectificationObjected(KeepersAct, frozen=True, kw_only=True, tag="rectification_objected"):
    """A party objects to a proposed correction of the text."""

    by: Party
    rectification: Id

    def says(self) -> str:
        """Say the act."""
        return f"objection of {self.by} to rectification {self.rectification}"


class Rectified(KeepersAct, frozen=True, kw_only=True, tag="rectified"):
    """The procès-verbal of rectification: the corrected text replaces the defective one from the beginning."""

    rectification: Id

    def says(self) -> str:
        """Say the act."""
        return f"procès-verbal of rectification {self.rectification}"
