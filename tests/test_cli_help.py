"""Help: every command opens with an example that works on the demonstration register."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from commandline import run
from terminal import on_terminal

from cli.main import app
from cli.terminal.groups import Command, Commands
from lifecycle.acts.kinds import BY_TAG


def walk(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Give every command and group with the words that lead to it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from walk(found, (*path, name))


EVERY = list(walk(app))
ACTS = {line: kind.EXAMPLE.splitlines() for kind in BY_TAG.values() for line in kind.EXAMPLE.splitlines()[-1:]}
"""The example of each kind of act, with what its class puts before it."""
EXAMPLES = sorted(
    {line for _, c in EVERY if isinstance(c, Command | Commands) for line in c.example.splitlines()} | ACTS.keys()
)


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) or "depositary" for path, _ in EVERY])
def test_help_opens_with_an_example(
    path: tuple[str, ...], command: click.Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of this very command; it says what it does, explains every option, and leaves no file behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", str(tmp_path / "none.db"))
    ran = run(*path, "--help")
    assert ran.code == 0
    first = ran.out.splitlines()[0]
    assert first.startswith(f"  $ depositary {' '.join(path)}".rstrip())
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.name}"
            assert parameter.help.endswith("."), f"{path} {parameter.name}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_both_flags_help(flag: str) -> None:
    assert run("status", flag).out == run("status", "--help").out


@cache
def registers(project: Path) -> tuple[bytes, bytes]:
    """Give a register in which nothing is recorded, and the demonstration register, made as demo/run.sh makes it."""
    script = (project / "demo/run.sh").read_text(encoding="utf-8")
    empty = b""
    for line in script.splitlines():
        words = shlex.split(line, comments=True)
        if line.startswith("depositary ") and words[1] in ("init", "draft", "sign", "record", "notice"):
            ran = run(*words[1:])
            assert ran.code == 0, f"{line}: {ran.err}"
            empty = empty or Path("register.db").read_bytes()
    made = Path("register.db").read_bytes()
    Path("register.db").unlink()
    return empty, made


BEFORE = {
    "document get": (
        "document add wco-caricc demo/terms/wco-caricc.yaml --kind text --language en --name 'Memorandum'",
    ),
    "erase": ("contact designate wco-caricc --by WCO --contact 'A. Officer' --on 2010-05-04",),
    "import": ("audit export bundle", "init --db empty.db"),
    "restore": ("backup backup.db",),
}
"""What somebody has done before the example of a command."""


def prepare(example: str) -> None:
    """Do in this folder what an example needs before it."""
    done = next((lines for command, lines in BEFORE.items() if example.startswith(command)), ())
    for line in ACTS[example][:-1] if example in ACTS else done:
        ran = run(line)
        assert ran.code == 0, ran.err
    if "colleague.pub" in example:
        Path("colleague.pub").write_text(run("audit public-key").out, encoding="utf-8")


@pytest.mark.sources
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_work(example: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the demonstration register; a draft on an empty one. The exit code may tell of findings."""
    shutil.copytree(project / "demo", tmp_path / "demo", ignore=shutil.ignore_patterns("register"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: None)  # it would not end
    empty, made = registers(project)
    if not example.startswith("init"):
        (tmp_path / "register.db").write_bytes(empty if example.startswith("draft") else made)
    prepare(example)
    ran = run(example)
    assert ran.code in (0, 3, 8), ran.err


@pytest.mark.parametrize("columns", [80, 100])
def test_help_fits_a_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An example goes on between its words, as a shell reads it."""
    monkeypatch.delenv("COLUMNS", raising=False)
    for path, command in EVERY:
        out = on_terminal(*path, "--help", columns=columns).out
        assert max(map(len, out.splitlines())) <= columns, path
        if isinstance(command, Command | Commands):
            typed = re.sub(r" \\\n +", " ", out)
            assert all(f"  $ depositary {line}\n" in typed for line in command.example.splitlines())
