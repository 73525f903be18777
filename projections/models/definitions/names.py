"""What parties are called, as statements: on a day, by an agreement or by the directory, and by what they are found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, and_, bindparam, exists, func, literal_column, select

from projections.models.definitions.axes import AS_OF, TEXT, Given, as_known, standing
from projections.models.definitions.tables import in_directory, names, parties
from projections.models.definitions.texts import holds
from projections.models.values import CALLED, ENTERED

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


def codes(given: Given) -> Select[Any]:
    """Select the codes of all parties."""
    return select(names.c.party).where(as_known(names, given)).distinct().order_by(names.c.party)


def spelt(given: Given) -> Select[Any]:
    """Select who is found by a spelling, with what is spelt so."""
    wanted = names.c.spelling == bindparam("spelling", type_=TEXT)
    return select(names.c.party, names.c.name).where(wanted, as_known(names, given)).distinct()


def everybody(given: Given) -> Select[Any]:
    """Select all that anybody is called."""
    return select(names.c.name).where(as_known(names, given)).distinct().order_by(names.c.name)
