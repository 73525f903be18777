"""Says the clauses on the end: duration and renewal, the ways to end or leave, and what survives.

Source: VCLT-IO 54, 56 and 70 (R30 to R34, R46, R48).

To add a way to end: a function that says it, and one line in `_WAYS`.
"""

from __future__ import annotations

from collections.abc import Callable

from lifecycle.calendar.days import words
from lifecycle.terms.ending import Duration, Survival, Termination, Until
from lifecycle.terms.sentences.parts import Said, any_of, listed, of_the_party, upon
from lifecycle.terms.text import Terms


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def say_duration(terms: Terms) -> Said:
    """Say how long the agreement lasts."""
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


def say_termination(terms: Terms) -> Said:
    """Say each way in which it ends."""
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
    return f"it ends{' for a party' if clause.of_each_party else ''} {of_the_party(upon(clause.upon))}"


def _by_notice(clause: Termination, terms: Terms) -> str:
    ends = clause.ends == "for all" or (len(terms.parties) == 2 and not terms.open)
    who = listed(clause.of) if clause.jointly and not isinstance(clause.of, str) else any_of(clause.of)
    said = f"{who} may {'jointly ' if clause.jointly else ''}{'end' if ends else 'leave'} it by "
    said += f"notice ({clause.form})" if " " in clause.form else f"{clause.form} notice".strip()
    if clause.requires:
        said += (
            f", given a {clause.requires}"
            if clause.requires == "failed dispute"
            else f', given "{of_the_party(clause.requires)}"'
        )
    if clause.lock_in is not None and clause.lock_in.of == "notice":
        said += f", not within {clause.lock_in.period} of the {clause.lock_in.after}"
    if clause.window is not None:
        said += f", only within {clause.window.open} after every {clause.window.every} in force"
    said += f", with effect {_effect(clause)}"
    if clause.lock_in is not None and clause.lock_in.of == "effect":
        said += f", no earlier than {clause.lock_in.period} after the {clause.lock_in.after}"
    if clause.not_while:
        said += f", but not while {of_the_party(clause.not_while)}"
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


def say_survival(terms: Terms) -> Said:
    """Say what stays in effect after the end."""
    clause: Survival | None = terms.clauses.survival
    if clause is None:
        return
    what = f"articles {listed(clause.articles)}" if clause.articles else clause.of
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
        heads = f"{listed(until.completed)} then open"
        parts.append(f"until the {heads}{', as far as the parties choose,' if until.chosen else ''} are finished")
    if until.period:
        parts.append(f"until {until.period.says('it')}")
    if until.date:
        parts.append(f"until {words(until.date)}")
    if until.upon:
        parts.append(f"until {until.upon.phrase()}")
    if until.decided:
        parts.append("until the parties decide otherwise")
    return f"{listed(parts)}, whichever comes last" if len(parts) > 1 else "".join(parts)
