"""The documents of an agreement, or of the directory: each once, as it was last described, with what it rests on.

Source: VCLT 77(1)(a) to (c), VCLT-IO 78(1)(a) to (c). A document of a struck entry is none, unless another has it, too;
nor is one that was removed, unless it was added again.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from lifecycle.acts.act import Entry
from lifecycle.acts.keeping.documents import DocumentRemoved
from lifecycle.course.documents import KIND, TEXTS, Described
from lifecycle.fold.folded import Folded


class DocumentShown(Struct, frozen=True, kw_only=True):
    """A document on record."""

    document: str
    """Its digest: `sha256:` and 64 hexadecimal digits of its content."""
    seq: int
    """The entry that it was first put on record with."""
    on: date
    name: str = ""
    kind: str = ""
    """`text`, `certified-copy`, `instrument` or `full-powers`; nothing for what is none of these."""
    language: str | None = None
    media_type: str | None = None
    size: int | None = None
    """Its length in bytes."""


def documents(line: Folded, as_of: date = date.max) -> tuple[DocumentShown, ...]:
    """Give those of entries dated by a day, in the order in which they were first put on record."""
    standing, struck = {entry.seq: entry.act for entry in line.standing}, line.struck
    first: dict[str, tuple[Entry, date]] = {}
    last: dict[str, Described] = {}
    for entry in line.entries:
        if entry.seq in struck:
            continue
        if isinstance(entry.act, DocumentRemoved) and entry.act.on <= as_of:
            first.pop(f"{KIND}{entry.act.digest}", None)
        if (document := entry.document) is None:
            continue
        if (on := standing.get(entry.seq, entry.act).dated()) <= as_of:
            first.setdefault(document.digest, (entry, on))
            last[document.digest] = document.described
    return tuple(_shown(digest, entry.seq, on, last[digest]) for digest, (entry, on) in first.items())


def texts(line: Folded, as_of: date) -> tuple[DocumentShown, ...]:
    """Give those that hold the text of the agreement: texts, and certified copies, by language."""
    found = [one for one in documents(line, as_of) if one.kind in TEXTS]
    return tuple(sorted(found, key=lambda one: (TEXTS.index(one.kind), one.language or "", one.seq)))


def _shown(digest: str, seq: int, on: date, told: Described) -> DocumentShown:
    return DocumentShown(
        document=digest,
        seq=seq,
        on=on,
        name=told.name,
        kind=told.kind,
        language=told.language,
        media_type=told.media_type,
        size=told.size,
    )
