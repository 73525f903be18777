"""The record elsewhere: bundles written for others, and taken over from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from aggregates.databases.database import Cursor
from aggregates.exchange.bundle import Manifest, write
from aggregates.exchange.bundle_reading import keep_documents, read, take_over
from aggregates.exchange.documents import Along
from aggregates.ground.progress import Progress
from aggregates.proof.evidence import Written
from aggregates.proof.outside_copy import Outside
from aggregates.record.documents import Documents
from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from lifecycle.messages import Message
from projections.answers.keeping.checkpoints import keys_of
from projections.models.rebuild import fill

Telling = Callable[[Message, int | None], AbstractContextManager[Progress | None]]
"""Gives what is told how far a work has come, by what is being done, and how many there are in all if that is known."""


def untold(doing: Message, total: int | None) -> AbstractContextManager[None]:
    """Give nothing: nobody looks."""
    return nullcontext()


class Carried(Struct, frozen=True, kw_only=True):
    """A bundle that was written or taken over."""

    path: str
    origin: str
    events: int
    agreements: int
    root: str
    """In hexadecimal digits; that of the register it came from."""
    signed: bool
    """Whether a checkpoint stands in it; by whom is told by a key that is trusted, and not by those that it brings."""
    people: bool
    """Whether it holds the keys of personal data."""
    repeats: bool = False
    """Whether it holds the keys by which a command given again is recognised."""
    documents: Along = Along()
    """The documents that went along, and those on record that did not."""


def exported(
    url: str,
    outside: Outside,
    path: Path,
    *,
    prov: bool,
    people: bool,
    documents: Documents | None = None,
    telling: Telling = untold,
) -> Carried:
    """Write a bundle with a checkpoint, with or without provenance, the keys of personal data, and documents."""
    with reading(url) as log, telling(Message("Writing"), log.head().seq) as tell:
        note, keys = outside.note(log), outside.keys.known(log.origin())
        told, along = write(log, path, note, keys, prov=prov, people=people, documents=documents, progress=tell)
        if people or along.there:
            outside.made(told.origin).note(path)
    return replace(_carried(path, told, signed=True, people=people, repeats=people), documents=along)


def taken_over(
    url: str, path: Path, documents: Documents, trusted: Iterable[Written] = (), telling: Telling = untold
) -> Carried:
    """Take a bundle over into an empty register, all of it or nothing, signed by a trusted key if any are given.

    Raises `InvalidInput`, or `Conflict`.
    """
    with telling(Message("Reading the bundle"), None) as tell:
        bundle = read(path, [key for given in trusted for key in keys_of(given)], tell)
    along, told, signed = keep_documents(path, bundle, documents), bundle.manifest, bundle.checkpoint is not None

    def follow(log: Log, cursor: Cursor) -> None:
        with telling(Message("Replaying"), told.events) as tell:
            fill(log, cursor, tell)

    with telling(Message("Taking over"), told.events) as tell:
        take_over(url, bundle, follow, tell)
    carried = _carried(path, told, signed=signed, people=bool(bundle.people), repeats=bool(bundle.repeats))
    return replace(carried, documents=along)


def _carried(path: Path, told: Manifest, *, signed: bool, people: bool, repeats: bool) -> Carried:
    return Carried(
        path=str(path),
        origin=told.origin,
        events=told.events,
        agreements=told.agreements,
        root=told.root,
        signed=signed,
        people=people,
        repeats=repeats,
    )
