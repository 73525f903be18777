"""Says the clause for what falls due: who is to do what and by when, what fulfils it, and what follows otherwise.

Source: VCLT-IO 26 (R63).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lifecycle.calendar.date_rules import DateRule
from lifecycle.messages import Message, Quoted, Value
from lifecycle.terms.duties import EVENTS, Duty
from lifecycle.terms.sentences.parts import Said
from lifecycle.terms.text import Terms

_WHO: Mapping[str, Message] = {
    "": Message("the parties together"),
    "each party": Message("each party"),
    "the party": Message("that party"),
    "the depositary": Message("the depositary"),
}


def duty(clause: Duty, terms: Terms) -> Said:
    """Say one duty, and step by step what follows where it is not fulfilled in time."""
    since = clause.upon or EVENTS[clause.after].says
    yield _due(clause, since, _who(clause.by, terms))
    if clause.until != "fulfilment":
        yield Message("That is done with {event}", event=EVENTS[clause.until].says)
    yield from _otherwise(clause, terms)


def _due(clause: Duty, since: Value, who: Value) -> Message:
    what, within, every = Quoted(clause.what), clause.within, clause.every
    if within and every:
        return Message(
            "No later than {day}, and then at intervals of {period}, it falls to {who} to do this: {what}",
            day=within.says(since),
            period=every,
            who=who,
            what=what,
        )
    if every:
        return Message(
            "At intervals of {period}, counted from {event}, it falls to {who} to do this: {what}",
            period=every,
            event=since,
            who=who,
            what=what,
        )
    if within:
        return Message(
            "No later than {day} it falls to {who} to do this: {what}", day=within.says(since), who=who, what=what
        )
    return Message("Upon {event} it falls to {who} to do this: {what}", event=since, who=who, what=what)


def _otherwise(clause: Duty, terms: Terms) -> Iterator[Message]:
    by = clause.by
    for step in clause.otherwise:
        by = step.by or by
        who, what = _who(by, terms), Quoted(step.what or clause.what)
        if step.within is None:
            yield Message("If it is not done in time, it falls to {who} to do this: {what}", who=who, what=what)
        else:
            yield Message(
                "If it is not done in time, it falls to {who} to do this no later than {day}: {what}",
                who=who,
                day=_after_the_last_day(step.within),
                what=what,
            )


def _after_the_last_day(within: DateRule) -> Value:
    return within.says(Message("the last day of that time"))


def _who(by: str, terms: Terms) -> Value:
    """Say who is to do it: a party by its name, and who is none in the words of the text."""
    if by in terms.parties:
        return by
    return _WHO.get(by) or Quoted(by)
