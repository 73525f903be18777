"""The terms as a whole: the parties, the languages of the text, and the clauses that drive the agreement's life.

Summaries are in the keeper's own words; articles are those of the text. Fields that a text is silent on stay empty, and
the law's default or a named convention fills them.

To add a clause: a Struct in the module of its subject, and a field in `Clauses`; `lifecycle.acts` asks for it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from lifecycle.calendar.conventions import Conventions
from lifecycle.law import RULES
from lifecycle.terms.changes import Amendment, Disputes, Suspension
from lifecycle.terms.cooperation import Cooperation
from lifecycle.terms.declarations import Declarations
from lifecycle.terms.duties import Duty, duty_of
from lifecycle.terms.ending import Duration, LeastParties, Survival, Termination, end_by_few
from lifecycle.terms.entry import Applies, EntryIntoForce, ProvisionalApplication, Registration, Supersession
from lifecycle.terms.fields import NO_GROUPS, Groups, Name, PartyType, Slug, Text, concerns
from lifecycle.terms.languages import LanguageCode, Title, Wording


class PartyTerms(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A party as the text names it, and who acts for it."""

    name: Wording
    formal_name: Text = ""
    type: PartyType = "organisation"
    signs: Text = ""
    settles_disputes: Text = ""
    share: Decimal | None = None
    """Share in per cent, where entry into force counts shares."""
    weights: dict[Name, dict[date, Decimal]] = {}
    """By unit, such as tonnage or contributions, the party's weight from each of some days on."""
    counts: bool = True
    """Whether it is counted: a territory beside its State, an organisation beside its members is not."""


class Texts(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The languages of the text and their authority (VCLT-IO 33)."""

    languages: tuple[str, ...] = ()
    authentic: Text | tuple[LanguageCode, ...] = ""
    """Their authority, such as `equally`, or those that are authentic."""
    originals: int = 1

    @property
    def authorities(self) -> tuple[str, ...]:
        """The languages of the authentic texts, as far as they are named."""
        if isinstance(self.authentic, tuple):
            return self.authentic
        return self.languages if self.authentic in ("", "equally") else ()


class Clauses(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The clauses that drive an agreement's life, in the order of the law."""

    entry_into_force: EntryIntoForce
    provisional_application: ProvisionalApplication | None = None
    applies: tuple[Applies, ...] = ()
    declarations: tuple[Declarations, ...] = ()
    duration: Duration | None = None
    termination: tuple[Termination, ...] = ()
    survival: Survival | None = None
    amendment: Amendment | None = None
    disputes: Disputes | None = None
    suspension: tuple[Suspension, ...] = ()
    supersession: Supersession | None = None
    registration: Registration | None = None
    duties: tuple[Duty, ...] = ()

    def notices_from(self, party: str, groups: Groups = NO_GROUPS) -> list[Termination]:
        """Give the clauses under which a party may end the agreement by notice, in the order of the text."""
        return [c for c in self.termination if c.by == "notice" and concerns(c.of, party, groups)]

    @property
    def consent(self) -> Termination | None:
        """The clause on ending by consent, or nothing where the text has none."""
        return next((c for c in self.termination if c.by == "consent"), None)


class Terms(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, dict=True):
    """The terms of one agreement."""

    agreement: Slug
    title: Title
    kind: Text = ""
    depositary: Text = ""
    """Who keeps it for the parties (VCLT-IO 77)."""
    parties: dict[Name, PartyTerms]
    groups: dict[Name, tuple[Name, ...]] = {}
    texts: Texts | None = None
    clauses: Clauses
    profile: str | None = None
    conventions: dict[str, str] = {}
    holidays: tuple[date, ...] = ()
    """Official holidays besides the weekends, where a deadline for an act moves off them (ETS 76, 5; R19)."""
    least_parties: Annotated[int, Meta(ge=1)] | LeastParties = 2
    """The agreement lives while at least so many parties are bound, or until fewer have been for a time."""
    open: bool = False
    """Whether others than the parties named may sign and consent."""
    cooperation: Cooperation | None = None
    rules: Annotated[str, Meta(max_length=20)] = ""
    """The version of the rules when the terms were drafted, noted as they are read; none for terms before 2026.4."""

    @property
    def drafted_now(self) -> Terms:
        """The terms as drafted under the rules of today, whose defaults fill what they leave open."""
        return self if self.rules else replace(self, rules=RULES)

    @property
    def least(self) -> int:
        """How many parties must be bound, for it to begin, and not to end at once."""
        return self.least_parties if isinstance(self.least_parties, int) else self.least_parties.at_once

    @cached_property
    def ways_to_end(self) -> tuple[Termination, ...]:
        """The ways to end it, or to leave it; that it has had too few parties for too long among them."""
        few = None if isinstance(self.least_parties, int) else end_by_few(self.least_parties)
        return self.clauses.termination if few is None else (*self.clauses.termination, few)

    @cached_property
    def uncounted(self) -> frozenset[str]:
        """The parties that are not counted, as one beside whose State or members it stands is not."""
        return frozenset(name for name, party in self.parties.items() if not party.counts)

    @cached_property
    def owing(self) -> tuple[Duty, ...]:
        """The duties of the text, that of registration among them."""
        registration = self.clauses.registration
        return self.clauses.duties if registration is None else (duty_of(registration), *self.clauses.duties)

    @cached_property
    def stated(self) -> Conventions:
        """The conventions as this agreement has them."""
        listed = {"days_off": "as listed"} if self.holidays else {}
        return Conventions(listed | self.conventions, self.profile, earlier=not self.rules)

    def read(self, reading: tuple[str, str] | None) -> Conventions:
        """Give the conventions by a reading, a convention and its other value, where the terms leave that open."""
        return self.stated if reading is None else self.stated.otherwise(*reading)
