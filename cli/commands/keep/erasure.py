"""`erase`: a person's data taken out of the whole record, which stays as it is otherwise."""

from __future__ import annotations

import click
from msgspec import Struct

from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper, count
from cli.terminal.session import Session


class Erasure(Struct, frozen=True, kw_only=True):
    """One place out of which a person's data was erased, as data; who it was is not said again."""

    agreement: str
    seq: int
    field: str
    dry_run: bool


@command("erase", example='erase "A. Officer" --dry-run')
@click.argument("person", metavar="PERSON")
@click.option("--dry-run", is_flag=True, help="Only show where it would be erased.")
@click.option("-y", "--yes", is_flag=True, help="Erase without asking.")
@on_register
@formatted
@pass_session
def erase(session: Session, /, person: str, dry_run: bool, yes: bool) -> None:
    """Erase a person, named as recorded: their key is destroyed, and [erased] is what every answer shows.

    No event changes: checkpoints, receipts and proofs are good as before. It cannot be undone. What was copied
    before, a backup or a bundle, is to be erased there.
    """
    from aggregates.record.input_text import normalised
    from aggregates.record.people import erase
    from cli.terminal import formats

    name = normalised(person, "PERSON")
    if not (yes or dry_run) and session.interactive:
        click.confirm(f"Erase {name} for ever?", abort=True, err=True)
    erased = erase(session.url, name, dry_run=dry_run)
    answer = [
        Erasure(agreement=place.agreement, seq=place.seq, field=place.field, dry_run=dry_run) for place in erased.places
    ]

    def screen(paper: Paper) -> None:
        paper.title("✓ Would be erased:" if dry_run else "✓ Erased:", count(len(answer), "entry", "entries"))
        for place in answer:
            paper.line(f"  {place.agreement} #{place.seq}  {place.field}")
        if not (dry_run or erased.scrubbed):
            paper.line(
                "  Old pages of the file are still being read elsewhere; they go when the last reader has closed it."
            )
        paper.line("  Backups and bundles made before still hold it: erase it there, too.")

    formats.show(session, "erasure", answer, screen, kind=Erasure)
