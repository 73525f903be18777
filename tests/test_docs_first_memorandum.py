"""A first memorandum: who follows the page comes from an empty folder to a calendar, and no command fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import run
from story import check, steps

pytestmark = pytest.mark.sources


@pytest.fixture
def page(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page, its terms in their file in an empty folder."""
    text = (project / "docs/first-memorandum.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{tmp_path / 'rivers.db'}")
    (terms,) = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    Path("rivers.yaml").write_text(terms, encoding="utf-8")
    return text


def test_every_command_answers_as_the_page_says(page: str) -> None:
    """None of them fails, and what is promised is there."""
    found = steps(page)
    assert {step.code for step in found} == {0}
    for step in found:
        check(step)
    assert Path("rivers.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    assert '"participants"' in Path("status.json").read_text(encoding="utf-8")
    assert run("audit replay").code == 0


def test_the_parties_are_ten(page: str) -> None:
    assert len(re.findall(r"^  [A-Z]+: \{name: ", page, re.MULTILINE)) == 10
