"""What can be seen by reading the terms: their silences, and what fills them."""

from __future__ import annotations

from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.calendar.date_rules import DateRule
from lifecycle.consequences.admission import IMPLIED, INTENDED
from lifecycle.examination.finding import Finding, Found
from lifecycle.messages import Either, Message, Quoted, Value
from lifecycle.terms.conditions.others import ANYBODY, EACH
from lifecycle.terms.contradictions import MOST_NAMED
from lifecycle.terms.facts_read import others_asked
from lifecycle.terms.text import Terms


def exits(terms: Terms) -> Found:
    """Say how the agreement ends where the text does not, and who cannot end it alone."""
    ways = terms.clauses.termination
    endless = not ways and terms.clauses.duration is None
    facts = Either((Quoted(INTENDED), Quoted(IMPLIED)))
    notices = [clause for clause in ways if clause.by == "notice"]
    bound = Either(name for name in terms.parties if not terms.clauses.notices_from(name, terms.groups))
    return [
        endless
        and Finding("warning", Message("No clause ends it; it ends by consent of all parties"), "VCLT-IO 54(b)"),
        endless
        and Finding(
            "silent",
            Message(
                "A notice is admissible only once one of these facts is on record: {facts}; it takes 12 months",
                facts=facts,
            ),
            "VCLT-IO 56",
        ),
        not endless
        and not terms.clauses.consent
        and Finding("silent", Message("It can also be ended by consent of all parties, at any time"), "VCLT-IO 54(b)"),
        notices
        and bound
        and Finding(
            "silent",
            Message("No clause lets {parties} give notice, to end it or leave it without the others", parties=bound),
            notices[0].article,
        ),
    ]


_NO_DISPUTES = Message("A failed dispute is a ground of suspension, but no clause says to whom disputes are referred")
_NO_GROUND = Message("A notice needs a failed dispute, but no clause says to whom disputes are referred")


def grounds(terms: Terms) -> Found:
    """Find what rests on a failed dispute where no clause is on disputes."""
    if terms.clauses.disputes is not None:
        return []
    suspending = [clause for clause in terms.clauses.suspension if clause.ground == "failed dispute"]
    ending = [clause for clause in terms.clauses.termination if clause.requires == "failed dispute"]
    return [
        *(Finding("warning", _NO_DISPUTES, clause.article) for clause in suspending),
        *(Finding("warning", _NO_GROUND, clause.article) for clause in ending),
    ]


def others(terms: Terms) -> Found:
    """Say of which agreements the register is asked itself, if it keeps them, and what stands for them if not (R65)."""
    for one in sorted(others_asked(terms.drafted_now)):
        says = Message(
            "If the register keeps {agreement}, it is asked itself; if not, this fact is to be put on record: {fact}",
            agreement=one.agreement,
            fact=Quoted(one.fact.replace(EACH, ANYBODY)),
        )
        yield Finding("silent", says, "VCLT-IO 30 and 59")


def survival(terms: Terms) -> Found:
    """Say what becomes of open heads where no clause keeps them."""
    clause = terms.clauses.survival
    if clause is None:
        says = Message("There is no survival clause: what is open at the end lapses")
        return [Finding("silent", says, "VCLT-IO 70")]
    what = Quoted(clause.of) or Message("what was done under it")
    says = Message("For {what} no end is set; the agreement itself ends at once", what=what)
    return [not clause.until and Finding("silent", says, clause.article)]


def parties(terms: Terms) -> Found:
    """Say whose signatory is not named."""
    names: Value = Either(name for name, party in terms.parties.items() if not party.signs)
    if len(names) > MOST_NAMED:
        names = Message("any of {n} parties", n=len(names))
    says = Message("The terms do not name who signs for {names}; any signatory is taken as authorised", names=names)
    return [names and Finding("silent", says, "VCLT-IO 7(3)")]


def depositary(terms: Terms) -> Found:
    """Say that something falls to a depositary whom nobody has named."""
    for duty in terms.clauses.duties:
        if not terms.depositary and "the depositary" in (duty.by, *(step.by for step in duty.otherwise)):
            says = Message("Duty {duty} falls to the depositary, whom the terms do not name", duty=duty.name)
            yield Finding("silent", says, "VCLT-IO 77")


def silences(terms: Terms) -> Found:
    """Say what the law fills in where the text has no clause at all."""
    clauses = terms.clauses
    duration = Message("No clause is on its duration: it lasts until it is ended")
    amendment = Message("No clause is on amendment: it is amended by consent of all parties")
    many = len(terms.parties) > 2 or terms.open
    reservations = Message(
        "No clause is on reservations: a party may make one when signing or when consenting, "
        "unless it is against the object and purpose of the agreement"
    )
    disputes = Message("No clause is on disputes: the default law's procedure applies")
    withdrawal = Message("A notice can be withdrawn until the day before it takes effect")
    return [
        not clauses.duration and Finding("silent", duration, "VCLT-IO 54"),
        many and not clauses.declarations and Finding("silent", reservations, "VCLT-IO 19"),
        not clauses.amendment and Finding("silent", amendment, "VCLT-IO 39"),
        not clauses.disputes and Finding("silent", disputes, "VCLT-IO 65 and 66"),
        any(clause.by == "notice" for clause in clauses.termination) and Finding("silent", withdrawal, "VCLT-IO 68"),
    ]


def assumed(terms: Terms) -> Found:
    """List the conventions that fill what the text leaves open, as far as they can matter."""
    clauses = terms.clauses
    notices = [clause for clause in clauses.termination if clause.by == "notice"]
    entry, amendment = clauses.entry_into_force, clauses.amendment
    rules: list[DateRule | None] = [entry.then, entry.joining, *entry.joining_by.values()]
    rules += [clause.period for clause in notices if clause.effect != "end of term"]
    rules += [clause.then for clause in clauses.suspension] + [amendment.then if amendment else None]
    asked = {
        "notice_counts_from": any(not clause.counts_from for clause in notices),
        "effect_boundary": any(rule is not None and rule.silent_on_boundary for rule in rules),
        "settlement_lifts_suspension": any(c.ground == "failed dispute" and not c.lifts for c in clauses.suspension),
        "suspension_stops_notice": bool(notices and clauses.suspension),
        "confirmation_relates_back": any(party.signs for party in terms.parties.values()),
    }
    for name, matters in asked.items():
        if matters and terms.stated.assumes(name):
            known = CONVENTIONS[name]
            yield Finding("silent", Message("The text is silent: {reading}", reading=known.says), known.source)
