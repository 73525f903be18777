"""Four eyes as a command: `approve` what another officer submitted (ADR 0011)."""

from __future__ import annotations

from datetime import date

from cli.commands.record.corrections import TODAY
from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import record_act
from cli.terminal.options import SEQ, agreement, command, pass_session
from cli.terminal.session import Session


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
