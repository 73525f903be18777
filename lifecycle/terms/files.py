"""Reads terms from YAML text: every scalar a string, types decided by the schema, every problem placed by line.

A pre-scan refuses what a terms file has no need of: anchors, tags, several documents, deep nesting, large files. No
file is opened here. Source: YAML 1.2, through ruamel.yaml's base loader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

MOST_BYTES = 1 << 20
MOST_DEPTH = 20
MOST_NODES = 20_000
"""Values, lists and groups of fields, some forty times those of a long memorandum: reading takes its time for each."""

Lines = dict[str, int]


def read_terms(text: str | bytes, name: str = "terms", prepared: Callable[[Any], Any] | None = None) -> Terms:
    """Read terms from the text of a file of that name; raises `InvalidInput` with `name:line: field` places.

    `prepared` is given the plain data first, and what it finds wrong with them is placed alike.
    """
    data, lines, twice = _read(text, name)
    try:
        terms = terms_from(prepared(data) if prepared else data).drafted_now
    except InvalidInput as error:
        placed = [_placed(found, name, lines) for found in error.problems]
        raise InvalidInput(sorted([*twice, *placed], key=_line_of)) from None
    if twice:
        raise InvalidInput(twice)
    return terms


def _line_of(problem: Problem) -> int:
    """Give the line of a problem that was placed."""
    found = re.search(r":(\d+)(?:: |$)", problem.place)
    return int(found[1]) if found else 0


def read_yaml(text: str | bytes, name: str) -> tuple[Any, Lines]:
    """Read a YAML document to plain data of strings, with the line of each path; raises `InvalidInput`."""
    data, lines, twice = _read(text, name)
    if twice:
        raise InvalidInput(twice)
    return data, lines


def _read(text: str | bytes, name: str) -> tuple[Any, Lines, list[Problem]]:
    """Read a document, and list the fields in it that are given twice or are none."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = _decoded(text, name)
    yaml = YAML(typ="base", pure=True)
    try:
        _prescan(yaml, text, name)
        node = YAML(typ="base", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused(f"{name}:{mark.line + 1}" if mark else name, _NO_YAML) from None
    except (YAMLError, ValueError, OverflowError) as error:  # of these the last two are the library's own slips
        raise _unplaced(error, text, name) from None
    if node is None:
        raise _refused(name, Message("the file is empty"))
    lines: Lines = {}
    twice: list[Problem] = []
    return _plain(node, "$", lines, _Fields(name, twice)), lines, twice


def _refused(place: str, says: Message) -> InvalidInput:
    return InvalidInput([Problem(place=place, says=says)])


_NO_YAML = Message("this is no YAML: look for a bracket, a quotation mark, a colon or an indent that does not fit")


def _decoded(text: str | bytes, name: str) -> str:
    if len(text) > MOST_BYTES:
        says = Message("a terms file has at most {most} bytes, not {size}", most=MOST_BYTES, size=len(text))
        raise _refused(name, says)
    try:
        written = text if isinstance(text, str) else text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _refused(f"{name}:{line}", Message("the file is not UTF-8 text")) from None
    if found := _NO_TEXT.search(written):
        line = written.count("\n", 0, found.start()) + 1
        says = Message("the character {character} has no place in a text", character=f"U+{ord(found[0]):04X}")
        raise _refused(f"{name}:{line}", says)
    return written


# Control characters but tab and line ends, halves of surrogate pairs, and what is no character at all. YAML lets U+0085
# pass as a line end, by which a name would lose it without a word.
_NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")
_LAST_CHARACTER = 0x10FFFF


def _unplaced(error: Exception, text: str, name: str) -> InvalidInput:
    """Say what is wrong where the library does not know its place; an escape that names no character is found."""
    for found in _ESCAPE.finditer(text):
        if int(found[1], 16) > _LAST_CHARACTER:
            line = text.count("\n", 0, found.start()) + 1
            last = rf"\U{_LAST_CHARACTER:08X}"
            says = Message(
                "{escape} names no character: the last is {last}", escape=Quoted(found[0]), last=Quoted(last)
            )
            return _refused(f"{name}:{line}", says)
    return _refused(name, _NO_YAML)


def _prescan(yaml: Any, text: str, name: str) -> None:
    from ruamel.yaml import events

    depth = documents = nodes = 0
    for event in yaml.parse(text):
        line = event.start_mark.line + 1
        documents += isinstance(event, events.DocumentStartEvent)
        depth += isinstance(event, events.CollectionStartEvent) - isinstance(event, events.CollectionEndEvent)
        nodes += isinstance(event, events.NodeEvent)
        refused = None
        if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
            refused = Message("anchors and aliases have no place in a terms file: write the value out")
        elif getattr(event, "tag", None) and getattr(event, "ctag", None) and str(event.ctag):
            refused = Message("tags such as {tag} have no place in a terms file", tag=Quoted(event.ctag))
        elif depth > MOST_DEPTH:
            refused = Message("nested deeper than {most} levels", most=MOST_DEPTH)
        elif nodes > MOST_NODES:
            refused = Message("a terms file has at most {most} values, lists and groups of fields", most=MOST_NODES)
        elif documents > 1:
            refused = Message("a terms file holds one document")
        if refused:
            raise _refused(f"{name}:{line}", refused)


class _Fields(NamedTuple):
    """Where fields stand, and which of them are given twice or are none."""

    name: str
    twice: list[Problem]

    def wrong(self, line: int, field: str, says: Message) -> None:
        place = f"{self.name}:{line}: {field}" if field else f"{self.name}:{line}"
        self.twice.append(Problem(place=place, says=says))


def _plain(node: Any, path: str, lines: Lines, fields: _Fields) -> Any:
    lines[path] = node.start_mark.line + 1
    if node.id == "scalar":
        return None if node.value in ("", "~", "null") and not node.style else node.value
    if node.id == "sequence":
        return [_plain(item, f"{path}[{at}]", lines, fields) for at, item in enumerate(node.value)]
    return dict(_pairs(node, path, lines, fields))


def _pairs(node: Any, path: str, lines: Lines, fields: _Fields) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.id != "scalar" or not key.value:
            fields.wrong(line, "", Message("a field name is a plain word"))
        elif key.value in seen:
            fields.wrong(line, key.value, Message("the field is given twice"))
        else:
            seen.add(key.value)
            yield key.value, _plain(value, f"{path}.{key.value}", lines, fields)
            lines[f"{path}.{key.value}"] = line


def _placed(problem: Problem, name: str, lines: Lines) -> Problem:
    """Turn a path into a file, a line and a field."""
    path = _keyed(problem.place, lines)
    line = next((lines[known] for known in _up(path) if known in lines), 1)
    field = path.removeprefix("$").removeprefix(".")
    return Problem(place=f"{name}:{line}: {field}" if field else f"{name}:{line}", says=problem.says)


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
