"""The numbers of what acts open and close: the next one, or the only one that can be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from lifecycle.acts.act import Act
from lifecycle.acts.approval import waiting
from lifecycle.calendar.days import words
from lifecycle.course.facts import Fact, Notice
from lifecycle.errors import InvalidInput, Problem
from lifecycle.fold.timeline import Timeline


def number(timeline: Timeline, act: Act) -> Act:
    """Fill in the id that an act leaves out: the next number for what it opens, the only open one for what it closes.

    Raises `InvalidInput` where none is open, or more than one.
    """
    if act.OPENS and getattr(act, act.OPENS[0]) is None:
        field, letter = act.OPENS
        taken = {getattr(entry.act, field, None) for entry in timeline.entries}
        taken |= {str(act.submits.get(field)) for act in waiting(timeline.entries).values()}
        count = sum(1 for entry in timeline.entries if entry.act.OPENS == act.OPENS)
        while f"{letter}{count + 1}" in taken:
            count += 1
        return replace(act, **{field: f"{letter}{count + 1}"})
    if act.CLOSES and getattr(act, act.CLOSES[0]) is None:
        field, noun = act.CLOSES
        return replace(act, **{field: _only_open(timeline, act, noun)})
    return act


def _only_open(timeline: Timeline, act: Act, noun: str) -> str:
    kinds: Mapping[str, Sequence[Fact]] = {
        "notice": timeline.notices,
        "suspension": timeline.suspensions,
        "dispute": timeline.disputes,
        "activity": [head for head in timeline.heads if head.kind == "activity"],
        "amendment": timeline.amendments,
        "consultation": [record for record in timeline.records if record.kind == "consultation"],
        "request": [record for record in timeline.records if record.kind == "request"],
        "restriction": [record for record in timeline.records if record.kind.endswith("restriction")],
        "account": [head for head in timeline.heads if head.kind == "account"],
    }
    there = [fact for fact in kinds[noun] if fact.stands(act.dated())]
    if noun in ("notice", "suspension"):
        there = [fact for fact in there if getattr(fact, "by", act.by) == act.by] or there
    if len(there) == 1:
        return there[0].id
    if not there:
        became = "; ".join(_became(fact, noun) for fact in kinds[noun] if fact.closed and fact.closed <= act.dated())
        says = f"no {noun} is open on {words(act.dated())}{f' ({became})' if became else ''}: name the one you mean"
    else:
        names = ", ".join(fact.id for fact in there)
        says = f"which {noun}? On {words(act.dated())} these are open: {names}"
    raise InvalidInput([Problem(place=f"$.{noun}", says=says)])


def _became(fact: Fact, noun: str) -> str:
    """Say what became of a notice or another thing that is no longer open."""
    if not isinstance(fact, Notice):
        return f"{noun} {fact.id} is closed since {words(fact.closed)}"
    late = ", and can be withdrawn only before that, by R29, VCLT-IO 68" if fact.outcome == "took effect" else ""
    return f"{fact.id} {fact.outcome} on {words(fact.closed)}{late}"
