"""Mistakes within conditions, and which types have mistakes within them: each at its part, however deep.

To add a type: a function that lists its mistakes, and its line in `OWN` with a sample that can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from lifecycle.calendar.date_rules import DateRule
from lifecycle.codec import built
from lifecycle.errors import Problem
from lifecycle.messages import Message
from lifecycle.suggestions import nearest
from lifecycle.terms.conditions.condition import CONDITIONS, Condition
from lifecycle.terms.languages import Title, Wording
from lifecycle.terms.shapes.steps import Mistakes, of_rule, wrong, wrong_parts
from lifecycle.terms.shapes.words import expected, unknown

JOINING = ("all_of", "latest_of", "any_of", "earliest_of")
"""Kinds of conditions that hold a list of others."""
BESIDE = ("then", "by")
"""What may stand beside the kind of a condition."""
_KNOWN = (*CONDITIONS, *BESIDE)


def of_condition(data: Any, place: str) -> Mistakes:
    """List the mistakes of a condition, and of those that it joins."""
    if isinstance(data, list) and data:
        yield from _joined(data, place)
    elif not isinstance(data, Mapping):
        yield from wrong_parts(Condition.from_plain, data, place)
    else:
        yield from _kinds(data, place)
        for name, value in data.items():
            yield from _part(meant(name), value, f"{place}.{name}")


def meant(name: str) -> str:
    """Give the kind of condition that a word is likely to mean."""
    return name if name in _KNOWN else str(next(iter(nearest(name, _KNOWN)), name))


def _kinds(data: Mapping[str, Any], place: str) -> Mistakes:
    """Find that it has no kind, or several, or one that is not known; with the nearest that is."""
    kinds = [name for name in data if name not in BESIDE]
    strange = [name for name in kinds if name not in CONDITIONS]
    for name in strange:
        if nearest(name, _KNOWN):
            yield Problem(place=f"{place}.{name}", says=unknown(Message("there is no such condition"), name, _KNOWN))
    if len(kinds) != 1 or any(not nearest(name, _KNOWN) for name in strange):
        whole = wrong(Condition.from_plain, dict.fromkeys(kinds), place)
        yield from [whole] if whole else []


def _part(name: str, value: Any, place: str) -> Mistakes:
    if name == "then":
        yield from of_rule(value, place)
    elif name == "by":
        yield from wrong_parts(lambda day: Condition.from_plain({"signed": "all", "by": day}), value, place)
    elif name in JOINING and isinstance(value, list) and value:
        yield from _joined(value, place)
    elif name in CONDITIONS:
        texts = list(_texts(name, value, place))
        yield from texts
        places = [text.place for text in texts]
        yield from (one for one in wrong_parts(CONDITIONS[name].build, value, place) if one.place not in places)


def _texts(name: str, value: Any, place: str) -> Mistakes:
    """Find what stands where a text does: a fact, a party or group that acts, each of several."""
    if name in ("fact", "not_while"):
        named: Any = value
    else:
        named = value.get("of", "") if isinstance(value, Mapping) else value
        place = f"{place}.of" if isinstance(value, Mapping) else place
    listed = enumerate(named) if isinstance(named, list) else ()
    yield from (_no_text(one, f"{place}[{at}]") for at, one in listed if not isinstance(one, str))
    if isinstance(named, Mapping) or named is None or (isinstance(named, list) and name in ("fact", "not_while")):
        yield _no_text(named, place)


def _no_text(data: Any, place: str) -> Problem:
    return Problem(place=place, says=expected(Message("a text"), data))


def _joined(parts: list[Any], place: str) -> Mistakes:
    for at, part in enumerate(parts):
        yield from of_condition(part, f"{place}[{at}]")


Renamed = dict[tuple[str, str], str]
"""By the place of a group and a field that it has, the word that stands in the file instead of it."""


def mended(data: Any, place: str, renamed: Renamed) -> Any:
    """Give a condition with one that asks for nothing in the place of each part that cannot be read."""
    if wrong(Condition.from_plain, data, place) is None:
        return data
    if isinstance(data, list):
        return [mended(part, f"{place}[{at}]", renamed) for at, part in enumerate(data)] or _NOTHING
    if not isinstance(data, Mapping):
        return _NOTHING
    for name, value in data.items():
        kind = meant(name)
        if kind in JOINING and isinstance(value, list) and value:
            renamed[place, kind] = name
            return {kind: [mended(part, f"{place}.{name}[{at}]", renamed) for at, part in enumerate(value)]}
        if kind in CONDITIONS and (left := _left(CONDITIONS[kind].build, value)) is not None:
            renamed[place, kind] = name
            return {kind: left}
    return _NOTHING


def _left(build: Callable[[Any], object], data: Any) -> Any:
    """Give what can be built of data: all, or those fields of a group that are right by themselves."""
    if isinstance(data, Mapping):
        data = {name: value for name, value in data.items() if wrong(build, {name: value}, "") is None}
    return None if wrong(build, data, "") else data


_NOTHING = {"date": "2000-01-01"}


class Own(NamedTuple):
    """What lists the mistakes of a type, gives what can be read of it, and a sample of it in plain data."""

    mistakes: Callable[[Any, str], Iterable[Problem]]
    mended: Callable[[Any, str, Renamed], Any]
    sample: Any


OWN: Mapping[type, Own] = {
    Condition: Own(of_condition, mended, {"signed": "all"}),
    Title: Own(lambda data, place: wrong_parts(Title, data, place), lambda data, place, renamed: "…", "…"),
    Wording: Own(lambda data, place: wrong_parts(Wording, data, place), lambda data, place, renamed: "…", "…"),
    DateRule: Own(of_rule, lambda data, place, renamed: "6 months", "6 months"),
}


def sample(kind: type) -> Any:
    """Give a value of a type of our own that can stand in the place of what cannot be read."""
    return built(kind, OWN[kind].sample) if kind in OWN else None
