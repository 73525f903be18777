"""Differences: in what two answers differ, and what made the difference.

Three questions on the two axes of time and on the text: which acts, by being recorded, changed what is believed of a
day; what happened between two days; and which clauses of the terms were reworded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.answers.parts import Key, Part, of_answer, of_text
from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.course.machine import State
from lifecycle.course.periods import Period
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message
from lifecycle.terms.text import Terms


class Turn(Struct, frozen=True, kw_only=True):
    """A part of an answer, or of a text, as it was and as it is; nothing where there is no such part."""

    what: str
    """The names of its fields and members, from the outermost on."""
    before: Any = None
    after: Any = None
    article: str = ""
    key: tuple[str, ...] = ()
    """The same by keys, which no wording changes."""
    member: Message | None = None
    """The member of a list that it is of, such as a notice, or what falls due, as it is said."""


class Step(Struct, frozen=True, kw_only=True):
    """An act on record that changed an answer, and in what."""

    seq: int
    act: str
    on: date
    says: Message
    turns: tuple[Turn, ...]


class Happening(Struct, frozen=True, kw_only=True):
    """An act done on a day, or a state that began on it; `subject` is empty for the agreement."""

    on: date
    says: Message
    article: str = ""
    seq: int | None = None
    act: str = ""
    subject: str = ""
    state: State | None = None
    without_effect: bool = False


# The known axis


def answer(line: Timeline, as_of: date, known_at: int) -> Status | None:
    """Give the answer for a day as it was known at a recording; nothing before the draft, in law or on record."""
    known = line.known(known_at)
    return status(known, as_of) if known is not None and as_of >= known.drafted else None


def beliefs(line: Timeline, as_of: date, first: int, last: int) -> Iterator[Step]:
    """Give the acts recorded after `first`, up to and with `last`, that changed the answer for a day, each with it.

    Those of other agreements, too, that it asks about.
    """
    told = answer(line, as_of, first)
    for seq, (agreement, act) in line.recorded().items():
        if not first < seq <= last:
            continue
        known = answer(line, as_of, seq)
        if found := turns(told, known):
            yield Step(seq=seq, act=act.tag, on=act.dated(), says=act.says(agreement), turns=found)
        told = known


def turns(before: Status | None, after: Status | None) -> tuple[Turn, ...]:
    """Compare what two answers say."""
    return tuple(_compared(of_answer(before), of_answer(after)))


def content(told: Status | None) -> Mapping[Key, Any]:
    """Give what an answer says, part by part, without what it rests on."""
    return {key: part.value for key, part in of_answer(told).items()}


def _compared(before: Mapping[Key, Part], after: Mapping[Key, Part]) -> Iterator[Turn]:
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        then, now = old and old.value, new and new.value
        if then != now and (part := new or old):
            yield Turn(what=".".join(part.names), before=then, after=now, key=key, member=part.member)


# The legal axis


def happenings(timeline: Timeline, first: date, last: date) -> tuple[Happening, ...]:
    """Give what happened after the first day, up to and on the last: the acts, and the states that began."""
    line = timeline.until(last)
    found = [*_acts(line), *_states(line, "", line.agreement)]
    for name, periods in line.parties.items():
        found += _states(line, name, periods)
    within = [one for one in found if first < one.on <= last]
    return tuple(sorted(within, key=lambda one: (one.on, one.state is not None, one.subject, one.seq or 0)))


def _acts(line: Timeline) -> Iterator[Happening]:
    for entry in line.standing:
        act, objection = entry.act, line.irregular.get(entry.seq)
        says = act.says(line.id)
        yield Happening(
            on=act.dated(),
            says=Message("{act}: {objection}", act=says, objection=objection.says) if objection else says,
            article=objection.article if objection else "",
            seq=entry.seq,
            act=act.tag,
            without_effect=objection is not None,
        )


def _states(line: Timeline, subject: str, periods: Sequence[Period]) -> Iterator[Happening]:
    for period in periods:
        why = period.because
        if why is not None and (period.start, period.state) != (line.drafted, State.DRAFTED):
            yield Happening(
                on=period.start, says=why.says, article=why.article, seq=why.seq, subject=subject, state=period.state
            )


# The text


def reworded(before: Terms, after: Terms) -> tuple[Turn, ...]:
    """Compare two texts clause by clause, each difference with its article."""
    old, new = of_text(before), of_text(after)
    return tuple(replace(turn, article=_article(turn.key, new, old)) for turn in _compared(old, new))


def _article(key: Key, *texts: Mapping[Key, Part]) -> str:
    """Find the article of the clause that a part is in."""
    within = [key[:depth] for depth in range(len(key) - 1, 0, -1)]
    found = (text.get((*place, "article")) for place in within for text in texts)
    return next((str(part.value) for part in found if part), "")
