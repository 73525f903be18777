"""Every store of events keeps the same promises: the library's own conformance cases, and ours on top.

To add a database: a line in `stores.STORES`.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
import subprocess
import sys
import unittest
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import pytest
import stores
from eventsourcing import cryptography
from eventsourcing.persistence import IntegrityError, StoredEvent
from stores import STORES, File, Place

from aggregates.databases.cases import database
from aggregates.databases.database import SCHEMA
from aggregates.ground.clock import Clock, now
from aggregates.ground.holders import LOCKS
from aggregates.ground.merkle import leaf_hash
from aggregates.record.log.access import reading
from aggregates.record.log.rows import LoggedRow, leaf_of
from aggregates.record.store import Store
from lifecycle.errors import Conflict, InvalidInput, Locked, NoRegister, SchemaMismatch, StorageFailure

# The library's cases import its cipher, which wants PyCryptodome; its twin over `cryptography` does as well.
sys.modules.setdefault("eventsourcing.cipher", cryptography)
from eventsourcing.tests.persistence import ApplicationRecorderTestCase  # noqa: E402


class Conformance(ApplicationRecorderTestCase[Store]):
    """The library's cases, on the store named by `kind`."""

    __test__ = False
    kind = ""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        place = STORES[self.kind](Path(folder.name))
        self.addCleanup(place.remove)
        place.create()
        place.admit_all()
        self.url = place.url

    def create_recorder(self) -> Store:
        store = Store(database(self.url))
        self.addCleanup(store.close)
        return store

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize("case", unittest.TestLoader().getTestCaseNames(Conformance))
def test_the_librarys_cases_pass(kind: str, case: str) -> None:
    """The store is a recorder as the event sourcing library understands one."""
    result = unittest.TestResult()
    type("Case", (Conformance,), {"kind": kind})(case).run(result)
    assert result.testsRun == 1
    assert not [trace for _, trace in result.errors + result.failures]


@pytest.fixture
def url(place: Place) -> str:
    """An empty register in each kind of database."""
    place.create()
    place.admit_all()
    return place.url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(database(url))) as store:
        yield store


@pytest.fixture
def file(file_place: File) -> Path:
    """An empty register in a file, for what only a file has."""
    file_place.create()
    file_place.admit_all()
    return file_place.file


@pytest.fixture
def file_store(file: Path) -> Iterator[Store]:
    with closing(Store(database(str(file)))) as store:
        yield store


def stored(version: int = 1, stream: UUID | None = None) -> StoredEvent:
    return StoredEvent(stream or uuid4(), version, "a topic", b'{"state": 1}')


def rows(url: str) -> list[LoggedRow]:
    with reading(url) as log:
        return list(log.rows())


# Places and moments


def test_a_row_holds_the_exact_bytes_and_their_leaf_hash(url: str, store: Store) -> None:
    """The leaf covers the place, the moment, the topic and the bytes, by RFC 9162."""
    event = stored()
    store.insert_events([event])
    (row,) = rows(url)
    header = f"depositary-event/1 1 {row.recorded_at} {event.originator_id} 1 a topic\n".encode()
    assert row.state == event.state
    assert row.leaf_hash == leaf_hash(header + event.state) == leaf_of(row)


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 2},
        {"recorded_at": 0},
        {"originator_id": str(UUID(int=0))},
        {"originator_version": 2},
        {"topic": "another"},
        {"state": b"{}"},
    ],
)
def test_whatever_is_changed_in_a_row_changes_its_leaf(url: str, store: Store, change: dict[str, Any]) -> None:
    """A back-dated moment or another place shows as much as an edited payload does."""
    store.insert_events([stored()])
    (row,) = rows(url)
    assert leaf_of(row._replace(**change)) != row.leaf_hash


def write_some(url: str, count: int) -> None:
    with closing(Store(database(url))) as store:
        for _ in range(count):
            store.insert_events([stored(), stored()])


