"""The clauses on declarations: which the text admits, on which articles, when, and from when they have effect.

Source: VCLT-IO 17, 19, 20, 25(2) and 29 (R13, R55). Where the text is silent a reservation is admissible with the
signature or the consent, and any other declaration at any time.

To add a kind of declaration: its word in `DeclarationKind`, and how it is said in `DECLARATIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lifecycle.calendar.date_rules import DateRule
from lifecycle.messages import Message
from lifecycle.terms.fields import Article, Clause

DeclarationKind = Literal[
    "reservation", "interpretation", "territory", "opting-in", "opting-out", "not-provisionally", "other"
]
DECLARATIONS: Mapping[DeclarationKind, Message] = {
    "reservation": Message("a reservation"),
    "interpretation": Message("an interpretative declaration"),
    "territory": Message("a declaration on territories"),
    "opting-in": Message("a declaration opting in"),
    "opting-out": Message("a declaration opting out"),
    "not-provisionally": Message("a declaration not to apply it provisionally"),
    "other": Message("a declaration of another kind"),
}
"""How each kind is said."""


class Declarations(Clause, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which declarations of a kind the text admits or forbids, and what follows from one (VCLT-IO 19)."""

    kind: DeclarationKind = "reservation"
    permitted: bool = True
    articles: tuple[Article, ...] = ()
    """The articles that alone it may be about, or must not be about where it is not permitted; any where silent."""
    when: Literal["with consent", "at any time", ""] = ""
    """With the signature or the consent, or at any time; where silent the first for reservations alone."""
    then: DateRule | None = None
    """From its receipt to its effect."""
    objections: DateRule | None = None
    """The time, its last day included, for objections; twelve months where the text does not authorise it itself."""

    def speaks_of(self, article: str) -> bool:
        """Tell whether an article, or the one that it is a paragraph of, is among those listed."""
        return any(article == one or article.startswith(f"{one}(") for one in self.articles)

    def concerns(self, articles: tuple[str, ...]) -> bool:
        """Tell whether it permits, or forbids, a declaration about these articles; without a list it concerns all."""
        if not self.articles:
            return True
        return all(map(self.speaks_of, articles)) if self.permitted and articles else any(map(self.speaks_of, articles))
