"""Documents that acts rest on, each kept by the hash of its content: a name of the user's is never a path in here.

What is on record is the digest, within the event and so within the tree. The file is kept before the act is committed:
a document whose act is not on record after all does no harm, an act on record whose document was never kept does. It is
copied before the writers' lock is taken, under which it only gets its name.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import file_digest, sha256
from pathlib import Path

from msgspec import Struct

from aggregates.ground.files import PRIVATE, fresh, put_in_place
from aggregates.record.log.log import Log
from lifecycle.codec import decode
from lifecycle.course.documents import KIND, Described, Document
from lifecycle.errors import DocumentNotKept, InvalidInput, Problem, StorageFailure
from lifecycle.messages import Message

_DIGEST = re.compile(rf"{KIND}[0-9a-f]{{64}}", re.ASCII)


MOST = 256 << 20
"""Bytes of a document, at most: what is larger is no paper of an agreement."""

TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
    ".htm": "text/html",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".md": "text/markdown",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".p7m": "application/pkcs7-mime",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".rtf": "application/rtf",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
"""Media types by the endings of names, the same on every machine; what has another ending has none unless told."""


class Documents:
    """A folder of documents, and those that are to be kept in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._attached: dict[str, Path] = {}
        self._copied: dict[str, Path] = {}

    def take(self, file: Path) -> Document:
        """Tell what a file is: its digest, its length, and its media type by its ending; it is to be kept.

        Raises `OSError` if it cannot be read, `InvalidInput` for what is no regular file, which might never end, and
        for one that is too large.
        """
        if not file.is_file() and file.exists() and not file.is_dir():
            raise InvalidInput([Problem(place=str(file), says=Message("no regular file"))])
        size = file.stat().st_size
        if size > MOST:
            raise InvalidInput([Problem(place=str(file), says=Message("longer than {most} MiB", most=MOST >> 20))])
        digest = _digest(file)
        self._attached[digest] = file
        described = Described(media_type=TYPES.get(file.suffix.lower()), size=size)
        return Document(digest=digest, described=described)

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

    def read(self, digest: str) -> bytes:
        """Give a document as it was put on record, byte for byte, compared with its digest.

        Raises `StorageFailure` where it is not kept here, or no longer as it was.
        """
        file = self.file(digest)
        try:
            with file.open("rb") as opened:
                data = opened.read(MOST + 1)
        except OSError as error:
            why = error.strerror or str(error)
            raise StorageFailure(Message("the document is not kept: {file}: {why}", file=str(file), why=why)) from error
        if digest_of(data) != digest:
            raise StorageFailure(Message("{file} is not what was put on record any more", file=str(file)))
        return data

    def put(self, data: bytes) -> str:
        """Keep what was brought from elsewhere, and give its digest; raises `DocumentNotKept`."""
        digest = digest_of(data)
        with _kept(self.folder):
            if not self.holds(digest):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with fresh(self.file(digest), PRIVATE) as (target, beside):
                    target.write(data)
                    target.flush()
                    os.fsync(target.fileno())
                    put_in_place(beside, self.file(digest))
        return digest

    @contextmanager
    def _copy(self, digest: str, file: Path) -> Iterator[Path]:
        """Copy a file beside the place that it is to have; the copy is gone after the block unless it got its name."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with fresh(self.file(digest), PRIVATE) as (target, beside):
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


def digest_of(data: bytes) -> str:
    """Give the digest of what a document holds."""
    return KIND + sha256(data).hexdigest()


def is_digest(text: str) -> bool:
    """Tell whether a text is the digest of a document: what a bundle brought along may name a file elsewhere."""
    return _DIGEST.fullmatch(text) is not None


def on_record(log: Log) -> Iterator[str]:
    """Give the digest of every document that the log names, read models or not; what is none is left out."""
    holding = f"SELECT state FROM events WHERE {log.case.holding} ORDER BY seq"
    return named_in(bytes(state) for (state,) in log.query(holding, _NAMED.decode()))


_NAMED = b'"document":"'


def named_in(states: Iterable[bytes]) -> Iterator[str]:
    """Give the digests of the documents that the bytes of events name."""
    for state in states:
        with suppress(InvalidInput):
            digest = (decode(state, _Resting).document or "") if _NAMED in state else ""
            if is_digest(digest):
                yield digest


class _Resting(Struct, frozen=True):
    """As much of an event as tells what it rests on."""

    document: str | None = None


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return KIND + file_digest(opened, "sha256").hexdigest()
