"""Work shared among processes: in pieces, each by whichever process is free, the answers in the order of the pieces.

A process is started anew and inherits nothing, neither connections nor threads: so it is on Linux and on macOS. It ends
by itself when whoever started it is gone, however that ended.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from gc import get_threshold, set_threshold
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from lifecycle.errors import ProcessLost
from lifecycle.messages import Message

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

P = TypeVar("P")
A = TypeVar("A")

MOST = 8
"""Processes at most: what they make has to go through the one that asks for it."""


def cores() -> int:
    """Count the cores that this process may use: fewer than the machine has under `taskset`, say."""
    may_use = getattr(os, "sched_getaffinity", None)  # not everywhere
    return len(may_use(0)) if may_use else os.cpu_count() or 1


def among(most: int, size: int, worth: int) -> int:
    """Tell how many processes shall share work of a size, of which so much is worth the start of each; 1 for none."""
    return max(1, min(most, MOST, size // worth))


Begin = Callable[[], AbstractContextManager[Callable[[P], A]]]
"""Begins the work in a process of its own: it, and what it is given, has to be such as `pickle` writes."""


class _Failed(NamedTuple):
    """What the work has raised."""

    error: Exception


@contextmanager
def shared(begin: Begin[P, A], pieces: Iterable[P], processes: int) -> Iterator[Iterator[A]]:
    """Start so many processes, and give the answers to pieces, in their order, as they are asked for.

    The pieces are asked for once the processes are started, and not many more than are worked on. What the work raises
    is raised here, and `ProcessLost` where a process has ended before its time. At the end none is left.
    """
    from multiprocessing import get_context, resource_tracker  # seldom needed, and slow to load

    resource_tracker.ensure_running()  # which would let an interrupt in again, once it is started
    context, started = get_context("spawn"), {}  # type: tuple[Any, dict[Connection, SpawnProcess]]
    try:
        for _ in range(processes):
            ours, theirs = context.Pipe()
            with theirs, _uninterrupted():
                process = context.Process(target=_work, args=(begin, theirs, get_threshold()), daemon=True)
                process.start()
                started[ours] = process
        yield _answers(started, pieces)
    except BaseException:
        for process in started.values():
            process.terminate()  # it only reads, and nobody waits for its piece any more
        raise
    finally:
        for pipe, process in started.items():
            pipe.close()
            process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold interrupts back: what is started meanwhile does so for ever, for who interrupts means whoever started it."""
    mask = getattr(signal, "pthread_sigmask", None)  # not everywhere
    before = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else None
    try:
        yield
    finally:
        if mask:
            mask(signal.SIG_SETMASK, before)


def _answers(started: Mapping[Connection, SpawnProcess], pieces: Iterable[P]) -> Iterator[Any]:
    """Hand out pieces to whoever is free, and give the answers in their order: those that came too early wait."""
    from multiprocessing.connection import wait

    coming, free, busy = enumerate(pieces), list(started), dict[Any, int]()
    early, due = dict[int, Any](), 0
    while True:
        while free and len(busy) + len(early) < 2 * len(started) and (numbered := next(coming, None)):
            busy[free[-1]], piece = numbered
            _send(free[-1], piece, started[free.pop()])
        if due in early:
            yield early.pop(due)
            due += 1
        elif busy:
            for pipe in wait(list(busy)):
                early[busy.pop(pipe)] = _received(pipe, started[pipe])  # type: ignore[index, arg-type]
                free.append(pipe)  # type: ignore[arg-type]
        else:
            return


def _send(pipe: Connection, piece: object, process: SpawnProcess) -> None:
    try:
        pipe.send(piece)
    except OSError:  # it is gone: what it said at last tells why
        _received(pipe, process)
        raise


def _received(pipe: Connection, process: SpawnProcess) -> Any:
    try:
        answer = pipe.recv()
    except (EOFError, OSError) as error:
        process.join()
        how = f"exit {process.exitcode}"
        if process.exitcode is not None and process.exitcode < 0:
            how = signal.Signals(-process.exitcode).name
        says = Message(
            "one of the processes that shared the work has ended before it was done: {how}; give the command again",
            how=how,
        )
        raise ProcessLost(says) from error
    if isinstance(answer, _Failed):
        raise answer.error
    return answer


def _work(begin: Begin[Any, Any], pipe: Connection, threshold: tuple[int, int, int]) -> None:
    """Do one piece after the other, until whoever hands them out wants no more or is gone."""
    set_threshold(*threshold)
    with suppress(EOFError, OSError):
        try:
            with begin() as work:
                while True:
                    pipe.send(work(pipe.recv()))
        except EOFError:
            raise
        except Exception as error:  # whatever it is, it is raised where the answer is awaited
            pipe.send(_Failed(error))
