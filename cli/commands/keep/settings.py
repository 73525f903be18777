"""`config show`: the settings, and where each value came from."""

from __future__ import annotations

from cli.terminal import formats
from cli.terminal.options import formatted, group, on_register, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message
from projections.words.parts import Part


@group("config", example="config show")
def config() -> None:
    """Show the settings."""


@config.command("show", example="config show\nconfig show --format json")
@formatted
@on_register
@pass_session
def show(session: Session) -> None:
    """Show each setting, its value, and where the value came from.

    Options come before the environment (DEPOSITARY_DB, DEPOSITARY_ACTOR, DEPOSITARY_CHECKPOINT_COPY, DEPOSITARY_KEYS,
    DEPOSITARY_DOCUMENTS, DEPOSITARY_FORMAT, DEPOSITARY_COLOR), that before depositary.toml of the current folder and of
    those above it, that before your own depositary.toml in the XDG configuration folder, and that before the defaults.
    What trust rests on (actor, checkpoint_copy, keys, documents) no file of a folder sets, only your own.
    DEPOSITARY_TODAY sets the day that `today` means.
    """
    answer = session.settings.shown()

    def screen(paper: Paper) -> None:
        heads: tuple[Part, ...] = (Message("setting"), Message("value"), Message("from"))
        paper.table([heads, *((one.setting, one.value, one.source) for one in answer)], indent=0)

    formats.show(session, "config", answer, screen)
