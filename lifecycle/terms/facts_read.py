"""The facts that terms read: the words by which an act must name one for a clause to hear it (R8).

To add a clause that reads a fact: its words in `facts_read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lifecycle.terms.conditions import filled
from lifecycle.terms.contradictions import conditions_of
from lifecycle.terms.entry import Replaced, Supersession
from lifecycle.terms.nodes import Established, NotWhile
from lifecycle.terms.text import Terms

DISPUTE = "failed dispute"
"""What a notice may need and is an act of its own, no fact."""


def facts_read(terms: Terms, parties: Iterable[str]) -> list[str]:
    """Name the facts that some clause reads, once for each party where it is asked of each."""
    names = tuple(parties)
    found = [str(filled(fact, name)) for fact in _words(terms) for name in (names if "{party}" in fact else ("",))]
    return list(dict.fromkeys(found))


def _words(terms: Terms) -> Iterator[str]:
    for _, condition, _ in conditions_of(terms):
        yield from (part.node.fact for part in condition.tree() if isinstance(part.node, Established | NotWhile))
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
