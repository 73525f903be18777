"""Signing: how the log stands, and the keys that vouch for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import Struct

from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.ground.notes import Note


class Signed(Struct, frozen=True, kw_only=True):
    """A checkpoint with the keys of the register, as data."""

    origin: str
    size: int
    root: str
    """In hexadecimal digits."""
    note: str
    """The signed note, as others verify it."""
    keys: tuple[str, ...]
    """The public keys that ever signed, the newest last."""
    kept: str
    """The file of the outside copy."""


@command("checkpoint", example="audit checkpoint\naudit checkpoint --format json")
@click.option(
    "--anew",
    is_flag=True,
    help="Take the register as it stands for the true one, although a checkpoint outside knows another.",
)
@click.option("-y", "--yes", is_flag=True, help="Do it without asking.")
@on_register
@formatted
@pass_session
def checkpoint(session: Session, /, anew: bool, yes: bool) -> None:
    """Sign how the log stands, keep it outside, and print it: hand it to those who are to rely on it."""
    with session.log() as log:
        if anew:
            if not yes:
                click.confirm("Give up what is known outside of this register?", abort=True, err=True)
            session.outside.put_aside(log.origin())
        _show(session, session.outside.note(log))


@command("rotate-key", example="audit rotate-key")
@on_register
@formatted
@pass_session
def rotate_key(session: Session) -> None:
    """Let a new key sign from now on, and print the checkpoint that announces it, signed by both."""
    with session.log() as log:
        note = session.outside.rotate(log)
        key = session.outside.keys.signing(log.origin()).public
        _show(session, note)
        session.outside.rotated(log)
    session.say(f"✓ From now on {key.name} signs with {key}", "  Next: depositary audit checkpoint")


@command("public-key", example="audit public-key")
@on_register
@formatted
@pass_session
def public_key(session: Session) -> None:
    """Print the public keys of the register, the newest last: who has one can verify without the register."""
    from cli.terminal import formats

    with session.log() as log:
        signing = session.outside.keys.signing(log.origin()).public
        keys = session.outside.keys.known(log.origin())
    told = [Keyed(origin=key.name, key=str(key), signs=key == signing) for key in keys]

    def screen(paper: Paper) -> None:
        for key in keys:
            paper.line(str(key))

    formats.show(session, "key", told, screen, kind=Keyed)


class Keyed(Struct, frozen=True, kw_only=True):
    """A public key of the register, as data."""

    origin: str
    key: str
    signs: bool
    """Whether it is the one that signs now."""


def _show(session: Session, note: Note) -> None:
    from aggregates.proof.checkpoint import Checkpoint
    from cli.terminal import formats

    stands, outside = Checkpoint.read(note.text), session.outside
    answer = Signed(
        origin=stands.origin,
        size=stands.size,
        root=stands.root.hex(),
        note=str(note),
        keys=tuple(map(str, outside.keys.known(stands.origin))),
        kept=str(outside.file(stands.origin)),
    )

    def screen(paper: Paper) -> None:
        for line in str(note).removesuffix("\n").split("\n"):
            paper.line(line)

    formats.show(session, "checkpoint", answer, screen)
