"""What an act says that no clause reads: a fact without a clause that waits for it, a day that is not the one obeyed.

It is no objection: texts are silent on much, and a keeper may note what they do not ask. But whoever wrote a fact with
another word than the clause has, or named a day, should hear that nothing follows from it (VCLT-IO 24; R8).

To add a field: a function of the timeline and the act, and its line in `READ`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from lifecycle.acts.act import Act
from lifecycle.acts.amendment.agreement import AmendmentProposed
from lifecycle.acts.approval import Approved
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.declarations.declaration import Declared
from lifecycle.acts.ending import EndAgreed, EndDecided
from lifecycle.acts.extension import Extended
from lifecycle.acts.facts import FactEnded, FactEstablished
from lifecycle.acts.keeping.entries import Corrected
from lifecycle.acts.notices.notice import NoticeGiven
from lifecycle.consequences.admission import IMPLIED, INTENDED
from lifecycle.course.machine import ENDED, LIVE
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message, Quoted
from lifecycle.suggestions import nearest, suggesting
from lifecycle.terms.conditions.facts import OfAnother
from lifecycle.terms.conditions.others import EACH
from lifecycle.terms.facts_read import facts_read, others_asked


class Unheard(Struct, frozen=True, kw_only=True):
    """A field of an act that changes nothing, and the words nearest to it that a clause does read."""

    field: str
    says: Message
    near: tuple[str, ...] = ()


def unheard(line: Timeline, seq: int) -> tuple[Unheard, ...]:
    """List what the act of an entry says that no clause reads; nothing of one that has no effect."""
    act = None if seq in line.irregular else _act(line, seq)
    found = READ.get(type(act)) if act else None
    return tuple(found(line, act, seq)) if found else ()


def _act(line: Timeline, seq: int) -> Act | None:
    """Give the act that an entry puts in force: what it corrects or approves, where it does that."""
    act = next((entry.act for entry in line.entries if entry.seq == seq), None)
    target = act.target if isinstance(act, Corrected | Approved) else seq
    return line.approved.get(target) or next((one.act for one in line.standing if one.seq == target), None)


def _fact(line: Timeline, act: FactEstablished | FactEnded, _: int) -> Iterator[Unheard]:
    known = _facts(line)
    of = next((asked.agreement for asked in _of_others(line) if asked.fact == act.fact), "")
    if of:
        says = Message("The register keeps {agreement} and is asked itself: the fact is not read", agreement=of)
        yield Unheard(field="fact", says=says)
    elif act.fact not in known:
        says = Message("No clause reads the fact {fact}", fact=Quoted(act.fact))
        near = nearest(act.fact, known)
        yield Unheard(field="fact", says=Message("{says}", says=suggesting(says, act.fact, known)), near=tuple(near))


def _of_others(line: Timeline) -> Iterator[OfAnother]:
    """Give what the terms ask of other agreements that the register keeps, once for each party where of each."""
    asked = {one for version in line.versions for one in others_asked(version.terms) if one.agreement in line.others}
    for one in sorted(asked):
        for name in line.parties if EACH in one.party else (one.party,):
            yield one._replace(party=one.party.replace(EACH, name))


def _facts(line: Timeline) -> tuple[str, ...]:
    """Name the facts that the terms read in any version, and those on which the default law has a notice depend."""
    terms = [version.terms for version in line.versions] + [one.terms for one in line.amendments]
    found = dict.fromkeys(fact for one in terms for fact in facts_read(one, line.parties, line.others))
    return (*found, INTENDED, IMPLIED)


def _day(named: date | None, found: Iterable[date | None], *, field: str = "effective") -> Iterator[Unheard]:
    """Find a day that was named and is not the one on which it takes effect, where that is known."""
    days = [day for day in found if day is not None]
    if named is not None and days and named not in days:
        says = Message("The day named, {named}, is not read: it takes effect on {day}", named=named, day=days[0])
        yield Unheard(field=field, says=says)


def _notice(line: Timeline, act: NoticeGiven, seq: int) -> Iterator[Unheard]:
    yield from _day(act.effective, (notice.takes_effect for notice in line.notices if notice.seq == seq))
    yield from _transmission(act, next((n.clause.counts_from for n in line.notices if n.seq == seq), ""))


def _consent(line: Timeline, act: Consented, _: int) -> Iterator[Unheard]:
    tiles = line.parties.get(act.by, ())
    entered = [one.start for one in tiles if one.state in LIVE and (one.end is None or one.end > act.dated())]
    yield from _day(act.effective, entered[:1])
    yield from _transmission(act, line.version_on(act.dated()).terms.clauses.entry_into_force.counts_from)


def _transmission(act: NoticeGiven | Consented, counts_from: str) -> Iterator[Unheard]:
    """Find a day of transmission from which nothing counts, and one that is wanting."""
    if act.transmitted is not None and counts_from != "transmission":
        says = Message("The day of its transmission is not read: the text does not count from it")
        yield Unheard(field="transmitted", says=says)
    if act.transmitted is None and counts_from == "transmission":
        says = Message("The text counts from its transmission; until that day is on record its receipt stands for it")
        yield Unheard(field="transmitted", says=says)


def _amendment(line: Timeline, act: AmendmentProposed, seq: int) -> Iterator[Unheard]:
    yield from _day(act.effective, (one.holds_from for one in line.amendments if one.seq == seq))


def _end(line: Timeline, act: EndAgreed, _: int) -> Iterator[Unheard]:
    agreed = line.ended_by is not None and line.ended_by.kind == "consent"
    yield from _day(act.effective, (line.terminated_on,) if agreed else ())


def _decision(line: Timeline, act: EndDecided, _: int) -> Iterator[Unheard]:
    tiles = line.parties.get(act.party, ()) if act.party else line.agreement
    yield from _day(act.effective, (one.start for one in tiles if one.state in ENDED and one.start >= act.dated()))


def _extension(line: Timeline, act: Extended, _: int) -> Iterator[Unheard]:
    duration = line.version_on(act.dated()).terms.clauses.duration
    renewal = duration.renewal if duration else None
    if act.last and (renewal is None or renewal.by != "tacit"):
        says = Message("That it is for the last time is not read: no clause renews the term of itself")
        yield Unheard(field="last", says=says)


def _declaration(line: Timeline, act: Declared, seq: int) -> Iterator[Unheard]:
    made = next((one for one in line.declarations if one.seq == seq), None)
    if act.transmitted is not None and made is not None and made.until is None:
        yield Unheard(
            field="transmitted", says=Message("The day of its transmission is not read: no time runs from it")
        )
    if act.kind == "not-provisionally" and not line.version_on(act.dated()).terms.clauses.provisional_application:
        yield Unheard(field="kind", says=Message("It is not read: no clause lets anybody apply it provisionally"))


READ: Mapping[type[Act], Callable[[Timeline, Any, int], Iterator[Unheard]]] = {
    FactEstablished: _fact,
    FactEnded: _fact,
    NoticeGiven: _notice,
    Consented: _consent,
    Declared: _declaration,
    AmendmentProposed: _amendment,
    EndAgreed: _end,
    EndDecided: _decision,
    Extended: _extension,
}
"""By kind of act, what finds the fields of it that no clause reads."""
