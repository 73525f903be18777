"""What ended an agreement, or a party's part in it: a kind with its days and a few values, and how it is said.

What is stored of an end is its kind and what it is made of; the words, the rule and the act stand in one table
(ADR 0013). What follows from an end is in `lifecycle.consequences.ending`.

To add one: its line in `ENDINGS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from lifecycle.calendar.partial import Precision, dated
from lifecycle.course.dues import Values
from lifecycle.course.periods import Reason
from lifecycle.messages import Message, Quoted
from lifecycle.terms.conditions.facts import OfAnother
from lifecycle.terms.conditions.others import came


class Ending(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What ended it, by which article, and the act behind it."""

    kind: str
    on: date
    """The day that its words name: it came, was decided, took effect."""
    since: date | None = None
    """An earlier day that they name: of receipt, or on which the term was over."""
    values: Values = ()
    """Who, and by what, in the order in which the line of the table takes them."""
    article: str = ""
    seq: int | None = None
    precision: Precision | None = None
    """What is known of the day, where a list gives it."""

    @property
    def says(self) -> Message:
        """What ended it, as it is said."""
        return ENDINGS[self.kind].says(self, *self.values)

    @property
    def reason(self) -> Reason:
        """The reason of the state that begins with it."""
        way = ENDINGS[self.kind]
        return Reason(
            says=self.says, article=self.article, rule=way.rule, seq=self.seq, act=way.act, precision=self.precision
        )


THE_ORGAN = Message("The organ")
"""The organ that decided, where the record does not name it."""


class Way(NamedTuple):
    """A way to end: the rule, the act behind it, and the words, made from the ending and its values."""

    rule: str
    act: str
    says: Callable[..., Message]


ENDINGS: Mapping[str, Way] = {
    "consent": Way(
        "R31",
        "end_agreed",
        lambda end, last: Message("All parties consented to end it, the last ({party}) on {on}", party=last, on=end.on),
    ),
    "consent_of_the_rest": Way(
        "R31",
        "end_agreed",
        lambda end, gone: Message(
            "All parties left have consented to end it, {party} having left on {on}", party=gone, on=end.on
        ),
    ),
    "consent_of_enough": Way(
        "R31",
        "end_agreed",
        lambda end: Message("As many parties as the text asks for have consented to end it, by {on}", on=end.on),
    ),
    "notice": Way(
        "R31",
        "notice_given",
        lambda end, party, id: Message(
            "{party}'s notice {id}, received on {received}, took effect on {on}",
            party=party,
            id=id,
            received=end.since,
            on=end.on,
        ),
    ),
    "decision": Way(
        "R31",
        "end_decided",
        lambda end, organ: Message(
            "{organ} decided on {on} that the agreement ends", organ=organ or THE_ORGAN, on=end.on
        ),
    ),
    "exclusion": Way(
        "R31",
        "end_decided",
        lambda end, organ, party: Message(
            "{organ} decided on {on} that {party} ceases to be a party",
            organ=organ or THE_ORGAN,
            party=party,
            on=end.on,
        ),
    ),
    "event": Way(
        "R47",
        "event",
        lambda end, *asked: (
            Message("The event that ends it came on {on}: {what}", on=end.on, what=came(OfAnother(*asked), end.since))
            if asked
            else Message("The event that ends it came on {on}", on=end.on)
        ),
    ),
    "event_for_a_party": Way(
        "R31",
        "event",
        lambda end, party, *asked: (
            Message(
                "An event ended it for {party} on {on}: {what}",
                party=party,
                on=end.on,
                what=came(OfAnother(*asked), end.since),
            )
            if asked
            else Message("An event ended it for {party} on {on}", party=party, on=end.on)
        ),
    ),
    "measure": Way(
        "R40",
        "measure_carried_out",
        lambda end, party, id: Message(
            "{party} carried out {id} on {on}: it met no objection", party=party, id=id, on=end.on
        ),
    ),
    "term": Way("R48", "expired", lambda end: Message("Its term ended on {on} and was not renewed", on=end.on)),
    "shortened_term": Way(
        "R48",
        "expired",
        lambda end: Message(
            "By the terms as they stand on {on} its term was over on {over}", on=end.on, over=end.since
        ),
    ),
    "kept_term": Way(
        "R51",
        "expired",
        lambda end, party, version: Message(
            "The term ended for {party} on {on}, by version {version} of the terms, which it kept",
            party=party,
            version=version,
            on=end.on,
        ),
    ),
    "successor": Way(
        "R47",
        "superseded",
        lambda end, successor: Message("{successor} took its place on {on}", successor=successor, on=end.on),
    ),
    "taken_over": Way(
        "R66",
        "taken_over",
        lambda end, source: Message(
            "{source} gives its end: {day}", source=Quoted(source), day=dated(end.on, end.precision)
        ),
    ),
    "given_up": Way(
        "R7",
        "abandoned",
        lambda end, *party: (
            Message("Given up by {party} on {on}, before entry into force", party=party, on=end.on)
            if party
            else Message("Given up on {on}, before entry into force", on=end.on)
        ),
    ),
}
"""The ways to end, by the kind that is stored."""
