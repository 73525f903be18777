"""The answers of a register, for any face, from read models and timelines; not a decision about the law.

In reading order: `models` (the tables, what a timeline puts into them, and how they follow the log), `answers` (what is
asked of them); then the reports, in `REPORTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple


class Report(NamedTuple):
    """One question over many agreements; it is imported when it is asked."""

    module: str
    function: str
    says: str

    def load(self) -> Callable[..., list[Any]]:
        """Import it: a function of a connection, the legal date, and the `seq` known at."""
        loaded: Callable[..., list[Any]] = getattr(import_module(self.module), self.function)
        return loaded


REPORTS = {
    "agreements": Report("projections.answers.agreements", "listing", "the state of each agreement on a day"),
    "deadlines": Report("projections.answers.deadlines", "due", "what falls due, the overdue included"),
    "heads": Report("projections.answers.heads", "open_heads", "activities and accounts that are open on a day"),
    "parties": Report("projections.answers.parties", "partners", "the parties, as known now or at a recording"),
    "memberships": Report("projections.answers.parties", "agreements_of", "the agreements of one party on a day"),
}
"""Every report by its name. To add one: a module here, and its line."""
