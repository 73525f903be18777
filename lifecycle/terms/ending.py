"""The clauses on the end: duration and renewal, the ways to end or leave, and what survives.

Source: VCLT-IO 54, 56 and 70 (R30 to R34, R46, R48).

To add a field: here, with what it means under it; `lifecycle.consequences` asks for it.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from lifecycle.calendar.date_rules import DateRule
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.fields import Article, Clause, Text

Day = date
"""A date, where a field of that name stands beside it."""


class Renewal(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What follows a term: tacit renewal, for equal or other terms, indefinitely or a number of times (R48)."""

    by: Literal["tacit", "agreement"] = "tacit"
    term: DateRule | None = None
    """Length of the further terms; that of the first where silent; with `agreement` the most that can be agreed."""
    times: int | None = None
    article: Article = ""


class Duration(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How long the agreement lasts of itself: indefinitely, for a term, or until a date or an event."""

    indefinite: bool = False
    term: DateRule | None = None
    starting: date | None = None
    """The day from which the first term counts; the entry into force where silent."""
    until: date | None = None
    """A day until which it lasts, that day included unless a convention says otherwise (`until_includes_its_day`)."""
    through: date | None = None
    """The last day of its life, where the text names it as the last."""
    upon: Condition | None = None
    """An event with which it ends, such as the entry into force of its successor."""
    renewal: Renewal | None = None
    thereafter: Literal["ends", "indefinite"] = "ends"

    @property
    def ends_on_a_day(self) -> bool:
        """Whether the text fixes a day for its end."""
        return self.until is not None or self.through is not None


class LockIn(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A time in which no notice is given, or none takes effect (R33)."""

    period: DateRule
    after: Literal["entry into force", "entry into force for the party"] = "entry into force for the party"
    of: Literal["notice", "effect"] = "notice"
    """Whether a notice before its end is inadmissible, or admissible with effect no earlier."""


class Window(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A recurring time in which alone a notice is admissible, counted from the entry into force."""

    every: DateRule
    open: DateRule


class Termination(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One way in which the agreement ends, or a party leaves it (VCLT-IO 54)."""

    by: Literal["consent", "notice", "decision", "event"]
    of: str | tuple[str, ...] = field(default="any party", name="from")
    jointly: bool = False
    """Whether those named can only act together; their notices count when all have given them."""
    period: DateRule | None = None
    counts_from: Literal["receipt", "sending", "transmission", ""] = ""
    """From its receipt, its sending, or the transmission to the others by the depositary (VCLT-IO 79; R27)."""
    deemed_receipt: DateRule | None = None
    """The time after its sending at which a notice counts as received, if it was not before."""
    withdrawal: Literal["by the party", "by agreement"] = "by the party"
    """Who can take back a notice before it takes effect: who gave it (VCLT-IO 68), or only all together."""
    form: Text = ""
    effect: Literal["after its period", "end of term"] = "after its period"
    """`end of term`: it takes effect with the running term, if given its period before that end."""
    lock_in: LockIn | None = None
    window: Window | None = None
    follows: DateRule | None = None
    """The time in which others may join an earlier notice and leave with it."""
    requires: Text = ""
    """What must be so before a notice is admissible: `failed dispute`, or a fact, with `{party}` for who gives it."""
    not_while: Text = ""
    """A fact while which the notice does not take effect; `{party}` stands for the party's name."""
    upon: Condition | None = None
    """The event, where the end is by event; `{party}` in a fact stands for a party's name, which alone then leaves.

    By consent: how many of those that are bound must agree to the end; all of them where silent.
    """
    unless: Condition | None = None
    """What keeps an event from ending it, if it is so before that day; `agreed` counts those that let it go on."""
    ends: Literal["for the party", "for all"] = "for the party"
    """Whether it ends a multilateral agreement for all; with two parties it always does."""

    @property
    def of_each_party(self) -> bool:
        """Whether it is an event that concerns a party for itself, such as the end of its membership elsewhere."""
        return self.upon is not None and self.upon.of_each_party


class LeastParties(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How many parties keep the agreement alive, and how long it outlives having fewer (VCLT-IO 55; R14)."""

    article: Article = ""
    number: Annotated[int, Meta(ge=1)]
    time: DateRule | None = field(default=None, name="for")
    """For how long there must be fewer; it ends at once where silent."""
    unless: Condition | None = None
    """What keeps it alive all the same, if it is so before the end of that time."""

    @property
    def at_once(self) -> int:
        """With fewer it ends at once: whatever time it has, one party alone has nobody to agree with."""
        return self.number if self.time is None else min(self.number, 2)


@cache
def end_by_few(clause: LeastParties) -> Termination | None:
    """Give the way to end that a least number of parties with a time is, nothing where it ends at once."""
    if clause.time is None:
        return None
    upon = Condition.from_plain({"parties_below": clause.number, "then": clause.time.to_plain()})
    return Termination(article=clause.article, by="event", upon=upon, unless=clause.unless)


class Until(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What survival lasts for; of several the longest."""

    completed: tuple[Literal["activities", "accounts"], ...] = ()
    chosen: bool = False
    """Whether only those heads survive that the parties agree to continue."""
    period: DateRule | None = None
    date: date | None = None
    through: Day | None = None
    """The last day, where the text names it as the last."""
    upon: Condition | None = None
    decided: bool = False
    """Until the parties decide."""


class Tail(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A further tail, of another length: what of the agreement survives for so long."""

    articles: tuple[str, ...] = ()
    of: Text = ""
    period: DateRule
    """From the end."""


class Survival(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the terminated agreement stays alive for (R46); without `until` the tail is open-ended."""

    until: Until | None = None
    articles: tuple[str, ...] = ()
    of: Text = ""
    """What survives, where it is not the agreement itself: contracts, rights acquired."""
    parties: Literal["all", "leaving too"] = "leaving too"
    further: tuple[Tail, ...] = ()
    """Tails of other lengths beside this one; it winds down until the last of them is over."""
