"""Erasure: a person's key is destroyed, and with it what was sealed under it; what else says the name is listed.

Out of no table of the record anything is ever taken but for this. No event changes: leaves, roots, checkpoints and
proofs stay what they were (ADR 0010). So what stands unsealed in words of an event, a note or a reason, stays, and is
said.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from aggregates.databases.database import Cursor, Database, check_schema
from aggregates.databases.tables import FORGET
from aggregates.record.log.access import owned
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded, with_said
from aggregates.record.people.people import Person, people_of, person_named, texts
from lifecycle.acts.personal import BESIDE, ERASED, SEALED, mentioned
from lifecycle.codec import to_plain
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, NotFound
from lifecycle.fold.others import Lines
from lifecycle.fold.timeline import fold
from lifecycle.messages import Message, Quoted


class Erasure(Struct, frozen=True, kw_only=True):
    """A place where a person's data stands, or stood; who it is, is not said again."""

    agreement: str
    seq: int
    field: str
    sealed: bool = True
    """Whether it was sealed, and so is erased; else it stands in words of an event, which never change, and stays."""
    document: str | None = None
    """The digest of the document that the entry rests on, which may name the person, too."""


class Erased(Struct, frozen=True, kw_only=True):
    """What was erased, or would be: every place where it stood, and what holds the person all the same."""

    dry_run: bool
    person: bool
    """Whether there was a key to destroy; else the name stands in words only, and nothing was erased."""
    places: tuple[Erasure, ...]
    scrubbed: bool
    """Whether no file holds an old page of it any more."""
    copies: tuple[str, ...] = ()
    """What was put aside of the register beside it, or made of it elsewhere, and still holds the person."""


def erase(url: str, name: str, *, dry_run: bool = False) -> Erased:
    """Destroy the key of a person, so that their data is gone from every event.

    A name that stands in words only, under no key, is listed.

    Raises `NotFound` for a name that nobody has, `Conflict` if what the register answers about an agreement rests on
    the name, and `NoRegister`, `NotAllowed`, `Locked`, `SchemaMismatch` or `StorageFailure`; then nothing has changed.
    """
    with owned(url) as (unlocked, cursor):
        case = unlocked.case
        check_schema(case, cursor)
        case.steady(cursor)
        known, head = person_named(unlocked, name), unlocked.last()[0]
        found = [*_places(unlocked, known, name, 0, head)]  # while others record: none of these events changes any more
        case.lock(cursor)
        check_schema(case, cursor)
        log = Log(case, unlocked.connection)  # without what was read of people before the lock
        person = person_named(log, name)
        since = head if person == known else 0  # else somebody of this name came, or was erased, meanwhile
        places = (*(found if since else ()), *_places(log, person, name, since))
        if not (person or places):
            raise _nobody(log, cursor, name, dry_run=dry_run)
        answer = Erased(
            dry_run=dry_run, person=bool(person), places=places, scrubbed=False, copies=tuple(case.copies())
        )
        if person is None:
            return answer
        for agreement in dict.fromkeys(place.agreement for place in places if place.sealed):
            _without(log, agreement, person)
        if dry_run:
            return answer
        cursor.execute(case.sql(FORGET), (person.subject,))
        return replace(answer, scrubbed=_scrubbed(case, cursor))


def _nobody(log: Log, cursor: Cursor, name: str, *, dry_run: bool) -> NotFound:
    people = {one.name for one in people_of(log)}
    if None in people and not dry_run:  # an erasure may have been broken off before its pages were gone
        _scrubbed(log.case, cursor)
    return NotFound("person", name, sorted(filter(None, people)))


def _scrubbed(case: Database, cursor: Cursor) -> bool:
    """Commit, write the pages anew, and tell whether no file holds an old one any more."""
    case.commit(cursor, appended=False)
    try:
        return case.scrub(cursor)
    except case.Error:  # somebody holds the files; the key is gone all the same
        return False


def _places(log: Log, person: Person | None, name: str, after: int, upto: int | None = None) -> Iterator[Erasure]:
    """Find the person in events: what is sealed, and what only says the name, in whatever words."""
    subject = person.subject if person else None
    for found in log.recordings(after, upto, partial(_may_name, subject, name)):
        sealed = [one.field for one in found.personal if subject in one.subjects]
        hidden = with_said(found, {one.field: SEALED for one in found.personal})
        said = to_plain(hidden.act) | {field: getattr(hidden, field) for field in (*BESIDE, "login", "agreement")}
        said["ruling"] = to_plain(hidden.ruling)
        said["document_name"] = found.described.name if found.described else None
        spoken = dict.fromkeys(field for field, text in texts(said) if mentioned(text, name))
        for field in (*sealed, *spoken):
            yield Erasure(
                agreement=found.agreement,
                seq=found.seq,
                field=field,
                sealed=field in sealed,
                document=found.document,
            )


def _may_name(subject: str | None, name: str, state: bytes) -> bool:
    """Tell whether the bytes of an event may name a person: never that they do not where they do.

    A text lies in them as it is, unless one of its signs is escaped; then it has to be read.
    """
    if b"\\" in state or (subject and subject.encode() in state):
        return True
    try:
        return mentioned(state.decode(), name)
    except UnicodeDecodeError:
        return True


def _without(log: Log, agreement: str, person: Person) -> None:
    """Refuse to erase what decides: where the same acts without the name would make another timeline."""
    if agreement == DIRECTORY:
        return  # which rests on no word of anybody's
    stream = log.legible(agreement)
    others = Lines(log.entries).others(agreement, [one.entry for one in stream])
    before = fold([one.entry for one in stream], others=others)
    after = fold([_blank(one, person.subject).entry for one in stream], others=others)
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
    return with_said(one, {sealed.field: ERASED for sealed in one.personal if subject in sealed.subjects})
