"""The derivation of one party's state: how it came to be bound, what its notice does, and what is coming for it.

The steps follow the periods of its present membership, on a timeline of the acts that they rest on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.answers.coming import coming
from lifecycle.answers.explanation.agreement import Explanation, dated_otherwise, decisive, turned_otherwise
from lifecycle.answers.explanation.basis import basis
from lifecycle.answers.explanation.derivation import Derivation
from lifecycle.answers.participants import present
from lifecycle.answers.status import irregular_acts, on_file
from lifecycle.answers.status_answer import Irregular
from lifecycle.course.dues import Alternative, Due
from lifecycle.course.machine import BEFORE, LIVE
from lifecycle.course.overtaken import concerns
from lifecycle.course.periods import period_on
from lifecycle.errors import NotFound, NotYet
from lifecycle.fold.readings import noted, readings
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import Message


def explain_party(timeline: Timeline, party: str, as_of: date) -> Explanation:
    """Derive the state of a party on a day; raises `NotFound`, or `NotYet` for a day before it came or the draft."""
    line = timeline.until(as_of)
    on_file(line, as_of)
    if party not in timeline.parties:
        raise NotFound("party", party, timeline.parties, of=line.id)
    own = period_on(line.parties.get(party, ()), as_of)
    if own is None:
        raise NotYet(Message("{party} had no part in {agreement} on {day}", party=party, agreement=line.id, day=as_of))
    kept = basis(line, as_of, party)
    small = line if len(kept) == len(line.entries) else fold(kept, others=line.others)
    steps = Derivation(small, party)
    for past in present(small.parties[party], as_of):
        if past.start <= as_of:
            steps.period(past)
    _open_end(steps, line, party, as_of)
    return Explanation(
        agreement=line.id,
        party=party,
        as_of=as_of,
        state=own.state,
        since=own.start,
        lines=tuple(steps.lines),
        rests_on=steps.resting_on(kept),
        readings=tuple(_readings(timeline, party, as_of)),
        irregular=tuple(_irregular(line, party)),
        precision=own.precision or None,
    )


def _open_end(steps: Derivation, line: Timeline, party: str, as_of: date) -> None:
    """Add what is awaited of a party that is not bound, and what is coming for one that is."""
    own = period_on(line.parties[party], as_of)
    if own is not None and own.state in BEFORE and line.awaiting and line.state_on(as_of) in BEFORE:
        article = line.terms.clauses.entry_into_force.article
        steps.add(Message("The agreement waits for: {awaited}", awaited=line.awaiting), article=article)
    _declared(steps, line, party, as_of)
    for on, due in ((on, due) for on, due in coming(line, as_of) if _about(line, due, party)):
        steps.add(Message("Coming on {day}: {what}", day=on, what=due.what), seq=due.seq, article=due.article)


def _declared(steps: Derivation, line: Timeline, party: str, as_of: date) -> None:
    """Add what the party has declared and not withdrawn, and who objects to it (VCLT-IO 19 to 23)."""
    acts = {entry.seq: entry.act for entry in line.standing}
    for known in (one for one in line.declarations if one.by == party and one.stands(as_of)):
        objected = [one.seq for one in known.objections if one.withdrawn is None]
        for seq in (known.seq, *objected):
            steps.add(acts[seq].says(line.id), seq=seq, article=known.article, rule="R55")


def _about(line: Timeline, due: Due, party: str) -> bool:
    """Tell whether a date is the party's own: its entry, leaving, notice, suspension, tail, declaration, duty."""
    if concerns(due) == party and due.kind in ("joins", "survival", "leaves"):
        return True
    if due.kind == "duty":
        return due.binds == party
    if due.kind == "declaration" or (due.kind, due.cause) == ("objection", "declaration"):
        return any(known.id == due.subject and known.by == party for known in line.declarations)
    if due.kind == "suspends":
        return any(known.id == due.subject and known.by == party for known in line.suspensions)
    notices = line.notices if due.kind in ("ends", "withdrawal") else ()
    return any(notice.id == due.subject and notice.by == party for notice in notices)


def _irregular(line: Timeline, party: str) -> Iterator[Irregular]:
    """Give the acts of the party that have no effect."""
    own = {entry.seq for entry in (*line.entries, *line.standing) if entry.act.by == party}
    return (one for one in irregular_acts(line) if one.seq in own)


def _readings(timeline: Timeline, party: str, as_of: date) -> Iterator[Message]:
    """Say which other dates, or which other state of the party, other readings give."""
    here = period_on(timeline.until(as_of).parties.get(party, ()), as_of)
    others = {other.read_by: period_on(other.parties.get(party, ()), as_of) for other in readings(timeline, as_of)}
    turned = {reading: there for reading, there in others.items() if here and there and here.state is not there.state}
    told: set[tuple[str, str] | None] = set()
    for one in noted(timeline, as_of):
        if not _of(timeline, one, party):
            continue
        reading = (one.convention, one.value)
        turns = reading in turned and one.disputed(as_of)
        told |= {reading} if turns else set()
        if turns or one.closed is None or as_of < one.closed:
            yield decisive(dated_otherwise(one), as_of) if turns else dated_otherwise(one)
    for other, there in turned.items():
        if other is not None and other not in told:
            says = turned_otherwise(Message("state of {party}", party=party), there.state, there.start, other)
            yield decisive(says, as_of)


def _of(line: Timeline, one: Alternative, party: str) -> bool:
    """Tell whether a date that may be read otherwise is one of the party."""
    if one.kind == "notice":
        return any(notice.id == one.subject and notice.by == party for notice in line.notices)
    if one.kind == "suspends":
        return any(known.id == one.subject and known.by == party for known in line.suspensions)
    if one.kind == "entry":
        bound = {period.start for period in line.parties[party] if period.state in LIVE}
        return bool(bound & {one.day, one.other})
    return one.subject == party
