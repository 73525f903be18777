"""The clauses on the beginning: entry into force, provisional application, and what comes with them.

Source: VCLT-IO 24, 25, 59 and 81 (R8 to R13, R47, R56).

To add a field: here, with what it means under it, and the rule that asks for it in `lifecycle.consequences.entry`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from lifecycle.calendar.date_rules import DateRule
from lifecycle.messages import Message, Plural
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.fields import Article, Clause, Manner, Text


class EntryIntoForce(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When the agreement enters into force (VCLT-IO 24)."""

    upon: Condition
    then: DateRule | None = None
    joining_article: Article = ""
    """The article on those that join later, where it is another."""
    joining: DateRule | None = None
    """The rule for a party that consents later, from its own consent; on that day where silent (R10)."""
    joining_by: dict[Manner, DateRule] = {}  # noqa: RUF012 – msgspec gives each its own
    """The same by manner of consent, where the text tells them apart."""
    joining_after: Literal["the condition", "entry into force"] = "the condition"
    """Who is a later party: who consents after those whom the condition asks for, or after the entry into force."""
    joining_when: Condition | None = None
    """What must also be so before a later party enters; `{party}` in a fact stands for its name."""
    joining_when_by: dict[Manner, Condition] = {}  # noqa: RUF012
    """The same by manner of consent, where it is asked of some alone."""
    consent_when: Condition | None = None
    """What must be so before a party's instrument counts at all; `{party}` in a fact stands for its name."""
    consent_when_by: dict[Manner, Condition] = {}  # noqa: RUF012
    """The same by manner of consent: only accession waits, say."""
    signature_from: date | None = None
    signature_until: date | None = None
    """The first and the last day on which it is open for signature (VCLT-IO 12, 15)."""
    individually: bool = False
    """Whether each party is bound from its own consent, even before the agreement counts as in force."""
    counts_from: Literal["receipt", "sending", "transmission", ""] = ""
    """From which date of a notified consent it counts; from its receipt where silent (VCLT-IO 79(b); R27).

    `transmission` is that to the others by the depositary.
    """

    @property
    def joins_by_rule(self) -> bool:
        """Whether later parties join by rules of their own, in time or in what is asked of them."""
        return bool(self.joining or self.joining_by or self.joining_when or self.joining_when_by)

    @property
    def article_of_joining(self) -> Article:
        """The article by which later parties join."""
        return self.joining_article or self.article

    def joining_for(self, manner: str | None) -> DateRule | None:
        """Give the rule from a later party's consent to its entry, by the manner of that."""
        return next((rule for known, rule in self.joining_by.items() if known == manner), self.joining)

    def joining_asked_of(self, party: str, manner: str | None) -> Condition | None:
        """Give what is asked of a later party besides its consent."""
        return _asked(self.joining_when_by, self.joining_when, party, manner)

    def asked_of(self, party: str, manner: str | None) -> Condition | None:
        """Give what is asked of a party before its instrument counts."""
        return _asked(self.consent_when_by, self.consent_when, party, manner)


def _asked(
    by: Mapping[Manner, Condition], of_all: Condition | None, party: str, manner: str | None
) -> Condition | None:
    found = next((condition for known, condition in by.items() if known == manner), of_all)
    return found.for_party(party) if found is not None else None


class ProvisionalApplication(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From when the agreement is applied before its entry into force (VCLT-IO 25; R13)."""

    upon: Condition
    until: Condition | None = None
    """When it is over, though the agreement is not in force."""
    notice: DateRule | None = None
    """From a party's notice that it ends its provisional application to the day on which it does; at once if silent."""


class Applies(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Provisions that have effect from another day than the rest, earlier or later (VCLT-IO 24(1), 28; R12)."""

    of: Text
    """Which provisions."""
    since: date | None = field(default=None, name="from")
    """From a day that the text fixes, which may lie before its entry into force."""
    then: DateRule | None = None
    """From the entry into force to the day of their effect."""


class Replaced(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An earlier agreement of which this one replaces a part, or which it replaces between some of its parties."""

    name: Text
    articles: tuple[str, ...] = ()
    """Only these articles of it."""
    between: tuple[Text, ...] = ()
    """Only in the relations between these parties of it (VCLT-IO 30(4), 41)."""

    @property
    def message(self) -> Message:
        """What is replaced: `articles 3 and 4 of the old one, between A and B`."""
        says = Message("{name}", name=self.name)
        if self.articles:
            says = Plural(
                "article {articles} of {name}",
                "articles {articles} of {name}",
                n=len(self.articles),
                articles=self.articles,
                name=self.name,
            )
        return Message("{what} between {parties}", what=says, parties=self.between) if self.between else says


class Supersession(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Earlier agreements whose place this one takes with its entry into force (VCLT-IO 59; R47)."""

    of: tuple[Text | Replaced, ...]
    by: Literal["ending", "suspending"] = "ending"

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """The earlier agreements, each with what of it is replaced."""
        return tuple(one if isinstance(one, Replaced) else Replaced(name=one) for one in self.of)


class Registration(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A duty to register the agreement, once it is in force (VCLT-IO 81; R56)."""

    by: Text = ""
    within: DateRule | None = None
