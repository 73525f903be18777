"""People: whose personal data the register holds, each under a key of its own, and who is named in words (ADR 0010)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize
from uuid import uuid4

from msgspec.structs import replace

from aggregates.databases.database import Cursor, Database
from aggregates.ground.sealing import joined, new_key, seal
from aggregates.record.agreement import ActRecorded, Agreement, Decision, Event, Sealed
from aggregates.record.log import Log
from aggregates.record.recording import IRREGULAR
from lifecycle.acts.act import Act
from lifecycle.acts.personal import FIELDS, SEALED, about, personal, with_personal, words
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
        """Give the event of a decision with personal data sealed, and words that name people; who is new gets a key.

        An office that the terms name to sign is no personal data.
        """
        event, content, before = decision.event, decision.event.content, decision.before
        if not isinstance(before, Agreement) or not isinstance(content, ActRecorded):
            return event
        act, found = content.act, personal(content.act)
        offices = _offices(before.timeline) if found else ()
        whom: dict[str, tuple[str, ...]] = {field: (about(act, field, before.timeline.standing),) for field in found}
        names = [name for name in named_in(act) if name not in offices]
        sealed = {field: who for field, who in whom.items() if who[0] not in offices}
        sealed |= spoken(act, content.irregular, list(dict.fromkeys([*names, *decision.personal])))
        if not sealed:
            return event
        said = {**found, **words(act), IRREGULAR: content.irregular or ""}
        hidden = dict.fromkeys(sealed, SEALED)
        blank = replace(
            content,
            act=with_personal(act, hidden),
            irregular=hidden.get(IRREGULAR, content.irregular),
            personal=tuple(self._envelope(event, field, said[field], who) for field, who in sealed.items()),
        )
        return replace(event, content=blank)

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


def _offices(line: Timeline) -> Container[str]:
    return {party.signs for version in line.versions for party in version.terms.parties.values()}


def people_of(log: Log) -> Iterator[Person]:
    """Give everybody whose personal data a register holds or held."""
    return map(Person._make, log.query("SELECT subject, name, key FROM people ORDER BY subject"))


# In words


def mentioned(text: str, name: str) -> bool:
    """Tell whether a text says a name: letters, spaces and forms of characters make no difference."""
    return folded(name) in folded(text)


def folded(text: str) -> str:
    """Give a text so that ways of writing it make no difference."""
    return " ".join(normalize("NFKC", text).casefold().split())


def named_in(act: Act, further: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the people whom an act names in fields of its own, and those whom its words are said to name."""
    found = personal(act)
    return tuple(dict.fromkeys([*(found[name] for name in found if FIELDS[name] == name), *further]))


def spoken(act: Act, irregular: str | None, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give the words that name any of some people, by field, and whom."""
    said = words(act) | ({IRREGULAR: irregular} if irregular else {})
    found = {field: tuple(name for name in names if mentioned(text, name)) for field, text in said.items()}
    return {field: whom for field, whom in found.items() if whom}


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
