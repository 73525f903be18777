"""Terms: what an agreement's text says of its own life, each rule with its article.

Summaries are in the keeper's own words; articles are those of the text. Fields that a text is silent on stay empty, and
the law's default or a named convention fills them.

To add a clause: a Struct here and a field in `Clauses`; the acts of `lifecycle.acts` ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

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
Manner = Literal[
    "signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "formal-confirmation",
    "notification",
    "exchange",
]
"""How consent to be bound is expressed (VCLT-IO 11)."""
Groups = Mapping[str, tuple[str, ...]]
"""Groups of parties by name, as the terms list them."""
_NO_GROUPS: Groups = {}


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
    joining_by: dict[Manner, DateRule] = {}
    """The same by manner of consent, where the text tells them apart."""
    joining_when: Condition | None = None
    """What must also be so before a later party enters; `{party}` in a fact stands for its name."""
    consent_when: Condition | None = None
    """What must be so before a party's instrument counts at all; `{party}` in a fact stands for its name."""
    individually: bool = False
    """Whether each party is bound from its own consent, even before the agreement counts as in force."""
    counts_from: Literal["receipt", "sending", ""] = ""
    """From which date of a notified consent it counts; from its receipt where silent (VCLT-IO 79(b); R27)."""


class ProvisionalApplication(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From when the agreement is applied before its entry into force (VCLT-IO 25; R13)."""

    upon: Condition


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
    upon: Condition | None = None
    """An event with which it ends, such as the entry into force of its successor."""
    renewal: Renewal | None = None
    thereafter: Literal["ends", "indefinite"] = "ends"


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
    counts_from: Literal["receipt", "sending", ""] = ""
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
    """The event, where the end is by event; `{party}` in a fact stands for a party's name, which alone then leaves."""
    ends: Literal["for the party", "for all"] = "for the party"
    """Whether it ends a multilateral agreement for all; with two parties it always does."""

    @property
    def of_each_party(self) -> bool:
        """Whether it is an event that concerns a party for itself, such as the end of its membership elsewhere."""
        return self.upon is not None and self.upon.of_each_party


class Until(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What survival lasts for; of several the longest."""

    completed: tuple[Literal["activities", "accounts"], ...] = ()
    chosen: bool = False
    """Whether only those heads survive that the parties agree to continue."""
    period: DateRule | None = None
    date: date | None = None
    upon: Condition | None = None
    decided: bool = False
    """Until the parties decide."""


class Survival(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the terminated agreement stays alive for (R46); without `until` the tail is open-ended."""

    until: Until | None = None
    articles: tuple[str, ...] = ()
    of: Text = ""
    """What survives, where it is not the agreement itself: contracts, rights acquired."""
    parties: Literal["all", "leaving too"] = "leaving too"


class Consultation(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A duty to consult, and on whose request."""

    on_request_of: Text = ""


class Amendment(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the terms are changed (VCLT-IO 39)."""

    by: Literal["consent", "tacit"] = "consent"
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
    """The time after which a dispute that is not settled has failed."""


class Suspension(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who may suspend what, and on which ground (VCLT-IO 57)."""

    by: str | tuple[str, ...] = "any party"
    of: Literal["own obligations", "whole or part"] | tuple[str, ...] = "own obligations"
    """The party's own obligations, or only the articles listed."""
    ground: Literal["failed dispute", "opinion of breach", "at will", "consent of all", "declaration"]
    then: DateRule | None = None
    """From the receipt of its notification to its effect."""
    lifts: Literal["by act", "with the ground", ""] = ""


class Supersession(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Earlier agreements whose place this one takes with its entry into force (VCLT-IO 59; R47)."""

    of: tuple[Text, ...]
    by: Literal["ending", "suspending"] = "ending"


class Registration(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A duty to register the agreement, once it is in force (VCLT-IO 81; R56)."""

    by: Text = ""
    within: DateRule | None = None


class Clauses(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The clauses that drive an agreement's life, in the order of the law."""

    entry_into_force: EntryIntoForce
    provisional_application: ProvisionalApplication | None = None
    duration: Duration | None = None
    termination: tuple[Termination, ...] = ()
    survival: Survival | None = None
    amendment: Amendment | None = None
    disputes: Disputes | None = None
    suspension: tuple[Suspension, ...] = ()
    supersession: Supersession | None = None
    registration: Registration | None = None

    def notice_from(self, party: str, groups: Groups = _NO_GROUPS) -> Termination | None:
        """Give the first clause under which a party may end the agreement by notice, or nothing."""
        return next(iter(self.notices_from(party, groups)), None)

    def notices_from(self, party: str, groups: Groups = _NO_GROUPS) -> list[Termination]:
        """Give the clauses under which a party may end the agreement by notice, in the order of the text."""
        return [c for c in self.termination if c.by == "notice" and concerns(c.of, party, groups)]

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
    least_parties: Annotated[int, Meta(ge=1)] = 2
    """The agreement lives while at least so many parties are bound."""
    open: bool = False
    """Whether others than the parties named may sign and consent."""
    cooperation: Cooperation | None = None

    @property
    def stated(self) -> Conventions:
        """The conventions as this agreement has them."""
        return Conventions(self.conventions, self.profile)


def concerns(of: str | tuple[str, ...], party: str, groups: Groups = _NO_GROUPS) -> bool:
    """Tell whether a clause that names `any party`, a party, a group or a list of them speaks of this party."""
    return of == "any party" or party in members(of, groups)


def members(of: str | tuple[str, ...], groups: Groups) -> tuple[str, ...]:
    """Give the parties that a clause names, its groups resolved."""
    named = (of,) if isinstance(of, str) else of
    return tuple(name for one in named for name in groups.get(one, (one,)))


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
                found.append(Problem(place=place, says=f"{name!r} is not a party of these terms; they are {known}"))

    if len(terms.parties) < terms.least_parties and not terms.open:
        found.append(Problem(place="$.parties", says=f"an agreement has at least {terms.least_parties} parties"))
    found += [
        Problem(place=f"$.parties.{name}.share", says=f"a share is more than 0 and at most 100 per cent, not {share}")
        for name, party in terms.parties.items()
        if (share := party.share) is not None and not (share.is_finite() and 0 < share <= 100)
    ]
    found += _duration_problems(terms)
    for place, rule in _repeated(terms):
        if not rule.is_period:
            says = f"it is repeated, or counted backwards: only a period such as 6 months can be, not {rule}"
            found.append(Problem(place=place, says=says))
    for group, members in terms.groups.items():
        names(f"$.groups.{group}", members)
    for place, condition, of_each in conditions_of(terms):
        names(place, condition.names())
        if condition.of_each_party and not of_each:
            says = "it is asked of the agreement as a whole: `{party}` has no place in it"
            found.append(Problem(place=place, says=says))
    for at, clause in enumerate(terms.clauses.termination):
        names(f"$.clauses.termination[{at}].from", clause.of)
        if lacks := _lacking(clause, terms):
            found.append(Problem(place=f"$.clauses.termination[{at}]", says=lacks))
    for at, ground in enumerate(terms.clauses.suspension):
        names(f"$.clauses.suspension[{at}].by", ground.by)
    if wrong := conventions.check(terms.conventions, terms.profile):
        found.append(Problem(place="$.conventions", says=wrong))
    return found


def conditions_of(terms: Terms) -> Iterator[tuple[str, Condition, bool]]:
    """Give every condition of the terms with its place, and whether it is asked of each party for itself."""
    clauses = terms.clauses
    entry, duration, survival = clauses.entry_into_force, clauses.duration, clauses.survival
    yield "$.clauses.entry_into_force.upon", entry.upon, False
    for name in ("joining_when", "consent_when"):
        if (condition := getattr(entry, name)) is not None:
            yield f"$.clauses.entry_into_force.{name}", condition, True
    if clauses.provisional_application is not None:
        yield "$.clauses.provisional_application.upon", clauses.provisional_application.upon, False
    if duration is not None and duration.upon is not None:
        yield "$.clauses.duration.upon", duration.upon, False
    for at, clause in enumerate(clauses.termination):
        if clause.upon is not None:
            yield f"$.clauses.termination[{at}].upon", clause.upon, clause.by == "event"
    if survival is not None and survival.until is not None and survival.until.upon is not None:
        yield "$.clauses.survival.until.upon", survival.until.upon, False


def _repeated(terms: Terms) -> Iterator[tuple[str, DateRule]]:
    """Give the rules that are counted again and again, or backwards from an end (R16a, R20)."""
    duration = terms.clauses.duration
    renewal = duration.renewal if duration else None
    if duration is not None and renewal is not None and renewal.by == "tacit":
        further = "term" if renewal.term is None else "renewal.term"
        rule = duration.term if renewal.term is None else renewal.term
        if rule is not None:
            yield f"$.clauses.duration.{further}", rule
    for at, clause in enumerate(terms.clauses.termination):
        place = f"$.clauses.termination[{at}]"
        if clause.by == "notice" and clause.effect == "end of term" and clause.period is not None:
            yield f"{place}.period", clause.period
        if clause.window is not None:
            yield f"{place}.window.every", clause.window.every
            yield f"{place}.window.open", clause.window.open


def _lacking(clause: Termination, terms: Terms) -> str:
    if clause.by == "event" and clause.upon is None:
        return "an end by event needs its condition, `upon`"
    if clause.by != "notice":
        return ""
    if clause.effect == "end of term" and (terms.clauses.duration is None or terms.clauses.duration.term is None):
        return "it takes effect with the end of the term, but `duration` gives no term"
    if clause.period is None and clause.effect != "end of term":
        return "a notice needs its `period`, such as 6 months"
    return ""


def _duration_problems(terms: Terms) -> list[Problem]:
    duration = terms.clauses.duration
    if duration is None:
        return []
    place = "$.clauses.duration"
    found = []
    if duration.indefinite and (duration.term or duration.until or duration.renewal):
        found.append(Problem(place=place, says="it is indefinite, or it has a term: not both"))
    if duration.renewal and duration.renewal.by == "tacit" and duration.term is None:
        found.append(Problem(place=f"{place}.renewal", says="a tacit renewal needs a `term` that it renews"))
    endless = duration.renewal is not None and duration.renewal.by == "tacit" and duration.renewal.times is None
    if endless and duration.thereafter == "indefinite":
        says = "it is renewed without end already: `thereafter` has no place"
        found.append(Problem(place=f"{place}.thereafter", says=says))
    return found
