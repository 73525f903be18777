"""`config show`: the settings, and where each value came from."""

from __future__ import annotations

from msgspec import Struct

from cli.terminal.config import SETTINGS, shown
from cli.terminal.formats import show as write
from cli.terminal.options import formatted, group, on_register, pass_session
from cli.terminal.page import Paper, Part
from cli.terminal.session import Session


class Setting(Struct, frozen=True, kw_only=True):
    """A setting with the source of its value."""

    setting: str
    value: str
    source: str
    """An option, an environment variable, a file, or `default`."""


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
    DEPOSITARY_DOCUMENTS, DEPOSITARY_FORMAT, DEPOSITARY_COLOR), that before depositary.toml, searched from the current
    folder upwards and then in the XDG configuration folder, and that before the defaults. DEPOSITARY_TODAY sets the day
    that `today` means.
    """
    found = [(name, session.settings.found(name)) for name in SETTINGS]
    rows = [Setting(setting=name, value=shown(value), source=source) for name, (value, source) in found]

    def screen(paper: Paper) -> None:
        lines: list[tuple[Part, ...]] = [("SETTING", "VALUE", "FROM")]
        paper.table([*lines, *((row.setting, row.value, row.source) for row in rows)], indent=0)

    write(session, "config", rows, screen, kind=Setting)
