"""How the record differs from what today's rules make of it: in rulings, by what they say, and in states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from aggregates.proof.defects import Defect
from aggregates.record.log.recording import Recorded
from lifecycle.fold import old_rulings
from lifecycle.fold.judgement import departures
from lifecycle.fold.ruling import RULES, Dated, Ruling
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message, Quoted, Value


class Difference(Defect, frozen=True, kw_only=True):
    """One thing that is not as a replay makes it."""

    rules: str | None = None
    """Of a ruling, the version of the rules that it was made by."""


def differing(known: Recorded, today: Ruling) -> Iterator[Difference]:
    """Compare the ruling of a recording with that of today's rules."""
    made = known.ruling.rules
    for says in compare(known.ruling, today):
        if made == RULES:
            yield Difference(check="rulings", seq=known.seq, agreement=known.agreement, says=says, rules=made)
        else:
            changed = Message("ruled by {then}, today {now}: {difference}", then=made, now=RULES, difference=says)
            yield Difference(check="rules", seq=known.seq, agreement=known.agreement, says=changed, rules=made)


def judged(line: Timeline) -> Iterator[Difference]:
    """Let the machine of states judge what a fold came to."""
    for one in departures(line):
        says = Message(
            "on {day} the fold turns {subject} {state}, where the machine of states has {judged}",
            day=one.on,
            subject=one.subject or Message("the agreement"),
            state=one.state,
            judged=one.judged,
        )
        yield Difference(check="states", seq=line.entries[-1].seq, agreement=line.id, says=says)


def compare(stored: Ruling, today: Ruling) -> list[Message]:
    """Say in what two rulings differ: in states, in dates by what they are of, in what an objection rests on."""
    if stored == today:
        return []
    stored, today = old_rulings.as_then(stored, today)
    then, now = _dates(stored), _dates(today)
    if stored.rules in old_rulings.RULES:
        then, now = _worded(stored.dates), _worded(old_rulings.in_words_of(stored.dates, today))
    none = None, None
    pairs: list[tuple[Value, Value, Value]] = [
        (Message("state before"), stored.state_before, today.state_before),
        (Message("state after"), stored.state_after, today.state_after),
        *((what, then.get(key, none)[1], now.get(key, none)[1]) for key, (what, _) in sorted({**then, **now}.items())),
        (Message("objection"), _grounds(stored), _grounds(today)),
    ]
    nothing = Message("none")
    return [
        Message("{what}: stored {then}, replayed {now}", what=what, then=one or nothing, now=other or nothing)
        for what, one, other in pairs
        if one != other
    ]


Dates = Mapping[str, tuple[Value, date]]
"""Dates with what they are of: by a key that says the same, and as it is said."""

_LIFE: Mapping[str, Message] = {
    "entered_into_force": Message("entry into force"),
    "terminated_on": Message("termination"),
    "closed_on": Message("end of the winding down"),
}


def _dates(ruling: Ruling) -> Dates:
    due = {str((one.kind, one.subject, one.cause, one.values)): (_said(one), one.on) for one in ruling.due}
    return {**_worded(ruling.life), **due}


def _worded(dates: Mapping[str, date]) -> Dates:
    return {name: (_LIFE.get(name, Quoted(name)), on) for name, on in dates.items()}


def _said(one: Dated) -> Value:
    try:
        return one.what
    except (LookupError, TypeError):  # nothing that this program has written
        return Quoted(one.kind)


def _grounds(ruling: Ruling) -> Message | None:
    objection = ruling.objection
    if objection is None:
        return None
    rule, article, seq = objection.rule, objection.article, objection.conflicts
    if seq is None:
        return Message("{rule} ({article})", rule=rule, article=article)
    return Message("{rule} ({article}) against #{seq}", rule=rule, article=article, seq=seq)
