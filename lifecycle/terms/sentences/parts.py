"""Parts of the sentences that say terms: lists, who acts, upon what.

The articles are those of each clause; nothing here rests on one of its own.

To add a part: a function here that gives words without a full stop.
"""

from __future__ import annotations

from collections.abc import Iterator

from lifecycle.calendar.date_rules import DateRule
from lifecycle.terms.conditions import Condition

Said = Iterator[tuple[str, str]]
"""Articles, each with what it says."""


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Give names as a list: `A, B and C`."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def any_of(of: str | tuple[str, ...]) -> str:
    """Say who may act: the one named, or any of several."""
    return of if isinstance(of, str) else listed(of).replace(" and ", " or ")


def upon(condition: Condition, then: DateRule | None = None) -> str:
    """Say from when something has effect: upon what, or a period after it."""
    said = condition.phrase()
    if then is not None:
        return then.when(said)
    if condition.then is not None:
        return condition.then.when(condition.node.phrase())
    return f"on {said}" if condition.kind == "date" else f"upon {said}"


def of_the_party(fact: str) -> str:
    """Say a fact that is asked of each party, such as `{party} is a member`."""
    return fact.replace("{party}", "the party")
