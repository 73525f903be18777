"""The documents on record: which there are, by agreement, and whether each is kept as it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from aggregates.record.documents import Documents, is_digest
from lifecycle.answers.documents import DocumentShown
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import InvalidInput, NotFound, Problem
from lifecycle.messages import Message
from projections.answers.snapshot import Snapshot

LEAST = 8
"""Characters of a digest by which a document is still found."""


class DocumentListed(DocumentShown, frozen=True, kw_only=True):
    """A document on record, and where."""

    agreement: str


class Attached(DocumentListed, frozen=True, kw_only=True):
    """A document on record, looked for where documents are kept."""

    kept: bool
    """Whether it lies here as it was."""
    on_record: bool
    """Whether an entry rests on it by now; one that was removed, or whose entries are struck, need not lie here."""
    file: str


def documents(asked: Snapshot, as_of: date, agreement: str | None = None) -> list[DocumentListed]:
    """List the documents of entries dated by a day, of one agreement, or of all; raises `NotFound`."""
    file = None if agreement is None else asked.of_file(agreement)[0].seq
    rows = asked.models.ask("documents", as_of=as_of, at=asked.at, file=file)
    return [DocumentListed(**_told(row)) for row in rows]


def attached(asked: Snapshot, place: Documents) -> list[Attached]:
    """List every document that ever was on record, each looked for in its place: a struck entry keeps its own."""
    found = {(row[0], row[1]): row for row in asked.models.ask("ever documents")}
    now = {(row[0], row[1]) for row in asked.models.ask("documents", as_of=date.max)}
    return [_looked_for(_told(row), place, on_record=key in now) for key, row in found.items()]


def _looked_for(told: dict[str, Any], place: Documents, *, on_record: bool) -> Attached:
    # What a bundle brought along may be no digest, and would name a file elsewhere.
    file = str(place.file(told["document"])) if is_digest(told["document"]) else ""
    return Attached(**told, kept=bool(file) and place.holds(told["document"]), on_record=on_record, file=file)


def found(asked: Snapshot, agreement: str, wanted: str) -> DocumentListed:
    """Find a document of an agreement by its digest, the beginning of that, or the number of its entry.

    Raises `NotFound`, or `InvalidInput` where several may be meant.
    """
    there = documents(asked, date.max, agreement)
    digits = wanted.casefold().removeprefix("sha256:")
    if wanted.startswith("#") or wanted.isdecimal():
        them = [one for one in there if wanted.removeprefix("#") == str(one.seq)]
    else:
        them = [one for one in there if len(digits) >= LEAST and one.document.startswith(f"sha256:{digits}")]
    if len(them) > 1:
        raise InvalidInput([Problem(place="DOCUMENT", says=Message("several documents are meant: name one by more"))])
    if not them or not is_digest(them[0].document):
        known = [one.document.removeprefix("sha256:")[:LEAST] for one in there]
        raise NotFound("document", wanted, known, of=agreement)
    return them[0]


def _told(row: Sequence[Any]) -> dict[str, Any]:
    agreement, digest, seq, on, name, kind, language, media_type, size = row
    what = {"name": name, "kind": kind, "language": language, "media_type": media_type, "size": size}
    return {"agreement": agreement or DIRECTORY, "document": digest, "seq": seq, "on": on, **what}
