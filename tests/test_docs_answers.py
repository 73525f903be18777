"""The page on what people look for is executed: its commands answer what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from story import check, steps


@pytest.mark.sources
def test_what_people_look_for(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a register made by the commands before each, from the terms that the page itself prints."""
    page = (project / "docs/answers.md").read_text("utf-8")
    terms = re.search(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert terms is not None
    (tmp_path / "reef-wardens.yaml").write_text(terms[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    monkeypatch.setenv("DEPOSITARY_TODAY", "2012-06-01")
    found = steps(page)
    assert len(found) > 15
    for step in found:
        check(step)
