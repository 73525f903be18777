"""The page of `status`: what is so and since when, everything that holds beside it, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cli.terminal.page import Paper, Part, Styled, count, loud, source, state_word
from lifecycle.acts.suspension import because
from lifecycle.answers.status_answer import HeadShown, Irregular, Status
from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.calendar.days import words
from lifecycle.course.facts import Reason
from lifecycle.course.machine import BEFORE, ENDED
from lifecycle.fold.readings import Disputed
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Value
from projections.answers.snapshot import Known
from projections.words.phrases import cited


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
        then = f", then in force {f'by the rule {entry.then}' if entry.then else 'the same day'}{source(entry.article)}"
        waiting = ", ".join(answer.awaiting)
        paper.field("Waiting for", f"{waiting}{then if answer.state in BEFORE else ''}")
    if day := answer.entered_into_force:
        paper.field("In force since", f"{words(day)}{_entered(line, day)}")
    paper.field("Terms", *_terms(answer, line))
    if answer.provisional:
        clause = line.versions[0].terms.clauses.provisional_application
        article = clause.article if clause else "VCLT-IO 25"
        paper.field("Provisionally", f"applied by {', '.join(answer.provisional)}{source(article)}")
    if answer.undetermined:
        paper.field("Undetermined", f"dissolved: {', '.join(answer.undetermined)} (VCLT-IO 74(2))")
    if answer.terminated_on:
        paper.field("Terminated on", f"{words(answer.terminated_on)}: {answer.ended_by}")
    elif answer.state in ENDED and answer.ended_by:
        paper.field("Ended by", answer.ended_by)


def _terms(answer: Status, line: Timeline) -> Iterator[str]:
    """Say which version of the terms holds, for whom another one, and which amendment nobody was left for (R51)."""
    if (version := line.version_on(answer.as_of)).number > 1:
        yield f"version {version.number}, since {words(version.start)}"
    for kept in answer.terms_kept or ():
        opted_out = f"which opted out of amendment {kept.amendment}{source('', kept.seq)}"
        yield f"version {kept.terms_version} for {kept.party}, {opted_out}"
    past = line.until(answer.as_of) if line.amendments else line
    in_effect = {version.seq for version in past.versions}
    for known in past.amendments:
        on, ended = known.holds_from, past.terminated_on
        if on and on <= answer.as_of and known.opted_out and known.seq not in in_effect and not (ended and ended <= on):
            names = ", ".join(known.opted_out)
            yield f"amendment {known.id} took no effect: {names} opted out, nobody else was left{source('', known.seq)}"


def _entered(line: Timeline, day: date) -> str:
    reasons = [reason for period in line.agreement if period.start == day for reason in period.why]
    if not reasons:
        return ""
    says = str(reasons[-1].says).rstrip(".")
    return f": {says.partition(': ')[2] or says}{source(reasons[-1].article, reasons[-1].seq)}"


def _standing(paper: Paper, answer: Status) -> None:
    """Write the suspensions, notices and disputes that stand beside each other."""
    for found in answer.suspensions:
        gone = "; the dispute was settled: its ground is gone" if found.ground_gone else ""
        says = f"{found.by} since {words(found.since)}: {because(found.ground)}"
        paper.field("Suspended by", f"{says}{source(found.article, found.seq)}; {found.suspension}{gone}")
    for notice in answer.notices:
        says = f"{notice.notice} by {notice.by}, received {words(notice.received)}, "
        says += f"takes effect on {words(notice.takes_effect)}" if not notice.waits_for else "does not count yet: "
        waiting = f"it waits for that of {', '.join(notice.waits_for)}" if notice.waits_for else ""
        paper.field("Notice", f"{says}{waiting}{source(notice.article, notice.seq)}")
    for dispute in answer.disputes:
        subject = f' "{dispute.subject}"' if dispute.subject else ""
        says = f"{dispute.dispute}{subject}, referred by {dispute.by} on {words(dispute.since)}"
        became = f"failed on {words(dispute.failed)}" if dispute.failed else "open"
        paper.field("Dispute", f"{says}, {became}{source('', dispute.seq)}")


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
        paper.field("DISPUTED", f"{_reading(other)} ({other.source})")
    paper.field("Without effect", *map(without_effect, answer.irregular))


def _reading(other: Disputed) -> str:
    if other.state is None:
        return f"{other.what} on {words(other.day)}; read as {other.value}, on {words(other.other)}"
    asked = other.convention.replace("_", " ")
    return f"{other.what}, {asked} being read as {other.value}: {loud(other.state)} from {words(other.other)}"


def without_effect(act: Irregular) -> str:
    """Say which act is on record without effect, and why."""
    says = f"#{act.seq} {act.act.replace('_', ' ')}, {words(act.on)}: {act.objection.says}"
    return f"{says} ({act.objection.rule})" + (f"; cured by #{act.cured_by}" if act.cured_by else "")


def _party(name: str, answer: Status, line: Timeline) -> tuple[Part, ...]:
    standing = answer.parties[name]
    if standing.state == "drafted":
        return name, state_word(standing.state), "–", ""
    reason = standing.why[-1] if standing.why else None
    return name, state_word(standing.state), words(standing.since), _by(reason, line) if reason else ""


def _by(reason: Reason, line: Timeline) -> Value:
    """Name the act behind a reason in a few words; the reason itself where it rests on none."""
    act = next((entry.act for entry in line.standing if entry.seq == reason.seq), None)
    if act is None:
        return reason.says
    return cited(act.NAME, "", reason.seq)
