"""Differences: in what two answers differ, and what made the difference.

Three questions on the two axes of time and on the text: which acts, by being recorded, changed what is believed of a
day; what happened between two days; and which clauses of the terms were reworded. An answer's derivation is not part of
what it says: the same answer for another reason is the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from msgspec import UNSET, Struct
from msgspec.structs import asdict

from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.codec import to_plain
from lifecycle.course.machine import State
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import Message, Value
from lifecycle.terms.text import Terms


class Turn(Struct, frozen=True, kw_only=True):
    """A part of an answer, or of a text, as it was and as it is; nothing where there is no such part."""

    what: str
    before: Any = None
    after: Any = None
    article: str = ""
    of: Any = ""
    """The member of an answer that it is of, such as a party, a notice or a date, as it is said."""


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
            says = act.says(draft.terms.agreement)
            yield Step(seq=entry.seq, act=act.tag, on=act.dated(), says=says, turns=found)
        told = known


def turns(before: Status | None, after: Status | None) -> tuple[Turn, ...]:
    """Compare what two answers say."""
    return tuple(_compared(content(before), content(after)))


_ASIDE = frozenset({"agreement", "title", "as_of", "seq", "why", "assumed", "irregular"})
"""Fields of an answer that ask, derive or explain it."""


class Part(NamedTuple):
    """A part of an answer or of a text that has no parts itself, and the member that it is of, if it is of any."""

    value: Any = None
    of: Value = ""


def content(told: Status | None) -> Mapping[str, Part]:
    """Give what an answer says, part by part, without the derivation of it."""
    return {} if told is None else dict(_parts("", told))


def _parts(place: str, value: Any, of: Value = "") -> Iterator[tuple[str, Part]]:
    """Take an answer or plain data apart, down to what has no parts; members of a list are named by their ids."""
    whole = isinstance(value, Struct)
    fields = asdict(value) if whole else value
    if isinstance(fields, dict):
        for key, inner in fields.items():
            if key not in _ASIDE:
                member = of if whole or not isinstance(inner, Struct) else key
                yield from _parts(f"{place}.{key}" if place else key, inner, member)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], dict | Struct):
        for name, inner in zip(_names(value), value, strict=True):
            yield from _parts(f"{place}.{name}", inner, name)
    elif value is not UNSET and value not in (None, (), [], ""):
        yield place, Part(value, of)


_NAMED_BY = ("notice", "suspension", "dispute", "id", "what", "article", "party")


def _names(members: Sequence[Any]) -> list[Value]:
    """Name the members of a list by the field that tells them apart, and by their number where it does not."""
    found: list[Value] = []
    fields = [asdict(one) if isinstance(one, Struct) else one for one in members]
    given = [next((one[field] for field in _NAMED_BY if one.get(field)), "") for one in fields]
    for name, one in zip(given, fields, strict=True):
        kind = one.get("by") or one.get("ground")
        found.append(Message("{name} {kind}", name=name, kind=kind) if kind and given.count(name) > 1 else name)
    return [
        name if found.count(name) == 1 else Message("{name} ({n})", name=name, n=found[:at].count(name) + 1)
        for at, name in enumerate(found)
    ]


def _compared(before: Mapping[str, Part], after: Mapping[str, Part]) -> Iterator[Turn]:
    for what in dict.fromkeys([*before, *after]):
        old, new = before.get(what, Part()), after.get(what, Part())
        if old.value != new.value:
            yield Turn(what=what, before=old.value, after=new.value, of=old.of or new.of)


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
        objection, says = line.irregular.get(seq), act.says(line.id)
        if objection:
            says = Message("{act}: {objection}", act=says, objection=objection.says)
        yield Happening(
            on=act.dated(),
            says=says,
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


def _clauses(terms: Terms) -> dict[str, Part]:
    plain = to_plain(terms)
    del plain["agreement"]
    title = {"title": Part(plain.pop("title"))}  # the title is part of the text, though not of an answer
    return title | {place.removeprefix("clauses."): value for place, value in _parts("", plain)}


def _article(place: str, *texts: Mapping[str, Part]) -> str:
    """Find the article of the clause that a place is in."""
    while place:
        for text in texts:
            if article := text.get(f"{place}.article"):
                return str(article.value)
        place = place.rpartition(".")[0]
    return ""
