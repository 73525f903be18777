"""Whom a typed name of a party means among those of an agreement: by its key, or a name that the terms give it."""

from __future__ import annotations

from lifecycle.errors import NotFound
from lifecycle.fold.naming import names_of
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.naming import party_named


def party_of(line: Timeline, name: str) -> str:
    """Find the party of an agreement that is meant; raises `NotFound`, or `InvalidInput` where several may be."""
    known = names_of(line)
    found = party_named(name, known)
    if found is None:
        names = [one for key, names in known.items() for one in (key, *names) if one]
        raise NotFound("party", name, names, of=line.id)
    return found
