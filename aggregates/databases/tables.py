"""The tables beside the log that every register has: by what it is known, and whose personal data it holds.

To change one: here, and a step in `projections/models/migrations/versions`.
"""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from lifecycle.course.directory import DIRECTORY

STREAMS = UUID("5e1b1a6c-6c0e-5b0a-9d6e-0a4e7a6d1c55")
"""Name space of the streams of agreements: never to be changed."""

CREATED, RECORDED = "depositary.agreement.created", "depositary.agreement.act-recorded"
"""Topics of the two kinds of event, of the first of a stream and of all others: never to be changed."""

ENTERED = "depositary.directory.act-recorded"
"""Topic of every event of the directory of parties: never to be changed."""

DIRECTORY_STREAM = str(uuid5(STREAMS, DIRECTORY))
"""The one stream of the directory."""

AHEAD = 5 * 60 * 1_000_000
"""Microseconds that the moment of an event may lie ahead of the clock of the database."""


def topic_of(stream: str, version: int) -> str:
    """Give the topic of an event at a place: the first one opens an agreement, and the directory needs no opening."""
    if stream == DIRECTORY_STREAM:
        return ENTERED
    return CREATED if version == 1 else RECORDED


def new_origin() -> str:
    """Make up the name by which checkpoints know a register, wherever it is moved."""
    return f"depositary/{uuid4().hex}"


REGISTER = (
    "CREATE TABLE register (one INTEGER PRIMARY KEY CHECK (one = 1), origin TEXT NOT NULL,"
    " four_eyes INTEGER DEFAULT 0 NOT NULL)"
)
"""What a register is known by, and whether it asks for a second officer."""

PEOPLE = "CREATE TABLE people (subject TEXT PRIMARY KEY, name TEXT UNIQUE, key TEXT)"
"""Whose personal data the log holds; no name and no key once they are erased."""

FORGET = "UPDATE people SET name = NULL, key = NULL WHERE subject = ?"
"""Takes a person out: of the tables beside the log, no other knows the name."""


def founding(origin: str) -> tuple[str, ...]:
    """Give the statements that make the tables beside the log: the register's origin, once for all, and people."""
    return REGISTER, f"INSERT INTO register (one, origin) VALUES (1, '{origin}')", PEOPLE
