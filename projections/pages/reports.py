"""The reports of an office: what each holds, block by block, for any writer and any face.

Every one says for which day it is, and how much of the log it knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lifecycle.course.machine import LIVE, State
from lifecycle.messages import InLanguages, Message, Plural, Row, Value
from projections.answers.agreements import Listed, listing
from projections.answers.deadlines import due
from projections.answers.drawn.timeline import Life, timeline
from projections.answers.history import history
from projections.answers.snapshot import Known, Snapshot
from projections.answers.status import status_page
from projections.forms.reports.blocks import Block, Picture, Report, Table, Text, Title, text
from projections.pages.deadlines import dues
from projections.pages.examination import Found, replay_found, replay_verdict, verification_found, verification_verdict
from projections.pages.history import history_report
from projections.pages.status import status_report
from projections.words.parts import Part, known_day, short
from projections.words.phrases import as_known, on_both_axes, sentence

if TYPE_CHECKING:
    from aggregates.proof.verification import Verification
    from projections.answers.keeping.examination import Replayed
    from projections.answers.office.attending import Office


def status(asked: Snapshot, agreement: str, as_of: date) -> Report:
    """Report the status of an agreement, its participants and its life; raises `NotFound` or `NotYet`."""
    page, known = status_page(asked, agreement, as_of), asked.known
    *blocks, footer = status_report(page, known, named=True)
    title = Message("{title}: status on {day}", title=InLanguages.of(page.status.title, page.status.titles), day=as_of)
    return _report(title, known, *blocks, *pictures(timeline(asked, agreement, as_of)), footer)


LANES = 24
"""Parties in one picture, so that it can be read on a page."""


def pictures(life: Life) -> Iterator[Picture]:
    """Give the life of an agreement as pictures, each with the agreement's lane and those of some parties."""
    whole, *parties = life.lanes
    for at in range(0, max(len(parties), 1), LANES):
        shown = parties[at : at + LANES]
        names = {lane.party for lane in shown} | ({""} if at == 0 else set())
        spans = tuple(span for span in life.spans if span.party in names)
        yield Picture(replace(life, lanes=(whole, *shown), spans=spans))


def past(asked: Snapshot, agreement: str, as_of: date | None) -> Report:
    """Report every act on an agreement, or those dated by a day; raises `NotFound` or `NotYet`."""
    acts, known = history(asked, agreement, as_of), asked.known
    title = Message("History of {agreement}", agreement=agreement)
    axes = [Text((on_both_axes(as_of, known.seq, known.head),))] if as_of else []
    return _report(title, known, Title(title), *history_report(agreement, acts, known), *axes)


def in_force(asked: Snapshot, as_of: date) -> Report:
    """Report the agreements in force on a day: a suspension or a notice does not end one (VCLT-IO 54, 72)."""
    found = [one for one in listing(asked, as_of) if one.state in LIVE]
    title = Message("Agreements in force on {day}", day=as_of)
    heads = (
        *(Message("agreement"), Message("title"), Message("with")),
        *(Message("in force since"), Message("state"), Message("ends")),
    )
    rows = list(map(_in_force, found))
    count = Plural("{n} agreement", "{n} agreements", n=len(found))
    return _listing(title, asked.known, as_of, Table(Message("Agreements"), heads, rows), count)


def _in_force(one: Listed) -> tuple[Part, ...]:
    state: Part = one.state.message
    if one.state is not State.IN_FORCE:
        state = Message("{state} since {day}", state=one.state, day=known_day(one.since, one.precision))
    partners = Row(partner.party for partner in one.partners) or "–"
    entered = known_day(one.entered_into_force, one.precision if one.since == one.entered_into_force else None)
    return one.agreement, InLanguages.of(one.title, one.titles), partners, entered, state, short(one.ends)


def awaited(
    asked: Snapshot, as_of: date, within_days: int | None, party: str | None, office: Office | None = None
) -> Report:
    """Report what falls due, the overdue first, and what an office arranged for it.

    Raises `NotFound` for a party that no agreement has.
    """
    found = due(asked, as_of, within_days=within_days, party=party)
    if office is not None:
        found = [office.attend(one) for one in found]
    title = Message("What falls due, as of {day}", day=as_of)
    heads, *rows = dues(found, as_of)
    count = Plural("{n} date", "{n} dates", n=len(found))
    return _listing(title, asked.known, as_of, Table(Message("Deadlines"), heads, rows), count)


def examined(replay: Replayed, verification: Verification, known: Known) -> Report:
    """Report what an examination of the whole record found."""
    title = Message("Examination of the record")
    return _report(
        title,
        known,
        Title(title),
        Text((verification_verdict(verification), replay_verdict(replay))),
        _findings(Message("Verification"), verification_found(verification)),
        _findings(Message("Replay"), replay_found(replay)),
        text(Message("Examined {known}", known=as_known(known.seq, known.head))),
    )


def _findings(name: Value, found: Iterator[Found]) -> Table:
    rows: list[tuple[Part, ...]] = []
    for one in found:
        rows += [("" if n else one.mark, "" if n else one.label, says) for n, says in enumerate(one.says)]
    return Table(name, ("", Message("check"), Message("finding")), rows)


def _listing(title: Value, known: Known, as_of: date, table: Table, count: Value) -> Report:
    axes = Message("{found}, as of {day}, {known}", found=count, day=as_of, known=as_known(known.seq, known.head))
    return _report(title, known, Title(title), table, Text((sentence(axes),)))


def _report(title: Value, known: Known, *blocks: Block) -> Report:
    moment = known.recorded_at or datetime(1970, 1, 1, tzinfo=UTC)
    return Report(title, moment, blocks)
