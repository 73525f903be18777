"""What a status shows: the state and what holds beside it, since when, what comes next, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import UNSET, Struct, UnsetType

from lifecycle.answers.documents import DocumentShown
from lifecycle.answers.participants import Participant
from lifecycle.answers.taken import TakenShown
from lifecycle.calendar.conventions import Assumption
from lifecycle.calendar.partial import Precision
from lifecycle.course.machine import State
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.fold.readings import Disputed
from lifecycle.messages import Message


class Standing(Struct, frozen=True, omit_defaults=False):
    """A party's state and since when."""

    state: State
    since: date
    why: tuple[Reason, ...] = ()
    precision: Precision | UnsetType = UNSET
    """What is known of that day, where a list gives it."""


class NoticeShown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A notice that runs, or waits for others to be given with it."""

    notice: str
    by: str
    received: date
    takes_effect: date | None
    article: str
    seq: int
    waits_for: tuple[str, ...] = ()
    """The parties without whose notice it does not count: they can only act together."""
    stopped_on: date | None = None
    """The day from which its clock stands still."""
    days_left: int | None = None
    """The days that it still had to run then."""
    awaits: Message | None = None
    """What it waits for, where it has no day or the day is past: other notices, a resumption, the end of a fact."""


class SuspensionShown(Struct, frozen=True, kw_only=True):
    """A standing suspension; `ground_gone` tells that the dispute it rests on was settled."""

    suspension: str
    by: str
    since: date
    ground: str
    article: str
    seq: int
    ground_gone: bool = False
    articles: tuple[str, ...] = ()
    """The articles suspended, where it is not the whole."""


class DisputeShown(Struct, frozen=True, kw_only=True):
    """An open dispute."""

    dispute: str
    by: str
    since: date
    subject: str
    failed: date | None
    seq: int


class HeadShown(Struct, frozen=True, kw_only=True):
    """An open activity or account."""

    id: str
    title: str
    since: date
    seq: int
    owed_by: str = ""
    owed_to: str = ""
    amount: Decimal | None = None
    currency: str = ""
    activity: str = ""


class Open(Struct, frozen=True):
    """What is left to finish; what lapsed with the agreement."""

    activities: tuple[HeadShown, ...] = ()
    accounts: tuple[HeadShown, ...] = ()
    lapsed: tuple[HeadShown, ...] = ()


class Next(Struct, frozen=True, kw_only=True):
    """A date that is coming if nothing else is recorded."""

    on: date
    what: Message
    article: str
    binds: str | None = None
    seq: int | None = None
    kind: str
    about: str = ""
    """The notice, the party or the other thing that it is about."""
    moved: Message | None = None
    """Why it is a later day than that to which the time runs, where that is a day off (R19)."""


class Irregular(Struct, frozen=True, kw_only=True):
    """A recorded act without effect, and the objection."""

    seq: int
    act: str
    on: date
    objection: Objection
    reason: str | None = None
    cured_by: int | None = None


class TermsKept(Struct, frozen=True, kw_only=True):
    """Earlier terms that a party keeps for itself, for it opted out of an amendment."""

    party: str
    terms_version: int
    since: date
    amendment: str
    seq: int


class Applied(Struct, frozen=True):
    """Provisions that have effect from another day than the rest (VCLT-IO 24(1) and 28; R12)."""

    what: str
    article: str
    since: date
    """The day from which they have effect: earlier or later than the entry into force, past or to come."""


class ReplacedShown(Struct, frozen=True, kw_only=True):
    """What a later agreement has replaced of it while it goes on (VCLT-IO 30(4), 41, 59)."""

    successor: str
    since: date
    seq: int
    articles: tuple[str, ...] = ()
    """The articles replaced; the whole where there are none."""
    between: tuple[str, ...] = ()
    """The parties between which it is replaced; all where there are none."""


class Status(Struct, frozen=True, kw_only=True):
    """The full answer for one day."""

    agreement: str
    title: str
    as_of: date
    state: State
    since: date
    until: date | None
    terms_version: int
    entered_into_force: date | None
    terminates: date | None
    terminated_on: date | None
    ended_by: Message | None
    parties: dict[str, Standing]
    awaiting: tuple[Message, ...]
    notices: tuple[NoticeShown, ...]
    suspensions: tuple[SuspensionShown, ...]
    disputes: tuple[DisputeShown, ...]
    open: Open
    next: tuple[Next, ...]
    why: tuple[Reason, ...]
    assumed: tuple[Assumption, ...]
    disputed: tuple[Disputed, ...]
    irregular: tuple[Irregular, ...]
    provisional: tuple[str, ...] = ()
    """Parties that apply it provisionally (VCLT-IO 25)."""
    applies: tuple[Applied, ...] = ()
    """Provisions that have effect from another day than the rest, while it is in force."""
    replaced: tuple[ReplacedShown, ...] = ()
    """What later agreements have replaced of it, in part or between some, while it is in force."""
    undetermined: tuple[str, ...] = ()
    """Parties dissolved: what follows from it the law does not prejudge (VCLT-IO 74(2))."""
    terms_kept: tuple[TermsKept, ...] = ()
    """Parties outside an amendment, with the version of the terms that binds them (VCLT-IO 40(4))."""
    titles: Mapping[str, str] = {}
    """The title in each language, by the language's code; none where there is one alone."""
    authentic: tuple[str, ...] = ()
    """The languages of the authentic texts (VCLT-IO 33)."""
    depositary: str = ""
    """Who keeps it for the parties (VCLT-IO 77)."""
    participants: tuple[Participant, ...] = ()
    """Who signed, consented, is bound and has left, party by party and membership by membership."""
    precision: Precision | None = None
    """What is known of the first day of the state, where a list gives it: then `since` is the first possible day."""
    taken_over: tuple[TakenShown, ...] = ()
    """What lists say of it, where one does."""
    texts: tuple[DocumentShown, ...] = ()
    """The texts and certified copies that the register keeps, by language (VCLT-IO 78(1))."""
    kind: str = ""
    """What kind of agreement its terms of the day say it is."""
