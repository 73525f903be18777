"""The databases that a register can live in, and which URL means which.

To add one: a module such as `aggregates/databases/sqlite.py` with a class that is a `Database`, a line in `CASES`, and
an empty place in it for the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from aggregates.databases.database import PATIENCE, Database
from aggregates.databases.sqlite import Sqlite
from aggregates.ground.urls import UNFINISHED, shown
from lifecycle.errors import InvalidInput
from lifecycle.messages import Either, Message, Quoted


def _sqlite(url: str, patience: float) -> Database:
    if UNFINISHED.match(url):
        raise InvalidInput(Message("the URL of a register begins with {scheme}", scheme="postgresql://"))
    location = url.removeprefix("sqlite:///")
    if not location or location.startswith("sqlite:") or location == ":memory:":
        example = "sqlite:///register.db"
        raise InvalidInput(
            Message("{url} names no file: write {example}, or the path alone", url=Quoted(shown(url)), example=example)
        )
    return Sqlite(Path(location), patience)


def _postgresql(url: str, patience: float) -> Database:
    try:
        from aggregates.databases.postgresql import Postgresql  # its driver costs a tenth of a second
    except ImportError as error:
        command = "pip install 'depositary[postgresql]'"
        raise InvalidInput(Message("PostgreSQL needs its driver: {command}", command=command)) from error
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
        known = Either(f"{name}://" for name in CASES if name)
        raise InvalidInput(
            Message(
                "{scheme} is not a database that a register can live in: use {known}",
                scheme=f"{scheme}://",
                known=known,
            )
        )
    return CASES[scheme](url, patience)
