"""How much a condition asks for, as plain data has it: a number, a fraction, or a sum in a unit.

Source: VCLT-IO 24 (R8).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple

from lifecycle.messages import Either, Message, Quoted


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
