"""Answers on paper and in sheets: the reports of an office, as far as an answer is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from projections.pages import reports

if TYPE_CHECKING:
    from lifecycle.messages import Language
    from projections.answers.snapshot import Snapshot
    from projections.forms.reports.blocks import Report
    from web.parameters import Given

REPORTED = ("pdf", "xlsx", "md")
"""The forms of a report; its HTML is the page."""

REPORTS: Mapping[str, Callable[[Snapshot, Given], Report]] = {
    "status": lambda asked, given: reports.status(asked, given["agreement"], given.as_of),
    "history": lambda asked, given: reports.past(asked, given["agreement"], given.get("as_of")),
    "deadlines": lambda asked, given: reports.awaited(
        asked, given.as_of, given.get("within"), given.get("party"), given.office
    ),
}
"""The answers that have a report."""


def reported(answer: str, form: str, asked: Snapshot, given: Given, language: Language) -> bytes:
    """Write the report of an answer; raises `InvalidInput` where what writes the form is not installed."""
    from projections.forms.reports.table import WRITERS

    return WRITERS[form](REPORTS[answer](asked, given), language, [])
