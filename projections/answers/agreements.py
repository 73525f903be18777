"""The states of all agreements on a day, from the read models: one indexed query for the whole register.

The values are those of `lifecycle.answers.status` for the same day and the same knowledge (a property test).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, select

from lifecycle.codec import decode
from lifecycle.course.endings import Ending
from lifecycle.course.machine import ENDED, State
from lifecycle.messages import Message
from projections.answers.parties import has_party, key_of
from projections.answers.snapshot import Snapshot
from projections.models.axes import as_known, standing
from projections.models.tables import agreements, dates, of_the_agreement, outlooks, status_periods, versions


class Listed(Struct, frozen=True, kw_only=True):
    """One agreement's state on a day: the fields of a status up to how it ended."""

    agreement: str
    title: str
    as_of: date
    state: State
    since: date
    until: date | None
    terms_version: int
    entered_into_force: date | None
    terminates: date | None
    terminated_on: date | None
    ended_by: Message | None


def listing(asked: Snapshot, as_of: date, *, state: State | None = None, party: str | None = None) -> list[Listed]:
    """List the agreements drafted by a day, in the order of their ids; raises `NotFound` for a party that none has."""
    wanted = _select(asked, as_of)
    if state is not None:
        wanted = wanted.where(status_periods.c.state == state)
    if party is not None:
        wanted = wanted.where(has_party(asked, key_of(asked, party), as_of))
    return sorted((_listed(row, as_of) for row in asked.models.execute(wanted).all()), key=attrgetter("agreement"))


def _select(asked: Snapshot, as_of: date) -> Any:
    period, outlook = status_periods.c, outlooks.c
    ahead = and_(outlook.agreement == period.agreement, standing(outlooks, as_of), as_known(outlooks, asked.at))
    text = and_(versions.c.agreement == period.agreement, standing(versions, as_of), as_known(versions, asked.at))
    found = and_(dates.c.agreement == period.agreement, as_known(dates, asked.at))
    return (
        select(
            *(agreements.c.id, versions.c.title, period.state, period.valid_from, outlook.until),
            *(versions.c.number, dates.c.entered_into_force, outlook.terminates),
            *(dates.c.terminated_on, dates.c.ended_by),
        )
        .select_from(status_periods)
        .join(agreements, agreements.c.key == period.agreement)
        .join(versions, text)
        .outerjoin(outlooks, ahead)
        .outerjoin(dates, found)
        .where(of_the_agreement)
        .where(standing(status_periods, as_of), as_known(status_periods, asked.at))
    )


def _listed(row: Sequence[Any], as_of: date) -> Listed:
    id, title, state, since, until, version, entered, terminates, terminated, ended_by = row
    return Listed(
        agreement=id,
        title=title,
        as_of=as_of,
        state=state,
        since=since,
        until=until,
        terms_version=version,
        entered_into_force=_by(entered, as_of),
        terminates=terminates,
        terminated_on=_by(terminated, as_of),
        ended_by=decode(ended_by.encode(), Ending).says if ended_by and state in ENDED else None,
    )


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None
