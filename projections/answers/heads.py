"""What is open to be finished in the whole register: activities begun and accounts opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from lifecycle.answers.cooperation import Balance
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


def balances(heads: Iterable[OpenHead], party: str) -> tuple[Balance, ...]:
    """Give what a party owes or is owed by open accounts, agreement by agreement, and what those hold that name nobody.

    The values are those of `lifecycle.answers.cooperation.balances` (a property test).
    """
    owed: dict[tuple[str, str, str, str], list[tuple[str, Decimal]]] = {}
    for head in sorted(heads, key=lambda head: (head.since, head.id)):
        concerns = party in (head.owed_by, head.owed_to) or not (head.owed_by or head.owed_to)
        if head.kind == "account" and head.amount is not None and concerns:
            of_one = owed.setdefault((head.agreement, head.owed_by, head.owed_to, head.currency), [])
            of_one.append((head.id, head.amount))
    return tuple(
        Balance(
            agreement=agreement,
            owed_by=by,
            owed_to=to,
            currency=currency,
            amount=sum((amount for _, amount in accounts), Decimal(0)),
            accounts=tuple(id for id, _ in accounts),
        )
        for (agreement, by, to, currency), accounts in sorted(owed.items())
    )
