"""What SECURITY.md and README.md promise of the record: each promise names a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.sources

ROW = re.compile(r"^\| (SECURITY|README): .+ \| `tests/(\w+\.py)::(\w+)` \|$", re.MULTILINE)


def test_every_promise_names_a_test(project: Path) -> None:
    """By its file and its name; a test that is renamed takes its row along."""
    page = (project / "docs/reliability.md").read_text("utf-8")
    table = page.partition("<!-- promises -->")[2].partition("<!-- end -->")[0]
    rows = ROW.findall(table)
    assert len(rows) == table.count("\n| ") - 1
    for _, file, name in rows:
        assert f"def {name}(" in (project / "tests" / file).read_text("utf-8"), f"{file}: {name}"
