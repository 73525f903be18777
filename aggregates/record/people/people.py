"""People: whose personal data the register holds, each under a key of its own (ADR 0010)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

from msgspec.structs import replace

from aggregates.databases.database import Cursor, Database
from aggregates.ground.sealing import joined, new_key, seal
from aggregates.record.decision import Decision, Proposal
from aggregates.record.events import Event, Sealed
from aggregates.record.log.log import Log
from aggregates.record.log.recording import with_said
from lifecycle.acts.personal import SEALED, personal, words_in

ON_RECORD = "SELECT 1 FROM people WHERE name = ?"


class Person(NamedTuple):
    """A row of `people`: the subject that events name, with its name and key until they are erased."""

    subject: str
    name: str | None
    key: str | None
    """In hexadecimal digits."""


class People:
    """The people of a register, on the cursor of a transaction that may write."""

    def __init__(self, case: Database, cursor: Cursor) -> None:
        self._case, self._cursor = case, cursor

    def sealed(self, decision: Decision) -> Event:
        """Give the event of a decision with personal data sealed, and words that name people; who is new gets a key."""
        event, content = decision.event, decision.event.content
        if not decision.sealed:
            return event
        said = {**personal(content.act), **words_in(content)}
        envelopes = tuple(self._envelope(event, field, said[field], who) for field, who in decision.sealed.items())
        blank = replace(with_said(content, dict.fromkeys(decision.sealed, SEALED)), personal=envelopes)
        return replace(event, content=blank)

    def knowing(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Give proposals of which an actor who is a person on record is one whom their words name, unasked."""
        return [replace(one, personal=(*one.personal, one.actor)) if self._knows(one) else one for one in proposals]

    def _knows(self, proposal: Proposal) -> bool:
        if proposal.actor is None or proposal.actor in proposal.personal:
            return False
        self._cursor.execute(self._case.sql(ON_RECORD), (proposal.actor,))
        return self._cursor.fetchone() is not None

    def _envelope(self, event: Event, field: str, text: str, names: Sequence[str]) -> Sealed:
        people = [self._known(name) for name in names]
        key = joined([bytes.fromhex(person.key or "") for person in people])
        data = seal(key, text, event.originator_id, event.originator_version, field)
        first, *others = (person.subject for person in people)
        return Sealed(field=field, subject=first, data=data, also=tuple(others))

    def _known(self, name: str) -> Person:
        """Find the person of a name, or note that there is one."""
        self._cursor.execute(self._case.sql("SELECT subject, name, key FROM people WHERE name = ?"), (name,))
        if row := self._cursor.fetchone():
            return Person(*row)
        person = Person(uuid4().hex, name, new_key().hex())
        self.add([person])
        return person

    def add(self, people: Iterable[Person]) -> None:
        """Note people with their keys, or as erased."""
        for person in people:
            self._cursor.execute(self._case.sql("INSERT INTO people (subject, name, key) VALUES (?, ?, ?)"), person)


def is_person(log: Log, name: str | None) -> bool:
    """Tell whether somebody of a name is on record, and not erased."""
    return name is not None and log.query(ON_RECORD, name).fetchone() is not None


def person_named(log: Log, name: str) -> Person | None:
    """Find who is on record under a name, and not erased."""
    row = log.query("SELECT subject, name, key FROM people WHERE name = ?", name).fetchone()
    return Person(*row) if row else None


def people_of(log: Log) -> Iterator[Person]:
    """Give everybody whose personal data a register holds or held."""
    return map(Person._make, log.query("SELECT subject, name, key FROM people ORDER BY subject"))


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Give every text in plain data, with the fields that lead to it."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from texts(one, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one, path)
    elif isinstance(value, str):
        yield path, value
