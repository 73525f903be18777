"""`status`: the state of an agreement on a day, everything that holds beside it, and the next step.

It reads one stream of the log and folds it; neither the event sourcing library nor SQLAlchemy is imported for it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cli.formats import show
from cli.options import agreement, axes, command, formatted, on_register, pass_session
from cli.paper import Paper, Part, Styled, count, loud, source, state_word
from cli.session import Known, Session
from lifecycle.conventions import CONVENTIONS
from lifecycle.dates import words
from lifecycle.errors import NotFound
from lifecycle.facts import Reason
from lifecycle.machine import ENDED
from lifecycle.status import HeadShown, Status
from lifecycle.status import status as status_on
from lifecycle.timeline import Timeline, fold

if TYPE_CHECKING:
    from aggregates.log import Log, Moment


class NotYet(NotFound):
    """What was asked for is on record, but not at the place on the axes of time that was asked about."""

    def __init__(self, says: str) -> None:
        super().__init__("answer", "")
        self.says = says

    def __str__(self) -> str:
        return self.says


class Found(NamedTuple):
    """An agreement as known at a moment."""

    line: Timeline
    known: Known


def lookup(session: Session, log: Log, agreement: str, known_at: Moment | None) -> Found:
    """Fold an agreement as known at a moment; raises `NotFound`, or `NotYet` for a moment before its draft."""
    known = session.known(log, known_at)
    entries = tuple(recorded.entry for recorded in log.stream(agreement, known.seq))
    if not entries:
        names = log.agreements()
        if agreement in names:
            when = f" ({known.recorded_at:%Y-%m-%d %H:%M} UTC)" if known.recorded_at else ""
            raise NotYet(f"{agreement} was not yet on record at #{known.seq}{when}")
        raise NotFound("agreement", agreement, names)
    return Found(fold(entries), known)


@command("status", example="status wco-caricc --as-of 2010-03-25\nstatus icmpd-wco --as-of 2004-02-29 --format json")
@agreement
@axes
@formatted
@on_register
@pass_session
def status(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Show the status of an agreement on a day, as the register knows it or knew it then."""
    with session.log() as log:
        line, known = lookup(session, log, agreement, known_at)
    on_file(line, as_of)
    answer = status_on(line, as_of)
    show(session, "status", answer, lambda paper: draw(paper, answer, line, known), known=known)


def on_file(line: Timeline, as_of: date) -> None:
    """Raise `NotYet` for a day before the agreement's draft."""
    if as_of < line.drafted:
        drafted = words(line.drafted)
        raise NotYet(f"there is no {line.id} on {words(as_of)}: its file opens with the draft of {drafted}")


def draw(paper: Paper, answer: Status, line: Timeline, known: Known) -> None:
    """Write the page of a status."""
    color = state_word(answer.state).style
    paper.title(answer.title, Styled(f"{loud(answer.state)} since {words(answer.since)}", color))
    paper.line()
    _life(paper, answer, line)
    _standing(paper, answer)
    _open(paper, answer, line)
    _coming(paper, answer)
    _doubts(paper, answer)
    paper.line()
    paper.table([("PARTY", "STATE", "SINCE", "BY"), *(_party(name, answer, line) for name in answer.parties)])
    paper.line()
    paper.line(f"As of {words(answer.as_of)}, {as_known(known)}. Why: {why(answer, known)}")


def as_known(known: Known) -> str:
    """Say how much of the log an answer knows."""
    return f"as known at #{known.seq} {'(head of the log)' if known.seq == known.head else f'of {known.head}'}"


def why(answer: Status, known: Known) -> str:
    """Give the command that derives the same answer."""
    moment = "" if known.seq == known.head else f" --known-at '#{known.seq}'"
    return f"depositary explain {answer.agreement} --as-of {answer.as_of}{moment}"


def _life(paper: Paper, answer: Status, line: Timeline) -> None:
    """Write how far it has come: what it waits for, since when it is in force, how it ended."""
    entry = line.terms.clauses.entry_into_force
    if answer.awaiting:
        then = f"by the rule {entry.then}" if entry.then else "the same day"
        waiting = ", ".join(answer.awaiting)
        paper.field("Waiting for", f"{waiting}, then in force {then}{source(entry.article)}")
    if day := answer.entered_into_force:
        paper.field("In force since", f"{words(day)}{_entered(line, day)}")
    if (version := line.version_on(answer.as_of)).number > 1:
        paper.field("Terms", f"version {version.number}, since {words(version.start)}")
    if answer.provisional:
        paper.field("Provisionally", f"applied by {', '.join(answer.provisional)} (VCLT-IO 25)")
    if answer.undetermined:
        paper.field("Undetermined", f"dissolved: {', '.join(answer.undetermined)} (VCLT-IO 74(2))")
    if answer.terminated_on:
        paper.field("Terminated on", f"{words(answer.terminated_on)}: {answer.ended_by}")
    elif answer.state in ENDED and answer.ended_by:
        paper.field("Ended by", answer.ended_by)


