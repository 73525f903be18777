"""Erasure: a person's key is destroyed, and with it what was sealed under it; what else says the name is listed.

Out of no table of the record anything is ever taken but for this. No event changes: leaves, roots, checkpoints and
proofs stay what they were (ADR 0010). So what stands unsealed in words of an event, a note or a reason, stays, and is
said.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from aggregates.databases.database import Cursor, Database
from aggregates.databases.tables import FORGET
from aggregates.record.log.access import owning
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded, with_said
from aggregates.record.people.people import Person, people_of, texts
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
    with owning(url) as (log, cursor):
        case = log.case
        people = {person.name: person for person in people_of(log)}
        person = people.get(name)
        places = tuple(_places(log, person.subject if person else "", name))
        if not (person or places):
            if None in people and not dry_run:  # an erasure may have been broken off before its pages were gone
                _scrubbed(case, cursor)
            raise NotFound("person", name, [known for known in people if known])
        copies = tuple(case.copies())
        found = Erased(dry_run=dry_run, person=bool(person), places=places, scrubbed=False, copies=copies)
        if person is None:
            return found
        for agreement in dict.fromkeys(place.agreement for place in places if place.sealed):
            _without(log, agreement, person)
        if dry_run:
            return found
        cursor.execute(case.sql(FORGET), (person.subject,))
        return replace(found, scrubbed=_scrubbed(case, cursor))


def _scrubbed(case: Database, cursor: Cursor) -> bool:
    """Commit, write the pages anew, and tell whether no file holds an old one any more."""
    case.commit(cursor, appended=False)
    try:
        return case.scrub(cursor)
    except case.Error:  # somebody holds the files; the key is gone all the same
        return False


def _places(log: Log, subject: str, name: str) -> Iterator[Erasure]:
    """Find the person in every event: what is sealed, and what only says the name, in whatever words."""
    for found in log.recordings():
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
