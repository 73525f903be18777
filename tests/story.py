"""Pages that are executed: the `console` blocks of one, each command with what its answer is to hold.

A line under a command stands, its spaces squeezed, within a line of the answer, one after the other; `(exit 5)` is the
exit code, 0 where none is given. A block of another kind that names a file, such as `yaml rivers.yaml`, is that file.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

from commandline import run


class Step(NamedTuple):
    """A command line and what follows it."""

    command: str
    lines: list[str]
    code: int


def steps(page: str) -> list[Step]:
    """Read the commands of all blocks."""
    found: list[Step] = []
    for block in re.findall(r"^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ depositary ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            code = re.fullmatch(r"\(exit (\d+)\)", lines[-1]) if lines else None
            found.append(Step(command, lines[:-1] if code else lines, int(code[1]) if code else 0))
    return found


def check(step: Step) -> None:
    """Run a command and compare."""
    ran = run(*shlex.split(step.command))
    answer = [" ".join(line.split()) for line in f"{ran.err}\n{ran.out}".splitlines()]
    said = f"$ depositary {step.command}\n{ran.out}{ran.err}"
    assert ran.code == step.code, said
    at = 0
    for line in step.lines:
        here = next((n for n, text in enumerate(answer[at:], at) if line in text), None)
        assert here is not None, f"not there, or not in this order: {line}\n{said}"
        at = here + 1


def files(page: str) -> dict[str, str]:
    """Read the blocks that are files, by their names."""
    return dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL))


def tell(page: str) -> list[Step]:
    """Write the files of a page into the current folder, run all its commands, and give them."""
    for name, text in files(page).items():
        Path(name).write_text(text, encoding="utf-8")
    told = steps(page)
    for step in told:
        check(step)
    return told
