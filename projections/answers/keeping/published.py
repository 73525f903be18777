"""What vouches for a register, as far as it is given out: the newest checkpoint kept outside, public keys, and proofs.

Nothing is signed and nothing written: whoever serves it has no secret key.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aggregates.ground.blocks import Blocks
from aggregates.ground.keys import Keyring
from aggregates.ground.note_keys import PublicKey
from aggregates.proof.copies import Copies, Kept
from aggregates.record.log.log import Log
from aggregates.record.log.positions import beyond
from lifecycle.errors import StorageFailure
from lifecycle.messages import Message
from projections.answers.keeping.proofs import Made, proved_under


class Published(NamedTuple):
    """The checkpoint, and the keys that a stranger needs; nothing where none can be read here."""

    kept: Kept | None
    keys: tuple[PublicKey, ...]

    def covers(self, seq: int) -> bool:
        """Tell whether the checkpoint covers a recording."""
        return self.kept is not None and seq <= self.kept.checkpoint.size

    def proof(self, log: Log, seq: int, known: Blocks) -> Made:
        """Prove a recording under that checkpoint; raises `NotFound`, or `StorageFailure` if it is not covered.

        What of the log was hashed for other proofs is `known`.
        """
        if seq > log.last()[0] or seq < 1:
            raise beyond(log, seq)
        if self.kept is None or not self.covers(seq):
            raise StorageFailure(Message("no checkpoint that is kept outside covers #{seq} yet", seq=seq))
        return proved_under(self.kept.proof.note, log, seq, self.keys, known)


def published(log: Log, keys: str, copies: Sequence[str]) -> Published:
    """Find what is given out of a register: the public keys in a folder, and the newest checkpoint in several."""
    origin = log.origin()
    known = tuple(Keyring(Path(keys)).known(origin)) if keys else ()
    found = [kept for folder in copies if (kept := Copies(Path(folder)).kept(origin, known)) and not kept.stranger]
    return Published(max(found, key=lambda kept: kept.checkpoint.size, default=None), known)
