"""Processes that kill themselves: at the n-th statement that they send to a database, or the n-th file they touch."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from typing import Any

import psycopg

from aggregates.databases.postgresql_server import Server
from aggregates.databases.sqlite import Sqlite

MOST = 400
"""Nothing here takes as many statements; the loops end long before."""

TOUCHING = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
"""What the interpreter tells of whoever touches a file."""


def dies_at(n: int, doing: Callable[[], object]) -> bool:
    """Do something in a child that kills itself at its n-th statement; tell whether it died."""
    return _dies(lambda: count_down(n), doing)


def dies_at_file(n: int, doing: Callable[[], object]) -> bool:
    """Do so in one that kills itself where it touches a file for the n-th time, those of the interpreter left out."""
    return _dies(lambda: sys.addaudithook(_Hook(n)), doing)


def _dies(arm: Callable[[], object], doing: Callable[[], object]) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            arm()
            doing()
            code = 0
        except BaseException:
            traceback.print_exc()  # or nobody would ever know
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def count_down(n: int) -> None:
    """Let this process die at the n-th statement of any connection that it opens from now on."""
    left = [n]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    class Counting(psycopg.Cursor[Any]):
        __module__ = psycopg.__name__  # read models know a driver by it

        def execute(self, *given: Any, **more: Any) -> Any:
            count()
            return super().execute(*given, **more)

        def executemany(self, *given: Any, **more: Any) -> Any:
            count()
            return super().executemany(*given, **more)

        def copy(self, *given: Any, **more: Any) -> Any:
            count()
            return super().copy(*given, **more)

    open_file, open_server = Sqlite.connect, Server._connect

    def file(self: Sqlite, *given: Any) -> sqlite3.Connection:
        connection = open_file(self, *given)
        connection.set_trace_callback(count)
        return connection

    def server(self: Server, *given: Any) -> Any:
        connection = open_server(self, *given)
        connection.cursor_factory = Counting
        return connection

    Sqlite.connect = file  # type: ignore[method-assign,assignment]
    Server._connect = server  # type: ignore[method-assign]


class _Hook:
    """Dies at the n-th file that is touched."""

    def __init__(self, n: int) -> None:
        self._left = n

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        """Count what touches a file, but for sources and what they are compiled to."""
        if event in TOUCHING and not str(given[0]).endswith((".py", ".pyc")):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
