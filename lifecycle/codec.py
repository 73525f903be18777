"""Converts the values of the law to and from plain data and canonical JSON, with every problem placed.

Types of our own (`DateRule`, `Condition`, `Money` …) announce themselves by two methods: the class method
`from_plain` and the method `to_plain`. To add one, write those two and `json_schema`; nothing here changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec

from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Either, Message, Quoted

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Give the plain data behind a value of one of our own types."""
    try:
        return value.to_plain()
    except AttributeError:
        raise NotImplementedError(f"{type(value).__name__} has no plain form") from None


def built(kind: type, data: Any) -> Any:
    """Build a value of one of our own types from plain data, raising `ValueError` with the rule."""
    if isinstance(data, kind):
        return data
    try:
        return kind.from_plain(data)  # type: ignore[attr-defined]
    except ArithmeticError:  # decimals know numbers that are none, such as NaN, and those beyond all bounds
        raise ValueError(Message("a number in {data} cannot be counted with", data=Quoted(data))) from None


_ENCODER = msgspec.json.Encoder(enc_hook=plain, decimal_format="string")


def encode(value: object) -> bytes:
    """Write a value as canonical JSON: fields in the order of their declaration, no white space."""
    return _ENCODER.encode(value)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, dec_hook=built)


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Give the one decoder of a type; building it costs more than using it."""
    found: msgspec.json.Decoder[T] = _decoder(kind)  # type: ignore[arg-type]
    return found


def decode(data: bytes, kind: type[T]) -> T:
    """Read what `encode` wrote; raises `InvalidInput` naming the place."""
    try:
        return decoder(kind).decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidInput([problem(error)]) from error
    except RecursionError as error:
        raise InvalidInput([Problem(place="$", says=Message("nested too deeply"))]) from error


def convert(data: object, kind: type[T]) -> T:
    """Convert plain data, in which every scalar may be a string; raises `InvalidInput` naming the place."""
    try:
        return msgspec.convert(data, kind, strict=False, dec_hook=built, str_keys=True)
    except msgspec.ValidationError as error:
        raise InvalidInput([problem(error)]) from error


def matches(pattern: str, text: str) -> bool:
    """Tell whether a text is of the form that a pattern of a type asks for."""
    return re.search(pattern, text) is not None


def to_plain(value: object) -> Any:
    """Give the plain data of a value, dates as ISO strings."""
    return msgspec.to_builtins(value, enc_hook=plain)


def problem(error: Exception) -> Problem:
    """Say what is wrong by msgspec's message, and the path where it stands; by our own where it passes one on."""
    text, found, place = str(error).partition(" - at `")
    name, within, outer = place.removesuffix("`").partition("` in `")
    own = error.__cause__.args if isinstance(error.__cause__, ValueError) else ()
    says = own[0] if own and isinstance(own[0], Message) else _translated(text)
    if within:  # a key of a mapping, which has no path of its own
        return Problem(says=Message("a field name: {why}", why=says), place=outer)
    unknown = _UNKNOWN.fullmatch(text)
    return Problem(says=says, place=(name if found else "$") + (f".{unknown[1]}" if unknown else ""))


_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_KINDS = {
    "str": Message("a text"),
    "int": Message("a whole number"),
    "float": Message("a number"),
    "bool": Message("true or false"),
    "array": Message("a list"),
    "object": Message("a group of fields"),
    "null": Message("nothing"),
}
_SHAPES: Sequence[tuple[re.Pattern[str], Callable[..., Message]]] = (
    (_UNKNOWN, lambda name: Message("there is no such field")),
    (
        re.compile(r"Object missing required field `([^`]+)`"),
        lambda name: Message("the field {name} is missing", name=Quoted(name)),
    ),
    (
        re.compile(r"Expected `([^`]+)`, got `([^`]+)`"),
        lambda kinds, kind: Message(
            "{wanted} is expected here, not {kind}",
            wanted=Either(_KINDS.get(one, one) for one in kinds.split(" | ")),
            kind=_KINDS.get(kind, kind),
        ),
    ),
    (
        re.compile(r"Invalid enum value '?(.*?)'?"),
        lambda value: Message("{value} is none of the words that may stand here", value=Quoted(value)),
    ),
    (
        re.compile(r"Expected `str` matching regex '(.*)'"),
        lambda form: Message("this is not of the form {form}", form=Quoted(form)),
    ),
    (re.compile(r"Expected `\w+` of length >= (\d+)"), lambda n: Message("this is too short: at least {n}", n=n)),
    (re.compile(r"Expected `\w+` of length <= (\d+)"), lambda n: Message("this is too long: at most {n}", n=n)),
    (re.compile(r"Expected `\w+` >= (-?\d+)"), lambda n: Message("a number of at least {n} is expected here", n=n)),
    (re.compile("Invalid decimal string"), lambda: Message("this is not a number")),
    (re.compile("Invalid RFC3339 encoded date"), lambda: Message("this is no date: write {form}", form="YYYY-MM-DD")),
)
"""What msgspec says of a shape, and how we say it."""


def _translated(text: str) -> Message:
    for pattern, say in _SHAPES:
        if found := pattern.fullmatch(text):
            return say(*found.groups())
    return Message.from_plain(text)


def schema(kind: type) -> dict[str, Any]:
    """Give the JSON Schema of a type, our own types included."""

    def own(sort: type) -> dict[str, Any]:
        described: dict[str, Any] = sort.json_schema()  # type: ignore[attr-defined]
        return described

    return msgspec.json.schema(kind, schema_hook=own)
