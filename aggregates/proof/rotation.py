"""Rotation of the key that signs checkpoints: a new one is announced by a checkpoint that both have signed."""

from __future__ import annotations

from pathlib import Path

from aggregates.ground.keys import stem, write_whole
from aggregates.ground.note_keys import SecretKey
from aggregates.ground.notes import Note
from aggregates.proof.checkpoint import ANNOUNCES
from aggregates.proof.consistency import grown
from aggregates.proof.outside_copy import Outside
from aggregates.record.log.log import Log


def rotate(outside: Outside, log: Log) -> Note:
    """Let a new key sign from now on, announced by a checkpoint that is signed by both.

    The announcement is written before the old key goes. A change that is broken off, at whatever point, is taken up
    by the next call with the same new key, until `rotated` notes that the announcement was given out.
    """
    outside.advance(log)
    origin = log.origin()
    with outside.alone(origin):
        old, new = outside.keys.signing(origin), outside.keys.following(origin)
        if old == new and not _announcement(outside, new).exists():  # it was kept in another folder
            outside.keys.settled(origin)
            new = outside.keys.following(origin)
        if old == new:
            note = Note.read(_announcement(outside, new).read_text("utf-8"))
            outside.delivery.owe(stem(origin))
            outside.delivery.make_up(stem(origin), note)
            return note
        found = outside.relied_on(log)
        checkpoint, extra, path = grown(log, origin, next((kept for kept in found if not kept.stranger), None))
        announcing = checkpoint._replace(further=(f"{ANNOUNCES}{new.public}",))
        note = announcing.signed(old, new)
        write_whole(_announcement(outside, new), str(note))
        outside.keys.replace(new)
        outside.keep(announcing, extra, path, found, old, new)
    return note


def rotated(outside: Outside, log: Log) -> None:
    """Note that the newest key was announced: the next change is another one."""
    outside.keys.settled(log.origin())


def _announcement(outside: Outside, key: SecretKey) -> Path:
    return outside.folder / f"{stem(key.name)}-{key.public.id.hex()}.checkpoint"
