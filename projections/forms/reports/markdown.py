"""A report as Markdown: headings, lists and tables that any reader of CommonMark with tables shows alike.

What somebody wrote stands in it as a text: nothing of it is a heading, a link or markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lifecycle.messages import ENGLISH, Language
from projections.forms.reports.blocks import Fields, Heading, Picture, Report, Table, Text, Title
from projections.forms.reports.texts import Texts, flush

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$@]|:(?=//)|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=www)\.")


def markdown(report: Report, language: Language = ENGLISH) -> str:
    """Write a report as Markdown."""
    texts = Texts(language)
    parts = ("\n".join(WRITTEN[type(block)](texts, block)) for block in report.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Take from a text what Markdown would take for markup."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _title(texts: Texts, block: Title) -> Iterator[str]:
    yield f"# {escaped(texts.text(block.says))}"
    if beside := texts.text(block.beside):
        yield ""
        yield f"**{escaped(beside)}**"


def _heading(texts: Texts, block: Heading) -> Iterator[str]:
    yield f"## {escaped(texts.text(block.says))}"


def _fields(texts: Texts, block: Fields) -> Iterator[str]:
    for field in block.fields:
        label, says = escaped(texts.text(field.label)), [escaped(texts.text(one)) for one in field.says]
        if len(says) == 1:
            yield f"- **{label}**: {says[0]}"
        else:
            yield f"- **{label}**:"
            yield from (f"    - {one}" for one in says)


def _table(texts: Texts, block: Table) -> Iterator[str]:
    yield f"## {escaped(texts.text(block.name))}"
    yield ""
    if block.rows:
        yield _row(texts.heads(block))
        yield "|" + "|".join(" ---: " if number else " --- " for number in flush(block)) + "|"
        yield from map(_row, texts.rows(block))
    for says in texts.below(block):
        yield ""
        yield escaped(says)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"


def _text(texts: Texts, block: Text) -> Iterator[str]:
    yield escaped(texts.sentences(block.sentences))


def _picture(texts: Texts, block: Picture) -> Iterator[str]:
    yield escaped(texts.described(block))


WRITTEN: Mapping[type, Callable[[Texts, Any], Iterator[str]]] = {
    Title: _title,
    Heading: _heading,
    Fields: _fields,
    Table: _table,
    Text: _text,
    Picture: _picture,
}
"""How each kind of block is written."""
