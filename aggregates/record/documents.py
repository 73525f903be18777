"""Documents that acts rest on, each kept by the hash of its content: a name of the user's is never a path in here.

What is on record is the digest, within the event and so within the tree. The file is kept before the act is committed:
a document whose act is not on record after all does no harm, an act on record whose document was never kept does.
"""

from __future__ import annotations

import os
import re
from hashlib import file_digest
from pathlib import Path

from msgspec import Struct

from aggregates.record.log import reading
from lifecycle.errors import DocumentNotKept
from lifecycle.messages import Message

KIND = "sha256:"
_DIGEST = re.compile(rf"{KIND}[0-9a-f]{{64}}", re.ASCII)


class Attached(Struct, frozen=True, kw_only=True):
    """A document on record."""

    seq: int
    agreement: str
    document: str
    """Its digest."""
    kept: bool
    """Whether it lies here as it was."""
    file: str


class Documents:
    """A folder of documents, and those that are to be kept in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._attached: dict[str, Path] = {}

    def digest(self, file: Path) -> str:
        """Give the digest of a file, which is to be kept; raises `OSError` if it cannot be read."""
        digest = _digest(file)
        self._attached[digest] = file
        return digest

    def file(self, digest: str) -> Path:
        """Name the file in which a document is kept."""
        return self.folder / digest.removeprefix(KIND)

    def keep(self) -> None:
        """Keep what was attached; raises `DocumentNotKept`, also for a file that has changed since."""
        for digest, file in self._attached.items():
            try:
                if not self.holds(digest):
                    self._keep(digest, file)
            except OSError as error:
                place, why = str(error.filename or self.folder), error.strerror or str(error)
                raise DocumentNotKept(Message("{place}: {why}", place=place, why=why)) from error
        self._attached.clear()

    def holds(self, digest: str) -> bool:
        """Tell whether a document is kept here as it was."""
        file = self.file(digest)
        return file.is_file() and _digest(file) == digest

    def _keep(self, digest: str, file: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self.file(digest).with_name(f"{digest.removeprefix(KIND)}.{os.getpid()}.new")
        try:
            with file.open("rb") as source, beside.open("wb") as target:
                while part := source.read(1 << 20):
                    target.write(part)
                target.flush()
                os.fsync(target.fileno())
            if _digest(beside) != digest:
                raise DocumentNotKept(
                    Message(
                        "{file} was changed while its act was recorded: {digest} is not kept",
                        file=str(file),
                        digest=digest,
                    )
                )
            beside.replace(self.file(digest))
        finally:
            beside.unlink(missing_ok=True)


def attached(url: str, place: Documents) -> list[Attached]:
    """List the documents on record, each looked for in its place."""
    with reading(url) as log:
        named = [(one.seq, one.agreement, one.document) for one in log.recordings() if one.document]
    found = []
    for seq, name, digest in named:
        # What a bundle brought along may be no digest, and would name a file elsewhere.
        file = str(place.file(digest)) if _DIGEST.fullmatch(digest) else ""
        kept = bool(file) and place.holds(digest)
        found.append(Attached(seq=seq, agreement=name, document=digest, kept=kept, file=file))
    return found


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return KIND + file_digest(opened, "sha256").hexdigest()
