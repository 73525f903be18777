"""What the record asks of a database, whichever it is; which there are stands in `aggregates.databases.cases`."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple, NoReturn, Protocol

from aggregates.ground.clock import LAST
from lifecycle.errors import Locked, SchemaMismatch
from lifecycle.messages import Message, Row, Value

SCHEMA = 20
"""Version of the tables that this program writes and reads."""

READABLE = f"recorded_at BETWEEN 0 AND {LAST}"
"""Of an event whose moment the calendar knows; one that an older database let in may have another."""

PATIENCE = 10.0
"""Seconds to wait for another writer before giving up."""

GLANCE = 0.1
"""Seconds after which whoever waits for events looks up again."""

Ended = Callable[[], bool]
"""Tells whether to wait no longer: `is_set` of a `threading.Event`, say, or whether a time is over."""


class Cursor(Protocol):
    """What the record and its followers use of a driver's cursor."""

    def execute(self, statement: str, parameters: Sequence[Any] = ..., /) -> Any:
        """Run a statement."""

    def executemany(self, statement: str, parameters: Sequence[Any], /) -> Any:
        """Run a statement once for each row of parameters."""

    def fetchone(self) -> Any:
        """Give the next row, or `None`."""

    def fetchall(self) -> list[Any]:
        """Give the rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What the record uses of a driver's connection; it commits only when told to."""

    def cursor(self) -> Cursor:
        """Give a cursor of its own."""

    def close(self) -> None:
        """Close it, rolling back what is not committed."""


class Question(NamedTuple):
    """A statement that reads, and its parameters."""

    statement: str
    parameters: tuple[object, ...]


class Begun(NamedTuple):
    """What a writer finds once it holds the lock; moments are microseconds since 1970, UTC."""

    seq: int
    """The last one, 0 if there is none."""
    recorded_at: int
    now: int
    login: str | None = None
    """The user that the database knows, if it knows any."""
    answers: Mapping[Question, Cursor] = {}
    """What was asked in the same message, by its question."""


class Readers(Protocol):
    """Connections that cannot write, for the threads of a server: each is lent to one at a time."""

    def connection(self) -> AbstractContextManager[Connection]:
        """Lend one for as long as the block lasts; what it has begun is undone at the end. Raises as a reader does."""

    def close(self) -> None:
        """Close those that nobody has, and each other when it comes back."""


class Translating(Protocol):
    """What tells the situations of a database from its driver's errors."""

    Error: type[Exception]

    def translated(self, error: Exception) -> Exception:
        """Give the situation that a driver's error stands for, or the error itself."""


class Database(Translating, Protocol):
    """One database, its driver and its dialect. Statements are written with `?` for each parameter."""

    dialect: str
    """The name that SQLAlchemy gives its dialect."""
    IntegrityError: type[Exception]
    holding: str
    """The condition that the bytes of an event hold a text, which is its parameter."""

    def sql(self, statement: str) -> str:
        """Give a statement in the dialect of the driver."""

    def create(self, statements: Sequence[str], schema: int) -> None:
        """Make the tables of the log and the given further ones; raises `Conflict` if there is a register."""

    def reader(self) -> Connection:
        """Open a connection that cannot write; raises `NoRegister`."""

    def readers(self, most: int) -> Readers:
        """Give connections that cannot write to as many threads at a time; raises as `reader` does."""

    def writer(self) -> Connection:
        """Open a connection for writing and reading; raises `NoRegister` or `NotAllowed`."""

    def owner(self) -> Connection:
        """Open a connection that may also change the tables; raises `NoRegister` or `NotAllowed`."""

    def standby(self, cursor: Cursor) -> bool:
        """Tell whether it follows another server: it can only be read, and holds the log as far as that has come."""

    def opens_again(self, connection: Connection) -> bool:
        """Tell whether the same register can be had on further connections at once: other processes read it then."""

    def steady(self, cursor: Cursor) -> None:
        """Keep another register from taking the place of this one for as long as the connection lasts."""

    def snapshot(self, cursor: Cursor) -> None:
        """Begin a transaction for reading, all of which sees one and the same state."""

    def lock(self, cursor: Cursor) -> None:
        """Begin a transaction that holds the writer's lock; raises `Locked` when patience runs out."""

    def begin(self, cursor: Cursor, ahead: Sequence[Question] = ()) -> Begun:
        """Do so and find the end of the log; raises `SchemaMismatch`, too.

        What is certain to be asked next is answered in the same message, where there are messages.
        """

    def together(self, cursor: Cursor, *, commits: bool) -> AbstractContextManager[object]:
        """Send the statements of a block as one, if the driver can, and a commit of events with them."""

    def taken(self, error: Exception) -> bool:
        """Tell whether an integrity error means that a place in the log is taken."""

    def commit(self, cursor: Cursor, *, appended: bool) -> None:
        """Commit, and wake who waits for events if any were appended; raises `OutcomeUnknown`."""

    def schema(self, cursor: Cursor) -> int:
        """Read the version of the tables."""

    def mark(self, cursor: Cursor, version: int) -> None:
        """Note the version of the tables wherever Alembic does not."""

    def fill(self, cursor: Cursor, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Insert whole rows into a table, many at once."""

    def spill(self, cursor: Cursor) -> None:
        """Let what transactions write reach the disk before their commit: it need not fit into memory.

        Asked for before one begins, and heeded from then on.
        """

    def share(self, cursor: Cursor) -> None:
        """Let writers and readers into tables of read models that have just been made."""

    def copies(self) -> list[str]:
        """Name what was put aside of this register beside it, and still holds what it held."""

    def scrub(self, cursor: Cursor) -> bool:
        """Rewrite the files so that none holds what was taken out of a table; tell whether they were all free."""

    def committed(self, ended: Ended) -> Generator[None, None, None]:
        """Give a turn at once, and one after each commit of events by anybody, until the waiting has ended."""

    def advice(self) -> Sequence[Message]:
        """Say what is left to do once a register has been made."""


def locked_by_another(place: Value, patience: float, holders: Sequence[Value] = ()) -> Locked:
    """Say for how long, in seconds, a lock was waited for in vain, and who holds it as far as that is known."""
    says = Message(
        "{place} has been locked by another process for {patience} seconds", place=place, patience=f"{patience:g}"
    )
    return Locked(Message("{says}: held by {holders}", says=says, holders=Row(holders)) if holders else says)


def revision(schema: int) -> str:
    """Give the name that Alembic has for a version of the tables."""
    return f"{schema:04}"


def check_schema(case: Database, cursor: Cursor, *, older: bool = False) -> None:
    """Raise `SchemaMismatch` unless the tables are of the version that this program writes, or may be older."""
    found = case.schema(cursor)
    if not (older and 0 < found < SCHEMA):
        check_version(found)


def check_version(found: int) -> None:
    """Raise `SchemaMismatch` unless this is the version that this program writes."""
    if found != SCHEMA:
        newer = Message(
            "the register's schema ({found}) is newer than the program's ({known})", found=found, known=SCHEMA
        )
        older = Message(
            "the register's schema ({found}) is older than the program's ({known})", found=found, known=SCHEMA
        )
        raise SchemaMismatch(older if found < SCHEMA else newer)


def raise_situation(case: Translating, error: Exception) -> NoReturn:
    """Raise the situation, such as `Locked`, that an error of the driver stands for, or the error itself."""
    situation = case.translated(error)
    if situation is error:
        raise error
    raise situation from error


@contextmanager
def situations(case: Translating) -> Iterator[None]:
    """Raise the situations that the driver's errors stand for."""
    try:
        yield
    except case.Error as error:
        raise_situation(case, error)
