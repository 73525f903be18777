"""Says the clauses on declarations: which a party may make, when, from when they have effect, and who may object.

Source: VCLT-IO 19 to 23 (R55).
"""

from __future__ import annotations

from lifecycle.messages import Either, Message, Plural
from lifecycle.terms.declarations import DECLARATIONS, Declarations
from lifecycle.terms.sentences.parts import Said
from lifecycle.terms.text import Terms


def declarations(clause: Declarations, terms: Terms) -> Said:
    """Say which declarations the text admits or forbids, and what follows from one."""
    if not clause.permitted:
        return [_forbids(clause)]
    notified = Message("the notification of it to the others")
    return [
        _permits(clause),
        clause.when == "with consent" and Message("It is made when signing or when consenting to be bound"),
        clause.when == "at any time" and Message("It can be made at any time"),
        clause.then and Message("It takes effect {when}", when=clause.then.when(Message("its receipt"))),
        clause.objections
        and Message("Others may object to it until the end of {day}", day=clause.objections.says(notified)),
        not clause.objections and clause.kind == "reservation" and Message("It needs no acceptance by others"),
    ]


def _permits(clause: Declarations) -> Message:
    what, articles = DECLARATIONS[clause.kind], Either(clause.articles)
    if not articles:
        return Message("A party may make {declaration}", declaration=what)
    return Plural(
        "A party may make {declaration} on article {articles} alone",
        "A party may make {declaration} on articles {articles} alone",
        n=len(articles),
        declaration=what,
        articles=articles,
    )


def _forbids(clause: Declarations) -> Message:
    what, articles = DECLARATIONS[clause.kind], Either(clause.articles)
    if not articles:
        return Message("No party may make {declaration}", declaration=what)
    return Plural(
        "No party may make {declaration} on article {articles}",
        "No party may make {declaration} on articles {articles}",
        n=len(articles),
        declaration=what,
        articles=articles,
    )
