"""Verifies the log as it lies there: places, contents, and the tree over it, beside what is known outside.

The tree is made twice: over leaves recomputed from the content, and over the hashes that are stored. An event whose
content does not match is damage inside, and can be named; stored hashes that do not give the root of a checkpoint are
another history, which only the checkpoint can tell. An event that cannot be read is named, and the rest is verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from msgspec import Struct

from aggregates.ground.merkle import Edge
from aggregates.ground.processes import among
from aggregates.ground.progress import Progress
from aggregates.proof import salvage
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.defects import Defect, Order, elsewhere, missing
from aggregates.proof.evidence import Known, Receipt
from aggregates.proof.pages import Page, Place, page_of, places
from aggregates.proof.salvage import Unreadable
from aggregates.record.log.log import Log
from aggregates.record.log.recording import check_moment, content_of
from aggregates.record.log.rows import LoggedRow, leaf_of
from aggregates.record.log.setting_aside import SetAside
from aggregates.record.log.sharing import sharing
from aggregates.record.streams import stream_of
from lifecycle.errors import InvalidInput, StorageFailure
from lifecycle.messages import Message, Value

WORTH = 25_000
"""Events that take longer to verify than another process to start."""


class Compared(Struct, frozen=True, kw_only=True):
    """Something known outside that the log was compared with."""

    what: Message
    size: int
    agrees: bool
    vouched: bool = True
    """Whether who signed it is known here."""


class Verification(Struct, frozen=True, kw_only=True):
    """What was verified, and what was found."""

    origin: str
    events: int
    head: int
    root: str
    """The root of the tree over the content, in hexadecimal digits."""
    intact: bool
    outside: tuple[Compared, ...]
    """Checkpoints and receipts, in the order in which they were given."""
    defects: tuple[Defect, ...]
    amiss: tuple[Message, ...] = ()
    """What is missing of what ought to be known outside, or signed by nobody known here: nothing wrong in the log."""
    asides: tuple[SetAside, ...] = ()
    """What a recorded act has set aside, and is left out of what is found."""

    @property
    def contradiction(self) -> Message | None:
        """What something outside knows otherwise."""
        return next((one.says for one in self.defects if one.check == "outside"), None)


class Found(NamedTuple):
    """A defect before it is known whose event it is: streams are named by their events."""

    check: str
    seq: int
    stream: str | None
    says: Message
    recorded: bool = False


def verify(
    log: Log,
    checkpoints: Iterable[tuple[Message, Checkpoint]] = (),
    receipts: Iterable[Receipt] = (),
    progress: Progress | None = None,
    known: Iterable[Defect] = (),
    *,
    processes: int = 1,
) -> Verification:
    """Verify every event, in so many processes at most; compare the log with checkpoints, by name, and receipts.

    Defects that are known already stand before those that are found. Never raises on what it reads, but `ProcessLost`.
    """
    outside = Known(checkpoints, receipts)
    walk = _Walk(log, outside)
    origin, head = "", 0
    with suppress(*log.damage):
        origin, head = log.origin(), log.last()[0]
    with sharing(log, page_of, places(head), among(processes, head, WORTH)) as pages:
        for place, page in zip(places(head), pages, strict=True):
            if page is None or not walk.turn(place, page):
                rows = salvage.page(log, *place)
                if rows is None:
                    break
                for row in rows:
                    walk.step(row)
            if progress is not None:
                progress(walk.events)
    for row in salvage.read(log, walk.head, head):  # from where it cannot be read page by page
        walk.step(row)
    compared = list(outside.compared(walk.events, walk.head))
    asides = _asides(log)
    found = (one for one in walk.defects() if not (one.recorded and one.seq in asides))
    defects = (*known, *found, *(defect for _, _, defect in compared if defect))
    return Verification(
        origin=origin,
        events=walk.events,
        head=walk.head,
        root=walk.content.root().hex(),
        intact=not defects,
        outside=tuple(Compared(what=what, size=size, agrees=not defect) for what, size, defect in compared),
        defects=defects,
        asides=tuple(asides.values()),
    )


def _asides(log: Log) -> Mapping[int, SetAside]:
    with suppress(*log.damage):
        return log.asides()
    return {}


class _Walk:
    """One walk through the log, event by event."""

    def __init__(self, log: Log, outside: Known) -> None:
        self.log, self._outside = log, outside
        self.events = self.head = 0
        self.content = self.stored = Edge()  # one and the same, until a hash differs
        self.names: dict[str, str] = {}
        self.order = Order()
        self.found: list[Found] = []

    def defects(self) -> Iterator[Defect]:
        """Give what was found, with the agreements: it takes an event that can be read to name those of a stream."""
        with suppress(*self.log.damage):
            for seq in sorted({*self.order.mended} ^ {*self.log.mended()}):
                self.found.append(Found("order", seq, None, Message("the register does not know where time goes back")))
        for check, seq, stream, says, recorded in self.found:
            named = self.names.get(stream or "")
            yield Defect(check=check, seq=seq, agreement=named, says=says, recorded=recorded)

    def turn(self, place: Place, page: Page) -> bool:
        """Take the next page, if it follows on what was read so far and nobody knows of a place within it."""
        outside = self._outside
        if (
            outside.broken
            or self.head != place.after
            or not outside.sizes.isdisjoint(range(place.after + 1, place.upto))
        ):
            return False
        versions = [(stream, one.first, one.last) for stream, one in page.stretches.items()]
        if not self.order.follows((page.first_moment, page.last_moment), place.upto, versions):
            return False
        self.names |= {stream: one.agreement for stream, one in page.stretches.items()}
        self.head = place.upto
        self.events += page.edge.size
        for edge in {id(edge): edge for edge in (self.content, self.stored)}.values():
            edge.follow(page.edge)
        for seq in outside.seqs.intersection(range(place.after + 1, place.upto + 1)):
            outside.leaves[seq] = page.leaf(seq - place.after - 1)
        self._note_root()
        return True

    def _note_root(self) -> None:
        if self.events in self._outside.sizes and not self._outside.broken:
            self._outside.roots[self.events] = self.stored.root()

    def step(self, row: LoggedRow | Unreadable) -> None:
        """Take the next event."""
        due, self.head = self.head + 1, row.seq
        self.events += 1
        if row.seq != due:
            self.found.append(Found("order", row.seq, None, missing(due, row.seq - 1)))
        if isinstance(row, Unreadable):
            self._outside.broken = True
            self.found.append(Found("contents", *row))
            return
        leaf = leaf_of(row)
        if leaf != row.leaf_hash and self.stored is self.content:
            self.stored = Edge(self.content.size, self.content.peaks)
        self.content.append(leaf)
        if self.stored is not self.content:
            self.stored.append(row.leaf_hash)
        self.found += self._wrong(row, sound=leaf == row.leaf_hash)
        if row.seq in self._outside.seqs:
            self._outside.leaves[row.seq] = leaf
        self._note_root()

    def _wrong(self, row: LoggedRow, *, sound: bool) -> Iterator[Found]:
        """Find out what is wrong with an event, whose bytes are those of its hash or not."""
        place = row.seq, row.originator_id
        agreement, unread = self._read(row)
        for says in (*self.order.moment(row), *self.order.place(row)):
            yield Found("order", *place, says)
        for says in elsewhere(row, agreement) if self.names.get(row.originator_id) != agreement else ():
            yield Found("order", *place, says, sound)
        if not sound:
            yield Found("contents", *place, Message("the content does not match its hash"))
        for why in unread:
            yield Found("contents", *place, Message("the content cannot be read: {why}", why=why), sound)

    def _read(self, row: LoggedRow) -> tuple[str | None, list[Value]]:
        """Give the agreement that an event names, noted as that of its stream, and why all of it cannot be read."""
        agreement, unread = None, list[Value]()
        try:
            content = content_of(row.topic, row.state)
            agreement = content.agreement
            if stream_of(agreement) == row.originator_id:
                self.names[row.originator_id] = agreement
            check_moment(row)
            if row.originator_id in self.names and content.personal:
                self.log.opened(row)
        except (InvalidInput, StorageFailure) as error:
            unread.append(error.says)
        return agreement, unread
