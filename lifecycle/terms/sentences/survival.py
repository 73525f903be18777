"""Says the clause on what survives the end: what stays in effect, for how long, and for whom.

Source: VCLT-IO 70 (R44 to R46).
"""

from __future__ import annotations

from lifecycle.messages import Message, Plural, Quoted, Value
from lifecycle.terms.ending import Survival, Tail, Until
from lifecycle.terms.sentences.parts import Said
from lifecycle.terms.text import Terms


def survival(clause: Survival, terms: Terms) -> Said:
    """Say what stays in effect after the end, for how long, and for whom."""
    moments = tuple(moment for moment in _moments(clause.until or Until()) if moment)
    last = Message("the last to come of {moments}", moments=moments)
    return [
        not clause.until and _for_ever(clause),
        clause.until and not moments and Message("Nothing survives its end"),
        moments and _surviving(clause, last if len(moments) > 1 else moments[0]),
        *clause.further,
        clause.parties == "all" and Message("This holds only where the agreement ends as a whole"),
    ]


def tail(clause: Tail, terms: Terms) -> Said:
    """Say a further tail: what stays in effect until another day."""
    return [_further(clause)]


def _further(tail: Tail) -> Message:
    day = tail.period.says(Message("the end"))
    if tail.articles:
        return Plural(
            "Article {articles} stays in effect until {day} (that day not included)",
            "Articles {articles} stay in effect until {day} (that day not included)",
            n=len(tail.articles),
            articles=tail.articles,
            day=day,
        )
    what = Quoted(tail.of) if tail.of else Message("a part of it")
    return Message("This stays in effect until {day} (that day not included): {what}", day=day, what=what)


def _for_ever(clause: Survival) -> Message:
    if clause.articles:
        return Plural(
            "After the end article {articles} stays in effect",
            "After the end articles {articles} stay in effect",
            n=len(clause.articles),
            articles=clause.articles,
        )
    if clause.of:
        return Message("After the end this stays in effect: {what}", what=Quoted(clause.of))
    return Message("After the end what was done under it stays in effect")


def _surviving(clause: Survival, moment: Value) -> Message:
    if clause.articles:
        return Plural(
            "After the end article {articles} stays in effect until {moment}",
            "After the end articles {articles} stay in effect until {moment}",
            n=len(clause.articles),
            articles=clause.articles,
            moment=moment,
        )
    if clause.of:
        what = Quoted(clause.of)
        return Message("After the end this stays in effect until {moment}: {what}", moment=moment, what=what)
    return Message("After the end it stays in effect until {moment}", moment=moment)


def _moments(until: Until) -> Said:
    return [
        *(_FINISHED[kind, until.chosen] for kind in until.completed),
        until.period and Message("{day} (that day not included)", day=until.period.says(Message("the end"))),
        until.date and Message("{day} (that day not included)", day=until.date),
        until.through and Message("the end of {day}", day=until.through),
        until.upon,
        until.decided and Message("a decision of the parties"),
    ]


_FINISHED = {
    ("activities", False): Message("the completion of the activities then open"),
    ("activities", True): Message("the completion of those activities then open that the parties choose to continue"),
    ("accounts", False): Message("the settlement of the accounts then open"),
    ("accounts", True): Message("the settlement of those accounts then open that the parties choose to continue"),
}
"""What finishes open heads: all, or those that were chosen."""
