"""What a certificate attests of an answer: states, days, articles and numbers, in one line that anybody can hash again.

No sentence, no title and no person stands in it, so that it is the same in every language, and stays the same when the
program learns to say more. A form never changes (ADR 0014): to attest more, a further form with the next number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Literal

from msgspec import Struct

from lifecycle.answers.status import status
from lifecycle.codec import to_plain
from lifecycle.course.facts import Fact
from lifecycle.course.machine import State
from lifecycle.course.periods import period_on
from lifecycle.fold.readings import Disputed
from lifecycle.fold.timeline import Timeline

WHOLE = "depositary/certified/1"
"""The first form: the whole line of `status`, sentences included, as the program of the day wrote it."""
FORM: Literal["depositary/certified/2"] = "depositary/certified/2"
"""The form of what is certified from now on."""


class AttestedState(Struct, frozen=True, kw_only=True):
    """The state of the agreement or of a party, and what it rests on."""

    subject: str
    """The id of the party; empty for the agreement."""
    state: State
    since: date
    """The first day of the state."""
    until: date | None
    """The first day of the next state that the clock alone brings."""
    article: str
    """The article that the state rests on; empty where it rests on none."""
    seq: int | None
    """The act on record that it rests on."""
    terms_version: int
    """The version of the terms that binds."""


Kind = Literal["notice", "suspension", "dispute", "head"]


class AttestedAct(Struct, frozen=True, kw_only=True):
    """A notice that runs, a suspension or a dispute that stands, or what is open to be finished."""

    kind: Kind
    """A `head` is an activity or an account that is open to be finished."""
    id: str
    by: str
    """The party that did it; empty for a head."""
    since: date
    """The day of its receipt, for a notice; else the day from which it stands."""
    on: date | None
    """The day on which a notice takes effect, or a dispute fails, as far as the clock alone brings it."""
    article: str
    """The article that it rests on; empty for a dispute and for a head."""
    seq: int


class AttestedReading(Struct, frozen=True, kw_only=True):
    """Another admissible reading of the text, by which the answer is another: it is disputed."""

    convention: str
    value: str
    """How the convention is read."""
    day: date
    """The day on which the answer rests."""
    other: date
    """The day by this reading."""
    state: State | None
    """The state by this reading, where it is a state that differs and not a day that the text sets."""


class Attestation(Struct, frozen=True, kw_only=True):
    """What a certificate attests of an agreement on a day."""

    schema: Literal["depositary/certified/2"] = FORM
    agreement: str
    """Its id."""
    as_of: date
    known_at: int
    """The last recording that the answer knows, by its number in the log."""
    entered_into_force: date | None
    terminates: date | None
    """The day on which it ends if nothing else is recorded."""
    terminated_on: date | None
    states: tuple[AttestedState, ...]
    """That of the agreement, then those of the parties by their ids."""
    provisional: tuple[str, ...]
    """The parties that apply it provisionally, by their ids."""
    dissolved: tuple[str, ...]
    """The parties that were dissolved, by their ids."""
    acts: tuple[AttestedAct, ...]
    """In the order of their numbers in the log."""
    disputed: tuple[AttestedReading, ...]
    """In the order of the conventions, of the readings and of the days."""


def attest(timeline: Timeline, as_of: date, known_at: int) -> Attestation:
    """Give what is attested of a day, as known at a recording; raises `NotYet` for a day before the draft."""
    told, line = status(timeline, as_of), timeline.until(as_of)
    return Attestation(
        agreement=told.agreement,
        as_of=as_of,
        known_at=known_at,
        entered_into_force=told.entered_into_force,
        terminates=told.terminates,
        terminated_on=told.terminated_on,
        states=tuple(_states(line, as_of)),
        provisional=tuple(sorted(told.provisional)),
        dissolved=tuple(sorted(told.undetermined)),
        acts=tuple(_acts(line, as_of)),
        disputed=tuple(sorted(map(_reading, told.disputed), key=lambda one: (one.convention, one.value, one.other))),
    )


def _states(line: Timeline, as_of: date) -> Iterator[AttestedState]:
    for name, periods in (("", line.agreement), *sorted(line.parties.items())):
        if period := period_on(periods, as_of):
            why = period.because
            yield AttestedState(
                subject=name,
                state=period.state,
                since=period.start,
                until=period.end,
                article=why.article if why else "",
                seq=why.seq if why else None,
                terms_version=line.version_for(name, as_of).number,
            )


def _acts(line: Timeline, as_of: date) -> Iterator[AttestedAct]:
    found: list[tuple[Kind, Fact, str, date | None, str]] = [
        *(("notice", one, one.by, one.takes_effect, one.article) for one in line.notices),
        *(("suspension", one, one.by, None, one.article) for one in line.suspensions),
        *(("dispute", one, one.by, one.failed, "") for one in line.disputes),
        *(("head", one, "", None, "") for one in line.heads),
    ]
    for kind, fact, by, on, article in sorted(found, key=lambda one: one[1].seq):
        if fact.stands(as_of):
            yield AttestedAct(kind=kind, id=fact.id, by=by, since=fact.since, on=on, article=article, seq=fact.seq)


def _reading(one: Disputed) -> AttestedReading:
    return AttestedReading(convention=one.convention, value=one.value, day=one.day, other=one.other, state=one.state)


def written(attestation: Attestation) -> str:
    """Write the line: JSON in ASCII, the fields in their order, no white space, and a line feed at its end."""
    return json.dumps(to_plain(attestation), separators=(",", ":")) + "\n"


def digest(attestation: Attestation) -> str:
    """Give the SHA-256 of the line."""
    return sha256(written(attestation).encode()).hexdigest()
