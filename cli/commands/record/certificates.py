"""Certificates as commands: an answer given out is put on record, and those no longer true are listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import record_acts
from cli.terminal.formats import show, write
from cli.terminal.options import DATE, agreement, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.answers.attestation import FORM, WHOLE, digest
from lifecycle.course.machine import State
from lifecycle.messages import Message, Plural
from projections.answers import certificates as answers
from projections.answers.certificates import Issued
from projections.words.parts import Part, short, state_word
from projections.words.phrases import sentence


@command("certify", example='certify icmpd-wco --as-of 2004-02-29 --to "Court of Auditors" --dry-run')
@agreement
@click.option("--as-of", type=DATE, metavar="DATE", required=True, help="The day of the answer.")
@click.option("--to", metavar="WHOM", help="To whom it is given.")
@recording
@pass_session
def certify(session: Session, /, agreement: str, as_of: date, to: str | None, how: How) -> None:
    """Record that the status on a day was given out: its states, days, articles and numbers, by their digest.

    The digest is the SHA-256 of the line that certificates ID --line writes: whoever was given it can compare.
    """
    with session.snapshot() as asked:
        attests = answers.attested(asked, agreement, as_of)
    fields = {"act": "certified", "agreement": agreement, "on": session.today, "as_of": as_of}
    told = {"known_at": attests.known_at, "state": attests.states[0].state.value, "digest": digest(attests)}
    given = {"to": to} if to else {}
    record_acts(session, [{**fields, **told, **given, "form": FORM}], how)


@command("certificates", example="certificates icmpd-wco\ncertificates --all --superseded")
@click.argument("agreement", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="Of all agreements.")
@click.option("--superseded", is_flag=True, help="Only those whose answer is another by now.")
@click.option("--digest", metavar="DIGEST", help="Only those of this digest, or of one that begins so.")
@click.option("--line", "wanted", metavar="NO", help="Write the line that certificate NO certifies, and nothing else.")
@formatted
@on_register
@pass_session
def certificates(
    session: Session, agreement: str | None, *, every: bool, superseded: bool, digest: str | None, wanted: str | None
) -> None:
    """List the certificates given out, and which recording made which of them untrue.

    With --line NO the line of one certificate is written as it is hashed: its SHA-256 is the digest on record, in
    every language and whatever was recorded since. Certificates of the first form have no such line any more.
    Whoever was given a digest finds its certificate with --digest, in all agreements unless one is named.
    """
    every = every or (agreement is None and digest is not None)
    if every == (agreement is not None):
        raise click.UsageError("Name an agreement, or --all of them.", click.get_current_context())
    if agreement is None and wanted is not None:
        raise click.UsageError("--line is for a certificate of one agreement.", click.get_current_context())
    with session.snapshot() as asked:
        if agreement is not None and wanted is not None:
            write(session, answers.line(asked.recordings(agreement), wanted))
            return
        found = [one for one in answers.certificates(asked, agreement) if one.superseded_by or not superseded]
        if digest is not None:
            found = answers.of_digest(found, digest)

    def screen(paper: Paper) -> None:
        draw(paper, found, superseded=superseded, again=digest is not None)

    show(session, "certificates", found, screen)


def draw(paper: Paper, found: Sequence[Issued], *, superseded: bool, again: bool = False) -> None:
    """Write the list, and under it which digests are no longer those of a line that is written.

    `again` asks for the commands that write the others.
    """
    rows: list[tuple[Part, ...]] = [HEADS]
    for one in found:
        form, to = one.form.rpartition("/")[2], one.to or "–"
        given = one.agreement, one.certificate, short(one.on), to, short(one.as_of), state_word(one.state)
        rows.append((*given, form, _still(one)))
    if found:
        paper.table(rows)
    paper.line(sentence(_count(len(found), superseded=superseded)))
    if whole := sum(one.form == WHOLE for one in found):
        paper.line(sentence(_of_the_first_form(whole)))
    for one in found:
        no, of = one.certificate, one.agreement
        if again and one.reproduced:
            command = f"depositary certificates {of} --line {no}"
            paper.line(Message("Its line again: {command}", command=command))
        if one.form != WHOLE and not one.reproduced:
            paper.line(sentence(Message("{no} of {agreement}: its line has another digest today", no=no, agreement=of)))


HEADS = (
    *(Message("agreement"), Message("no"), Message("issued"), Message("to"), Message("as of"), Message("state")),
    *(Message("form"), Message("is it still so?")),
)


def _count(number: int, *, superseded: bool) -> Message:
    if not number:
        return Message("No superseded certificate") if superseded else Message("No certificate")
    if superseded:
        return Plural("{n} superseded certificate", "{n} superseded certificates", n=number)
    return Plural("{n} certificate", "{n} certificates", n=number)


def _of_the_first_form(number: int) -> Message:
    return Plural(
        "{n} is of form 1: its digest is that of a whole status in words no longer written, and stands as recorded",
        "{n} are of form 1: their digests are of whole statuses in words no longer written, and stand as recorded",
        n=number,
    )


def _still(one: Issued) -> Message:
    if one.struck_by:
        return Message("taken back by #{seq}", seq=one.struck_by)
    if one.superseded_by is None:
        return Message("yes")
    act = one.superseded_act or ""
    now = next((turn.after for turn in one.differs if turn.what == "state"), None)
    if now is None:
        return Message("no, since #{seq} ({act})", seq=one.superseded_by, act=act)
    return Message("no, since #{seq} ({act}): {state}", seq=one.superseded_by, act=act, state=State(now))
