"""A report as PDF: tagged for readers (PDF/UA-1), to be kept for long (PDF/A-2a), set by typst with its own fonts.

The same report gives the same bytes. These fonts have the alphabets, and no signs for words; what is in none of them,
nor in further ones that are given, is written as numbers of characters, for the standards allow no empty boxes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lifecycle.messages import ENGLISH, Language
from projections.forms.reports.blocks import Block, Fields, Heading, Picture, Report, Table, Text, Title
from projections.forms.reports.texts import Texts, Tied, flush
from projections.forms.text import PLAIN
from projections.forms.typesetting import compiled, extra
from projections.words.parts import Part

LOOK = Path(__file__).with_name("report.typ")
STANDARDS = ("ua-1", "a-2a")

NARROW = 22
"""Letters up to which a column is as wide as it wants to be."""
PORTRAIT = 110
"""Letters in a row beyond which the paper is turned, about."""
MOST = 30
"""Letters of a cell that count for that: longer ones are broken."""
BREAK = re.compile(r"(\w{16})(?=\w{8})")
"""Where a word that is as long as a digest may be broken."""
EACH = ("LATIN", "GREEK", "CYRILLIC", "COMBINING")
"""Scripts of which single letters may be lacking; of others all are."""
OURS = frozenset((*PLAIN, "\u00a0", "\u200b", "«", "»", "“", "”"))
"""What our own pages use besides letters: every font has it."""


def pdf(report: Report, language: Language = ENGLISH, fonts: Sequence[Path] = ()) -> bytes:
    """Set a report on paper; raises `InvalidInput` without the extra `reports`."""
    typst, look = extra("typst"), LOOK.read_text("utf-8")
    data, lacking = _data(report, _Set(language)), set[str]()
    while True:
        told = json.dumps(_shown(data, lacking), ensure_ascii=False)
        try:
            return compiled(look, {"report.json": told.encode()}, fonts, format="pdf", pdf_standards=list(STANDARDS))
        except typst.TypstError as error:
            found = _LACKING.search(str(error))
            more = _more(found[1], lacking) if found else OTHERS
            if more in lacking:
                raise
            lacking.add(more)


def _more(character: str, lacking: set[str]) -> str:
    """Give what is lacking besides, where a character still cannot be set."""
    script = _script(character)
    if character.isascii() or script in lacking:  # it stands for what is set with it
        return OTHERS
    return OTHERS if script != character and len(lacking) >= MOST_LACKING else script


_LACKING = re.compile(r'the text `"(.)')
OTHERS = "others"
"""Stands for all scripts but those of `EACH`, where it cannot be told which of them are lacking."""
MOST_LACKING = 8
"""So many are looked for one by one."""


def _script(character: str) -> str:
    """Give what is lacking with a character: its script, or itself where others of its script need not be."""
    script = unicodedata.name(character, character).split()[0]
    return character if script in EACH else script


def _lacks(character: str, lacking: set[str]) -> bool:
    if character.isascii() or character in OURS:
        return False
    script = _script(character)
    return script in lacking or (OTHERS in lacking and script != character)


def _shown(data: Any, lacking: set[str]) -> Any:
    """Write characters that no font has as escapes."""
    match data:
        case str() if lacking and not data.isascii():
            return "".join(_escaped(c) if _lacks(c, lacking) else c for c in data)
        case list():
            return [_shown(one, lacking) for one in data]
        case dict():
            return {name: _shown(one, lacking) for name, one in data.items()}
    return data


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class _Set(Tied):
    """The texts of a report as they are set."""

    def text(self, part: Part) -> str:
        """Write a part so that a long word goes on in the next line."""
        return BREAK.sub("\\1\u200b", super().text(part))


def _data(report: Report, texts: Texts) -> dict[str, Any]:
    """Give what the paper says as plain data."""
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {
        "title": texts.text(report.title),
        "lang": texts.language.code,
        "moment": {part: getattr(report.moment, part) for part in parts},
        "wide": any(_natural(texts, block) > PORTRAIT for block in report.blocks),
        "blocks": [{"kind": KINDS[type(block)]} | SET[type(block)](texts, block) for block in report.blocks],
    }


def _natural(texts: Texts, block: Block) -> int:
    """Give the letters that a row takes, about, where its longest cells are broken."""
    return sum(min(wide, MOST) for wide in _widths(texts, block)) if isinstance(block, Table) else 0


def _widths(texts: Texts, table: Table) -> list[int]:
    lines = [texts.heads(table), *texts.rows(table)]
    return [max(len(line[n]) for line in lines) for n in range(len(table.heads))]


def _table(texts: Texts, block: Table) -> dict[str, Any]:
    widths = _widths(texts, block)
    return {
        "name": texts.text(block.name),
        "columns": [0 if wide <= NARROW else round(min(wide, 6 * MOST) ** 0.5, 1) for wide in widths],
        "numeric": flush(block),
        "heads": texts.heads(block),
        "rows": texts.rows(block),
        "below": list(texts.below(block)),
    }


def _fields(texts: Texts, block: Fields) -> dict[str, Any]:
    told = [{"label": texts.text(one.label), "says": list(map(texts.text, one.says))} for one in block.fields]
    return {"fields": told}


SET: Mapping[type, Callable[[Texts, Any], dict[str, Any]]] = {
    Title: lambda texts, block: {"says": texts.text(block.says), "beside": texts.text(block.beside)},
    Heading: lambda texts, block: {"says": texts.text(block.says)},
    Fields: _fields,
    Table: _table,
    Text: lambda texts, block: {"says": texts.sentences(block.sentences)},
    Picture: lambda texts, block: {"svg": texts.svg(block), "alt": texts.described(block)},
}
"""What the look of a report is told of each kind of block."""

KINDS = {kind: kind.__name__.lower() for kind in SET}
"""How the look of a report calls each kind."""
