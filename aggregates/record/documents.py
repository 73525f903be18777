"""Documents that acts rest on, each kept by the hash of its content: a name of the user's is never a path in here.

What is on record is the digest, within the event and so within the tree. The file is kept before the act is committed:
a document whose act is not on record after all does no harm, an act on record whose document was never kept does.
"""

from __future__ import annotations

import os
from hashlib import file_digest
from pathlib import Path

from lifecycle.errors import DocumentNotKept

KIND = "sha256:"


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
                raise DocumentNotKept(f"{error.filename or self.folder}: {error.strerror or error}") from error
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
                raise DocumentNotKept(f"{file} was changed while its act was recorded: {digest} is not kept")
            beside.replace(self.file(digest))
        finally:
            beside.unlink(missing_ok=True)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return KIND + file_digest(opened, "sha256").hexdigest()
