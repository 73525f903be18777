"""What is open to be finished in the whole register: activities begun and accounts opened."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from projections.answers.snapshot import Snapshot


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
    found = asked.models.ask("open heads", as_of=as_of, at=asked.at, id=agreement, party=party)
    return [_open_head(*row) for row in found]


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
