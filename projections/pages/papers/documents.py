"""The page of `document list`: texts, copies and instruments on record, each with its entry and its digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lifecycle.course.documents import KINDS
from lifecycle.messages import Message, Plural
from lifecycle.terms.languages import language
from projections.answers.keeping.documents import DocumentListed
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.pages.footer import listed
from projections.words.documents import size
from projections.words.parts import Part, short


def draw(paper: Paper, found: Sequence[DocumentListed], as_of: date, known: Known) -> None:
    """Write the documents."""
    heads = (
        *(Message("agreement"), "#", Message("on"), Message("what"), Message("language"), Message("name")),
        *(Message("form"), Message("size"), Message("document")),
    )
    many = Plural("{n} document", "{n} documents", n=len(found))
    listed(paper, [heads, *map(_row, found)], many, as_of, known)


def _row(one: DocumentListed) -> tuple[Part, ...]:
    what = KINDS.get(one.kind, Message("document"))
    spoken = language(one.language) if one.language else "–"
    form, digest = one.media_type or "–", one.document.removeprefix("sha256:")[:12]
    return one.agreement, one.seq, short(one.on), what, spoken, one.name or "–", form, size(one.size), digest
