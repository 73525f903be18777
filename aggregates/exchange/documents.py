"""Documents that travel with a register: beside a backup, and in a bundle where that is asked for.

They lie in a folder as they do at home, each under the digits of its digest, and are compared with it on the way out
and on the way in. What is no document of the record is left where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from aggregates.record.documents import MOST, Documents, digest_of, on_record
from aggregates.record.log.log import Log
from lifecycle.course.documents import KIND
from lifecycle.errors import InvalidInput, Problem, StorageFailure
from lifecycle.messages import Message

FOLDER = "documents"


class Along(Struct, frozen=True):
    """How many documents went along, and how many are on record and were not there."""

    there: int = 0
    missing: int = 0


def beside(file: Path) -> Path:
    """Name the folder of the documents of a backup."""
    return file.with_name(f"{file.name}.{FOLDER}")


def carry(log: Log, source: Documents, target: Documents) -> Along:
    """Copy the documents on record from where they are kept to another folder; raises `DocumentNotKept`."""
    digests = dict.fromkeys(on_record(log))
    there = 0
    for digest in digests:
        try:
            data = source.read(digest)
        except StorageFailure:  # which `audit documents` says
            continue
        target.put(data)
        there += 1
    return Along(there, len(digests) - there)


def bring(names: Iterable[str], get: Callable[[str], bytes], place: Documents, of: Path) -> Along:
    """Keep the documents of these digests that came along; raises `InvalidInput` for one that is another."""
    there = missing = 0
    for digest in dict.fromkeys(names):
        name = digest.removeprefix(KIND)
        if data := get(name):
            if digest_of(data) != digest:
                raise InvalidInput([Problem(place=f"{of}/{name}", says=Message("it is not the document of its name"))])
            place.put(data)
        found = bool(data) or place.holds(digest)
        there, missing = there + found, missing + (not found)
    return Along(there, missing)


def lying_in(folder: Path) -> Callable[[str], bytes]:
    """Give what reads a document out of a folder by the digits of its digest; one that is not there is empty."""

    def get(name: str) -> bytes:
        file = folder / name
        return file.read_bytes() if file.is_file() and file.stat().st_size <= MOST else b""

    return get
