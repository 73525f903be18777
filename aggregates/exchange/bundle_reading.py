"""Bundles read and taken over: what they hold is checked whole before any of it is believed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from aggregates.databases.cases import database
from aggregates.databases.database import Cursor
from aggregates.exchange.bundle import FORMAT, Bundle, Manifest
from aggregates.exchange.bundle_checks import Events, other_terms
from aggregates.exchange.bundle_events import Rows, parsed, refused_at
from aggregates.exchange.bundle_lists import people_of, repeats_of
from aggregates.exchange.documents import FOLDER, Along, bring
from aggregates.ground.clock import now, to_micros
from aggregates.ground.merkle import Edge, root
from aggregates.ground.note_keys import Broken, PublicKey
from aggregates.ground.notes import Note, decoded
from aggregates.ground.progress import Progress, passing
from aggregates.proof.checkpoint import Checkpoint, verified
from aggregates.record.documents import Documents, named_in
from aggregates.record.events import Created
from aggregates.record.log.log import Log
from aggregates.record.log.recording import Recorded, opened, recorded
from aggregates.record.log.rows import LoggedRow
from aggregates.record.log.setting_aside import set_aside_in
from aggregates.record.log.table import PAGE
from aggregates.record.people.people import People, Person
from aggregates.record.store import Store
from lifecycle.errors import Conflict, InvalidInput, StorageFailure
from lifecycle.messages import Message, Plural, Quoted

_OTHER_EVENTS = Message("the events are not those that {file} gives the root of", file="bundle.json")


MOST_UNPACKED, MOST_TIMES = 10 << 20, 100
"""Bytes that a ZIP file may always unpack to, and how many times its own size beyond that."""


def read(source: Path, trusted: Sequence[PublicKey] = (), progress: Progress | None = None) -> Bundle:
    """Read a bundle and verify it: places, bytes, hashes and root; raises `InvalidInput` naming file and line.

    `progress` is told the number of events read so far.

    A bundle brings the keys along that it is signed by: who it comes from is told by keys that are trusted, if any are
    given, of which one must have signed.
    """
    get = _opened(source)
    manifest = parsed(get("bundle.json"), Manifest, f"{source}/bundle.json")
    if manifest.format != FORMAT:
        raise refused_at(
            f"{source}/bundle.json", Message("{format} is not {known}", format=Quoted(manifest.format), known=FORMAT)
        )
    people = list(people_of(get("people.jsonl"), f"{source}/people.jsonl"))
    rows = Rows(source, "events.jsonl")
    edge, opened_by, leaves = Edge(), 0, bytearray()
    unread: dict[int, InvalidInput] = {}
    other: InvalidInput | None = None
    for row in passing(_sound(rows, people, unread), progress):
        edge.append(row.leaf_hash)
        leaves += row.leaf_hash
        if row.topic == Created.TOPIC:
            opened_by += 1
            name = f"terms/{row.seq}.json"
            if row.seq not in unread and other is None and (says := other_terms(get(name), row, recorded(row))):
                other = refused_at(f"{source}/{name}", says)
    if unread:
        _set_aside(rows, people, unread)
    if edge.size != manifest.events or edge.root().hex() != manifest.root:
        raise refused_at(f"{source}/events.jsonl", _OTHER_EVENTS)
    if opened_by != manifest.agreements:
        raise refused_at(
            f"{source}/bundle.json",
            Plural(
                "{n} agreement, where the events open {opened}",
                "{n} agreements, where the events open {opened}",
                n=manifest.agreements,
                opened=opened_by,
            ),
        )
    if other is not None:
        raise other
    repeats = list(repeats_of(get("repeats.jsonl"), f"{source}/repeats.jsonl", edge.size))
    return Bundle(manifest, rows, people, repeats, _checkpoint(get, manifest.origin, source, bytes(leaves), trusted))


def _opened(source: Path) -> Callable[[str], bytes]:
    """Give what reads a file of the bundle by its name; one that is not there is empty."""
    if source.is_dir():
        return lambda name: (source / name).read_bytes() if (source / name).is_file() else b""
    try:
        zipped = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise refused_at(str(source), Message("neither a folder nor a ZIP file")) from error
    unpacked = sum(one.file_size for one in zipped.infolist())
    if unpacked > max(MOST_UNPACKED, MOST_TIMES * source.stat().st_size):
        raise refused_at(str(source), Message("it unpacks to more than {n} times its size", n=MOST_TIMES))
    names = set(zipped.namelist())
    return lambda name: zipped.read(name) if name in names else b""


def _sound(rows: Rows, people: Sequence[Person], unread: dict[int, InvalidInput]) -> Iterator[LoggedRow]:
    """Give the events that are in order; what cannot be read is noted with what is wrong with it."""
    keys, events = {person.subject: person.key for person in people}, Events(to_micros(now()))
    for row in rows:
        place = f"{rows.file}:{row.seq}"
        try:
            found = opened(recorded(row), keys)
        except (StorageFailure, OverflowError) as error:
            unread[row.seq] = refused_at(place, error.args[0])
            if says := events.misplaced(row):
                raise refused_at(place, says) from error
            yield row
            continue
        if says := events.wrong(row, found):
            raise refused_at(place, says)
        yield row


def _set_aside(rows: Iterable[LoggedRow], people: Sequence[Person], unread: Mapping[int, InvalidInput]) -> None:
    """Raise what is wrong with the first event that cannot be read, unless entries of the bundle have set all aside."""
    keys, streams = {person.subject: person.key for person in people}, dict[str, list[Recorded]]()
    for row in rows:
        if row.seq not in unread:
            streams.setdefault(row.originator_id, []).append(opened(recorded(row), keys))
    left = unread.keys() - {one.seq for stream in streams.values() for one in set_aside_in(stream)}
    if left:
        raise unread[min(left)]


def _checkpoint(
    get: Callable[[str], bytes], origin: str, source: Path, leaves: bytes, trusted: Sequence[PublicKey]
) -> Checkpoint | None:
    place = f"{source}/checkpoint"
    if not (written := get("checkpoint")):
        if trusted:
            raise refused_at(place, Message("nobody has signed this bundle"))
        return None
    try:
        known = trusted or [PublicKey.read(line) for line in decoded(get("keys")).splitlines()]
        checkpoint = verified(Note.read(decoded(written)), list(known))
    except Broken as error:
        raise refused_at(place, error.says) from error
    if checkpoint.origin != origin:
        other = checkpoint.origin
        raise refused_at(place, Message("the checkpoint is of {other}, not of {origin}", other=other, origin=origin))
    signed = (leaves[at : at + 32] for at in range(0, 32 * checkpoint.size, 32))
    if 32 * checkpoint.size > len(leaves) or root(signed) != checkpoint.root:
        raise refused_at(place, Message("the checkpoint is of other events"))
    return checkpoint


def keep_documents(source: Path, bundle: Bundle, place: Documents) -> Along:
    """Keep the documents of a bundle before its events are on record; raises `InvalidInput` for one that is another."""
    get = _opened(source)
    return bring(named_in(row.state for row in bundle.rows), lambda name: get(f"{FOLDER}/{name}"), place, source)


def take_over(
    url: str, bundle: Bundle, follow: Callable[[Log, Cursor], object], progress: Progress | None = None
) -> None:
    """Put the events of a bundle into an empty register as they are, with all that follows from them, or nothing.

    `progress` is told the number of events put there so far; `follow` makes the read models, in the same transaction.
    Raises `Conflict` if the register is not empty.
    """
    with closing(Store(database(url))) as store, store.writing(spilling=True) as writing:
        if writing.seq:
            raise Conflict(_taken(writing.log, bundle))
        edge, rest = Edge(), passing(bundle.rows, progress)
        for rows in iter(lambda: list(islice(rest, PAGE)), []):
            for row in writing.put(rows):
                edge.append(row.leaf_hash)
        if edge.root().hex() != bundle.manifest.root:  # they were read once more, and are others by now
            raise refused_at(bundle.rows.file, _OTHER_EVENTS)
        People(store.case, writing.cursor).add(bundle.people)
        for one in bundle.repeats:
            writing.keep(*one)
        follow(writing.log, writing.cursor)


def _taken(log: Log, bundle: Bundle) -> Message:
    """Say why a register does not take a bundle: after an interruption, it may be that it has taken it already."""
    leaves = [leaf for _, leaf in log.leaves()]
    if len(leaves) == bundle.manifest.events and root(leaves).hex() == bundle.manifest.root:
        return Plural(
            "the register holds the {n} recording of this bundle already: nothing is left to be done",
            "the register holds the {n} recordings of this bundle already: nothing is left to be done",
            n=len(leaves),
        )
    return Plural(
        "the register holds {n} recording: a bundle goes into an empty one",
        "the register holds {n} recordings: a bundle goes into an empty one",
        n=len(leaves),
    )
