"""The status of an agreement on a day: the state, everything that holds beside it, and why.

An answer for a day rests on the acts up to and on that day; what lies after it is what the clock alone would bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from lifecycle.answers.coming import coming
from lifecycle.answers.documents import texts
from lifecycle.answers.participants import participants
from lifecycle.answers.status_answer import (
    Applied,
    DisputeShown,
    HeadShown,
    Irregular,
    Next,
    NoticeShown,
    Open,
    ReplacedShown,
    Standing,
    Status,
    SuspensionShown,
    TermsKept,
)
from lifecycle.answers.taken import taken_over
from lifecycle.calendar.days import day_off
from lifecycle.course.facts import Head, Suspension
from lifecycle.course.machine import BEFORE, ENDED, LIVE
from lifecycle.course.notices import Notice
from lifecycle.course.periods import Period, period_on
from lifecycle.errors import NotYet
from lifecycle.fold.readings import disputed
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message, Quoted


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
        entered_into_force=_by(line.entered_into_force, as_of),
        terminates=None if ended else _after(line.terminated_on, as_of),
        terminated_on=_by(line.terminated_on, as_of),
        ended_by=line.ended_by.says if ended and line.ended_by else None,
        parties=dict(_standings(line, as_of)),
        awaiting=tuple(line.awaiting if period.state in BEFORE else _awaited_consents(line, as_of)),
        notices=_notices(line, as_of),
        suspensions=_suspensions(line, as_of),
        disputes=tuple(
            DisputeShown(
                dispute=d.id,
                by=d.by,
                since=d.since,
                subject=d.subject,
                failed=_by(d.failed, as_of),
                seq=d.seq,
            )
            for d in line.disputes
            if d.stands(as_of)
        ),
        open=open_heads(line.heads, as_of),
        next=_next(line, as_of),
        why=period.why,
        assumed=tuple(a.assumption for a in line.assumed if a.since <= as_of),
        disputed=disputed(timeline, as_of),
        irregular=irregular_acts(line),
        provisional=tuple(fact.id for fact in line.provisional if fact.stands(as_of)),
        applies=() if ended else tuple(_applying(line, as_of)),
        replaced=() if ended else _replaced(line, as_of),
        undetermined=tuple(name for name, day in line.dissolved.items() if day <= as_of),
        terms_kept=_terms_kept(line, as_of),
        participants=participants(line, as_of),
        precision=period.precision or None,
        taken_over=taken_over(line, as_of),
        texts=texts(line, as_of),
    )


def _applying(line: Timeline, as_of: date) -> Iterator[Applied]:
    """Give the provisions with effect from another day than the entry into force, once it is in force."""
    days = {due.subject: due.on for due in line.dues if due.kind == "applies" and due.since <= as_of}
    known = enumerate(line.version_on(as_of).terms.clauses.applies) if _by(line.entered_into_force, as_of) else ()
    for at, clause in known:
        since = clause.since or days.get(str(at))
        if since is not None and since != line.entered_into_force:
            yield Applied(clause.of, clause.article, since)


def _replaced(line: Timeline, as_of: date) -> tuple[ReplacedShown, ...]:
    return tuple(
        ReplacedShown(successor=one.successor, since=one.since, seq=one.seq, articles=one.articles, between=one.between)
        for one in line.replaced
        if one.stands(as_of)
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


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


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


def _notices(line: Timeline, as_of: date) -> tuple[NoticeShown, ...]:
    return tuple(
        NoticeShown(
            notice=n.id,
            by=n.by,
            received=n.received,
            takes_effect=n.takes_effect,
            article=n.article,
            seq=n.seq,
            waits_for=n.waits_for,
            stopped_on=n.paused,
            days_left=(n.halted - n.paused).days if n.halted and n.paused else None,
            awaits=_awaited_by(n, as_of),
        )
        for n in line.notices
        if n.stands(as_of)
    )


def _awaited_by(notice: Notice, as_of: date) -> Message | None:
    """Say what a notice waits for that has no day, or whose day is past."""
    if notice.waits_for:
        return Message("notice by {parties}", parties=notice.waits_for)
    if notice.paused:
        return Message("the end of the suspension") if notice.held else Message("an act by which its clock runs on")
    if notice.blocked_by and notice.takes_effect is not None and notice.takes_effect <= as_of:
        return Message("the end of {fact}", fact=Quoted(notice.blocked_by))
    return None


def _terms_kept(line: Timeline, as_of: date) -> tuple[TermsKept, ...]:
    return tuple(
        TermsKept(party=k.id, terms_version=k.number, since=k.since, amendment=k.amendment, seq=k.seq)
        for k in line.kept
        if k.stands(as_of)
    )


def _suspensions(line: Timeline, as_of: date) -> tuple[SuspensionShown, ...]:
    settled = {f"dispute:{d.id}" for d in line.disputes if d.settled and d.settled <= as_of}
    return tuple(
        SuspensionShown(
            suspension=s.id,
            by=s.by,
            since=s.since,
            ground=s.ground,
            article=s.article,
            seq=s.seq,
            ground_gone=s.ground in settled,
            articles=s.articles,
        )
        for s in line.suspensions
        if s.stands(as_of)
    )


def open_heads(heads: Iterable[Head], as_of: date) -> Open:
    """Sort the heads that are open on a day, and those that lapsed by then."""
    standing = [head for head in heads if head.stands(as_of)]
    return Open(
        activities=tuple(_shown(head, as_of) for head in standing if head.kind == "activity"),
        accounts=tuple(_shown(head, as_of) for head in standing if head.kind == "account"),
        lapsed=tuple(_shown(head, as_of) for head in heads if head.lapsed and head.lapsed <= as_of),
    )


def _shown(head: Head, as_of: date) -> HeadShown:
    paid = sum((amount for on, amount in head.settled if on <= as_of), Decimal(0))
    return HeadShown(
        id=head.id,
        title=head.title,
        since=head.since,
        seq=head.seq,
        owed_by=head.owed_by,
        owed_to=head.owed_to,
        amount=None if head.amount is None else head.amount - paid,
        currency=head.currency,
        activity=head.activity,
    )


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
