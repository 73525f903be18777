"""The directory of parties lies in a stream of its own, and the names of parties are found by an index.

The guards of the log know the events of that stream. The tables of the log stay as they are; the read models are made
again, as by every upgrade.
"""

from __future__ import annotations

from alembic import op

from aggregates.databases.postgresql_guards import guards
from aggregates.databases.sqlite_schema import GUARDS
from projections.models.engine import driver_of

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the guards anew."""
    cursor = driver_of(op.get_bind()).cursor()
    if op.get_bind().dialect.name == "sqlite":
        for name, statement in GUARDS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement)
        return
    cursor.execute("SELECT current_schema()")
    (schema,) = cursor.fetchone()
    for statement in guards(schema):
        cursor.execute(statement)
