"""The clauses on changes while the agreement is in force: amendment, disputes, suspension.

Source: VCLT-IO 39, 57 and 65 (R35 to R37, R41, R50).

To add a field: here, with what it means under it; the acts of `lifecycle.acts` ask for it.
"""

from __future__ import annotations

from typing import Literal

from lifecycle.calendar.date_rules import DateRule
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.fields import Clause, Text


class Consultation(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A duty to consult, and on whose request."""

    on_request_of: Text = ""


class Amendment(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the terms are changed (VCLT-IO 39)."""

    by: Literal["consent", "tacit"] = "consent"
    upon: Condition | None = None
    """How many of those that are bound must agree to it; all of them where silent."""
    binds: Literal["all", "acceptors", "all but objectors"] = "all"
    """Whom it binds once agreed: all, who has accepted it, or who has not opted out."""
    lapses: DateRule | None = None
    """From the proposal to the day on which it lapses, if it is not agreed by then."""
    form: Text = ""
    then: DateRule | None = None
    """From the last acceptance to the effect; from the communication where acceptance is tacit."""
    lead: DateRule | None = None
    """The least time between a proposal and its acceptance."""
    as_entry: bool = False
    """Whether it takes effect by the rule of entry into force."""
    consultation: Consultation | None = None


class Disputes(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """To whom a dispute is referred, and in which time it is to be settled."""

    referred_to: Text = ""
    within: DateRule | None = None
    """The time in which, its last day included, a dispute is to be settled; after it the dispute has failed."""


class Suspension(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who may suspend what, and on which ground (VCLT-IO 57)."""

    by: str | tuple[str, ...] = "any party"
    of: Literal["own obligations", "whole or part"] | tuple[str, ...] = "own obligations"
    """The party's own obligations, or only the articles listed."""
    ground: Literal["failed dispute", "opinion of breach", "at will", "consent of all", "declaration", "event"]
    """An event suspends it by itself, for all, as long as it is so: another agreement is suspended, say."""
    upon: Condition | None = None
    """By consent: how many of those that are bound must agree, for it to hold for all; all of them where silent.

    By an event: what must be so.
    """
    then: DateRule | None = None
    """From the receipt of its notification to its effect."""
    lifts: Literal["by act", "with the ground", ""] = ""
