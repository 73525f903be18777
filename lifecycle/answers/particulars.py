"""The particulars of a status: the notices, suspensions, open heads and other facts that stand on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from lifecycle.answers.status_answer import (
    Applied,
    DisputeShown,
    HeadShown,
    NoticeShown,
    Open,
    ReplacedShown,
    SuspensionShown,
    TermsKept,
)
from lifecycle.course.facts import Head
from lifecycle.course.notices import Notice
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message, Quoted


def applying(line: Timeline, as_of: date) -> Iterator[Applied]:
    """Give the provisions with effect from another day than the entry into force, once it is in force."""
    days = {due.subject: due.on for due in line.dues if due.kind == "applies" and due.since <= as_of}
    known = enumerate(line.version_on(as_of).terms.clauses.applies) if come(line.entered_into_force, as_of) else ()
    for at, clause in known:
        since = clause.since or days.get(str(at))
        if since is not None and since != line.entered_into_force:
            yield Applied(clause.of, clause.article, since)


def replaced(line: Timeline, as_of: date) -> tuple[ReplacedShown, ...]:
    """Give what later agreements have replaced of it by a day."""
    return tuple(
        ReplacedShown(successor=one.successor, since=one.since, seq=one.seq, articles=one.articles, between=one.between)
        for one in line.replaced
        if one.stands(as_of)
    )


def come(day: date | None, as_of: date) -> date | None:
    """Give a day that has come by another, nothing where it has not."""
    return day if day is not None and day <= as_of else None


def notices(line: Timeline, as_of: date) -> tuple[NoticeShown, ...]:
    """Give the notices that run on a day."""
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


def terms_kept(line: Timeline, as_of: date) -> tuple[TermsKept, ...]:
    """Give the parties for which an earlier version of the terms holds on a day (R53)."""
    return tuple(
        TermsKept(party=k.id, terms_version=k.number, since=k.since, amendment=k.amendment, seq=k.seq)
        for k in line.kept
        if k.stands(as_of)
    )


def disputes(line: Timeline, as_of: date) -> tuple[DisputeShown, ...]:
    """Give the disputes that are open on a day."""
    return tuple(
        DisputeShown(dispute=d.id, by=d.by, since=d.since, subject=d.subject, failed=come(d.failed, as_of), seq=d.seq)
        for d in line.disputes
        if d.stands(as_of)
    )


def suspensions(line: Timeline, as_of: date) -> tuple[SuspensionShown, ...]:
    """Give the suspensions that stand on a day, and whether their ground is gone."""
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
    return HeadShown(
        id=head.id,
        title=head.title,
        since=head.since,
        seq=head.seq,
        owed_by=head.owed_by,
        owed_to=head.owed_to,
        amount=None if head.amount is None else left(head, as_of),
        currency=head.currency,
        activity=head.activity,
    )


def left(head: Head, as_of: date) -> Decimal:
    """Give what is left of an account on a day."""
    paid = (amount for on, amount in head.settled if on <= as_of)
    return (head.amount or Decimal(0)) - sum(paid, Decimal(0))
