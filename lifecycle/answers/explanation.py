"""Explanations: the derivation of an answer, in steps that a hand can check.

An explanation first finds the acts on which the answer rests (`lifecycle.answers.basis`); the steps follow the smaller
timeline that these make by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.answers.basis import basis
from lifecycle.answers.computation import reckoned
from lifecycle.answers.status import irregular_acts
from lifecycle.answers.status_answer import Irregular
from lifecycle.calendar.conventions import CONVENTIONS, Conventions
from lifecycle.calendar.days import words
from lifecycle.consequences.admission import BY_LAW
from lifecycle.course.facts import Notice, Period, Reason
from lifecycle.course.machine import IN_FORCE, NOTICE_GIVEN, TERMINATED, WINDING_DOWN, State
from lifecycle.errors import NotFound
from lifecycle.fold.readings import disputed, noted
from lifecycle.fold.timeline import Timeline, fold, period_on


class Line(Struct, frozen=True, kw_only=True):
    """One step: what is so, the article or standard it rests on, and the act on record."""

    n: int
    says: str
    source: str
    seq: int | None = None
    article: str = ""
    rule: str = ""
    """Number of the rule in the law, such as `R29`."""
    state: State | None = None
    """The state whose period the step explains."""
    start: date | None = None
    """The first day of that period."""


class Explanation(Struct, frozen=True, kw_only=True):
    """The derivation of the state of an agreement on a day."""

    agreement: str
    as_of: date
    state: State
    since: date
    lines: tuple[Line, ...]
    rests_on: tuple[int, ...]
    """The acts without any of which the answer would be another."""
    readings: tuple[str, ...]
    """Other admissible readings; those that change this very answer say that it is disputed."""
    irregular: tuple[Irregular, ...] = ()
    """Acts on record up to that day that have no effect, and why."""


def explain(timeline: Timeline, as_of: date) -> Explanation:
    """Derive the answer for a day; raises `NotFound` for a day before the draft."""
    line = timeline.until(as_of)
    period = period_on(line.agreement, as_of)
    if period is None:
        when = f"{line.id} on {words(as_of)}: its file opens on {words(line.drafted)}"
        raise NotFound("agreement", when)
    kept = basis(line, as_of)
    small = fold(kept)
    steps = _Steps()
    whole = {(past.state, past.start): past for past in line.agreement}
    for past in small.agreement:
        if past.start <= as_of:
            steps.period(small, _with_all_that_survives(past, whole.get((past.state, past.start))))
    steps.open_end(line, as_of, period)
    return Explanation(
        agreement=line.id,
        as_of=as_of,
        state=period.state,
        since=period.start,
        lines=tuple(steps.lines),
        rests_on=tuple(sorted(entry.seq for entry in kept)),
        readings=tuple(_readings(timeline, as_of)),
        irregular=irregular_acts(line),
    )


def _with_all_that_survives(past: Period, whole: Period | None) -> Period:
    """Name all that was left to finish: for the state one open head is enough, and the others are open too (R46)."""
    if past.state is not WINDING_DOWN or whole is None:
        return past
    rest = (r for r in whole.why if r.act == "survival")
    return replace(past, why=(*(r for r in past.why if r.act != "survival"), *rest))


class _Steps:
    """The lines of one explanation, numbered as they are added."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.about: Period | None = None

    def add(self, says: str, *sources: str, seq: int | None = None, article: str = "", rule: str = "") -> None:
        source = " · ".join(dict.fromkeys(part for part in (_article(article), *sources, rule) if part))
        self.lines.append(
            Line(
                n=len(self.lines) + 1,
                says=says,
                source=source,
                seq=seq,
                article=article,
                rule=rule,
                state=self.about.state if self.about else None,
                start=self.about.start if self.about else None,
            )
        )

    def period(self, line: Timeline, period: Period) -> None:
        self.about = period
        for reason in period.why:
            if period.state is IN_FORCE and reason.act == "entered_into_force":
                self.entry(line, reason)
            elif reason.act == "notice_given":
                self.notice(line, reason, period)
            else:
                self.reason(reason)
        if period.state is TERMINATED and line.terms.clauses.survival is None and line.entered_into_force:
            says = "There is no survival clause: terminated, nothing is left to wind down."
            self.add(says, article="VCLT-IO 70", rule="R44")

    def reason(self, reason: Reason) -> None:
        if all(known.says.rstrip(".") != str(reason.says).rstrip(".") for known in self.lines):
            self.add(f"{str(reason.says).rstrip('.')}.", seq=reason.seq, article=reason.article, rule=reason.rule)

    def entry(self, line: Timeline, reason: Reason) -> None:
        for entry in sorted(line.standing, key=lambda e: (e.act.dated(), e.seq)):
            before = self.about is None or entry.act.dated() <= self.about.start
            kinds = ("signed", "confirmed", "consented", *(("fact_established",) if before else ()))
            if entry.act.tag in kinds:
                says = str(entry.act.says(line.id))
                objection = line.irregular.get(entry.seq)
                if objection is not None:
                    says += f", without authority: no effect unless confirmed (#{line.cured.get(entry.seq)})"
                if all(known.seq != entry.seq for known in self.lines):
                    self.add(f"{says}.", f"#{entry.seq}", seq=entry.seq, rule=objection.rule if objection else "")
        self.reason(reason)

    def notice(self, line: Timeline, reason: Reason, period: Period) -> None:
        notice = next(n for n in line.notices if n.seq == reason.seq)
        if all(known.seq != notice.seq for known in self.lines):
            self.running(line, notice)
        if period.state is not NOTICE_GIVEN and notice.outcome == "took effect":
            self.add(
                f"{notice.id} was not withdrawn. It took effect on {words(notice.closed)}.",
                article="VCLT-IO 68",
                rule="R29",
            )

    def running(self, line: Timeline, notice: Notice) -> None:
        version = line.version_for(notice.by, notice.since)
        stated = version.terms.stated
        when = f", after {notice.rule}" if notice.rule else ""
        if notice.term_end is not None:
            when = f", {f'at least {notice.rule} ' if notice.rule else ''}before the end of a term and with it"
        if when:
            says = f"{notice.by} may end its participation by notice{when}."
            by_law = notice.article == BY_LAW.article
            self.add(says, *([] if by_law else [f"terms v{version.number}"]), article=notice.article)
        sent = f", sent on {words(notice.sent)}," if notice.sent != notice.received else ""
        self.add(
            f"{notice.by}'s notice {notice.id}{sent} was received on {words(notice.received)}.",
            f"#{notice.seq}",
            seq=notice.seq,
        )
        if stated_in_clause := notice.clause.counts_from:
            self.add(f"The period counts from {stated_in_clause} (as the terms say).", article=notice.article)
        else:
            counts = f"The period counts from {stated['notice_counts_from']}"
            self.convention(stated, "notice_counts_from", counts, "R27")
        if notice.clause.jointly:
            says = f"It can only be given jointly: it counts with the last of them, from {words(notice.counted_from)}."
            self.add(says, article=notice.article, rule="R31")
        due, took_effect = notice.takes_effect, notice.closed if notice.outcome == "took effect" else None
        held_up = due is not None and took_effect is not None and due < took_effect
        for note in reckoned(notice, boundary=stated["effect_boundary"]):
            self.add(f"{note.says}.", note.source, article=notice.article if notice.term_end else "")
        if notice.term_end is None and notice.rule is not None and notice.rule.silent_on_boundary:
            effect = "It would take effect" if notice.named or notice.moved or held_up else "It takes effect"
            boundary = "on that day" if stated["effect_boundary"] == "same day" else "on the day after"
            self.convention(stated, "effect_boundary", f"{effect} {boundary}", "R24")
        if notice.named is not None:
            self.add(f"The notice names a later date: {words(notice.named)}.", article=notice.article)
        for moved in notice.moved:
            self.reason(moved)
        if held_up:
            says = f"It could not take effect while {notice.blocked_by!r} was on record: until {words(notice.closed)}."
            self.add(says, article=notice.article, rule="R31")

    def convention(self, stated: Conventions, name: str, says: str, rule: str) -> None:
        assumed = stated.assumes(name) is not None
        says += " (assumed: the text is silent)." if assumed else " (as the terms say)."
        source = CONVENTIONS[name].source
        self.add(says, article="" if source == rule else source, rule=rule)

    def open_end(self, line: Timeline, as_of: date, period: Period) -> None:
        if period.state in (State.DRAFTED, State.SIGNED) and line.awaiting:
            article = line.terms.clauses.entry_into_force.article
            self.add(f"It waits for: {', '.join(map(str, line.awaiting))}.", article=article)
        for head in line.heads:
            if head.stands(as_of) and line.terminated_on and line.terminated_on <= as_of:
                self.add(
                    f"Still open: {head.kind} {head.id}, since {words(head.since)}.",
                    f"#{head.seq}",
                    seq=head.seq,
                )
            elif head.lapsed and head.lapsed <= as_of:
                self.add(
                    f"{head.kind.capitalize()} {head.id} lapsed with the agreement.",
                    f"#{head.seq}",
                    seq=head.seq,
                )


def _article(article: str) -> str:
    return f"Art. {article}" if article[:1].isdigit() else article


def _readings(timeline: Timeline, as_of: date) -> Iterator[str]:
    doubts = disputed(timeline, as_of)
    known = {(doubt.what, doubt.convention, doubt.other) for doubt in doubts}
    for other in noted(timeline, as_of):
        doubtful = (other.what, other.convention, other.other) in known
        if doubtful or other.closed is None or as_of < other.closed:
            mark = f" DISPUTED on {words(as_of)}." if doubtful else ""
            says = f"{other.what}: {other.value} → {words(other.other)} ({other.source})"
            yield f"{says}, not {words(other.day)}.{mark}"
    for doubt in doubts:
        if doubt.state is not None:
            reading = f"{doubt.convention}: {doubt.value} ({doubt.source})"
            yield f"{doubt.what}: {doubt.state} from {words(doubt.other)} by {reading}. DISPUTED on {words(as_of)}."
