"""What the fold finds out: reasons, periods, and the notices, suspensions, disputes and heads of an agreement.

All values are frozen, hold no cycles, and are kept from the garbage collector, which would else look at them again
and again while a long file is folded. Each fact has the legal dates between which it stands, so that an answer can pick
what holds on a day. Fields that name an act hold its `seq`, the position in the log.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec import UNSET, Struct, UnsetType

from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.partial import Precision
from lifecycle.course.machine import State
from lifecycle.messages import Message
from lifecycle.terms.ending import Termination
from lifecycle.terms.text import Terms


class Reason(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Why a period began: the act, the article, and the words."""

    says: Message
    article: str = ""
    rule: str = ""
    seq: int | None = None
    act: str = ""
    precision: Precision | None = None
    """What is known of the day, where a list gives it."""

    @property
    def cause(self) -> Message:
        """What brought it about, where the words name it apart from the day and the state; else all of them."""
        cause: Message = self.says.args.get("cause", self.says)
        return cause


class Period(Struct, frozen=True, gc=False):
    """A state from its first day up to, and without, the first day of the next."""

    state: State
    start: date
    end: date | None
    why: tuple[Reason, ...] = ()

    def covers(self, day: date) -> bool:
        """Tell whether the state stands on a day."""
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def because(self) -> Reason | None:
        """Give the reason of this state: the last one, for those before it are of states that lasted no day."""
        reasons = [reason for reason in self.why if reason.act != "survival"] or self.why[-1:]
        return reasons[-1] if reasons else None

    @property
    def precision(self) -> Precision | UnsetType:
        """What is known of its first day, where a list gives it; nothing where acts, or the clock, do."""
        because = self.because
        return because.precision or UNSET if because else UNSET


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


class Amendment(Fact, frozen=True, gc=False, kw_only=True):
    """New terms on their way: proposed, accepted by some, agreed by all, or withdrawn."""

    by: str
    terms: Terms
    effective: date | None
    accepted: tuple[tuple[str, int], ...]
    accepted_on: tuple[tuple[str, date], ...] = ()
    """By party that accepted it, the day on which it did."""
    opted_out: tuple[str, ...] = ()
    agreed: date | None = None
    withdrawn: date | None = None
    holds_from: date | None = None
    """The day on which it is to take effect, once agreed."""


class Version(Struct, frozen=True, gc=False):
    """The terms as they stand from a day on; `start` is the draft's day for the first version."""

    number: int
    start: date
    terms: Terms
    seq: int


class Renamed(Struct, frozen=True, gc=False):
    """A party's change of its name."""

    party: str
    on: date
    name: str


class Term(Struct, frozen=True, gc=False):
    """How a term stands: the end that it is counted to, the renewals before that, and when the last one ends."""

    end: date | None
    renewed: int
    last: bool
    ends: date | None
    """The day on which it ends of itself, nothing where it goes on."""


class Kept(Fact, frozen=True, gc=False, kw_only=True):
    """Earlier terms that a party keeps, for it opted out of an amendment (VCLT-IO 40(4); R51); `id` is the party."""

    amendment: str
    """The amendment that replaced them for the others."""
    number: int
    """The version of the terms that it keeps."""
    terms: Terms
    term: Term | None = None
    """Their own term, where the others' is another by now."""


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
