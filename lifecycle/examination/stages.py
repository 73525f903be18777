"""What stories under the terms show: whether it enters into force, can be suspended, ends and is finished."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.acts.accounts import AccountOpened, AccountSettled
from lifecycle.acts.act import Act
from lifecycle.acts.completion import ActivityBegun, ActivityCompleted, Continued, SurvivalEnded
from lifecycle.acts.ending import EndAgreed
from lifecycle.acts.suspension.suspension import Suspended
from lifecycle.answers import diagram
from lifecycle.course.machine import ENDED, NOTICE_GIVEN, SUSPENDED, TERMINATED, WINDING_DOWN
from lifecycle.examination.finding import Finding, Found
from lifecycle.examination.trial import Trial
from lifecycle.messages import Message
from lifecycle.terms.changes import Suspension
from lifecycle.terms.ending import Termination, Until

_LATER = 5


def entry(trial: Trial) -> Found:
    """Say why the agreement never enters into force, though all sign and consent and every fact is on record."""
    why = _why_not(trial)
    says = Message("After all parties have signed and consented it does not enter into force: {why}", why=why)
    return [not trial.entered and Finding("error", says, trial.terms.clauses.entry_into_force.article)]


def _why_not(trial: Trial) -> Message:
    least, awaiting = trial.terms.least, trial.line.awaiting
    if len(trial.names) < least:
        return Message("it needs {least} parties, and it was tried with {n}", least=least, n=len(trial.names))
    if awaiting:
        return Message("it still waits for {acts}", acts=awaiting)
    return Message("its condition and its dates cannot both be met")


def provisional(trial: Trial) -> Found:
    """Find a provisional application that would never last a day."""
    clause = trial.terms.clauses.provisional_application
    applied = [fact for fact in trial.line.provisional if fact.closed is None or fact.closed > fact.since]
    says = Message("It is never applied provisionally: what that waits for brings it into force")
    same = clause is not None and clause.upon == trial.terms.clauses.entry_into_force.upon
    return [clause and same and not applied and Finding("warning", says, clause.article)]


# Suspensions


def suspensions(trial: Trial) -> Found:
    """Try each suspension: that somebody can have its ground."""
    for clause in trial.terms.clauses.suspension:
        if clause.ground == "event":
            line = trial.tell(*trial.establish(clause.upon))
            comes = any(period.state is SUSPENDED for period in line.agreement)
            says = Message("The event that is to suspend it can never come")
            yield not comes and Finding("error", says, clause.article)
            continue
        by = trial.concerned(clause.by)
        if not by:
            yield Finding("warning", Message("It lets nobody suspend who is bound"), clause.article)
            continue
        first = _suspend(trial, clause, by if clause.ground == "consent of all" else by[:1])
        if objections := trial.objections(trial.tell(*first)):
            says = Message("Nobody can ever suspend under it: {why}", why=objections[-1])
            yield Finding("error", says, clause.article)
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


def ends(trial: Trial) -> Found:
    """Try the events that are to end it, and its own last day; and let it end by consent of all."""
    for clause in trial.terms.ways_to_end:
        if clause.by == "event" and not _event_comes(trial, clause):
            yield Finding("error", Message("The event that is to end it can never come"), clause.article)
    duration = trial.terms.clauses.duration
    last = (duration.until or duration.through) if duration is not None else None
    if duration is not None and last is not None and last <= trial.day():
        says = Message("It would end before it can enter into force: its last day lies too early")
        yield Finding("error", says, duration.article)
    if duration is not None and duration.upon is not None:
        ended = trial.tell(*trial.establish(duration.upon)).terminated_on
        says = Message("The event with which it is to end can never come")
        yield not ended and Finding("error", says, duration.article)
    trial.tell(*_consent_to_end(trial))


def _event_comes(trial: Trial, clause: Termination) -> bool:
    if clause.upon is not None and clause.upon.mentions("parties_below"):
        return any(way.by in ("notice", "decision") or way.of_each_party for way in trial.terms.clauses.termination)
    name = trial.bound[0] if trial.bound else ""
    line = trial.tell(*trial.establish(clause.upon, name=name))
    parted = any(periods[-1].state in ENDED for periods in line.parties.values())
    return line.terminated_on is not None or (clause.of_each_party and parted)


def _consent_to_end(trial: Trial) -> list[Act]:
    return [EndAgreed(on=trial.day(1), by=name) for name in trial.bound]


def finishing(trial: Trial) -> Found:
    """Let it end with an activity and an account open, and see that what survives can be finished."""
    clause = trial.terms.clauses.survival
    until = (clause.until if clause else None) or Until()
    chosen = [Continued(on=trial.day(), activity="A1"), Continued(on=trial.day(), account="C1")]
    begun: list[Act] = [
        ActivityBegun(on=trial.day(), activity="A1"),
        AccountOpened(on=trial.day(), account="C1"),
        *_consent_to_end(trial),
        *(chosen if until.chosen else ()),
    ]
    line = trial.tell(*begun)
    if clause is None or clause.until is None:
        return []
    if all(period.state is not WINDING_DOWN for period in line.agreement):
        return [Finding("warning", Message("Nothing survives under it: it never winds down"), clause.article)]
    later = trial.day(_LATER)
    line = trial.tell(
        *begun,
        ActivityCompleted(on=later, activity="A1"),
        AccountSettled(on=later, account="C1"),
        *trial.establish(until.upon, _LATER),
        *([SurvivalEnded(on=later)] if until.decided else ()),
    )
    over = line.agreement[-1].state is TERMINATED
    return [not over and Finding("error", Message("What survives the end can never be finished"), clause.article)]


# What none of the stories has reached


def states(trial: Trial) -> Found:
    """Name the states that no story reached, and why."""
    clauses, reached = trial.terms.clauses, trial.reached
    suspended = Message(
        "No clause suspends the agreement as a whole: the default law does, by consent of all or after a breach"
    )
    no_notice = Message("The agreement as a whole is never under notice: no clause lets a party give one")
    for_one = Message("The agreement as a whole is never under notice: one concerns only the party that gives it")
    winding_down = Message("It never winds down: with its end it is terminated")
    given = diagram.gives_notice(trial.terms)
    return [
        SUSPENDED not in reached and Finding("silent", suspended, "VCLT-IO 57 and 60"),
        NOTICE_GIVEN not in diagram.states(trial.terms) and Finding("silent", no_notice, "VCLT-IO 56"),
        NOTICE_GIVEN not in reached and given and Finding("silent", for_one, "VCLT-IO 56"),
        WINDING_DOWN not in reached and not clauses.survival and Finding("silent", winding_down, "VCLT-IO 70"),
    ]
