"""The way back from a backup, in whichever database the register lies.

Whoever records waits meanwhile: the comparison and the exchange are one under the writers' lock, and the exchange is
one transaction or one rename. Killed at any moment, the register is the one that was there, or the one restored.
"""

from __future__ import annotations

import os
from errno import EISDIR, ENOENT
from pathlib import Path

from aggregates.databases.cases import database
from aggregates.exchange import restoration_sqlite
from aggregates.exchange.admission import Restoring, no_backup
from aggregates.exchange.backup import Saved
from aggregates.proof.outside_copy import Outside
from aggregates.record.documents import Documents


def restore(
    file: Path, url: str, outside: Outside, documents: Documents, *, anyway: bool = False, after_loss: bool = False
) -> Saved:
    """Put a backup in the place of the register, which is set aside, and say where; its documents are kept again.

    Raises `ContradictsCheckpoint` for one that is older than what is known outside, or another; `Conflict` for one that
    is older than the register; `InvalidInput` for one that is damaged, or none; `ErasedUnknown` unless it is to be
    restored anyway; `Locked`, `NotAllowed` or `StorageFailure`. Then the register is what it was.
    """
    if not file.is_file():
        raise no_backup(file, os.strerror(EISDIR if file.is_dir() else ENOENT))
    restoring = Restoring(file, url, outside, documents, anyway, after_loss)
    if database(url).dialect == "sqlite":
        return restoration_sqlite.restored(restoring)
    from aggregates.exchange import restoration_postgresql  # its driver costs a tenth of a second

    return restoration_postgresql.restored(restoring)
