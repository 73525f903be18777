"""`--output`: what would go to standard output lies in a file, whole or not at all, and nothing is written over."""

from __future__ import annotations

import errno
import os
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from commandline import demonstration, run
from test_cli_help import EVERY, prepare, registers

from cli.terminal.files import Output
from cli.terminal.groups import Command
from lifecycle.errors import Conflict

STATUS = "status wco-caricc --as-of 2010-03-25"

OWN = {"audit prove", "audit stamp-request", "audit export"}
"""Commands that make something else than an answer: that is what goes there."""


def _takes(command: click.Command, option: str) -> bool:
    return any(option in param.opts for param in command.params)


FORMATTED = {" ".join(path): command for path, command in EVERY if _takes(command, "--format")}
ANSWERS = {
    name: re.sub(r" -o \S+", "", command.example.splitlines()[0])
    for name, command in FORMATTED.items()
    if isinstance(command, Command) and name not in OWN
}
"""Every command that has `--format`, with its first example, to standard output."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the demonstration register."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    return tmp_path


def test_every_command_that_has_a_format_has_it() -> None:
    """Also those that make something else than an answer."""
    assert [name for name, command in FORMATTED.items() if not _takes(command, "--output")] == []
    assert [name for name, command in FORMATTED.items() if name not in OWN and not _takes(command, "--force")] == []


@pytest.mark.sources
@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name in ANSWERS for form in (("md", "html") if name.startswith("report") else ("table", "json"))],
)
def test_the_file_holds_what_a_pipe_gets(
    name: str, form: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the first example in its help, on the demonstration register; nothing goes to standard output."""
    told = []
    for number, more in enumerate(([], ["-o", "answer"])):
        place = tmp_path / str(number) / "here"
        shutil.copytree(project / "demo", place / "demo", ignore=shutil.ignore_patterns("register"))
        monkeypatch.chdir(place)
        monkeypatch.setenv("DEPOSITARY_DB", "register.db")
        empty, made = registers(project)
        for kept in ("STATE", "CONFIG"):
            monkeypatch.setenv(f"XDG_{kept}_HOME", str(place / kept.lower()))
        Path("register.db").write_bytes(empty if name == "draft" else made)
        prepare(ANSWERS[name])
        ran = run(*shlex.split(ANSWERS[name]), "--format", form, *more)
        assert ran.code in (0, 3, 8), ran.err
        assert bool(ran.out) is not bool(more)
        told.append(Path("answer").read_text(encoding="utf-8") if more else ran.out)
    piped, filed = (_timeless(text, tmp_path) for text in told)
    assert filed == piped


def _timeless(text: str, folder: Path) -> str:
    """Take out of an answer what differs from one recording to the next: moments, digests, seconds, and the place."""
    text = re.sub(rf"{re.escape(str(folder))}/[01]", "FOLDER", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?", "MOMENT", text)
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,64}|[A-Za-z0-9+/]{40,}=*", "DIGEST", text)
    text = re.sub(r"\d+\.\d s|\s+", " ", text)
    return re.sub(r'(, "DIGEST")+', "", text)  # of all keys that this register has had


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "ics"])
def test_each_form_goes_there(form: str, folder: Path) -> None:
    """As to a pipe, whatever a terminal is set to."""
    line = f"deadlines --as-of 2010-12-01 --format {form}"
    assert run(f"{line} -o due").out == ""
    assert (folder / "due").read_bytes().decode() == run(line).out


