"""The clause for what falls due: who is to do what, in which time from which event, and what follows if it is not done.

Source: VCLT-IO 26, 77 and 81 (R56, R61, R63). Registration, reviews, conferences, the steps of a dispute, the
appointment of arbitrators and what a depositary notifies are all duties.

To add an event: its word in `Event`, and its line in `EVENTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from lifecycle.calendar.date_rules import DateRule
from lifecycle.messages import Message
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.entry import Registration
from lifecycle.terms.fields import Clause, Text

DutyName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        extra={"form": Message("one word of letters, digits, dots and hyphens")},
    ),
]
Event = Literal[
    "entry into force",
    "entry into force for the party",
    "end",
    "signature",
    "consent",
    "declaration",
    "notice",
    "proposal of an amendment",
    "request for consultations",
    "consultation",
    "meeting",
    "dispute",
    "failure of a dispute",
    "settlement",
    "registration",
]
Done = Literal[
    "fulfilment", "signature", "consent", "declaration", "consultation", "meeting", "settlement", "registration"
]
"""What closes a duty: an act of its own, or another that is on record anyway."""


class Occurrence(NamedTuple):
    """What happens: the tag of its act, where it is one, the field that holds what that is about, and its words."""

    tag: str
    about: str
    says: Message


EVENTS: Mapping[str, Occurrence] = {
    "entry into force": Occurrence("", "", Message("its entry into force")),
    "entry into force for the party": Occurrence("", "", Message("its entry into force for a party")),
    "end": Occurrence("", "", Message("its end")),
    "signature": Occurrence("signed", "", Message("the signature by a party")),
    "consent": Occurrence("consented", "", Message("the consent to be bound by a party")),
    "declaration": Occurrence("declared", "declaration", Message("the declaration of a party")),
    "notice": Occurrence("notice_given", "notice", Message("the receipt of a notice")),
    "proposal of an amendment": Occurrence("amendment_proposed", "amendment", Message("the proposal of an amendment")),
    "request for consultations": Occurrence(
        "consultation_requested", "consultation", Message("a request for consultations")
    ),
    "consultation": Occurrence("consultation_held", "consultation", Message("a consultation")),
    "meeting": Occurrence("meeting_convened", "meeting", Message("the convening of a meeting")),
    "dispute": Occurrence("dispute_referred", "dispute", Message("the referral of a dispute")),
    "failure of a dispute": Occurrence("dispute_failed", "dispute", Message("the failure of a dispute")),
    "settlement": Occurrence("dispute_settled", "dispute", Message("the settlement of the dispute")),
    "registration": Occurrence("registered", "", Message("its registration")),
}
"""What duties run from, and end with where no act of their own fulfils them."""

OVER = frozenset({"dispute_settled", "notice_withdrawn", "amendment_withdrawn", "declaration_withdrawn"})
"""Acts with which a matter is over, and the duties that hang on it."""


class Instead(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What follows where a duty is not fulfilled in time: by somebody else, or something else."""

    by: Text = ""
    what: Text = ""
    """What is to be done, the same where silent."""
    within: DateRule | None = None
    """From the last day of the time before it."""


class Duty(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something to be done, once or again and again (VCLT-IO 26)."""

    name: DutyName
    """By which its fulfilment is put on record."""
    what: Annotated[Text, Meta(min_length=1)]
    by: Text = ""
    """A party, `each party`, `the party` whom the event concerns, or another such as the depositary."""
    after: Event = "entry into force"
    upon: Condition | None = None
    """A condition from the day of which it runs, in place of an event."""
    within: DateRule | None = None
    """The time, its last day included, in which it is to be done."""
    every: DateRule | None = None
    """The period after which it is to be done again, counted from the event or, with `within`, from its first time."""
    until: Done = "fulfilment"
    """What fulfils it."""
    otherwise: tuple[Instead, ...] = ()
    """What follows, step by step, where it is not done in time."""


def duty_of(clause: Registration) -> Duty:
    """Give the duty that a clause on registration is; it has no name, for its own act fulfils it (VCLT-IO 81; R56)."""
    return Duty(article=clause.article, name="", what="", by=clause.by, within=clause.within, until="registration")
