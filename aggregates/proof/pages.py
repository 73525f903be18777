"""Verifies the log page by page: of one in which nothing is amiss, what the walk through the whole needs to know.

A page can be examined by itself, in whichever process, and nearly all are sound. Of any other the walk looks at each
event, and says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple

from aggregates.ground.clock import LAST
from aggregates.ground.merkle import Edge, Hash
from aggregates.proof.defects import SUBMITS
from aggregates.proof.salvage import KINDS
from aggregates.record.log.log import Log
from aggregates.record.log.recording import content_of
from aggregates.record.log.rows import LoggedRow, entry_of
from aggregates.record.streams import stream_of
from lifecycle.errors import InvalidInput

SIZE = 4096
"""Events on a page: a whole subtree of the Merkle tree."""


class Place(NamedTuple):
    """The place of a page: behind one `seq`, up to and with another."""

    after: int
    upto: int


class Stretch(NamedTuple):
    """The events of one agreement on a page, whose versions follow each other."""

    agreement: str
    first: int
    last: int


class Page(NamedTuple):
    """A page on which nothing is amiss: every place taken, every event as its hash says, and in its own stream."""

    edge: Edge
    """The tree over its events alone."""
    leaves: bytes
    first_moment: int
    last_moment: int
    stretches: dict[str, Stretch]
    """By stream."""

    def leaf(self, number: int) -> Hash:
        """Give the leaf of an event by its number on the page, counted from 0."""
        return self.leaves[32 * number : 32 * number + 32]


def places(head: int) -> Iterator[Place]:
    """Divide a log into pages, the last of which may be shorter."""
    return (Place(after, min(after + SIZE, head)) for after in range(0, head, SIZE))


def page_of(log: Log, place: Place) -> Page | None:
    """Examine a page; nothing where any event on it has to be looked at by itself."""
    with suppress(InvalidInput, *log.damage):
        rows = list(log.rows(*place))
        return _examined(log, rows) if len(rows) == place.upto - place.after else None
    return None


def _examined(log: Log, rows: list[LoggedRow]) -> Page | None:
    if any(set(map(type, column)) != {kind} for column, kind in zip(zip(*rows, strict=True), KINDS, strict=True)):
        return None
    moments = [row.recorded_at for row in rows]
    if moments[0] < 0 or moments[-1] > LAST or moments != sorted(moments):
        return None
    leaves, stretches = list[Hash](), dict[str, Stretch]()
    for row in rows:
        _, _, stream, version, topic, state, leaf_hash = row
        leaf = sha256(b"\x00" + entry_of(row)).digest()
        content = content_of(topic, state)
        agreement = content.agreement
        known = stretches.get(stream)
        if known is None:
            fits = stream_of(agreement) == stream
            stretches[stream] = Stretch(agreement, version, version)
        else:
            fits = known.agreement == agreement and version == known.last + 1
            stretches[stream] = Stretch(agreement, known.first, version)
        if not fits or leaf != leaf_hash or SUBMITS in state:
            return None
        if content.personal:
            log.opened(row)
        leaves.append(leaf)
    edge = Edge()
    edge.extend(leaves)
    return Page(edge, b"".join(leaves), moments[0], moments[-1], stretches)
