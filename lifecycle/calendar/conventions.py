"""Conventions: what texts leave open, each with its default, its admissible readings and its source.

An agreement sets a convention in its terms, by a profile or by name; otherwise the default holds and the answer says
that it rests on it.

To add one: a line in `CONVENTIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Convention(msgspec.Struct, frozen=True):
    """A question that texts leave open."""

    default: str
    admissible: tuple[str, ...]
    source: str
    says: str


CONVENTIONS: Mapping[str, Convention] = {
    "notice_counts_from": Convention(
        "receipt",
        ("receipt", "sending"),
        "VCLT-IO 79(b)",
        "a notice counts from its receipt",
    ),
    "effect_boundary": Convention(
        "same day",
        ("same day", "next day"),
        "R24",
        "a period of months takes effect on the corresponding date, not on the day after",
    ),
    "suspension_stops_notice": Convention(
        "no",
        ("no", "yes"),
        "VCLT-IO 72",
        "a notice keeps running during a suspension",
    ),
    "settlement_lifts_suspension": Convention(
        "no",
        ("no", "yes"),
        "VCLT-IO 72",
        "settling a dispute does not by itself lift a suspension",
    ),
    "confirmation_relates_back": Convention(
        "no",
        ("no", "yes"),
        "VCLT-IO 8",
        "a confirmed signature counts from its confirmation",
    ),
    "deadline_on_day_off": Convention(
        "stays",
        ("stays", "next working day"),
        "ETS 76, 5",
        "a deadline for an act does not move off a weekend",
    ),
    "general_practice": Convention(
        "admissible",
        ("admissible", "inadmissible"),
        "VCLT-IO 31(3)(b)",
        "co-operation that the text does not provide for is admissible where general practice allows it",
    ),
}

PROFILES: Mapping[str, Mapping[str, str]] = {
    "un": {"notice_counts_from": "receipt", "effect_boundary": "same day"},
    "icsid": {"notice_counts_from": "receipt", "effect_boundary": "next day"},
    "ets76": {"effect_boundary": "same day", "deadline_on_day_off": "next working day"},
}


class Assumption(msgspec.Struct, frozen=True):
    """A default on which an answer rests because the terms are silent."""

    convention: str
    value: str
    source: str


class Conventions:
    """The conventions of one agreement: what its terms set, by name before profile, else the default."""

    __slots__ = ("_set",)

    def __init__(self, stated: Mapping[str, str], profile: str | None = None) -> None:
        self._set = {**PROFILES.get(profile or "", {}), **stated}

    def __getitem__(self, name: str) -> str:
        return self._set.get(name) or CONVENTIONS[name].default

    def otherwise(self, name: str, value: str) -> Conventions:
        """Give the conventions with one question answered otherwise, if the terms leave it open."""
        return self if name in self._set else Conventions({**self._set, name: value})

    def assumes(self, name: str) -> Assumption | None:
        """Give the assumption behind a convention, or nothing where the terms set it."""
        if name in self._set:
            return None
        return Assumption(name, CONVENTIONS[name].default, CONVENTIONS[name].source)

    def others(self, name: str) -> tuple[str, ...]:
        """Give the other admissible readings of a convention that the terms leave open."""
        if name in self._set:
            return ()
        known = CONVENTIONS[name]
        return tuple(value for value in known.admissible if value != known.default)


def check(stated: Mapping[str, str], profile: str | None) -> str | None:
    """Say what is wrong with conventions as stated, or nothing."""
    if profile is not None and profile not in PROFILES:
        return f"unknown profile {profile!r}; known are {', '.join(PROFILES)}"
    for name, value in stated.items():
        if name not in CONVENTIONS:
            return f"unknown convention {name!r}; known are {', '.join(CONVENTIONS)}"
        if value not in CONVENTIONS[name].admissible:
            return f"{name} is {' or '.join(CONVENTIONS[name].admissible)}, not {value!r}"
    return None
