"""Times in which nothing can be done, notices that take effect at once, and weights that nobody has.

To add one: a function of the terms that gives its findings, and its line in `lifecycle.examination`.
"""

from __future__ import annotations

from lifecycle.examination.finding import Finding, Found
from lifecycle.messages import Message, Quoted
from lifecycle.terms.conditions.nodes import Acted
from lifecycle.terms.places import conditions_of
from lifecycle.terms.text import Terms


def times(terms: Terms) -> Found:
    """Find times that no day lies in, and name notices that take effect at once."""
    entry = terms.clauses.entry_into_force
    opens, closes = entry.signature_from, entry.signature_until
    never = Message("No day lies between the first and the last on which it is open for signature")
    yield opens and closes and closes < opens and Finding("error", never, entry.article)
    at_once = Message("The text gives a notice no period: it takes effect at once")
    for way in terms.clauses.termination:
        yield (
            way.by == "notice"
            and way.effect != "end of term"
            and way.period is None
            and Finding("silent", at_once, way.article)
        )


def weights(terms: Terms) -> Found:
    """Find units in which parties are weighed, and none of them has a weight."""
    known = {unit for party in terms.parties.values() for unit in party.weights}
    asked = {
        asked.unit
        for _, condition, _ in conditions_of(terms)
        for part in condition.tree()
        if isinstance(part.node, Acted)
        for asked in part.node.who.sums
        if asked.unit
    }
    for unit in sorted(asked - known):
        yield Finding("error", Message("No party has a weight in {unit}", unit=Quoted(unit)), "")