def _entered(line: Timeline, day: date) -> str:
    reasons = [reason for period in line.agreement if period.start == day for reason in period.why]
    if not reasons:
        return ""
    says = reasons[-1].says.rstrip(".")
    return f": {says.partition(': ')[2] or says}{source(reasons[-1].article, reasons[-1].seq)}"


def _standing(paper: Paper, answer: Status) -> None:
    """Write the suspensions, notices and disputes that stand beside each other."""
    for found in answer.suspensions:
        gone = "; the dispute was settled: its ground is gone" if found.ground_gone else ""
        says = f"{found.by} since {words(found.since)}: {_ground(found.ground)}"
        paper.field("Suspended by", f"{says}{source(found.article, found.seq)}; {found.suspension}{gone}")
    for notice in answer.notices:
        says = f"{notice.notice} by {notice.by}, received {words(notice.received)}, takes effect on "
        paper.field("Notice", f"{says}{words(notice.takes_effect)}{source(notice.article, notice.seq)}")
    for dispute in answer.disputes:
        subject = f' "{dispute.subject}"' if dispute.subject else ""
        says = f"{dispute.dispute}{subject}, referred by {dispute.by} on {words(dispute.since)}"
        became = f"failed on {words(dispute.failed)}" if dispute.failed else "open"
        paper.field("Dispute", f"{says}, {became}{source('', dispute.seq)}")


def _ground(ground: str) -> str:
    kind, _, id = ground.partition(":")
    return f"{kind} {id} failed" if id else "in its opinion the other is in breach"


def _open(paper: Paper, answer: Status, line: Timeline) -> None:
    """Write what is left to finish, and what becomes of it."""
    lapses = ""
    if line.terms.clauses.survival is None and answer.terminates:
        lapses = f"; no survival clause: lapses on {words(answer.terminates)}"
    kinds = (("activity", answer.open.activities), ("account", answer.open.accounts))
    paper.field("Open", *(f"{kind} {_head(head)}{lapses}" for kind, heads in kinds for head in heads))
    paper.field("Lapsed", *map(_head, answer.open.lapsed))


def _head(head: HeadShown) -> str:
    title = f' "{head.title}"' if head.title else ""
    owed = f", {head.amount} {head.currency}" if head.amount is not None else ""
    owed += f" owed by {head.owed_by}" if head.owed_by else ""
    owed += f" to {head.owed_to}" if head.owed_to else ""
    of = f", of activity {head.activity}" if head.activity else ""
    return f"{head.id}{title}{owed}{of}, since {words(head.since)} (#{head.seq})"


def _coming(paper: Paper, answer: Status) -> None:
    dues = []
    for due in answer.next:
        binds = f", binds {due.binds}" if due.binds else ""
        far = distance(answer.as_of, due.on)
        dues.append(f"{words(due.on)}: {due.what}{source(due.article)}{binds}, {far}")
    paper.field("Next", *dues)


def distance(day: date, on: date) -> str:
    """Say how far off a day is, as in `in 12 days`."""
    days = (on - day).days
    if days < 0:
        return f"{count(-days, 'day')} ago"
    return ("today", "tomorrow")[days] if days < 2 else f"in {count(days, 'day')}"


def _doubts(paper: Paper, answer: Status) -> None:
    """Write what the answer assumes, which readings differ, and the acts without effect."""
    paper.field("Assumed", *(f"{CONVENTIONS[a.convention].says} ({a.source})" for a in answer.assumed))
    for other in answer.disputed:
        says = f"{other.what} on {words(other.day)}; read as {other.value}, on {words(other.other)}"
        paper.field("DISPUTED", f"{says} ({other.source})")
    for act in answer.irregular:
        says = f"#{act.seq} {act.act.replace('_', ' ')}, {words(act.on)}: {act.objection.says}"
        cured = f"; cured by #{act.cured_by}" if act.cured_by else ""
        paper.field("Without effect", f"{says} ({act.objection.rule}){cured}")


def _party(name: str, answer: Status, line: Timeline) -> tuple[Part, ...]:
    standing = answer.parties[name]
    if standing.state == "drafted":
        return name, state_word(standing.state), "–", ""
    reason = standing.why[-1] if standing.why else None
    return name, state_word(standing.state), words(standing.since), _by(reason, line) if reason else ""


def _by(reason: Reason, line: Timeline) -> str:
    """Name the act behind a reason in a few words; the reason itself where it rests on none."""
    act = next((entry.act for entry in line.standing if entry.seq == reason.seq), None)
    if act is None:
        return reason.says
    place = getattr(act, "place", "")
    return f"{act.says()}{f' at {place}' if place else ''}{source('', reason.seq)}"
