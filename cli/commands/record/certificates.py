"""Certificates as commands: an answer given out is put on record, and those no longer true are listed."""

from __future__ import annotations

from datetime import date

import click

from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import record_acts
from cli.terminal.formats import show, write
from cli.terminal.options import agreement, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from cli.terminal.types import DATE
from lifecycle.answers.attestation import FORM, digest
from projections.answers import certificates as answers
from projections.pages.papers.certificates import draw


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
