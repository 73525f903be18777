"""The entry point: exit codes, messages, a table that is loaded lazily, and a quick start."""

from __future__ import annotations

import errno
import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commandline import Ran, demonstration, run
from office import Office
from stores import Place

from cli import main
from cli.main import COMMANDS, app
from cli.terminal import messages
from cli.terminal.session import Session
from lifecycle import errors
from lifecycle.messages import Message

OBJECTION = errors.Objection(says=Message("It has ended"), rule="R44", article="9", conflicts=3)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = demonstration(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    return file


# The table


def test_every_line_of_the_table_leads_to_a_command_of_that_name() -> None:
    """A renamed function is found here, not by a user."""
    context = click.Context(main.app)
    for name, row in app.table.items():
        command = main.app.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert row.says.endswith(".")
    assert {name for rows in COMMANDS.values() for name in (row.name for row in rows)} <= app.table.keys()
    assert sum(map(len, app.sections.values())) == len(app.table)


def test_help_lists_every_command_and_imports_none(tmp_path: Path) -> None:
    """`--help` needs nothing but click, and leaves no file behind."""
    ran = spawn("-X", "importtime", code="import cli.main; cli.main.main()", arguments=["--help"], folder=tmp_path)
    assert ran.code == 0
    assert all(f"  {name} " in ran.out for name in app.table)
    for module in (
        "msgspec",
        "lifecycle",
        "aggregates",
        "sqlite3",
        "sqlalchemy",
        "cli.commands.ask.status",
        "cli.commands.record.act_command",
    ):
        assert f"| {module}\n" not in ran.err.replace("  ", ""), module
    assert list(tmp_path.iterdir()) == []


SLOW = (
    "sqlalchemy",
    "rich",
    "eventsourcing",
    "transitions",
    "ruamel.yaml",
    "cryptography",
    "platformdirs",
    "bz2",
    "json",
)


@pytest.mark.parametrize("query", ["status", "history", "explain"])
def test_a_question_about_one_agreement_imports_nothing_slow(query: str, register: Path, tmp_path: Path) -> None:
    code = "import sys; from cli.main import run; run(); print(*sys.modules, file=sys.stderr)"
    ran = spawn(code=code, arguments=[query, "wco-caricc"], folder=tmp_path)
    assert ran.code == 0
    assert set(SLOW) & set(ran.err.split()) == set()


EVERYDAY = """
list
list --limit 1 --sort ends --words harbour
deadlines
deadlines --party NORTH --format ics
party NORTH
contacts
waiting
status harbour
explain harbour
history harbour
what-if harbour 'notice --by NORTH --on 2024-03-01'
notice harbour --by NORTH --on 2024-03-01 --yes
sign unknown --by NORTH --on 2024-03-01
audit verify
audit replay
doctor
rebuild
"""


def test_sqlalchemy_is_loaded_where_tables_are_migrated_alone(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs a process a quarter of a second: neither an answer nor a recording pays it, on either database."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    office.into_force()
    code = "import sys; from cli.main import run; run(); print(*sys.modules, file=sys.stderr)"
    for line in EVERYDAY.strip().splitlines():
        ran = spawn(code=code, arguments=shlex.split(line), folder=tmp_path)
        assert "sqlalchemy" not in ran.err.split(), line
    assert office.state("harbour", "2024-03-02") == "notice_given"


@pytest.mark.parametrize("line", ["list", "list --limit 1 --sort title", "deadlines --within 30d", "party WCO"])
def test_what_is_read_from_the_tables_loads_no_law(line: str, register: Path, tmp_path: Path) -> None:
    """Neither acts nor the fold are needed, and whoever looks at many waits for neither."""
    code = "import sys; from cli.main import run; run(); print(*sys.modules, file=sys.stderr)"
    ran = spawn(code=code, arguments=[*line.split(), "--as-of", "2003-01-01"], folder=tmp_path)
    assert (ran.code, ran.out != "") == (0, True)
    loaded = {".".join(name.split(".")[:2]) for name in ran.err.split()}
    assert not loaded & {
        "lifecycle.acts",
        "lifecycle.consequences",
        "lifecycle.fold",
        "eventsourcing",
        "xml",
        "bz2",
        "json",
    }


NOT_NEEDED = {
    "sqlalchemy",
    "psycopg",
    "ctypes",
    "fractions",
    "tempfile",
    "projections.forms.machine",
    "aggregates.proof.health",
}


def test_a_recording_loads_nothing_that_it_does_not_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them costs as much as reading the agreement, and is there for what few recordings ask for."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    office.into_force()
    code = "import sys; from cli.main import run; run(); print(*sys.modules, file=sys.stderr)"
    ran = spawn(code=code, arguments=shlex.split("notice harbour --by NORTH --on 2024-03-01 --yes"), folder=tmp_path)
    assert "Recorded" in ran.out
    assert not NOT_NEEDED & set(ran.err.split())


def test_completion_imports_no_command(tmp_path: Path) -> None:
    code = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
        "from cli.main import main; main()"
    )
    environment = {"_DEPOSITARY_COMPLETE": "bash_complete", "COMP_WORDS": "depositary sta", "COMP_CWORD": "1"}
    ran = spawn(code=code, folder=tmp_path, environment=environment)
    assert ran.out == "plain,status\n"
    assert not {"msgspec", "lifecycle", "cli.commands.ask.status"} & set(ran.err.split())


def test_ids_of_agreements_are_completed(register: Path, tmp_path: Path) -> None:
    environment = {"_DEPOSITARY_COMPLETE": "bash_complete", "COMP_WORDS": "depositary status wc", "COMP_CWORD": "2"}
    ran = spawn(code="from cli.main import main; main()", folder=tmp_path, environment=environment)
    assert ran.out == "plain,wco-caricc\n"


def test_completion_without_a_register_is_silent(tmp_path: Path) -> None:
    environment = {"_DEPOSITARY_COMPLETE": "bash_complete", "COMP_WORDS": "depositary status wc", "COMP_CWORD": "2"}
    ran = spawn(code="from cli.main import main; main()", folder=tmp_path, environment=environment)
    assert (ran.out.strip(), ran.err) == ("", "")
    assert list(tmp_path.iterdir()) == []


def spawn(
    *options: str,
    code: str,
    folder: Path,
    arguments: list[str] | None = None,
    environment: dict[str, str] | None = None,
) -> Ran:
    """Run a command line in a process of its own."""
    flags = [option for option in options if option in ("-X", "importtime")]
    done = subprocess.run(
        [sys.executable, *flags, "-c", code, *(arguments or [])],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, **(environment or {})},
    )
    return Ran(done.returncode, done.stdout, done.stderr)


