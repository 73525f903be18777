"""The moments of the clock: what follows by itself on a date that was set, by the name under which it was set.

To add one: a function of the course and its subject in the module of what follows, and its name here, among what comes
with it on one date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lifecycle.consequences import (
    amendment_agreed,
    amendment_effect,
    departure,
    ending,
    entry,
    joining,
    notice_clock,
    provisional,
    states,
    term,
)
from lifecycle.consequences.admission import admit
from lifecycle.consequences.evidence import taking_over
from lifecycle.consequences.survival import tails
from lifecycle.consequences.time_limits import declarations, disputes, duties
from lifecycle.course.agenda import Moment
from lifecycle.course.course import Course


def await_others(course: Course) -> None:
    """Set the clock to the first day on which another agreement turns that is asked about (VCLT-IO 30, 59; R65)."""
    if course.others is not None:
        course.turns = [turn for turn in reversed(course.others.turns()) if turn[0] > course.drafted]
        _await_turn(course)


def turn(course: Course, subject: str) -> None:
    """Draw what follows from the turn that another agreement takes today, and await the next one."""
    entry.settle(course)
    clause = course.terms.clauses.amendment
    if clause is not None and clause.upon is not None and clause.upon.mentions("agreement"):
        for id in list(course.amendments):
            amendment_agreed.settle(course, id)
    _await_turn(course)


def _await_turn(course: Course) -> None:
    while course.turns:
        on, by = course.turns.pop()
        if on > course.today:
            course.arm(on, "other agreement", "", by=by or None)
            break


ORDER: tuple[Mapping[str, Callable[..., None]], ...] = (
    {"other agreement": turn},
    {"consent": entry.consent, "provisional": provisional.begin, "provisional over": provisional.end},
    {"entry": entry.enter, "applies": entry.apply, "lock_in": admit},
    {"taken over": taking_over.begin},
    {"joining": joining.join},
    {"amendment agreed": amendment_agreed.agreed, "amendment lapses": amendment_agreed.lapse},
    {"amendment": amendment_effect.take_effect},
    {"dispute": disputes.fail},
    {"duty": duties.lapse},
    {"declaration": declarations.take_effect, "declaration accepted": declarations.accepted},
    {"suspension": states.begin, "suspending event": states.pause},
    {"notice runs on": notice_clock.go_on},
    {
        "notice": departure.by_notice,
        "departure": departure.by_decision,
        "event departure": departure.by_decision,
        "kept term": departure.by_kept_term,
    },
    {"return": entry.come_back},
    {"end": ending.come},
    {"term": term.expire},
    {"survival": tails.end_tail, "survival event": tails.end_tail, "further tail": tails.end_further},
)
"""On one date the clock goes so: what lets live before what ends, what ends before what follows the end."""

MOMENTS: Mapping[str, Moment] = {
    name: Moment(rank, follows) for rank, together in enumerate(ORDER) for name, follows in together.items()
}
