"""The agreements that are measured: a bilateral memorandum, a thousand of them, and one with a thousand acts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from aggregates.record.decision import Proposal
from lifecycle.acts.act import Entry
from lifecycle.acts.kinds import act_from

FIRST = date(1999, 5, 1)


PARTNERS = 200
"""Parties that share the agreements of a register, beside the one that has all of them."""


def terms(agreement: str, partner: str = "WCO") -> dict[str, Any]:
    """Give the terms of a memorandum with survival, as plain data."""
    notice = {"article": "5(1)", "by": "notice", "from": "any party", "period": "6 months", "form": "written"}
    return {
        "agreement": agreement,
        "title": f"Memorandum of Understanding {agreement}",
        "parties": {
            "ICMPD": {"name": "A centre", "signs": "Director"},
            partner: {"name": f"An organisation {partner}"},
        },
        "clauses": {
            "entry_into_force": {"article": "5(1)", "upon": {"signed": "all"}},
            "termination": [{"article": "5(1)", "by": "consent"}, notice],
            "survival": {"article": "5(2)", "until": {"completed": ["activities", "accounts"]}},
        },
    }


def opening(agreement: str) -> list[Proposal]:
    """Give the draft and the two signatures."""
    acts: list[dict[str, Any]] = [
        {"act": "drafted", "on": "1999-05-01", "terms": terms(agreement)},
        {"act": "signed", "by": "WCO", "on": "1999-05-21"},
        {"act": "signed", "by": "ICMPD", "on": "1999-05-21"},
    ]
    return [Proposal(agreement=agreement, act=act_from(act)) for act in acts]


def activity(agreement: str, number: int) -> Proposal:
    """Give the beginning of one activity."""
    on = FIRST + timedelta(days=30 + number)
    act = act_from({"act": "activity_begun", "activity": f"a{number}", "on": on.isoformat()})
    return Proposal(agreement=agreement, act=act)


def thousand_acts() -> list[Entry]:
    """Give a file of a thousand acts: two signatures, activities with their accounts, now and then a notice."""
    entries = [Entry(seq, proposal.act) for seq, proposal in enumerate(opening("measured"), 1)]
    day = FIRST + timedelta(days=60)
    number = 0
    while len(entries) < 1000:
        number += 1
        day += timedelta(days=2)
        acts: list[dict[str, Any]] = [
            {"act": "activity_begun", "activity": f"a{number}", "on": day.isoformat()},
            {"act": "account_opened", "account": f"c{number}", "activity": f"a{number}", "on": day.isoformat()},
            {"act": "activity_completed", "activity": f"a{number}", "on": (day + timedelta(days=9)).isoformat()},
            {"act": "account_settled", "account": f"c{number}", "on": (day + timedelta(days=9)).isoformat()},
        ]
        if number % 50 == 0:
            acts += [
                {"act": "notice_given", "notice": f"n{number}", "by": "WCO", "on": day.isoformat()},
                {"act": "notice_withdrawn", "notice": f"n{number}", "by": "WCO", "on": day.isoformat()},
            ]
        entries += [Entry(len(entries) + at, act_from(act)) for at, act in enumerate(acts, 1)]
    return entries[:1000]


def memorandum(number: int) -> list[dict[str, Any]]:
    """Give the ten acts of a memorandum as plain data, two of them recorded after a later one."""
    name, partner = f"m{number}", f"P{number % PARTNERS}"
    day = FIRST + timedelta(days=30 + number % 1000)
    acts: list[dict[str, Any]] = [
        {"act": "drafted", "on": "1999-05-01", "terms": terms(name, partner)},
        {"act": "signed", "by": partner, "on": "1999-05-21"},
        {"act": "signed", "by": "ICMPD", "on": "1999-05-21"},
    ]
    for at in range(3):
        begun, completed = day + timedelta(days=20 * at), day + timedelta(days=20 * at + 19)
        acts.append({"act": "activity_begun", "activity": f"A{at}", "on": begun.isoformat()})
        if at or number % 3:  # of every third agreement an activity stays open
            acts.append({"act": "activity_completed", "activity": f"A{at}", "on": completed.isoformat()})
    if number % 2:
        on = (day + timedelta(days=100)).isoformat()
        acts.append({"act": "notice_given", "notice": "N1", "by": partner, "on": on})
    for at, (one, other) in enumerate(pairwise(acts)):
        if (one["act"], other["act"]) == ("activity_completed", "activity_begun"):
            acts[at], acts[at + 1] = other, one
    return [{"agreement": name, **act} for act in acts]


def proposals(number: int) -> list[Proposal]:
    """Give them as proposals."""
    acts = ({name: value for name, value in act.items() if name != "agreement"} for act in memorandum(number))
    return [Proposal(agreement=f"m{number}", act=act_from(act)) for act in acts]