# Exit codes


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InvalidInput("no"), 2),
        (click.UsageError("no"), 2),
        (click.BadParameter("no"), 2),
        (errors.NotFound("agreement", "x"), 4),
        (errors.Refused("x", OBJECTION), 5),
        (errors.ImpactNotAccepted("x", [(3, OBJECTION)]), 5),
        (errors.Conflict("no"), 6),
        (errors.NotAllowed("no"), 7),
        (errors.NoRegister("no"), 10),
        (errors.Locked("no"), 11),
        (errors.SchemaMismatch("no"), 12),
        (errors.ContradictsCheckpoint("no"), 13),
        (errors.StorageFailure("no"), 74),
        (OSError(errno.ENOSPC, "No space left on device"), 74),
        (click.Abort(), 130),
        (KeyboardInterrupt(), 130),
        (ValueError("a fault"), 1),
    ],
)
def test_every_situation_has_its_exit_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And whatever the situation, something is said about it on stderr, nothing on stdout."""

    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(main.app, "main", failing)
    assert main.run([]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()


def test_every_error_of_the_law_has_an_exit_code_and_words() -> None:
    """A new child of the base error is not forgotten."""
    for error in errors.DepositaryError.__subclasses__():
        assert error in messages.CODES


def test_an_internal_error_says_how_to_see_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main.app, "main", lambda *_, **__: next(iter(())))
    assert main.run([]) == 1
    assert "DEPOSITARY_DEBUG=1" in capsys.readouterr().err
    monkeypatch.setenv("DEPOSITARY_DEBUG", "1")
    assert main.run([]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_closed_pipe_is_no_error(register: Path, tmp_path: Path) -> None:
    """As in `depositary history wco-caricc | head -1`."""
    code = "from cli.main import main; main()"
    reading, writing = subprocess.Popen, subprocess.PIPE
    with reading(
        [sys.executable, "-c", code, "history", "wco-caricc"], stdout=writing, stderr=writing, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told(register: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from cli.main import main; main()", "history", "wco-caricc"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=tmp_path,
        )
    assert done.returncode == 74
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


# Messages


def said(error: BaseException, *, records: bool = False, recorded: bool = False) -> list[str]:
    lines: list[str] = []
    session = Session({})
    session.records, session.recorded = records, recorded
    session.say = lambda *said: lines.extend(said)  # type: ignore[method-assign]
    messages.report(error, session)
    return lines


def test_a_refusal_names_rule_article_and_the_act_it_conflicts_with() -> None:
    lines = said(errors.Refused("wco-caricc", OBJECTION), records=True)
    assert lines[0] == "Refused: It has ended."
    assert lines[1] == "  by R44, Art. 9; conflicts with #3"
    assert "depositary history wco-caricc" in lines[2]
    assert lines[-1] == "Nothing was recorded."


def test_an_impact_names_every_act_that_would_lose_its_effect() -> None:
    lines = said(errors.ImpactNotAccepted("wco-caricc", [(5, OBJECTION), (6, OBJECTION)]), records=True)
    assert [line.split()[0] for line in lines if line.startswith("  #")] == ["#5", "#6"]
    assert any("--accept-impact" in line for line in lines)


@pytest.mark.parametrize(
    ("records", "recorded", "told"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_nothing_was_recorded_is_said_only_where_it_is_so(records: bool, recorded: bool, told: bool) -> None:
    lines = said(errors.Conflict("no"), records=records, recorded=recorded)
    assert (lines[-1] == "Nothing was recorded.") is told


def test_notes_say_where_an_error_lies() -> None:
    error = errors.NotFound("agreement", "x")
    error.add_note("acts.jsonl:17")
    assert said(error)[0].startswith('acts.jsonl:17: Error: agreement "x" is not on record.')


def test_several_problems_are_told_one_by_one() -> None:
    problems = [errors.Problem(place=f"terms.yaml:{n}", says="no") for n in (1, 2)]
    assert said(errors.InvalidInput(problems))[1:] == ["  terms.yaml:1: no", "  terms.yaml:2: no"]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("statsu wco-caricc", 2, "There is no command 'statsu'. Did you mean status?"),
        ("config shwo", 2, "There is no command 'shwo'. Did you mean show?"),
        ("status wco-carics", 4, "Did you mean wco-caricc?"),
        ("status WCO-CARICC", 4, "Did you mean wco-caricc?"),
        ("status", 2, "Missing argument 'ID'"),
        ("status wco-caricc --as-off 2010-03-30", 2, "--as-of"),
        ("list --party CARIC", 4, "Did you mean CARICC?"),
        ("list --state in-force", 2, "in_force"),
    ],
)
def test_what_is_mistyped_gets_a_suggestion(line: str, code: int, told: str, register: Path) -> None:
    ran = run(line)
    assert ran.code == code
    assert told in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("line", ["status x", "sign x --by WCO --on 2010-03-30", "list", "history x", "explain x"])
def test_without_a_register_every_command_says_how_to_make_one(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(tmp_path / "none.db"))
    ran = run(line)
    assert ran.code == 10
    assert "depositary init" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_was_typed_comes_back_clean(register: Path) -> None:
    """A pasted escape sequence does not reach the terminal by way of an error."""
    for line in (["status", "\x1b[31mx"], ["status", "x", "--as-of", "\x1b]0;x\x07"], ["\x1b[2J"]):
        err = run(*line).err
        assert err
        assert "\x1b" not in err
        assert "\x07" not in err


@pytest.mark.parametrize("line", [[], ["config"], ["dispute"]])
def test_without_a_command_help_comes_as_a_message(line: list[str]) -> None:
    ran = run(*line) if line else run("")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("  $ depositary ")
    assert "Usage: depositary" in ran.err


def test_the_version_is_told() -> None:
    assert run("--version").out.startswith("depositary ")


def test_an_interruption_is_told_quietly(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "snapshot", interrupted)
    ran = run("status wco-caricc")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.strip() == "Interrupted."
