"""What the fold finds out that stands between two legal dates: suspensions, disputes, heads, records.

All values are frozen and kept from the garbage collector, as periods are. Each fact has the legal dates between which
it stands, so that an answer can pick what holds on a day. Fields that name an act hold its `seq`, the position in the
log.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from lifecycle.calendar.partial import Precision
from lifecycle.course.machine import State
from lifecycle.messages import Message


class Fact(Struct, frozen=True, gc=False, kw_only=True):
    """Anything that stands between two legal dates."""

    id: str
    seq: int
    since: date
    closed: date | None = None
    closed_by: int | None = None

    def stands(self, day: date) -> bool:
        """Tell whether it stands on a day."""
        return self.since <= day and (self.closed is None or day < self.closed)


class Suspension(Fact, frozen=True, gc=False, kw_only=True):
    """A party's suspension of its own obligations."""

    by: str
    ground: str
    article: str
    articles: tuple[str, ...] = ()
    """The articles suspended, where it is not the whole."""
    reason: str = ""
    lifts_with_ground: bool = False
    of_all: bool = False
    """Whether it suspends the agreement for all, so many having consented as the text asks for."""
    waiting: bool = False
    """Whether it has no effect yet, nor a day for it: others that are bound are still to consent."""

    def stands(self, day: date) -> bool:
        """Tell whether it stands on a day; one that waits for others suspends nothing."""
        return not self.waiting and Fact.stands(self, day)

    def runs(self, day: date) -> bool:
        """Tell whether it is in effect on a day that the fold has reached."""
        return self.closed is None and self.since <= day and not self.waiting

    def covers(self, article: str) -> bool:
        """Tell whether obligations under an article are suspended: all are, unless some are listed."""
        return not self.articles or any(article == one or article.startswith(f"{one}(") for one in self.articles)


class Taken(Fact, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What a list says: a state from a first possible day on, and perhaps until another one."""

    state: State
    precision: Precision
    until: date | None = None
    """The first possible day on which it was no longer so; of an end that has no day, the day of the list."""
    until_precision: Precision = "day"
    source: str
    row: int | None = None
    """Where it stands in the list."""


class Replacement(Fact, frozen=True, gc=False, kw_only=True):
    """What a later agreement has replaced of this one: articles, or the whole, between some of the parties, or all."""

    successor: str
    articles: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


class Dispute(Fact, frozen=True, gc=False, kw_only=True):
    """A dispute and what became of it."""

    by: str
    subject: str = ""
    failed: date | None = None
    settled: date | None = None


class Measure(Fact, frozen=True, gc=False, kw_only=True):
    """A suspension or an end that a party announces under the default law, and what became of it (VCLT-IO 65)."""

    by: str
    measure: str
    from_: date | None
    """The first day on which it may be carried out if nobody objects."""
    until: date | None = None
    """The last day to object; none is set where it is urgent."""
    objected: date | None = None


class Renamed(Struct, frozen=True, gc=False):
    """A party's change of its name."""

    party: str
    on: date
    name: str


class Head(Fact, frozen=True, gc=False, kw_only=True):
    """Something left to finish: an activity begun or an account opened."""

    kind: str
    title: str = ""
    activity: str = ""
    owed_by: str = ""
    owed_to: str = ""
    amount: Decimal | None = None
    currency: str = ""
    settled: tuple[tuple[date, Decimal], ...] = ()
    lapsed: date | None = None
    continued: bool = False
    """Whether the parties agreed that it goes on after the end."""
    linked: tuple[str, ...] = ()
    """The parties that stay bound to it, each for itself, though they leave."""

    @property
    def message(self) -> Message:
        """The activity or account, as it is named in a sentence."""
        if self.kind == "activity":
            return Message("activity {id}", id=self.id)
        return Message("account {id}", id=self.id)


class Record(Fact, frozen=True, gc=False, kw_only=True):
    """Something done under the agreement: a contact point, a consultation, a meeting, an item of information."""

    kind: str
    by: str
    article: str
    activity: str = ""
    title: str = ""
    other: str = ""
    """The other party concerned."""
    about: str = ""
    """The record that it belongs to."""
    details: tuple[str, ...] = ()
    outcome: Message | None = None
    """What became of it, once it is closed."""
