"""Runs command lines in this process, and hands out copies of a demonstration register."""

from __future__ import annotations

import io
import json
import os
import shlex
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

from cli.main import run as run_here

TERMS = Path(__file__).parent / "cases" / "terms"

DOCKET = f"""
init
draft {TERMS / "icmpd-wco.yaml"} --on 1999-05-01
sign icmpd-wco --by WCO --on 1999-05-21 --place Brussels
sign icmpd-wco --by ICMPD --on 1999-05-21 --place Brussels
draft {TERMS / "wco-caricc.yaml"} --on 2010-03-01
sign wco-caricc --by WCO --on 2010-03-19 --place Brussels
sign wco-caricc --by CARICC --on 2010-03-30 --place Astana
activity begin icmpd-wco A1 --on 2003-02-01 --title "joint handbook"
account open icmpd-wco C1 --on 2003-03-15 --owed-by WCO --owed-to ICMPD --amount "1200.00 EUR" --activity A1
dispute refer wco-caricc --by WCO --on 2010-06-01 --subject "scope of Art. 3(4)"
dispute fail wco-caricc D1 --on 2010-07-02
suspend wco-caricc --by WCO --on 2010-07-04 --ground dispute:D1
notice wco-caricc --by CARICC --on 2010-11-30 --yes
notice icmpd-wco --by ICMPD --on 2003-08-31 --yes
activity complete icmpd-wco A1 --on 2004-06-15
account settle icmpd-wco C1 --on 2004-07-30
"""
"""Command lines that make the demonstration register: #1 to #15."""


class Ran(NamedTuple):
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Stream(io.TextIOWrapper):
    """A stream in memory that may say that it is a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal

    def content(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


def run(*arguments: str, stdin: str = "", encoding: str = "utf-8", terminal: bool = False) -> Ran:
    """Run one command line, its arguments as a shell would give them; a single one is split like there."""
    words = shlex.split(arguments[0]) if len(arguments) == 1 else list(arguments)
    out, err = (Stream(io.BytesIO(), encoding, newline="") for _ in range(2))
    out.terminal = terminal
    with patch.multiple(sys, stdout=out, stderr=err, stdin=io.TextIOWrapper(io.BytesIO(stdin.encode()))):
        code = run_here(words)
        return Ran(code, out.content(), err.content())


def demonstration(folder: Path) -> Path:
    """Put a copy of the demonstration register into a folder."""
    copy = folder / "register.db"
    copy.write_bytes(_built())
    return copy


@cache
def _built() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "register.db")
        with patch.dict(os.environ, DEPOSITARY_DB=str(file), DEPOSITARY_ACTOR="clerk"):
            for line in DOCKET.strip().splitlines():
                ran = run(line)
                assert ran.code == 0, f"{line}: {ran.err}"
        return file.read_bytes()
