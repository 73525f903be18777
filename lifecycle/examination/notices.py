"""Notices under the terms, tried: that one can be given, takes effect, can be withdrawn, and can stop a renewal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lifecycle.acts.act import Act
from lifecycle.acts.notices.notice import NoticeGiven
from lifecycle.acts.notices.withdrawal import NoticeWithdrawn
from lifecycle.calendar.days import Span, add
from lifecycle.course.notices import Outcome
from lifecycle.examination.finding import Finding, Found
from lifecycle.examination.trial import Trial
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message, Plural, Value
from lifecycle.terms.ending import Duration, Termination, Window

TERMS_TRIED = 60
"""So many terms and windows in a row are tried: a lock-in or a window may leave the first ones no day for a notice."""
_WINDOWS = 5


def notices(trial: Trial) -> Found:
    """Try a notice under each clause: that it can be given, takes effect, and can be withdrawn until then."""
    admitted: list[tuple[Termination, Timeline]] = []
    for clause in _notice_clauses(trial):
        givers = trial.concerned(clause.of)
        given = _first_admitted(trial, clause, givers)
        admitted += [(clause, given)] if isinstance(given, Timeline) else []
        if not givers:
            yield Finding("warning", Message("It lets nobody give notice who is bound"), clause.article)
        elif not isinstance(given, Timeline):
            says = Message("No notice can ever be given under it: {why}", why=given)
            yield Finding("error", says, clause.article)
        elif all(notice.outcome is not Outcome.TOOK_EFFECT for notice in given.notices):
            yield Finding("error", Message("A notice under it never takes effect"), clause.article)
        else:
            _and_withdrawn(trial, given)
    _all_give_notice(trial, admitted)


def _notice_clauses(trial: Trial) -> list[Termination]:
    return [clause for clause in trial.terms.clauses.termination if clause.by == "notice"]


def _first_admitted(trial: Trial, clause: Termination, givers: Sequence[str]) -> Timeline | Value:
    """Give the first story in which a notice under a clause is admitted, or else the last objection."""
    refused: Value = Message("an earlier clause admits it on each day that was tried")
    for on in _days(trial, clause) if givers else ():
        line = trial.tell(*_notice(trial, clause, givers, on))
        objections = trial.objections(line)
        if not objections and any(notice.article == clause.article for notice in line.notices):
            return line
        refused = objections[-1] if objections else refused
    return refused


def _notice(trial: Trial, clause: Termination, givers: Sequence[str], on: date) -> list[Act]:
    acts = trial.ground(clause.requires, givers[0], min(on, trial.day(1)))
    by = givers if clause.jointly else givers[:1]
    return [*acts, *(NoticeGiven(on=on, by=name, notice=f"N{n}") for n, name in enumerate(by, 1))]


def _days(trial: Trial, clause: Termination) -> list[date]:
    """Give the days on which a notice is tried: soon, after a lock-in, in each window, and safely before each end."""
    entered = trial.day()
    days: list[date | None] = [trial.day(1)]
    if clause.lock_in is not None and (over := clause.lock_in.period.after(entered)):
        days.append(over)
    if clause.window is not None:
        days += _openings(clause.window, entered)[:_WINDOWS]
    duration = trial.terms.clauses.duration
    if clause.effect == "end of term" and duration is not None:
        days += [_last_safe(end, clause) for end in term_ends(duration, entered)[:_WINDOWS]]
    return sorted({day for day in days if day is not None and day > entered})


def _last_safe(end: date, clause: Termination) -> date | None:
    return add(end, clause.period.span if clause.period else Span(days=1), -1)


def term_ends(duration: Duration, entered: date) -> list[date]:
    """Give the ends of the first terms."""
    if duration.term is None or (first := duration.term.after(duration.starting or entered)) is None:
        return []
    renewal = duration.renewal
    if renewal is None or renewal.by != "tacit":
        return [first]
    most = TERMS_TRIED if renewal.times is None else min(renewal.times, TERMS_TRIED)
    span = (renewal.term or duration.term).span
    return _counted(first, span, range(most + 1))


def _counted(anchor: date, span: Span, times: range) -> list[date]:
    """Count a period so many times from a day, each time in one step (R16a)."""
    days = (add(anchor, Span(span.months * n, span.days * n)) for n in times)
    return [day for day in days if day is not None]


def _and_withdrawn(trial: Trial, given: Timeline) -> None:
    acts = [entry.act for entry in given.entries[len(trial.base) :]]
    day, effect = given.notices[-1].received + timedelta(days=1), given.notices[-1].takes_effect
    if effect is not None and effect > day:
        trial.tell(*acts, *(NoticeWithdrawn(on=day, by=n.by, notice=n.id) for n in given.notices))


def _all_give_notice(trial: Trial, admitted: Sequence[tuple[Termination, Timeline]]) -> None:
    """Let everybody leave by the first clause that lets them: an agreement of many is under notice only then."""
    told: list[Act] = []
    grounds: list[Act] = []
    gone: set[str] = set()
    for clause, given in admitted:
        on, givers = given.notices[-1].received, [name for name in trial.concerned(clause.of) if name not in gone]
        for act in (act for name in givers for act in trial.ground(clause.requires, name, trial.day(1))):
            if act not in grounds:
                grounds.append(act)
                told.append(act)
        told += [NoticeGiven(on=on, by=name, notice=f"N{len(told) + n}") for n, name in enumerate(givers, 1)]
        gone |= {*givers}
    trial.tell(*told)


def renewals(trial: Trial) -> Found:
    """Find terms that no notice can stop from being renewed, for a lock-in or a window leaves no safe day."""
    duration = trial.terms.clauses.duration
    if duration is None or duration.renewal is None or duration.renewal.by != "tacit":
        return
    says = Message("It is renewed tacitly, and no clause lets a notice stop that")
    yield not _notice_clauses(trial) and Finding("silent", says, duration.article)
    for clause in _notice_clauses(trial):
        givers, ends = trial.concerned(clause.of), term_ends(duration, trial.day())
        if not givers or clause.effect != "end of term":
            continue
        stopped = next((nth for nth, end in enumerate(ends) if _stops(trial, clause, givers, end)), None)
        why = _in_the_way(clause)
        if stopped is None or (stopped and duration.renewal.times is not None and stopped >= duration.renewal.times):
            says = Message("No notice can stop a renewal: before each end of term {why} leaves no safe day", why=why)
            yield Finding("error", says, clause.article)
        elif stopped:
            says = Plural(
                "No notice can stop the first renewal: {why} leaves no safe day",
                "No notice can stop the first {n} renewals: {why} leaves no safe day",
                n=stopped,
                why=why,
            )
            yield Finding("warning", says, clause.article)


def _stops(trial: Trial, clause: Termination, givers: Sequence[str], end: date) -> bool:
    """Tell whether a notice on the last safe day before an end, or in a window before it, ends it there."""
    last = _last_safe(end, clause)
    if last is None:
        return False
    window, on = clause.window, [last]
    if window is not None:
        opened = [day for day in _openings(window, trial.day()) if day <= last]
        on += opened[-1:] + [day for day in (window.open.after(o) for o in opened[-1:]) if day and day <= last]
    lines = (trial.tell(*_notice(trial, clause, givers, day)) for day in on if day > trial.day())
    return any(
        not trial.objections(line) and any(notice.takes_effect == end for notice in line.notices) for line in lines
    )


def _openings(window: Window, entered: date) -> list[date]:
    """Give the days on which a window opens."""
    return _counted(entered, window.every.span, range(1, TERMS_TRIED + 1))


def _in_the_way(clause: Termination) -> Message:
    if clause.lock_in is not None:
        return Message("the lock-in of {period}", period=clause.lock_in.period)
    if clause.window is not None:
        return Message("the window of {open} in every {every}", open=clause.window.open, every=clause.window.every)
    return Message("the lead time of {period}", period=clause.period) if clause.period else Message("the clause")
