"""What a condition may ask about: the dates of acts and facts, and who the parties are.

Source: VCLT-IO 24 (R8 to R10). The course of an agreement answers it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from lifecycle.calendar.date_rules import DateRule


class OfAnother(NamedTuple):
    """What is asked of another agreement, or of one of its parties."""

    agreement: str
    """Its id in the register, or what else the text calls it."""
    state: str
    party: str = ""
    """The party of it that is meant; the agreement itself where empty."""

    @property
    def fact(self) -> str:
        """The words of the fact that stands for it where the register does not keep the agreement."""
        return f"{self.agreement} {self.state} for {self.party}" if self.party else f"{self.agreement} {self.state}"


class Facts(Protocol):
    """What a condition may ask about: dates by party, dates by fact, and who the parties are."""

    @property
    def signatures(self) -> Mapping[str, date]:
        """Dates of signature by party."""

    @property
    def consents(self) -> Mapping[str, date]:
        """Dates on which consent to be bound was established, by party."""

    @property
    def agreed(self) -> Mapping[str, date]:
        """Dates on which parties agreed to what is asked about, nobody's where nothing of the kind is."""

    @property
    def established(self) -> Mapping[str, date]:
        """Dates of the facts on record, by name."""

    @property
    def lapsed(self) -> Mapping[str, date]:
        """Dates on which facts that were on record ended, by name."""

    @property
    def names(self) -> Sequence[str]:
        """Parties that the terms name."""

    def members(self, group: str) -> Sequence[str]:
        """Give the parties of a group of the terms, or of a circle such as `parties on 2010-01-01`."""

    def counts(self, party: str) -> bool:
        """Tell whether a party counts where nobody is named: a territory, or an organisation of members, does not."""

    def weight(self, party: str, unit: str, day: date) -> Decimal:
        """Give a party's weight in a unit on a day, in none its share in per cent; zero where the terms give none."""

    def weighed(self, unit: str) -> Collection[date]:
        """Give the days on which a party's weight in a unit becomes another."""

    def fewer_since(self, number: int) -> date | None:
        """Give the day since which fewer parties than a number are bound, nothing while there are enough."""

    def counted(self, rule: DateRule, day: date) -> date | None:
        """Give the date to which a rule leads from a day, by the agreement's conventions."""

    def keeps(self, agreement: str) -> bool:
        """Tell whether the register keeps another agreement, and is asked itself about it."""

    def came(self, asked: OfAnother) -> date | None:
        """Give the day since which another agreement is what is asked, by a fact where none is kept of it."""