def test_two_processes_leave_no_gap(url: str) -> None:
    """Writers that race get places one after the other, and none is lost or given twice."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_some, args=(url, 40)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    written = rows(url)
    assert [row.seq for row in written] == list(range(1, 161))
    assert [row.recorded_at for row in written] == sorted(row.recorded_at for row in written)


def ticking(*moments: datetime) -> Clock:
    ticks = iter(moments)
    return lambda: next(ticks)


def test_a_clock_that_runs_backwards_does_not_turn_the_order(url: str) -> None:
    """`recorded_at` stands still until the clock has caught up; `seq` goes on."""
    noon = datetime(2024, 11, 21, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    with closing(Store(database(url), ticking(noon, noon - hour, noon + hour))) as store:
        for _ in range(3):
            store.insert_events([stored()])
    with reading(url) as log:
        moments = [datetime.fromtimestamp(row.recorded_at / 1e6, UTC) for row in log.rows()]
    assert moments == [noon, noon, noon + hour]


def test_events_of_one_writing_share_one_moment(url: str, store: Store) -> None:
    """A transaction is one moment."""
    store.insert_events([stored(), stored(), stored()])
    assert len({row.recorded_at for row in rows(url)}) == 1


# Append-only

PLACE = "originator_id, originator_version"


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE events SET state = x'7b7d'", "never changed"),
        ("UPDATE OR REPLACE events SET seq = 2 WHERE seq = 1", "never changed"),
        ("DELETE FROM events", "never deleted"),
        ("DELETE FROM events WHERE seq = 2", "never deleted"),
        ("REPLACE INTO events SELECT * FROM events WHERE seq = 1", "taken"),
        (
            f"INSERT OR REPLACE INTO events SELECT 3, {PLACE}, topic, x'7b7d', leaf_hash, 0 FROM events",
            "taken",
        ),
        ("INSERT INTO events SELECT 4, 'x', 1, topic, state, leaf_hash, 0 FROM events", "not yet due"),
        (
            f"INSERT INTO events SELECT seq, {PLACE}, topic, state, leaf_hash, 0 FROM events WHERE TRUE"
            " ON CONFLICT DO UPDATE SET state = x'7b7d'",
            "taken",
        ),
    ],
)
def test_the_database_itself_refuses_to_change_the_log(
    file_store: Store, file: Path, statement: str, says: str
) -> None:
    """No update, no delete, no insert that replaces or leaves a gap, whoever connects."""
    file_store.insert_events([stored(), stored()])
    before = rows(str(file))
    with closing(sqlite3.connect(file)) as connection, pytest.raises(sqlite3.IntegrityError, match=says):
        connection.execute(statement)
    assert rows(str(file)) == before


def test_a_version_that_is_taken_is_the_librarys_integrity_error(url: str, store: Store) -> None:
    """Two writers of one version: the second learns it, and leaves nothing."""
    stream = uuid4()
    store.insert_events([stored(1, stream)])
    with pytest.raises(IntegrityError):
        store.insert_events([stored(2, stream), stored(1, stream)])
    assert [row.originator_version for row in rows(url)] == [1]


# One transaction


def test_writings_in_one_thread_join(url: str, store: Store) -> None:
    """What is inserted within a writing belongs to it, and is seen by it alone until it is done."""
    with store.writing() as writing:
        assert store.insert_events([stored()]) == [1]
        with store.reading() as log:
            assert log.head().seq == 1
        assert rows(url) == []
        assert (writing.appended, writing.seq) == (True, 1)
    assert len(rows(url)) == 1


def test_an_error_leaves_nothing_written(url: str, store: Store) -> None:
    """Any exception, an interruption too, undoes the whole."""

    def interrupted() -> None:
        with store.writing():
            store.insert_events([stored()])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert rows(url) == []
    store.insert_events([stored()])
    assert len(rows(url)) == 1


class Spoilt:
    """A connection whose every ROLLBACK fails, as on a disk or a line that is gone."""

    def __init__(self, connection: Any, error: type[Exception]) -> None:
        self._connection, self._error, self.closed_here = connection, error, False

    def cursor(self) -> Any:
        return SpoiltCursor(self._connection.cursor(), self._error)

    def close(self) -> None:
        self.closed_here = True
        self._connection.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class SpoiltCursor:
    """Its cursor."""

    def __init__(self, cursor: Any, error: type[Exception]) -> None:
        self._cursor, self._error = cursor, error

    def execute(self, statement: str, *parameters: Any) -> Any:
        if statement == "ROLLBACK":
            raise self._error("the disk is gone")
        return self._cursor.execute(statement, *parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("refused")])
def test_an_error_while_undoing_loses_nothing(
    url: str, store: Store, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """What went wrong first is what is told; the connection is given up, and the next writing is whole."""
    case, made = store.case, []
    original = type(case).writer

    def writer(self: Any) -> Any:
        made.append(Spoilt(original(self), case.Error))
        return made[-1]

    with monkeypatch.context() as patch:
        patch.setattr(type(case), "writer", writer)
        with closing(Store(case)) as other:

            def interrupted() -> None:
                with other.writing():
                    other.insert_events([stored()])
                    raise error

            with pytest.raises(type(error)):
                interrupted()
            assert rows(url) == []
            assert other.insert_events([stored()]) == [1]
            assert [one.closed_here for one in made] == [True, False]


def test_a_dry_run_leaves_every_byte_as_it_was(place: Place, store: Store) -> None:
    """Even a large one: nothing spills to the disk before a commit."""
    store.insert_events([stored()])
    before = place.digest()
    with store.writing(commit=False):
        store.insert_events([StoredEvent(uuid4(), 1, "a topic", b"x" * 1000) for _ in range(6000)])
    assert place.digest() == before
    store.close()
    assert not Path(f"{place.url.removeprefix('sqlite:///')}-wal").exists()


@pytest.mark.parametrize("spilling", [False, True])
def test_a_long_transaction_spills_where_it_may(file_place: File, spilling: bool) -> None:
    """SQLite: it need not fit into memory, and what was written of it is none of the log unless it is committed."""
    file_place.create()
    file_place.admit_all()
    journal = Path(f"{file_place.file}-wal")
    with closing(Store(database(file_place.url))) as store:
        with store.writing(commit=False, spilling=spilling):
            store.insert_events([StoredEvent(uuid4(), 1, "a topic", b"x" * 1000) for _ in range(6000)])
            assert (journal.exists() and journal.stat().st_size > 1_000_000) == spilling
        assert rows(file_place.url) == []
        assert store.insert_events([stored()]) == [1]


def test_a_locked_register_says_so(place: Place, url: str) -> None:
    """After the time to wait is over, not at once and not as an internal error."""
    with closing(Store(database(url, patience=0.05))) as store:
        with closing(place.hold()), pytest.raises(Locked, match=r"locked by another process for 0\.05 seconds"):
            store.insert_events([stored()])
        store.insert_events([stored()])


@pytest.mark.skipif(not LOCKS.exists(), reason="who holds a lock on a file is told by Linux")
def test_who_holds_a_file_is_named(file_place: File) -> None:
    """SQLite: another process, by its number."""
    file_place.create()
    holding = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        " c.execute('BEGIN IMMEDIATE'); print(1, flush=True); sys.stdin.read()"
    )
    program = [sys.executable, "-c", holding, str(file_place.file)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        says = rf"locked by another process for 0\.05 seconds: held by process {other.pid}$"
        with closing(Store(database(file_place.url, patience=0.05))) as store, pytest.raises(Locked, match=says):
            store.insert_events([stores.opening()])
        other.communicate()


@pytest.mark.parametrize(("version", "age"), [(SCHEMA - 1, "older"), (SCHEMA + 1, "newer")])
def test_another_schema_is_refused_inside_the_transaction(
    place: Place, url: str, store: Store, version: int, age: str
) -> None:
    """A migration between opening and writing is noticed, because the check is made under the lock."""
    store.insert_events([stored()])
    place.version(version)
    before = place.digest()
    with pytest.raises(SchemaMismatch, match=age):
        store.insert_events([stored()])
    with pytest.raises(SchemaMismatch, match=age), reading(url):
        pass
    assert place.digest() == before


def test_a_full_disk_is_a_storage_failure(file_store: Store) -> None:
    """The message names the file, nothing is half written, and the store goes on when there is room again."""
    file_store.insert_events([stored()])
    with file_store.writing() as writing:
        pages = writing.cursor.execute("PRAGMA page_count").fetchone()[0]
        writing.cursor.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageFailure, match=r"register\.db: database or disk is full"):
        file_store.insert_events([StoredEvent(uuid4(), 1, "a topic", b"x" * 100_000)])
    assert file_store.insert_events([stored()]) == [2]


# Making and opening


def test_only_create_makes_a_register(place: Place, tmp_path: Path) -> None:
    """Opening what is not there leaves nothing behind."""
    with pytest.raises(NoRegister, match="no register"), reading(place.url):
        pass
    with closing(Store(database(place.url))) as store, pytest.raises(NoRegister):
        store.insert_events([stored()])
    assert list(tmp_path.iterdir()) == []


def test_a_register_is_made_once(place: Place) -> None:
    """With further tables, if wished; what is there stays as it is."""
    place.create("CREATE TABLE further (id INTEGER)")
    before = place.digest()
    with pytest.raises(Conflict, match="exists already"):
        place.create()
    assert place.digest() == before
    assert "further" in place.tables()


def test_create_makes_what_is_missing_above_it(tmp_path: Path) -> None:
    """A register is made in a new folder, under any name."""
    file = tmp_path / "new" / "a%20b?c.db"
    database(str(file)).create(["CREATE TABLE further (id INTEGER) STRICT"], SCHEMA)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_create_is_all_or_nothing(place: Place) -> None:
    """A statement that fails leaves no tables, and the next attempt succeeds."""
    case = database(place.url)
    with pytest.raises(case.Error):
        case.create(["CREATE NONSENSE"], SCHEMA)
    with pytest.raises(NoRegister):
        case.writer()
    case.create((), SCHEMA)
    case.writer().close()


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look for a header" * 10])
def test_another_file_is_not_a_register(tmp_path: Path, content: bytes) -> None:
    """It is named, and it is left as it is."""
    file = tmp_path / "other.db"
    file.write_bytes(content)
    for opening in (database(str(file)).reader, database(str(file)).writer):
        with pytest.raises(NoRegister, match="not a register"):
            opening()
    assert file.read_bytes() == content


def test_create_overwrites_no_other_file(tmp_path: Path) -> None:
    """A file that holds something stays as it is, a database or not."""
    file = tmp_path / "other"
    file.write_bytes(b"a letter, long enough that it might be taken for the header of a database" * 10)
    before = file.read_bytes()
    with pytest.raises(Conflict, match="not a database"):
        database(str(file)).create((), SCHEMA)
    assert file.read_bytes() == before


def test_a_place_that_cannot_be_made_is_a_storage_failure(tmp_path: Path) -> None:
    """Such as a folder where a file stands."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageFailure, match="file"):
        database(str(tmp_path / "file" / "register.db")).create((), SCHEMA)


