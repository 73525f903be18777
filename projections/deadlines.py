"""What falls due in the whole register: dates that are coming, and past ones that are still awaited.

A deadline is awaited from the act that set it until it has come, or until a later act removes it; one that
only an act can close (the completion of an activity) stays, overdue.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import Connection, or_, select

from projections.axes import as_known, standing
from projections.status import has_party
from projections.tables import agreements, deadlines


class Deadline(Struct, frozen=True, kw_only=True):
    """One date that is awaited."""

    agreement: str
    on: date
    what: str
    article: str
    binds: str | None
    """The party that has to act, or nothing where it concerns all."""
    seq: int | None
    """The act that set it."""
    kind: str
    subject: str
    since: date
    overdue: bool


def due(
    connection: Connection,
    as_of: date,
    known_at: int | None = None,
    *,
    within_days: int | None = None,
    party: str | None = None,
) -> list[Deadline]:
    """List what is awaited on a day, the overdue first, within so many days after it where a number is given.

    With a party: what binds it, and what binds nobody in particular in its agreements.
    """
    row = deadlines.c
    wanted = (
        select(agreements.c.id, row.on, row.what, row.article, row.binds, row.seq, row.kind, row.subject)
        .add_columns(row.valid_from)
        .join(agreements, agreements.c.key == row.agreement)
        .where(standing(deadlines, as_of), as_known(deadlines, known_at))
        .order_by(row.on, agreements.c.id, row.what)
    )
    if within_days is not None:
        wanted = wanted.where(row.on <= _later(as_of, within_days))
    if party is not None:
        wanted = wanted.where(has_party(party, as_of, known_at), or_(row.binds.is_(None), row.binds == party))
    return [
        Deadline(
            agreement=id,
            on=on,
            what=what,
            article=article,
            binds=binds,
            seq=seq,
            kind=kind,
            subject=subject,
            since=since,
            overdue=on < as_of,
        )
        for id, on, what, article, binds, seq, kind, subject, since in connection.execute(wanted).all()
    ]


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
