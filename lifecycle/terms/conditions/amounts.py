"""How much a condition asks for, and of which circle of parties: a number, a fraction, a sum in a unit.

Source: VCLT-IO 24 (R8).

To add a circle of parties: its line in `CIRCLES`, and who is in it in the course.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from lifecycle.calendar.days import parse_date
from lifecycle.messages import Either, Message, Quoted

if TYPE_CHECKING:
    from fractions import Fraction


class Sum(NamedTuple):
    """What those that act must have together: an amount of a unit, or a percentage of what all have of it."""

    unit: str
    """Nothing where it is the share that the terms give each party in per cent."""
    amount: Decimal
    of_all: bool = False

    def says(self, who: object) -> Message:
        """Say who has so much."""
        if self.of_all:
            return Message(
                "{who} with {share} per cent of {unit} in all", who=who, share=self.amount, unit=Quoted(self.unit)
            )
        if self.unit:
            return Message("{who} with {amount} {unit} in all", who=who, amount=self.amount, unit=Quoted(self.unit))
        return Message("{who} with {share} per cent in all", who=who, share=self.amount)


_FORMS = Either(map(Quoted, ("all", "6", "[A, B]", "{at_least: 6, of: ASEAN}")))


def read_count(data: Any) -> int:
    """Read how many must act; raises `ValueError`."""
    try:
        count = int(data)
    except (TypeError, ValueError):
        raise ValueError(
            Message("{data} is not who must act: write {forms}", data=Quoted(data), forms=_FORMS)
        ) from None
    if count < 1:
        raise ValueError(Message("at least {n} is no condition", n=count))
    return count


def read_fraction(data: Any) -> Fraction:
    """Read a fraction of those that count, such as `2/3`; raises `ValueError`."""
    from fractions import Fraction  # which few texts ask for

    try:
        found = Fraction(str(data).replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found <= 1:
        raise ValueError(Message("{data} is not a fraction such as {form}", data=Quoted(data), form=Quoted("2/3")))
    return found


def read_share(data: Any) -> Sum:
    """Read a share in per cent; raises `ValueError`."""
    return Sum("", _percent(data))


def read_weight(data: Any) -> Sum:
    """Read a unit and what is needed of it: an amount, or a percentage of the weight of all; raises `ValueError`."""
    form = Quoted("{of: tonnage, at_least: 50 %}")
    wrong = ValueError(Message("{data} is not a weight such as {form}", data=Quoted(data), form=form))
    if not isinstance(data, Mapping) or set(data) != {"of", "at_least"}:
        raise wrong
    text = str(data["at_least"])
    if "%" in text:
        return Sum(str(data["of"]), _percent(text), of_all=True)
    try:
        return Sum(str(data["of"]), Decimal(text))
    except InvalidOperation:
        raise wrong from None


def _percent(data: Any) -> Decimal:
    try:
        share = Decimal(str(data).removesuffix("%").strip())
    except InvalidOperation:
        raise ValueError(
            Message("{data} is not a share such as {form}", data=Quoted(data), form=Quoted("55 %"))
        ) from None
    if not 0 < share <= 100:
        raise ValueError(Message("a share lies above 0 and up to 100 per cent, not {share}", share=share))
    return share


PROPOSAL = "the proposal"
"""The day on which that was proposed which is to be agreed."""
CIRCLES: Mapping[str, tuple[Message, Callable[[date], Message], Message]] = {
    "signatories": (
        Message("those that have signed"),
        lambda day: Message("those that had signed by {day}", day=day),
        Message("those that had signed by the day of the proposal"),
    ),
    "contracting": (
        Message("those that have consented to be bound"),
        lambda day: Message("those that had consented to be bound by {day}", day=day),
        Message("those that had consented to be bound by the day of the proposal"),
    ),
    "parties": (
        Message("those that are bound"),
        lambda day: Message("those that were bound on {day}", day=day),
        Message("those that were bound on the day of the proposal"),
    ),
}
"""Words for those that have signed, consented, or are bound: by now, on a day, on that of the proposal."""
_CIRCLE = re.compile(rf"({'|'.join(CIRCLES)})(?: on ({PROPOSAL}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}))?")


class Circle(Struct, frozen=True):
    """Those that have signed, consented or are bound: by now, or as they were on a day."""

    word: str
    on: date | None = None
    proposed: bool = False
    """Whether as they were on the day of the proposal."""

    @property
    def message(self) -> Message:
        """Who they are."""
        now, then, proposed = CIRCLES[self.word]
        if self.proposed:
            return proposed
        return then(self.on) if self.on else now


def circle_of(text: str) -> Circle | None:
    """Read a circle of parties, such as `parties on 2010-01-01`; nothing where the text is none."""
    found = _CIRCLE.fullmatch(text)
    if found is None:
        return None
    day = found[2]
    return Circle(found[1], parse_date(day) if day and day != PROPOSAL else None, day == PROPOSAL)
