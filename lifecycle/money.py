"""Amounts of money: an exact decimal and a currency code of ISO 4217.

A code is three capital letters, not looked up in a list: lists hold the codes of today, while an account of 1999 may
be in one that was withdrawn since (ATS, DEM), and what was once stored must load for ever.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lifecycle.messages import Message

_AMOUNT = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,4})?) ([A-Z]{3})", re.ASCII)


class Money:
    """An amount such as `1200.00 EUR`, never a float."""

    __slots__ = ("amount", "currency")

    def __init__(self, amount: Decimal, currency: str) -> None:
        self.amount, self.currency = amount, currency

    @classmethod
    def from_plain(cls, data: Any) -> Money:
        """Read `1200.00 EUR`; raises `ValueError`."""
        found = _AMOUNT.fullmatch(data) if isinstance(data, str) else None
        if found is None or Decimal(found[1]) == 0:
            raise ValueError(f"{data!r} is not an amount: write it as 1200.00 EUR, above zero")
        return cls(Decimal(found[1]), found[2])

    def to_plain(self) -> str:
        """Write the amount as it was read."""
        return str(self)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Describe an amount to editors."""
        return {"type": "string", "pattern": f"^{_AMOUNT.pattern}$", "examples": ["1200.00 EUR"]}

    @property
    def message(self) -> Message:
        """The amount as it is said: the number as a language writes it, and the code."""
        return Message("{amount} {currency}", amount=self.amount, currency=self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def __repr__(self) -> str:
        return f"Money({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and (self.amount, self.currency) == (other.amount, other.currency)

    def __hash__(self) -> int:
        return hash((self.amount, self.currency))
