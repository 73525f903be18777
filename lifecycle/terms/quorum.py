"""Whose acts a condition counts: all, at least so many, named parties, a group, or a share in per cent.

Source: VCLT-IO 24 (R8 to R10). What may be asked of an agreement's facts stands beside it, for a count asks first.

To add a way to count: a field in `Who`, what it means for `reached` and `lacking`, and its line in `_WHO` of
`lifecycle.terms.conditions`, which tells editors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from lifecycle.calendar.date_rules import DateRule


class Facts(Protocol):
    """What a condition may ask about: dates by party, dates by fact, and who the parties are."""

    @property
    def signatures(self) -> Mapping[str, date]:
        """Dates of signature by party."""

    @property
    def consents(self) -> Mapping[str, date]:
        """Dates on which consent to be bound was established, by party."""

    @property
    def established(self) -> Mapping[str, date]:
        """Dates of the facts on record, by name."""

    @property
    def lapsed(self) -> Mapping[str, date]:
        """Dates on which facts that were on record ended, by name."""

    @property
    def names(self) -> Sequence[str]:
        """Parties that the terms name."""

    def members(self, group: str) -> Sequence[str]:
        """Give the parties of a group of the terms."""

    def share(self, party: str) -> Decimal:
        """Give a party's share, in per cent."""

    def counted(self, rule: DateRule, day: date) -> date | None:
        """Give the date to which a rule leads from a day, by the agreement's conventions."""


class Who:
    """Whose acts are counted: all, at least so many, named parties, a group, or a share in per cent."""

    def __init__(self, data: Any) -> None:
        self.named: tuple[str, ...] = ()
        self.group, self.share, self.count = "", Decimal(0), 0
        if data == "all":
            return
        if isinstance(data, list):
            self.named = tuple(map(str, data))
        elif isinstance(data, Mapping):
            self._from_mapping(data)
        else:
            self.count = _count(data)

    def _from_mapping(self, data: Mapping[str, Any]) -> None:
        unknown = set(data) - {"at_least", "of", "share", "including"}
        if unknown or not data:
            raise ValueError(
                f"unknown field {', '.join(sorted(unknown)) or '(none)'}; known are at_least, of, share, including"
            )
        if "at_least" in data:
            self.count = _count(data["at_least"])
        if "share" in data:
            self.share = _percent(data["share"])
        of = data.get("of", "")
        if isinstance(of, list):
            self.named = tuple(map(str, of))
        else:
            self.group = str(of)
        self.including = tuple(map(str, data.get("including", ())))

    including: tuple[str, ...] = ()

    def __str__(self) -> str:
        those = _listed(self.named) or (f"the group {self.group}" if self.group else "")
        if self.count:
            who = f"at least {self.count} of {those}" if those else _parties(self.count)
        else:
            who = those or ("" if self.share else "all parties")
        if self.share:
            who = f"{who} with {self.share} per cent" if who else f"parties with {self.share} per cent"
        return f"{who}, including {_listed(self.including)}" if self.including else who

    def pool(self, facts: Facts) -> Sequence[str] | None:
        """Give the parties that count, or nothing where any party does."""
        if self.named:
            return self.named
        if self.group:
            return facts.members(self.group)
        return None if self.count or self.share else facts.names

    def reached(self, dates: Mapping[str, date], facts: Facts) -> date | None:
        """Give the first day on which enough of them have acted."""
        pool = self.pool(facts)
        acted = sorted((dates[name], name) for name in (dates if pool is None else pool) if name in dates)
        needed = self.count or (len(pool) if pool is not None and not self.share else 0)
        if len(acted) < needed or any(name not in dates for name in self.including) or not (acted or needed):
            return None
        days = [dates[name] for name in self.including]
        if needed:
            days.append(acted[needed - 1][0])
        if self.share:
            total = Decimal(0)
            for day, name in acted:
                total += facts.share(name)
                if total >= self.share:
                    days.append(day)
                    break
            else:
                return None
        return max(days) if days else None

    def lacking(self, dates: Mapping[str, date], facts: Facts) -> tuple[list[str], int]:
        """Give the named parties that have not acted, and how many more of any are needed."""
        pool = self.pool(facts)
        if pool is not None and not self.count:
            return [name for name in pool if name not in dates], 0
        acted = sum(1 for name in dates if pool is None or name in pool)
        return [name for name in self.including if name not in dates], max(0, self.count - acted)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _parties(count: int) -> str:
    return "a first party" if count == 1 else f"{count} parties"


def _count(data: Any) -> int:
    try:
        count = int(data)
    except (TypeError, ValueError):
        raise ValueError(
            f"{data!r} is not who must act: write all, a number, a list of parties, or {{at_least, of}}"
        ) from None
    if count < 1:
        raise ValueError(f"at least {count} is no condition")
    return count


def _percent(data: Any) -> Decimal:
    try:
        share = Decimal(str(data).removesuffix("%").strip())
    except InvalidOperation:
        raise ValueError(f"{data!r} is not a share such as 55 %") from None
    if not 0 < share <= 100:
        raise ValueError(f"a share lies above 0 and up to 100 per cent, not {data}")
    return share
