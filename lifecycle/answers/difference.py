"""Differences: in what two answers differ, and what made the difference.

Three questions on the two axes of time and on the text: which acts, by being recorded, changed what is believed of a
day; what happened between two days; and which clauses of the terms were reworded. An answer's derivation is not part of
what it says: the same answer for another reason is the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.codec import to_plain
from lifecycle.course.machine import State
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.text import Terms


class Turn(Struct, frozen=True, kw_only=True):
    """A part of an answer, or of a text, as it was and as it is; nothing where there is no such part."""

    what: str
    before: Any = None
    after: Any = None
    article: str = ""


class Step(Struct, frozen=True, kw_only=True):
    """An act on record that changed an answer, and in what."""

    seq: int
    act: str
    on: date
    says: str
    turns: tuple[Turn, ...]


class Happening(Struct, frozen=True, kw_only=True):
    """An act done on a day, or a state that began on it; `subject` is empty for the agreement."""

    on: date
    says: str
    article: str = ""
    seq: int | None = None
    act: str = ""
    subject: str = ""
    state: State | None = None
    without_effect: bool = False


# The known axis


def answer(entries: Sequence[Entry], as_of: date) -> Status | None:
    """Give the answer for a day that these recordings make; nothing before the draft, in law or on record."""
    if not entries:
        return None
    line = fold(entries)
    return status(line, as_of) if as_of >= line.drafted else None


def beliefs(entries: Sequence[Entry], as_of: date, first: int, last: int) -> Iterator[Step]:
    """Give the acts recorded after `first`, up to and with `last`, that changed the answer for a day, each with it."""
    draft: Any = entries[0].act
    told = answer([entry for entry in entries if entry.seq <= first], as_of)
    for at, entry in enumerate(entries, 1):
        if not first < entry.seq <= last:
            continue
        known = answer(entries[:at], as_of)
        if found := turns(told, known):
            act = entry.act
            yield Step(
                seq=entry.seq, act=act.tag, on=act.dated(), says=str(act.says(draft.terms.agreement)), turns=found
            )
        told = known


def turns(before: Status | None, after: Status | None) -> tuple[Turn, ...]:
    """Compare what two answers say."""
    return tuple(_compared(content(before), content(after)))


_ASIDE = frozenset({"agreement", "title", "as_of", "seq", "why", "assumed", "irregular"})
"""Fields of an answer that ask, derive or explain it."""


def content(told: Status | None) -> Mapping[str, Any]:
    """Give what an answer says, part by part, without the derivation of it."""
    if told is None:
        return {}
    return dict(_parts("", {key: value for key, value in to_plain(told).items() if key not in _ASIDE}))


def _parts(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Take plain data apart, down to what has no parts; members of a list are named by their ids."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _ASIDE:
                yield from _parts(f"{place}.{key}" if place else key, inner)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        for name, inner in zip(_names(value), value, strict=True):
            yield from _parts(f"{place}.{name}", inner)
    elif value not in (None, (), [], ""):
        yield place, value


_NAMED_BY = ("notice", "suspension", "dispute", "id", "what", "article")


def _names(members: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name the members of a list by the field that tells them apart, and by their number where it does not."""
    given = [str(next((one[field] for field in _NAMED_BY if one.get(field)), "")) for one in members]
    kinds = [
        f"{name} {one.get('by') or one.get('ground') or ''}".strip() for name, one in zip(given, members, strict=True)
    ]
    return [
        name if given.count(name) == 1 else kind if kinds.count(kind) == 1 else f"{kind} ({kinds[:at].count(kind) + 1})"
        for at, (name, kind) in enumerate(zip(given, kinds, strict=True))
    ]


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Turn]:
    for what in dict.fromkeys([*before, *after]):
        old, new = before.get(what), after.get(what)
        if old != new:
            yield Turn(what=what, before=old, after=new)


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
        act, seq = entry.act, entry.seq
        objection = line.irregular.get(seq)
        yield Happening(
            on=act.dated(),
            says=str(act.says(line.id)) + (f": {objection.says}" if objection else ""),
            article=objection.article if objection else "",
            seq=seq,
            act=act.tag,
            without_effect=objection is not None,
        )


def _states(line: Timeline, subject: str, periods: Sequence[Any]) -> Iterator[Happening]:
    for period in periods:
        if period.start == line.drafted and period.state is State.DRAFTED:
            continue
        why = period.because
        if why is not None:
            yield Happening(
                on=period.start, says=why.says, article=why.article, seq=why.seq, subject=subject, state=period.state
            )


# The text


def reworded(before: Terms, after: Terms) -> tuple[Turn, ...]:
    """Compare two texts clause by clause, each difference with its article."""
    old, new = _clauses(before), _clauses(after)
    return tuple(
        Turn(what=turn.what, before=turn.before, after=turn.after, article=_article(turn.what, new, old))
        for turn in _compared(old, new)
    )


def _clauses(terms: Terms) -> dict[str, Any]:
    plain = to_plain(terms)
    del plain["agreement"]
    title = {"title": plain.pop("title")}  # the title is part of the text, though not of an answer
    return title | {place.removeprefix("clauses."): value for place, value in _parts("", plain)}


def _article(place: str, *texts: Mapping[str, Any]) -> str:
    """Find the article of the clause that a place is in."""
    while place:
        for text in texts:
            if article := text.get(f"{place}.article"):
                return str(article)
        place = place.rpartition(".")[0]
    return ""
