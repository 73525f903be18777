"""New terms: what they set in motion from their day on, for whom, and what of it a rectification reaches.

Cases stand in `tests/cases/amending.yaml`, with the answers counted by hand.
"""

from __future__ import annotations

import shlex
from datetime import date
from typing import Any

import pytest
from given import cases

from lifecycle.acts.kinds import act_from
from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Entry, Timeline, fold


def text(case: dict[str, Any], version: str = "") -> dict[str, Any]:
    """Give the plain terms of a case, or of a version of it."""
    changed: dict[str, Any] = case["versions"][version] if version else {}
    clauses = {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}, **case["clauses"]}
    clauses |= {name: clause for name, clause in changed.items() if name not in ("conventions", "parties")}
    return {
        "agreement": "x",
        "title": "X",
        "parties": {name: {"name": name} for name in changed.get("parties", case.get("parties", ["A", "B"]))},
        "open": case.get("open", "false"),
        "least_parties": case.get("least_parties", 2),
        "conventions": changed.get("conventions", case.get("conventions", {})),
        "clauses": {name: clause for name, clause in clauses.items() if clause != "none"},
    }


def recorded(case: dict[str, Any]) -> Timeline:
    """Record the acts of a case, one of each party where a line names several."""
    first = min(line.split()[0] for line in case["acts"])
    entries = [Entry(1, act_from({"act": "drafted", "on": first, "terms": text(case)}))]
    for line in case["acts"]:
        on, tag, *given = shlex.split(line)
        fields: dict[str, Any] = dict(field.split("=", 1) for field in given)
        if "terms" in fields:
            fields["terms"] = text(case, fields["terms"])
        for name in fields.pop("by", "").split(","):
            by = {"by": name} if name else {}
            act = number(fold(entries), act_from({"act": tag, "on": on, **by, **fields}))
            entries.append(Entry(len(entries) + 1, act))
    return fold(entries)


def shown(answer: Status, what: str) -> str:
    if what in answer.parties:
        return str(answer.parties[what].state)
    if what == "kept":
        return ";".join(f"{kept.party}:{kept.terms_version}" for kept in answer.terms_kept)
    return str(getattr(answer, what))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in cases("amending.yaml")])
def test_new_terms_have_these_answers(case: dict[str, Any]) -> None:
    """The states, versions and dates on each day, what is coming, and what is refused."""
    line = recorded(case)
    assert {str(seq): found.rule for seq, found in line.irregular.items()} == case.get("refused", {})
    for expected in case["is"]:
        day, state, *more = expected.split()
        answer = status(line, date.fromisoformat(day))
        assert answer.state == state, day
        told = dict(one.split("=") for one in more)
        assert {what: shown(answer, what) for what in told} == told, day
    for day, coming in case.get("next", {}).items():
        answer = status(line, date.fromisoformat(day))
        assert {str(due.on): str(due.what) for due in answer.next} == coming, day
