"""People: whose personal data the register holds, each under a key of its own, and how it is erased (ADR 0010).

The table `people` is the only one of the record out of which anything is ever taken. With its key a person's data is
gone from every event, and no event changes: leaves, roots, checkpoints and proofs stay what they were.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from aggregates.databases.database import Cursor, Database
from aggregates.ground.sealing import new_key, seal
from aggregates.record.agreement import ActRecorded, Decision, Event, Sealed
from aggregates.record.log import Log, owning
from aggregates.record.recording import Recorded
from lifecycle.acts.personal import ERASED, SEALED, about, personal, with_personal
from lifecycle.errors import Conflict, NotFound
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import Message, Quoted


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
        if before is None or not isinstance(content, ActRecorded):
            return event
        found = personal(content.act)
        if not found:
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


# Erasing


class Erasure(Struct, frozen=True, kw_only=True):
    """A place out of which a person's data was erased, or would be; who it was is not said again."""

    agreement: str
    seq: int
    field: str
    dry_run: bool


class Erased(Struct, frozen=True, kw_only=True):
    """What was erased: every place where it stood, and whether no file holds an old page of it any more."""

    places: tuple[Erasure, ...]
    scrubbed: bool


def erase(url: str, name: str, *, dry_run: bool = False) -> Erased:
    """Destroy the key of a person, so that their data is gone from every event.

    Raises `NotFound` for a name that nobody has, `Conflict` if what the register answers about an agreement rests on
    the name, and `NoRegister`, `NotAllowed`, `Locked`, `SchemaMismatch` or `StorageFailure`; then nothing has changed.
    """
    with owning(url) as (log, cursor):
        case = log.case
        people = {person.name: person for person in people_of(log)}
        if (person := people.get(name)) is None:
            raise NotFound("person", name, [known for known in people if known])
        places = tuple(_places(log, person.subject, dry_run=dry_run))
        for agreement in dict.fromkeys(place.agreement for place in places):
            _without(log, agreement, person)
        if dry_run:
            return Erased(places=places, scrubbed=False)
        cursor.execute(case.sql("UPDATE people SET name = NULL, key = NULL WHERE subject = ?"), (person.subject,))
        case.commit(cursor, appended=False)
        try:
            scrubbed = case.scrub(cursor)
        except case.Error:  # somebody holds the files; the key is gone all the same
            scrubbed = False
        return Erased(places=places, scrubbed=scrubbed)


def people_of(log: Log) -> Iterator[Person]:
    """Give everybody whose personal data a register holds or held."""
    return map(Person._make, log.query("SELECT subject, name, key FROM people ORDER BY subject"))


def _places(log: Log, subject: str, *, dry_run: bool) -> Iterator[Erasure]:
    for found in log.recordings():
        for one in found.personal:
            if one.subject == subject:
                yield Erasure(agreement=found.agreement, seq=found.seq, field=one.field, dry_run=dry_run)


def _without(log: Log, agreement: str, person: Person) -> None:
    """Refuse to erase what decides: where the same acts without the name would make another timeline."""
    stream = log.legible(agreement)
    before = fold([one.entry for one in stream])
    after = fold([_blank(one, person.subject).entry for one in stream])
    if any(getattr(before, part) != getattr(after, part) for part in ("agreement", "parties", "irregular")):
        raise Conflict(
            Message(
                "{name} is not only a person's name: what the register answers about {agreement} rests on it, for the"
                " terms name it to sign",
                name=Quoted(person.name),
                agreement=agreement,
            )
        )


def _blank(one: Recorded, subject: str) -> Recorded:
    gone = {sealed.field: ERASED for sealed in one.personal if sealed.subject == subject}
    return replace(one, act=with_personal(one.act, gone)) if gone else one
