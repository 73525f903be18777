"""The facts that terms read: the words by which an act must name one for a clause to hear it (R8).

To add a clause that reads a fact: its words in `facts_read`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from lifecycle.terms.conditions.condition import filled
from lifecycle.terms.conditions.facts import OfAnother
from lifecycle.terms.conditions.nodes import Established, NotWhile
from lifecycle.terms.conditions.others import OtherAgreement
from lifecycle.terms.entry import Replaced, Supersession
from lifecycle.terms.places import conditions_of
from lifecycle.terms.text import Terms

DISPUTE = "failed dispute"
"""What a notice may need and is an act of its own, no fact."""


def facts_read(terms: Terms, parties: Iterable[str], kept: Container[str] = ()) -> list[str]:
    """Name the facts that some clause reads, once for each party where it is asked of each.

    Of the agreements that the register keeps, it is asked itself, and a fact is not read.
    """
    names = tuple(parties)
    found = [
        str(filled(fact, name)) for fact in _words(terms, kept) for name in (names if "{party}" in fact else ("",))
    ]
    return list(dict.fromkeys(found))


def others_asked(terms: Terms) -> frozenset[OfAnother]:
    """Give what the conditions of the terms ask of other agreements, `{party}` standing for each party's name.

    Terms on record from before the rules of 2026.4 ask for facts alone, and go on doing so.
    """
    if not terms.rules:
        return frozenset()
    known: dict[str, frozenset[OfAnother]] = terms.__dict__  # asked of the same terms again and again
    if "others_asked" not in known:
        known["others_asked"] = _others_asked(terms)
    return known["others_asked"]


def _others_asked(terms: Terms) -> frozenset[OfAnother]:
    asking = (asked for _, asked, _ in conditions_of(terms) if asked.mentions("agreement"))
    nodes = (part.node for one in asking for part in one.tree())
    return frozenset(node.asked for node in nodes if isinstance(node, OtherAgreement))


def _words(terms: Terms, kept: Container[str]) -> Iterator[str]:
    nodes = (part.node for _, condition, _ in conditions_of(terms) for part in condition.tree())
    for node in nodes:
        if isinstance(node, OtherAgreement) and node.asked.agreement in kept:
            continue
        if isinstance(node, Established | NotWhile):
            yield node.fact
    for clause in terms.clauses.termination:
        yield from (fact for fact in (clause.requires, clause.not_while) if fact not in ("", DISPUTE))
    superseding = terms.clauses.supersession
    if superseding is not None:
        yield from (supersession_fact(superseding, one) for one in superseding.replaced)


def supersession_fact(clause: Supersession, one: Replaced) -> str:
    """Give the words by which the end, or suspension, of an earlier agreement or a part of it is recorded (R47)."""
    happened = "ended" if clause.by == "ending" else "suspended"
    articles = " in " + ", ".join(one.articles) if one.articles else ""
    between = " between " + ", ".join(one.between) if one.between else ""
    return f"{one.name} {happened}{articles}{between}"
