"""What stories under the terms show: whether it enters into force, is suspended and lifted, ends and is finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from lifecycle.acts.accounts import AccountOpened, AccountSettled
from lifecycle.acts.act import Act
from lifecycle.acts.completion import ActivityBegun, ActivityCompleted, Continued, SurvivalEnded
from lifecycle.acts.disputes import DisputeSettled
from lifecycle.acts.ending import EndAgreed, EndDecided
from lifecycle.acts.facts import FactEstablished
from lifecycle.acts.suspension import Resumed, Suspended
from lifecycle.course.machine import SUSPENDED, WINDING_DOWN, State
from lifecycle.examination.finding import Finding
from lifecycle.examination.trial import Trial, facts_of
from lifecycle.terms.changes import Suspension
from lifecycle.terms.ending import Termination

_LATER = 5


def entry(trial: Trial) -> Iterator[Finding]:
    """Say why the agreement never enters into force, though all sign and consent and every fact is on record."""
    if trial.entered is not None:
        return
    clause = trial.terms.clauses.entry_into_force
    waits = ", ".join(trial.line.awaiting)
    why = f"it still waits for {waits}" if waits else "its condition and its dates cannot both be met"
    least = trial.terms.least_parties
    if len(trial.names) < least:
        why = f"it needs {least} parties"
    says = f"It never enters into force: after all parties have signed and consented {why}."
    yield Finding("error", says, clause.article)


def provisional(trial: Trial) -> Iterator[Finding]:
    """Find a provisional application that would never last a day."""
    clause = trial.terms.clauses.provisional_application
    applied = [fact for fact in trial.line.provisional if fact.closed is None or fact.closed > fact.since]
    if clause is not None and not applied and clause.upon == trial.terms.clauses.entry_into_force.upon:
        says = "It is never applied provisionally: what that waits for brings it into force."
        yield Finding("warning", says, clause.article)


# Suspensions


def suspensions(trial: Trial) -> Iterator[Finding]:
    """Try each suspension: that its ground can be had, and that it can be lifted again."""
    for clause in trial.terms.clauses.suspension:
        by = trial.concerned(clause.by)
        if not by:
            yield Finding("warning", "It lets nobody suspend who is bound.", clause.article)
            continue
        acts = _suspend(trial, clause, by if clause.ground == "consent of all" else by[:1])
        line = trial.tell(*acts)
        if objections := trial.objections(line):
            yield Finding("error", f"Nobody can ever suspend under it: {objections[-1]}", clause.article)
            continue
        later = max(s.since for s in line.suspensions) + timedelta(days=1)
        line = trial.tell(*acts, *(Resumed(on=later, by=s.by, suspension=s.id) for s in line.suspensions))
        if any(s.closed is None for s in line.suspensions) or line.agreement[-1].state is SUSPENDED:
            yield Finding("error", "A suspension under it can never be lifted.", clause.article)
        if clause.lifts == "with the ground" and clause.ground == "failed dispute":
            line = trial.tell(*acts, DisputeSettled(on=later, dispute="D1"))
            if any(s.closed is None for s in line.suspensions):
                yield Finding("error", "A suspension under it is not lifted with its ground.", clause.article)
        trial.tell(*_suspend(trial, clause, by))


_GROUNDS = {
    "failed dispute": "dispute:D1",
    "opinion of breach": "breach",
    "at will": "will",
    "consent of all": "consent",
    "declaration": "declaration",
}


def _suspend(trial: Trial, clause: Suspension, by: Sequence[str]) -> list[Act]:
    on = trial.day(1)
    acts = trial.ground("failed dispute", by[0], on) if clause.ground == "failed dispute" else []
    articles = clause.of if isinstance(clause.of, tuple) else ()
    ground = _GROUNDS[clause.ground]
    return acts + [
        Suspended(on=on, by=name, ground=ground, articles=articles, suspension=f"S{n}") for n, name in enumerate(by, 1)
    ]


# The end and what survives it


def ends(trial: Trial) -> Iterator[Finding]:
    """Try the other ways to end it: a decision, an event, the end of its term, and always the consent of all."""
    for clause in trial.terms.clauses.termination:
        if clause.by == "decision":
            line = trial.tell(EndDecided(on=trial.day(1), organ="the organ"))
            if line.terminated_on is None:
                yield Finding("error", "A decision to end it would not end it.", clause.article)
        elif clause.by == "event" and not _event_comes(trial, clause):
            yield Finding("error", "The event that is to end it can never come.", clause.article)
    duration = trial.terms.clauses.duration
    if duration is not None and duration.until is not None and duration.until <= trial.day():
        says = "It would end before it can enter into force: its last day lies too early."
        yield Finding("error", says, duration.article)
    if duration is not None and duration.upon is not None:
        facts = facts_of(duration.upon)
        line = trial.tell(*(FactEstablished(on=trial.day(1), fact=fact) for fact in sorted(set(facts))))
        if line.terminated_on is None:
            yield Finding("error", "The event with which it is to end can never come.", duration.article)
    line = trial.tell(*_consent_to_end(trial))
    if line.terminated_on is None:
        yield Finding("error", "Not even the consent of all parties ends it.", "VCLT-IO 54(b)")


def _event_comes(trial: Trial, clause: Termination) -> bool:
    if clause.upon is None:
        return False
    name = trial.bound[0] if trial.bound else ""
    known = {act.fact for act in trial.base if isinstance(act, FactEstablished)}
    facts = sorted(set(facts_of(clause.upon, name)) - known)
    line = trial.tell(*(FactEstablished(on=trial.day(1), fact=fact) for fact in facts))
    parted = clause.of_each_party and line.parties[name][-1].state in (State.TERMINATED, WINDING_DOWN)
    return line.terminated_on is not None or parted


def _consent_to_end(trial: Trial, days: int = 1) -> list[Act]:
    return [EndAgreed(on=trial.day(days), by=name) for name in trial.bound]


def finishing(trial: Trial) -> Iterator[Finding]:
    """Let it end with an activity and an account open, and see that what survives can be finished."""
    clause = trial.terms.clauses.survival
    begun: list[Act] = [
        ActivityBegun(on=trial.day(), activity="A1"),
        AccountOpened(on=trial.day(), account="C1"),
        *_consent_to_end(trial),
    ]
    if clause is None or clause.until is None:
        trial.tell(*begun)
        return
    if clause.until.chosen:
        begun += [Continued(on=trial.day(), activity="A1"), Continued(on=trial.day(), account="C1")]
    line = trial.tell(*begun)
    if all(period.state is not WINDING_DOWN for period in line.agreement):
        yield Finding("warning", "Nothing survives under it: it never winds down.", clause.article)
        return
    closing: list[Act] = []
    if "activities" in clause.until.completed:
        closing.append(ActivityCompleted(on=trial.day(_LATER), activity="A1"))
    if "accounts" in clause.until.completed:
        closing.append(AccountSettled(on=trial.day(_LATER), account="C1"))
    if clause.until.upon is not None:
        facts = sorted(set(facts_of(clause.until.upon)))
        closing += [FactEstablished(on=trial.day(_LATER), fact=fact) for fact in facts]
    if clause.until.decided:
        closing.append(SurvivalEnded(on=trial.day(_LATER)))
    line = trial.tell(*begun, *closing)
    if line.agreement[-1].state is not State.TERMINATED:
        yield Finding("error", "What survives the end can never be finished.", clause.article)


# What none of the stories has reached


def states(trial: Trial) -> Iterator[Finding]:
    """Name the states that no story reached, and why."""
    clauses = trial.terms.clauses
    if SUSPENDED not in trial.reached:
        says = "No clause suspends the agreement as a whole: the default law does, by consent of all or after a breach."
        yield Finding("silent", says, "VCLT-IO 57 and 60")
    if State.NOTICE_GIVEN not in trial.reached:
        gives = any(clause.by == "notice" for clause in clauses.termination)
        why = "a notice concerns only the party that gives it" if gives else "no clause lets a party give notice"
        yield Finding("silent", f"The agreement as a whole is never under notice: {why}.", "VCLT-IO 56")
    if WINDING_DOWN not in trial.reached and clauses.survival is None:
        yield Finding("silent", "It never winds down: with its end it is terminated.", "VCLT-IO 70")
