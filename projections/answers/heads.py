"""What is open to be finished in the whole register: activities begun and accounts opened."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct
from sqlalchemy import select

from projections.answers.parties import has_party
from projections.answers.snapshot import Snapshot
from projections.models.axes import as_known, standing
from projections.models.tables import agreements, heads


class OpenHead(Struct, frozen=True, kw_only=True):
    """An activity or account that is open on a day, with what is left of the amount."""

    agreement: str
    kind: str
    id: str
    title: str
    since: date
    seq: int
    activity: str
    owed_by: str
    owed_to: str
    amount: Decimal | None
    currency: str


def open_heads(
    asked: Snapshot, as_of: date, *, agreement: str | None = None, party: str | None = None
) -> list[OpenHead]:
    """List the heads that are open on a day, of all agreements, of one, or of those of a party."""
    row = heads.c
    wanted = (
        select(agreements.c.id, row.kind, row.id, row.title, row.since, row.seq, row.activity)
        .add_columns(row.owed_by, row.owed_to, row.amount, row.currency)
        .select_from(heads)
        .join(agreements, agreements.c.key == row.agreement)
        .where(standing(heads, as_of), as_known(heads, asked.at))
        .order_by(agreements.c.id, row.since, row.kind, row.id)
    )
    if agreement is not None:
        wanted = wanted.where(agreements.c.id == agreement)
    if party is not None:
        wanted = wanted.where(has_party(asked, party, as_of))
    return [_open_head(*found) for found in asked.models.execute(wanted).all()]


def _open_head(agreement: str, *found: Any) -> OpenHead:
    kind, id, title, since, seq, activity, owed_by, owed_to, amount, currency = found
    return OpenHead(
        agreement=agreement,
        kind=kind,
        id=id,
        title=title,
        since=since,
        seq=seq,
        activity=activity,
        owed_by=owed_by,
        owed_to=owed_to,
        amount=None if amount is None else Decimal(amount),
        currency=currency,
    )
