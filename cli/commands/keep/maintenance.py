"""Upkeep: the read models made again, an examination of installation and register, its settings, erasure."""

from __future__ import annotations

from contextlib import nullcontext
from time import perf_counter

import click

from aggregates.ground.input_text import normalised
from aggregates.ground.processes import cores
from cli.commands.keep.findings import finding
from cli.terminal import formats
from cli.terminal.messages import FOUND
from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.progress import telling
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, Plural, Row
from projections.answers.keeping.maintenance import compared, erased, examined, rebuilt, recordings
from projections.pages.examination import ILL, WELL
from projections.words.phrases import agreements, events, sentence


@command("rebuild", example="rebuild --dry-run")
@click.option("--dry-run", is_flag=True, help="Only compare: list the rows that a rebuild would mend.")
@on_register
@formatted
@pass_session
def rebuild(session: Session, /, dry_run: bool) -> int:
    """Make the read models again from the log. The log itself is only read."""
    make = compared if dry_run else rebuilt
    with telling(session, Message("Replaying"), recordings(session.url)) as progress:
        answer = make(session.url, progress, cores())

    def screen(paper: Paper) -> None:
        told, of = events(answer.recordings), agreements(answer.agreements)
        rows = Plural("{n} row", "{n} rows", n=len(answer.differences) or answer.rows)
        for one in answer.differences:
            paper.line("  ", ILL, " ", one)
        if answer.differences:
            paper.line(Message("{rows} would be mended. Next: {command}", rows=rows, command="depositary rebuild"))
        elif dry_run:
            paper.line(
                Message(
                    "✓ The read models are as {events} of {agreements} make them: nothing to rebuild",
                    events=told,
                    agreements=of,
                )
            )
        else:
            paper.line(
                Message(
                    "✓ Rebuilt the read models from {events} of {agreements}: {rows}",
                    events=told,
                    agreements=of,
                    rows=rows,
                )
            )

    formats.show(session, "rebuild", answer, screen)
    return FOUND if answer.differences else 0


@command("doctor", example="doctor\ndoctor --quick")
@click.option("--quick", is_flag=True, help="Leave out what takes longer for a larger register.")
@on_register
@formatted
@pass_session
def doctor(session: Session, /, quick: bool) -> int:
    """Examine the installation and the register: settings, database, tables, triggers, clock, read models.

    The read models are compared with the whole log: on a terminal it is said how long that may take.
    """
    began, url = perf_counter(), session.url
    shown, outside = session.settings.shown(), lambda: session.outside
    comparing = nullcontext() if quick else telling(session, Message("Comparing the read models"), recordings(url))
    with comparing as tell:
        answer = examined(url, shown, outside, quick=quick, progress=tell, processes=cores())
    took = f"{perf_counter() - began:.1f}"
    ill = sum(not one.well for one in answer)

    def screen(paper: Paper) -> None:
        for one in answer:
            finding(paper, WELL if one.well else ILL, one.what, one.says)
        mend = Plural("{n} thing to mend", "{n} things to mend", n=ill)
        says = sentence(mend if ill else Message("All is well"))
        paper.line(Message("{says} ({seconds} s)", says=says, seconds=took))

    formats.show(session, "doctor", answer, screen)
    return FOUND if ill else 0


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
    before, a backup or a bundle, is to be erased there; what was made from here is named. Words that name a person are
    sealed with `--personal` where they are recorded; those that were not are listed.
    """
    name = normalised(person, "PERSON")
    if not (yes or dry_run):
        if not session.interactive:
            says = Message("what is erased is gone for ever, and nobody can answer here: add {option}", option="--yes")
            raise InvalidInput(says)
        session.confirm(f"Erase {name} for ever?", "erased")
    done = erased(session.url, name, session.outside, dry_run=dry_run)

    def screen(paper: Paper) -> None:
        sealed = [place for place in done.places if place.sealed]
        if not done.person:
            paper.title("! ", Message("Nothing was sealed under this name: there is no key to destroy"))
        else:
            head = Message("✓ Would be erased:") if dry_run else Message("✓ Erased:")
            paper.title(head, Plural("{n} entry", "{n} entries", n=len(sealed)))
        for place in sealed:
            paper.line(f"  {place.agreement} #{place.seq}  {place.field}")
        if spoken := [place for place in done.places if not place.sealed]:
            paper.line("  ! ", Message("The name stays in words that are on record, and no event ever changes:"))
            for place in spoken:
                paper.line(f"    {place.agreement} #{place.seq}  {place.field}")
        if done.copies:
            says = Message(
                "What was put aside, or made of the register, still holds it: {copies}", copies=Row(done.copies)
            )
            paper.line("  ! ", sentence(says))
        if documents := dict.fromkeys(place.document for place in done.places if place.document):
            says = Message("Documents that these entries rest on may name it: {documents}", documents=Row(documents))
            paper.line("  ! ", sentence(says))
        if done.person and not (dry_run or done.scrubbed):
            paper.line(
                "  ",
                sentence(Message("Old pages of the file are still being read elsewhere; they go with the last reader")),
            )
        paper.line(
            "  ",
            sentence(Message("Backups and bundles that others have made before still hold it: erase it there, too")),
        )

    formats.show(session, "erasure", done, screen)
