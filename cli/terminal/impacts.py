"""What a recording changes in answers already given, in words: shown before anything is written.

Nothing is found out here: `lifecycle.answers.impact` compares the timelines, this module only writes its answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cli.terminal.page import Paper, count, loud, source
from lifecycle.answers.impact import Change, Impact, impact
from lifecycle.calendar.days import day_before, words

if TYPE_CHECKING:
    from aggregates.record.receipts import Receipt
    from lifecycle.answers.certificates import Falsified
    from lifecycle.course.machine import State

MOST = 12
"""Stretches of days named one by one on a screen; machine formats give all of them."""


class Reach(NamedTuple):
    """What recordings on one agreement change, taken together."""

    receipts: Sequence[Receipt]
    impact: Impact

    @property
    def back(self) -> bool:
        """Whether it reaches behind what is on record, or concerns an entry of the register itself."""
        found = self.impact
        acts = bool(found.later or found.losing or found.regaining or found.falsified or found.restored)
        return acts or (bool(found) and any(receipt.act.KEEPING for receipt in self.receipts))


def reaches(receipts: Sequence[Receipt]) -> list[Reach]:
    """Find what receipts change, agreement by agreement; what opens a file, or was recorded before, changes nothing."""
    names = dict.fromkeys(receipt.agreement for receipt in receipts)
    return [reach(mine) for name in names if (mine := [one for one in receipts if one.agreement == name])]


def reach(receipts: Sequence[Receipt]) -> Reach:
    """Find what receipts on one agreement change."""
    before = receipts[0].before
    if before is None or receipts[0].repeated:
        return Reach(receipts, Impact())
    return Reach(receipts, impact(before, receipts[-1].after))


def reaching_back(receipts: Sequence[Receipt]) -> list[Reach]:
    """Give what is to be shown before it is recorded."""
    return [one for one in reaches(receipts) if one.back]


# In words


def quiet(state: State | None) -> str:
    """Write a state as running text does."""
    return state.value.replace("_", " ") if state else "nothing"


def stretch(change: Change) -> str:
    """Write a stretch of time with its last day, not the day after it."""
    if change.end is None:
        return f"from {words(change.start)}"
    last = day_before(change.end)
    return words(change.start) if last == change.start else f"{words(change.start)} to {words(last)}"


def numbers(seqs: Sequence[int], most: int = 5) -> str:
    """Name recordings by their numbers: a run by its ends, and no more than a few of others."""
    if len(seqs) > 2 and list(seqs) == list(range(seqs[0], seqs[-1] + 1)):
        return f"#{seqs[0]} to #{seqs[-1]}"
    named = ", ".join(f"#{seq}" for seq in seqs[:most])
    return f"{named} …" if len(seqs) > most else named


def draw(paper: Paper, found: Reach) -> None:
    """Write what recordings on one agreement change."""
    paper.line(_opening(found))
    last = ""
    for label, says in _lines(found.impact):
        paper.field(label if label != last else "", says)
        last = label


def _opening(found: Reach) -> str:
    later, one = found.impact.later, len(found.receipts) == 1
    who = "This act is" if one else f"Of these {len(found.receipts)} acts on {found.receipts[0].agreement} the first is"
    if found.receipts[0].act.KEEPING:
        who = "What this concerns is" if one else who
    changes = "it changes" if one else "them changes"
    what = f"Recording {changes}{':' if found.impact else ' no answer.'}"
    return f"{who} earlier than {count(len(later), 'act')} on record ({numbers(later)}). {what}" if later else what


def _lines(found: Impact) -> Iterator[tuple[str, str]]:
    for number, change in enumerate(told := _told(found.changes)):
        if number == MOST:
            yield "", f"… and {count(len(told) - MOST, 'further stretch', 'further stretches')} of days"
            break
        why = f": {str(change.why.says).rstrip('.')}{source(change.why.article)}" if change.why else ""
        turn = f"{quiet(change.before)} → {loud(change.after or 'nothing')}"
        yield change.subject or "changes", f"{stretch(change)}: {turn}{why}"
    for moved in found.moved:
        then, now = (words(day) if day else "none" for day in (moved.before, moved.after))
        yield "dates", f"{moved.what.replace('_', ' ')}: {then} → {now}"
    for lost in found.losing:
        yield f"#{lost.seq} loses effect", f"{lost.objection.says}{source(lost.objection.article)}"
    for gained in found.regaining:
        yield f"#{gained.seq} has effect", f"it had none: {gained.objection.says}"
    yield from (
        (f"certificate {one.certificate}", f"{_issued(one)} would no longer be true") for one in found.falsified
    )
    yield from ((f"certificate {one.certificate}", f"{_issued(one)} would be true again") for one in found.restored)


def _told(changes: Sequence[Change]) -> list[Change]:
    """Leave out of what changes for parties what changes in the same way for the agreement."""
    own = {(change.start, change.end, change.before, change.after) for change in changes if not change.subject}
    return [
        change
        for change in changes
        if not change.subject or (change.start, change.end, change.before, change.after) not in own
    ]


def _issued(one: Falsified) -> str:
    to = f" to {one.to}" if one.to else ""
    return f"(status on {words(one.as_of)}: {one.state.replace('_', ' ')}, issued {words(one.on)}{to})"
