"""Leave to record what weighs: where nobody can answer, `--yes` says beforehand that it is meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import run
from office import Office
from test_cli_help import registers

from aggregates.record.log.access import reading
from cli.terminal.session import Session
from lifecycle.acts.kinds import BY_TAG

WEIGHTY = {tag: kind.EXAMPLE.splitlines() for tag, kind in BY_TAG.items() if kind.WEIGHTY}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office where harbour is in force, after #3."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    return office.into_force()


def ready(project: Path, tag: str) -> str:
    """Make the register on which a kind's example works, and give the example as it records."""
    Path("demo").symlink_to(project / "demo")
    Path("register.db").write_bytes(registers(project)[1])
    *before, line = WEIGHTY[tag]
    for one in before:
        assert run(one).code == 0
    return line.replace(" --dry-run", "")


@pytest.mark.sources
@pytest.mark.parametrize("tag", sorted(set(WEIGHTY) - {"rectified", "register_resumed"}))
def test_every_kind_that_weighs_needs_leave(
    tag: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2 and nothing recorded without `--yes`; a dry run needs none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    line = ready(project, tag)
    with reading("register.db") as log:
        head = log.head().seq
    for option, code, more in (("", 2, 0), ("--no-input", 2, 0), ("--dry-run", 0, 0), ("--yes", 0, 1)):
        ran = run(f"{line} {option}")
        assert ran.code == code, ran.err
        assert ("add --yes\nNothing was recorded.\n" in ran.err) == (code == 2)
        with reading("register.db") as log:
            assert log.head().seq == head + more


def test_what_weighs_is_what_ends_or_corrects() -> None:
    """The list, so that nothing comes to it or leaves it by accident; four eyes go by the same."""
    assert set(WEIGHTY) == {
        *("notice_given", "end_agreed", "end_decided", "superseded", "measure_carried_out", "survival_ended"),
        *("consent_withdrawn", "abandoned", "corrected", "struck", "rectified"),
        *("clock_mended", "register_resumed", "event_set_aside", "taken_over"),
    }


def test_a_stream_that_holds_one_needs_leave(office: Office) -> None:
    """All or none; and where lines are skipped nobody is asked, either."""
    lines = [
        {"agreement": "harbour", "act": "activity_begun", "on": "2024-03-01", "activity": "A1"},
        {"agreement": "harbour", "act": "notice_given", "on": "2024-03-02", "by": "NORTH"},
    ]
    text = "\n".join(map(json.dumps, lines))
    for options in ("", "--on-error skip"):
        ran = office.call(f"record - {options}", stdin=text)
        assert ran.code == 2
        assert "harbour, notice given: " in ran.err
        assert office.head() == 3
    office.done("record - --dry-run", stdin=text)
    office.done("record -", stdin=json.dumps(lines[0]))
    office.done("record - --yes", stdin=json.dumps(lines[1]))
    assert office.head() == 5


def test_a_completed_activity_needs_none(office: Office) -> None:
    """Though the winding down ends with it."""
    office.done("activity begin harbour A1 --on 2024-03-01")
    office.done("end harbour --by NORTH --by SOUTH --on 2024-05-01 --yes")
    office.done("activity complete harbour A1 --on 2024-06-01")


def test_a_refusal_comes_first_and_what_was_recorded_asks_no_more(office: Office) -> None:
    """It is not said that `--yes` would help where it would not."""
    assert office.call("notice harbour --by WEST --on 2024-03-01").code == 5
    office.done("notice harbour --by NORTH --on 2024-03-01 --yes")
    assert "Already recorded" in office.done("notice harbour --by NORTH --on 2024-03-01").out


def test_an_erasure_needs_leave(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be undone; a no leaves the name."""
    office.done('contact designate harbour --by NORTH --contact "A. Name" --on 2024-03-01')
    ran = office.call('erase "A. Name"')
    assert (ran.code, "add --yes" in ran.err) == (2, True)
    monkeypatch.setattr(Session, "interactive", True)
    ran = office.call('erase "A. Name"', stdin="n\n")
    assert (ran.code, ran.err.endswith("Not erased: you declined.\n")) == (5, True)
    assert "A. Name" in office.done("contacts harbour --as-of 2024-03-01").out
    monkeypatch.setattr(Session, "interactive", False)
    office.done('erase "A. Name" --yes')
    assert "A. Name" not in office.done("contacts harbour --as-of 2024-03-01").out


def test_who_may_not_be_asked_needs_leave_at_a_terminal_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--no-input` is as no terminal."""
    monkeypatch.setattr(Session, "interactive", True)
    assert office.call("notice harbour --by NORTH --on 2024-03-01 --no-input", stdin="y\n").code == 2
    assert office.head() == 3
