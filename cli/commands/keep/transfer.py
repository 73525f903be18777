"""The record elsewhere: bundles for others, backups for ourselves, and the documents that lie beside the register."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from aggregates.exchange.backup import Saved
from aggregates.exchange.backup import backup as backed_up
from aggregates.exchange.documents import Along
from aggregates.exchange.restoration import restore as restored
from aggregates.ground.keys import ORIGIN
from cli.commands.keep.findings import written
from cli.commands.keep.resumption import resume, unknown
from cli.terminal import formats
from cli.terminal.options import answered, command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.progress import telling
from cli.terminal.session import Session
from lifecycle.errors import ErasedUnknown
from lifecycle.messages import Message, Plural
from projections.answers.keeping.transfer import Carried, exported, taken_over
from projections.words.phrases import agreements, events, sentence

PATH = click.Path(path_type=Path)


@command("export", example="audit export bundle\naudit export -o bundle.zip --prov")
@click.argument("path", metavar="[DIR|FILE.zip]", type=PATH, required=False)
@click.option("-o", "--output", type=PATH, metavar="DIR|FILE.zip", help="The same, as an option.")
@click.option("--prov", is_flag=True, help="Add who recorded what for whom, as W3C PROV.")
@click.option("--with-documents", is_flag=True, help="Add the documents on record, which may name people.")
@click.option("--with-people", is_flag=True, help="Add the keys of personal data, which shows [sealed] without them.")
@on_register
@answered
@pass_session
def export(
    session: Session, /, path: Path | None, *, output: Path | None, prov: bool, with_documents: bool, with_people: bool
) -> None:
    """Write the whole record in plain files, which others can verify and replay without depositary.

    A bundle is put into an empty place, and never over another. It is made for strangers: what names people stays
    sealed in it, unless it is to go with their keys.
    """
    if (path is None) == (output is None):
        raise click.UsageError("Name one place for the bundle, as in -o bundle.zip.", click.get_current_context())
    path = path or output
    assert path is not None
    documents = session.documents if with_documents else None
    told = partial(telling, session)
    answer = exported(
        session.url, session.outside, path, prov=prov, people=with_people, documents=documents, telling=told
    )

    def screen(paper: Paper) -> None:
        paper.title(
            Message("✓ Written: {path} with {content}", path=answer.path, content=_content(answer)), _root(answer)
        )
        if with_documents:
            _documents(paper, answer.documents)
        command = f"depositary import {path}"
        paper.line("  ", Message("Next: {command} (into an empty register)", command=command))

    formats.show(session, "bundle", answer, screen)


@command("import", example="import bundle --db empty.db")
@click.argument("path", metavar="DIR|FILE.zip", type=PATH)
@click.option(
    "--trust",
    "trusted",
    metavar="KEY",
    multiple=True,
    help="A key, or a file of keys, of which one has to have signed the bundle. Repeatable.",
)
@on_register
@formatted
@pass_session
def import_bundle(session: Session, /, path: Path, trusted: Iterable[str]) -> None:
    """Take a bundle over into an empty register: all of it, every event at its place, or nothing.

    A bundle brings its own keys along: that it comes from where it says is told by a key that you have otherwise, from
    `audit public-key` of whoever wrote it.
    """
    keys = [written(key, inline=key.startswith(ORIGIN)) for key in trusted]
    with session.register() as register:
        answer = taken_over(session.url, path, session.documents, keys, partial(telling, session))
        session.recorded = True
        with register.reading() as log:
            session.outside.advance(log)

    def screen(paper: Paper) -> None:
        content = _content(answer)
        if answer.signed:
            head = Message("✓ Taken over: {content} from {path}", content=content, path=answer.path)
        else:
            head = Message("! Taken over unsigned: {content} from {path}", content=content, path=answer.path)
        paper.title(head, _root(answer))
        if answer.signed and not keys:
            paper.line("  ", sentence(Message("It is signed by a key of its own, which nobody vouches for here")))
        if not answer.people:
            paper.line("  ", sentence(Message("What names people stays sealed: their keys are not in it")))
        _documents(paper, answer.documents)
        if not answer.repeats:
            paper.line("  ", sentence(Message("A command that was recorded there is not recognised as repeated here")))
        paper.line("  ", Message("Next: {command}", command="depositary audit replay"))

    formats.show(session, "bundle", answer, screen)


def _documents(paper: Paper, carried: Along) -> None:
    """Say how many documents went along, and that others on record did not."""
    if carried.there:
        says = Plural("{n} document went along", "{n} documents went along", n=carried.there)
        paper.line("  ", sentence(says))
    if carried.missing:
        says = Plural(
            "{n} document on record did not: it is not kept there",
            "{n} documents on record did not: they are not kept there",
            n=carried.missing,
        )
        paper.line("  ! ", sentence(says))


def _content(answer: Carried) -> Message:
    told, of = events(answer.events), agreements(answer.agreements)
    return Message("{events} of {agreements}", events=told, agreements=of)


def _root(answer: Carried | Saved) -> Message:
    return Message("root {root}", root=answer.root[:8])


@command("backup", example="backup backup.db")
@click.argument("file", metavar="FILE", type=PATH)
@on_register
@formatted
@pass_session
def backup(session: Session, /, file: Path) -> None:
    """Copy the register as it stands, also while others record, with its checkpoint beside it."""
    answer = backed_up(session.url, file, session.outside, session.documents)

    def screen(paper: Paper) -> None:
        paper.title(
            Message("✓ Backed up {events} to {file}", events=events(answer.events), file=answer.file), _root(answer)
        )
        paper.line("  ", Message("The checkpoint lies beside it: {file}", file=answer.checkpoint))
        _documents(paper, answer.documents)
        if "postgresql" in session.url.partition("://")[0]:
            paper.line("  ", Message("It is put back by: {command}", command=f"depositary restore {file}"))
        else:
            paper.line("  ", Message("Next: {command}", command=f"depositary audit verify --db {file}"))

    formats.show(session, "backup", answer, screen)


@command("restore", example="restore backup.db --yes")
@click.argument("file", metavar="FILE", type=PATH)
@click.option("-y", "--yes", is_flag=True, help="Restore without asking.")
@click.option(
    "--after-loss",
    is_flag=True,
    help="The register is lost, and there is no newer backup: go on from this one, and record that it was so.",
)
@on_register
@formatted
@pass_session
def restore(session: Session, /, file: Path, yes: bool, after_loss: bool) -> None:
    """Put a backup in the place of the register, which is set aside.

    A backup that is older than the checkpoint kept outside is refused (exit 13), one that is older than the register
    too (exit 6): what was recorded since would be lost without a word. Who was erased since is erased again; where
    there is no register any more to tell who that was, it is asked.
    """
    if not yes and session.interactive:
        session.confirm(f"Put {file} in the place of {session.outside.place}?", "restored")
    if after_loss:
        resume(session, file, yes=yes)
        return
    try:
        answer = restored(file, session.url, session.outside, session.documents, anyway=yes)
    except ErasedUnknown as error:
        if not session.interactive:
            raise
        session.confirm(f"Careful: {error}. Restore it all the same?", "restored")
        answer = restored(file, session.url, session.outside, session.documents, anyway=True)

    def screen(paper: Paper) -> None:
        paper.title(
            Message("✓ Restored {events} from {file}", events=events(answer.events), file=answer.file), _root(answer)
        )
        if answer.aside:
            paper.line("  ", Message("What was there lies in {place}", place=answer.aside))
        _documents(paper, answer.documents)
        command = "depositary db upgrade" if answer.outdated else "depositary audit verify"
        paper.line("  ", Message("Next: {command}", command=command))

    formats.show(session, "backup", answer, screen)
    if answer.unknown:
        unknown(session)
