"""Words of the terms that have no effect: fields that nothing reads, and groups that no clause uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lifecycle.examination.finding import Finding, Found
from lifecycle.messages import Message, Quoted
from lifecycle.terms.changes import Suspension as Suspended
from lifecycle.terms.ending import Termination, Until
from lifecycle.terms.places import conditions_of
from lifecycle.terms.text import Terms

_USED = {
    "notice": {*("from", "jointly", "period", "counts_from", "form", "effect", "lock_in", "window", "follows"), "ends"}
    | {"requires", "not_while", "deemed_receipt", "withdrawal"},
    "consent": {"form", "upon"},
    "decision": {"form"},
    "event": {"upon", "unless"},
}
"""What a way of ending makes use of; anything else that is given there has no effect."""


_ENDS: Mapping[str, Callable[[str], Message]] = {
    "notice": lambda field: Message("{field} has no effect on an end by notice", field=Quoted(field)),
    "consent": lambda field: Message("{field} has no effect on an end by consent", field=Quoted(field)),
    "decision": lambda field: Message("{field} has no effect on an end by a decision", field=Quoted(field)),
    "event": lambda field: Message("{field} has no effect on an end by an event", field=Quoted(field)),
}


_LASTING: Mapping[str, Message] = {
    "opinion of breach": Message(
        "It is to be lifted with its ground, but no act ends the opinion that another is in breach"
    ),
    "at will": Message("It is to be lifted with its ground, but it needs no ground that could end"),
    "consent of all": Message("It is to be lifted with its ground, but no act ends the consent of all"),
    "declaration": Message("It is to be lifted with its ground, but no act ends the declaration"),
}
"""Why a suspension cannot be lifted with its ground, by the ground."""


def fields(terms: Terms) -> Found:
    """Find what stands in a clause and changes nothing."""
    for way in terms.clauses.termination:
        for name in sorted(_given(way) - _USED[way.by]):
            yield Finding("warning", _ENDS[way.by](name), way.article)
    for ground in terms.clauses.suspension:
        if ground.lifts == "with the ground" and ground.ground in _LASTING:
            yield Finding("warning", _LASTING[ground.ground], ground.article)
        counted = ground.upon is not None and ground.ground not in ("consent of all", "event")
        yield counted and Finding("warning", _COUNTED, ground.article)
        read = ground.ground != "event" or ground == Suspended(article=ground.article, ground="event", upon=ground.upon)
        yield not read and Finding("warning", _OF_ALL, ground.article)
    least = terms.least_parties
    at_once = not isinstance(least, int) and least.unless is not None and least.time is None
    yield at_once and Finding("warning", _AT_ONCE, "" if isinstance(least, int) else least.article)
    for declared in terms.clauses.declarations:
        if not declared.permitted and (declared.when or declared.then or declared.objections):
            yield Finding("warning", _FORBIDDEN, declared.article)
    amendment, duration, survival = terms.clauses.amendment, terms.clauses.duration, terms.clauses.survival
    if amendment is not None and amendment.as_entry and amendment.then is not None:
        yield Finding("warning", _THEN, amendment.article)
    if duration is not None and duration.term is None:
        yield duration.starting and Finding("warning", _STARTING, duration.article)
        yield (
            duration.thereafter == "indefinite"
            and not duration.ends_on_a_day
            and Finding("warning", _THEREAFTER, duration.article)
        )
    entry = terms.clauses.entry_into_force
    if amendment is not None and amendment.by == "tacit" and (amendment.upon or amendment.lapses):
        yield Finding("warning", _TACIT, amendment.article)
    if entry.joining_after == "entry into force" and not entry.joins_by_rule:
        yield Finding("warning", _LATER, entry.article)
    if survival is not None and survival.until is not None and not _lasts(survival.until):
        yield Finding("warning", _NOTHING, survival.article)


_THEN = Message(
    "{field} has no effect: an amendment takes effect by the rule of entry into force", field=Quoted("then")
)


_COUNTED = Message("{field} has no effect: only a suspension by consent counts who agrees", field=Quoted("upon"))


_OF_ALL = Message(
    "An event suspends it as a whole and for all, as long as it is so: nothing else of the clause is read"
)


_AT_ONCE = Message("{field} has no effect: with too few parties it ends at once", field=Quoted("unless"))


_TACIT = Message("It is amended tacitly: nothing is counted, and no proposal lapses")


_LATER = Message("It says who joins later, and gives them no rule of their own")


_FORBIDDEN = Message("It says when a declaration is made, or what follows from it, and permits none")


_STARTING = Message("{field} has no effect: no term is given that could start", field=Quoted("starting"))


_THEREAFTER = Message("{field} has no effect: nothing ends that it could follow", field=Quoted("thereafter"))


_NOTHING = Message("It does not say what survives, or for how long: nothing does")


def _given(way: Termination) -> set[str]:
    """Name the fields of a way of ending that are not as they are where nothing is said."""
    silent = Termination(article=way.article, by=way.by)
    names = zip(way.__struct_fields__, way.__struct_encode_fields__, strict=True)
    return {written for name, written in names if getattr(way, name) != getattr(silent, name)}


def _lasts(until: Until) -> bool:
    return until != Until(chosen=until.chosen)


def groups(terms: Terms) -> Found:
    """Find groups that no clause uses."""
    used = {name for _, condition, _ in conditions_of(terms) for name in condition.names()}
    for named in (*(way.of for way in terms.clauses.termination), *(c.by for c in terms.clauses.suspension)):
        used |= {named} if isinstance(named, str) else set(named)
    for name, names in terms.groups.items():
        unused = Message("The group {name} ({members}) is used in no clause", name=Quoted(name), members=names)
        empty = Message("The group {name} has no members", name=Quoted(name))
        yield (name not in used or not names) and Finding("warning", unused if names else empty, "")
