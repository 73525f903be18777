"""Reads acts from JSON Lines: one object a line, each problem placed by file, line and field.

Strict on purpose: a key given twice, a number that JSON does not know, deep nesting or a file too large is refused
before anything is recorded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import BY_TAG, act_from
from lifecycle.errors import InvalidInput, Problem
from lifecycle.terms.text import Terms

MOST_BYTES = 10 << 20
MOST_DEPTH = 20
MOST_DIGITS = 15


def read_all(file: Path, most: int = MOST_BYTES) -> bytes:
    """Read a file, or standard input for `-`, hardly further than is accepted.

    Raises `InvalidInput` for a file that cannot be opened, `OSError` for one that cannot be read.
    """
    if str(file) == "-":
        return sys.stdin.buffer.read(most + 1)
    try:
        opened = file.open("rb")
    except OSError as error:
        raise InvalidInput([Problem(place=str(file), says=error.strerror or str(error))]) from error
    except ValueError as error:  # a null character, or half of a surrogate pair
        raise InvalidInput([Problem(place=str(file), says="this cannot be the name of a file")]) from error
    with opened:
        return opened.read(most + 1)


def split_lines(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Give each line that is not blank with its place, such as `acts.jsonl:3`; raises `InvalidInput`."""
    if len(data) > MOST_BYTES:
        raise InvalidInput([Problem(place=name, says=f"more than {MOST_BYTES >> 20} MiB: split the file")])
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield f"{name}:{number}", line


def read_line(line: bytes, place: str) -> dict[str, Any]:
    """Read the object of a line; raises `InvalidInput` with its place."""
    try:
        value = json.loads(
            line.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_number,
            parse_int=_number,
        )
    except UnicodeDecodeError as error:
        raise InvalidInput([Problem(place=place, says="not UTF-8 text")]) from error
    except json.JSONDecodeError as error:
        says = f"not JSON: {error.msg} at character {error.colno}"
        raise InvalidInput([Problem(place=place, says=says)]) from error
    except RecursionError as error:
        raise InvalidInput([Problem(place=place, says=f"nested deeper than {MOST_DEPTH} levels")]) from error
    except ValueError as error:
        raise InvalidInput([Problem(place=place, says=str(error))]) from error
    if _depth(value) > MOST_DEPTH:
        raise InvalidInput([Problem(place=place, says=f"nested deeper than {MOST_DEPTH} levels")])
    if not isinstance(value, dict):
        raise InvalidInput([Problem(place=place, says='a line is one object, such as {"agreement": "…", "act": "…"}')])
    return value


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, value in pairs:
        if key in built:
            raise ValueError(f"the field {key!a} is given twice")
        built[key] = value
    return built


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not a number of JSON")


def _number(text: str) -> str:
    """Keep a number as it is written: types are decided by the act."""
    if sum(map(str.isdigit, text)) > MOST_DIGITS:
        raise ValueError(f"a number has at most {MOST_DIGITS} digits, not {text[:MOST_DIGITS]}…")
    return text


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


def build(fields: dict[str, Any], folder: Path | None) -> tuple[str, Act]:
    """Build an act and the name of its agreement from plain data, just as a command does; raises `InvalidInput`.

    A draft carries its `terms`, or `terms_file`, a path relative to `folder`, and may leave its name to them; so does
    what proposes new terms.
    """
    from cli.terminal.input_text import normalised

    fields = normalised(fields)
    agreement = fields.pop("agreement", None)
    kind = BY_TAG.get(str(fields.get("act")))
    act = act_from(_with_terms(fields, folder) if kind and "terms" in kind.__struct_fields__ else fields)
    if agreement is None and isinstance(act, Drafted):
        agreement = act.terms.agreement
    if not isinstance(agreement, str) or not agreement:
        raise InvalidInput([Problem(place="$.agreement", says="the agreement is missing")])
    return agreement, act


def _with_terms(fields: dict[str, Any], folder: Path | None) -> dict[str, Any]:
    file = fields.pop("terms_file", None)
    if file is None:
        return fields
    if "terms" in fields:
        raise InvalidInput([Problem(place="$.terms_file", says="give terms or terms_file, not both")])
    if folder is None or not isinstance(file, str):
        raise InvalidInput([Problem(place="$.terms_file", says="a file beside the JSONL file is named by its path")])
    return {**fields, "terms": terms_of(folder / file)}


def terms_of(file: Path) -> Terms:
    """Read terms from a YAML file; raises `InvalidInput` with file, line and field of each problem."""
    from cli.terminal.input_text import normalised
    from lifecycle.terms.files import MOST_BYTES, read_terms

    return read_terms(read_all(file, MOST_BYTES), str(file), normalised)


def placed(error: InvalidInput, place: str) -> InvalidInput:
    """Put the file and line before each problem's own place."""
    return InvalidInput(_placed(error.problems, place))


def _placed(problems: Iterable[Problem], place: str) -> Iterator[Problem]:
    for problem in problems:
        field = problem.place
        if field.startswith("$"):  # else it is a file, whose name may begin with a dot
            field = field.removeprefix("$").removeprefix(".")
        yield Problem(place=f"{place}: {field}" if field else place, says=problem.says)
