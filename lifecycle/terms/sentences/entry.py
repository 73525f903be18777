"""Says the clauses on the beginning: entry into force, provisional application, and what comes with them.

Source: VCLT-IO 24, 25, 59 and 81 (R8 to R13, R47, R56).
"""

from __future__ import annotations

from collections.abc import Mapping

from lifecycle.messages import Message, Plural, Quoted
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.conditions.nodes import Acted
from lifecycle.terms.entry import Applies, EntryIntoForce, ProvisionalApplication, Registration, Supersession
from lifecycle.terms.fields import MANNERS
from lifecycle.terms.sentences.parts import AT_ONCE, NAME, Elsewhere, Said
from lifecycle.terms.text import Terms

_OWN = Message("its own consent")
_COUNTED: Mapping[str, Message] = {
    "receipt": Message("A consent that is notified counts from the receipt of its notification"),
    "sending": Message("A consent that is notified counts from the sending of its notification"),
    "transmission": Message("A consent counts from its transmission to the others by the depositary"),
}


def entry_into_force(clause: EntryIntoForce, terms: Terms) -> Said:
    """Say when the agreement enters into force, whose consent counts, and what holds for those that join later."""
    asked, least = clause.consent_when, terms.least
    uncounted = tuple(name for name, party in terms.parties.items() if not party.counts)
    return [
        Message("It enters into force {when}", when=clause.then.when(clause.upon) if clause.then else clause.upon.when),
        _fewer(clause.upon, least)
        and Message("In no case does it enter into force before {n} parties have expressed their consent", n=least),
        _COUNTED.get(clause.counts_from),
        clause.signature_from and Message("It is open for signature from {day} on", day=clause.signature_from),
        clause.signature_until
        and Message("It is open for signature until {day}, that day included", day=clause.signature_until),
        asked and Message("A consent counts only once this is so for its party: {what}", what=asked.for_party(NAME)),
        *(
            Message(
                "A consent by {manner} counts only once this is so for its party: {what}",
                manner=MANNERS[manner],
                what=asked_of.for_party(NAME),
            )
            for manner, asked_of in clause.consent_when_by.items()
        ),
        *(Elsewhere(clause.article_of_joining, says) for says in _joining(clause) if says),
        uncounted
        and Plural(
            "{parties} is not counted, and is bound like the others",
            "{parties} are not counted, and are bound like the others",
            n=len(uncounted),
            parties=uncounted,
        ),
    ]


def _joining(clause: EntryIntoForce) -> Said:
    """Say from when later parties are bound, and what is asked of them besides their consent."""
    bound, besides = (clause.joining or AT_ONCE).when(_OWN), clause.joining_when
    return [
        clause.individually and Message("Each party is bound {when}", when=bound),
        clause.joining
        and not clause.individually
        and Message("A party that consents later is bound {when}", when=bound),
        *(
            Message("A party that joins by {manner} is bound {when}", manner=MANNERS[manner], when=rule.when(_OWN))
            for manner, rule in clause.joining_by.items()
        ),
        besides
        and Message(
            "A party that joins later is bound only once this is so for it: {what}", what=besides.for_party(NAME)
        ),
        *(
            Message(
                "A party that joins by {manner} is bound only once this is so for it: {what}",
                manner=MANNERS[manner],
                what=asked_of.for_party(NAME),
            )
            for manner, asked_of in clause.joining_when_by.items()
        ),
        clause.joining_after == "entry into force"
        and Message(
            "Whoever consents before the entry into force is bound with the others, and whoever does so after it "
            "joins later"
        ),
    ]


def _fewer(upon: Condition, least: int) -> bool:
    """Tell whether a condition may be met by fewer than the parties that an agreement needs to live (R9)."""
    counts = [part.node.who.count or least for part in upon.tree() if isinstance(part.node, Acted)]
    return least > max(counts, default=1)


def provisional_application(clause: ProvisionalApplication, terms: Terms) -> Said:
    """Say from when it is applied before its entry into force, and by whom."""
    yield Message(
        "Until it enters into force, those that have signed it apply it provisionally, from {event} on",
        event=clause.upon,
    )
    yield clause.until and Message("That is over {when} at the latest", when=clause.until.when)
    yield clause.notice and Message(
        "A party ends it by notice, with effect {when}", when=clause.notice.when(Message("its receipt"))
    )


def applies(clause: Applies, terms: Terms) -> Said:
    """Say from which other day provisions have effect."""
    what, of = Quoted(clause.of), Message("its entry into force")
    return [
        clause.since
        and Message("This has effect from {day} on, once it is in force: {what}", day=clause.since, what=what),
        clause.then and Message("This has effect from {day} on: {what}", day=clause.then.says(of), what=what),
    ]


def supersession(clause: Supersession, terms: Terms) -> Said:
    """Say whose place it takes, and of which earlier agreements only in part."""
    whole = tuple(one.name for one in clause.replaced if not one.articles and not one.between)
    ends = clause.by == "ending"
    if whole and ends:
        yield Message("With its entry into force it ends and replaces {others}", others=whole)
    elif whole:
        yield Message("With its entry into force it suspends {others}", others=whole)
    for one in clause.replaced:
        if one.articles or one.between:
            of = Message("With its entry into force it replaces {part}", part=one)
            yield of if ends else Message("With its entry into force it suspends {part}", part=one)


def registration(clause: Registration, terms: Terms) -> Said:
    """Say that it is to be registered, by whom and until when."""
    by, within = clause.by, clause.within
    return [
        Message("It is to be registered after its entry into force"),
        by and Message("Its registration falls to {whom}", whom=Quoted(by)),
        within
        and Message("Its registration is due no later than {day}", day=within.says(Message("its entry into force"))),
    ]
