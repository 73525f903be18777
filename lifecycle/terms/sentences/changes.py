"""Says the clauses on changes while the agreement is in force: amendment, disputes, suspension.

Source: VCLT-IO 39, 57 and 65 (R35 to R37, R41, R50).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lifecycle.messages import Message, Plural, Quoted, Value
from lifecycle.terms.changes import Amendment, Consultation, Disputes, Suspension
from lifecycle.terms.sentences.parts import AT_ONCE, Said, agreeing, any_of, formal
from lifecycle.terms.text import Terms


def amendment(clause: Amendment, terms: Terms) -> Said:
    """Say how the terms are changed, and from when new ones hold."""
    tacit, lead, entry = clause.by == "tacit", clause.lead, terms.clauses.entry_into_force.then
    since = Message("its communication") if tacit else Message("its last acceptance")
    when, like_entry = (clause.then or AT_ONCE).when(since), (entry or AT_ONCE).when(since)
    return [
        tacit and Message("It is amended tacitly, except for those that opt out"),
        not tacit and clause.upon is None and Message("It is amended by consent of all parties"),
        clause.upon and Message("An amendment is accepted {when}", when=agreeing(clause.upon).when),
        clause.binds == "acceptors" and Message("It binds only those that have accepted it"),
        clause.binds == "all but objectors" and Message("It binds all but those that opt out before its effect"),
        clause.lapses
        and Message(
            "A proposed amendment that is not accepted lapses {when}", when=clause.lapses.when(Message("its proposal"))
        ),
        lead
        and not tacit
        and Message("An amendment can be accepted no earlier than {day}", day=lead.says(Message("its proposal"))),
        formal(clause.form),
        clause.as_entry and Message("As with its entry into force, an amendment takes effect {when}", when=like_entry),
        clause.then and not clause.as_entry and Message("An amendment takes effect {when}", when=when),
        clause.consultation,
    ]


def consultation(clause: Consultation, terms: Terms) -> Said:
    """Say that the parties consult each other, and on whose request."""
    if not clause.on_request_of:
        return [Message("The parties consult each other on amendments")]
    asking = clause.on_request_of
    who = Message("any party") if asking == "any party" else Quoted(asking)
    return [Message("The parties consult each other on amendments at the request of {who}", who=who)]


def disputes(clause: Disputes, terms: Terms) -> Said:
    """Say to whom disputes are referred, and when one has failed."""
    to, within = clause.referred_to, clause.within
    return [
        Message("A dispute is referred to {whom}", whom=Quoted(to)) if to else Message("A dispute is to be settled"),
        within
        and Message("It has failed if it is not settled by the end of {day}", day=within.says(Message("its referral"))),
    ]


_GROUNDS: Mapping[str, Callable[[Value, Value], Message]] = {
    "failed dispute": lambda who, what: Message(
        "After a dispute has failed, and until it is settled, {who} may suspend {what}", who=who, what=what
    ),
    "opinion of breach": lambda who, what: Message(
        "If in its opinion another is in breach, {who} may suspend {what}", who=who, what=what
    ),
    "at will": lambda who, what: Message("At will, {who} may suspend {what}", who=who, what=what),
    "consent of all": lambda who, what: Message(
        "With the consent of all parties, {who} may suspend {what}", who=who, what=what
    ),
    "declaration": lambda who, what: Message("By a declaration, {who} may suspend {what}", who=who, what=what),
}
"""Who may suspend what, by the ground."""
_SUSPENDED: Mapping[str | tuple[str, ...], Message] = {
    "own obligations": Message("its own obligations"),
    "whole or part": Message("it in whole or in part"),
}


def suspension(clause: Suspension, terms: Terms) -> Said:
    """Say who may suspend what on which ground, from when, and whether that ends with its ground."""
    articles = Plural("article {articles}", "articles {articles}", n=len(clause.of), articles=clause.of)
    received, what = Message("its receipt by the last of the others"), _SUSPENDED.get(clause.of, articles)
    if clause.ground == "event":
        return [clause.upon and Message("It is suspended {when}, for as long as that is so", when=clause.upon.when)]
    by_enough = clause.upon and Message("It is suspended for all {when}", when=agreeing(clause.upon).when)
    return [
        by_enough or _GROUNDS[clause.ground](any_of(clause.by, terms.groups), what),
        clause.then and Message("A suspension takes effect {when}", when=clause.then.when(received)),
        clause.lifts == "with the ground" and Message("A suspension is lifted once its ground is gone"),
    ]
