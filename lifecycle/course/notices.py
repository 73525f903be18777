"""Notices as a fold finds them, with what became of them, and consents to an end or to come back.

Source: VCLT-IO 54, 56, 67 and 68 (R27 to R34). All values are frozen; fields that name an act hold its `seq`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from lifecycle.calendar.date_rules import DateRule
from lifecycle.course.facts import Fact
from lifecycle.course.periods import Reason
from lifecycle.terms.ending import Termination


class Notification(Struct, frozen=True, gc=False, kw_only=True):
    """What a party notifies to end the agreement, or to leave it, before it is known whether that is a notice."""

    id: str
    by: str
    sent: date
    received: date
    named: date | None
    """The day on which it is to take effect, where it names one."""
    transmitted: date | None = None
    """The day on which the depositary notified the others of it, where that is on record."""
    starts: date | None = None
    """The day from which it is to count as notice, where it names one."""


class Outcome(StrEnum):
    """What became of a notice that no longer runs."""

    RUNS = ""
    WITHDRAWN = "was withdrawn"
    TOOK_EFFECT = "took effect"
    OVERTAKEN = "overtaken"


class Notice(Fact, frozen=True, gc=False, kw_only=True):
    """A notice to end the agreement, or to leave it."""

    by: str
    article: str
    sent: date
    received: date
    takes_effect: date | None
    ends_for_all: bool = False
    clause: Termination
    """The clause under which it was given."""
    waits_for: tuple[str, ...] = ()
    """Who has yet to give notice with it: those named jointly can only act together."""
    paused: date | None = None
    """The day from which its own clock stands still."""
    halted: date | None = None
    """The day on which it was to take effect when its clock was stopped."""
    held: bool = False
    """Whether it stands still because the agreement is suspended."""
    blocked_by: str = ""
    """A fact while which it does not take effect."""
    outcome: Outcome = Outcome.RUNS
    counted_from: date
    """The day from which its period counts: receipt, sending where the terms say so, or a later day that it names."""
    transmitted: date | None = None
    """The day on which the depositary notified the others of it, where that is on record."""
    starts: date | None = None
    """The day from which the notice itself says that its period is to count."""
    joins: str = ""
    """The notice of another that it follows, to leave on the same day."""
    rule: DateRule | None = None
    named: date | None = None
    """The later date that the notice itself names."""
    term_end: date | None = None
    """The end of the term with which it takes effect, where the text ties it to that."""
    moved: tuple[Reason, ...] = ()
    """What else set its date, in the order in which it did: a lock-in, an extension, a clock that stood still."""

    @property
    def counts(self) -> bool:
        """Whether it runs: one of several that must be given jointly counts with the last of them."""
        return not self.waits_for


class Return(Struct, frozen=True, gc=False, kw_only=True):
    """An instrument with which a party under notice comes back: it takes effect once the notice has."""

    on: date
    seq: int
    manner: str
    agreed: date | None = None
    """The day of entry that the parties agreed on, where they did."""


class EndConsent(NamedTuple):
    """A party's consent to end the agreement: the day that it names, the act, and the day on which it was given."""

    effective: date | None
    seq: int
    on: date
