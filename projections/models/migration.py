"""Brings a register's tables to the version of this program: Alembic's steps, alike on both databases.

All steps, the new read models and the new number are one transaction under the writer's lock: half a migration leaves
the register as it was. There is no way back but a backup. The steps change the tables of the log and add others beside
them; read models are never migrated but made again from the log, as `rebuild` makes them.

To add a step: raise `aggregates.databases.database.SCHEMA`, change what `init` makes, and write `versions/vNNNN_….py`
with the revision of that number. A step runs with `op`, its connection in a transaction that it must not end.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from msgspec import Struct
from sqlalchemy import Connection

from aggregates.databases import database as known
from aggregates.databases.cases import database
from aggregates.databases.database import check_schema, revision, situations
from aggregates.record.log.log import Log
from lifecycle.errors import SchemaMismatch
from projections.models.engine import connected, driver_of
from projections.models.rebuild import Rebuilt, remake

STEPS = Path(__file__).parent / "migrations"


class Step(Struct, frozen=True, kw_only=True):
    """One step of a migration."""

    version: int
    says: str


class Standing(Struct, frozen=True, kw_only=True):
    """The version of a register's tables, that of this program, and the steps between them."""

    version: int
    program: int
    steps: tuple[Step, ...]

    @property
    def due(self) -> bool:
        """Whether an upgrade is due."""
        return self.version < self.program


class Upgraded(NamedTuple):
    """Where an upgrade began, and the read models it made."""

    began: Standing
    rebuilt: Rebuilt | None


def standing(url: str, steps: Path = STEPS) -> Standing:
    """Compare a register with this program; raises `NoRegister`, `Locked` or `StorageFailure`."""
    case = database(url)
    with closing(case.reader()) as connection, situations(case):
        return _standing(case.schema(connection.cursor()), _scripts(steps))


def upgrade(url: str, steps: Path = STEPS) -> Upgraded:
    """Take the steps that are due, all or none.

    Raises `NoRegister`, `NotAllowed`, `Locked`, `StorageFailure`, or `SchemaMismatch` if the register is newer.
    """
    case, scripts = database(url), _scripts(steps)
    with connected(case, case.owner) as connection:
        driver = driver_of(connection)
        cursor = driver.cursor()
        case.lock(cursor)
        began = _standing(case.schema(cursor), scripts)
        if not began.due:
            check_schema(case, cursor)
            return Upgraded(began, None)
        if not began.version:
            raise SchemaMismatch("the register does not say which version its tables are of")
        _take(connection, scripts)
        case.mark(cursor, began.program)
        check_schema(case, cursor)
        rebuilt = remake(Log(case, driver), cursor)
        case.commit(cursor, appended=False)
        return Upgraded(began, rebuilt)


def _scripts(steps: Path) -> ScriptDirectory:
    return ScriptDirectory(str(steps))


def _standing(version: int, scripts: ScriptDirectory) -> Standing:
    walked = scripts.walk_revisions() if version < known.SCHEMA else ()
    due = sorted((int(script.revision), script.doc) for script in walked if int(script.revision) > version)
    steps = tuple(Step(version=number, says=says.rstrip(".")) for number, says in due)
    return Standing(version=version, program=known.SCHEMA, steps=steps)


def _take(connection: Connection, scripts: ScriptDirectory) -> None:
    """Run the steps in the transaction that the driver is in, which neither SQLAlchemy nor Alembic is to end."""
    wanted = revision(known.SCHEMA)
    with EnvironmentContext(Config(), scripts, fn=lambda at, _: scripts._upgrade_revs(wanted, at)) as environment:
        connection.begin()
        environment.configure(
            connection=connection,
            version_table="schema_version",
            transactional_ddl=True,
            render_as_batch=True,
        )
        environment.run_migrations()
