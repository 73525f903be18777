"""Examines terms before anything is opened: silences and the conventions that fill them, and what cannot work.

A finding is plain words for a lawyer. `error` says that the terms contradict themselves, `warning` that something
cannot be reached or left, `silent` that a convention fills what the text leaves open.

To add an examination: a function of the terms, and one line in `EXAMINATIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from lifecycle.conventions import CONVENTIONS
from lifecycle.terms import Terms


class Finding(Struct, frozen=True):
    """Something that a reader of the terms should know."""

    level: Literal["error", "warning", "silent"]
    says: str
    article: str


def _exit(terms: Terms) -> Iterator[Finding]:
    ways = terms.clauses.termination
    if not ways:
        yield Finding("warning", "No clause ends it; it ends by consent of all parties only.", "VCLT-IO 54(b)")
    elif terms.clauses.consent is None:
        yield Finding("silent", "It can also be ended by consent of all parties, at any time.", "VCLT-IO 54(b)")


def _conventions(terms: Terms) -> Iterator[Finding]:
    clauses = terms.clauses
    notices = [clause for clause in clauses.termination if clause.by == "notice"]
    rules = [clauses.entry_into_force.then, *(clause.period for clause in notices)]
    asked = {
        "notice_counts_from": bool(notices),
        "effect_boundary": any(rule is not None and rule.silent_on_boundary for rule in rules),
        "settlement_lifts_suspension": any(c.ground == "failed dispute" for c in clauses.suspension),
    }
    for name, matters in asked.items():
        if matters and terms.stated.assumes(name):
            known = CONVENTIONS[name]
            yield Finding(
                "silent",
                f"The text is silent: {known.says} (convention {name}: {known.default}).",
                known.source,
            )


def _grounds(terms: Terms) -> Iterator[Finding]:
    grounds = [clause for clause in terms.clauses.suspension if clause.ground == "failed dispute"]
    if grounds and terms.clauses.disputes is None:
        says = "A failed dispute is a ground of suspension, but no clause says to whom disputes are referred."
        yield Finding("warning", says, grounds[0].article)


def _parties(terms: Terms) -> Iterator[Finding]:
    for name, party in terms.parties.items():
        if not party.signs:
            says = f"The terms do not name who signs for {name}; any signatory is taken as authorised."
            yield Finding("silent", says, "VCLT-IO 7(3)")


def _survival(terms: Terms) -> Iterator[Finding]:
    if terms.clauses.survival is None:
        yield Finding("silent", "There is no survival clause: what is open at the end lapses.", "VCLT-IO 70")


EXAMINATIONS: tuple[Callable[[Terms], Iterator[Finding]], ...] = (
    _exit,
    _grounds,
    _survival,
    _parties,
    _conventions,
)


def examine(terms: Terms) -> tuple[Finding, ...]:
    """List what a reader of the terms should know, errors first."""
    found = [finding for examination in EXAMINATIONS for finding in examination(terms)]
    levels = ("error", "warning", "silent")
    return tuple(sorted(found, key=lambda finding: levels.index(finding.level)))
