"""The documents that a file of the register rests on, as rows.

To add what is told of a document: its field in `lifecycle.course.documents`, its column in `definitions.tables`, and
its place in `rows_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.acts.keeping.documents import DocumentRemoved
from lifecycle.answers.documents import documents
from lifecycle.fold.folded import Folded
from projections.models.changes import UNCHANGED, Changed, compared
from projections.models.passages import TURNS
from projections.models.rows import Row, key_of, words


def rows_of(line: Folded) -> Iterator[Row]:
    """Give the documents of an agreement, or of the directory."""
    agreement = key_of(line)
    for one in documents(line):
        told = one.name, one.kind, one.language, one.media_type, one.size
        yield agreement, one.document, one.seq, one.on.toordinal(), *told, words(one.name)


def changed_documents(before: Folded | None, after: Folded, since: date) -> Changed:
    """Compare them where the last recording rests on one, removes one, or turns how others read."""
    if before is None:
        return compared((), rows_of(after))
    last = after.entries[-1]
    if len(before.entries) == len(after.entries) or not (
        last.document or isinstance(last.act, (*TURNS, DocumentRemoved))
    ):
        return UNCHANGED
    if not any(entry.document for entry in after.entries):
        return UNCHANGED
    return compared(rows_of(before), rows_of(after))
