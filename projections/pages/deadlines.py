"""The page of `deadlines`: what falls due over all agreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lifecycle.messages import Either, InLanguages, Message, Plural, Short, Value
from projections.answers.deadlines import Deadline
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.pages.footer import listed
from projections.words.parts import Part, Styled, short
from projections.words.phrases import distance, period, series, sources, with_whom


def draw(paper: Paper, found: Sequence[Deadline], as_of: date, known: Known) -> None:
    """Write what falls due, the overdue first."""
    listed(paper, dues(found, as_of), Plural("{n} date", "{n} dates", n=len(found)), as_of, known)
    if found and found[0].earlier:
        paper.line(Message("More has been overdue for longer: {option}", option="--all-overdue"))


def dues(found: Sequence[Deadline], as_of: date) -> list[tuple[Part, ...]]:
    """Give the rows of a table of deadlines."""
    heads = (Message("on"), "", Message("agreement"), Message("what"), Message("binds"), Message("by"))
    return [(*heads, Message("with"), Message("title")), *(_due(one, as_of) for one in found)]


def _due(one: Deadline, as_of: date) -> tuple[Part, ...]:
    far: Part = distance(as_of, one.on)
    if one.overdue:
        far = Styled(Message("overdue, {distance}", distance=far), "red")
    whose = (
        one.binds or "–",
        sources(one.article, one.seq),
        with_whom([partner.party for partner in one.partners]),
        InLanguages.of(one.title, one.titles),
    )
    return short(one.on), far, one.agreement, _what(one), *whose


def _what(one: Deadline) -> Value:
    what: Value = one.what
    if one.every:
        what = Message("{what}, every {period}", what=what, period=period(one.every))
    moved = [one.moved] if one.moved else []
    other = [Message("by another reading {days}", days=Either(map(Short, one.others)))] if one.disputed else []
    told = [Message("to be told from {day}", day=Short(one.notify_on))] if one.notify_on else []
    off = [Message("{off}: until {day}", off=one.day_off, day=Short(one.act_by))] if one.day_off and one.act_by else []
    owner = [Message("looked after by {owner}", owner=one.owner)] if one.owner else []
    return series([what, *moved, *other, *off, *told, *owner])
