"""Work shared among processes: answers in the order of the pieces, errors where they are awaited, no process left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace

import pytest

from aggregates.ground.processes import MOST, among, cores, shared
from lifecycle.errors import Locked, ProcessLost
from lifecycle.messages import Message

UNTIL = 60.0


@contextmanager
def squaring() -> Iterator[Callable[[int], tuple[int, int]]]:
    """Begin work of which the first pieces take the longest."""

    def work(piece: int) -> tuple[int, int]:
        sleep(0.2 if piece < 2 else 0)
        return piece * piece, os.getpid()

    yield work


@contextmanager
def failing_at(piece: int) -> Iterator[Callable[[int], int]]:
    """Begin work that fails at one piece, and at the beginning where that is 0."""
    if not piece:
        raise Locked(Message("{file} is locked", file="here"))

    def work(given: int) -> int:
        if given == piece:
            raise Locked(Message("{file} is locked", file=str(given)))
        return given

    yield work


@contextmanager
def killed_at(piece: int) -> Iterator[Callable[[int], int]]:
    """Begin work that somebody ends from outside."""

    def work(given: int) -> int:
        if given == piece:
            os.kill(os.getpid(), signal.SIGKILL)
        return given

    yield work


@contextmanager
def noting(file: Path) -> Iterator[Callable[[int], int]]:
    """Begin work that writes down who does it, and goes on for long."""

    def work(given: int) -> int:
        with file.open("a") as opened:
            opened.write(f"{os.getpid()}\n")
        sleep(0.05)
        return given

    yield work


def test_the_answers_come_in_the_order_of_the_pieces() -> None:
    """Whoever is free does the next one; both do some, and in other processes than this."""
    with shared(squaring, range(20), 2) as answers:
        found = list(answers)
    assert [square for square, _ in found] == [piece * piece for piece in range(20)]
    assert os.getpid() not in (doers := {pid for _, pid in found})
    assert len(doers) == 2
    assert active_children() == []


def test_pieces_are_asked_for_as_they_are_worked_on() -> None:
    """However many there are: what is made does not heap up where nobody takes it."""
    asked = list[int]()

    def pieces() -> Iterator[int]:
        for piece in range(10_000):
            asked.append(piece)
            yield piece

    with shared(squaring, pieces(), 2) as answers:
        assert asked == []
        assert next(answers)[0] == 0
        assert len(asked) <= 5
    assert active_children() == []


def test_there_may_be_no_piece() -> None:
    """Then there is no answer."""
    with shared(squaring, range(0), 2) as answers:
        assert list(answers) == []


def test_it_is_shared_where_interrupts_cannot_be_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every system has such a mask."""
    monkeypatch.setattr("aggregates.ground.processes.signal", SimpleNamespace(Signals=signal.Signals))
    with shared(squaring, range(4), 2) as answers:
        assert [square for square, _ in answers] == [0, 1, 4, 9]


@pytest.mark.parametrize(("piece", "before", "says"), [(0, [], "here is locked"), (4, [1, 2, 3], "4 is locked")])
def test_what_the_work_raises_is_raised_here(piece: int, before: list[int], says: str) -> None:
    """As it was, at its place in the order or before; also where the work could not even begin."""
    found = list[int]()
    with (
        pytest.raises(Locked, match=says),
        shared(partial(failing_at, piece), range(1, 100), 2) as answers,
    ):
        found += answers
    assert found == before[: len(found)]
    assert active_children() == []


def test_a_process_that_is_killed_is_told_of() -> None:
    """The command ends with a situation of its own, and the others end with it."""
    with (
        pytest.raises(ProcessLost, match="has ended before it was done: SIGKILL"),
        shared(partial(killed_at, 3), range(100), 2) as answers,
    ):
        list(answers)
    assert active_children() == []


def test_an_error_of_whoever_takes_the_answers_ends_the_work() -> None:
    """As an interrupt does, or a full disk."""

    def taken() -> None:
        with shared(squaring, range(100), 2) as answers:
            next(answers)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taken()
    assert active_children() == []


_STARTS = """
import signal
import sys
from functools import partial
from pathlib import Path
sys.path[:0] = {path!r}
from aggregates.ground.processes import shared
from test_aggregates_ground_processes import noting
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the tests were started with
    with shared(partial(noting, Path({file!r})), range(1_000_000), 2) as answers:
        for _ in answers:
            pass
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_none_outlives_whoever_started_it(how: signal.Signals, tmp_path: Path) -> None:
    """However that ended: each sees that nobody hands out pieces any more."""
    file, program = tmp_path / "doers", tmp_path / "starts.py"
    program.write_text(_STARTS.format(path=sys.path, file=str(file)))
    started = subprocess.Popen([sys.executable, str(program)], stderr=subprocess.PIPE)
    until = monotonic() + UNTIL
    while monotonic() < until and (not file.exists() or len(set(file.read_text().split())) < 2):
        sleep(0.02)
    started.send_signal(how)
    _, said = started.communicate(timeout=UNTIL)
    assert started.returncode in (-how, 130)
    assert said.count(b"Traceback") == (how is signal.SIGINT)
    while (gone := {pid: _gone(pid) for pid in set(map(int, file.read_text().split()))}) and not all(gone.values()):
        assert monotonic() < until, gone
        sleep(0.02)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text() if Path("/proc/self").exists() else False


@pytest.mark.parametrize(
    ("most", "size", "expected"),
    [(1, 10**9, 1), (2, 0, 1), (2, 1999, 1), (2, 2000, 2), (2, 10**9, 2), (64, 10**9, MOST), (4, 3500, 3)],
)
def test_few_pieces_are_not_shared(most: int, size: int, expected: int) -> None:
    """The start of a process has to be worth it, and one core is one process."""
    assert among(most, size, 1000) == expected
    assert 1 <= cores() <= (os.cpu_count() or 1)
