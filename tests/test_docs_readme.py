"""The README's first session is run as it stands there, and answers what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from commandline import run
from terminal import on_terminal

pytestmark = pytest.mark.sources

STATES = {"signed": "SIGNED", "notice given": "NOTICE GIVEN", "terminated": "TERMINATED", "in force": "IN FORCE"}


def test_the_page_that_it_shows_is_the_one_that_a_terminal_gets(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 80 columns, after the acts before it."""
    text = (project / "README.md").read_text(encoding="utf-8")
    terms, shown = (re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL) for kind in ("yaml", "text"))
    assert terms is not None
    assert shown is not None
    (tmp_path / "harbour.yaml").write_text(terms[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{tmp_path / 'harbour.db'}")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("COLUMNS", raising=False)
    for words in re.findall(r"^    depositary ((?:init|draft|sign|notice)\b.*)$", text[: shown.start()], re.MULTILINE):
        assert run(*shlex.split(words)).code == 0
    command, page = shown[1].split("\n", 1)
    assert "PARTICIPANT" in page
    assert on_terminal(*shlex.split(command)[2:], columns=80).out == page


def test_the_first_session_runs_as_printed(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of it works, and every status is the one in its comment."""
    text = (project / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    (tmp_path / "harbour.yaml").write_text(found[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{tmp_path / 'harbour.db'}")
    commands = re.findall(r"^    depositary (.+?)(?:\s{2,}# (.*))?$", text, re.MULTILINE)
    assert len(commands) >= 12
    for words, comment in commands:
        answer = run(*shlex.split(words))
        assert answer.code == 0, (words, answer.err)
        said = next((shown for state, shown in STATES.items() if comment.startswith(state)), "")
        assert said in answer.out, (words, answer.out)
