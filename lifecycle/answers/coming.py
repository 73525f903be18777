"""What is coming on a day: the dates that stand, without those that an end or a leaving has overtaken."""

from __future__ import annotations

from datetime import date

from lifecycle.course.dues import Due
from lifecycle.course.machine import ENDED
from lifecycle.course.overtaken import leaving, overtaken
from lifecycle.course.periods import period_on
from lifecycle.fold.timeline import Timeline


def coming(line: Timeline, as_of: date) -> list[tuple[date, Due]]:
    """Give what is awaited on a day by a timeline of the acts up to it, each with its next date, in their order."""
    found = [(due.next_on(as_of), due) for due in line.dues if due.stands(as_of)]
    ends, gone = line.terminated_on, leaving(due for _, due in found)
    for party, periods in line.parties.items():
        own = period_on(periods, as_of)
        if own is not None and own.state in ENDED and (ends is None or own.start < ends):
            gone[party] = own.start
    kept = [(on, due) for on, due in found if not overtaken(due, on, as_of, ends, gone)]
    return sorted(kept, key=lambda one: (one[0], one[1].kind, one[1].subject))
