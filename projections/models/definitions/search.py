"""Where words stand, as statements: titles, parties, other names of theirs, documents, notes, what acts say besides.

All words stand in one text of a row, folded as they were (`lifecycle.terms.naming`). The longest of them is looked for
first, the others only where that is found. A page goes on behind a place, as that of a list does.

To add a place: its statement here, a line in `PLACES`, and one in those of `projections.answers.search`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    null,
    select,
    tuple_,
)

from projections.models.definitions.axes import AS_OF, SEQ, TEXT, Given, as_known, standing
from projections.models.definitions.indexes import in_directory
from projections.models.definitions.tables import (
    agreements,
    documents,
    names,
    parties,
    passages,
    status_periods,
    versions,
)
from projections.models.definitions.texts import each, holds
from projections.models.passages import NOTED, SAID

ASKING = ("as_of", "at", "others")
"""What a search may be asked by, besides the longest word: a day, what was known, the other words."""

WORD = bindparam("word", type_=TEXT)

ONCE: ColumnElement[int] = literal_column("0", Integer)
"""The number of what is there once."""


def _held(text: ColumnElement[str], given: Given) -> ColumnElement[bool]:
    if "others" not in given:
        return holds(text, WORD)
    word = each("others")
    lacking = exists().select_from(word).where(~holds(text, word.c.value)).correlate_except(word)
    return and_(holds(text, WORD), ~lacking)


def _paged(found: Select[Any], id: ColumnElement[Any], place: ColumnElement[Any]) -> Select[Any]:
    behind = (bindparam("after_id", type_=TEXT), bindparam("after_place", type_=SEQ))
    limit = bindparam("limit", type_=BigInteger())
    order = (id,) if place is ONCE else (id, place)
    return found.where(tuple_(id, place) > tuple_(*behind)).order_by(*order).limit(limit).offset(literal_column("0"))


def titles(given: Given) -> Select[Any]:
    """Find versions by their titles: agreement, number, first day, day of the next, title, in each language."""
    own = versions.c
    found = select(agreements.c.id, own.number, own.valid_from, own.valid_to, null(), own.title, own.titles)
    found = found.select_from(versions)
    found = found.join(agreements, agreements.c.key == own.agreement)
    found = found.where(_held(own.words, given), as_known(versions, given))
    if "as_of" in given:
        found = found.where(standing(versions))
    return _paged(found, agreements.c.id, own.number)


def of_parties(given: Given) -> Select[Any]:
    """Find parties of agreements by their keys and names: agreement, number, nothing, nothing, key, name."""
    own = parties.c
    found = select(agreements.c.id, own.number, null(), null(), own.name, own.full_name).select_from(parties)
    found = found.join(agreements, agreements.c.key == own.agreement)
    found = found.where(_held(own.words, given), as_known(parties, given))
    if "as_of" in given:
        period = status_periods.c
        same = and_(period.agreement == own.agreement, period.subject == own.number)
        there = exists().where(same, standing(status_periods), as_known(status_periods, given))
        found = found.where(there.correlate_except(status_periods))
    return _paged(found, agreements.c.id, own.number)


def others_names(given: Given) -> Select[Any]:
    """Find parties by what the directory calls them: each once, by its key, with the first such name."""
    own = names.c
    found = select(own.party, ONCE, null(), null(), own.party, func.min(own.name))
    found = found.where(in_directory(names), _held(own.spelling, given), as_known(names, given))
    if "as_of" in given:
        found = found.where(own.valid_from <= AS_OF)
    return _paged(found.group_by(own.party), own.party, ONCE)


def of_documents(given: Given) -> Select[Any]:
    """Find documents by their names: agreement, entry, day, nothing, nothing, name."""
    return _of_entries(given, documents, documents.c.name)


def notes(given: Given) -> Select[Any]:
    """Find notes: agreement, entry, day, nothing, nothing, text."""
    return _of_entries(given, passages, passages.c.text).where(_kind(NOTED))


def acts(given: Given) -> Select[Any]:
    """Find what acts say besides: agreement, entry, day, nothing, nothing, text."""
    return _of_entries(given, passages, passages.c.text).where(_kind(SAID))


def _kind(kind: str) -> ColumnElement[bool]:
    return passages.c.kind == literal_column(f"'{kind}'", TEXT)


def _of_entries(given: Given, table: Any, text: ColumnElement[str]) -> Select[Any]:
    own, id = table.c, func.coalesce(agreements.c.id, literal_column("''", TEXT))
    found = select(id, own.seq, own.on, null(), null(), text).select_from(table)
    found = found.outerjoin(agreements, agreements.c.key == own.agreement)
    found = found.where(_held(own.words, given), as_known(table, given))
    if "as_of" in given:
        found = found.where(own.on <= AS_OF)
    return _paged(found, id, own.seq)


PLACES: Mapping[str, Callable[[Given], Select[Any]]] = {
    "title": titles,
    "party": of_parties,
    "name": others_names,
    "document": of_documents,
    "note": notes,
    "act": acts,
}
"""Where words are looked for, in the order in which it is told."""
