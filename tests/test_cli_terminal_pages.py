"""Pages fit: on a real terminal of 80 and of 100 columns no line is wider, and nothing is missing that a pipe gets."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from commandline import Ran, run
from pages import ASKED, FOR_PROGRAMS, KEPT, LIVES, RECORDED, REFUSED, lines
from terminal import on_terminal

from cli.main import COMMANDS
from cli.terminal.layout import width

WIDTHS = (80, 100)

WHOLE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b|Art\. \d[\d()]*|VCLT-IO \d[\da-z()]*|#\d+")
"""Days, articles, and numbers of the log."""

ESCAPE = re.compile(r"\x1b\[\d*m")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with two agreements of two, and one of ten with long names."""
    folder = tmp_path_factory.mktemp("pages")
    file = folder / "register.db"
    with pytest.MonkeyPatch.context() as patch:
        _surroundings(patch, file, folder)
        for line in lines(LIVES):
            ran = run(line)
            assert ran.code == 0, f"{line}: {ran.err}"
    return file


@pytest.fixture
def register(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which alone is known outside."""
    file = tmp_path / "register.db"
    file.write_bytes(built.read_bytes())
    _surroundings(monkeypatch, file, tmp_path)
    return file


def _surroundings(patch: pytest.MonkeyPatch, file: Path, folder: Path) -> None:
    patch.setenv("DEPOSITARY_DB", str(file))
    patch.setenv("DEPOSITARY_ACTOR", "clerk")
    patch.setenv("DEPOSITARY_TODAY", "2012-07-15")
    patch.setenv("XDG_STATE_HOME", str(folder / "state"))
    patch.delenv("COLUMNS", raising=False)


def shown(line: str, columns: int) -> Ran:
    """Run a command line on a terminal, and hold every line that it writes to its width."""
    ran = on_terminal(*shlex.split(line), columns=columns, typed="n\n" * 3)
    plain = ESCAPE.sub("", ran.out).replace(" [y/N]: ", " [y/N]: \n")  # what is typed is not echoed here
    wide = [text for text in plain.split("\n") if width(text) > columns]
    assert not wide, f"{line}: {wide}"
    return Ran(ran.code, plain, "")


def test_every_command_is_held_to_it() -> None:
    """A new command is not forgotten."""
    told = {shlex.split(line)[0] for line in (*lines(ASKED + RECORDED + REFUSED + KEPT), *FOR_PROGRAMS)}
    assert {row.name for section in ("Open", "Ask", "Keep") for row in COMMANDS[section]} <= {*told, "serve"}  # no page


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("line", lines(ASKED))
def test_an_answer_fits_and_says_all_that_a_pipe_gets(line: str, columns: int, register: Path) -> None:
    """Every word, and every day and article in one piece."""
    piped, page = run(line), shown(line, columns)
    assert page.code == piped.code, page.out
    _says_all(page.out, piped.out)
    assert set(WHOLE.findall(piped.out)) <= {unit for text in page.out.splitlines() for unit in WHOLE.findall(text)}


def _says_all(page: str, piped: str) -> None:
    """Every word is there as often; what is wider than a line, as a path may be, goes on in the next."""
    joined = re.sub(r"\s", "", page)
    assert {word for word in Counter(_words(piped)) - Counter(_words(page)) if word not in joined} == set()


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text) if not re.fullmatch(r"\d\d?", word)]  # not the seconds


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("line", lines(RECORDED))
def test_a_recording_fits(line: str, columns: int, register: Path) -> None:
    """What would be recorded, what is asked before, and what was."""
    assert shown(f"{line} --dry-run", columns).code == 0
    assert shown(line, columns).code in (0, 5)
    assert shown(f"{line} --no-input", columns).code == 0


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("line", lines(REFUSED))
def test_an_error_fits(line: str, columns: int, register: Path) -> None:
    """It says the same as to a pipe."""
    piped, page = run(line), shown(line, columns)
    assert page.code == piped.code
    _says_all(page.out, piped.err)


@pytest.mark.sources
@pytest.mark.parametrize("columns", WIDTHS)
def test_what_keeps_the_register_fits(
    columns: int, register: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command after the other, each of which does what it says."""
    monkeypatch.chdir(register.parent)
    Path("demo").symlink_to(project / "demo")
    for line in lines(KEPT):
        assert shown(line, columns).code == 0, line


@pytest.mark.parametrize("line", FOR_PROGRAMS)
def test_what_is_for_a_program_is_the_same_on_a_terminal(
    line: str, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines are broken nowhere; a key in a command is copied as it is."""
    monkeypatch.chdir(register.parent)
    page = on_terminal(*shlex.split(line), columns=80)
    assert page.code == 0
    if line.startswith("audit prove"):
        (key,) = run("audit public-key").out.split()
        assert key in page.out.split()
    else:
        assert page.out == run(line).out


@pytest.mark.parametrize("line", ["party HOSHI --as-of 2009-03-01", "history wco-caricc", "audit verify"])
def test_a_terminal_of_ascii_gets_narrow_lines(line: str, register: Path) -> None:
    """What stands for a character is as wide as it is; how far a command is, a terminal of ASCII is told, too."""
    page = on_terminal(*shlex.split(line), columns=80, encoding="ascii")
    assert page.code == 0, page.out
    written_over = page.out.replace("\r", "\n").replace("\x1b[K", "")
    assert max(map(len, ESCAPE.sub("", written_over).split("\n"))) <= 80


def test_a_question_fits(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the names in it; what is answered stands behind its last line."""
    monkeypatch.chdir(register.parent)
    assert run("backup copy.db").code == 0
    page = shown("restore copy.db", 40)
    assert page.code == 5
    assert page.out.splitlines()[-2].endswith("? [y/N]: ")
    assert page.out.splitlines()[-1] == "Not restored: you declined."
