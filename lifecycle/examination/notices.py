"""Notices under the terms, tried: that one can be given, takes effect, can be withdrawn, and can stop a renewal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lifecycle.acts.act import Act
from lifecycle.acts.notices import NoticeGiven, NoticeWithdrawn
from lifecycle.calendar.days import Span, add
from lifecycle.examination.finding import Finding
from lifecycle.examination.trial import Trial
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.ending import Duration, Termination, Window

TERMS_TRIED = 60
"""So many terms and windows in a row are tried: a lock-in or a window may leave the first ones no day for a notice."""
_WINDOWS = 5


def notices(trial: Trial) -> Iterator[Finding]:
    """Try a notice under each clause: that it can be given, takes effect, and can be withdrawn until then."""
    for clause in trial.terms.clauses.termination:
        if clause.by != "notice":
            continue
        givers = trial.concerned(clause.of)
        if not givers:
            yield Finding("warning", "It lets nobody give notice who is bound.", clause.article)
            continue
        given = _first_admitted(trial, clause, givers)
        if isinstance(given, str):
            yield Finding("error", f"No notice can ever be given under it: {given}", clause.article)
        elif all(notice.outcome != "took effect" for notice in given[1].notices):
            yield Finding("error", "A notice under it never takes effect.", clause.article)
        else:
            _and_withdrawn(trial, given)
    _all_give_notice(trial)


def _first_admitted(trial: Trial, clause: Termination, givers: Sequence[str]) -> tuple[list[Act], Timeline] | str:
    """Give the first story in which a notice under a clause is admitted, or else the last objection."""
    refused = "no day is left for it."
    for on in _days(trial, clause):
        acts = _notice(trial, clause, givers, on)
        line = trial.tell(*acts)
        if not (objections := trial.objections(line)) and any(n.article == clause.article for n in line.notices):
            return acts, line
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
    ends = (add(first, Span(span.months * n, span.days * n)) for n in range(most + 1))
    return [end for end in ends if end is not None]


def _and_withdrawn(trial: Trial, given: tuple[list[Act], Timeline]) -> None:
    acts, line = given
    notice = line.notices[-1]
    if notice.takes_effect is not None and notice.takes_effect > notice.received + timedelta(days=1):
        day = notice.received + timedelta(days=1)
        trial.tell(*acts, *(NoticeWithdrawn(on=day, by=n.by, notice=n.id) for n in line.notices))


def _all_give_notice(trial: Trial) -> None:
    """Let everybody leave who can, for an agreement of many is under notice only then."""
    told: list[Act] = []
    for clause in trial.terms.clauses.termination:
        givers = trial.concerned(clause.of) if clause.by == "notice" else ()
        given = _first_admitted(trial, clause, givers) if givers else ""
        if not isinstance(given, str):
            on = given[1].notices[-1].received
            needed = [act for name in givers for act in trial.ground(clause.requires, name, trial.day(1))]
            told += [act for act in needed if act not in told]
            told += [NoticeGiven(on=on, by=name, notice=f"N{len(told) + n}") for n, name in enumerate(givers, 1)]
    trial.tell(*told)


def renewals(trial: Trial) -> Iterator[Finding]:
    """Find terms that no notice can stop from being renewed, for a lock-in or a window leaves no safe day."""
    duration = trial.terms.clauses.duration
    if duration is None or duration.renewal is None or duration.renewal.by != "tacit":
        return
    ways = [c for c in trial.terms.clauses.termination if c.by == "notice" and c.effect == "end of term"]
    if not ways and not any(c.by == "notice" for c in trial.terms.clauses.termination):
        yield Finding("silent", "It is renewed tacitly, and no clause lets a notice stop that.", duration.article)
    for clause in ways:
        givers = trial.concerned(clause.of)
        if not givers:
            continue
        ends = term_ends(duration, trial.day())
        stopped = next((nth for nth, end in enumerate(ends) if _stops(trial, clause, givers, end)), None)
        why = _in_the_way(clause)
        if stopped is None or (stopped and duration.renewal.times is not None and stopped >= duration.renewal.times):
            says = f"No notice can stop a renewal: before each end of term {why} leaves no safe day."
            yield Finding("error", says, clause.article)
        elif stopped:
            terms = "first renewal" if stopped == 1 else f"first {stopped} renewals"
            yield Finding("warning", f"No notice can stop the {terms}: {why} leaves no safe day.", clause.article)


def _stops(trial: Trial, clause: Termination, givers: Sequence[str], end: date) -> bool:
    """Tell whether a notice on the last safe day before an end, or in a window before it, ends it there."""
    last = _last_safe(end, clause)
    if last is None:
        return False
    window, on = clause.window, [last]
    if window is not None:
        opened = [day for day in _openings(window, trial.day()) if day <= last]
        on += opened[-1:] + [day for day in (window.open.after(o) for o in opened[-1:]) if day and day <= last]
    for day in on:
        if day > trial.day():
            line = trial.tell(*_notice(trial, clause, givers, day))
            if not trial.objections(line) and any(n.takes_effect == end for n in line.notices):
                return True
    return False


def _openings(window: Window, entered: date) -> list[date]:
    """Give the days on which a window opens."""
    every = window.every.span
    days = (add(entered, Span(every.months * n, every.days * n)) for n in range(1, TERMS_TRIED + 1))
    return [day for day in days if day is not None]


def _in_the_way(clause: Termination) -> str:
    if clause.lock_in is not None:
        return f"the lock-in of {clause.lock_in.period}"
    if clause.window is not None:
        return f"the window of {clause.window.open} in every {clause.window.every}"
    return f"the lead time of {clause.period}" if clause.period else "the clause"
