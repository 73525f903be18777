"""What the clauses of an agreement have in common: the kinds of text in them, and whom they speak of.

Summaries are in the keeper's own words; articles are those of the text. Parties may be named singly or by their groups.

To add a kind of text: its bounds here, and with a pattern the words for its `form`; whatever is declared with it is
checked when terms are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from lifecycle.messages import Message, Quoted

_SLUG = Message("a name of small letters, digits and hyphens (such as {such})", such=Quoted("wco-caricc"))
Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80, extra={"form": _SLUG})]
_NAME = Message("a name of at most 80 characters, without a colon or a number sign")
Name = Annotated[str, Meta(pattern=r"^[^\s:#][^:#]{0,79}$", extra={"form": _NAME})]
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
    "succession",
]
"""How consent to be bound is expressed (VCLT-IO 11)."""
MANNERS: Mapping[Manner, Message] = {
    "signature": Message("signature"),
    "ratification": Message("ratification"),
    "acceptance": Message("acceptance"),
    "approval": Message("approval"),
    "accession": Message("accession"),
    "formal-confirmation": Message("formal confirmation"),
    "notification": Message("notification"),
    "exchange": Message("exchange"),
    "succession": Message("succession"),
}
"""How each is said."""
PartyType = Literal["organisation", "state", "authority"]
"""What kind of party somebody is."""
PARTY_TYPES: Mapping[PartyType, Message] = {
    "organisation": Message("organisation"),
    "state": Message("State"),
    "authority": Message("authority"),
}
"""How each is said."""
Groups = Mapping[str, tuple[str, ...]]
"""Groups of parties by name, as the terms list them."""
NO_GROUPS: Groups = {}
"""Stands where terms have no groups."""


class Clause(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Any rule of the text, with the article that states it."""

    article: Article


def concerns(of: str | tuple[str, ...], party: str, groups: Groups = NO_GROUPS) -> bool:
    """Tell whether a clause that names `any party`, a party, a group or a list of them speaks of this party."""
    return of == "any party" or party in members(of, groups)


def members(of: str | tuple[str, ...], groups: Groups) -> tuple[str, ...]:
    """Give the parties that a clause names, its groups resolved."""
    named = (of,) if isinstance(of, str) else of
    return tuple(name for one in named for name in groups.get(one, (one,)))