@pytest.mark.parametrize(
    "url",
    [
        *("sqlite://", "sqlite:///", "sqlite://h/x", ":memory:", "", "mysql://h/x"),
        *("postgresql://h/x?schema=Great", "postgresql://h/x?schema=", "postgresql://h/x?colour=red"),
    ],
)
def test_a_url_that_names_no_database_is_refused(url: str) -> None:
    """Nothing is guessed, and nothing is kept in memory only."""
    with pytest.raises(InvalidInput):
        database(url)


def test_a_reader_cannot_write(place: Place, url: str) -> None:
    """Nor does it leave behind the files that a read-only connection of SQLite would."""
    before = place.tables()
    case = database(url)
    with closing(case.reader()) as reader, pytest.raises(case.Error, match=r"read-?only"):
        reader.cursor().execute("CREATE TABLE more (id INTEGER)")
    assert place.tables() == before


def test_a_reader_leaves_no_files_behind(file: Path) -> None:
    """As a read-only connection of SQLite would."""
    database(str(file)).reader().close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_connection_is_set_up_to_be_safe(file: Path) -> None:
    """Write-ahead log, every commit on the disk, foreign keys, and no functions hidden in the schema."""
    with closing(database(str(file)).writer()) as connection:
        cursor = connection.cursor()

        def pragma(name: str) -> object:
            return cursor.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("trusted_schema") == 0
        assert pragma("busy_timeout") == 10_000
        strict = cursor.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
        assert {name for name, is_strict in strict if not is_strict} <= {"sqlite_schema"}


def test_the_store_follows_the_one_clock() -> None:
    """Unless a test says otherwise."""
    assert now().tzinfo is UTC
