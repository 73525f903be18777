"""The status of an agreement on a day: the state, everything that holds beside it, and why.

An answer for a day rests on the acts up to and on that day; what lies after it is what the clock alone would bring.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lifecycle.answers import particulars
from lifecycle.answers.coming import coming
from lifecycle.answers.documents import texts
from lifecycle.answers.participants import participants
from lifecycle.answers.particulars import come
from lifecycle.answers.status_answer import Irregular, Next, Standing, Status
from lifecycle.answers.taken import taken_over
from lifecycle.calendar.days import day_off
from lifecycle.course.facts import Suspension
from lifecycle.course.machine import BEFORE, ENDED, LIVE
from lifecycle.course.periods import Period, period_on
from lifecycle.errors import NotYet
from lifecycle.fold.readings import disputed
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message


def status(timeline: Timeline, as_of: date) -> Status:
    """Give the status on a day; raises `NotYet` for a day before the draft."""
    line = timeline.until(as_of)
    period = on_file(line, as_of)
    ended = period.state in ENDED
    terms = line.version_on(as_of).terms
    return Status(
        agreement=line.id,
        title=str(terms.title),
        titles=terms.title.texts,
        authentic=terms.texts.authorities if terms.texts else (),
        depositary=terms.depositary,
        as_of=as_of,
        state=period.state,
        since=period.start,
        until=period.end,
        terms_version=line.version_on(as_of).number,
        entered_into_force=come(line.entered_into_force, as_of),
        terminates=None if ended else _after(line.terminated_on, as_of),
        terminated_on=come(line.terminated_on, as_of),
        ended_by=line.ended_by.says if ended and line.ended_by else None,
        parties=dict(_standings(line, as_of)),
        awaiting=tuple(line.awaiting if period.state in BEFORE else _awaited_consents(line, as_of)),
        notices=particulars.notices(line, as_of),
        suspensions=particulars.suspensions(line, as_of),
        disputes=particulars.disputes(line, as_of),
        open=particulars.open_heads(line.heads, as_of),
        next=_next(line, as_of),
        why=period.why,
        assumed=tuple(a.assumption for a in line.assumed if a.since <= as_of),
        disputed=disputed(timeline, as_of),
        irregular=irregular_acts(line),
        provisional=tuple(fact.id for fact in line.provisional if fact.stands(as_of)),
        applies=() if ended else tuple(particulars.applying(line, as_of)),
        replaced=() if ended else particulars.replaced(line, as_of),
        undetermined=tuple(name for name, day in line.dissolved.items() if day <= as_of),
        terms_kept=particulars.terms_kept(line, as_of),
        participants=participants(line, as_of),
        precision=period.precision or None,
        taken_over=taken_over(line, as_of),
        texts=texts(line, as_of),
        kind=terms.kind,
    )


def on_file(line: Timeline, as_of: date) -> Period:
    """Give the agreement's period on a day; raises `NotYet` for a day before the draft."""
    if period := period_on(line.agreement, as_of):
        return period
    id, drafted = line.id, line.drafted
    raise NotYet(
        Message(
            "there is no {agreement} on {day}: its file opens with the draft of {drafted}",
            agreement=id,
            day=as_of,
            drafted=drafted,
        )
    )


def _after(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day > as_of else None


def _standings(line: Timeline, as_of: date) -> Iterable[tuple[str, Standing]]:
    for name, periods in line.parties.items():
        if period := period_on(periods, as_of):
            yield name, Standing(period.state, period.start, period.why, period.precision)


def consents(line: Timeline, as_of: date) -> Iterable[tuple[Suspension, str]]:
    """Give the suspensions by consent of all, and the parties whose consent they still wait for (VCLT-IO 57(b))."""
    given = [s for s in line.suspensions if s.ground == "consent" and (s.closed is None or s.closed > as_of)]
    firsts: dict[tuple[str, ...], Suspension] = {}
    for suspension in given:
        if suspension.waiting:
            firsts.setdefault(suspension.articles, suspension)
    for first in firsts.values():
        agreed = {s.by for s in given if s.articles == first.articles}
        for name, periods in line.parties.items():
            standing = period_on(periods, as_of)
            if standing is not None and standing.state in LIVE and name not in agreed:
                yield first, name


def _awaited_consents(line: Timeline, as_of: date) -> Iterable[Message]:
    for suspension, name in consents(line, as_of):
        yield Message("consent of {party} to suspension {suspension}", party=name, suspension=suspension.id)


def _next(line: Timeline, as_of: date) -> tuple[Next, ...]:
    return tuple(
        Next(
            on=on,
            what=due.what,
            article=due.article,
            binds=due.binds,
            seq=due.seq,
            kind=due.kind,
            about=due.subject,
            moved=day_off(due.counted) if due.counted else None,
        )
        for on, due in coming(line, as_of)
    )


def irregular_acts(line: Timeline) -> tuple[Irregular, ...]:
    """List the acts on record without effect, each with its objection and what cured it."""
    by_seq = {entry.seq: entry for entry in (*line.entries, *line.standing)}
    return tuple(
        Irregular(
            seq=seq,
            act=by_seq[seq].act.tag,
            on=by_seq[seq].act.dated(),
            objection=objection,
            reason=by_seq[seq].irregular,
            cured_by=line.cured.get(seq),
        )
        for seq, objection in sorted(line.irregular.items())
    )
