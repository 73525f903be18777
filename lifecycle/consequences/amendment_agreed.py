"""An amendment agreed: by whom, from when it holds, and whether anybody is left for whom it would (VCLT-IO 39; R50).

What its day brings is `lifecycle.consequences.amendment_effect`.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.consequences import opting_out, term
from lifecycle.course.agreeing import Agreeing
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED
from lifecycle.course.versions import Amendment


def article(course: Course) -> str:
    """Give the article on amendment, the default law's where the text is silent."""
    clause = course.terms.clauses.amendment
    return clause.article if clause else "VCLT-IO 39"


def settle(course: Course, id: str, by: int | None = None) -> None:
    """Agree an amendment once enough bound parties have accepted it, all where the text is silent, from its day on.

    `by` is the act with which they have: the last acceptance, or that by which the last of the others left.
    """
    known, clause = course.amendments[id], course.terms.clauses.amendment
    if known.closed is not None:
        return
    if clause is None or clause.upon is None:
        if course.bound <= {name for name, _ in known.accepted}:
            agree(course, id, by)
        return
    met = clause.upon.met(Agreeing(course, dict(known.accepted_on), proposed=known.since))
    course.arm(met, "amendment agreed", id)


def agreed(course: Course, id: str) -> None:
    """Agree an amendment on the day on which what it takes is met."""
    if course.amendments[id].closed is None:
        agree(course, id)


def await_lapse(course: Course, id: str) -> None:
    """Set the clock to the day on which a proposal lapses."""
    clause, known = course.terms.clauses.amendment, course.amendments[id]
    on = clause.lapses.after(known.since) if clause and clause.lapses and known.closed is None else None
    if clause is not None and on is not None and on > course.today:
        course.expect("amendment_lapses", on, clause.article, known.seq, subject=id)
        course.arm(on, "amendment lapses", id)


def lapse(course: Course, id: str) -> None:
    """Let a proposal lapse that is not agreed in time."""
    course.close_due("amendment_lapses", id)
    known = course.amendments[id]
    if known.closed is None:
        course.disarm("amendment agreed", id)
        course.amendments[id] = replace(known, withdrawn=course.today, closed=course.today, closed_by=known.seq)


def agree(course: Course, id: str, by: int | None = None) -> None:
    """Note that an amendment is agreed, for whom, and from when it holds."""
    by = by or course.seq
    course.close_due("amendment_lapses", id)
    course.disarm("amendment lapses", id)
    known = replace(course.amendments[id], agreed=course.today, closed=course.today, closed_by=by)
    clause = course.terms.clauses.amendment
    if clause is not None and clause.binds == "acceptors":
        accepted = {name for name, _ in known.accepted}
        known = replace(known, opted_out=tuple(sorted({*known.opted_out, *(course.bound - accepted)})))
    course.amendments[id] = known
    rule = clause.then if clause else None
    if clause is not None and clause.as_entry:
        rule = course.terms.clauses.entry_into_force.then
    computed = course.compute(rule, course.today, "amendment", id)
    if computed is None:
        return
    on = max(known.effective or computed, computed)
    course.amendments[id] = replace(known, holds_from=on)
    expect(course, id)
    course.arm(on, "amendment", id)


def expect(course: Course, id: str) -> None:
    """Await the day of an amendment that is agreed, as long as there is a party for which it would hold."""
    known = course.amendments[id]
    if known.holds_from is None or known.holds_from <= course.today:
        return
    if not held(course, known):
        course.close_due("amendment", id)
    elif ("amendment", id) not in course.dues:
        course.expect("amendment", known.holds_from, article(course), known.closed_by, subject=id)


def held(course: Course, known: Amendment) -> bool:
    """Tell whether any party is left that has not opted out: for none the new terms take no effect (R51, R53)."""
    return not course.bound <= set(known.opted_out)


def in_effect(course: Course, known: Amendment) -> bool:
    """Tell whether the terms of an amendment have taken effect."""
    return any(version.seq == known.seq for version in course.versions)


def left(course: Course, name: str, by: int | None) -> None:
    """Draw what follows for amendments when a party has left: the others may all have accepted (VCLT-IO 39; R50)."""
    if name in course.kept:
        opting_out.release(course, name, by)
        term.settle(course)  # its own terms may have been all that kept the agreement alive
    course.left[name] = len(course.versions)
    if course.agreement.state in ENDED:
        return
    for id in list(course.amendments):
        settle(course, id, by)
        expect(course, id)
