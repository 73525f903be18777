"""The page of `status`: what is so and since when, everything that holds beside it, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cli.commands.ask.footer import on_both_axes
from cli.commands.ask.participants_page import participants
from cli.terminal.page import Paper
from cli.terminal.parts import Styled, loud_word
from lifecycle.course.machine import BEFORE, ENDED
from lifecycle.messages import Message, Plural, Quoted, Row, Value
from lifecycle.terms.languages import language
from projections.answers.snapshot import Known
from projections.answers.status import (
    Applied,
    HeadShown,
    Irregular,
    NoticeShown,
    Reason,
    ReplacedShown,
    Status,
    StatusPage,
)
from projections.words.acts import because, called, titled
from projections.words.phrases import article, cited, convention, distance, reading, series


def draw(paper: Paper, page: StatusPage, known: Known) -> None:
    """Write the page of a status."""
    answer = page.status
    state = loud_word(answer.state)
    since = Message("{state} since {day}", state=state.says, day=answer.since)
    paper.title(answer.title, Styled(since, state.style))
    paper.line()
    _life(paper, answer, page)
    _standing(paper, answer)
    _open(paper, answer, page)
    _coming(paper, answer)
    _doubts(paper, answer)
    paper.line()
    participants(paper, answer)
    paper.line()
    paper.sentences(on_both_axes(answer.as_of, known), Message("Why: {command}", command=_why(answer, known)))


def _why(answer: Status, known: Known) -> str:
    """Give the command that derives the same answer."""
    moment = "" if known.seq == known.head else f" --known-at '#{known.seq}'"
    return f"depositary explain {answer.agreement} --as-of {answer.as_of}{moment}"


def _life(paper: Paper, answer: Status, page: StatusPage) -> None:
    """Write how far it has come: what it waits for, since when it is in force, how it ended."""
    if answer.awaiting:
        paper.field(Message("Waiting for"), _awaited(answer, page))
    if day := answer.entered_into_force:
        paper.field(Message("In force since"), _entered(day, page.entered) if page.entered else day)
    paper.field(Message("Terms"), *_terms(answer, page))
    others = list(answer.titles.items())[1:]
    paper.field(Message("Also titled"), *(_other_title(code, title) for code, title in others))
    if answer.authentic:
        paper.field(Message("Authentic texts"), Row(map(language, answer.authentic)))
    if answer.depositary:
        paper.field(Message("Depositary"), answer.depositary)
    if answer.provisional:
        applied = Message("applied by {parties}", parties=answer.provisional)
        paper.field(Message("Provisionally"), cited(applied, page.provisional_article))
    paper.field(Message("Applies"), *(cited(_applied(one, answer.as_of), one.article) for one in answer.applies))
    paper.field(Message("Replaced"), *map(_replaced, answer.replaced))
    if answer.undetermined:
        dissolved = Message("dissolved: {parties}", parties=Row(answer.undetermined))
        paper.field(Message("Undetermined"), cited(dissolved, "VCLT-IO 74(2)"))
    if answer.terminated_on:
        ended = Message("{day}: {cause}", day=answer.terminated_on, cause=answer.ended_by)
        paper.field(Message("Terminated on"), ended)
    elif answer.state in ENDED and answer.ended_by:
        paper.field(Message("Ended by"), answer.ended_by)


def _other_title(code: str, title: str) -> Message:
    """Say a title in another language than the one that heads the page."""
    return Message("{title} in {language}", title=Quoted(title), language=language(code))


def _applied(one: Applied, as_of: date) -> Message:
    """Say from when provisions apply that do not with the rest."""
    if one.since > as_of:
        return Message("{provisions} from {day}", provisions=Quoted(one.what), day=one.since)
    return Message("{provisions} since {day}", provisions=Quoted(one.what), day=one.since)


def _replaced(one: ReplacedShown) -> Message:
    """Say what a later agreement has replaced of it, and between whom."""
    what = Message("{articles}", articles=tuple(map(article, one.articles))) if one.articles else Message("the whole")
    if one.between:
        what = Message("{what} between {parties}", what=what, parties=one.between)
    return Message("{what}, by {successor}, since {day}", what=what, successor=Quoted(one.successor), day=one.since)


def _awaited(answer: Status, page: StatusPage) -> Value:
    awaited, entry = Row(answer.awaiting), page.terms.clauses.entry_into_force
    if answer.state not in BEFORE:
        return awaited
    says = Message("{awaited}, then in force the same day", awaited=awaited)
    if entry.then:
        says = Message("{awaited}, then in force {day}", awaited=awaited, day=entry.then.when(Message("that")))
    return cited(says, entry.article)


def _entered(day: date, reason: Reason) -> Value:
    return cited(Message("{day}: {cause}", day=day, cause=reason.cause), reason.article, reason.seq)


def _terms(answer: Status, page: StatusPage) -> Iterator[Value]:
    """Say which version of the terms holds, for whom another one, and which amendment nobody was left for (R51)."""
    if answer.terms_version > 1:
        yield Message("version {number}, since {day}", number=answer.terms_version, day=page.version_since)
    for kept in answer.terms_kept:
        says = Message(
            "version {number} for {party}, which opted out of amendment {amendment}",
            number=kept.terms_version,
            party=kept.party,
            amendment=kept.amendment,
        )
        yield cited(says, "", kept.seq)
    for known in page.overtaken:
        says = Message(
            "amendment {amendment} took no effect: {parties} opted out, nobody else was left",
            amendment=known.id,
            parties=known.opted_out,
        )
        yield cited(says, "", known.seq)


def _standing(paper: Paper, answer: Status) -> None:
    """Write the suspensions, notices and disputes that stand beside each other."""
    for found in answer.suspensions:
        says = Message("{by} since {day}: {ground}", by=found.by, day=found.since, ground=because(found.ground))
        part = [Message("only {articles}", articles=tuple(map(article, found.articles)))] if found.articles else []
        gone = [Message("the dispute was settled: its ground is gone")] if found.ground_gone else []
        says = series([cited(says, found.article, found.seq), found.suspension, *part, *gone])
        paper.field(Message("Suspended by"), says)
    for notice in answer.notices:
        paper.field(Message("Notice"), cited(_notice(notice), notice.article, notice.seq))
    for dispute in answer.disputes:
        named = titled(dispute.dispute, dispute.subject)
        says = Message("{dispute}, referred by {by} on {day}", dispute=named, by=dispute.by, day=dispute.since)
        became = Message("failed on {day}", day=dispute.failed) if dispute.failed else Message("open")
        paper.field(Message("Dispute"), cited(Row((says, became)), "", dispute.seq))


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


def _open(paper: Paper, answer: Status, page: StatusPage) -> None:
    """Write what is left to finish, and what becomes of it."""
    activities = [Message("activity {head}", head=_head(head)) for head in answer.open.activities]
    accounts = [Message("account {head}", head=_head(head)) for head in answer.open.accounts]
    lapses = []
    if answer.terminates and page.terms.clauses.survival is None:
        lapses = [Message("no survival clause: lapses on {day}", day=answer.terminates)]
    paper.field(Message("Open"), *(series([head, *lapses]) for head in (*activities, *accounts)))
    paper.field(Message("Lapsed"), *map(_head, answer.open.lapsed))


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


def _coming(paper: Paper, answer: Status) -> None:
    dues: list[Value] = []
    for due in answer.next:
        says = cited(Message("{day}: {what}", day=due.on, what=due.what), due.article)
        binds = [Message("binds {party}", party=due.binds)] if due.binds else []
        moved = [due.moved] if due.moved else []
        dues.append(Row((says, *moved, *binds, distance(answer.as_of, due.on))))
    paper.field(Message("Next"), *dues)


def _doubts(paper: Paper, answer: Status) -> None:
    """Write what the answer assumes, which readings differ, and the acts without effect."""
    paper.field(Message("Assumed"), *(cited(convention(one.convention), one.source) for one in answer.assumed))
    paper.field(Message("Another reading"), *(cited(reading(other), other.source) for other in answer.disputed))
    paper.field(Message("Without effect"), *map(without_effect, answer.irregular))


def without_effect(act: Irregular) -> Value:
    """Say which act is on record without effect, and why."""
    says = Message(
        "#{seq} {act}, {day}: {objection}", seq=act.seq, act=called(act.act), day=act.on, objection=act.objection.says
    )
    cured = [Message("cured by #{seq}", seq=act.cured_by)] if act.cured_by else []
    return series([cited(says, act.objection.rule), *cured])
