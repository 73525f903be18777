"""Explanations: the derivation of an answer, in steps that a hand can check.

An explanation first finds the acts on which the answer rests: a set from which none can be left out without changing
it. Folded by themselves they give the same answer; the steps follow that smaller timeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from lifecycle.conventions import CONVENTIONS, Conventions
from lifecycle.dates import words
from lifecycle.errors import NotFound
from lifecycle.facts import Notice, Period, Reason
from lifecycle.machine import IN_FORCE, NOTICE_GIVEN, TERMINATED, State
from lifecycle.readings import disputed, noted
from lifecycle.shown import Irregular
from lifecycle.status import irregular_acts
from lifecycle.timeline import Entry, Timeline, fold, period_on


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
    kept = rests_on(line, as_of)
    small = fold(kept)
    steps = _Steps()
    for past in small.agreement:
        if past.start <= as_of:
            steps.period(small, past)
    steps.open_end(small, as_of, period)
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


def rests_on(line: Timeline, as_of: date) -> list[Entry]:
    """Find acts that give the same answer by themselves, and from which none can be left out."""
    wanted = _answer(line, as_of)
    kept = [entry for entry in line.entries if entry.seq not in line.irregular or entry.seq in line.cured]
    size = max(1, len(kept) // 2)
    while True:
        at = 1
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if _answer(fold(fewer), as_of) == wanted:
                kept = fewer
            else:
                at += size
        if size == 1:
            return kept
        size //= 2


def _answer(line: Timeline, as_of: date) -> object:
    period = period_on(line.agreement, as_of)
    standing = {name: (there.state if (there := period_on(p, as_of)) else None) for name, p in line.parties.items()}
    return period and (period.state, period.start), standing, line.terminated_on, line.entered_into_force


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
        if all(known.says != reason.says for known in self.lines):
            self.add(reason.says, seq=reason.seq, article=reason.article, rule=reason.rule)

    def entry(self, line: Timeline, reason: Reason) -> None:
        for entry in sorted(line.standing, key=lambda e: (e.act.dated(), e.seq)):
            if entry.act.tag in ("signed", "confirmed", "consented", "fact_established"):
                said = entry.act.says()
                says = f"{said[:1].upper()}{said[1:]}, {words(entry.act.dated())}"
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
        if notice.rule is not None:
            says = f"{notice.by} may end its participation by notice, after {notice.rule}."
            self.add(says, f"terms v{version.number}", article=notice.article)
        self.add(
            f"{notice.by}'s notice {notice.id} was received on {words(notice.received)}.",
            f"#{notice.seq}",
            seq=notice.seq,
        )
        self.convention(stated, "notice_counts_from", f"The period counts from {stated['notice_counts_from']}", "R27")
        if notice.rule is not None:
            for note in notice.rule.computed(notice.counted_from, boundary=stated["effect_boundary"]).notes:
                self.add(note.says, note.source)
            if notice.rule.silent_on_boundary:
                boundary = "on that day" if stated["effect_boundary"] == "same day" else "on the day after"
                self.convention(stated, "effect_boundary", f"It takes effect {boundary}", "R24")
        if notice.named is not None:
            self.add(f"The notice names a later date: {words(notice.named)}.", article=notice.article)

    def convention(self, stated: Conventions, name: str, says: str, rule: str) -> None:
        assumed = stated.assumes(name) is not None
        says += " (assumed: the text is silent)." if assumed else " (as the terms say)."
        source = CONVENTIONS[name].source
        self.add(says, article="" if source == rule else source, rule=rule)

    def open_end(self, line: Timeline, as_of: date, period: Period) -> None:
        if period.state in (State.DRAFTED, State.SIGNED) and line.awaiting:
            article = line.terms.clauses.entry_into_force.article
            self.add(f"It waits for: {', '.join(line.awaiting)}.", article=article)
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
