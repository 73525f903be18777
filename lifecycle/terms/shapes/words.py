"""How mistakes of shape are said: what is expected, in the words of a file and none of the code, and what was found.

To add a kind of scalar: its line in `SCALARS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import inspect

from lifecycle import codec
from lifecycle.messages import Either, Message, Plural, Quoted, Value
from lifecycle.suggestions import nearest

MOST_NAMED = 16
"""So many choices are named; of more only the nearest."""

SCALARS: Mapping[type, tuple[type, Message]] = {
    inspect.BoolType: (bool, Message('"true" or "false"')),
    inspect.IntType: (int, Message("a whole number")),
    inspect.DecimalType: (Decimal, Message("a number")),
}
_FORM_NAMES: Mapping[type, Message] = {
    inspect.StructType: Message("a group of fields"),
    inspect.DictType: Message("a group of fields"),
    inspect.VarTupleType: Message("a list"),
    inspect.ListType: Message("a list"),
}


def bare(of: inspect.Type) -> inspect.Type:
    """Give a type without what is said about it."""
    return bare(of.type) if isinstance(of, inspect.Metadata) else of


def named(of: inspect.Type) -> Message:
    """Say what a type takes."""
    if type(of) in SCALARS:
        return SCALARS[type(of)][1]
    if isinstance(of, inspect.LiteralType):
        return Message("one of {words}", words=Either(map(Quoted, map(str, of.values))))
    return _FORM_NAMES.get(type(of), Message("a date") if isinstance(of, inspect.DateType) else Message("a text"))


def found(data: Any) -> Value:
    """Say what stands there."""
    if data is None:
        return Message("nothing")
    if isinstance(data, Mapping):
        return Message("a group of fields")
    return Message("a list") if isinstance(data, list | tuple) else Quoted(str(data))


def expected(what: Value, data: Any) -> Message:
    """Say what would be right, and what was found."""
    return Message("{what} is expected here, not {found}", what=what, found=found(data))


def some(names: Iterable[str]) -> Value:
    """Name the choices, all of them unless they are many."""
    known = tuple(map(Quoted, names))
    return Either(known) if len(known) <= MOST_NAMED else Either((*known[:MOST_NAMED], Message("others")))


def unknown(says: Message, given: str, known: Sequence[str] | Mapping[str, Any]) -> Message:
    """Say what was not found among the choices: the nearest of them, or all."""
    if near := nearest(given, known):
        return Message("{says}. Did you mean {names}?", says=says, names=Either(map(Quoted, near)))
    return Message("{says}: {names}", says=says, names=some(known))


def unfit(text: str, of: inspect.StrType, form: Message | None) -> Message | None:
    """Say what is wrong with the length of a text, or with its form, or nothing."""
    if of.min_length is not None and len(text) < of.min_length:
        return Message("a text is expected here, not an empty one")
    if of.max_length is not None and len(text) > of.max_length:
        most = Plural("{n} character", "{n} characters", n=of.max_length)
        return Message("this is too long: it has at most {most}", most=most)
    if of.pattern is None or codec.matches(of.pattern, text):
        return None
    return expected(form or Message("a text of another form"), text)


def said(error: ValueError) -> Message:
    """Give what an error says."""
    says = error.args[0] if error.args else ""
    return says if isinstance(says, Message) else Message.from_plain(says)
