"""Rulings: what the rules said of an act when it was recorded.

A ruling is stored with the act and never rewritten; the audit folds again and compares. It holds kinds, days and
numbers, and no sentence: to say a thing in other words changes no ruling (ADR 0013). A change of the rules that changes
answers gets a new `RULES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from lifecycle.course.dues import Matter
from lifecycle.course.machine import State
from lifecycle.fold.timeline import Entry, Timeline
from lifecycle.law import RULES

LIFE = ("entered_into_force", "terminated_on", "closed_on")
"""The dates of an agreement's life."""


class Dated(Matter, frozen=True, kw_only=True, omit_defaults=True):
    """What an act set to fall due, and the day."""

    on: date


class Objected(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an objection rests on."""

    says: str = ""
    """Its words, in rulings of 2026.1 and 2026.2 only."""
    rule: str
    article: str = ""
    conflicts: int | None = None


class Ruling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """States of the agreement around an act on its legal date, the dates it set, and the objection it met."""

    rules: str
    state_before: State | None = None
    state_after: State | None = None
    dates: Mapping[str, date] = {}
    """The dates in words, in rulings of 2026.1 and 2026.2 only: `lifecycle.fold.old_rulings` reads them."""
    life: Mapping[str, date] = {}
    """The dates of the agreement's life that it set, by the names of `LIFE`."""
    due: tuple[Dated, ...] = ()
    """What else it set: what falls due, and when."""
    objection: Objected | None = None

    @property
    def told(self) -> Mapping[str, date]:
        """All dates that it set, in English as they are published; an earlier ruling's in the words of then."""
        said = {**self.life, **{str(one.what): one.on for one in self.due}}
        return self.dates or dict(sorted(said.items()))


def rule(before: Timeline | None, after: Timeline, entry: Entry) -> Ruling:
    """Rule on an act, given the timelines without it and with it."""
    day, met = entry.act.dated(), after.irregular.get(entry.seq)
    return Ruling(
        rules=RULES,
        state_before=before.state_on(day) if before else None,
        state_after=after.state_on(day),
        life=_life(before, after),
        due=_due(after, entry.seq),
        objection=Objected(rule=met.rule, article=met.article, conflicts=met.conflicts) if met else None,
    )


def _life(before: Timeline | None, after: Timeline) -> dict[str, date]:
    known, found = ({name: getattr(line, name, None) for name in LIFE} for line in (before, after))
    return {name: on for name, on in found.items() if on is not None and on != known[name]}


def _due(line: Timeline, seq: int) -> tuple[Dated, ...]:
    """Give what an act set to fall due, each matter once, on the day that was set last."""
    found = {
        (due.kind, due.subject, due.cause): Dated(
            kind=due.kind, subject=due.subject, cause=due.cause, values=due.values, on=due.on
        )
        for due in line.dues
        if due.seq == seq and due.kind != "head"
    }
    return tuple(found[key] for key in sorted(found))


__all__ = ["LIFE", "RULES", "Dated", "Objected", "Ruling", "rule"]
