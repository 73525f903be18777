"""Work on the log shared among processes: each opens the register again, as it was when the work was begun.

The log is only added to, so what lies up to a place in it is the same for all of them, whatever is recorded meanwhile.
What they set aside is named where the work was begun, in the order in which it would be found there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import NamedTuple, TypeVar

from aggregates.databases.database import Database, situations
from aggregates.ground.processes import shared
from aggregates.record.log.aside import Aside, listening, set_aside
from aggregates.record.log.log import Log
from lifecycle.errors import Exchanged
from lifecycle.messages import Message

P = TypeVar("P")
A = TypeVar("A")

Job = Callable[[Log, P], A]
"""What is done with one piece of a log: a function of a module, so that another process finds it by its name."""


class _Seen(NamedTuple):
    """What tells a register, as far as it was read, from another one in its place."""

    origin: str
    head: int
    leaf: bytes


class _Done(NamedTuple):
    """An answer, and what was set aside on the way."""

    answer: object
    asides: list[Aside]


@contextmanager
def sharing(
    log: Log, job: Job[P, A], pieces: Iterable[P], processes: int, *, owner: bool = False
) -> Iterator[Iterator[A]]:
    """Do a job on pieces of a log by so many processes, or here if it is one, and give the answers in their order.

    As the owner of a register, where whoever reads it need not have the right to. Raises as `reading` does, `Exchanged`
    where another register has taken its place, and `ProcessLost`.
    """
    seen = _seen(log) if processes > 1 and log.case.opens_again(log.connection) else None
    if seen is None:
        yield (job(log, piece) for piece in pieces)
        return
    with shared(partial(_begun, log.case, seen, job, owner, log.names), pieces, processes) as answers:
        yield _told(answers)


def _seen(log: Log) -> _Seen | None:
    """Look at the end of a log; nothing where that is empty or cannot be read."""
    try:
        head = log.last()[0]
        return next((_Seen(log.origin(), seq, leaf) for seq, leaf in log.leaves(head - 1, head)), None)
    except log.damage:
        return None


@contextmanager
def _begun(case: Database, seen: _Seen, job: Job[P, A], owner: bool, names: bool) -> Iterator[Callable[[P], _Done]]:
    with situations(case), closing(case.owner() if owner else case.reader()) as connection:
        case.snapshot(connection.cursor())
        log = Log(case, connection, seen.head)
        log.names = names
        if _seen(log) != seen:
            raise Exchanged(Message("another register has taken the place of the one that was opened: begin again"))
        yield partial(_done, log, job)


def _done(log: Log, job: Job[P, A], piece: P) -> _Done:
    asides = list[Aside]()
    with listening(asides.append):
        return _Done(job(log, piece), asides)


def _told(answers: Iterator[_Done]) -> Iterator[A]:
    for done in answers:
        for one in done.asides:
            set_aside(one.seq, one.why)
        yield done.answer  # type: ignore[misc]  # of the job that was given
