"""Entries and documents that questions about all agreements are about, as statements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, select

from projections.models.definitions.axes import AS_OF, SEQ, TEXT, Given, as_known
from projections.models.definitions.parties import of_party
from projections.models.definitions.tables import agreements, documents, entries


def of_kind(given: Given) -> Select[Any]:
    """Select the numbers of the entries of a kind, with their agreements, in the order of their opening.

    One in the directory of parties has no agreement. With a party, those of its agreements on the day.
    """
    wanted = select(agreements.c.id, entries.c.seq).outerjoin(agreements, agreements.c.key == entries.c.agreement)
    kind = entries.c.kind == bindparam("kind", type_=TEXT)
    wanted = wanted.where(kind, as_known(entries, given)).order_by(entries.c.agreement, entries.c.seq)
    return wanted.where(of_party(entries.c.agreement, given)) if "party" in given else wanted


def kept(given: Given) -> Select[Any]:
    """Select the documents of entries dated by the day, of one file or of all; those of the directory stand last."""
    found = _documents().where(documents.c.on <= AS_OF, as_known(documents, given))
    if "file" in given:
        found = found.where(documents.c.agreement == bindparam("file", type_=SEQ))
    return found


def ever_kept(given: Given) -> Select[Any]:
    """Select all that ever were on record, those of struck entries, too."""
    return _documents()


def _documents() -> Select[Any]:
    told = (documents.c.name, documents.c.kind, documents.c.language, documents.c.media_type, documents.c.size)
    columns = (agreements.c.id, documents.c.digest, documents.c.seq, documents.c.on, *told)
    found = select(*columns).outerjoin(agreements, agreements.c.key == documents.c.agreement)
    return found.order_by(agreements.c.id.is_(None), agreements.c.id, documents.c.seq, documents.c.known_from)
