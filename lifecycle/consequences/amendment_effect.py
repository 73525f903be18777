"""New terms: what follows when an amendment takes effect, and for whom (VCLT-IO 39 and 40; R50, R51, R53).

From their day on the new terms drive what hangs on terms: the term, events that end it, from when notices are
admissible. Notices, and disputes with a time-limit, keep the terms under which they were given. Who opted out keeps
the earlier terms for itself.

To add what hangs on the terms: a line in `_adopt`.
"""

from __future__ import annotations

from lifecycle.consequences import admission, departure, entry, new_term, opting_out, states, term, term_ends
from lifecycle.consequences.amendment_agreed import article, expect, held, in_effect
from lifecycle.consequences.ending_events import forget_events
from lifecycle.consequences.time_limits import disputes, duties
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED
from lifecycle.course.periods import Reason
from lifecycle.course.versions import Amendment, Version
from lifecycle.messages import Message
from lifecycle.terms.text import Terms


def opted_in(course: Course, id: str) -> None:
    """Let an amendment hold for a party that had opted out, from today on where its day has come."""
    known = course.amendments[id]
    if in_effect(course, known):
        opting_out.await_ends(course, opting_out.settle(course, course.seq))
        admission.readmit(course)
        term.settle(course)
    elif known.holds_from is not None and known.holds_from <= course.today:
        take_effect(course, id)
    else:
        expect(course, id)


def take_effect(course: Course, id: str) -> None:
    """Let an amendment take effect today, if there is still an agreement, and a party for which it holds."""
    course.close_due("amendment", id)
    known = course.amendments[id]
    if course.agreement.state in ENDED or in_effect(course, known) or not held(course, known):
        return
    seq, course.seq = course.seq, known.closed_by or known.seq  # what follows is set by the act that agreed it
    _adopt(course, known)
    course.seq = seq


def _adopt(course: Course, known: Amendment) -> None:
    on, before = course.today, course.terms
    running = term_ends.running(course, on)
    course.superseded[len(course.versions)] = new_term.as_it_stands(course)
    course.adopt(known.terms)
    course.set_by = course.seq
    course.versions.append(Version(len(course.versions) + 1, on, known.terms, known.seq))
    for name in known.terms.parties:
        course.join(name)
    kept = opting_out.settle(course, known.seq)
    says = Message("The terms of amendment {id} hold from {on}", id=known.id, on=on)
    states.sync(course, Reason(says=says, article=article(course), rule="R50", seq=known.seq, act="new_terms"))
    _run_again(course, before)
    new_term.amended(course, before.clauses, running)
    opting_out.await_ends(course, kept)
    if course.agreement.state not in ENDED:
        entry.settle(course)


def _run_again(course: Course, before: Terms) -> None:
    """Bring in line with new terms what the earlier ones have set in motion, and what they lacked."""
    if before.clauses.termination != course.terms.clauses.termination:
        admission.readmit(course)
    duties.renew(course, before)
    leaving = [name for kind, name in course.events if kind == "leaves"]
    forget_events(course)
    for name in leaving:
        departure.await_departure(course, name)  # a decision that was to come after the event is still to come
    limit = before.clauses.disputes.within if before.clauses.disputes else None
    for dispute in list(course.disputes.values()) if limit is None else ():
        if dispute.closed is None and dispute.failed is None:
            with course.under(dispute.by):
                disputes.run(course, dispute.id)  # it had no time-limit: the one that it gets begins today
