"""Rebuilds the read models beside the living ones, which everybody goes on using until the new ones have caught up.

The log is replayed into temporary tables while others record. Then the writers' lock is taken, what was recorded
meanwhile is replayed as well, and the living tables are exchanged for tables with these rows: under the lock, rows are
copied and nothing else is folded. Whoever is stopped before the commit has changed nothing and begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from aggregates.databases.database import Cursor, check_schema
from aggregates.ground.processes import among
from aggregates.ground.progress import Progress
from aggregates.record.log.access import owned
from aggregates.record.log.log import Log
from aggregates.record.log.sharing import sharing
from aggregates.record.streams import stream_of
from lifecycle.course.directory import DIRECTORY
from projections.models.follower import Rows, fill_tables
from projections.models.read_models import READ_MODELS
from projections.models.rebuild import WORTH, Rebuilt, chunks, rows_of
from projections.models.statements import named

AGREEMENTS = "agreements"
TABLES = (AGREEMENTS, *(model.table for model in READ_MODELS))
NEW = "new_{}"
"""How the temporary table of a read model is called."""

_ASKING = f"""SELECT one.id FROM {NEW.format("dependencies")} AS asks
    JOIN {NEW.format(AGREEMENTS)} AS one ON one.key = asks.agreement WHERE asks.originator = ?"""


def rebuild(url: str, progress: Progress | None = None, processes: int = 1) -> Rebuilt:
    """Make the read models again from the log: nobody sees a part of them, or waits longer than rows are copied.

    `progress` is told the number of events replayed so far; so many processes at most make the rows, and this one
    writes them. Raises `NoRegister`, `NotAllowed`, `SchemaMismatch`, `Locked`, `StorageFailure` or `ProcessLost`; then
    nothing has changed.
    """
    with owned(url) as (log, cursor):
        check_schema(log.case, cursor)
        log.case.steady(cursor)
        _make(log, cursor)
        head, events = log.last()[0], 0
        pieces = chunks(lambda: [*log.agreements(), DIRECTORY])
        with sharing(log, rows_of, pieces, among(processes, head, WORTH), owner=True) as made:
            for done in _filled(log, cursor, made):
                events += done
                if progress is not None:
                    progress(events)
        log.case.lock(cursor)
        check_schema(log.case, cursor)
        events += _catch_up(Log(log.case, log.connection), cursor, head)  # what it had set aside may be so no more
        agreements, *rows = [_count(cursor, table) for table in TABLES]
        _exchange(log, cursor)
        log.case.commit(cursor, appended=False)
    return Rebuilt(agreements=agreements, recordings=events, rows=agreements + sum(rows))


def _make(log: Log, cursor: Cursor) -> None:
    for statement in named(log.case.dialect, "table "):
        table = statement.name.removeprefix("table ")
        cursor.execute(statement.sql.replace(f"CREATE TABLE {table} ", f"CREATE TEMP TABLE {NEW.format(table)} ", 1))


def _filled(log: Log, cursor: Cursor, made: Iterable[tuple[Rows, int]]) -> Iterator[int]:
    """Write the rows of agreements, many at once; give the number of events that each many are made of."""
    for rows, events in made:
        cursor.execute("SAVEPOINT filled")  # on SQLite a transaction of its own, elsewhere a part of the one there is
        fill_tables(log.case, cursor, rows, NEW)
        cursor.execute("RELEASE SAVEPOINT filled")
        yield events


def _catch_up(log: Log, cursor: Cursor, head: int) -> int:
    """Make the rows anew of what was recorded on behind a place in the log; give the number of events there."""
    late = [one.agreement for one in log.recordings(head)]
    known, new = set[str](), list(dict.fromkeys(late))
    while new:
        for name in new:
            if stream := log.legible(name):
                for table in TABLES:
                    key = "key" if table == AGREEMENTS else "agreement"
                    cursor.execute(log.case.sql(f"DELETE FROM {NEW.format(table)} WHERE {key} = ?"), (stream[0].seq,))
        list(_filled(log, cursor, map(partial(rows_of, log), chunks(new.copy))))
        known |= set(new)
        new = sorted({id for name in new for (id,) in log.query(_ASKING, stream_of(name))} - known)
    return len(late)


def _count(cursor: Cursor, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {NEW.format(table)}")
    return int(cursor.fetchone()[0])


def _exchange(log: Log, cursor: Cursor) -> None:
    dialect = log.case.dialect
    for made in ("drop ", "table "):
        for statement in named(dialect, made):
            cursor.execute(statement.sql)
    for table in TABLES:
        cursor.execute(f"INSERT INTO {table} SELECT * FROM {NEW.format(table)}")
        cursor.execute(f"DROP TABLE {NEW.format(table)}")
    for statement in named(dialect, "index "):
        cursor.execute(statement.sql)
    log.case.share(cursor)
