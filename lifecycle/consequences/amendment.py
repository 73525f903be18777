"""New terms: when an amendment is agreed, from when it holds, and for whom (VCLT-IO 39 and 40; R50, R51, R53).

From their day on the new terms drive what hangs on terms: the term, events that end it, from when notices are
admissible. Notices, and disputes with a time-limit, keep the terms under which they were given. Who opted out keeps
the earlier terms for itself.

To add what hangs on the terms: a line in `_take_effect`.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.calendar.days import words
from lifecycle.consequences import (
    admission,
    disputes,
    entry,
    new_term,
    notice_effect,
    opting_out,
    states,
    term,
    term_ends,
)
from lifecycle.consequences.ending import forget_events
from lifecycle.course.agenda import NEW_TERMS
from lifecycle.course.course import Course
from lifecycle.course.dues import Due
from lifecycle.course.facts import Amendment, Reason, Version
from lifecycle.course.machine import ENDED
from lifecycle.terms.text import Terms


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
    computed = course.compute(rule, course.today, f"effect of amendment {id}", f"amendment:{id}")
    if computed is None:
        return
    on = max(known.effective or computed, computed)
    course.amendments[id] = replace(known, holds_from=on)
    expect(course, id)
    course.arm(on, NEW_TERMS, id, lambda day: _new_terms(course, id, day))


def expect(course: Course, id: str) -> None:
    """Await the day of an amendment that is agreed, as long as there is a party for which it would hold."""
    known = course.amendments[id]
    if known.holds_from is None or known.holds_from <= course.today:
        return
    if not _held(course, known):
        course.close_due("amendment", id)
    elif ("amendment", id) not in course.dues:
        course.await_due(
            Due(
                kind="amendment",
                on=known.holds_from,
                what=f"amendment {id} takes effect",
                article=article(course),
                seq=known.closed_by,
                since=course.today,
                subject=id,
            )
        )


def _held(course: Course, known: Amendment) -> bool:
    """Tell whether any party is left that has not opted out: for none the new terms take no effect (R51, R53)."""
    return not course.bound <= set(known.opted_out)


def in_effect(course: Course, known: Amendment) -> bool:
    """Tell whether the terms of an amendment have taken effect."""
    return any(version.seq == known.seq for version in course.versions)


def opted_in(course: Course, id: str) -> None:
    """Let an amendment hold for a party that had opted out, from today on where its day has come."""
    known = course.amendments[id]
    if in_effect(course, known):
        opting_out.await_ends(course, opting_out.settle(course, course.seq))
        admission.readmit(course)
        term.settle(course)
    elif known.holds_from is not None and known.holds_from <= course.today:
        _new_terms(course, id, course.today)
    else:
        expect(course, id)


def _new_terms(course: Course, id: str, on: date) -> None:
    course.close_due("amendment", id)
    known = course.amendments[id]
    if course.agreement.state in ENDED or in_effect(course, known) or not _held(course, known):
        return
    seq, course.seq = course.seq, known.closed_by or known.seq  # what follows is set by the act that agreed it
    _take_effect(course, known, on)
    course.seq = seq


def _take_effect(course: Course, known: Amendment, on: date) -> None:
    before, running = course.terms, term_ends.running(course, on)
    course.superseded[len(course.versions)] = new_term.as_it_stands(course)
    course.adopt(known.terms)
    course.set_by = course.seq
    course.versions.append(Version(len(course.versions) + 1, on, known.terms, known.seq))
    for name in known.terms.parties:
        course.join(name)
    kept = opting_out.settle(course, known.seq)
    says = f"The terms of amendment {known.id} hold from {words(on)}."
    states.sync(course, Reason(says=says, article=article(course), rule="R50", seq=known.seq, act="new_terms"))
    _run_again(course, before)
    new_term.amended(course, before.clauses, running)
    opting_out.await_ends(course, kept)
    if course.agreement.state not in ENDED:
        notice_effect.settle_renewal(course)
        entry.settle(course)


def _run_again(course: Course, before: Terms) -> None:
    """Bring in line with new terms what the earlier ones have set in motion, and what they lacked."""
    if before.clauses.termination != course.terms.clauses.termination:
        admission.readmit(course)
    forget_events(course)
    limit = before.clauses.disputes.within if before.clauses.disputes else None
    for dispute in list(course.disputes.values()) if limit is None else ():
        if dispute.closed is None and dispute.failed is None:
            with course.under(dispute.by):
                disputes.run(course, dispute.id)  # it had no time-limit: the one that it gets begins today


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
