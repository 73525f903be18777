"""Whom an act means that names a party by its name: on record stands the key that the terms give it.

A name that no party of the agreement has stays as it is: it is another's, and the law says whether it may act (R9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act
from lifecycle.errors import InvalidInput, Problem
from lifecycle.fold.directory import NOTHING, Directory
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.naming import party_named


def with_keys(timeline: Timeline, act: Act, entered: Callable[[], Directory] = lambda: NOTHING) -> Act:
    """Put the keys of parties in the place of their names; raises `InvalidInput` for a name that several have.

    The directory is asked only where the agreement itself has no party of a name.
    """
    values = {field: getattr(act, field) for field in party_fields(type(act))}
    found = {field: value for field, value in values.items() if value and value not in timeline.parties}
    for asked in (names_of, lambda line: _entered(line, entered)):
        if all(set(_each(value)) <= timeline.parties.keys() for value in found.values()):
            break
        names = asked(timeline)
        found = {field: _key(names, value, f"$.{field}") for field, value in found.items()}
    return replace(act, **found) if found else act


def _each(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _entered(timeline: Timeline, entered: Callable[[], Directory]) -> Mapping[str, Iterable[str]]:
    known = entered()
    return {key: tuple(known.spellings(key)) for key in timeline.parties}


def names_of(line: Timeline) -> Mapping[str, Iterable[str]]:
    """Give the parties of an agreement by their keys, each with the names that any version of the terms gives it."""
    found: dict[str, dict[str, None]] = {name: {} for name in line.parties}
    for version in line.versions:
        for key, known in version.terms.parties.items():
            names = (str(known.name), *known.name.texts.values(), known.formal_name)
            found.setdefault(key, {}).update(dict.fromkeys(names))
    for change in line.renamed:
        found[change.party][change.name] = None
    for key, called in found.items():
        called.update(dict.fromkeys(line.directory.spellings(key)))
    return found


def _key(known: Mapping[str, Iterable[str]], value: Any, place: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_key(known, one, f"{place}[{at}]") for at, one in enumerate(value))
    try:
        return party_named(value, known) or value
    except InvalidInput as error:
        raise InvalidInput([Problem(place=place, says=one.says) for one in error.problems]) from error


@cache
def party_fields(kind: type[Act]) -> tuple[str, ...]:
    """Name the fields of a kind of act that hold a party, or several, as their declaration says."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(name for name in kind.__struct_fields__ if any(_is_party(meta) for meta in _metas(hints[name])))


def _metas(hint: Any) -> Iterator[Meta]:
    for part in (*getattr(hint, "__metadata__", ()), *get_args(hint)):
        if isinstance(part, Meta):
            yield part
        else:
            yield from _metas(part)


def _is_party(meta: Meta) -> bool:
    return (meta.extra or {}).get("sort") == "party"
