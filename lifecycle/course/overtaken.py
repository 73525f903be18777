"""What an end of the agreement, or the leaving of a party, overtakes of what falls due.

After its end an agreement is no longer renewed, amended or given notice of, and no party owes it any more than what
outlasts it; after a party has left, nothing binds it but what survives for it (VCLT-IO 70; R44, R45).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lifecycle.course.dues import Due

SURVIVING = frozenset({"head", "survival", "tail"})
"""What is left to finish, and how long: it outlasts an end, and the leaving of a party."""

OUTLASTING = SURVIVING | {"dispute", "duty", "objection", "registration"}
"""What an end of the agreement leaves as it is: disputes go on, and what is owed from that very day."""


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
