"""The parts of an answer, or of a text: each by a key that no wording changes, with its value.

An answer is taken apart down to what has no parts. The member of a list is known by what it is about, such as the
notice, and not by its words. What an answer rests on is no part of what it says: for another reason it is the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from msgspec import UNSET, Struct

from lifecycle.answers.status_answer import Next, Status
from lifecycle.codec import to_plain
from lifecycle.fold.readings import Disputed
from lifecycle.messages import Message
from lifecycle.terms.text import Terms

Key = tuple[str, ...]


class Part(NamedTuple):
    """A part: its fields and members from the outermost on, by their keys and by the names they are published under."""

    key: Key
    names: Key
    member: Message | None
    """The member of a list that it is of, as it is said."""
    value: Any


_WHOLE = Part((), (), None, None)
"""What an answer, or a text, is taken apart from."""

ASIDE = frozenset(
    {
        *("agreement", "title", "titles", "authentic", "depositary", "as_of", "seq", "why", "assumed", "irregular"),
        *("kind", "about", "awaits", "moved", "participants", "texts"),
    }
)
"""Fields of an answer that ask, derive, explain or show it, or are the keys of its parts."""


def of_answer(told: Status | None) -> Mapping[Key, Part]:
    """Give the parts of an answer by their keys; none where there is no answer."""
    if told is None:
        return {}
    declared = tuple(one for participant in told.participants for one in participant.declarations)
    parts = chain(_parts(told, _WHOLE), _parts({"declarations": declared}, _WHOLE))
    return {part.key: part for part in parts}


def of_text(terms: Terms) -> Mapping[Key, Part]:
    """Give the parts of a text by their keys, which are its own words."""
    plain = to_plain(terms)
    whole = {name: value for name, value in plain.items() if name not in ("agreement", "clauses")} | plain["clauses"]
    return {part.key: part for part in _parts(whole, _WHOLE)}


def _parts(value: Any, of: Part) -> Iterator[Part]:
    """Take a value apart, down to what has no parts and says something."""
    for field, inner in _fields(value):
        within = Part((*of.key, field), (*of.names, field), of.member, inner)
        if members := _members(inner):
            for key, name, says, one in members:
                yield from _parts(one, Part((*within.key, key), (*within.names, name), says, one))
        elif isinstance(inner, Mapping | Struct):
            yield from _parts(inner, within)
        elif inner not in (None, UNSET, (), [], ""):
            yield within


def _fields(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return ((name, getattr(value, name)) for name in value.__struct_fields__ if name not in ASIDE)


def _members(value: Any) -> Sequence[tuple[str, str, Message, Any]]:
    """Give the members of a list, or the parties: each with its key, the name for it, how it is said, and itself."""
    if isinstance(value, Mapping):
        return [
            (name, name, Message("{name}", name=name), one) for name, one in value.items() if isinstance(one, Struct)
        ]
    if not isinstance(value, list | tuple) or not value or not isinstance(value[0], Mapping | Struct):
        return ()
    keys = _apart([_key(one) for one in value], value)
    says = [getattr(one, "what", Message("{name}", name=key)) for key, one in zip(keys, value, strict=True)]
    return list(zip(keys, _apart(list(map(str, says)), value), says, value, strict=True))


def _key(member: Any) -> str:
    """Give what tells a member apart from others: what falls due, a reading, or the first id that it has."""
    match member:
        case Next():
            return f"{member.kind} {member.about}".strip()
        case Disputed():
            return f"{member.convention} {member.value}"
    return _first(
        member, "notice", "suspension", "dispute", "declaration", "id", "party", "successor", "article", "by", "source"
    )


def _first(member: Any, *fields: str) -> str:
    get = member.get if isinstance(member, Mapping) else lambda field: getattr(member, field, None)
    return next((str(value) for value in map(get, fields) if value), "")


def _apart(names: Sequence[str], members: Sequence[Any]) -> list[str]:
    """Tell members of one name apart by who is concerned, or else by their number."""
    longer = [f"{name} {_first(one, 'by', 'ground')}".strip() for name, one in zip(names, members, strict=True)]
    numbered = [f"{name} ({longer[:at].count(name) + 1})" for at, name in enumerate(longer)]
    unlike = [long if longer.count(long) == 1 else number for long, number in zip(longer, numbered, strict=True)]
    return [name if names.count(name) == 1 else other for name, other in zip(names, unlike, strict=True)]
