"""What was found, and what SECURITY.md and README.md promise of the record: each names a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.sources

ROW = re.compile(r"^\| (SECURITY|README|[A-F]\d*): .+ \| `tests/(\w+\.py)::(\w+)` \|$", re.MULTILINE)

FOUND = {*(f"A{n}" for n in range(1, 7)), *(f"B{n}" for n in range(1, 12)), "C", "F1", "F2"}
"""The findings: each has a test, and none is forgotten."""


@pytest.mark.parametrize(("table", "of"), [("promises", {"SECURITY", "README"}), ("findings", FOUND)])
def test_each_names_a_test(project: Path, table: str, of: set[str]) -> None:
    """By its file and its name; a test that is renamed takes its row along."""
    page = (project / "docs/reliability.md").read_text("utf-8")
    text = page.partition(f"<!-- {table} -->")[2].partition("<!-- end -->")[0]
    rows = ROW.findall(text)
    assert len(rows) == text.count("\n| ") - 1
    assert {row for row, _, _ in rows} == of
    for _, file, name in rows:
        assert f"def {name}(" in (project / "tests" / file).read_text("utf-8"), f"{file}: {name}"


def test_every_file_that_the_page_names_is_there(project: Path) -> None:
    """No row names a test that was moved."""
    page = (project / "docs/reliability.md").read_text("utf-8")
    for file in set(re.findall(r"`tests/(\w+\.py)", page)):
        assert (project / "tests" / file).is_file(), file
