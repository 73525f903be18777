"""Runs command lines in this process on a pseudo-terminal, as wide as is asked for."""

from __future__ import annotations

import os
import pty
import sys
import termios
import threading
from unittest.mock import patch

from commandline import Ran

from cli.main import run as run_here


def on_terminal(*words: str, columns: int, encoding: str = "utf-8", typed: str = "") -> Ran:
    """Run one command line on a terminal, where it reads what is typed and writes both its streams; `out` has both."""
    outside, inside = pty.openpty()
    termios.tcsetwinsize(inside, (50, columns))
    flags = termios.tcgetattr(inside)
    flags[3] &= ~termios.ECHO
    termios.tcsetattr(inside, termios.TCSANOW, flags)
    chunks: list[bytes] = []
    reading = threading.Thread(target=_drain, args=(outside, chunks))
    reading.start()
    try:
        with (
            os.fdopen(os.dup(inside), "w", encoding=encoding) as out,
            os.fdopen(os.dup(inside), "w", encoding=encoding) as err,
            os.fdopen(os.dup(inside), encoding=encoding) as keys,
            patch.multiple(sys, stdout=out, __stdout__=out, stderr=err, stdin=keys),
        ):
            os.write(outside, typed.encode())
            code = run_here(list(words))
    finally:
        os.close(inside)
        reading.join()
        os.close(outside)
    return Ran(code, b"".join(chunks).decode(encoding).replace("\r\n", "\n"), "")


def _drain(outside: int, chunks: list[bytes]) -> None:
    """Read until the other side is closed, which Linux tells by an error."""
    try:
        while chunk := os.read(outside, 1 << 16):
            chunks.append(chunk)
    except OSError:
        return
