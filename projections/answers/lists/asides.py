"""Rows that are put aside, each with all that is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from lifecycle.messages import Value


class Why(NamedTuple):
    """Why a row was put aside: the column, by its field of the map, and what is wrong."""

    field: str
    says: Value


class Aside(NamedTuple):
    """A row that cannot be read, and why."""

    row: int
    why: tuple[Why, ...]
