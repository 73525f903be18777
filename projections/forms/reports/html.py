"""A report as a page of HTML that stands by itself: no script, nothing fetched, every head of a table named as one.

`body` gives what a page of another face may hold; `html` puts a head and a style around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from lifecycle.messages import ENGLISH, Language
from projections.forms.reports.blocks import Fields, Heading, Picture, Report, Table, Text, Title
from projections.forms.reports.texts import Texts, Tied, numeric

STYLE = """body{font:16px/1.45 "Source Sans 3","Segoe UI",sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem}.state{font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}dt{font-weight:600}dd{margin:0;grid-column:2}
.wide{overflow-x:auto}table{border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-bottom:1px solid #ccc}
.number{text-align:right}svg{max-width:100%;height:auto}
@media(max-width:40rem){dl{display:block}}
@media print{body{max-width:none;margin:0}.wide{overflow:visible}}"""


def html(report: Report, language: Language = ENGLISH) -> str:
    """Write a report as a page."""
    title = escape(Texts(language).text(report.title))
    return (
        f'<!doctype html>\n<html lang="{escape(language.code)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{body(report, language)}</main>\n</body>\n</html>\n"
    )


def body(report: Report, language: Language = ENGLISH) -> str:
    """Write the blocks of a report."""
    texts = Tied(language)
    return "".join(f"{line}\n" for block in report.blocks for line in WRITTEN[type(block)](texts, block))


def _title(texts: Texts, block: Title) -> Iterator[str]:
    yield f"<h1>{escape(texts.text(block.says))}</h1>"
    if beside := texts.text(block.beside):
        yield f'<p class="state">{escape(beside)}</p>'


def _heading(texts: Texts, block: Heading) -> Iterator[str]:
    yield f"<h2>{escape(texts.text(block.says))}</h2>"


def _fields(texts: Texts, block: Fields) -> Iterator[str]:
    yield "<dl>"
    for field in block.fields:
        yield f"<dt>{escape(texts.text(field.label))}</dt>"
        yield from (f"<dd>{escape(texts.text(one))}</dd>" for one in field.says)
    yield "</dl>"


def _table(texts: Texts, block: Table) -> Iterator[str]:
    yield f"<h2>{escape(texts.text(block.name))}</h2>"
    if block.rows:
        classes = [' class="number"' if number else "" for number in numeric(block)]
        yield '<div class="wide" tabindex="0"><table>'
        heads = zip(texts.heads(block), classes, strict=True)
        yield "<thead><tr>" + "".join(_head(head, own) for head, own in heads) + "</tr></thead>"
        yield "<tbody>"
        for row in texts.rows(block):
            yield "<tr>" + "".join(f"<td{own}>{escape(c)}</td>" for c, own in zip(row, classes, strict=True)) + "</tr>"
        yield "</tbody></table></div>"
    yield from (f"<p>{escape(says)}</p>" for says in texts.below(block))


def _head(says: str, own: str) -> str:
    return f'<th scope="col"{own}>{escape(says)}</th>' if says else "<td></td>"


def _text(texts: Texts, block: Text) -> Iterator[str]:
    yield f"<p>{escape(texts.sentences(block.sentences))}</p>"


def _picture(texts: Texts, block: Picture) -> Iterator[str]:
    yield texts.svg(block).rstrip()


WRITTEN: Mapping[type, Callable[[Texts, Any], Iterator[str]]] = {
    Title: _title,
    Heading: _heading,
    Fields: _fields,
    Table: _table,
    Text: _text,
    Picture: _picture,
}
"""How each kind of block is written."""
