"""What recordings change in answers already given, line by line: shown before anything is written.

Nothing is found out here: `lifecycle.answers.impact` compares the timelines, this module says what it found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from aggregates.record.receipts import OfAgreement, Receipt
from lifecycle.answers.certificates import Falsified
from lifecycle.answers.impact import Change, Impact, impact
from lifecycle.calendar.days import day_before
from lifecycle.course.machine import WORDS, State
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Capitals, Message, Plural, Row, Value

MOST = 12
"""Stretches of days told one by one on a page; machine formats give all of them."""


_CHANGES = Message("changes")


class Line(NamedTuple):
    """What stands beside a label, and the article that it rests on."""

    label: Value
    says: Value
    article: str = ""


class Reach(NamedTuple):
    """What recordings on one agreement change, taken together."""

    receipts: Sequence[OfAgreement]
    impact: Impact

    @property
    def back(self) -> bool:
        """Whether it reaches behind what is on record, or concerns an entry of the register itself."""
        found = self.impact
        acts = bool(found.later or found.losing or found.regaining or found.falsified or found.restored)
        return acts or (bool(found) and any(receipt.act.KEEPING for receipt in self.receipts))

    @property
    def opening(self) -> Value:
        """How much on record is later; nothing where that is not so."""
        later = self.impact.later
        says = Plural(
            "{agreement}: earlier than {n} act on record ({numbers})",
            "{agreement}: earlier than {n} acts on record ({numbers})",
            agreement=self.receipts[0].agreement,
            n=len(later),
            numbers=numbered(later),
        )
        return says if later else ""

    @property
    def lines(self) -> Iterator[Line]:
        """What changes: states, dates, effects, certificates."""
        found = self.impact
        if not found:
            yield Line(_CHANGES, Message("no answer"))
        told = _told(found.changes)
        yield from map(_changed, told[:MOST])
        if len(told) > MOST:
            more = len(told) - MOST
            yield Line("", Plural("… and {n} further stretch of days", "… and {n} further stretches of days", n=more))
        for moved in found.moved:
            then, now = (Message("none") if day is None else day for day in (moved.before, moved.after))
            says = Message("{what}: {before} → {after}", what=moved.says, before=then, after=now)
            yield Line(Message("dates"), says)
        for lost in found.losing:
            yield Line(Message("#{seq} loses effect", seq=lost.seq), lost.objection.says, lost.objection.article)
        for gained in found.regaining:
            why = Message("it had none: {why}", why=gained.objection.says)
            yield Line(Message("#{seq} has effect", seq=gained.seq), why)
        for one in found.falsified:
            yield _certified(one, Message("({issued}) would no longer be true", issued=_issued(one)))
        for one in found.restored:
            yield _certified(one, Message("({issued}) would be true again", issued=_issued(one)))


class Also(Struct, frozen=True, kw_only=True):
    """What recordings change in another agreement, which asks about one that they are on."""

    agreement: str
    impact: Impact


def also(receipts: Sequence[Receipt]) -> tuple[Also, ...]:
    """Find what receipts change in the agreements that ask about theirs (R65)."""
    before: dict[str, Timeline] = {}
    after: dict[str, Timeline] = {}
    told = (receipt for receipt in receipts if isinstance(receipt, OfAgreement))
    for one in (one for receipt in told for one in receipt.also):
        before.setdefault(one.after.id, one.before)
        after[one.after.id] = one.after
    found = ((name, impact(before[name], line)) for name, line in sorted(after.items()))
    return tuple(Also(agreement=name, impact=one) for name, one in found if one or one.parties)


def also_lines(receipts: Sequence[Receipt]) -> Iterator[Line]:
    """Say what they change in those, agreement by agreement."""
    for one in also(receipts):
        found, label = one.impact, Message("also {agreement}", agreement=one.agreement)
        if found.changes:  # its dates are those of its states
            found = replace(found, moved=())
        for line in Reach((), found).lines:
            says = line.says if line.label in ("", _CHANGES) else Message("{of}: {says}", of=line.label, says=line.says)
            yield Line(label, says, line.article)


NOWHERE = Reach((), Impact())
"""What changes no answer about an agreement's state or dates."""


def reach(receipts: Sequence[OfAgreement]) -> Reach:
    """Find what receipts on one agreement change; what opens a file, or was recorded before, changes nothing."""
    before = receipts[0].before
    if before is None or receipts[0].repeated:
        return Reach(receipts, Impact())
    return Reach(receipts, impact(before, receipts[-1].after))


def reaching_back(receipts: Sequence[Receipt]) -> list[Reach]:
    """Give, by agreement, what is to be shown before it is recorded."""
    of = [one for one in receipts if isinstance(one, OfAgreement)]
    names = dict.fromkeys(receipt.agreement for receipt in of)
    found = [reach([one for one in of if one.agreement == name]) for name in names]
    return [one for one in found if one.back]


def weighty(receipts: Sequence[Receipt]) -> bool:
    """Tell whether somebody is to be asked before this is recorded: it ends one, reaches back, or turns another one."""
    new = [receipt for receipt in receipts if not receipt.repeated]
    weighs = any(receipt.act.WEIGHTY or receipt.accepted for receipt in new)
    return weighs or bool(reaching_back(new)) or bool(also(new))


# In words

_STATES: Mapping[str, Message] = {str(state): says for state, says in WORDS.items()}


def state_or_nothing(state: State | None) -> Message:
    """Say a state as running text does."""
    return state.message if state else Message("nothing")


def stretch(change: Change) -> Value:
    """Say a stretch of time with its last day, not the day after it."""
    if change.end is None:
        return Message("from {day}", day=change.start)
    last = day_before(change.end)
    return last if last == change.start else Message("{first} to {last}", first=change.start, last=last)


def numbered(seqs: Sequence[int], most: int = 5) -> Value:
    """Name recordings by their numbers: a run by its ends, and no more than a few of others."""
    if len(seqs) > 2 and list(seqs) == list(range(seqs[0], seqs[-1] + 1)):
        return Message("#{first} to #{last}", first=seqs[0], last=seqs[-1])
    named = Row(f"#{seq}" for seq in seqs[:most])
    return Message("{numbers} …", numbers=named) if len(seqs) > most else named


def _told(changes: Sequence[Change]) -> list[Change]:
    """Leave out of what changes for parties what changes in the same way for the agreement."""
    own = {(change.start, change.end, change.before, change.after) for change in changes if not change.subject}
    return [
        change
        for change in changes
        if not change.subject or (change.start, change.end, change.before, change.after) not in own
    ]


def _changed(change: Change) -> Line:
    says = Message(
        "{days}: {before} → {after}",
        days=stretch(change),
        before=state_or_nothing(change.before),
        after=Capitals(state_or_nothing(change.after)),
    )
    label = change.subject or _CHANGES
    if change.why is None:
        return Line(label, says)
    return Line(label, Message("{change}: {why}", change=says, why=change.why.says), change.why.article)


def _certified(one: Falsified, says: Message) -> Line:
    return Line(Message("certificate {certificate}", certificate=one.certificate), says)


def _issued(one: Falsified) -> Message:
    state = _STATES.get(one.state, one.state)
    if not one.to:
        return Message("status on {day}: {state}, issued {on}", day=one.as_of, state=state, on=one.on)
    return Message("status on {day}: {state}, issued {on} to {to}", day=one.as_of, state=state, on=one.on, to=one.to)
