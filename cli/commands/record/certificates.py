"""Certificates as commands: an answer given out is put on record, and those no longer true are listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import click
from msgspec import Struct, json

from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import record_act
from cli.terminal.formats import show
from cli.terminal.options import DATE, agreement, command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Part, count, short, state_word
from cli.terminal.session import Session
from lifecycle.answers.certificates import certificates as certified
from lifecycle.answers.difference import Turn
from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.fold.timeline import fold
from projections.answers.snapshot import Known
from projections.forms.machine import plain

if TYPE_CHECKING:
    from aggregates.record.log import Log
    from aggregates.record.recording import Recorded


@command("certify", example='certify icmpd-wco --as-of 2004-02-29 --to "Court of Auditors" --dry-run')
@agreement
@click.option("--as-of", type=DATE, metavar="DATE", required=True, help="The day of the answer.")
@click.option("--to", metavar="WHOM", help="To whom it is given.")
@recording
@pass_session
def certify(session: Session, /, agreement: str, as_of: date, to: str | None, how: How) -> None:
    """Record that the status on a day was given out, with its digest.

    The digest is the SHA-256 of the line of JSON, in UTF-8, that the next step shows: whoever was given it can compare.
    """
    with session.snapshot() as asked:
        # As known at the last recording that can matter, so that the same command gives the same certificate.
        last = max(row.seq for row in asked.recordings(agreement) if row.act.tag != "certified")
    with session.snapshot(last) as asked:
        answer, known = status(asked.line_on(agreement, as_of), as_of), asked.known
    fields = {"act": "certified", "agreement": agreement, "on": session.today, "as_of": as_of, "known_at": known.seq}
    given = {"to": to} if to else {}
    record_act(session, {**fields, **given, "state": str(answer.state), "digest": digest(answer, known)}, how)


def digest(answer: Status, known: Known) -> str:
    """Hash an answer as `status --format jsonl` writes it to whoever reads UTF-8."""
    return sha256(json.encode(plain("status", answer, known)) + b"\n").hexdigest()


class Issued(Struct, frozen=True, kw_only=True):
    """A certificate, and whether what it says is still so."""

    agreement: str
    certificate: str
    seq: int
    recorded_at: datetime
    on: date
    to: str
    as_of: date
    known_at: int
    """The recording up to which the answer knew the log."""
    state: str
    digest: str
    """SHA-256 of the line that `status --format jsonl` wrote, in UTF-8."""
    superseded_by: int | None
    """The recording since which the answer is another."""
    superseded_act: str | None
    superseded_at: datetime | None
    differs: tuple[Turn, ...]
    """In what the answer is another."""
    struck_by: int | None
    """The strike that took the certificate back."""


@command("certificates", example="certificates icmpd-wco\ncertificates --all --superseded")
@click.argument("agreement", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="Of all agreements.")
@click.option("--superseded", is_flag=True, help="Only those whose answer is another by now.")
@formatted
@on_register
@pass_session
def certificates(session: Session, agreement: str | None, *, every: bool, superseded: bool) -> None:
    """List the certificates given out, and which recording made which of them untrue."""
    from lifecycle.errors import NotFound

    if every == (agreement is not None):
        raise click.UsageError("Name an agreement, or --all of them.", click.get_current_context())
    with session.log() as log:
        if agreement is not None and agreement not in (names := log.agreements()):
            raise NotFound("agreement", agreement, names)
        issued = [one for stream in _streams(log, agreement) for one in _issued(stream)]
    found = [one for one in issued if one.superseded_by or not superseded]
    show(session, "certificates", found, lambda paper: draw(paper, found, superseded=superseded), kind=Issued)


def _streams(log: Log, agreement: str | None) -> Iterator[list[Recorded]]:
    """Give the recordings of each agreement asked about, the log being read once."""
    if agreement is not None:
        yield log.stream(agreement)
        return
    streams: dict[str, list[Recorded]] = {}
    for recorded in log.recordings():
        streams.setdefault(recorded.agreement, []).append(recorded)
    yield from streams.values()


def _issued(stream: Sequence[Recorded]) -> Iterator[Issued]:
    if all(row.act.tag != "certified" for row in stream):
        return
    rows = {row.seq: row for row in stream}
    for one in certified(fold([row.entry for row in stream])):
        by = rows[one.superseded_by] if one.superseded_by else None
        yield Issued(
            agreement=stream[0].agreement,
            certificate=one.certificate,
            seq=one.seq,
            recorded_at=rows[one.seq].recorded_at,
            on=one.on,
            to=one.to,
            as_of=one.as_of,
            known_at=one.known_at,
            state=one.state,
            digest=one.digest,
            superseded_by=one.superseded_by,
            superseded_act=str(by.act.NAME) if by else None,
            superseded_at=by.recorded_at if by else None,
            differs=one.turns,
            struck_by=one.struck_by,
        )


def draw(paper: Paper, found: Sequence[Issued], *, superseded: bool) -> None:
    """Write the list."""
    rows: list[tuple[Part, ...]] = [("AGREEMENT", "NO", "ISSUED", "TO", "AS OF", "STATE", "IS IT STILL SO?")]
    for one in found:
        day = short(one.as_of)
        rows.append(
            (one.agreement, one.certificate, short(one.on), one.to or "–", day, state_word(one.state), _still(one))
        )
    if found:
        paper.table(rows)
    what = "superseded certificate" if superseded else "certificate"
    paper.line(f"{count(len(found), what)}." if found else f"No {what}.")


def _still(one: Issued) -> str:
    if one.struck_by:
        return f"taken back by #{one.struck_by}"
    if one.superseded_by is None:
        return "yes"
    now = next((turn.after for turn in one.differs if turn.what == "state"), None)
    word = f": {str(now).replace('_', ' ')}" if now else ""
    return f"no, since #{one.superseded_by} ({one.superseded_act}){word}"
