"""The register of all agreements: records proposals in one transaction, all or nothing, and reads them back.

Agreements are folded before the writer's lock is taken. Under it is looked whether that still stands, decided, and
written: the events, the idempotency key and the read models. So the `seq` decided about is the one recorded, and a
refusal has written nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from time import sleep
from typing import Self

from eventsourcing.persistence import IntegrityError

from aggregates.databases.cases import database
from aggregates.databases.database import PATIENCE, SCHEMA
from aggregates.databases.tables import founding, new_origin
from aggregates.ground.clock import Clock, from_micros
from aggregates.record.batch import Skipped, decisions
from aggregates.record.decision import Proposal
from aggregates.record.folds import Folds
from aggregates.record.log.log import Log
from aggregates.record.log.table import LogHead, earlier_under, top_of
from aggregates.record.people.people import People
from aggregates.record.receipts import Receipt, content_key, digest_of, receipt_of, repeated
from aggregates.record.store import Store
from aggregates.record.timekeeping import examine, mended
from aggregates.record.transaction import UNFOLLOWED, AgreementMapper, Follower
from aggregates.record.trial import Examining, Touched
from lifecycle.errors import Conflict, NotFound, OutcomeUnknown, StorageFailure
from lifecycle.fold.others import Lines
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message

ATTEMPTS = 5
"""How often a whole command is tried when another writer gets there first, or the connection is lost at its end."""

PAUSE = 0.1
"""Seconds before the second attempt after a lost connection; each further pause is twice as long."""

Showing = Callable[[Sequence[Receipt]], None]
"""Shows what is about to be committed; what it raises undoes all of it."""


class Register:
    """All agreements of one database. It records by `record` and in no other way: what it writes with is its own."""

    def __init__(
        self,
        url: str,
        *,
        follower: Follower = UNFOLLOWED,
        clock: Clock | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._store, self._mapper = Store(database(url, patience), clock), AgreementMapper()
        self.follower = follower
        self._folds = Folds()

    @classmethod
    def create(cls, url: str, tables: Sequence[str] = (), *, follower: Follower = UNFOLLOWED) -> Self:
        """Make an empty register, with the tables of its read models; raises `Conflict` if there is one."""
        database(url).create((*tables, *founding(new_origin())), SCHEMA)
        return cls.open(url, follower=follower)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        follower: Follower = UNFOLLOWED,
        clock: Clock | None = None,
        patience: float = PATIENCE,
    ) -> Self:
        """Open a register; raises `NoRegister`, leaving nothing behind, or `SchemaMismatch`."""
        register = cls(url, follower=follower, clock=clock, patience=patience)
        try:
            register._store.check()
        except BaseException:
            register.close()
            raise
        return register

    def record(
        self,
        proposals: Sequence[Proposal],
        *,
        key: str | None = None,
        dry_run: bool = False,
        showing: Showing | None = None,
        skipped: Skipped | None = None,
        examining: Examining | None = None,
    ) -> list[Receipt]:
        """Record proposals in their order, all or none, and give a receipt for each.

        The same idempotency key with the same proposals gives the first receipts again. A dry run does everything but
        the commit. `examining` looks at each decision, `showing` is called before the commit. Where `skipped` is given,
        a proposal that is refused is put there with its error, and the others are recorded.

        Raises `Refused`, `ImpactNotAccepted`, `NotFound`, `InvalidInput`,
        `Conflict`, `Locked`, `SchemaMismatch` or `StorageFailure`; then nothing was recorded.
        """
        unknown: OutcomeUnknown | None = None
        for attempt in range(ATTEMPTS):
            try:
                return self._record_once(proposals, key, showing, skipped, examining, dry_run=dry_run)
            except IntegrityError:
                continue
            except OutcomeUnknown as error:
                unknown = error
            except StorageFailure:
                if unknown is None:
                    raise
            if key is None:
                break  # without a key, a second attempt might record it a second time
            sleep(PAUSE * 2**attempt)
        raise unknown or Conflict(Message("other writers got there first, again and again"))

    def _record_once(
        self,
        proposals: Sequence[Proposal],
        key: str | None,
        showing: Showing | None,
        skipped: Skipped | None,
        examining: Examining | None,
        *,
        dry_run: bool,
    ) -> list[Receipt]:
        if not proposals:
            return []
        with self.reading() as log:
            growing = self._folds.make(log, proposals)
        ahead = [question for name in growing for question in (top_of(name), *self.follower.ahead(name))]
        if key is not None:
            ahead.append(earlier_under(key))
        with self._store.writing(commit=not dry_run, ahead=ahead) as writing:
            people = People(self._store.case, writing.cursor)
            told, proposals, digest = proposals, people.knowing(proposals), b""
            if key is not None:
                key = content_key(proposals) if told != proposals and key == content_key(told) else key
                digest = digest_of(proposals)
                key, receipts = repeated(writing.log, key, digest, proposals)
                if receipts:
                    return receipts
            look = examining(writing.log) if examining else None
            touched = Touched(writing.log, self.follower, partial(self._folds.standing, writing.log))
            decided = decisions(writing, touched, proposals, skipped, look)
            examine(decided, writing.seq, writing.last, writing.now, writing.here)
            if mended(decided):
                writing.recorded_at = writing.now
            events = [self._mapper.to_stored_event(people.sealed(decision)) for decision in decided]
            with writing.together(commits=bool(decided) and showing is None and not dry_run):
                rows = writing.append(events)
                receipts = [
                    receipt_of(decision, from_micros(row.recorded_at), row.leaf_hash)
                    for decision, row in zip(decided, rows, strict=True)
                ]
                if key is not None and rows:
                    writing.remember(key, digest)
                self.follower.follow(writing.cursor, receipts)
            if showing is not None:
                showing(receipts)
        if not dry_run:
            self._folds.keep(decided, receipts)
        return receipts

    def reading(self) -> AbstractContextManager[Log]:
        """Open the log for reading; each question is answered from what is committed by then."""
        return self._store.reading()

    def timeline(self, agreement: str, *, known_at: int | None = None) -> Timeline:
        """Give the timeline of an agreement, as known at a `seq`; raises `NotFound`."""
        with self.reading() as log:
            line = Lines(partial(log.entries, known_at=known_at)).line(agreement)
        if line is None:
            raise NotFound("agreement", agreement)
        return line

    def head(self) -> LogHead:
        """Give the last recording of the log."""
        with self.reading() as log:
            return log.head()

    def close(self) -> None:
        """Close the register's connections."""
        self._store.close()
