"""Bundles: the whole record in plain files, which others can verify, replay and take over without this program.

A bundle is a folder, or a ZIP file of one: `bundle.json` says what it is, `events.jsonl` holds every event with its
exact bytes, `terms/` the terms of each agreement, `checkpoint` and `keys` the proof. docs/bundle.md describes it.
"""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from aggregates.exchange.backup import exists, not_written
from aggregates.exchange.bundle_events import Rows
from aggregates.exchange.documents import FOLDER, Along, carry
from aggregates.exchange.provenance import provenance
from aggregates.ground.files import fresh_folder
from aggregates.ground.merkle import Edge
from aggregates.ground.note_keys import PublicKey
from aggregates.ground.notes import Note
from aggregates.ground.progress import Progress, passing
from aggregates.proof.checkpoint import Checkpoint
from aggregates.record.documents import Documents
from aggregates.record.events import Created
from aggregates.record.log.log import Log
from aggregates.record.log.recording import recorded
from aggregates.record.log.rows import LoggedRow, leaf_of
from aggregates.record.people.people import Person, people_of
from lifecycle.codec import encode
from lifecycle.errors import StorageFailure
from lifecycle.fold.ruling import RULES

FORMAT = "depositary-bundle/1"
REPEATS = "key, digest, first_seq, last_seq"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself: `bundle.json`."""

    format: str
    origin: str
    events: int
    agreements: int
    root: str
    """The root of the tree over all events, in hexadecimal digits."""
    rules: str
    """The rules of the program that wrote it."""


class Repeat(NamedTuple):
    """An idempotency key, what it was given for, and the recordings that it stands for."""

    key: str
    digest: bytes
    first_seq: int
    last_seq: int


class Bundle(NamedTuple):
    """A bundle that was read and found sound."""

    manifest: Manifest
    rows: Rows
    people: list[Person]
    repeats: list[Repeat]
    checkpoint: Checkpoint | None


def write(
    log: Log,
    target: Path,
    note: Note | None = None,
    keys: Iterable[PublicKey] = (),
    *,
    prov: bool = False,
    people: bool = True,
    documents: Documents | None = None,
    progress: Progress | None = None,
) -> tuple[Manifest, Along]:
    """Write a bundle, with the keys of personal data, and documents, or without; tell how many events are written.

    It has its name once it is whole. Raises `Conflict` rather than write over anything, or `StorageFailure`; then
    nothing is left of it. What a killed process has left of it goes with the next one that is written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with fresh_folder(target) as beside:
            if target.exists():
                raise exists(target)
            whole = folder = beside / "bundle"
            manifest, along = _fill(log, folder, note, keys, progress, prov=prov, people=people), Along()
            if documents is not None:
                along = carry(log, documents, Documents(folder / FOLDER))
            if target.suffix == ".zip":
                whole = beside / target.name
                with zipfile.ZipFile(whole, "x", zipfile.ZIP_DEFLATED) as zipped:
                    for file in sorted(folder.rglob("*")):
                        if file.is_file():
                            zipped.write(file, file.relative_to(folder).as_posix())
            whole.rename(target)
    except OSError as error:
        raise not_written(target, error.strerror or str(error)) from error
    return manifest, along


def _fill(
    log: Log,
    folder: Path,
    note: Note | None,
    keys: Iterable[PublicKey],
    progress: Progress | None,
    *,
    prov: bool,
    people: bool,
) -> Manifest:
    (folder / "terms").mkdir(parents=True)
    edge = Edge()
    agreements, head = 0, log.last()[0]  # others may record meanwhile: all parts are of the same events
    with (folder / "events.jsonl").open("w", encoding="utf-8", newline="\n") as lines:
        for row in passing(log.rows(upto=head), progress):
            lines.write(f"{line_of(row)}\n")
            edge.append(leaf_of(row))
            if row.topic == Created.TOPIC:
                agreements += 1
                _terms(log, folder, row)
    manifest = Manifest(
        format=FORMAT,
        origin=log.origin(),
        events=edge.size,
        agreements=agreements,
        root=edge.root().hex(),
        rules=RULES,
    )
    known = [person._asdict() for person in people_of(log)] if people else []
    if known:
        told = "".join(f"{json.dumps(person, ensure_ascii=False)}\n" for person in known)
        (folder / "people.jsonl").write_text(told, encoding="utf-8", newline="\n")
    if people:  # a key of somebody's own may name a person
        _repeats(log, folder / "repeats.jsonl", head)
    if prov:
        _json(folder / "prov.json", json.dumps(provenance(log, head), ensure_ascii=False).encode())
    if note is not None:
        (folder / "checkpoint").write_text(str(note), encoding="utf-8", newline="\n")
        (folder / "keys").write_text("".join(f"{key}\n" for key in keys), encoding="utf-8", newline="\n")
    _json(folder / "bundle.json", encode(manifest))
    return manifest


def _repeats(log: Log, file: Path, head: int) -> None:
    """Write the idempotency keys of recordings, so that a command given again is recognised elsewhere, too."""
    found = log.query(f"SELECT {REPEATS} FROM idempotency WHERE last_seq <= ? ORDER BY first_seq, key", head).fetchall()
    lines = [{**Repeat(*row)._asdict(), "digest": bytes(row[1]).hex()} for row in found]
    if lines:
        told = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        file.write_text(told, encoding="utf-8", newline="\n")


def _terms(log: Log, folder: Path, row: LoggedRow) -> None:
    """Write the terms of an agreement beside its events, by their number: the name of an agreement is no path."""
    try:
        terms = recorded(row).act.terms  # type: ignore[attr-defined]
    except StorageFailure as error:
        log.set_aside(row.seq, error.says)
    else:
        _json(folder / "terms" / f"{row.seq}.json", encode(terms))


def line_of(row: LoggedRow) -> str:
    """Write an event as one line of JSON; its bytes as the text that they are, or as base64 if they are none."""
    try:
        state: dict[str, Any] = {"state": row.state.decode()}
    except UnicodeDecodeError:
        state = {"state_base64": b64encode(row.state).decode()}
    fields = {name: value for name, value in row._asdict().items() if name not in ("state", "leaf_hash")}
    return json.dumps({**fields, **state, "leaf_hash": row.leaf_hash.hex()}, ensure_ascii=False)


def _json(file: Path, data: bytes) -> None:
    file.write_bytes(msgspec.json.format(data, indent=2) + b"\n")
