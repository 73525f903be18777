"""How the date of a notice was found: from its anchor by the clause, in lines that a hand can check.

Source: ETS 76, articles 3 and 4; R15 to R24. What sets the date besides is kept with the notice (`Notice.moved`).
"""

from __future__ import annotations

from lifecycle.calendar.date_rules import Note
from lifecycle.calendar.days import add
from lifecycle.course.notices import Notice
from lifecycle.messages import Message

COUNTS = {
    "receipt": Message("The period counts from receipt"),
    "sending": Message("The period counts from sending"),
    "transmission": Message("The period counts from the transmission by the depositary"),
}
TAKES_EFFECT = {
    "same day": Message("It takes effect on that day"),
    "next day": Message("It takes effect on the day after"),
}
WOULD_TAKE_EFFECT = {
    "same day": Message("It would take effect on that day"),
    "next day": Message("It would take effect on the day after"),
}


def as_stated(says: Message) -> Message:
    """Say of a step that the terms answer it themselves."""
    return Message("{says} (as the terms say)", says=says)


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


def right(notice: Notice) -> Message:
    """Say by which period a party may end its participation."""
    by, rule = notice.by, notice.rule
    if notice.term_end is None:
        return Message("{party} may end its participation by notice, after {rule}", party=by, rule=rule)
    if rule is None:
        return Message("{party} may end its participation by notice, before the end of a term and with it", party=by)
    return Message(
        "{party} may end its participation by notice, at least {rule} before the end of a term and with it",
        party=by,
        rule=rule,
    )


def received(notice: Notice) -> Message:
    """Say when a notice was received, and sent where that was another day."""
    by, id, sent, received = notice.by, notice.id, notice.sent, notice.received
    if sent == received:
        return Message("{party}'s notice {notice} was received on {received}", party=by, notice=id, received=received)
    return Message(
        "{party}'s notice {notice}, sent on {sent}, was received on {received}",
        party=by,
        notice=id,
        sent=sent,
        received=received,
    )
