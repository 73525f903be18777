"""The status of an agreement on a day: the state, everything that holds beside it, and why.

An answer for a day rests on the acts up to and on that day; what lies after it is what the clock alone would bring.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from lifecycle.conventions import Assumption
from lifecycle.dates import words
from lifecycle.errors import NotFound, Objection
from lifecycle.facts import Head, Reason
from lifecycle.machine import BEFORE, ENDED, State
from lifecycle.timeline import Timeline, period_on


class Standing(Struct, frozen=True, omit_defaults=False):
    """A party's state and since when."""

    state: State
    since: date
    why: tuple[Reason, ...] = ()


class NoticeShown(Struct, frozen=True, kw_only=True):
    """A running notice."""

    notice: str
    by: str
    received: date
    takes_effect: date | None
    article: str
    seq: int


class SuspensionShown(Struct, frozen=True, kw_only=True):
    """A standing suspension; `ground_gone` tells that the dispute it rests on was settled."""

    suspension: str
    by: str
    since: date
    ground: str
    article: str
    seq: int
    ground_gone: bool = False


class DisputeShown(Struct, frozen=True, kw_only=True):
    """An open dispute."""

    dispute: str
    by: str
    since: date
    subject: str
    failed: date | None
    seq: int


class HeadShown(Struct, frozen=True, kw_only=True):
    """An open activity or account."""

    id: str
    title: str
    since: date
    seq: int
    owed_by: str = ""
    owed_to: str = ""
    amount: Decimal | None = None
    currency: str = ""
    activity: str = ""


class Open(Struct, frozen=True):
    """What is left to finish; what lapsed with the agreement."""

    activities: tuple[HeadShown, ...] = ()
    accounts: tuple[HeadShown, ...] = ()
    lapsed: tuple[HeadShown, ...] = ()


class Next(Struct, frozen=True, kw_only=True):
    """A date that is coming if nothing else is recorded."""

    on: date
    what: str
    article: str
    binds: str | None = None
    seq: int | None = None


class Disputed(Struct, frozen=True, kw_only=True):
    """Two admissible readings that differ on the day of the answer."""

    what: str
    day: date
    other: date
    convention: str
    value: str
    source: str


class Irregular(Struct, frozen=True, kw_only=True):
    """A recorded act without effect, and the objection."""

    seq: int
    act: str
    on: date
    objection: Objection
    reason: str | None = None
    cured_by: int | None = None


class Status(Struct, frozen=True, kw_only=True):
    """The full answer for one day."""

    agreement: str
    title: str
    as_of: date
    state: State
    since: date
    until: date | None
    terms_version: int
    entered_into_force: date | None
    terminates: date | None
    terminated_on: date | None
    ended_by: str | None
    parties: dict[str, Standing]
    awaiting: tuple[str, ...]
    notices: tuple[NoticeShown, ...]
    suspensions: tuple[SuspensionShown, ...]
    disputes: tuple[DisputeShown, ...]
    open: Open
    next: tuple[Next, ...]
    why: tuple[Reason, ...]
    assumed: tuple[Assumption, ...]
    disputed: tuple[Disputed, ...]
    irregular: tuple[Irregular, ...]
    provisional: tuple[str, ...] = ()
    """Parties that apply it provisionally (VCLT-IO 25)."""
    undetermined: tuple[str, ...] = ()
    """Parties dissolved: what follows from it the law does not prejudge (VCLT-IO 74(2))."""


def status(timeline: Timeline, as_of: date) -> Status:
    """Give the status on a day; raises `NotFound` for a day before the draft."""
    line = timeline.until(as_of)
    period = period_on(line.agreement, as_of)
    if period is None:
        when = f"{line.id} on {words(as_of)}: its file opens on {words(line.drafted)}"
        raise NotFound("agreement", when)
    ended = period.state in ENDED
    return Status(
        agreement=line.id,
        title=line.version_on(as_of).terms.title,
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
        awaiting=line.awaiting if period.state in BEFORE else (),
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
        disputed=tuple(
            Disputed(what=a.what, day=a.day, other=a.other, convention=a.convention, value=a.value, source=a.source)
            for a in timeline.alternatives
            if (a.backward or a.since <= as_of) and a.disputed(as_of)
        ),
        irregular=irregular_acts(line),
        provisional=tuple(fact.id for fact in line.provisional if fact.stands(as_of)),
        undetermined=tuple(name for name, day in line.dissolved.items() if day <= as_of),
    )


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def _after(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day > as_of else None


def _standings(line: Timeline, as_of: date) -> Iterable[tuple[str, Standing]]:
    for name, periods in line.parties.items():
        if period := period_on(periods, as_of):
            yield name, Standing(period.state, period.start, period.why)


def _notices(line: Timeline, as_of: date) -> tuple[NoticeShown, ...]:
    return tuple(
        NoticeShown(
            notice=n.id,
            by=n.by,
            received=n.received,
            takes_effect=n.takes_effect,
            article=n.article,
            seq=n.seq,
        )
        for n in line.notices
        if n.stands(as_of)
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
    coming = sorted(
        ((due.next_on(as_of), due) for due in line.dues if due.stands(as_of)), key=lambda c: (c[0], c[1].what)
    )
    return tuple(Next(on=on, what=due.what, article=due.article, binds=due.binds, seq=due.seq) for on, due in coming)


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
