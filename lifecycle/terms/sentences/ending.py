"""Says the clauses on the end: duration and renewal, and the ways to end or leave.

Source: VCLT-IO 54 and 56 (R30 to R34, R48).

To add a way to end: a function that lists its sentences, and one line in `_WAYS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lifecycle.messages import Either, Message, Plural, Quoted, Value
from lifecycle.terms.conditions.condition import filled
from lifecycle.terms.ending import Duration, LeastParties, LockIn, Termination
from lifecycle.terms.sentences.parts import AT_ONCE, NAME, Said, agreeing, all_of, any_of, formal, until
from lifecycle.terms.text import Terms


def duration(clause: Duration, terms: Terms) -> Said:
    """Say how long the agreement lasts of itself, and what follows."""
    times = Either(time for time in _times(clause, terms) if time)
    return [
        not times and not clause.upon and Message("It lasts indefinitely"),
        len(times) == 1 and Message("It lasts {time}", time=times),
        len(times) > 1 and Message("It lasts {times}, whichever ends first", times=times),
        *_renewal(clause),
        times and clause.thereafter == "indefinite" and Message("After that it lasts indefinitely"),
        clause.upon and Message("However long it lasts, it ends {when}", when=clause.upon.when),
    ]


def _times(clause: Duration, terms: Terms) -> Said:
    term, since = clause.term, clause.starting
    start = since or Message("its entry into force")
    if term is not None and not term.is_period:
        yield Message("until {day}, that day not included", day=term.says(start))
    elif term is not None:
        yield Message("for {term} from {day}", term=term, day=since) if since else Message("for {term}", term=term)
    yield clause.until and until(clause.until, terms)
    yield clause.through and Message("through {day}", day=clause.through)


def _renewal(clause: Duration) -> Said:
    renewal = clause.renewal
    if renewal is None:
        return [clause.term and clause.thereafter == "ends" and Message("It is not renewed tacitly")]
    n, term = renewal.times, renewal.term
    if renewal.by == "tacit":
        return [
            Message("It is then renewed tacitly for further terms of {term}", term=term or clause.term),
            n is not None and Plural("It is renewed once at most", "It is renewed {n} times at most", n=n),
        ]
    return [
        Message("It can be extended only by agreement"),
        term and Message("Each extension is for {term} at most", term=term),
        n is not None and Plural("It can be extended once at most", "It can be extended {n} times at most", n=n),
    ]


def few(least: LeastParties) -> Said:
    """Say that it ends at once where it has too few parties; with a time, it is a way to end like others."""
    if least.number == 1:
        yield Message("It goes on as long as one party is bound")
    elif least.time is None:
        yield Message("It ends once fewer than {n} parties are bound", n=least.number)


def termination(clause: Termination, terms: Terms) -> Said:
    """Say one way in which it ends, or a party leaves it."""
    return [*_WAYS[clause.by](clause, terms), formal(clause.form)]


def _by_event(clause: Termination, terms: Terms) -> Said:
    each = clause.upon if clause.of_each_party else None
    return [
        each and Message("It ends for a party {when}", when=each.for_party(NAME).when),
        clause.upon and not each and Message("It ends {when}", when=clause.upon.when),
        clause.unless and Message("It goes on all the same if this comes first: {what}", what=agreeing(clause.unless)),
    ]


def _by_consent(clause: Termination, terms: Terms) -> Said:
    if clause.upon is None:
        return [Message("It can be ended at any time by consent of all parties")]
    return [Message("It can be ended at any time {when}", when=agreeing(clause.upon).when)]


def _by_notice(clause: Termination, terms: Terms) -> Said:
    bilateral = len(terms.parties) == 2 and not terms.open
    ends, lock_in, follows = bilateral or clause.ends == "for all", clause.lock_in, clause.follows
    who = (all_of if clause.jointly else any_of)(clause.of, terms.groups)
    fact = Quoted(filled(clause.not_while, NAME))
    return [
        _NOTICES[clause.jointly, ends](who, _effect(clause)),
        ends and not bilateral and Message("Such a notice ends it for all parties"),
        *_admitted(clause),
        lock_in
        and lock_in.of == "effect"
        and Message("Such a notice takes effect no earlier than {day}", day=_free(lock_in)),
        clause.deemed_receipt
        and Message(
            "A notice counts as received {when} at the latest", when=clause.deemed_receipt.when(Message("its sending"))
        ),
        clause.withdrawal == "by agreement" and Message("Such a notice can be withdrawn only by agreement of all"),
        fact and Message("Such a notice takes no effect while this fact is on record: {fact}", fact=fact),
        follows
        and Message(
            "Others may follow such a notice, to the same day, until the end of {day}",
            day=follows.says(Message("its receipt")),
        ),
    ]


_NOTICES: Mapping[tuple[bool, bool], Callable[[Value, Value], Message]] = {
    (False, False): lambda who, when: Message("By notice, {who} may leave it, with effect {when}", who=who, when=when),
    (False, True): lambda who, when: Message("By notice, {who} may end it, with effect {when}", who=who, when=when),
    (True, False): lambda who, when: Message(
        "By joint notice, {who} may leave it, with effect {when}", who=who, when=when
    ),
    (True, True): lambda who, when: Message(
        "By joint notice, {who} may end it, with effect {when}", who=who, when=when
    ),
}
"""Who may do what by notice, and with effect when: jointly or alone, to leave it or to end it."""
_NOTICE = {
    "receipt": Message("the receipt of the notice"),
    "sending": Message("the sending of the notice"),
    "transmission": Message("the transmission of the notice by the depositary"),
    "": Message("the notice"),
}
_IN_TIME: Mapping[str, Callable[[Value], Message]] = {
    "receipt": lambda lead: Message(
        "at the end of the running term if it is received at least {lead} before that end", lead=lead
    ),
    "sending": lambda lead: Message(
        "at the end of the running term if it is sent at least {lead} before that end", lead=lead
    ),
    "transmission": lambda lead: Message(
        "at the end of the running term if the depositary transmits it at least {lead} before that end", lead=lead
    ),
    "": lambda lead: Message(
        "at the end of the running term if it is given at least {lead} before that end", lead=lead
    ),
}
"""By what a notice counts from."""


def _effect(clause: Termination) -> Message:
    if clause.effect != "end of term":
        return (clause.period or AT_ONCE).when(_NOTICE[clause.counts_from])
    if not clause.period:
        return Message("at the end of the running term")
    return _IN_TIME[clause.counts_from](clause.period)


def _admitted(clause: Termination) -> Said:
    """Say when a notice is admissible."""
    dispute, fact, lock_in = clause.requires == "failed dispute", Quoted(filled(clause.requires, NAME)), clause.lock_in
    return [
        dispute and Message("Such a notice can be given only after a dispute has failed, and until it is settled"),
        fact
        and not dispute
        and Message("Such a notice can be given only while this fact is on record: {fact}", fact=fact),
        lock_in
        and lock_in.of == "notice"
        and Message("Such a notice can be given no earlier than {day}", day=_free(lock_in)),
        clause.window
        and Message(
            "Such a notice can be given only within {open} after the end of each period of {every} from the entry into "
            "force",
            open=clause.window.open,
            every=clause.window.every,
        ),
    ]


_LOCKED = {
    "entry into force": Message("the entry into force"),
    "entry into force for the party": Message("the entry into force for the party"),
}


def _free(lock_in: LockIn) -> Value:
    """Say the first day after a lock-in."""
    return lock_in.period.says(_LOCKED[lock_in.after])


_WAYS: Mapping[str, Callable[[Termination, Terms], Said]] = {
    "consent": _by_consent,
    "notice": _by_notice,
    "decision": lambda clause, terms: [Message("A decision of its organ can end it, or a party's part in it")],
    "event": _by_event,
}
