"""Suggestions: the known names that are nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from lifecycle.messages import Either, Message, Value


def nearest(name: str, known: Iterable[str]) -> Either:
    """Give the known names that are nearest to a name, the nearest first."""
    from difflib import get_close_matches  # whoever types well does not wait for it

    spelt: dict[str, list[str]] = {}
    for one in dict.fromkeys(known):
        spelt.setdefault(one.casefold(), []).append(one)
    return Either(one for near in get_close_matches(name.casefold(), spelt, n=3, cutoff=0.6) for one in spelt[near])


def suggesting(says: Value, name: str, known: Iterable[str]) -> Value:
    """Say what is wrong, and ask whether the nearest names were meant."""
    near = nearest(name, known)
    return Message("{says}. Did you mean {names}?", says=says, names=near) if near else says
