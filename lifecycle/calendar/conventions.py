"""Conventions: what texts leave open, each with its default, its admissible readings and its source.

An agreement sets a convention in its terms, by a profile or by name; otherwise the default holds and the answer says
that it rests on it.

To add one: a line in `CONVENTIONS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from lifecycle.messages import Either, Message, Quoted, Row
from lifecycle.suggestions import suggesting


class Convention(msgspec.Struct, frozen=True):
    """A question that texts leave open, and what each admissible reading of it says."""

    default: str
    source: str
    readings: Mapping[str, Message]
    earlier: str = ""
    """The default for terms that were drafted when nobody had asked yet, if it was another."""

    @property
    def admissible(self) -> tuple[str, ...]:
        """The values that terms may give it."""
        return tuple(self.readings)

    @property
    def says(self) -> Message:
        """What holds by default."""
        return self.readings[self.default]


CONVENTIONS: Mapping[str, Convention] = {
    "notice_counts_from": Convention(
        "receipt",
        "VCLT-IO 79(b)",
        {
            "receipt": Message("a notice counts from its receipt"),
            "sending": Message("a notice counts from its sending"),
        },
    ),
    "effect_boundary": Convention(
        "same day",
        "R24",
        {
            "same day": Message("a period of months takes effect on the corresponding date, not on the day after"),
            "next day": Message("a period of months takes effect on the day after the corresponding date"),
        },
    ),
    "until_includes_its_day": Convention(
        "yes",
        "R25",
        {
            "yes": Message("a term until a day includes that day"),
            "no": Message("a term until a day ends before that day begins"),
        },
        earlier="no",
    ),
    "suspension_stops_notice": Convention(
        "no",
        "VCLT-IO 72",
        {
            "no": Message("a notice keeps running during a suspension"),
            "yes": Message("a notice stands still during a suspension"),
        },
    ),
    "settlement_lifts_suspension": Convention(
        "no",
        "VCLT-IO 72",
        {
            "no": Message("settling a dispute does not by itself lift a suspension"),
            "yes": Message("settling a dispute lifts the suspensions that rest on it"),
        },
    ),
    "confirmation_relates_back": Convention(
        "no",
        "VCLT-IO 8",
        {
            "no": Message("a confirmed signature counts from its confirmation"),
            "yes": Message("a confirmed signature counts from the day on which it was given"),
        },
    ),
    "deadline_on_day_off": Convention(
        "stays",
        "ETS 76, 5",
        {
            "stays": Message("a deadline for an act does not move off a weekend"),
            "next working day": Message("a deadline for an act that falls on a day off moves to the next working day"),
        },
    ),
    "days_off": Convention(
        "weekends",
        "ETS 76, 5",
        {
            "weekends": Message("only weekends are days off: the terms list no official holidays"),
            "as listed": Message("weekends and the official holidays that the terms list are days off"),
        },
    ),
    "partial_date": Convention(
        "first day",
        "R66",
        {
            "first day": Message("what a list dates by a month or a year alone began on its first day"),
            "last day": Message("what a list dates by a month or a year alone began on its last day"),
        },
    ),
    "general_practice": Convention(
        "admissible",
        "VCLT-IO 31(3)(b)",
        {
            "admissible": Message(
                "co-operation that the text does not provide for is admissible where general practice allows it"
            ),
            "inadmissible": Message("co-operation that the text does not provide for is inadmissible"),
        },
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

    __slots__ = ("_earlier", "_set")

    def __init__(self, stated: Mapping[str, str], profile: str | None = None, *, earlier: bool = False) -> None:
        self._set = {**PROFILES.get(profile or "", {}), **stated}
        self._earlier = earlier

    def __getitem__(self, name: str) -> str:
        return self._set.get(name) or self._default(name)

    def _default(self, name: str) -> str:
        known = CONVENTIONS[name]
        return (self._earlier and known.earlier) or known.default

    def otherwise(self, name: str, value: str) -> Conventions:
        """Give the conventions with one question answered otherwise, if the terms leave it open."""
        return self if name in self._set else Conventions({**self._set, name: value}, earlier=self._earlier)

    def assumes(self, name: str) -> Assumption | None:
        """Give the assumption behind a convention, or nothing where the terms set it."""
        if name in self._set:
            return None
        return Assumption(name, self._default(name), CONVENTIONS[name].source)

    def others(self, name: str) -> tuple[str, ...]:
        """Give the other admissible readings of a convention that the terms leave open."""
        if name in self._set:
            return ()
        return tuple(value for value in CONVENTIONS[name].admissible if value != self._default(name))


def check(stated: Mapping[str, str], profile: str | None) -> Iterator[tuple[str, Message]]:
    """Say what is wrong with a profile, and with each convention as stated, by its name."""
    if profile is not None and profile not in PROFILES:
        names = Row(map(Quoted, PROFILES))
        says = Message("there is no profile {name}; known are {known}", name=Quoted(profile), known=names)
        yield "profile", Message("{says}", says=suggesting(says, profile, PROFILES))
    for name, value in stated.items():
        if name not in CONVENTIONS:
            names = Row(map(Quoted, CONVENTIONS))
            says = Message("there is no convention {name}; known are {known}", name=Quoted(name), known=names)
            yield f"conventions.{name}", Message("{says}", says=suggesting(says, name, CONVENTIONS))
        elif value not in CONVENTIONS[name].admissible:
            readings = Either(map(Quoted, CONVENTIONS[name].admissible))
            says = Message(
                "{name} is {readings}, not {value}", name=Quoted(name), readings=readings, value=Quoted(value)
            )
            yield f"conventions.{name}", says
