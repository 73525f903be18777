"""What parties are called, as statements: on a day, by an agreement or by the directory, and by what they are found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union,
)

from projections.models.definitions.axes import AS_OF, TEXT, Given, as_known, standing
from projections.models.definitions.indexes import in_directory
from projections.models.definitions.tables import names, parties
from projections.models.definitions.texts import holds
from projections.models.values import CALLED, ENTERED, RUN_TOGETHER

PARTY = bindparam("party", type_=TEXT)


class Called:
    """What the party of a row is called on the day: by the directory, else by its agreement (R64)."""

    def __init__(self, given: Given, of: FromClause = parties) -> None:
        self._own, self._entered = names.alias("own_name"), names.alias("entered_name")
        own, entered = self._own.c, self._entered.c
        self._by_its_agreement = and_(
            *(own.agreement == of.c.agreement, own.party == of.c.name, _of_kind(own.kind, CALLED)),
            *(standing(self._own), as_known(self._own, given)),
        )
        self._by_the_directory = and_(
            *(entered.party == of.c.name, in_directory(self._entered), _of_kind(entered.kind, ENTERED)),
            *(standing(self._entered), as_known(self._entered, given)),
        )
        self.name = func.coalesce(entered.name, own.name, of.c.name)

    def joined(self, found: Select[Any]) -> Select[Any]:
        """Join the names to the parties that are selected."""
        found = found.outerjoin(self._own, self._by_its_agreement)
        return found.outerjoin(self._entered, self._by_the_directory)


def _of_kind(column: ColumnElement[int], kind: int) -> ColumnElement[bool]:
    return column == literal_column(str(kind), Integer)


def also_called(party: ColumnElement[str], word: ColumnElement[str], given: Given) -> ColumnElement[bool]:
    """Give the condition that the directory has a name, or an alias, of a party with a word in it."""
    entered = names.alias("entered")
    of_party = (entered.c.party == party, in_directory(entered), as_known(entered, given))
    return exists().where(*of_party, holds(entered.c.spelling, word)).correlate_except(entered)


def entered(given: Given) -> Select[Any]:
    """Select what the directory calls parties, all or one, by the day, in the order of the days."""
    columns = select(names.c.party, names.c.kind, names.c.name, names.c.type, names.c.valid_from, names.c.valid_to)
    found = columns.where(in_directory(names), names.c.valid_from <= AS_OF, as_known(names, given))
    if "party" in given:
        found = found.where(names.c.party == PARTY)
    return found.order_by(names.c.party, names.c.valid_from)


_RUN_TOGETHER: ColumnElement[str] = literal_column(RUN_TOGETHER, TEXT)


def codes(given: Given) -> Select[Any]:
    """Select the codes of all parties: those of agreements, and those of the directory alone."""
    if "at" in given:
        return select(names.c.party).where(as_known(names, given)).distinct().order_by(names.c.party)
    of_agreements = _each(parties, parties.c.name)
    entered = select(names.c.party).where(in_directory(names), as_known(names, given))
    found = union(of_agreements, entered).subquery()
    return select(found.c.value).order_by(found.c.value)


def close(given: Given) -> Select[Any]:
    """Select who is called as close to a spelling as the same words run together, with all that is."""
    wanted = bindparam("spelling", type_=TEXT) == _RUN_TOGETHER
    return select(names.c.party, names.c.name).where(wanted, as_known(names, given)).distinct()


def spellings(given: Given) -> Select[Any]:
    """Select all that anybody is called, its words run together."""
    if "at" in given:
        return select(_RUN_TOGETHER).select_from(names).where(as_known(names, given)).distinct()
    return _each(names, _RUN_TOGETHER)


def _each(table: Table, column: ColumnElement[str]) -> Select[Any]:
    """Select each value that is known now once, from one to the next by its index: not row by row, which are many."""
    now = table.c.known_to.is_(None)
    known = (
        select(func.min(column).label("value"))
        .select_from(table)
        .where(now)
        .cte(f"each_of_{table.name}", recursive=True)
    )
    behind = select(func.min(column)).select_from(table).where(column > known.c.value, now).scalar_subquery()
    known = known.union_all(select(behind).where(known.c.value.is_not(None)))
    return select(known.c.value).where(known.c.value.is_not(None))
