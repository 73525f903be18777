"""Duties that run, as a fold finds them: each from its event on, until it is fulfilled.

Source: VCLT-IO 26 (R63). All values are frozen; `seq` is the position of the act that set it.
"""

from __future__ import annotations

from datetime import date

from lifecycle.course.facts import Fact
from lifecycle.terms.duties import Duty


class Owed(Fact, frozen=True, gc=False, kw_only=True):
    """A duty that runs for the agreement, for a party, or for a matter such as one dispute."""

    duty: Duty
    anchor: date
    """The day from which it counts."""
    thing: str = ""
    """The dispute, the notice, … that it is about."""
    party: str = ""
    """The party that owes it for itself."""
    on: date
    """The last day on which it is to be done."""
    step: int = 0
    """How many times went by without it: so many steps of `otherwise` have followed."""
    times: int = 0
    """How often it has been fulfilled, where it comes again."""

    def is_of(self, thing: str | None, party: str | None) -> bool:
        """Tell whether it is about a matter and owed by a party; where one is not named, any is meant."""
        return (not thing or not self.thing or self.thing == thing) and (
            not party or not self.party or self.party == party
        )
