"""Verifies the log as it lies there: places, contents, and the tree over it, beside what is known outside.

The tree is made twice: over leaves recomputed from the content, and over the hashes that are stored. An event whose
content does not match is damage inside, and can be named; stored hashes that do not give the root of a checkpoint are
another history, which only the checkpoint can tell. An event that cannot be read is named, and the rest is verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from aggregates.ground.merkle import Edge, Hash
from aggregates.proof.checkpoint import Checkpoint
from aggregates.record.agreement import stream_id
from aggregates.record.log import PAGE, Log
from aggregates.record.recording import COLUMNS, LoggedRow, content_of, leaf_of
from lifecycle.errors import InvalidInput

Check = Literal["order", "contents", "file", "outside"]
"""What is verified: places, bytes with their hashes, the database's own structure, and what is known outside."""

EVERY = 1000
"""Events between two reports of progress."""


class Defect(Struct, frozen=True, kw_only=True):
    """One thing that is not as it was written."""

    check: Check
    seq: int
    agreement: str | None
    says: str


class Roots(NamedTuple):
    """The root at a size: over leaves made from the content, and over the hashes stored."""

    content: Hash
    stored: Hash


class Verified(Struct, frozen=True, kw_only=True):
    """What was verified, and what was found."""

    events: int
    head: int
    root: Hash
    """Over the content, of all events."""
    roots: Mapping[int, Roots]
    """At the sizes that were asked for, as far as the log can be read without a break."""
    leaves: Mapping[int, Hash]
    """Leaves over the content of the events that were asked for."""
    broken: bool
    """Whether an event could not be read: then there are no roots from there on."""
    defects: tuple[Defect, ...]


class Unreadable(NamedTuple):
    """A place from which no event can be read, with what else is known of it."""

    seq: int
    stream: str | None
    says: str


class Found(NamedTuple):
    """A defect before it is known whose event it is: streams are named by their events."""

    check: Check
    seq: int
    stream: str | None
    says: str


def verify(
    log: Log, sizes: Iterable[int] = (), leaves: Iterable[int] = (), progress: Callable[[int], None] | None = None
) -> Verified:
    """Verify every event, and give the roots at some sizes and some leaves; never raises on what it reads."""
    wanted, chosen = set(sizes), set(leaves)
    walk = _Walk()
    roots = {size: walk.roots for size in wanted if size == 0}
    hashes: dict[int, Hash] = {}
    for row in read(log):
        leaf = walk.step(row)
        if leaf is not None and row.seq in chosen:
            hashes[row.seq] = leaf
        if walk.events in wanted and not walk.broken:
            roots[walk.events] = walk.roots
        if progress is not None and walk.events % EVERY == 0:
            progress(walk.events)
    return Verified(
        events=walk.events,
        head=walk.head,
        root=walk.content.root(),
        roots=roots,
        leaves=hashes,
        broken=walk.broken,
        defects=tuple(
            Defect(check=check, seq=seq, agreement=walk.names.get(stream or ""), says=says)
            for check, seq, stream, says in walk.found
        ),
    )


class _Walk:
    """One walk through the log, event by event."""

    def __init__(self) -> None:
        self.events = self.head = self.recorded_at = 0
        self.content = self.stored = Edge()  # one and the same, until a hash differs
        self.broken = False
        self.names: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.found: list[Found] = []

    @property
    def roots(self) -> Roots:
        """The roots of the events so far."""
        return Roots(self.content.root(), self.stored.root())

    def step(self, row: LoggedRow | Unreadable) -> Hash | None:
        """Take the next event, and give its leaf if it can be read."""
        due, self.head = self.head + 1, row.seq
        self.events += 1
        if row.seq != due:
            missing = f"#{due}" if row.seq == due + 1 else f"#{due} to #{row.seq - 1}"
            self.found.append(Found("order", row.seq, None, f"{missing} missing from the log"))
        if isinstance(row, Unreadable):
            self.broken = True
            self.found.append(Found("contents", row.seq, row.stream, row.says))
            return None
        leaf = leaf_of(row)
        if leaf != row.leaf_hash and self.stored is self.content:
            self.stored = Edge(self.content.size, self.content.peaks)
        self.content.append(leaf)
        if self.stored is not self.content:
            self.stored.append(row.leaf_hash)
        self.found += (Found(check, row.seq, row.originator_id, says) for check, says in self._wrong(row, leaf))
        return leaf

    def _wrong(self, row: LoggedRow, leaf: Hash) -> Iterator[tuple[Check, str]]:
        """Find out what is wrong with an event, and note whose it is."""
        if row.recorded_at < self.recorded_at:
            yield "order", "recorded before the one that stands before it"
        self.recorded_at = row.recorded_at
        due = self.versions.get(row.originator_id, 0) + 1
        self.versions[row.originator_id] = row.originator_version
        if row.originator_version != due:
            yield "order", f"version {row.originator_version} of its agreement, where {due} is due"
        if leaf != row.leaf_hash:
            yield "contents", "the content does not match its hash"
        try:
            agreement = content_of(row.topic, row.state).agreement
        except InvalidInput as error:
            yield "contents", f"the content cannot be read: {error}"
            return
        if str(stream_id(agreement)) != row.originator_id:
            yield "order", f"it names {agreement}, but lies in another stream"
        else:
            self.names[row.originator_id] = agreement


