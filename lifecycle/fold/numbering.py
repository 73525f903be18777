"""The numbers of what acts open and close: the next one, or the only one that can be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from lifecycle.acts.act import Act
from lifecycle.acts.approval import waiting
from lifecycle.acts.declarations.objection import DeclarationWithdrawn
from lifecycle.acts.notices.outcome import became
from lifecycle.course.declarations import Declaration
from lifecycle.course.facts import Fact
from lifecycle.course.notices import Notice, Outcome
from lifecycle.errors import InvalidInput, Problem
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message


def number(timeline: Timeline, act: Act) -> Act:
    """Fill in the id that an act leaves out: the next number for what it opens, the only open one for what it closes.

    Raises `InvalidInput` where none is open, or more than one.
    """
    if act.opens and getattr(act, act.opens[0]) is None:
        field, letter = act.opens
        taken = {getattr(entry.act, field, None) for entry in timeline.entries}
        taken |= {str(act.submits.get(field)) for act in waiting(timeline.entries).values()}
        count = sum(1 for entry in timeline.entries if entry.act.opens == act.opens)
        while f"{letter}{count + 1}" in taken:
            count += 1
        return replace(act, **{field: f"{letter}{count + 1}"})
    if act.CLOSES and getattr(act, act.CLOSES) is None:
        return replace(act, **{act.CLOSES: _only_open(timeline, act)})
    return act


def _only_open(timeline: Timeline, act: Act) -> str:
    kinds: Mapping[str, Sequence[Fact]] = {
        "notice": timeline.notices,
        "suspension": timeline.suspensions,
        "dispute": timeline.disputes,
        "activity": [head for head in timeline.heads if head.kind == "activity"],
        "amendment": timeline.amendments,
        "declaration": timeline.declarations,
        "consultation": [record for record in timeline.records if record.kind == "consultation"],
        "request": [record for record in timeline.records if record.kind == "request"],
        "restriction": [record for record in timeline.records if record.kind.endswith("restriction")],
        "account": [head for head in timeline.heads if head.kind == "account"],
    }
    known, day = kinds[act.CLOSES], act.dated()
    there = [fact for fact in known if fact.stands(day)]
    if act.CLOSES in ("notice", "suspension"):
        there = [fact for fact in there if getattr(fact, "by", act.by) == act.by] or there
    if act.CLOSES == "declaration":
        there = [known for known in timeline.declarations if known.stands(day) and _meant(act, known)]
    if len(there) == 1:
        return there[0].id
    over = tuple(_became(fact) for fact in known if fact.closed and fact.closed <= day)
    if there:
        says = Message("several are open on {day}: {ids}; name one", day=day, ids=tuple(fact.id for fact in there))
    elif over:
        says = Message("none is open on {day} ({over}): name the one you mean", day=day, over=over)
    else:
        says = Message("none is open on {day}: name the one you mean", day=day)
    raise InvalidInput([Problem(place=f"$.{act.CLOSES}", says=says)])


def _meant(act: Act, known: Declaration) -> bool:
    """Tell whether an act that names no declaration may mean this one: its own, or another's that it objects to."""
    if isinstance(act, DeclarationWithdrawn):
        return known.by == act.by if act.withdraws == "declaration" else known.objection_of(act.by) is not None
    return known.by != act.by and getattr(act, "to", None) in (None, known.by)


def _became(fact: Fact) -> Message:
    """Say what became of a notice or another thing that is no longer open."""
    if not isinstance(fact, Notice):
        return Message("{id} is closed since {day}", id=fact.id, day=fact.closed)
    if fact.outcome is not Outcome.TOOK_EFFECT:
        return became(fact)
    return Message("{effect}, and can be withdrawn only before that, by R29, VCLT-IO 68", effect=became(fact))
