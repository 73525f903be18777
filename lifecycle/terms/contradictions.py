"""What the terms say of parties, periods or conventions that do not exist, or twice over.

The shape of terms is checked when they are read; this is what only the whole of them shows.

To add a contradiction: a function that lists its problems, each with its place, and its line in `contradictions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lifecycle.calendar import conventions
from lifecycle.errors import Problem
from lifecycle.messages import Message, Plural, Quoted, Row, Value
from lifecycle.suggestions import nearest, suggesting
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.conditions.nodes import Acted
from lifecycle.terms.ending import Termination
from lifecycle.terms.places import agreed_to, conditions_of, repeated
from lifecycle.terms.shapes.own import of_condition
from lifecycle.terms.text import Terms

MOST_NAMED = 12
"""So many parties are named where another is meant."""


def contradictions(terms: Terms) -> list[Problem]:
    """List what the terms say of parties or conventions that do not exist, or twice over."""
    found: list[Value] = [
        *_parties(terms),
        *_duration(terms),
        *_periods(terms),
        *_conditions(terms),
        *_clauses(terms),
        *(Problem(place=f"$.{at}", says=says) for at, says in conventions.check(terms.conventions, terms.profile)),
    ]
    return [problem for problem in found if problem]


def _parties(terms: Terms) -> Iterator[Problem]:
    least = terms.least
    if len(terms.parties) < least and not terms.open:
        few = Plural("an agreement has at least {n} party", "an agreement has at least {n} parties", n=least)
        yield Problem(place="$.parties", says=few)
    for name, party in terms.parties.items():
        share = party.share
        if share is not None and not (share.is_finite() and 0 < share <= 100):
            says = Message("a share is more than 0 and at most 100 per cent, not {share}", share=share)
            yield Problem(place=f"$.parties.{name}.share", says=says)
    for group, members in terms.groups.items():
        yield from _unknown(terms, f"$.groups.{group}", members)


def _unknown(terms: Terms, place: str, named: str | Iterable[str]) -> Iterator[Problem]:
    known = (*terms.parties, *terms.groups)
    listed = [(place, named)] if isinstance(named, str) else [(f"{place}[{at}]", name) for at, name in enumerate(named)]
    for at, name in listed:
        if name not in ("any party", "", *known):
            yield Problem(place=at, says=_no_party(name, known))


def _no_party(name: str, known: Sequence[str]) -> Message:
    """Say that a name is none of a party: with the nearest of them, or all where there are few."""
    says = Message("{name} is not a party of these terms", name=Quoted(name))
    if nearest(name, known):
        return Message("{says}", says=suggesting(says, name, known))
    if len(known) > MOST_NAMED:
        return says
    return Message("{says}; they are {known}", says=says, known=Row(known))


def _periods(terms: Terms) -> Iterator[Problem]:
    for place, rule in repeated(terms):
        if not rule.is_period:
            says = Message(
                "it is repeated, or counted backwards: only a period such as {form} can be, not {rule}",
                form=Quoted("6 months"),
                rule=Quoted(str(rule)),
            )
            yield Problem(place=place, says=says)


def _conditions(terms: Terms) -> Iterator[Problem]:
    says = Message("it is asked of the agreement as a whole: {name} has no place in it", name=Quoted("{party}"))
    for place, condition, of_each in conditions_of(terms):
        yield from _agreement(terms, place, condition)
        yield from of_condition(condition.to_plain(), place)
        for name in condition.names():
            yield from _unknown(terms, f"{place}{_within(condition.to_plain(), name)}", name)
        if condition.of_each_party and not of_each:
            yield Problem(place=place, says=says)


def _agreement(terms: Terms, place: str, condition: Condition) -> Iterator[Problem]:
    """Find that a condition counts agreement, or goes by a proposal, where nothing is agreed to, or proposed."""
    counted = place in agreed_to(terms)
    if condition.mentions("agreed") and not counted:
        says = Message("there is nothing here to agree to: write {one} or {other}", one=_CONSENT[0], other=_CONSENT[1])
        yield Problem(place=place, says=says)
    circles = [part.node.who.circle for part in condition.tree() if isinstance(part.node, Acted)]
    if place != "$.clauses.amendment.upon" and any(circle and circle.proposed for circle in circles):
        yield Problem(place=place, says=Message("nothing is proposed here: write a day, or none"))


_CONSENT = Quoted("consented"), Quoted("signed")


def _within(data: Any, name: str) -> str:
    """Give the path to a name within plain data, as far as one leads to it."""
    pairs: Iterable[tuple[str, Any]] = ()
    if isinstance(data, Mapping):
        pairs = ((f".{key}", value) for key, value in data.items())
    elif isinstance(data, list | tuple):
        pairs = ((f"[{at}]", value) for at, value in enumerate(data))
    for step, value in pairs:
        if value == name:
            return step
        if further := _within(value, name):
            return step + further
    return ""


def _clauses(terms: Terms) -> Iterator[Problem]:
    for at, clause in enumerate(terms.clauses.termination):
        yield from _unknown(terms, f"$.clauses.termination[{at}].from", clause.of)
        if lacks := _lacking(clause, terms):
            yield Problem(place=f"$.clauses.termination[{at}]", says=lacks)
    yield from _duties(terms)
    for at, ground in enumerate(terms.clauses.suspension):
        yield from _unknown(terms, f"$.clauses.suspension[{at}].by", ground.by)
        if ground.ground == "event" and ground.upon is None:
            says = Message("a suspension by an event needs its condition, {field}", field=Quoted("upon"))
            yield Problem(place=f"$.clauses.suspension[{at}]", says=says)


def _duties(terms: Terms) -> Iterator[Problem]:
    """Find duties of one name, of a party that nothing names, and steps that nothing lets begin."""
    names = [duty.name for duty in terms.clauses.duties]
    for at, duty in enumerate(terms.clauses.duties):
        place = f"$.clauses.duties[{at}]"
        if names.index(duty.name) < at:
            says = Message("another duty is named {name} already", name=Quoted(duty.name))
            yield Problem(place=f"{place}.name", says=says)
        of_all = duty.upon is not None or duty.after in ("entry into force", "end", "registration")
        if duty.by == "the party" and of_all:
            says = Message("no party is meant by {by}: what it runs from concerns all", by=Quoted(duty.by))
            yield Problem(place=f"{place}.by", says=says)
        if duty.otherwise and duty.within is None and duty.every is None:
            says = Message("what follows has no time to follow on: write {field}", field=Quoted("within"))
            yield Problem(place=f"{place}.otherwise", says=says)


def _lacking(clause: Termination, terms: Terms) -> Message | None:
    if clause.by == "event" and clause.upon is None:
        return Message("an end by event needs its condition, {field}", field=Quoted("upon"))
    if clause.by != "notice":
        return None
    duration = terms.clauses.duration
    if clause.effect == "end of term" and (duration is None or not (duration.term or duration.ends_on_a_day)):
        field = Quoted("duration")
        return Message("it takes effect with the end of the term, but {field} gives no term", field=field)
    return None


def _duration(terms: Terms) -> list[Value]:
    duration = terms.clauses.duration
    if duration is None:
        return []
    renewal = duration.renewal if duration.renewal and duration.renewal.by == "tacit" else None
    endless = renewal is not None and renewal.times is None
    both = Message("it is indefinite, or it has a term: not both")
    renews = Message("a tacit renewal needs a {field} that it renews", field=Quoted("term"))
    after = Message("it is renewed without end already: {field} has no place", field=Quoted("thereafter"))
    return [
        duration.indefinite
        and (duration.term or duration.ends_on_a_day or duration.renewal)
        and Problem(place="$.clauses.duration", says=both),
        renewal is not None
        and duration.term is None
        and (renewal.term is None or not duration.ends_on_a_day)
        and Problem(place="$.clauses.duration.renewal", says=renews),
        endless and duration.thereafter == "indefinite" and Problem(place="$.clauses.duration.thereafter", says=after),
    ]
