"""On PostgreSQL one function takes the turn of a writer, and the guards of the log look for its end by the index alone.

A session that began with an empty table went on to sort the whole log for the moment of the last event.
"""

from __future__ import annotations

from alembic import op

from aggregates.databases.postgresql_guards import guards
from projections.models.engine import driver_of

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the guards and functions anew where the database has any."""
    if op.get_bind().dialect.name == "sqlite":
        return
    cursor = driver_of(op.get_bind()).cursor()
    cursor.execute("SELECT current_schema()")
    (schema,) = cursor.fetchone()
    for statement in guards(schema):
        cursor.execute(statement)
