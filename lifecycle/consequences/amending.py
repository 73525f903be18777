"""New terms: when an amendment is agreed, and from when they hold (VCLT-IO 39 and 40; R50, R51, R53)."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.consequences import standing
from lifecycle.course import NEW_TERMS, Course
from lifecycle.dates import words
from lifecycle.facts import Due, Reason, Version
from lifecycle.machine import ENDED


def article(course: Course) -> str:
    """Give the article on amendment, the default law's where the text is silent."""
    clause = course.terms.clauses.amendment
    return clause.article if clause else "VCLT-IO 39"


def settle(course: Course, id: str) -> None:
    """Agree an amendment once all bound parties have accepted it, and set the clock to its date."""
    known = course.amendments[id]
    if known.agreed is None and course.bound <= {name for name, _ in known.accepted}:
        agree(course, id)


def agree(course: Course, id: str) -> None:
    """Note that an amendment is agreed, and from when it holds."""
    known = replace(course.amendments[id], agreed=course.today, closed=course.today, closed_by=course.seq)
    course.amendments[id] = known
    clause = course.terms.clauses.amendment
    rule = clause.then if clause else None
    if clause is not None and clause.as_entry:
        rule = course.terms.clauses.entry_into_force.then
    computed = course.compute(rule, course.today, f"effect of amendment {id}", f"amendment:{id}")
    if computed is None:
        return
    on = max(known.effective or computed, computed)
    if on > course.today:
        course.await_due(
            Due(
                kind="amendment",
                on=on,
                what=f"amendment {id} takes effect",
                article=article(course),
                seq=course.seq,
                since=course.today,
                subject=id,
            )
        )
    course.arm(on, NEW_TERMS, id, lambda day: _new_terms(course, id, day))


def _new_terms(course: Course, id: str, on: date) -> None:
    course.close_due("amendment", id)
    if course.agreement.state in ENDED:
        return
    known = course.amendments[id]
    course.adopt(known.terms)
    course.versions.append(Version(len(course.versions) + 1, on, known.terms, known.seq))
    for name in known.terms.parties:
        course.join(name)
    says = f"The terms of amendment {id} hold from {words(on)}."
    standing.sync(course, Reason(says=says, article=article(course), rule="R50", seq=known.seq, act="new_terms"))
