"""What can be seen by reading the terms: silences and what fills them, and words without effect."""

from __future__ import annotations

from collections.abc import Iterator

from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.calendar.date_rules import DateRule
from lifecycle.consequences.admission import IMPLIED, INTENDED
from lifecycle.examination.finding import Finding
from lifecycle.terms.contradictions import conditions_of
from lifecycle.terms.ending import Termination
from lifecycle.terms.fields import members
from lifecycle.terms.text import Terms


def exits(terms: Terms) -> Iterator[Finding]:
    """Say how the agreement ends where the text does not, and who cannot end it alone."""
    ways = terms.clauses.termination
    if not ways and terms.clauses.duration is None:
        yield Finding("warning", "No clause ends it; it ends by consent of all parties.", "VCLT-IO 54(b)")
        says = (
            f"A notice is admissible only once it is on record that {INTENDED}, or that {IMPLIED}; it takes 12 months."
        )
        yield Finding("silent", says, "VCLT-IO 56")
    elif terms.clauses.consent is None:
        yield Finding("silent", "It can also be ended by consent of all parties, at any time.", "VCLT-IO 54(b)")
    notices = [clause for clause in ways if clause.by == "notice"]
    bound = [name for name in terms.parties if not terms.clauses.notices_from(name, terms.groups)]
    if notices and bound:
        says = f"No clause lets {', '.join(bound)} give notice: without the others it cannot end it, or leave."
        yield Finding("silent", says, notices[0].article)


def grounds(terms: Terms) -> Iterator[Finding]:
    """Find what rests on a failed dispute where no clause is on disputes."""
    if terms.clauses.disputes is not None:
        return
    for ground in terms.clauses.suspension:
        if ground.ground == "failed dispute":
            says = "A failed dispute is a ground of suspension, but no clause says to whom disputes are referred."
            yield Finding("warning", says, ground.article)
    for clause in terms.clauses.termination:
        if clause.requires == "failed dispute":
            says = "A notice needs a failed dispute, but no clause says to whom disputes are referred."
            yield Finding("warning", says, clause.article)


_USED = {
    "notice": {*("of", "jointly", "period", "counts_from", "form", "effect", "lock_in", "window", "follows"), "ends"}
    | {"requires", "not_while"},
    "consent": {"form"},
    "decision": {"form"},
    "event": {"upon"},
}
"""What a way of ending makes use of; anything else that is given there has no effect."""


def without_effect(terms: Terms) -> Iterator[Finding]:
    """Find what stands in a clause and changes nothing."""
    clauses = terms.clauses
    for way in clauses.termination:
        for name in _given(way):
            if name not in _USED[way.by]:
                says = f"`{'from' if name == 'of' else name}` has no effect on an end by {way.by}."
                yield Finding("warning", says, way.article)
    for ground in clauses.suspension:
        if ground.lifts == "with the ground" and ground.ground != "failed dispute":
            says = f"It is to be lifted with its ground, but no act ends the ground: {ground.ground}."
            yield Finding("warning", says, ground.article)
    amendment, duration, survival = clauses.amendment, clauses.duration, clauses.survival
    if amendment is not None and amendment.as_entry and amendment.then is not None:
        says = "`then` has no effect: an amendment takes effect by the rule of entry into force."
        yield Finding("warning", says, amendment.article)
    if duration is not None and duration.term is None:
        if duration.starting:
            yield Finding("warning", "`starting` has no effect: no term is given that could start.", duration.article)
        if duration.thereafter == "indefinite" and duration.until is None:
            yield Finding("warning", "`thereafter` has no effect: nothing ends that it could follow.", duration.article)
    if survival is not None and survival.until is not None and not _lasts(survival.until):
        yield Finding("warning", "It does not say what survives, or for how long: nothing does.", survival.article)


def _given(way: Termination) -> Iterator[str]:
    defaults = dict(zip(reversed(way.__struct_fields__), reversed(way.__struct_defaults__), strict=False))
    for name, default in defaults.items():
        if getattr(way, name) != default:
            yield name


def _lasts(until: object) -> bool:
    return any(bool(getattr(until, name)) for name in ("completed", "period", "date", "upon", "decided"))


def groups(terms: Terms) -> Iterator[Finding]:
    """Find groups that no clause uses."""
    used = {name for _, condition, _ in conditions_of(terms) for name in condition.names()}
    for named in (*(way.of for way in terms.clauses.termination), *(c.by for c in terms.clauses.suspension)):
        used |= {named} if isinstance(named, str) else set(named)
    for name, names in terms.groups.items():
        if name not in used:
            yield Finding("warning", f"The group {name} ({', '.join(names)}) is used in no clause.", "")
        elif not members(name, terms.groups):
            yield Finding("warning", f"The group {name} has no members.", "")


def survival(terms: Terms) -> Iterator[Finding]:
    """Say what becomes of open heads where no clause keeps them."""
    clause = terms.clauses.survival
    if clause is None:
        yield Finding("silent", "There is no survival clause: what is open at the end lapses.", "VCLT-IO 70")
    elif clause.until is None:
        what = clause.of or "what was done under it"
        yield Finding("silent", f"For {what} no end is set; the agreement itself ends at once.", clause.article)


def parties(terms: Terms) -> Iterator[Finding]:
    """Say whose signatory is not named."""
    for name, party in terms.parties.items():
        if not party.signs:
            says = f"The terms do not name who signs for {name}; any signatory is taken as authorised."
            yield Finding("silent", says, "VCLT-IO 7(3)")


def silences(terms: Terms) -> Iterator[Finding]:
    """Say what the law fills in where the text has no clause at all."""
    clauses = terms.clauses
    if clauses.duration is None:
        yield Finding("silent", "No clause is on its duration: it lasts until it is ended.", "VCLT-IO 54")
    if clauses.amendment is None:
        yield Finding("silent", "No clause is on amendment: it is amended by consent of all parties.", "VCLT-IO 39")
    if clauses.disputes is None:
        yield Finding("silent", "No clause is on disputes: the default law's procedure applies.", "VCLT-IO 65 and 66")
    if any(clause.by == "notice" for clause in clauses.termination):
        yield Finding("silent", "A notice can be withdrawn until the day before it takes effect.", "VCLT-IO 68")


def assumed(terms: Terms) -> Iterator[Finding]:
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
            says = f"The text is silent: {known.says} (convention {name}: {known.default})."
            yield Finding("silent", says, known.source)
