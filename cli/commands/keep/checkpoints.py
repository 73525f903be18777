"""Signing: how the log stands, and the keys that vouch for it."""

from __future__ import annotations

import click

from aggregates.ground.keys import ORIGIN
from cli.commands.keep.findings import written
from cli.terminal import formats
from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message
from projections.answers.keeping.checkpoints import Signed, accept, keys, rotation, signed


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
    if anew and not yes:
        session.confirm("Give up what is known outside of this register?", "done")
    _show(session, signed(session.url, session.outside, anew=anew))


@command("rotate-key", example="audit rotate-key")
@on_register
@formatted
@pass_session
def rotate_key(session: Session) -> None:
    """Let a new key sign from now on, and print the checkpoint that announces it, signed by both."""
    with rotation(session.url, session.outside) as answer:
        _show(session, answer)
    session.say(
        Message("✓ From now on {origin} signs with {key}", origin=answer.origin, key=answer.keys[-1]),
        Message("  Next: {command}", command="depositary audit checkpoint"),
    )


@command("public-key", example="audit public-key")
@on_register
@formatted
@pass_session
def public_key(session: Session) -> None:
    """Print the public keys of the register, the newest last: who has one can verify without the register."""
    answer = keys(session.url, session.outside)

    def screen(paper: Paper) -> None:
        for one in answer:
            paper.verbatim(one.key)

    formats.show(session, "key", answer, screen)


@command("accept-key", example="audit accept-key colleague.pub")
@click.argument("keys", metavar="KEY")
@on_register
@pass_session
def accept_key(session: Session, /, keys: str) -> None:
    """Rely on checkpoints that somebody else's key signs.

    KEY is the key in full, or the file that `audit public-key` has printed for them: let it come from its owner.
    """
    given = written(keys, inline=keys.startswith(ORIGIN))
    for key, unknown in accept(session.url, session.outside, given).items():
        relied_on = Message("✓ Checkpoints signed by {key} are relied on from now on", key=key)
        session.say(relied_on if unknown else Message("Checkpoints signed by {key} were relied on before", key=key))
    session.say(Message("  Next: {command}", command="depositary audit verify"))


def _show(session: Session, answer: Signed) -> None:
    formats.show(session, "checkpoint", answer, lambda paper: paper.verbatim(answer.note))
