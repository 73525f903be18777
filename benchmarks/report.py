"""What was measured, written down: as JSON, as the table of docs/performance.md, and as its picture."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.growing import Curves
from benchmarks.measure import Measured
from benchmarks.picture import picture

DOCS = Path(__file__).parents[1] / "docs"
HEADS = "| what | ours | beside | measured | goal | kept |\n|---|---|---|---|---|---|"
BEGIN, END = "<!-- measured: make bench -->\n", "<!-- /measured -->"


def machine() -> dict[str, Any]:
    """Say on what was measured, and how busy it was meanwhile."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load": [round(one, 2) for one in os.getloadavg()],
    }


def table(measured: list[Measured], on: dict[str, Any], busy: list[float]) -> str:
    """Write the table, and the machine above it."""
    told = (
        f"Python {on['python']}, SQLite {on['sqlite']}, {on['machine']}, {on['cores']} cores;"
        f" load {busy[0]} at the beginning and {on['load'][0]} at the end."
    )
    return "\n".join([told, "", HEADS, *(one.row() for one in measured)])


def publish(measured: list[Measured], curves: Curves, on: dict[str, Any], busy: list[float]) -> None:
    """Write all three into the documents."""
    rows = [{**one._asdict(), "kept": one.kept} for one in measured]
    told = {"machine": {**on, "load_before": busy}, "rows": rows, "curves": curves}
    (DOCS / "performance.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
    (DOCS / "performance.svg").write_text(picture(curves), "utf-8")
    page = DOCS / "performance.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{table(measured, on, busy)}\n\n{END}{after}", "utf-8")
