"""The databases that a register can live in, and which URL means which.

To add one: a module such as `aggregates/databases/sqlite.py` with a class that is a `Database`, a line in `CASES`, and
an empty place in it for the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from aggregates.databases.database import PATIENCE, Database
from aggregates.databases.sqlite import Sqlite
from lifecycle.errors import InvalidInput


def _sqlite(url: str, patience: float) -> Database:
    location = url.removeprefix("sqlite:///")
    if not location or location.startswith("sqlite:") or location == ":memory:":
        raise InvalidInput(f"{url!r} names no file: write sqlite:///register.db, or the path alone")
    return Sqlite(Path(location), patience)


def _postgresql(url: str, patience: float) -> Database:
    try:
        from aggregates.databases.postgresql import Postgresql  # its driver costs a tenth of a second
    except ImportError as error:
        raise InvalidInput("PostgreSQL needs its driver: pip install 'depositary[postgresql]'") from error
    return Postgresql(url, patience)


CASES: Mapping[str, Callable[[str, float], Database]] = {
    "": _sqlite,
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}
"""How to reach a register, by the scheme of its URL; a path alone is a SQLite file."""


def database(url: str, patience: float = PATIENCE) -> Database:
    """Find the database that a URL means; nothing is opened yet. Raises `InvalidInput`."""
    scheme = url.partition(":")[0] if "://" in url else ""
    if scheme not in CASES:
        known = ", ".join(f"{name}://" for name in CASES if name)
        raise InvalidInput(f"{scheme}:// is not a database that a register can live in: use {known}")
    return CASES[scheme](url, patience)
