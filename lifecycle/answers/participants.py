"""Participants: who signed, consented, is bound and has left, party by party and membership by membership.

A membership begins with the first act by which a party takes part and ends when it leaves; one that accedes again has
another beside it. Source: the lists that depositaries keep (VCLT-IO 77 and 78; R6, R10, R45).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from lifecycle.acts.act import Act
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Signed
from lifecycle.acts.personal import ERASED, SEALED
from lifecycle.answers.declarations import DeclarationShown, declarations
from lifecycle.calendar.partial import Precision
from lifecycle.course.machine import BEFORE, ENDED, LIVE
from lifecycle.course.notices import Notice, Outcome
from lifecycle.course.periods import Period, period_on
from lifecycle.fold.names import name_on
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.fields import Manner

LETTERS: Mapping[Manner, str] = {
    "signature": "s",
    "ratification": "R",
    "acceptance": "A",
    "approval": "AA",
    "accession": "a",
    "formal-confirmation": "c",
    "notification": "n",
    "exchange": "n",
    "succession": "d",
}
"""The letter by which lists of participants note a manner of consent."""


class ConsentGiven(Struct, frozen=True, kw_only=True):
    """An instrument by which a party consented to be bound, on the day that counts."""

    manner: Manner
    letter: str
    on: date


class NoticeOfParty(Struct, frozen=True, kw_only=True):
    """A notice by which a party leaves, or left."""

    notice: str
    received: date
    takes_effect: date | None
    seq: int


class Membership(Struct, frozen=True, kw_only=True):
    """One time of taking part, as far as it has come by the day of the answer."""

    signed_on: date | None
    signed_at: str
    """The place, empty where none is on record."""
    signatory: str | UnsetType = UNSET
    """Left out where nobody is named, or the name was erased."""
    consent: ConsentGiven | None
    bound_from: date | None
    """The first day on which it is bound; one that is set may lie ahead."""
    provisional: date | None
    """The first day of provisional application (VCLT-IO 25)."""
    notice: NoticeOfParty | None
    left_on: date | None
    precision: Precision | UnsetType = UNSET
    """What is known of the first day on which it is bound, where a list gives it: its signature is then not known."""


class Participant(Struct, frozen=True, kw_only=True):
    """A party with its memberships, the last one being that of today."""

    party: str
    name: str
    names: Mapping[str, str]
    """Its name in each language of the terms, by the language's code; none where they give one name alone."""
    memberships: tuple[Membership, ...]
    declarations: tuple[DeclarationShown, ...] = ()
    """What it declared, and what became of that."""
    renamed: bool = False
    """Whether the name is another than that in the terms: one of the directory, or of a change on record (R64)."""


def lives(periods: Sequence[Period]) -> Iterator[Sequence[Period]]:
    """Part the periods of a party into its memberships: before a later one it is no longer what it was."""
    start = 0
    for at in range(1, len(periods)):
        then, now = periods[at - 1].state, periods[at].state
        if (now in BEFORE and then not in BEFORE) or (then in ENDED and now not in ENDED):
            yield periods[start:at]
            start = at
    yield periods[start:]


def present(periods: Sequence[Period], as_of: date) -> Sequence[Period]:
    """Give the periods of the membership that a day falls into; none before the first."""
    begun = [lived for lived in lives(periods) if lived and lived[0].start <= as_of]
    return begun[-1] if begun else ()


def participants(line: Timeline, as_of: date) -> tuple[Participant, ...]:
    """List the parties that the timeline, made of the acts up to a day, knows by then, in the order of the terms."""
    found = tuple(_participants(line, as_of))
    if not line.declarations:
        return found
    consented = {one.party: day for one in found if (day := _bound_by(one)) is not None}
    return tuple(replace(one, declarations=declarations(line, one.party, as_of, consented)) for one in found)


def _bound_by(one: Participant) -> date | None:
    """Give the day on which a party consented to be bound, nothing where it did not or has left."""
    last = one.memberships[-1] if one.memberships else None
    if last is None or last.left_on is not None:
        return None
    return last.consent.on if last.consent else last.bound_from


def _participants(line: Timeline, as_of: date) -> Iterator[Participant]:
    acts = _acts(line)
    for party, periods in line.parties.items():
        if period_on(periods, as_of) is None:
            continue
        known = line.version_for(party, as_of).terms.parties.get(party)
        found = (
            _membership(line, party, acts[party], lived, as_of) for lived in lives(periods) if lived[0].start <= as_of
        )
        shown = tuple(one for one in found if one.signed_on or one.consent or one.bound_from)
        name = name_on(line, party, as_of)
        texts = known.name.texts if known and str(known.name) == name else {}
        names = {**texts, **line.directory.texts(party, as_of)}
        renamed = known is not None and name != str(known.name)
        yield Participant(party=party, name=name, names=names, memberships=shown, renamed=renamed)


def _membership(line: Timeline, party: str, acts: Sequence[Act], lived: Sequence[Period], as_of: date) -> Membership:
    first, end = lived[0].start, lived[-1].end
    own = [act for act in acts if first <= act.dated() and (end is None or act.dated() < end)]
    signed = next((act for act in own if isinstance(act, Signed)), None)
    consented = next((act for act in reversed(own) if isinstance(act, Consented)), None)
    applied = [fact.since for fact in line.provisional if fact.id == party and first <= fact.since <= as_of]
    bound = next((period for period in lived if period.state in LIVE), None)
    return Membership(
        signed_on=signed.on if signed else None,
        signed_at=signed.place if signed else "",
        signatory=_readable(signed.signatory) if signed else UNSET,
        consent=_consent(line, consented) if consented else None,
        bound_from=bound.start if bound else None,
        provisional=applied[0] if applied else None,
        notice=_notice(line, party, first, end),
        left_on=_left(line, lived, as_of),
        precision=bound.precision if bound else UNSET,
    )


def _acts(line: Timeline) -> Mapping[str | None, Sequence[Act]]:
    """Give the acts of each party that have, or came to have, effect."""
    found: dict[str | None, list[Act]] = defaultdict(list)
    for entry in line.standing:
        if entry.seq not in line.irregular or entry.seq in line.cured:
            found[entry.act.by].append(entry.act)
    return found


def _readable(name: str) -> str | UnsetType:
    return UNSET if name in ("", ERASED, SEALED) else name


def _consent(line: Timeline, act: Consented) -> ConsentGiven:
    return ConsentGiven(manner=act.manner, letter=LETTERS[act.manner], on=act.counted(line.terms))


def _notice(line: Timeline, party: str, first: date, end: date | None) -> NoticeOfParty | None:
    given = [notice for notice in line.notices if notice.by == party and _counts(notice, first, end)]
    if not given:
        return None
    last = given[-1]
    return NoticeOfParty(notice=last.id, received=last.received, takes_effect=last.takes_effect, seq=last.seq)


def _counts(notice: Notice, first: date, end: date | None) -> bool:
    """Tell whether a notice belongs to a membership and was not withdrawn."""
    running = notice.closed is None or notice.outcome is Outcome.TOOK_EFFECT
    return running and first <= notice.received and (end is None or notice.received < end)


def _left(line: Timeline, lived: Sequence[Period], as_of: date) -> date | None:
    """Give the day on which a party left by itself; with the end of the agreement nobody leaves."""
    gone = next((period.start for period in lived if period.state in ENDED), lived[-1].end)
    if gone is None or gone > as_of:
        return None
    return None if line.terminated_on is not None and line.terminated_on <= gone else gone
