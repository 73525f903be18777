"""Keys of batches: made of all lines up to the end of each, but for what names people (ADR 0023).

A digest of a line that names somebody would tell whoever guesses the name, and go on telling once it is erased. So such
lines are digested without it, and a batch with any of them is not passed over by its key alone: what is on record under
it is compared with what the lines say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from cli.commands.record.proposal import How
from lifecycle.acts.personal import FIELDS, WORDS
from lifecycle.codec import encode
from lifecycle.errors import InvalidInput

Line = tuple[str, bytes]
"""A line, and where it stands."""

BESIDE = ("personal", "irregular", "actor", "document_name")
"""What a line says beside its act that names people, or may."""


NAMING = frozenset((*FIELDS, "personal"))
"""What a line with any of them says of people."""


class Read(NamedTuple):
    """A line as it was read."""

    place: str
    line: bytes
    data: dict[str, Any] | InvalidInput
    """Its object, or why it has none."""


class Batch(NamedTuple):
    """Lines that are recorded together, and the key of theirs."""

    lines: list[Read]
    key: str | None
    alone: bool
    """Whether the key alone tells that they are on record."""


def batches(lines: Iterable[Line], size: int, how: How, *, naming: bool) -> Iterator[Batch]:
    """Give the batches, each with its key: one's own with the number of the batch, or made of all lines so far.

    `naming` is whether words of every line may be sealed: for who is named beside the lines, or records them.
    """
    from aggregates.record.receipts import CONTENT

    rest, digest = iter(lines), sha256(repr(_leave(how, naming=naming)).encode())
    for number, batch in enumerate(iter(lambda: [_read(*line) for line in islice(rest, size)], []), 1):
        told = [_nameless(one, naming=naming) for one in batch]
        digest.update(b"".join(b"%d %s" % (len(line), line) for line in told))
        alone = told == [one.line for one in batch]
        made = f"{'lines:' if alone else CONTENT}{digest.hexdigest()}"
        own = f"{how.key}:{number}" if how.key else made
        yield Batch(batch, None if how.again else own, alone or bool(how.key))


def _leave(how: How, *, naming: bool) -> list[str | None]:
    told = [how.document_name, how.document_kind, how.document_language, how.document_type]
    return ["" if naming else how.irregular, str(how.document or ""), *(told if any(told) else ())]


def _read(place: str, line: bytes) -> Read:
    from aggregates.record.lines import read_line

    try:
        return Read(place, line, read_line(line))
    except InvalidInput as error:
        return Read(place, line, error)


def _nameless(read: Read, *, naming: bool) -> bytes:
    """Give a line without what names people, where it does; nothing of what cannot be read."""
    data = read.data
    if isinstance(data, InvalidInput):
        return b""
    within = data.get("set")
    nobody = NAMING.isdisjoint(data) and not (isinstance(within, Mapping) and NAMING.intersection(within))
    return read.line if nobody and not naming else encode(_without(data))


def _without(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in data.items() if name not in (*FIELDS, *WORDS, *BESIDE)}
    if isinstance(within := kept.get("set"), Mapping):
        kept["set"] = _without(within)
    return kept
