"""The steps of an explanation, numbered as they are added, each with its article, its act and its rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from lifecycle.course.machine import State
from lifecycle.course.periods import Period, Reason
from lifecycle.messages import Message, Value


class Line(Struct, frozen=True, kw_only=True):
    """One step: what is so, the article or standard it rests on, and the act on record."""

    n: int
    says: Message
    source: Message
    seq: int | None = None
    article: str = ""
    rule: str = ""
    """Number of the rule in the law, such as `R29`."""
    state: State | None = None
    """The state whose period the step explains."""
    start: date | None = None
    """The first day of that period."""
    agreement: str = ""
    """The other agreement that the act and the article are of; empty where they are this one's own."""


class Steps:
    """The steps of one explanation so far."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.about: Period | None = None
        self._told: set[Reason | int | tuple[str, int]] = set()
        """The reasons, and the acts, of the steps so far."""

    def add(
        self,
        says: Message,
        *sources: Value,
        seq: int | None = None,
        article: str = "",
        rule: str = "",
        agreement: str = "",
    ) -> None:
        """Add a step."""
        self._told |= {seq} if seq else set()
        self.lines.append(
            Line(
                n=len(self.lines) + 1,
                says=says,
                source=_together(dict.fromkeys(one for one in (_article(article, agreement), *sources, rule) if one)),
                seq=seq,
                article=article,
                rule=rule,
                state=self.about.state if self.about else None,
                start=self.about.start if self.about else None,
                agreement=agreement,
            )
        )


def numbered(seq: int) -> Message:
    """Name an act by its number."""
    return Message("#{seq}", seq=seq)


def _article(article: str, agreement: str) -> Value:
    if agreement and article[:1].isdigit():
        return Message("Art. {number} of {agreement}", number=article, agreement=agreement)
    return Message("Art. {number}", number=article) if article[:1].isdigit() else article


def _together(sources: Iterable[Value]) -> Message:
    """Set sources beside each other."""
    first, *others = list(sources) or [""]
    told = Message("{source}", source=first)
    for further in others:
        told = Message("{sources} · {further}", sources=told, further=further)
    return told
