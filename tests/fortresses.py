"""A register in PostgreSQL with a user for each role, to be attacked; and rows that an attacker makes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from given import act, terms
from stores import Schema

from aggregates.record.decision import Proposal
from aggregates.record.log.rows import COLUMNS, LoggedRow, leaf_of
from aggregates.record.register import Register
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

NAME = "wco-caricc"
LINES = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")

APPENDING = f"INSERT INTO events ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)"


def proposals(*lines: str) -> list[Proposal]:
    return [Proposal(agreement=NAME, act=act(line, terms(NAME))) for line in lines]


def hashed(row: LoggedRow) -> LoggedRow:
    """Give a row the leaf hash of what it holds."""
    return row._replace(leaf_hash=leaf_of(row))


@contextmanager
def made() -> Iterator[Schema]:
    """A register of three recordings with read models."""
    place = Schema(Path())
    with closing(Register.create(place.url, create_statements("postgresql"), follower=FOLLOWER)) as register:
        register.record(proposals(*LINES), key="first")
    yield place
    place.remove()


@contextmanager
def users_of(place: Schema) -> Iterator[dict[str, str]]:
    """One user for each role of the register, and one who has none: their URLs."""
    made = {name: f"{place.name}_u_{name}" for name in ("owner", "writer", "reader", "stranger")}
    for name, user in made.items():
        place.admin.execute(f"CREATE ROLE {user} LOGIN")
        if name != "stranger":
            place.admin.execute(f"GRANT {place.role(name)} TO {user}")
    yield {name: place.url.replace("postgres@", f"{user}@") for name, user in made.items()}
    for user in made.values():
        place.admin.execute(f"DROP OWNED BY {user}; DROP ROLE {user}")
