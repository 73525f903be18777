"""People: whose personal data the register holds, each under a key of its own (ADR 0010)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple
from uuid import uuid4

from msgspec.structs import replace

from aggregates.databases.database import Cursor, Database
from aggregates.ground.sealing import new_key, seal
from aggregates.record.agreement import ActRecorded, Agreement, Decision, Event, Sealed
from aggregates.record.log import Log
from lifecycle.acts.personal import SEALED, about, personal, with_personal
from lifecycle.fold.timeline import Timeline


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
        """Give the event of a decision with its personal data sealed; who is new gets a key.

        An office that the terms name to sign is no personal data.
        """
        event, before = decision.event, decision.before
        content = event.content
        if not isinstance(content, ActRecorded):
            return event
        found = personal(content.act)
        if not found or not isinstance(before, Agreement):
            return event
        offices = _offices(before.timeline)
        names = {field: about(content.act, field, before.timeline.standing) for field in found}
        sealed = [field for field in found if names[field] not in offices]
        envelopes = tuple(self._envelope(event, field, found[field], names[field]) for field in sealed)
        act = with_personal(content.act, dict.fromkeys(sealed, SEALED))
        return replace(event, content=replace(content, act=act, personal=envelopes))

    def _envelope(self, event: Event, field: str, text: str, name: str) -> Sealed:
        person = self._known(name)
        data = seal(bytes.fromhex(person.key or ""), text, event.originator_id, event.originator_version, field)
        return Sealed(field=field, subject=person.subject, data=data)

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


def _offices(line: Timeline) -> Container[str]:
    return {party.signs for version in line.versions for party in version.terms.parties.values()}


def people_of(log: Log) -> Iterator[Person]:
    """Give everybody whose personal data a register holds or held."""
    return map(Person._make, log.query("SELECT subject, name, key FROM people ORDER BY subject"))
