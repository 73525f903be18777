"""What is wrong in a catalogue: missing, stale or fuzzy, a value left out, a form that there is not, a space forgotten.

To add what is to be looked for in all languages: a line in `_misspelt`; in one of them: `MISSPELT` of its grammar.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from projections.words.languages.extraction import Template
from projections.words.languages.translation import Translation, parts_of

if TYPE_CHECKING:
    from babel.messages import Catalog
    from babel.messages.catalog import Message as Line


def faults(catalogue: Catalog, kind: type[Translation], known: Mapping[str, Template]) -> Iterator[str]:
    """Name each fault, with the template that it is of."""
    for template in known.values():
        line = catalogue.get(template.id)
        if line is None or line.id != template.id or not translated(line):
            yield f"missing: {template.one}"
    for line in catalogue:
        if not line.id or not any(strings(line)):
            continue
        if one_of(line) not in known:
            yield f"stale: {one_of(line)}"
        if line.fuzzy:
            yield f"fuzzy: {one_of(line)}"
        if line.context and line.context not in kind.CASES:
            yield f"no case {line.context}: {one_of(line)}"
        for text in strings(line):
            yield from (f"{fault}: {one_of(line)} → {text}" for fault in _misspelt(text, line, kind))


def one_of(line: Line) -> str:
    """Give the template for one."""
    return line.id if isinstance(line.id, str) else line.id[0]


def strings(line: Line) -> tuple[str, ...]:
    """Give the translations of a template, one for each number that the language tells apart."""
    return (line.string,) if isinstance(line.string, str) else tuple(line.string or ())


def translated(line: Line) -> bool:
    """Tell whether a template has a translation for each number."""
    return bool(strings(line)) and all(strings(line))


def _misspelt(text: str, line: Line, kind: type[Translation]) -> Iterator[str]:
    try:
        parts = parts_of(text)
    except ValueError as error:
        yield str(error)
        return
    ids = (line.id,) if isinstance(line.id, str) else line.id
    asked = {name: form for _, name, form in parts if name}
    places = {part.name for template in ids for part in parts_of(template) if part.name}
    if unknown := asked.keys() - places:
        yield f"no value {', '.join(sorted(unknown))}"
    if left_out := places - asked.keys() - ({"n"} if len(ids) > 1 else set()):
        yield f"without {', '.join(sorted(left_out))}"
    if unknown := {form for form in asked.values() if form} - kind.FORMS.keys():
        yield f"no form {', '.join(sorted(unknown))}"
    if "  " in text.strip(" ") and "  " not in ids[0]:
        yield "a space too many"
    for why, pattern in kind.MISSPELT.items():
        if pattern.search(text):
            yield why
