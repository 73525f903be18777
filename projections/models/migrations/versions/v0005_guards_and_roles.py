"""The database keeps the promises of the log itself, and the roles belong to one register and its database.

Everybody who was granted a role of before is granted the new one; who that is, is worth a look, for a role of before
was that of every register of this name on the server. The former roles go, where no other database needs them. On
PostgreSQL this takes a user who may make roles. What lies in the log stays as it is.
"""

from __future__ import annotations

from alembic import op

from aggregates.databases import postgresql_roles as roles
from aggregates.databases import sqlite_schema
from aggregates.databases.postgresql_guards import guards
from aggregates.databases.postgresql_schema import MENDED, NO_STATISTICS, TURN
from aggregates.databases.sqlite_schema import GUARDS
from lifecycle.errors import Conflict
from projections.models.engine import driver_of

revision = "0005"
down_revision = "0004"


_PLACE = """SELECT nspname, current_database(), pg_get_userbyid(nspowner) FROM pg_namespace
    WHERE nspname = current_schema()"""
_LEFT = """SELECT 1 FROM pg_roles WHERE rolname = ? AND oid NOT IN (SELECT nspowner FROM pg_namespace)"""


def upgrade() -> None:
    """Make the guards anew; on PostgreSQL, hand all of it over to roles of this register."""
    cursor = driver_of(op.get_bind()).cursor()
    if op.get_bind().dialect.name == "sqlite":
        cursor.execute(_once(sqlite_schema.MENDED))
        for name, statement in GUARDS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement)
        return
    cursor.execute(_PLACE)
    schema, database, owner = cursor.fetchone()
    prefix, former = roles.prefix(schema, database), owner.removesuffix(f"_{roles.OWNER}")
    cursor.execute("SET LOCAL ROLE NONE")
    if former != prefix:
        cursor.execute(_LEFT.replace("?", "%s"), (roles.role(prefix, roles.OWNER),))
        if cursor.fetchone():  # of a database of this name that is gone
            raise Conflict(roles.roles_there(prefix, schema))
        for statement in roles.moved(schema, former, prefix):
            cursor.execute(statement)
    cursor.execute(f"SET LOCAL ROLE {roles.role(prefix, roles.OWNER)}")
    cursor.execute(_once(TURN))
    cursor.execute(_once(MENDED))
    # The type is what it was; the samples that were taken of the columns go with it.
    cursor.execute("ALTER TABLE people ALTER COLUMN name TYPE TEXT, ALTER COLUMN key TYPE TEXT")
    cursor.execute(NO_STATISTICS)
    for statement in guards(schema):
        cursor.execute(statement)


def _once(create: str) -> str:
    return create.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS")
