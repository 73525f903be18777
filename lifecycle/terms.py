"""Terms: what an agreement's text says of its own life, each rule with its article.

Summaries are in the keeper's own words; articles are those of the text. Fields that a text is silent on stay empty, and
the law's default or a named convention fills them.

To add a clause: a Struct here and a field in `Clauses`; the acts of `lifecycle.acts` ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from lifecycle import conventions
from lifecycle.codec import convert
from lifecycle.conditions import Condition
from lifecycle.conventions import Conventions
from lifecycle.date_rules import DateRule
from lifecycle.errors import InvalidInput, Problem

Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, Meta(pattern=r"^[^\s:#][^:#]{0,79}$")]
Article = Annotated[str, Meta(max_length=80)]
Text = Annotated[str, Meta(max_length=2000)]


class Clause(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Any rule of the text, with the article that states it."""

    article: Article


class PartyTerms(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A party as the text names it, and who acts for it."""

    name: Text
    formal_name: Text = ""
    type: Literal["organisation", "state", "authority"] = "organisation"
    signs: Text = ""
    settles_disputes: Text = ""
    share: Decimal | None = None
    """Share in per cent, where entry into force counts shares."""


class Texts(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The languages of the text and their authority (VCLT-IO 33)."""

    languages: tuple[str, ...] = ()
    authentic: Text = ""
    originals: int = 1


class EntryIntoForce(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When the agreement enters into force (VCLT-IO 24)."""

    upon: Condition
    then: DateRule | None = None
    joining: DateRule | None = None
    """The rule for a party that consents later, from its own consent; on that day where silent (R10)."""


class Duration(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How long the agreement lasts of itself."""

    indefinite: bool = False


class Termination(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One way in which the agreement ends, or a party leaves it (VCLT-IO 54)."""

    by: Literal["consent", "notice"]
    of: str | tuple[str, ...] = field(default="any party", name="from")
    period: DateRule | None = None
    form: Text = ""
    ends: Literal["for the party", "for all"] = "for the party"
    """Whether one notice ends a multilateral agreement for all; with two parties it always does."""


class Until(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What survival lasts for."""

    completed: tuple[Literal["activities", "accounts"], ...] = ()


class Survival(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the terminated agreement stays alive for (R46)."""

    until: Until


class Consultation(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A duty to consult, and on whose request."""

    on_request_of: Text = ""


class Amendment(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the terms are changed (VCLT-IO 39)."""

    by: Literal["consent"] = "consent"
    form: Text = ""
    consultation: Consultation | None = None


class Disputes(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """To whom a dispute is referred."""

    referred_to: Text = ""


class Suspension(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who may suspend what, and on which ground (VCLT-IO 57)."""

    by: str | tuple[str, ...] = "any party"
    of: Literal["own obligations"] = "own obligations"
    ground: Literal["failed dispute", "opinion of breach"]


class Clauses(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The clauses that drive an agreement's life, in the order of the law."""

    entry_into_force: EntryIntoForce
    duration: Duration | None = None
    termination: tuple[Termination, ...] = ()
    survival: Survival | None = None
    amendment: Amendment | None = None
    disputes: Disputes | None = None
    suspension: tuple[Suspension, ...] = ()

    def notice_from(self, party: str) -> Termination | None:
        """Give the clause under which a party may end the agreement by notice, or nothing."""
        return next((c for c in self.termination if c.by == "notice" and concerns(c.of, party)), None)

    @property
    def consent(self) -> Termination | None:
        """The clause on ending by consent, or nothing where the text has none."""
        return next((c for c in self.termination if c.by == "consent"), None)


class Provision(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A field of co-operation that the text opens."""

    name: Text = ""
    by: Text = ""
    ground: Text = ""
    provided_by: Text = ""
    at_request_of: Text = ""
    through: Text = ""
    safeguards: Text = ""
    restrictions: Text = ""
    subject_to: Text = ""
    evaluated: Text = ""
    languages: tuple[str, ...] = ()
    prompt: bool = False
    purpose_required: bool = False
    costs_per_party: bool = False


class Cooperation(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the parties do under the agreement, article by article."""

    contact_points: Provision | None = None
    consultation: Provision | None = None
    information: Provision | None = None
    observers: Provision | None = None
    joint_programmes: Provision | None = None
    joint_projects: Provision | None = None
    meetings: Provision | None = None
    platforms: tuple[Provision, ...] = ()
    expertise: Provision | None = None
    project_review: Provision | None = None
    refusal: Provision | None = None


class Terms(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The terms of one agreement."""

    agreement: Slug
    title: Annotated[str, Meta(min_length=1, max_length=500)]
    kind: Text = ""
    parties: dict[Name, PartyTerms]
    groups: dict[Name, tuple[Name, ...]] = {}
    texts: Texts | None = None
    clauses: Clauses
    profile: str | None = None
    conventions: dict[str, str] = {}
    least_parties: int = 2
    """The agreement lives while at least so many parties are bound."""
    cooperation: Cooperation | None = None

    @property
    def stated(self) -> Conventions:
        """The conventions as this agreement has them."""
        return Conventions(self.conventions, self.profile)


def concerns(of: str | tuple[str, ...], party: str) -> bool:
    """Tell whether a clause that names `any party`, one party or a list speaks of this party."""
    if isinstance(of, str):
        return of in ("any party", party)
    return party in of


def terms_from(data: object) -> Terms:
    """Build terms from plain data; raises `InvalidInput` with a path for each problem."""
    terms = convert(data, Terms)
    if problems := contradictions(terms):
        raise InvalidInput(problems)
    return terms


def contradictions(terms: Terms) -> list[Problem]:
    """List what the terms say of parties or conventions that do not exist, or twice over."""
    found: list[Problem] = []

    def names(place: str, named: Any) -> None:
        for name in (named,) if isinstance(named, str) else named:
            if name not in ("any party", "") and name not in terms.parties and name not in terms.groups:
                known = ", ".join([*terms.parties, *terms.groups])
                found.append(
                    Problem(place=place, says=f"{name!r} is not a party of these terms; they are {known}")
                )

    if len(terms.parties) < terms.least_parties:
        found.append(
            Problem(place="$.parties", says=f"an agreement has at least {terms.least_parties} parties")
        )
    for group, members in terms.groups.items():
        names(f"$.groups.{group}", members)
    names("$.clauses.entry_into_force.upon", terms.clauses.entry_into_force.upon.names())
    for at, clause in enumerate(terms.clauses.termination):
        names(f"$.clauses.termination[{at}].from", clause.of)
        if clause.by == "notice" and clause.period is None:
            place = f"$.clauses.termination[{at}]"
            found.append(Problem(place=place, says="a notice needs its `period`, such as 6 months"))
    for at, ground in enumerate(terms.clauses.suspension):
        names(f"$.clauses.suspension[{at}].by", ground.by)
    if wrong := conventions.check(terms.conventions, terms.profile):
        found.append(Problem(place="$.conventions", says=wrong))
    return found


def encode_terms(terms: Terms) -> Mapping[str, Any]:
    """Give the plain data of terms, as they are stored and shown."""
    plain: Mapping[str, Any] = msgspec.to_builtins(terms, enc_hook=lambda value: value.to_plain())
    return plain
