"""How the date of a notice was found: from its anchor by the clause, in lines that a hand can check.

Source: ETS 76, articles 3 and 4; R15 to R24. What sets the date besides is kept with the notice (`Notice.moved`).
"""

from __future__ import annotations

from lifecycle.calendar.date_rules import Note
from lifecycle.calendar.days import add
from lifecycle.course.facts import Notice
from lifecycle.messages import Message


def reckoned(notice: Notice, *, boundary: str) -> tuple[Note, ...]:
    """Say step by step how the clause leads from the day a notice counts from to its effect (R16, R20)."""
    end = notice.term_end
    if end is None:
        return notice.rule.computed(notice.counted_from, boundary=boundary).notes if notice.rule else ()
    says = Message("The first end of a term that a notice of {day} can stop: {end}", day=notice.counted_from, end=end)
    if notice.rule:
        limit = add(end, notice.rule.span, -1)
        says = Message("{says}; {rule} before it is {limit}", says=says, rule=notice.rule, limit=limit)
    return (Note(says, "R20"),)
