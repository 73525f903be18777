"""No digest tells whom a command names, so that no list of names finds a person by it.

Of commands that named people, the keys made of their content go: such a command, given again, is not recognised as
repeated. Of keys of the caller's own the digest goes, and what was recorded tells whether it is the same. In SQLite an
event is compared with the opening of its stream, so that others may follow one that was set aside. What lies in the log
stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

from aggregates.databases.postgresql_guards import standing_aside
from aggregates.databases.sqlite_schema import GUARDS
from aggregates.record.receipts import CONTENT, FORGOTTEN
from projections.models.engine import driver_of

revision = "0010"
down_revision = "0009"

_NAMED = """EXISTS (SELECT 1 FROM events WHERE seq BETWEEN first_seq AND last_seq AND {holds})"""
_HOLDS = {
    "sqlite": """instr(state, CAST('"personal":[' AS BLOB)) > 0""",
    "postgresql": """position('"personal":['::bytea IN state) > 0""",
}
_EMPTY = {"sqlite": "x''", "postgresql": "''::bytea"}
_BELONG = "events_belong_to_agreements"


def upgrade() -> None:
    """Delete and empty them, the pages overwritten where the database does so."""
    assert FORGOTTEN == b""
    dialect = op.get_bind().dialect.name
    named = _NAMED.format(holds=_HOLDS[dialect])
    statements: Iterable[str] = (
        f"DELETE FROM idempotency WHERE key LIKE '{CONTENT}%' AND {named}",
        f"UPDATE idempotency SET digest = {_EMPTY[dialect]} WHERE {named}",
    )
    if dialect == "postgresql":
        statements = standing_aside(statements)
    else:
        made_anew = (f"DROP TRIGGER IF EXISTS {_BELONG}", GUARDS[_BELONG])
        statements = ("PRAGMA secure_delete = ON", *statements, *made_anew)
    cursor = driver_of(op.get_bind()).cursor()
    for statement in statements:
        cursor.execute(statement)
