"""Documents that acts rest on, each kept by the hash of its content: a name of the user's is never a path in here.

What is on record is the digest, within the event and so within the tree. The file is kept before the act is committed:
a document whose act is not on record after all does no harm, an act on record whose document was never kept does. It is
copied before the writers' lock is taken, under which it only gets its name.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import file_digest
from pathlib import Path

from msgspec import Struct

from aggregates.ground.files import fresh, put_in_place
from aggregates.record.log import reading
from lifecycle.errors import DocumentNotKept, InvalidInput, Problem
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
        self._copied: dict[str, Path] = {}

    def digest(self, file: Path) -> str:
        """Give the digest of a file, which is to be kept.

        Raises `OSError` if it cannot be read, `InvalidInput` for what is no regular file: it might never end.
        """
        if not file.is_file() and file.exists() and not file.is_dir():
            raise InvalidInput([Problem(place=str(file), says=Message("no regular file"))])
        digest = _digest(file)
        self._attached[digest] = file
        return digest

    def file(self, digest: str) -> Path:
        """Name the file in which a document is kept."""
        return self.folder / digest.removeprefix(KIND)

    @contextmanager
    def copied(self) -> Iterator[None]:
        """Have copies of what was attached at hand in a block, for `keep`; what was not kept by its end is gone again.

        One that cannot be copied is left to `keep`: a command that had been recorded before needs none.
        """
        with _as_it_was(self.folder), ExitStack() as copies:
            for digest, file in self._attached.items():
                with suppress(OSError, DocumentNotKept):
                    if not self.holds(digest):
                        self._copied[digest] = copies.enter_context(self._copy(digest, file))
            try:
                yield
            finally:
                self._copied.clear()

    def keep(self) -> None:
        """Keep what was attached; raises `DocumentNotKept`, also for a file that has changed since."""
        with _kept(self.folder):
            for digest, file in self._attached.items():
                if copy := self._copied.pop(digest, None):
                    put_in_place(copy, self.file(digest))
                elif not self.holds(digest):
                    with self._copy(digest, file) as copy:
                        put_in_place(copy, self.file(digest))
        self._attached.clear()

    def holds(self, digest: str) -> bool:
        """Tell whether a document is kept here as it was."""
        file = self.file(digest)
        return file.is_file() and _digest(file) == digest

    @contextmanager
    def _copy(self, digest: str, file: Path) -> Iterator[Path]:
        """Copy a file beside the place that it is to have; the copy is gone after the block unless it got its name."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with fresh(self.file(digest)) as (target, beside):
            with file.open("rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)
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
            yield beside


@contextmanager
def _as_it_was(folder: Path) -> Iterator[None]:
    """Let a folder that was not there before not be there afterwards, unless it holds something."""
    there = folder.is_dir()
    try:
        yield
    finally:
        if not there:
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place, why = str(error.filename or folder), error.strerror or str(error)
        raise DocumentNotKept(Message("{place}: {why}", place=place, why=why)) from error


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
