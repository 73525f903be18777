"""Four eyes as commands: `approve` what another officer submitted, and `waiting` for what waits (ADR 0011)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cli.commands.record.corrections import TODAY
from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import record_act
from cli.terminal.options import SEQ, agreement, command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Part, count, short
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.record.recording import Recorded
    from lifecycle.acts.approval import Submitted


@command("approve", example="approve icmpd-wco 35 --on 2010-12-02 --actor second --dry-run")
@agreement
@SEQ
@TODAY
@recording
@pass_session
def approve(session: Session, /, *, agreement: str, seq: int, on: date | None, how: How) -> None:
    """Approve, as a second officer, what another one submitted: then it has its effect, by its own legal date.

    A register asks for it with four eyes on: depositary db four-eyes. What waits is withdrawn with: depositary strike.
    """
    fields = {"act": "approved", "target": seq, "agreement": agreement, "on": on or session.today}
    record_act(session, fields, how)


class Waiting(Struct, frozen=True, kw_only=True):
    """An act that waits for approval, as data."""

    agreement: str
    seq: int
    recorded_at: datetime
    act: str
    on: date
    by: str | None
    actor: str | None
    login: str | None
    fields: dict[str, Any]
    """What else the act says."""


@command("waiting", example="waiting")
@formatted
@on_register
@pass_session
def waiting(session: Session) -> None:
    """Show what waits for a second officer's approval, over all agreements."""
    from cli.terminal.formats import show
    from lifecycle.acts.approval import waiting as waiting_of

    with session.log() as log:
        known = {name: log.stream(name) for name in log.agreements()}
    found = [
        _waits(one, act)
        for stream in known.values()
        for seq, act in waiting_of([one.entry for one in stream]).items()
        for one in stream
        if one.seq == seq
    ]
    found.sort(key=lambda one: one.seq)

    def screen(paper: Paper) -> None:
        rows: list[tuple[Part, ...]] = [("#", "AGREEMENT", "ACT", "ON", "BY", "SUBMITTED BY")]
        rows += [
            (str(o.seq), o.agreement, o.act.replace("_", " "), short(o.on), o.by or "–", o.login or o.actor or "–")
            for o in found
        ]
        if found:
            paper.table(rows, right="#")
            paper.line()
        paper.line(f"{count(len(found), 'act')} waiting. To approve one, as another officer: depositary approve ID SEQ")

    show(session, "waiting", found, screen, kind=Waiting)


def _waits(one: Recorded, act: Submitted) -> Waiting:
    said = {name: value for name, value in act.submits.items() if name not in ("act", "on", "by")}
    return Waiting(
        agreement=one.agreement,
        seq=one.seq,
        recorded_at=one.recorded_at,
        act=str(act.submits.get("act")),
        on=act.on,
        by=act.by,
        actor=one.actor,
        login=one.login,
        fields=said,
    )
