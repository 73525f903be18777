"""The answer of `diff` and its page: what became another, then what made it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal

from msgspec import Struct

from cli.terminal.page import Paper, Styled, count, loud, short, source, state_word
from lifecycle.answers.difference import Turn
from lifecycle.calendar.days import words
from lifecycle.course.machine import State


class Changing(Struct, frozen=True, kw_only=True):
    """An act, or a state that began, and what of the answer it changed."""

    on: date
    says: str
    article: str = ""
    seq: int | None = None
    recorded_at: datetime | None = None
    act: str = ""
    subject: str = ""
    """The party whose state began; empty for the agreement."""
    state: State | None = None
    without_effect: bool = False
    turns: tuple[Turn, ...] = ()


class Place(Struct, frozen=True, kw_only=True):
    """One of the two answers, or of the two texts."""

    as_of: date | None = None
    known_at: int | None = None
    terms_version: int | None = None
    state: State | None = None


class Diffed(Struct, frozen=True, kw_only=True):
    """In what two answers differ, and why; `axis` says what was moved between them."""

    agreement: str
    axis: Literal["known_at", "as_of", "terms"]
    before: Place
    after: Place
    turns: tuple[Turn, ...]
    """What became another, part by part."""
    steps: tuple[Changing, ...]
    """On the axis of recording the acts that changed the answer; on the legal axis what happened."""


def draw(paper: Paper, found: Diffed) -> None:
    """Write what became another, then what made it so."""
    before, after = found.before, found.after
    if found.axis == "terms":
        versions = f"version {before.terms_version} (from {words(before.as_of)}) and {after.terms_version}"
        paper.line(f"The terms of {found.agreement}, {versions} (from {words(after.as_of)})")
    elif found.axis == "known_at":
        paper.line(f"{found.agreement} on {words(after.as_of)}")
        _state(paper, f"known at #{before.known_at}", before)
        _state(paper, f"known at #{after.known_at}", after)
    else:
        paper.line(found.agreement)
        _state(paper, f"on {words(before.as_of)}", before)
        _state(paper, f"on {words(after.as_of)}", after)
    _turns(paper, found.turns)
    if found.axis == "known_at":
        _acts(paper, found.steps)
    elif found.axis == "as_of":
        _course(paper, found.steps)


def _state(paper: Paper, when: str, place: Place) -> None:
    word = Styled(loud(place.state), state_word(place.state).style) if place.state else "not on file"
    paper.line(f"  {when:<30} ", word)


def _turns(paper: Paper, found: Sequence[Turn]) -> None:
    if not found:
        paper.line("  There is no difference.")
    for place, before, after in _lines(found):
        paper.line(f"    {place.removeprefix('parties.').replace('_', ' ')}: {before} → {after}")


def _lines(found: Sequence[Turn]) -> Iterator[tuple[str, str, str]]:
    """Put a member that comes or goes as a whole, such as a notice, on one line."""
    for of, members in groupby(found, lambda turn: turn.what.rpartition(".")[0]):
        turns = list(members)
        gone, come = ([turn for turn in turns if getattr(turn, side) is None] for side in ("after", "before"))
        if of and len(turns) > 1 and len(turns) in (len(gone), len(come)):
            name = of.rpartition(".")[2]
            says = [_value(t.before or t.after) for t in turns if not t.what.endswith(".article")]
            whole = ", ".join(one for one in says if one != name)
            yield (of.replace(".", " "), *((whole, "–") if gone else ("–", whole)))
        else:
            yield from ((f"{t.what}{source(t.article)}", _value(t.before), _value(t.after)) for t in turns)


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value).replace("_", " ")


def _acts(paper: Paper, steps: Sequence[Changing]) -> None:
    paper.line(f"{count(len(steps), 'act')} changed the answer{':' if steps else '.'}")
    for step in steps:
        recorded = f"{step.recorded_at:%Y-%m-%d %H:%M} UTC" if step.recorded_at else ""
        paper.line(f"  #{step.seq}  {step.says}  (recorded {recorded})")
        _turns(paper, step.turns)


def _course(paper: Paper, steps: Sequence[Changing]) -> None:
    paper.line("What happened between them:" if steps else "Nothing happened between them.")
    for step in steps:
        number = f"#{step.seq}" if step.seq else ""
        mark = f"→ {step.subject + ' ' if step.subject else ''}{loud(step.state)}: " if step.state else ""
        none = "without effect: " if step.without_effect else ""
        says = f"{mark}{none}{step.says.rstrip('.')}{source(step.article)}"
        paper.line(f"  {short(step.on):>11}  {number:>5}  {says}")
