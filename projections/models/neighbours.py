"""The ids of agreements that begin as one, or that a mistyped one may have meant: found by the index of a register.

Without SQLAlchemy, because an error is to be said quickly.
"""

from __future__ import annotations

from collections.abc import Iterator

from aggregates.record.log.log import Log

MOST = 50
"""Ids that one probe gives at most."""

_AROUND = (
    f"SELECT id FROM agreements WHERE id >= ? ORDER BY id LIMIT {MOST}",
    f"SELECT id FROM agreements WHERE id < ? ORDER BY id DESC LIMIT {MOST}",
)
_HOLDING = f"SELECT id FROM agreements WHERE id LIKE ? ESCAPE '!' ORDER BY id LIMIT {MOST}"


def beginning(log: Log, start: str) -> list[str]:
    """Give the ids that begin with a text, whatever its case, in their order."""
    select = "SELECT id FROM agreements WHERE id >= ? AND id < ? ORDER BY id"
    first = start.casefold()
    return [id for (id,) in log.query(select, first, f"{first}\U0010ffff").fetchall()]


def neighbours(log: Log, name: str) -> tuple[str, ...]:
    """Give ids that stand beside a name in their order, and those that hold a piece of it."""
    return tuple(dict.fromkeys(_probed(log, name.casefold())))


def _probed(log: Log, name: str) -> Iterator[str]:
    for statement in _AROUND:
        yield from (id for (id,) in log.query(statement, name).fetchall())
    for piece in {name[1:5], name[-4:]}:
        if len(piece) == 4:
            held = "".join(f"!{sign}" if sign in "!%_" else sign for sign in piece)
            yield from (id for (id,) in log.query(_HOLDING, f"%{held}%").fetchall())
