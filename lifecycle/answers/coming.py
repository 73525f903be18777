"""What is coming on a day: the dates that stand, without those that an end or a leaving has overtaken.

After its end an agreement is no longer renewed, amended or given notice of, and no party owes it any more than what
outlasts it; after a party has left, nothing binds it but what survives for it (VCLT-IO 70; R44, R45).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lifecycle.course.dues import Due
from lifecycle.course.machine import ENDED
from lifecycle.fold.timeline import Timeline, period_on

SURVIVING = frozenset({"head", "survival", "tail"})
"""What is left to finish, and how long: it outlasts an end, and the leaving of a party."""

OUTLASTING = SURVIVING | {"dispute", "duty", "objection", "registration"}
"""What an end of the agreement leaves as it is: disputes go on, and what is owed from that very day."""


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


def leaving(dues: Iterable[Due]) -> dict[str, date]:
    """Find the days on which parties are to leave, the first one of each, among what is awaited."""
    found: dict[str, date] = {}
    for due in sorted((due for due in dues if due.kind == "leaves"), key=lambda due: due.on, reverse=True):
        found[concerns(due) or ""] = due.on
    return found


def overtaken(due: Due, on: date, as_of: date, ends: date | None, gone: Mapping[str, date]) -> bool:
    """Tell whether a date lies behind the end of the agreement, or concerns a party that has left by then.

    `ends` is the day of the end as far as is known on the day of the answer, `gone` the day on which a party left, or
    is to leave.
    """
    if ends is not None and on > ends and due.kind not in OUTLASTING:
        return True
    left = gone.get(concerns(due) or "")
    return left is not None and due.kind not in SURVIVING and (on > left or left <= as_of)


def concerns(due: Due) -> str | None:
    """Name the one party whose date it is, if it is not that of all."""
    match due.kind:
        case "joins" | "survival":
            return due.subject or None
        case "leaves":
            return str(due.values[0])
        case "tail":
            return str(due.values[1]) if due.values[1:] else None
    return due.binds
