"""What survives the end, and for how long: what is left to finish, and what the text keeps alive.

Source: VCLT-IO 70 (R44, R46) and the survival clause of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.calendar.date_rules import DateRule
from lifecycle.course.course import Course
from lifecycle.course.periods import Reason
from lifecycle.messages import Message, Plural, Quoted
from lifecycle.terms.ending import Survival, Tail, Until

KINDS = {"activities": "activity", "accounts": "account"}
"""The kind of head behind each word of the clause."""


def clause_for(course: Course) -> Survival | None:
    """Give the clause on survival, or nothing where the text has none, or the parties have waived it."""
    return None if "" in course.waived else course.terms.clauses.survival


def article_of(course: Course) -> str:
    """Give the article of the clause on survival, empty where the text has none."""
    clause = course.terms.clauses.survival
    return clause.article if clause else ""


def surviving(course: Course) -> list[tuple[str, str]]:
    """Give the open heads that keep the terminated agreement alive."""
    survival = clause_for(course)
    until = survival.until if survival else None
    if until is None:
        return []
    kept = {KINDS[kind] for kind in until.completed}
    return [
        key
        for key, head in course.heads.items()
        if head.closed is None and head.kind in kept and (head.continued or not until.chosen)
    ]


def left_by(course: Course, name: str) -> list[tuple[str, str]]:
    """Give the open heads that keep a party that leaves bound: its accounts, and what it stays linked to."""
    return [
        key
        for key in surviving(course)
        if name in (course.heads[key].owed_by, course.heads[key].owed_to) or name in course.heads[key].linked
    ]


def what_survives(course: Course, survival: Survival | None, left: Sequence[tuple[str, str]]) -> list[Reason]:
    """Say what survives the end, and for how long."""
    if survival is None or survival.until is None:
        return []
    until = survival.until
    said: list[Message] = []
    if left:
        ids = tuple(id for _, id in left)
        said.append(Message("It stays alive as far as needed to finish what is open: {ids}", ids=ids))
    if how_long := _how_long(until):
        said.append(_in_effect(survival, how_long))
    found = [(survival.article, says) for says in said]
    found += [(tail.article, _in_effect(tail, (_for(tail.period),))) for tail in survival.further]
    return [Reason(says=says, article=article, rule="R46", act="survival") for article, says in found]


def _in_effect(clause: Survival | Tail, how_long: tuple[Message, ...]) -> Message:
    articles = clause.articles
    if not articles and clause.of:
        return Message("This stays in effect {how_long}: {what}", how_long=how_long, what=Quoted(clause.of))
    if not articles:
        return Message("It stays in effect {how_long}", how_long=how_long)
    return Plural(
        "Article {articles} stays in effect {how_long}",
        "Articles {articles} stay in effect {how_long}",
        n=len(articles),
        articles=articles,
        how_long=how_long,
    )


def _how_long(until: Until) -> tuple[Message, ...]:
    parts = []
    if until.period:
        parts.append(_for(until.period))
    if until.date:
        parts.append(Message("until {day}", day=until.date))
    if until.through:
        parts.append(Message("through {day}", day=until.through))
    if until.upon:
        parts.append(Message("until {event}", event=until.upon))
    if until.decided:
        parts.append(Message("until the parties decide otherwise"))
    return tuple(parts)


def _for(period: DateRule) -> Message:
    return Message("for {period}", period=period)


def outlives(survival: Survival | None) -> bool:
    """Tell whether the text keeps something in effect without an end: what was done under it does not lapse (R44)."""
    return survival is not None and survival.until is None
