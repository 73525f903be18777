"""A process killed at any statement of a recording leaves all of it, or nothing.

The child counts the statements that SQLite runs for it and kills itself at the n-th, for every n until it comes
through. Whatever was acknowledged is there; whatever was not is there whole or not at all.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from given import act, terms

from aggregates.agreement import Proposal
from aggregates.log import leaf_of, reading
from aggregates.register import Register
from aggregates.sqlite import Sqlite
from projections.inline import follow
from projections.rebuild import differences
from projections.tables import create_statements

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # it only forks

NAME = "icmpd-wco"
OPENING = ("1999-05-01 drafted", "1999-05-21 signed by=WCO", "1999-05-21 signed by=ICMPD")
LATER = ("2003-02-01 activity_begun activity=A1", "2003-08-31 notice_given by=ICMPD")
MOST = 200
"""No recording takes as many statements; the loop ends long before."""


def proposals(*lines: str) -> list[Proposal]:
    return [Proposal(agreement=NAME, act=act(line, terms(NAME))) for line in lines]


def open_register(url: str) -> Register:
    return Register.open(url, follow=(follow,))


def dies_at(n: int, url: str, doing: Callable[[Register], object]) -> bool:
    """Do something in a child that kills itself at its n-th statement; tell whether it died."""
    child = os.fork()
    if child == 0:
        left = [n]

        def count(statement: str) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        original = Sqlite.writer

        def writer(self: Sqlite) -> sqlite3.Connection:
            connection = original(self)
            connection.set_trace_callback(count)
            return connection

        code = 1
        try:
            Sqlite.writer = writer  # type: ignore[method-assign]
            doing(open_register(url))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def sound(url: str) -> int:
    """Hold the register to its promises, and give how many events it has."""
    with reading(url) as log:
        rows = list(log.rows())
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert all(bytes(row.leaf_hash) == leaf_of(row) for row in rows)
    assert differences(url) == []
    return len(rows)


@pytest.mark.parametrize("together", [False, True], ids=["one act", "several acts in one go"])
def test_killed_at_every_statement(tmp_path: Path, together: bool) -> None:
    """Before the commit nothing is there, after it everything; the next recording goes on either way."""
    died = 0
    for n in range(1, MOST):
        folder = tmp_path / str(n)
        folder.mkdir()
        url = f"sqlite:///{folder / 'register.db'}"
        with closing(Register.create(url, create_statements(), follow=(follow,))) as register:
            register.record(proposals(*OPENING))
        wanted = proposals(*(LATER if together else LATER[:1]))
        if not dies_at(n, url, lambda register, wanted=wanted: register.record(wanted)):  # type: ignore[misc]
            assert sound(url) == len(OPENING) + len(wanted)
            break
        died += 1
        assert sound(url) in (len(OPENING), len(OPENING) + len(wanted)), f"half done at statement {n}"
        with closing(open_register(url)) as register:
            again = register.record(proposals("2003-03-01 activity_begun activity=B1"))
        assert again[0].seq == sound(url)
    else:
        pytest.fail(f"it never came through in {MOST} statements")
    assert died >= 5, "a recording runs more statements than that"


def test_killed_while_it_is_acknowledged_by_key(tmp_path: Path) -> None:
    """An unknown outcome is made safe by the key: said again, it is recorded once."""
    for n in range(1, MOST):
        folder = tmp_path / str(n)
        folder.mkdir()
        url = f"sqlite:///{folder / 'register.db'}"
        with closing(Register.create(url, create_statements(), follow=(follow,))) as register:
            register.record(proposals(*OPENING))
        wanted = proposals(*LATER)
        died = dies_at(n, url, lambda register, wanted=wanted: register.record(wanted, key="k"))  # type: ignore[misc]
        with closing(open_register(url)) as register:
            receipts = register.record(wanted, key="k")
        assert [receipt.seq for receipt in receipts] == [4, 5]
        assert sound(url) == len(OPENING) + len(LATER)
        if not died:
            assert all(receipt.repeated for receipt in receipts)
            return
    pytest.fail(f"it never came through in {MOST} statements")
