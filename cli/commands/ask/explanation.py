"""`explain`: the answer of `status` with its derivation, in steps that a hand can check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from cli.commands.ask.status_page import without_effect
from cli.terminal.formats import show
from cli.terminal.lookup import lookup, on_file
from cli.terminal.options import agreement, axes, command, formatted, on_register, pass_session
from cli.terminal.page import PAGE, Paper, Part, Styled, loud, short, state_word
from cli.terminal.session import Session
from lifecycle import law
from lifecycle.answers.explanation import Explanation
from lifecycle.answers.explanation import explain as explained
from lifecycle.calendar.days import words
from lifecycle.messages import Message
from projections.answers.snapshot import Known
from projections.forms.text import clean, width

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from aggregates.record.recording import Recorded
    from lifecycle.fold.timeline import Timeline


class Cited(Struct, frozen=True, kw_only=True):
    """An act that the answer rests on, with both its times."""

    seq: int
    act: str
    on: date
    """The legal date, as corrected."""
    by: str | None
    recorded_at: datetime
    says: Message
    concerned_by: tuple[int, ...]
    """Corrections and strikes of it."""


class Explained(Explanation, frozen=True, kw_only=True):
    """The derivation of the state of an agreement on a day, and the acts that it rests on."""

    acts: tuple[Cited, ...]


@command("explain", example="explain wco-caricc --as-of 2011-02-28\nexplain icmpd-wco --as-of 2004-02-29")
@agreement
@axes
@formatted
@on_register
@pass_session
def explain(session: Session, agreement: str, as_of: date, known_at: Moment | None) -> None:
    """Derive the status of an agreement on a day, step by step, each with its source."""
    with session.log() as log:
        line, known = lookup(session, log, agreement, known_at)
        rows = log.stream(agreement, known.seq)
    on_file(line, as_of)
    derived = explained(line, as_of)
    answer = Explained(**asdict(derived), acts=cited(line, rows, derived.rests_on))
    show(session, "explain", answer, lambda paper: draw(paper, answer, known), known=known)


def cited(line: Timeline, rows: Sequence[Recorded], rests_on: Sequence[int]) -> tuple[Cited, ...]:
    """Give the acts that an answer rests on, as they stand now, with the time of their recording."""
    standing = {entry.seq: entry.act for entry in line.standing}
    found = [(row, standing.get(row.seq, row.act)) for row in rows if row.seq in rests_on]
    return tuple(
        Cited(
            seq=row.seq,
            act=act.tag,
            on=act.dated(),
            by=act.by,
            recorded_at=row.recorded_at,
            says=act.says(line.id),
            concerned_by=line.concerned.get(row.seq, ()),
        )
        for row, act in found
    )


def draw(paper: Paper, answer: Explained, known: Known) -> None:
    """Write the page: what is so, then the steps with their sources in a column of their own."""
    word = Styled(loud(answer.state), state_word(answer.state).style)
    paper.line(
        f"{answer.agreement} is ",
        word,
        f" on {words(answer.as_of)}, since {words(answer.since)}, as known at #{known.seq}.",
    )
    paper.line()
    right = max((width(clean(step.source)) for step in answer.lines), default=0)
    for step in answer.lines:
        paper.columns_of(f"{step.n:>4}  ", step.says, step.source, min(right, PAGE // 3))
    paper.line()
    for reading in answer.readings:
        paper.line(f"Another admissible reading: {reading}")
    for act in answer.irregular:
        paper.line(f"Without effect: {without_effect(act)}")
    rows: list[tuple[Part, ...]] = [("#", "ON", "RECORDED (UTC)", "ACT")]
    for one in answer.acts:
        by = "".join(f" [see #{seq}]" for seq in one.concerned_by)
        rows.append((str(one.seq), short(one.on), f"{one.recorded_at:%Y-%m-%d %H:%M}", f"{one.says}{by}"))
    paper.table(rows, right="#")
    paper.line()
    acts = ", ".join(f"#{seq}" for seq in answer.rests_on)
    paper.line(f"It rests on {acts}: without any of them the answer would be another.")
    rules = law.cited(
        *(step.source for step in answer.lines), *answer.readings, *(act.objection.rule for act in answer.irregular)
    )
    paper.line(f"Rules: depositary rule {' '.join(rules)}")
