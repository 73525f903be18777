"""The page of `explain`: what is so, and the steps that derive it, each with its source."""

from __future__ import annotations

from lifecycle.calendar.partial import dated
from lifecycle.course.machine import State
from lifecycle.messages import Capitals, Message, Row, Value
from projections.answers.explanation import Cited, Explained
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.pages.status import without_effect
from projections.words.parts import COLORS, Part, Styled, minute, short
from projections.words.phrases import number, sentence


def draw(paper: Paper, answer: Explained, known: Known) -> None:
    """Write the page: what is so, then the steps with their sources in a column of their own."""
    paper.line(Styled(sentence(_headline(answer, known)), COLORS[answer.state]))
    paper.line()
    paper.steps([(step.n, step.says, step.source) for step in answer.lines])
    paper.line()
    for reading in answer.readings:
        paper.line(Message("Another reading: {reading}", reading=reading))
    for act in answer.irregular:
        paper.line(Message("Without effect: {act}", act=without_effect(act)))
    rows: list[tuple[Part, ...]] = [("#", Message("on"), Message("recorded (UTC)"), Message("act"))]
    rows += [(one.seq, short(one.on), minute(one.recorded_at), _act(one)) for one in answer.acts]
    paper.table(rows)
    paper.line()
    acts = Row(map(number, answer.rests_on))
    rests = Message("It rests on {acts}: without any of them the answer would be another", acts=acts)
    paper.sentences(sentence(rests))
    paper.typed(Message("Rules: {command}", command=f"depositary rule {' '.join(answer.rules)}"))


def _headline(answer: Explained, known: Known) -> Message:
    """Say what is so; one party has its state in an agreement that may have another."""
    if answer.party is None:
        return Message(
            "{agreement} is {state} on {day}, since {since}, as known at #{seq}",
            agreement=answer.agreement,
            state=Capitals(answer.state),
            day=answer.as_of,
            since=dated(answer.since, answer.precision),
            seq=known.seq,
        )
    return Message(
        "{party} is {state} in {agreement} on {day}, since {since}, as known at #{seq}",
        party=answer.party,
        state=OF_A_PARTY.get(answer.state) or Capitals(answer.state),
        agreement=answer.agreement,
        day=answer.as_of,
        since=dated(answer.since, answer.precision),
        seq=known.seq,
    )


OF_A_PARTY = {State.NOTICE_GIVEN: Message("IN FORCE, under notice,")}
"""States of a party that are said at greater length: a notice ends nothing yet (VCLT-IO 54)."""


def _act(one: Cited) -> Value:
    if not one.concerned_by:
        return one.says
    return Message("{act} [see {entries}]", act=one.says, entries=Row(map(number, one.concerned_by)))
