"""In what two answers differ, and what made it so: on the axis of recording, on the legal axis, or in the text."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import asdict

from lifecycle.answers.difference import Happening, Turn, answer, beliefs, happenings, reworded, turns
from lifecycle.answers.status import status
from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from projections.answers.snapshot import Snapshot

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


class Changing(Happening, frozen=True, kw_only=True):
    """An act, or a state that began, and what of the answer it changed."""

    recorded_at: datetime | None = None
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


def believed(asked: Snapshot, agreement: str, day: date, known: tuple[Moment, Moment]) -> Diffed:
    """Tell which recordings between two places in the log changed what is known of a day; raises `NotFound`."""
    first, last = sorted(asked.known_at(moment).seq for moment in known)
    line = asked.line(agreement)
    before, after = answer(line, day, first), answer(line, day, last)
    return Diffed(
        agreement=agreement,
        axis="known_at",
        before=Place(as_of=day, known_at=first, state=before.state if before else None),
        after=Place(as_of=day, known_at=last, state=after.state if after else None),
        turns=turns(before, after),
        steps=tuple(
            Changing(**asdict(step), recorded_at=asked.log.moment(step.seq)) for step in beliefs(line, day, first, last)
        ),
    )


def happened(asked: Snapshot, agreement: str, first: date, last: date) -> Diffed:
    """Tell what happened between two days; raises `NotFound`, or `NotYet` for a last day before the draft."""
    line, known = asked.line_on(agreement, last), asked.known.seq
    moments = {row.seq: row.recorded_at for row in asked.recordings(agreement)}
    before = status(line, first) if first >= line.drafted else None
    after = status(line, last)
    return Diffed(
        agreement=agreement,
        axis="as_of",
        before=Place(as_of=first, known_at=known, state=before.state if before else None),
        after=Place(as_of=last, known_at=known, state=after.state),
        turns=turns(before, after),
        steps=tuple(
            Changing(**asdict(one), recorded_at=moments.get(one.seq or 0)) for one in happenings(line, first, last)
        ),
    )


def worded(asked: Snapshot, agreement: str, first: int, last: int) -> Diffed:
    """Tell which clauses were reworded between two versions of the terms; raises `NotFound`."""
    versions = {version.number: version for version in asked.line(agreement).versions}
    for number in (first, last):
        if number not in versions:
            raise NotFound("version", f"{number}", map(str, versions), of=agreement)
    old, new = versions[first], versions[last]
    return Diffed(
        agreement=agreement,
        axis="terms",
        before=Place(as_of=old.start, known_at=asked.known.seq, terms_version=first),
        after=Place(as_of=new.start, known_at=asked.known.seq, terms_version=last),
        turns=reworded(old.terms, new.terms),
        steps=(),
    )


__all__ = ["Changing", "Diffed", "Place", "Turn", "believed", "happened", "worded"]
