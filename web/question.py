"""A question that this face answers: where it is asked, by what, and what it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from projections.answers.snapshot import Snapshot
from web import parameters as of
from web.parameters import Given, Parameter


class Question(NamedTuple):
    """A question: its address, its answer, what it takes, what asks it, and the command that gives the same."""

    path: str
    answer: str
    """The name of its schema."""
    says: str
    ask: Callable[[Snapshot, Given], Any]
    typed: Callable[[Given], str]
    takes: tuple[Parameter, ...] = of.AXES
    many: bool = False
    """Whether it is answered by a list."""
    known: bool = True
    """Whether the answer tells how much of the log it knows."""
    further: tuple[str, ...] = ()
    """Forms that only this question has."""

    @property
    def id(self) -> str:
        """What tells it from every other question; two with answers of one kind differ in what their paths name."""
        apart = {"/rules/{number}": "rule_of_number", "/documents": "all_documents"}
        return apart.get(self.path, self.answer)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in its path."""
        return tuple(part[1:-1].partition(":")[0] for part in self.path.split("/") if part.startswith("{"))