# What is known outside


def against(found: Verified, checkpoint: Checkpoint, what: str) -> Defect | None:
    """Compare the log with a checkpoint, `what` saying which; what is damaged inside is left to the other checks."""
    if found.broken and checkpoint.size not in found.roots:
        return None
    if checkpoint.size > found.events:
        says = f"the log has {found.events} recordings, and {what} knows {checkpoint.size}"
        return Defect(check="outside", seq=found.head, agreement=None, says=says)
    if found.roots[checkpoint.size].stored != checkpoint.root:
        says = f"the log up to here is another one than {what} knows"
        return Defect(check="outside", seq=checkpoint.size, agreement=None, says=says)
    return None


def structure(log: Log) -> Defect | None:
    """Let SQLite examine its file: an index that lacks an event would hide it from the answers."""
    if log.case.dialect != "sqlite":
        return None
    try:
        said = "; ".join(str(line) for (line,) in log.query("PRAGMA integrity_check(5)"))
    except log.damage as error:
        said = str(error)
    return None if said == "ok" else Defect(check="file", seq=0, agreement=None, says=said)


def held(found: Verified, seq: int, leaf: str) -> Defect | None:
    """Compare an event with the receipt given for it: its number and its leaf hash, or the beginning of that."""
    if found.leaves.get(seq, b"").hex().startswith(leaf):
        return None
    gone = "is not in the log" if seq not in found.leaves else "is another recording in the log"
    return Defect(check="outside", seq=seq, agreement=None, says=f"what the receipt {leaf[:8]} was given for {gone}")


# Reading what is damaged


def read(log: Log) -> Iterator[LoggedRow | Unreadable]:
    """Give every event in its order, going round those that cannot be read."""
    last = 0
    try:
        for row in log.rows(0, log.last()[0]):
            yield _sound(row, row.originator_id)
            last = row.seq
    except log.damage as error:
        yield from _around(log, last, str(error))


def _around(log: Log, last: int, says: str) -> Iterator[LoggedRow | Unreadable]:
    """Read the rest one by one, as far as the index knows of events."""
    places = log.places()
    near = last + len(places) + PAGE  # a number far beyond may be the damage itself, and is not counted up to
    head = max((seq for seq in places if seq <= near), default=last + 1)
    for seq in (*range(last + 1, head + 1), *sorted(seq for seq in places if seq > near)):
        try:
            found = log.query(f"SELECT {COLUMNS} FROM events WHERE seq = ?", seq).fetchone()
        except log.damage as error:
            yield Unreadable(seq, places.get(seq), f"cannot be read: {error}")
            continue
        if found is None:
            if seq in places:
                yield Unreadable(seq, places[seq], f"cannot be found: {says}")
        else:
            yield _sound(LoggedRow._make(found), places.get(seq))


def _sound(row: LoggedRow, stream: object) -> LoggedRow | Unreadable:
    """Give a row if every column is of its type: not so after a damage that the database does not see."""
    kinds = (int, int, str, int, str, bytes, bytes)
    cells = zip(LoggedRow._fields, row, kinds, strict=True)
    if wrong := [name for name, value, kind in cells if not isinstance(value, kind)]:
        return Unreadable(row.seq, stream if isinstance(stream, str) else None, f"damaged in {', '.join(wrong)}")
    return row
