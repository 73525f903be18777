"""Converts the values of the law to and from plain data and canonical JSON, with every problem placed.

Types of our own (`DateRule`, `Condition`, `Money` …) announce themselves by two methods: the class method
`from_plain` and the method `to_plain`. To add one, write those two and `json_schema`; nothing here changes.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec

from lifecycle.errors import InvalidInput, Problem

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
        raise ValueError(f"a number in {data!r} cannot be counted with") from None


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
        raise InvalidInput([Problem(place="$", says="nested too deeply")]) from error


def convert(data: object, kind: type[T]) -> T:
    """Convert plain data, in which every scalar may be a string; raises `InvalidInput` naming the place."""
    try:
        return msgspec.convert(data, kind, strict=False, dec_hook=built, str_keys=True)
    except msgspec.ValidationError as error:
        raise InvalidInput([problem(error)]) from error


def to_plain(value: object) -> Any:
    """Give the plain data of a value, dates as ISO strings."""
    return msgspec.to_builtins(value, enc_hook=plain)


def problem(error: Exception) -> Problem:
    """Split msgspec's message into what is wrong and the path where it stands."""
    says, found, place = str(error).partition(" - at `")
    name, within, outer = place.removesuffix("`").partition("` in `")
    if within:  # a key of a mapping, which has no path of its own
        return Problem(says=f"a field name: {says}", place=outer)
    return Problem(says=says, place=name if found else "$")


def schema(kind: type) -> dict[str, Any]:
    """Give the JSON Schema of a type, our own types included."""

    def own(sort: type) -> dict[str, Any]:
        described: dict[str, Any] = sort.json_schema()  # type: ignore[attr-defined]
        return described

    return msgspec.json.schema(kind, schema_hook=own)


def iso(day: date | None) -> str | None:
    """Write a date as text, the open end as nothing."""
    return None if day is None else day.isoformat()
