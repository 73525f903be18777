"""Says what the terms of an agreement mean: one sentence of plain English for each article.

The sentences are built from the values that the engine acts on, not from the text of a file, so that what is said is
what is done. Clauses that one article states are said in one sentence.

To add a clause: a function that says it, and one line in `SAYERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lifecycle.conditions import Condition
from lifecycle.date_rules import DateRule
from lifecycle.dates import words
from lifecycle.terms import Terms
from lifecycle.terms.changes import Amendment, Disputes, Suspension
from lifecycle.terms.ending import Duration, Survival, Termination, Until
from lifecycle.terms.entry import EntryIntoForce, ProvisionalApplication, Registration, Supersession

Said = Iterator[tuple[str, str]]


def describe(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Give each article with its sentence, in the order of the law."""
    said: dict[str, list[str]] = {}
    for sayer in SAYERS:
        for article, words_ in sayer(terms):
            said.setdefault(article, []).append(words_)
    return tuple((article, _sentence(parts)) for article, parts in said.items())


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _list(names: tuple[str, ...] | list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _who(of: str | tuple[str, ...]) -> str:
    return of if isinstance(of, str) else _list(of).replace(" and ", " or ")


def _upon(condition: Condition, then: DateRule | None = None) -> str:
    said = condition.phrase()
    if then is not None:
        return then.when(said)
    if condition.then is not None:
        return condition.then.when(condition.node.phrase())
    return f"on {said}" if condition.kind == "date" else f"upon {said}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _entry(terms: Terms) -> Said:
    clause: EntryIntoForce = terms.clauses.entry_into_force
    said = [f"it enters into force {_upon(clause.upon, clause.then)}"]
    if clause.counts_from:
        said.append(f"a consent counts from its {clause.counts_from}")
    if clause.consent_when is not None:
        said.append(f"a consent counts only with {_each(clause.consent_when)}")
    if clause.individually:
        each = clause.joining.when("its own consent") if clause.joining else "upon its own consent"
        said.append(f"each party is bound {each}")
    elif clause.joining is not None:
        said.append(f"a party that consents later is bound {clause.joining.when('its own consent')}")
    for manner, rule in clause.joining_by.items():
        said.append(f"a party that joins by {manner.replace('-', ' ')} is bound {rule.when('its own consent')}")
    if clause.joining_when is not None:
        said.append(f"a party that joins later also needs {_each(clause.joining_when)}")
    yield clause.article, ", and ".join(said)


def _each(condition: Condition) -> str:
    return _named(condition.phrase())


def _named(fact: str) -> str:
    return fact.replace("{party}", "the party")


def _provisional(terms: Terms) -> Said:
    clause: ProvisionalApplication | None = terms.clauses.provisional_application
    if clause is not None:
        yield clause.article, f"until then it is applied provisionally from {clause.upon.phrase()}"


def _duration(terms: Terms) -> Said:
    clause: Duration | None = terms.clauses.duration
    if clause is None:
        return
    ends = [f"for {clause.term}"] if clause.term else []
    if clause.starting:
        ends = [f"{part} from {words(clause.starting)}" for part in ends]
    if clause.until:
        ends.append(f"until {words(clause.until)}")
    if clause.upon:
        ends.append(f"until {clause.upon.phrase()}")
    said = f"it lasts {' or '.join(ends)}" if ends else "it lasts indefinitely"
    if len(ends) > 1 and not said.endswith(" first"):
        said += ", whichever comes first"
    yield clause.article, f"{said}{_renewed(clause)}"


def _renewed(clause: Duration) -> str:
    renewal = clause.renewal
    after = " and then indefinitely" if clause.thereafter == "indefinite" else ""
    if renewal is None:
        return after or (", without tacit renewal" if clause.term else "")
    times = f", {_times(renewal.times)} at most" if renewal.times is not None else ""
    if renewal.by == "agreement":
        most = f" by up to {renewal.term}" if renewal.term else ""
        return f", can be extended only by agreement{most}{times}{after}"
    further = f"terms of {renewal.term or clause.term}"
    return f" and is then renewed tacitly for further {further}{times}{after}"


def _termination(terms: Terms) -> Said:
    for clause in terms.clauses.termination:
        yield clause.article, _WAYS[clause.by](clause, terms)


def _by_consent(clause: Termination, terms: Terms) -> str:
    form = f" {clause.form}" if clause.form else ""
    return f"it can be ended at any time by{form} consent of all parties"


def _by_decision(clause: Termination, terms: Terms) -> str:
    return "a decision of its organ can end it, or a party's part in it"


def _by_event(clause: Termination, terms: Terms) -> str:
    if clause.upon is None:
        return "it ends with an event"
    return f"it ends{' for a party' if clause.of_each_party else ''} {_named(_upon(clause.upon))}"


def _by_notice(clause: Termination, terms: Terms) -> str:
    ends = clause.ends == "for all" or (len(terms.parties) == 2 and not terms.open)
    who = _list(clause.of) if clause.jointly and not isinstance(clause.of, str) else _who(clause.of)
    said = f"{who} may {'jointly ' if clause.jointly else ''}{'end' if ends else 'leave'} it by "
    said += f"notice ({clause.form})" if " " in clause.form else f"{clause.form} notice".strip()
    if clause.requires:
        said += (
            f", given a {clause.requires}"
            if clause.requires == "failed dispute"
            else f', given "{_named(clause.requires)}"'
        )
    if clause.lock_in is not None and clause.lock_in.of == "notice":
        said += f", not within {clause.lock_in.period} of the {clause.lock_in.after}"
    if clause.window is not None:
        said += f", only within {clause.window.open} after every {clause.window.every} in force"
    said += f", with effect {_effect(clause)}"
    if clause.lock_in is not None and clause.lock_in.of == "effect":
        said += f", no earlier than {clause.lock_in.period} after the {clause.lock_in.after}"
    if clause.not_while:
        said += f", but not while {_named(clause.not_while)}"
    if clause.ends == "for all" and not (len(terms.parties) == 2 and not terms.open):
        said += ", for all parties"
    if clause.follows is not None:
        said += f"; others may follow to the same day within {clause.follows}"
    return said


def _effect(clause: Termination) -> str:
    if clause.effect == "end of term":
        return "at the end of the running term" + (f" if given {clause.period} before it" if clause.period else "")
    anchor = {"receipt": "its receipt", "sending": "its sending"}.get(clause.counts_from, "it")
    return clause.period.when(anchor) if clause.period else "at once"


_WAYS: dict[str, Callable[[Termination, Terms], str]] = {
    "consent": _by_consent,
    "notice": _by_notice,
    "decision": _by_decision,
    "event": _by_event,
}


def _survival(terms: Terms) -> Said:
    clause: Survival | None = terms.clauses.survival
    if clause is None:
        return
    what = f"articles {_list(clause.articles)}" if clause.articles else clause.of
    said = "after the end "
    if clause.until is None:
        said += f"{what or 'what was done under it'} {'stay' if clause.articles or not what else 'remain'} in effect"
    else:
        said += f"{what or 'it'} {'stay' if what else 'stays'} in effect {_until(clause.until)}"
    if clause.parties == "all":
        said += ", if the agreement as a whole ends"
    yield clause.article, said


def _until(until: Until) -> str:
    parts = []
    if until.completed:
        heads = f"{_list(until.completed)} then open"
        parts.append(f"until the {heads}{', as far as the parties choose,' if until.chosen else ''} are finished")
    if until.period:
        parts.append(f"until {until.period.says('it')}")
    if until.date:
        parts.append(f"until {words(until.date)}")
    if until.upon:
        parts.append(f"until {until.upon.phrase()}")
    if until.decided:
        parts.append("until the parties decide otherwise")
    return f"{_list(parts)}, whichever comes last" if len(parts) > 1 else "".join(parts)


def _amendment(terms: Terms) -> Said:
    clause: Amendment | None = terms.clauses.amendment
    if clause is None:
        return
    form = f"{clause.form} " if clause.form else ""
    tacit = clause.by == "tacit"
    said = f"it is amended {'tacitly, except for those that opt out' if tacit else f'by {form}consent of all parties'}"
    if clause.lead is not None:
        said += f", decided no sooner than {clause.lead.says('the proposal')}"
    if clause.as_entry:
        said += ", with effect by the rule of its entry into force"
    elif clause.then is not None:
        anchor = "its communication" if tacit else "the last acceptance"
        said += f", with effect {clause.then.when(anchor)}"
    yield clause.article, said
    if clause.consultation is not None:
        asks = f" at the request of {clause.consultation.on_request_of}" if clause.consultation.on_request_of else ""
        yield clause.consultation.article, f"the parties consult each other on amendments{asks}"


def _disputes(terms: Terms) -> Said:
    clause: Disputes | None = terms.clauses.disputes
    if clause is not None:
        to = f"is referred to {clause.referred_to}" if clause.referred_to else "is to be settled"
        fails = f", and has failed {clause.within.when('its referral')} if not settled" if clause.within else ""
        yield clause.article, f"a dispute {to}{fails}"


_GROUNDS = {
    "failed dispute": "after a dispute has failed",
    "opinion of breach": "if in its opinion another is in breach",
    "at will": "at will",
    "consent of all": "with the consent of all",
    "declaration": "by a declaration",
}


def _suspension(terms: Terms) -> Said:
    for clause in terms.clauses.suspension:
        yield clause.article, _suspends(clause)


def _suspends(clause: Suspension) -> str:
    what = {"own obligations": "its own obligations", "whole or part": "it in whole or part"}
    of = what[clause.of] if isinstance(clause.of, str) else f"articles {_list(clause.of)}"
    said = f"{_who(clause.by)} may suspend {of} {_GROUNDS[clause.ground]}"
    if clause.then is not None:
        said += f", with effect {clause.then.when('receipt by the last of the others')}"
    if clause.lifts == "with the ground":
        said += ", until the ground is gone"
    return said


def _supersession(terms: Terms) -> Said:
    clause: Supersession | None = terms.clauses.supersession
    if clause is not None:
        verb = "ends and replaces" if clause.by == "ending" else "suspends"
        yield clause.article, f"with its entry into force it {verb} {_list(clause.of)}"


def _registration(terms: Terms) -> Said:
    clause: Registration | None = terms.clauses.registration
    if clause is not None:
        by = f" by {clause.by}" if clause.by else ""
        within = f", {clause.within.when('its entry into force')} at the latest" if clause.within else ""
        yield clause.article, f"it is registered{by} after its entry into force{within}"


SAYERS: tuple[Callable[[Terms], Said], ...] = (
    _entry,
    _provisional,
    _duration,
    _termination,
    _survival,
    _amendment,
    _disputes,
    _suspension,
    _supersession,
    _registration,
)
