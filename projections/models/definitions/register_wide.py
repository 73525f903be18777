"""Entries that questions about all agreements are about, as statements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, select

from projections.models.definitions.axes import TEXT, Given, as_known
from projections.models.definitions.tables import agreements, entries


def of_kind(given: Given) -> Select[Any]:
    """Select the numbers of the entries of a kind, with their agreements, in the order of their opening.

    One in the directory of parties has no agreement.
    """
    wanted = select(agreements.c.id, entries.c.seq).outerjoin(agreements, agreements.c.key == entries.c.agreement)
    kind = entries.c.kind == bindparam("kind", type_=TEXT)
    return wanted.where(kind, as_known(entries, given)).order_by(entries.c.agreement, entries.c.seq)
