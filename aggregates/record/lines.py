"""Acts as JSON Lines: one object a line, read to plain data of texts, each problem placed by file, line and field.

Strict on purpose: a key given twice, a number that JSON does not know, deep nesting or a file too large is refused
before anything is recorded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from msgspec.structs import replace

from aggregates.ground.input_text import problem
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, Quoted

MOST_BYTES = 10 << 20
MOST_DEPTH = 20
MOST_DIGITS = 15


def refused(says: Message, place: str = "$") -> InvalidInput:
    """Give the error for one thing that is wrong with an input."""
    return InvalidInput([problem(place, says)])


def split_lines(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Give each line that is not blank with its place, such as `acts.jsonl:3`; raises `InvalidInput`."""
    if len(data) > MOST_BYTES:
        says = Message(
            "more than {most} MiB are not recorded in one transaction: {option} takes a file of any length",
            most=MOST_BYTES >> 20,
            option="--batch 1000",
        )
        raise refused(says, name)
    yield from _numbered(data.split(b"\n"), name)


def streamed_lines(stream: IO[bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """Do so for a stream of any length, one line at a time; raises `InvalidInput` for a line that is too long."""
    yield from _numbered(iter(lambda: _line(stream, name), b""), name)


def _line(stream: IO[bytes], name: str) -> bytes:
    line = stream.readline(MOST_BYTES + 1)
    if len(line) > MOST_BYTES:
        raise refused(Message("a line of more than {most} MiB", most=MOST_BYTES >> 20), name)
    return line.removesuffix(b"\n") if line != b"\n" else b" "


def _numbered(lines: Iterable[bytes], name: str) -> Iterator[tuple[str, bytes]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{name}:{number}", line


def read_line(line: bytes) -> dict[str, Any]:
    """Read the object of a line; raises `InvalidInput`."""
    try:
        value = _DECODER.decode(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refused(Message("not UTF-8 text")) from error
    except json.JSONDecodeError as error:
        raise refused(Message("not JSON: {why} at character {n}", why=error.msg, n=error.colno)) from error
    except RecursionError as error:
        raise _too_deep() from error
    if line.count(b"{") + line.count(b"[") >= MOST_DEPTH and _depth(value) > MOST_DEPTH:
        raise _too_deep()
    if not isinstance(value, dict):
        raise refused(Message("a line is one object, such as {such}", such='{"agreement": "…", "act": "…"}'))
    return value


def _too_deep() -> InvalidInput:
    return refused(Message("nested deeper than {most} levels", most=MOST_DEPTH))


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise refused(Message("the field {name} is given twice", name=Quoted(twice)))
    return built


def _no_constant(text: str) -> Any:
    raise refused(Message("{text} is not a number of JSON", text=text))


def _number(text: str) -> str:
    """Keep a number as it is written: types are decided by the act."""
    if sum(map(str.isdigit, text)) > MOST_DIGITS:
        raise refused(
            Message("a number has at most {most} digits, not {text}…", most=MOST_DIGITS, text=text[:MOST_DIGITS])
        )
    return text


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_number, parse_int=_number
)
"""Made once: to make one takes as long as to read a line."""


def _depth(value: Any) -> int:
    """Count levels of nesting, without recursion and no further than is needed."""
    level, depth = [value], 0
    while level and depth <= MOST_DEPTH:
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        level, depth = inner, depth + 1
    return depth


def placed(error: InvalidInput, place: str) -> InvalidInput:
    """Put the file and line before each problem's own place."""
    return InvalidInput(replace(found, place=_within(place, found.place)) for found in error.problems)


def _within(place: str, field: str) -> str:
    if field.startswith("$"):  # else it is a file, whose name may begin with a dot
        field = field.removeprefix("$").removeprefix(".")
    return f"{place}: {field}" if field else place
