"""docs/performance.md shows what was measured: its table and its picture are those of performance.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.sources


@pytest.fixture(scope="module")
def measured(project: Path) -> Any:
    return json.loads((project / "docs/performance.json").read_text("utf-8"))


def test_the_table_is_that_of_the_measurements(project: Path, measured: Any) -> None:
    """After a measurement: make bench writes both."""
    from benchmarks.measure import Measured
    from benchmarks.report import BEGIN, END

    _, _, page = (project / "docs/performance.md").read_text("utf-8").partition(BEGIN)
    rows = [
        line for line in page.partition(END)[0].splitlines() if line.startswith("| ") and not line.startswith("| what ")
    ]
    made = [Measured(**{name: row[name] for name in Measured._fields}) for row in measured["rows"]]
    assert rows == [one.row() for one in made]
    assert [row["kept"] for row in measured["rows"]] == [one.kept for one in made]


def test_the_picture_is_that_of_the_curves(project: Path, measured: Any) -> None:
    """Every curve is named beside its end."""
    from benchmarks.picture import picture

    curves = {what: {int(size): took for size, took in taken.items()} for what, taken in measured["curves"].items()}
    drawn = (project / "docs/performance.svg").read_text("utf-8")
    assert drawn == picture(curves)
    assert drawn.count("<polyline") == len(curves)
    assert all(what.replace("`", "") in drawn for what in curves)


def test_every_goal_that_is_missed_is_explained(project: Path, measured: Any) -> None:
    """The page has a section for them, as long as there are any."""
    page = (project / "docs/performance.md").read_text("utf-8")
    assert ("## Where a goal is missed" in page) == any(not row["kept"] for row in measured["rows"])
