"""An amendment agreed: by whom, from when it holds, and whether anybody is left for whom it would (VCLT-IO 39; R50).

What its day brings is `lifecycle.consequences.amendment_effect`.
"""

from __future__ import annotations

from msgspec.structs import replace

from lifecycle.consequences import opting_out, term
from lifecycle.course.course import Course
from lifecycle.course.facts import Amendment
from lifecycle.course.machine import ENDED


def article(course: Course) -> str:
    """Give the article on amendment, the default law's where the text is silent."""
    clause = course.terms.clauses.amendment
    return clause.article if clause else "VCLT-IO 39"


def settle(course: Course, id: str, by: int | None = None) -> None:
    """Agree an amendment once all bound parties have accepted it, and set the clock to its date.

    `by` is the act with which they have: the last acceptance, or that by which the last of the others left.
    """
    known = course.amendments[id]
    if known.closed is None and course.bound <= {name for name, _ in known.accepted}:
        agree(course, id, by)


def agree(course: Course, id: str, by: int | None = None) -> None:
    """Note that an amendment is agreed, and from when it holds."""
    by = by or course.seq
    known = replace(course.amendments[id], agreed=course.today, closed=course.today, closed_by=by)
    course.amendments[id] = known
    clause = course.terms.clauses.amendment
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
