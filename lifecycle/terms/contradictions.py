"""What the terms say of parties, periods or conventions that do not exist, or twice over.

The shape of terms is checked when they are read; this is what only the whole of them shows.

To add a contradiction: a function that lists its problems, each with its place, and its line in `contradictions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lifecycle.calendar import conventions
from lifecycle.calendar.date_rules import DateRule
from lifecycle.errors import Problem
from lifecycle.terms.conditions import Condition
from lifecycle.terms.ending import Termination
from lifecycle.terms.text import Terms


def contradictions(terms: Terms) -> list[Problem]:
    """List what the terms say of parties or conventions that do not exist, or twice over."""
    found: list[Problem] = []

    def names(place: str, named: Any) -> None:
        for name in (named,) if isinstance(named, str) else named:
            if name not in ("any party", "") and name not in terms.parties and name not in terms.groups:
                known = ", ".join([*terms.parties, *terms.groups])
                found.append(Problem(place=place, says=f"{name!r} is not a party of these terms; they are {known}"))

    if len(terms.parties) < terms.least_parties and not terms.open:
        found.append(Problem(place="$.parties", says=f"an agreement has at least {terms.least_parties} parties"))
    found += [
        Problem(place=f"$.parties.{name}.share", says=f"a share is more than 0 and at most 100 per cent, not {share}")
        for name, party in terms.parties.items()
        if (share := party.share) is not None and not (share.is_finite() and 0 < share <= 100)
    ]
    found += _duration_problems(terms)
    for place, rule in _repeated(terms):
        if not rule.is_period:
            says = f"it is repeated, or counted backwards: only a period such as 6 months can be, not {rule}"
            found.append(Problem(place=place, says=says))
    for group, members in terms.groups.items():
        names(f"$.groups.{group}", members)
    for place, condition, of_each in conditions_of(terms):
        names(place, condition.names())
        if condition.of_each_party and not of_each:
            says = "it is asked of the agreement as a whole: `{party}` has no place in it"
            found.append(Problem(place=place, says=says))
    for at, clause in enumerate(terms.clauses.termination):
        names(f"$.clauses.termination[{at}].from", clause.of)
        if lacks := _lacking(clause, terms):
            found.append(Problem(place=f"$.clauses.termination[{at}]", says=lacks))
    for at, ground in enumerate(terms.clauses.suspension):
        names(f"$.clauses.suspension[{at}].by", ground.by)
    if wrong := conventions.check(terms.conventions, terms.profile):
        found.append(Problem(place="$.conventions", says=wrong))
    return found


def conditions_of(terms: Terms) -> Iterator[tuple[str, Condition, bool]]:
    """Give every condition of the terms with its place, and whether it is asked of each party for itself."""
    clauses = terms.clauses
    entry, duration, survival = clauses.entry_into_force, clauses.duration, clauses.survival
    yield "$.clauses.entry_into_force.upon", entry.upon, False
    for name in ("joining_when", "consent_when"):
        if (condition := getattr(entry, name)) is not None:
            yield f"$.clauses.entry_into_force.{name}", condition, True
    if clauses.provisional_application is not None:
        yield "$.clauses.provisional_application.upon", clauses.provisional_application.upon, False
    if duration is not None and duration.upon is not None:
        yield "$.clauses.duration.upon", duration.upon, False
    for at, clause in enumerate(clauses.termination):
        if clause.upon is not None:
            yield f"$.clauses.termination[{at}].upon", clause.upon, clause.by == "event"
    if survival is not None and survival.until is not None and survival.until.upon is not None:
        yield "$.clauses.survival.until.upon", survival.until.upon, False


def _repeated(terms: Terms) -> Iterator[tuple[str, DateRule]]:
    """Give the rules that are counted again and again, or backwards from an end (R16a, R20)."""
    duration = terms.clauses.duration
    renewal = duration.renewal if duration else None
    if duration is not None and renewal is not None and renewal.by == "tacit":
        further = "term" if renewal.term is None else "renewal.term"
        rule = duration.term if renewal.term is None else renewal.term
        if rule is not None:
            yield f"$.clauses.duration.{further}", rule
    for at, clause in enumerate(terms.clauses.termination):
        place = f"$.clauses.termination[{at}]"
        if clause.by == "notice" and clause.effect == "end of term" and clause.period is not None:
            yield f"{place}.period", clause.period
        if clause.window is not None:
            yield f"{place}.window.every", clause.window.every
            yield f"{place}.window.open", clause.window.open


def _lacking(clause: Termination, terms: Terms) -> str:
    if clause.by == "event" and clause.upon is None:
        return "an end by event needs its condition, `upon`"
    if clause.by != "notice":
        return ""
    if clause.effect == "end of term" and (terms.clauses.duration is None or terms.clauses.duration.term is None):
        return "it takes effect with the end of the term, but `duration` gives no term"
    if clause.period is None and clause.effect != "end of term":
        return "a notice needs its `period`, such as 6 months"
    return ""


def _duration_problems(terms: Terms) -> list[Problem]:
    duration = terms.clauses.duration
    if duration is None:
        return []
    place = "$.clauses.duration"
    found = []
    if duration.indefinite and (duration.term or duration.until or duration.renewal):
        found.append(Problem(place=place, says="it is indefinite, or it has a term: not both"))
    if duration.renewal and duration.renewal.by == "tacit" and duration.term is None:
        found.append(Problem(place=f"{place}.renewal", says="a tacit renewal needs a `term` that it renews"))
    endless = duration.renewal is not None and duration.renewal.by == "tacit" and duration.renewal.times is None
    if endless and duration.thereafter == "indefinite":
        says = "it is renewed without end already: `thereafter` has no place"
        found.append(Problem(place=f"{place}.thereafter", says=says))
    return found
