"""The page of `diff`: what became another, then what made it so."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.messages import Capitals, Message, Plural, Quoted, Short, Value
from projections.answers.difference import Changing, Diffed, Turn
from projections.forms.reports.page import Paper
from projections.words.differences import NOTHING, differences
from projections.words.parts import Part, loud_word, minute
from projections.words.phrases import cited, number, sentence


def draw(paper: Paper, found: Diffed) -> None:
    """Write what became another, then what made it so."""
    if found.axis == "terms":
        _texts(paper, found)
        return
    known, day = found.axis == "known_at", found.after.as_of
    paper.line(Message("{agreement} on {day}", agreement=found.agreement, day=day) if known else found.agreement)
    for side in (found.before, found.after):
        when = Message("known at #{seq}", seq=side.known_at) if known else Message("on {day}", day=side.as_of)
        word: Part = loud_word(side.state) if side.state else Message("not on file")
        paper.field(when, word, indent=33)
    _turns(paper, found.turns)
    if known:
        _acts(paper, found.steps)
    else:
        _course(paper, found.steps)


def _texts(paper: Paper, found: Diffed) -> None:
    says = Message(
        "The terms of {agreement}, version {first} (from {since}) and version {last} (from {until})",
        agreement=found.agreement,
        first=found.before.terms_version,
        since=found.before.as_of,
        last=found.after.terms_version,
        until=found.after.as_of,
    )
    paper.line(says)
    for turn in found.turns:
        paper.line("    ", _turned(cited(Quoted(turn.what), turn.article), _clause(turn.before), _clause(turn.after)))
    if not found.turns:
        paper.line("  ", sentence(Message("There is no difference")))


def _clause(value: object) -> Value:
    """Quote a value of the terms, as a file of terms has it."""
    if value is None:
        return NOTHING
    return Quoted(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def _turned(part: Value, before: Value, after: Value) -> Message:
    return Message("{part}: {before} → {after}", part=part, before=before, after=after)


def _turns(paper: Paper, found: Sequence[Turn]) -> None:
    if not found:
        paper.line("  ", sentence(Message("There is no difference")))
    for told in differences(found):
        paper.line("    ", _turned(*told))


def _acts(paper: Paper, steps: Sequence[Changing]) -> None:
    many = Plural("{n} act changed the answer", "{n} acts changed the answer", n=len(steps))
    paper.line(Message("{found}:", found=many) if steps else sentence(many))
    for step in steps:
        moment = minute(step.recorded_at)
        says = Message("#{seq}  {act}  (recorded {moment} UTC)", seq=step.seq, act=step.says, moment=moment)
        paper.line("  ", says, hang=7)
        _turns(paper, step.turns)


def _course(paper: Paper, steps: Sequence[Changing]) -> None:
    paper.line(Message("What happened between them:") if steps else sentence(Message("Nothing happened between them")))
    for step in steps:
        paper.event(Short(step.on), number(step.seq) if step.seq else "", _happened(step))


def _happened(step: Changing) -> Value:
    says = cited(step.says, step.article)
    if step.without_effect:
        return Message("without effect: {act}", act=says)
    if step.state is None:
        return says
    if not step.subject:
        return Message("→ {state}: {reason}", state=Capitals(step.state), reason=says)
    return Message("→ {party} {state}: {reason}", party=step.subject, state=Capitals(step.state), reason=says)
