"""The sentences that say what terms mean, article by article; not those of a state or of an act.

The sentences are built from the values that the engine acts on, not from the text of a file, so that what is said is
what is done. Each says one thing, and stands beside the article that states it.

To add a clause: a function that lists its sentences, in the module of its subject, and its line in `SAYERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lifecycle.messages import Message
from lifecycle.terms import changes as change
from lifecycle.terms import declarations as declare
from lifecycle.terms import duties as owe
from lifecycle.terms import ending as end
from lifecycle.terms import entry as begin
from lifecycle.terms.fields import Clause
from lifecycle.terms.sentences import changes, declarations, duties, ending, entry, survival
from lifecycle.terms.sentences.parts import Elsewhere, Said
from lifecycle.terms.text import Terms

SAYERS: Mapping[type[Clause], Callable[[Any, Terms], Said]] = {
    begin.EntryIntoForce: entry.entry_into_force,
    begin.ProvisionalApplication: entry.provisional_application,
    begin.Applies: entry.applies,
    declare.Declarations: declarations.declarations,
    end.Duration: ending.duration,
    end.Termination: ending.termination,
    end.Survival: survival.survival,
    end.Tail: survival.tail,
    change.Amendment: changes.amendment,
    change.Consultation: changes.consultation,
    change.Disputes: changes.disputes,
    change.Suspension: changes.suspension,
    begin.Supersession: entry.supersession,
    owe.Duty: duties.duty,
    begin.Registration: entry.registration,
}


def describe(terms: Terms) -> tuple[tuple[str, Message], ...]:
    """Give the sentences, each with its article: in the order of the law, those of one article together."""
    clauses = {name: getattr(terms.clauses, name) for name in terms.clauses.__struct_fields__}
    clauses["termination"] = terms.ways_to_end
    said = [one for clause in clauses.values() for one in _said(clause, terms)]
    said += _few(terms)
    order = list(dict.fromkeys(article for article, _ in said))
    return tuple(sorted(said, key=lambda one: order.index(one[0])))


def _few(terms: Terms) -> Iterator[tuple[str, Message]]:
    """Say how many parties keep it alive, where it is not two, as of any agreement."""
    least = terms.least_parties
    if isinstance(least, int):
        least = end.LeastParties(article=terms.clauses.entry_into_force.article, number=least)
    if least.number != 2:
        yield from ((least.article, one) for one in ending.few(least) if one)


def _said(clause: Clause | tuple[Clause, ...] | None, terms: Terms) -> Iterator[tuple[str, Message]]:
    if isinstance(clause, tuple):
        for each in clause:
            yield from _said(each, terms)
    elif clause is not None:
        for one in SAYERS[type(clause)](clause, terms):
            if isinstance(one, Clause):
                yield from _said(one, terms)
            elif isinstance(one, Elsewhere):
                yield one.article, one.says
            elif one:
                yield clause.article, one
