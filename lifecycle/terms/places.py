"""Where conditions and repeated rules stand in the terms, each by its place.

To add one: its line in `conditions_of`, or in `repeated`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lifecycle.calendar.date_rules import DateRule
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.text import Terms


def agreed_to(terms: Terms) -> set[str]:
    """Give the places of the conditions under which parties agree to something."""
    ways = enumerate(terms.clauses.termination)
    return {
        "$.clauses.amendment.upon",
        "$.least_parties.unless",
        *(f"$.clauses.termination[{at}].unless" for at, _ in enumerate(terms.clauses.termination)),
        *(f"$.clauses.termination[{at}].upon" for at, way in ways if way.by == "consent"),
        *(
            f"$.clauses.suspension[{at}].upon"
            for at, way in enumerate(terms.clauses.suspension)
            if way.ground != "event"
        ),
    }


def conditions_of(terms: Terms) -> list[tuple[str, Condition, bool]]:
    """Give every condition of the terms with its place, and whether it is asked of each party for itself."""
    clauses = terms.clauses
    entry, provisional, duration = clauses.entry_into_force, clauses.provisional_application, clauses.duration
    until = clauses.survival.until if clauses.survival else None
    found: list[tuple[str, Any, bool]] = [
        ("entry_into_force.upon", entry.upon, False),
        ("entry_into_force.joining_when", entry.joining_when, True),
        *((f"entry_into_force.joining_when_by.{by}", asked, True) for by, asked in entry.joining_when_by.items()),
        ("entry_into_force.consent_when", entry.consent_when, True),
        *((f"entry_into_force.consent_when_by.{by}", asked, True) for by, asked in entry.consent_when_by.items()),
        ("provisional_application.upon", provisional and provisional.upon, False),
        ("provisional_application.until", provisional and provisional.until, False),
        ("duration.upon", duration and duration.upon, False),
        *((f"termination[{at}].upon", way.upon, way.by == "event") for at, way in enumerate(clauses.termination)),
        *((f"termination[{at}].unless", way.unless, False) for at, way in enumerate(clauses.termination)),
        *((f"suspension[{at}].upon", ground.upon, False) for at, ground in enumerate(clauses.suspension)),
        *((f"duties[{at}].upon", duty.upon, False) for at, duty in enumerate(clauses.duties)),
        ("survival.until.upon", until and until.upon, False),
        ("amendment.upon", clauses.amendment and clauses.amendment.upon, False),
    ]
    few = None if isinstance(terms.least_parties, int) else terms.least_parties.unless
    said = [(f"$.clauses.{place}", condition, each) for place, condition, each in found if condition is not None]
    return said if few is None else [*said, ("$.least_parties.unless", few, False)]


def repeated(terms: Terms) -> Iterator[tuple[str, DateRule]]:
    """Give the rules that are counted again and again, or backwards from an end (R16a, R20)."""
    duration = terms.clauses.duration
    renewal = duration.renewal if duration else None
    if duration is not None and renewal is not None and renewal.by == "tacit":
        further = "term" if renewal.term is None else "renewal.term"
        rule = duration.term if renewal.term is None else renewal.term
        if rule is not None:
            yield f"$.clauses.duration.{further}", rule
    for at, duty in enumerate(terms.clauses.duties):
        if duty.every is not None:
            yield f"$.clauses.duties[{at}].every", duty.every
    for at, clause in enumerate(terms.clauses.termination):
        place = f"$.clauses.termination[{at}]"
        if clause.by == "notice" and clause.effect == "end of term" and clause.period is not None:
            yield f"{place}.period", clause.period
        if clause.window is not None:
            yield f"{place}.window.every", clause.window.every
            yield f"{place}.window.open", clause.window.open
