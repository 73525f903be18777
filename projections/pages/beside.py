"""What stands beside the state of an agreement: suspensions, notices, disputes, and what is left to finish."""

from __future__ import annotations

from collections.abc import Iterator

from lifecycle.messages import Message, Plural, Row, Value
from projections.answers.status import DisputeShown, HeadShown, NoticeShown, Status, StatusPage, SuspensionShown
from projections.forms.reports.blocks import Field
from projections.words.acts import because, titled
from projections.words.phrases import article, cited, series


def standing(answer: Status, page: StatusPage) -> Iterator[Field]:
    """Give what stands beside the state, and what becomes of what is open."""
    yield Field(Message("Suspended by"), tuple(map(_suspension, answer.suspensions)))
    notices = (cited(_notice(notice), notice.article, notice.seq) for notice in answer.notices)
    yield Field(Message("Notice"), tuple(notices))
    yield Field(Message("Dispute"), tuple(map(_dispute, answer.disputes)))
    activities = [Message("activity {head}", head=_head(head)) for head in answer.open.activities]
    accounts = [Message("account {head}", head=_head(head)) for head in answer.open.accounts]
    lapses = []
    if answer.terminates and page.terms.clauses.survival is None:
        lapses = [Message("no survival clause: lapses on {day}", day=answer.terminates)]
    yield Field(Message("Open"), tuple(series([head, *lapses]) for head in (*activities, *accounts)))
    yield Field(Message("Lapsed"), tuple(map(_head, answer.open.lapsed)))


def _suspension(found: SuspensionShown) -> Value:
    says = Message("{by} since {day}: {ground}", by=found.by or "–", day=found.since, ground=because(found.ground))
    part = [Message("only {articles}", articles=tuple(map(article, found.articles)))] if found.articles else []
    gone = [Message("the dispute was settled: its ground is gone")] if found.ground_gone else []
    return series([cited(says, found.article, found.seq), found.suspension, *part, *gone])


def _dispute(dispute: DisputeShown) -> Value:
    named = titled(dispute.dispute, dispute.subject)
    says = Message("{dispute}, referred by {by} on {day}", dispute=named, by=dispute.by, day=dispute.since)
    became = Message("failed on {day}", day=dispute.failed) if dispute.failed else Message("open")
    return cited(Row((says, became)), "", dispute.seq)


def _notice(notice: NoticeShown) -> Message:
    given = Message("{notice} by {by}, received {day}", notice=notice.notice, by=notice.by, day=notice.received)
    if notice.waits_for:
        return Message(
            "{given}, does not count yet: it waits for that of {others}", given=given, others=notice.waits_for
        )
    if notice.stopped_on:
        return _stopped(given, notice)
    if notice.awaits:
        return Message(
            "{given}, was to take effect on {effect}: it waits for {awaited}",
            given=given,
            effect=notice.takes_effect,
            awaited=notice.awaits,
        )
    return Message("{given}, takes effect on {effect}", given=given, effect=notice.takes_effect)


def _stopped(given: Message, notice: NoticeShown) -> Message:
    """Say since when the clock of a notice stands still, for what it waits, and what it has left."""
    says = Message(
        "{given}: its clock stands still since {day}, until {awaited}",
        given=given,
        day=notice.stopped_on,
        awaited=notice.awaits,
    )
    if notice.days_left is None:
        return says
    return Plural("{says}; {n} day is left then", "{says}; {n} days are left then", says=says, n=notice.days_left)


def _head(head: HeadShown) -> Value:
    of = [Message("of activity {activity}", activity=head.activity)] if head.activity else []
    parts = (titled(head.id, head.title), *_owed(head), *of, Message("since {day}", day=head.since))
    return cited(Row(parts), "", head.seq)


def _owed(head: HeadShown) -> Iterator[Value]:
    if head.amount is not None:
        yield Message("{amount} {currency}", amount=head.amount, currency=head.currency)
    if head.owed_by:
        yield Message("owed by {party}", party=head.owed_by)
    if head.owed_to:
        yield Message("owed to {party}", party=head.owed_to)
