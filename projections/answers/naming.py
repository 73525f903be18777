"""Whom a typed name of a party means: by its key or a name that the terms give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lifecycle.errors import NotFound
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.naming import party_named


def names_of(line: Timeline) -> Mapping[str, Iterable[str]]:
    """Give the parties of an agreement by their keys, each with the names that any version of the terms gives it."""
    found: dict[str, dict[str, None]] = {name: {} for name in line.parties}
    for version in line.versions:
        for key, known in version.terms.parties.items():
            found.setdefault(key, {}).update(dict.fromkeys((known.name, known.formal_name)))
    return found


def party_of(line: Timeline, name: str) -> str:
    """Find the party of an agreement that is meant; raises `NotFound`, or `InvalidInput` where several may be."""
    known = names_of(line)
    found = party_named(name, known)
    if found is None:
        raise NotFound(
            "party", name, [name for key, names in known.items() for name in (key, *names) if name], of=line.id
        )
    return found
