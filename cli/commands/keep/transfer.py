"""Carrying the record elsewhere: bundles for others, backups for ourselves."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct

from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper, spaced
from cli.terminal.session import Session

PATH = click.Path(path_type=Path)


class Carried(Struct, frozen=True, kw_only=True):
    """A bundle that was written or taken over, as data."""

    path: str
    origin: str
    events: int
    agreements: int
    root: str
    """In hexadecimal digits; that of the register it came from."""


@command("export", example="audit export bundle\naudit export bundle.zip --prov")
@click.argument("path", metavar="DIR|FILE.zip", type=PATH)
@click.option("--prov", is_flag=True, help="Add who recorded what for whom, as W3C PROV.")
@click.option("--without-people", is_flag=True, help="Leave out the keys of personal data: [sealed] is shown instead.")
@on_register
@formatted
@pass_session
def export(session: Session, /, path: Path, prov: bool, without_people: bool) -> None:
    """Write the whole record in plain files, which others can verify and replay without depositary."""
    from aggregates.exchange.bundle import write
    from cli.terminal import formats

    with session.log() as log:
        note = session.outside.note(log)
        known = session.outside.keys.known(log.origin())
        wrote = write(log, path, note, known, prov=prov, people=not without_people)
    answer = Carried(
        path=str(path), origin=wrote.origin, events=wrote.events, agreements=wrote.agreements, root=wrote.root
    )

    def screen(paper: Paper) -> None:
        events, agreements = spaced(wrote.events, "event"), spaced(wrote.agreements, "agreement")
        paper.title(f"✓ Written: {path} with {events} of {agreements}", f"root {wrote.root[:8]}")
        paper.line(f"  Next: depositary import {path} (into an empty register)")

    formats.show(session, "bundle", answer, screen)


@command("import", example="import bundle --db empty.db")
@click.argument("path", metavar="DIR|FILE.zip", type=PATH)
@on_register
@formatted
@pass_session
def import_bundle(session: Session, /, path: Path) -> None:
    """Take a bundle over into an empty register: all of it, every event at its place, or nothing."""
    from aggregates.exchange.bundle_reading import read, take_over
    from cli.terminal import formats
    from projections.models.rebuild import fill

    bundle = read(path)
    with session.register() as register:
        take_over(session.url, bundle, fill)
        session.recorded = True
        with register.reading() as log:
            session.outside.advance(log)
    told = bundle.manifest
    answer = Carried(path=str(path), origin=told.origin, events=told.events, agreements=told.agreements, root=told.root)

    def screen(paper: Paper) -> None:
        events, agreements = spaced(told.events, "event"), spaced(told.agreements, "agreement")
        paper.title(f"✓ Taken over: {events} of {agreements} from {path}", f"root {told.root[:8]}")
        paper.line("  Next: depositary audit replay")

    formats.show(session, "bundle", answer, screen)


class Saved(Struct, frozen=True, kw_only=True):
    """A backup that was made or restored, as data."""

    file: str
    events: int
    root: str
    """In hexadecimal digits."""
    aside: str | None = None
    """Where the register lies that was there before, after a restoration."""


@command("backup", example="backup backup.db")
@click.argument("file", metavar="FILE", type=PATH)
@on_register
@formatted
@pass_session
def backup(session: Session, /, file: Path) -> None:
    """Copy the register as it stands, also while others record, with its checkpoint beside it."""
    from aggregates.exchange.backup import backup as saved
    from aggregates.exchange.backup import beside
    from cli.terminal import formats

    stands = saved(session.url, file, session.outside)
    answer = Saved(file=str(file), events=stands.size, root=stands.root.hex())

    def screen(paper: Paper) -> None:
        paper.title(f"✓ Backed up {spaced(stands.size, 'event')} to {file}", f"root {answer.root[:8]}")
        paper.line(f"  The checkpoint lies beside it: {beside(file)}")
        if "postgresql" in session.url.partition("://")[0]:
            paper.line(f"  It is put back by: depositary restore {file}")
        else:
            paper.line(f"  Next: depositary audit verify --db {file}")

    formats.show(session, "backup", answer, screen)


@command("restore", example="restore backup.db --yes")
@click.argument("file", metavar="FILE", type=PATH)
@click.option("-y", "--yes", is_flag=True, help="Restore without asking.")
@on_register
@formatted
@pass_session
def restore(session: Session, /, file: Path, yes: bool) -> None:
    """Put a backup in the place of the register, which is set aside.

    A backup that is older than the checkpoint kept outside is refused (exit 13), one that is older than the register
    too (exit 6): what was recorded since would be lost without a word. Who was erased since is erased again; where
    there is no register any more to tell who that was, it is asked.
    """
    from aggregates.databases.database import SCHEMA
    from aggregates.exchange.restoration import restore as restored
    from cli.terminal import formats
    from lifecycle.errors import ErasedUnknown

    if not yes and session.interactive:
        click.confirm(f"Put {file} in the place of {session.outside.place}?", abort=True, err=True)
    try:
        done = restored(file, session.url, session.outside, anyway=yes)
    except ErasedUnknown as error:
        if not session.interactive:
            raise
        click.confirm(f"Careful: {error}. Restore it all the same?", abort=True, err=True)
        done = restored(file, session.url, session.outside, anyway=True)
    answer = Saved(file=str(file), events=done.found.events, root=done.found.root.hex(), aside=done.aside)

    def screen(paper: Paper) -> None:
        paper.title(f"✓ Restored {spaced(done.found.events, 'event')} from {file}", f"root {answer.root[:8]}")
        if done.aside:
            paper.line(f"  What was there lies in {done.aside}")
        paper.line(f"  Next: depositary {'audit verify' if done.version == SCHEMA else 'db upgrade'}")

    formats.show(session, "backup", answer, screen)
    if done.unknown:
        session.say(
            "Warning: nobody can tell who was erased since the backup was made, because no register could be read in"
            " this place: they are back.",
            "Next: depositary erase PERSON, for each of them",
        )
