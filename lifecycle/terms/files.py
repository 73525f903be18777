"""Reads terms from YAML text: every scalar a string, types decided by the schema, every problem placed by line.

A pre-scan refuses what a terms file has no need of: anchors, tags, several documents, deep nesting, large files. No
file is opened here. Source: YAML 1.2, through ruamel.yaml's base loader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lifecycle.errors import InvalidInput, Problem
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

MOST_BYTES = 1 << 20
MOST_DEPTH = 20

Lines = dict[str, int]


def read_terms(text: str | bytes, name: str = "terms", prepared: Callable[[Any], Any] | None = None) -> Terms:
    """Read terms from the text of a file of that name; raises `InvalidInput` with `name:line: field` places.

    `prepared` is given the plain data first, and what it finds wrong with them is placed alike.
    """
    data, lines = read_yaml(text, name)
    try:
        return terms_from(prepared(data) if prepared else data)
    except InvalidInput as error:
        raise InvalidInput([_placed(found, name, lines) for found in error.problems]) from None


def read_yaml(text: str | bytes, name: str) -> tuple[Any, Lines]:
    """Read a YAML document to plain data of strings, with the line of each path; raises `InvalidInput`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = _decoded(text, name)
    yaml = YAML(typ="base", pure=True)
    try:
        _prescan(yaml, text, name)
        node = YAML(typ="base", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}" if mark else name
        raise InvalidInput([Problem(place=where, says=error.problem or "not YAML")]) from None
    except (YAMLError, ValueError, OverflowError) as error:  # of these the last two are the library's own slips
        raise InvalidInput([_unplaced(error, text, name)]) from None
    if node is None:
        raise InvalidInput([Problem(place=name, says="the file is empty")])
    lines: Lines = {}
    return _plain(node, "$", lines, name, 0), lines


def _decoded(text: str | bytes, name: str) -> str:
    size = len(text)
    if size > MOST_BYTES:
        raise InvalidInput([Problem(place=name, says=f"a terms file has at most {MOST_BYTES} bytes, not {size}")])
    try:
        written = text if isinstance(text, str) else text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InvalidInput([Problem(place=f"{name}:{line}", says="the file is not UTF-8 text")]) from None
    if found := _NO_TEXT.search(written):
        line = written.count("\n", 0, found.start()) + 1
        says = f"the character U+{ord(found[0]):04X} has no place in a text"
        raise InvalidInput([Problem(place=f"{name}:{line}", says=says)])
    return written


# Control characters but tab and line ends, halves of surrogate pairs, and what is no character at all. YAML lets U+0085
# pass as a line end, by which a name would lose it without a word.
_NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")
_LAST_CHARACTER = 0x10FFFF


def _unplaced(error: Exception, text: str, name: str) -> Problem:
    """Say what is wrong where the library does not know its place; an escape that names no character is found."""
    for found in _ESCAPE.finditer(text):
        if int(found[1], 16) > _LAST_CHARACTER:
            line = text.count("\n", 0, found.start()) + 1
            return Problem(place=f"{name}:{line}", says=f"{found[0]} names no character: the last is \\U0010FFFF")
    return Problem(place=name, says=str(error).splitlines()[0])


def _prescan(yaml: Any, text: str, name: str) -> None:
    from ruamel.yaml import events

    depth = documents = 0
    for event in yaml.parse(text):
        line = event.start_mark.line + 1
        documents += isinstance(event, events.DocumentStartEvent)
        depth += isinstance(event, events.CollectionStartEvent) - isinstance(event, events.CollectionEndEvent)
        refused = ""
        if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
            refused = "anchors and aliases have no place in a terms file: write the value out"
        elif getattr(event, "tag", None) and getattr(event, "ctag", None) and str(event.ctag):
            refused = f"tags such as {event.ctag} have no place in a terms file"
        elif depth > MOST_DEPTH:
            refused = f"nested deeper than {MOST_DEPTH} levels"
        elif documents > 1:
            refused = "a terms file holds one document"
        if refused:
            raise InvalidInput([Problem(place=f"{name}:{line}", says=refused)])


def _plain(node: Any, path: str, lines: Lines, name: str, depth: int) -> Any:
    lines[path] = node.start_mark.line + 1
    if node.id == "scalar":
        return None if node.value in ("", "~", "null") and not node.style else node.value
    if node.id == "sequence":
        return [_plain(item, f"{path}[{at}]", lines, name, depth + 1) for at, item in enumerate(node.value)]
    return dict(_pairs(node, path, lines, name, depth))


def _pairs(node: Any, path: str, lines: Lines, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.id != "scalar" or not key.value:
            raise InvalidInput([Problem(place=f"{name}:{line}", says="a field name is a plain word")])
        if key.value in seen:
            raise InvalidInput([Problem(place=f"{name}:{line}: {key.value}", says="the field is given twice")])
        seen.add(key.value)
        yield key.value, _plain(value, f"{path}.{key.value}", lines, name, depth)
        lines[f"{path}.{key.value}"] = line


_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_MISSING = re.compile(r"Object missing required field `([^`]+)`")


def _placed(problem: Problem, name: str, lines: Lines) -> Problem:
    """Turn a path into a file, a line and a field; unknown fields are placed on their own line."""
    path, says = problem.place, str(problem.says)
    if unknown := _UNKNOWN.fullmatch(says):
        path, says = f"{path}.{unknown[1]}", "unknown field"
    elif missing := _MISSING.fullmatch(says):
        says = f"the field `{missing[1]}` is missing"
    path = _keyed(path, lines)
    line = next((lines[known] for known in _up(path) if known in lines), 1)
    field = path.removeprefix("$").removeprefix(".")
    return Problem(place=f"{name}:{line}: {field}" if field else f"{name}:{line}", says=says)


def _keyed(path: str, lines: Lines) -> str:
    """Put the key into a path that leaves it open, `$.parties[...].type`, where only one of the file fits."""
    if "[...]" not in path:
        return path
    fits = re.compile(re.escape(path).replace(re.escape("[...]"), r"\.[^.\[]+"))
    found = [known for known in lines if fits.fullmatch(known)]
    return found[0] if len(found) == 1 else path.replace("[...]", "")


def _up(path: str) -> Iterator[str]:
    while path:
        yield path
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