def test_a_file_is_no_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole lines, no colour, and Unicode, although the terminal is narrow and knows ASCII alone."""
    monkeypatch.setenv("COLUMNS", "40")
    ran = run(f"{STATUS} --output page", terminal=True, encoding="ascii")
    assert (ran.code, ran.out) == (0, "")
    assert (folder / "page").read_bytes().decode() == run(STATUS).out


def test_a_line_that_is_certified_goes_there(folder: Path) -> None:
    """It is no answer of any format."""
    assert run("certify wco-caricc --as-of 2010-03-25").code == 0
    line = "certificates wco-caricc --line K1"
    assert run(f"{line} -o line").code == 0
    assert (folder / "line").read_bytes().decode() == run(line).out


def test_a_dash_is_standard_output(folder: Path) -> None:
    assert run(f"{STATUS} -o -").out == run(STATUS).out
    assert run("audit prove 3 -o -").out.startswith("c2sp.org/tlog-proof@v1")


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (f"{STATUS} -o there", 6, "there exists already: give --force to write over it, or name another file"),
        (f"{STATUS} -o none/answer", 2, "--output: there is no folder none"),
        (f"{STATUS} -o folder", 2, "--output: folder is a folder"),
        (f"{STATUS} --force", 2, "--force lets --output write over a file: name that, too."),
        ("audit prove 3 -o there", 6, "there exists already"),
        ("audit prove 3 -o none/proof", 2, "there is no folder none"),
        ("audit export", 2, "Name one place for the bundle, as in -o bundle.zip."),
        ("audit export a -o b", 2, "Name one place for the bundle"),
        ("audit export -o there", 6, "there"),
    ],
)
def test_what_cannot_be_written_is_said(line: str, code: int, says: str, folder: Path) -> None:
    """And what was there is there as it was."""
    (folder / "there").write_text("before", encoding="utf-8")
    (folder / "folder").mkdir()
    ran = run(line)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert (folder / "there").read_text(encoding="utf-8") == "before"
    assert sorted(file.name for file in folder.iterdir()) == ["folder", "register.db", "there"]


def test_nothing_is_recorded_whose_receipt_has_no_place(folder: Path) -> None:
    """It is looked at first."""
    (folder / "receipt").write_text("before", encoding="utf-8")
    act = "abandon wco-caricc --on 2012-01-01 --dry-run -o receipt"
    ran = run(act)
    assert (ran.code, ran.err.splitlines()[-1]) == (6, "Nothing was recorded.")
    before = run("history wco-caricc --format json").out
    assert run("contact designate wco-caricc --by WCO --contact Ada --on 2010-05-04 -o receipt").code == 6
    assert run("history wco-caricc --format json").out == before


def test_force_writes_over_it(folder: Path) -> None:
    """Through a link into the file that it names."""
    (folder / "file").write_text("before", encoding="utf-8")
    (folder / "link").symlink_to("file")
    assert run(f"{STATUS} -o link --force").code == 0
    assert (folder / "link").is_symlink()
    assert (folder / "file").read_text(encoding="utf-8") == run(STATUS).out
    assert run(f"--color never {STATUS} --force -o file").code == 0


def test_a_device_is_written_to(folder: Path) -> None:
    """And never replaced."""
    assert run(f"{STATUS} -o /dev/null").code == 0
    assert not Path("/dev/null").is_file()


def test_a_disk_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a file nor what was begun."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (folder / "there").write_text("before", encoding="utf-8")
    monkeypatch.setattr("cli.terminal.files.os.fsync", full)
    for name in ("new", "there --force"):
        ran = run(f"{STATUS} -o {name}")
        assert ran.code == 74
        assert ran.err.startswith(f"Error: {name.split()[0]}: {os.strerror(errno.ENOSPC)}.")
    assert sorted(file.name for file in folder.iterdir()) == ["register.db", "there"]
    assert (folder / "there").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_comes_meanwhile_is_not_written_over(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the file system has links or not."""

    def none(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr("cli.terminal.files.os.link", none)
    output = Output(tmp_path / "answer").examine()
    (tmp_path / "answer").write_text("another's", encoding="utf-8")
    with pytest.raises(Conflict, match="exists already"):
        output.write(b"ours")
    assert (tmp_path / "answer").read_text(encoding="utf-8") == "another's"
    Output(tmp_path / "new").write(b"ours")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answer", "new"]


def test_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    assert "cannot be the name of a file" in run("rule", "R24", "-o", "a\0b").err


def test_bundles_and_requests_go_there(folder: Path) -> None:
    """Under the name that is given."""
    assert run("audit export -o bundle.zip").code == 0
    assert run("audit checkpoint -o note").code == 0
    assert run("audit stamp-request note -o note.request").code == 0
    assert run("audit prove 3 --out third").code == 0
    assert {"bundle.zip", "note", "note.request", "third"} <= {file.name for file in folder.iterdir()}
    assert "proves" in run("audit prove 3 -o third --force").out
    assert [run(f"audit prove 3{force}").code for force in ("", "", " --force")] == [0, 6, 0]
