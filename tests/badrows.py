"""Rows that are no event, put into the log by the hand of the tables' owner: of each kind one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stores import Place

from aggregates.record.events import Created
from aggregates.record.log.rows import COLUMNS, LoggedRow, leaf_of
from aggregates.record.streams import stream_id


class Bad(NamedTuple):
    """How a row is made of the last ones of harbour with the place that comes next; whether it is in its stream."""

    make: Callable[[Sequence[LoggedRow]], LoggedRow]
    own: bool = True
    replays: int = 3
    """What `audit replay` makes of it: it does not ask what envelopes hold."""


def other(**changes: object) -> Bad:
    return Bad(lambda rows: rows[-1]._replace(**changes))  # type: ignore[arg-type]


def changed(old: bytes, new: bytes, row: int = -1, replays: int = 3) -> Bad:
    def make(rows: Sequence[LoggedRow]) -> LoggedRow:
        assert old in rows[row].state
        return rows[-1]._replace(state=rows[row].state.replace(old, new, 1))

    return Bad(make, replays=replays)


def elsewhere(agreement: str, topic: str, version: int, state: bytes) -> Bad:
    stream = str(stream_id(agreement))
    new = {"originator_id": stream, "originator_version": version, "topic": topic, "state": state}
    return Bad(lambda rows: rows[-1]._replace(**new), own=False)  # type: ignore[arg-type]


KINDS = {
    "bytes that are no text": other(state=b"\xff\xfe"),
    "bytes that are no JSON": other(state=b'{"agreement":"harbour","act":{'),
    "JSON that is no event": other(state=b'{"agreement":"harbour","act":{"act":"signed"}}'),
    "nothing": other(state=b""),
    "an unknown topic": other(topic="junk"),
    "an unknown act": changed(b'"act":"activity_begun"', b'"act":"sang"'),
    "a moment after every calendar": other(recorded_at=2**63 - 1),
    "a moment before every calendar": other(recorded_at=-(2**63)),
    "a moment before 1970": other(recorded_at=-1),
    "the agreement of another stream": changed(b'"agreement":"harbour"', b'"agreement":"port"'),
    "an envelope of another place": changed(b"", b"", -3, 0),
    "an envelope that is damaged": changed(b'"data":"', b'"data":"AAAA', -3, 0),
    "an envelope for nothing": changed(b"[sealed]", b"plain", -3, 0),
    "an opening that is none": elsewhere("ghost", Created.TOPIC, 1, b'{"agreement":"ghost","act":{}}'),
    "an opening without a name": elsewhere("ghost", Created.TOPIC, 1, b"{}"),
}
"""What a row may be that is no event."""


def put(place: Place, bad: Bad) -> int:
    """Put a bad row behind the last one."""
    found = place.rows(f"SELECT {COLUMNS} FROM events ORDER BY seq")
    rows = [LoggedRow._make((*row[:5], bytes(row[5]), bytes(row[6]))) for row in found]
    own = [row for row in rows if row.originator_id == str(stream_id("harbour"))]
    following = own[-1]._replace(seq=rows[-1].seq + 1, originator_version=own[-1].originator_version + 1)
    made = bad.make([*own, following])
    made = made._replace(leaf_hash=leaf_of(made))
    place.run(f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join(map(place.literal, made))})")
    return made.seq
