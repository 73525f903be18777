"""The tables of the read models, in SQLAlchemy Core, alike on SQLite and PostgreSQL.

Two axes, each half-open: legal time in `valid_from` and `valid_to` (days), what was known in `known_from`
and `known_to` (`seq`). No end means that it stands. A row is never edited but for its `known_to`, which is
set once. All dates are ordinal days and every agreement is a number, because integers halve the tables
(docs/performance.md). There are no foreign keys: a read model is checked against the log as a whole, and
can be dropped at any time. On SQLite their rows lie in the order of their keys, and not in another order with
the keys in an index beside it: that is an eighth of a register (docs/performance.md).

To add a table: `_read_model` with its columns; its rows come from `rows`, its line in `read_models.READ_MODELS`, and
`make docs`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from projections.models.definitions.axes import SEQ, TEXT, Day, StateNumber

metadata = MetaData()


def _read_model(name: str, *columns: Column[Any], key: int) -> Table:
    """Build a table on both axes; the first `key` columns tell the rows apart that are known at one time."""
    known = (Column("known_from", SEQ, nullable=False), Column("known_to", SEQ))
    unique = PrimaryKeyConstraint(*(column.name for column in columns[:key]), "known_from")
    return Table(name, metadata, *columns, *known, unique, sqlite_strict=True, sqlite_with_rowid=False)


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, TEXT, nullable=nullable)


def _day(name: str, *, nullable: bool = True) -> Column[date]:
    return Column(name, Day, nullable=nullable)


def _agreement() -> Column[int]:
    return Column("agreement", SEQ, nullable=False)


agreements = Table(
    "agreements",
    metadata,
    Column("key", SEQ, primary_key=True, autoincrement=False),  # the seq of the draft
    Column("id", TEXT, nullable=False, unique=True),
    sqlite_strict=True,
)

dependencies = _read_model(
    "dependencies",
    _agreement(),
    _text("name"),  # the other agreement that its texts ask about, whether it is in the register or not
    _text("originator"),  # the stream of that in the log
    key=2,
)

versions = _read_model(
    "versions",
    _agreement(),
    _day("valid_from", nullable=False),
    _day("valid_to"),
    Column("number", Integer, nullable=False),
    _text("title"),
    _text("titles", nullable=True),  # in each language, and nothing where it is one text
    _text("kind"),
    _text("words"),  # the title as it is searched and sorted by: folded
    _text("kind_words"),  # the kind as it is asked for: folded
    key=2,
)

parties = _read_model(
    "parties",
    _agreement(),
    Column("number", Integer, nullable=False),
    _text("name"),
    _text("full_name"),
    _text("formal_name"),
    _text("type"),
    _text("words"),  # key and names as they are searched: folded, a line each
    key=2,
)

names = _read_model(
    "names",
    _agreement(),  # or the directory of parties, by the seq of its first entry
    _text("party"),
    Column("kind", Integer, nullable=False),  # how it is called so, as `rows` numbers it
    _text("spelling"),  # folded: by it a party is found
    _day("valid_from", nullable=False),
    _day("valid_to"),
    _text("name"),
    _text("type"),  # what kind of party it is, where the directory says so
    key=5,
)

status_periods = _read_model(
    "status_periods",
    _agreement(),
    Column("subject", Integer, nullable=False),  # 0 is the agreement, n its n-th party
    _day("valid_from", nullable=False),
    Column("state", StateNumber, nullable=False),
    _day("valid_to"),
    Column("precision", Integer),  # what is known of its first day, where a list gives it
    key=3,
)

outlooks = _read_model(
    "outlooks",
    _agreement(),
    _day("valid_from", nullable=False),
    _day("valid_to"),
    _day("until"),  # the state lasts until then, if nothing else is recorded
    _day("terminates"),
    key=2,
)

dates = _read_model(
    "dates",
    _agreement(),
    _day("entered_into_force"),
    _day("terminated_on"),
    _day("closed_on"),
    _text("ended_by", nullable=True),  # an ending: its kind, days and values
    key=1,
)

heads = _read_model(
    "heads",
    _agreement(),
    _text("kind"),
    _text("id"),
    _day("valid_from", nullable=False),
    _day("valid_to"),
    _text("title"),
    _text("activity"),
    _text("owed_by"),
    _text("owed_to"),
    _text("amount", nullable=True),  # what is left, a decimal number as text
    _text("currency"),
    Column("seq", SEQ, nullable=False),
    _day("since", nullable=False),
    _day("lapsed"),
    key=4,
)

deadlines = _read_model(
    "deadlines",
    _agreement(),
    _text("kind"),
    _text("subject"),
    _text("cause"),
    _day("valid_from", nullable=False),
    _day("on", nullable=False),
    _day("valid_to"),
    _text("values"),  # what its words name besides the subject
    _text("article"),
    _text("binds", nullable=True),
    Column("seq", SEQ),
    _text("again"),  # how it comes again
    _day("last"),
    _text("others"),  # what other admissible readings give
    _day("counted"),  # the day off to which the time runs, where the last day is the next working day
    key=6,
)

entries = _read_model(
    "entries",  # that questions about all agreements are about
    _agreement(),
    _text("kind"),
    Column("seq", SEQ, nullable=False),
    key=3,
)

documents = _read_model(
    "documents",
    _agreement(),
    _text("digest"),
    Column("seq", SEQ, nullable=False),  # the entry that it was first put on record with
    _day("on", nullable=False),
    _text("name"),
    _text("kind"),
    _text("language", nullable=True),
    _text("media_type", nullable=True),
    Column("size", SEQ),
    _text("words"),  # its name as it is searched: folded
    key=2,
)

passages = _read_model(
    "passages",  # what acts say in words
    _agreement(),
    Column("seq", SEQ, nullable=False),
    _text("kind"),
    _day("on", nullable=False),
    _text("text"),
    _text("words"),  # the same as it is searched: folded, a line each
    key=3,
)
