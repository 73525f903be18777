"""A second reading of conditions, as plain as possible: it asks of each day whether it is so by the end of it.

Nothing of the engine is used but its date rules, which have a table of their own. A world is what is on record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import EARLIEST
from lifecycle.terms.conditions.amounts import circle_of
from lifecycle.terms.conditions.facts import OfAnother


class World(Struct, frozen=True, kw_only=True):
    """What is on record, as a condition of the engine asks for it, and as this reading does."""

    signatures: Mapping[str, date] = {}
    consents: Mapping[str, date] = {}
    agreed: Mapping[str, date] = {}
    established: Mapping[str, date] = {}
    lapsed: Mapping[str, date] = {}
    names: Sequence[str] = ()
    groups: Mapping[str, Sequence[str]] = {}
    uncounted: Collection[str] = ()
    weights: Mapping[str, Mapping[date, int]] = {}
    shares: Mapping[str, int] = {}
    fewer: Mapping[int, date] = {}

    def members(self, group: str) -> Sequence[str]:
        circle = circle_of(group)
        if circle is None:
            return self.groups.get(group, (group,))
        return self.those(circle.word, circle.on)

    def those(self, word: str, on: date | None) -> Sequence[str]:
        """Who has signed, consented, or is bound, here from its consent on: by now, or by a day."""
        given = self.signatures if word == "signatories" else self.consents
        return [name for name, day in given.items() if self.counts(name) and (on is None or day <= on)]

    def counts(self, party: str) -> bool:
        return party not in self.uncounted

    def weight(self, party: str, unit: str, day: date) -> Decimal:
        if not unit:
            return Decimal(self.shares.get(party, 0))
        dated = self.weights.get(party, {})
        return Decimal(dated[max(known)]) if (known := [on for on in dated if on <= day]) else Decimal(0)

    def weighed(self, unit: str) -> Collection[date]:
        return {day for dated in self.weights.values() for day in dated}

    def keeps(self, agreement: str) -> bool:
        return False

    def came(self, asked: OfAnother) -> date | None:
        return self.established.get(asked.fact)

    def fewer_since(self, number: int) -> date | None:
        return self.fewer.get(number)

    def counted(self, rule: DateRule, day: date) -> date | None:
        return rule.after(day)


def day_of(data: Any, world: World, window: tuple[date, date]) -> date | None:
    """Give the day on which a condition is met, by looking at each day of a window."""
    if isinstance(data, list):
        data = {"all_of": data}
    (kind,) = (name for name in data if name not in ("then", "by"))
    day = _node(kind, data[kind], world, window)
    if day is None or ("by" in data and day > date.fromisoformat(data["by"])):
        return None
    return DateRule.from_plain(data["then"]).after(day) if "then" in data else day


def _node(kind: str, asked: Any, world: World, window: tuple[date, date]) -> date | None:
    if kind in ("signed", "consented", "agreed"):
        given = {"signed": world.signatures, "consented": world.consents, "agreed": world.agreed}[kind]
        days = (window[0] + timedelta(days=n) for n in range((window[1] - window[0]).days + 1))
        return next((day for day in days if _enough(asked, given, world, day)), None)
    if kind == "fact":
        return world.established.get(asked)
    if kind == "agreement":
        whose = f" for {asked['of']}" if asked.get("of") else ""
        return world.established.get(f"{asked['name']} {asked['is']}{whose}")
    if kind == "not_while":
        return None if asked in world.established else world.lapsed.get(asked, EARLIEST)
    if kind == "parties_below":
        return world.fewer.get(int(asked))
    if kind == "date":
        return date.fromisoformat(asked)
    parts = [day_of(part, world, window) for part in asked]
    known = [day for day in parts if day is not None]
    if kind in ("all_of", "latest_of"):
        return max(known) if len(known) == len(parts) else None
    return min(known, default=None)


def _enough(asked: Any, given: Mapping[str, date], world: World, day: date) -> bool:
    """Say whether by the end of a day enough have acted, and weigh enough on it."""
    told: dict[str, Any] = {"of": asked} if isinstance(asked, list) else {} if asked == "all" else {"at_least": asked}
    told = asked if isinstance(asked, dict) else told
    of, least = told.get("of"), str(told.get("at_least", ""))
    circle = circle_of(of) if isinstance(of, str) else None
    if circle and circle.on and day < circle.on:
        return False
    named = of if isinstance(of, list) else list(world.members(of)) if of else None
    out = {name for group in told.get("except", ()) for name in world.members(group)}
    pool = [name for name in (named or filter(world.counts, world.names)) if name not in out]
    free = not named and not _of_all(told)
    acted = {name for name, on in given.items() if on <= day}
    there = acted & {name for name in given if world.counts(name) and name not in out} if free else acted & set(pool)
    if "/" in least:
        needed = -(-Fraction(least) * len(pool) // 1)
    else:
        needed = int(least) if least else 1 if {"share", "weight"} & told.keys() else len(pool)
    return (
        len(there) >= max(1, needed)
        and all(name in acted for name in told.get("including", ()))
        and ("share" not in told or sum(world.weight(name, "", day) for name in there) >= _number(told["share"]))
        and ("weight" not in told or _weigh(told["weight"], there, world, day, out))
    )


def _of_all(told: Mapping[str, Any]) -> bool:
    """Say whether it is all that count of which it asks, or a fraction of them: then nobody else's act is any."""
    number = told.get("at_least")
    return "/" in str(number or "") if number else not {"share", "weight"} & told.keys()


def _weigh(asked: Mapping[str, Any], there: Collection[str], world: World, day: date, out: Collection[str]) -> bool:
    together = sum(world.weight(name, asked["of"], day) for name in there)
    if not together:
        return False
    if "%" not in str(asked["at_least"]):
        return together >= Decimal(str(asked["at_least"]))
    everybody = [name for name in world.names if world.counts(name) and name not in out]
    return together * 100 >= _number(asked["at_least"]) * sum(world.weight(n, asked["of"], day) for n in everybody)


def _number(text: Any) -> Decimal:
    return Decimal(str(text).removesuffix("%").strip())
