"""What falls due in the whole register: dates that are coming, and past ones that are still awaited.

A deadline is awaited from the act that set it until it has come, or until a later act removes it; one that
only an act can close (the completion of an activity, a consultation, a reply) stays, overdue. One that comes again is
listed with its next date.
"""

from __future__ import annotations

from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, or_, select

from lifecycle.calendar.recurrence import Recurrence
from lifecycle.codec import decode
from lifecycle.course.dues import Due, Values
from lifecycle.messages import Message
from projections.answers.parties import has_party, key_of
from projections.answers.snapshot import Snapshot
from projections.models.axes import as_known, standing
from projections.models.tables import agreements, deadlines


class Deadline(Struct, frozen=True, kw_only=True):
    """One date that is awaited."""

    agreement: str
    on: date
    what: Message
    article: str
    binds: str | None
    """The party that has to act, or nothing where it concerns all."""
    seq: int | None
    """The act that set it."""
    kind: str
    subject: str
    since: date
    overdue: bool
    every: str = ""
    """The span after which it comes again."""
    disputed: bool = False
    """Whether another admissible reading gives another date."""
    other: date | None = None
    """That other date; of several the earliest."""
    others: tuple[date, ...] = ()
    """All such dates."""


def due(asked: Snapshot, as_of: date, *, within_days: int | None = None, party: str | None = None) -> list[Deadline]:
    """List what is awaited on a day, the overdue first, within so many days after it where a number is given.

    With a party: what binds it, and what binds nobody in particular in its agreements; raises `NotFound` for one that
    no agreement has.
    """
    last = None if within_days is None else later(as_of, within_days)
    party = None if party is None else key_of(asked, party)
    wanted = (
        select(agreements.c.id, *COLUMNS)
        .join(agreements, agreements.c.key == deadlines.c.agreement)
        .where(standing(deadlines, as_of), as_known(deadlines, asked.at))
    )
    if last is not None:
        wanted = wanted.where(deadlines.c.on <= last)
    if party is not None:
        wanted = wanted.where(*concerning(asked, party, as_of))
    awaited = ((id, due_of(*found)) for id, *found in asked.models.execute(wanted).all())
    listed = (deadline(id, due, as_of) for id, due in awaited if due.stands(as_of))
    order = attrgetter("on", "agreement", "kind", "subject")
    return sorted((one for one in listed if last is None or one.on <= last), key=order)


def concerning(asked: Snapshot, party: str, as_of: date) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions that a deadline concerns a party: in its agreements, and binding nobody else."""
    binds = deadlines.c.binds
    return has_party(asked, party, as_of), or_(binds.is_(None), binds == party)


_OF = deadlines.c
COLUMNS = (
    *(_OF.kind, _OF.subject, _OF.cause, _OF.valid_from, _OF.valid_to, _OF.on, _OF["values"]),
    *(_OF.article, _OF.binds, _OF.seq, _OF.again, _OF.last, _OF.others),
)
"""The columns that `due_of` takes."""


def due_of(*found: Any) -> Due:
    """Make a due again from its columns."""
    kind, subject, cause, since, closed, on, values, article, binds, seq, again, last, others = found
    return Due(
        kind=kind,
        subject=subject,
        cause=cause,
        since=since,
        closed=closed,
        on=on,
        values=decode(values.encode(), Values),
        article=article,
        binds=binds,
        seq=seq,
        again=decode(again.encode(), Recurrence) if again else None,
        last=last,
        others=tuple(map(date.fromisoformat, others.split())),
    )


def deadline(agreement: str, due: Due, as_of: date) -> Deadline:
    """Give a due as it stands on a day, with its next date where it comes again."""
    on = due.next_on(as_of)
    others = due.others if on == due.on else ()
    return Deadline(
        agreement=agreement,
        on=on,
        what=due.what,
        article=due.article,
        binds=due.binds,
        seq=due.seq,
        kind=due.kind,
        subject=due.subject,
        since=due.since,
        overdue=on < as_of,
        every=due.every,
        disputed=bool(others),
        other=others[0] if others else None,
        others=others,
    )


def later(day: date, days: int) -> date:
    """Give the date so many days after a day, the last of the calendar where there is none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
