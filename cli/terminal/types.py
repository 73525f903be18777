"""The types of values that are typed: legal dates, places on the axis of recording, numbers of recordings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from cli.terminal.session import Session

if TYPE_CHECKING:
    from datetime import date

    from click.shell_completion import CompletionItem

    from aggregates.ground.moments import Moment


RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}


class LegalDate(click.ParamType["date"]):
    """A legal date: `YYYY-MM-DD`, `today`, `yesterday` or `tomorrow`. Nothing is guessed."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a date, counting from the session's day."""
        from lifecycle.calendar.days import parse_date

        if value in RELATIVE and ctx is not None:
            return ctx.ensure_object(Session).today + timedelta(days=RELATIVE[value])
        try:
            return parse_date(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the words."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in RELATIVE if word.startswith(incomplete)]


class KnownAt(click.ParamType["Moment"]):
    """A place on the axis of recording: `#SEQ`, the end of a UTC day, or a timestamp with its offset."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Read a moment."""
        from aggregates.ground.moments import moment_from
        from lifecycle.errors import InvalidInput

        if value in RELATIVE:
            return DATE.convert(value, param, ctx)
        try:
            return moment_from(str(value))
        except InvalidInput as error:
            self.fail(str(error), param, ctx)


class Seq(click.ParamType[int]):
    """The number of a recording: `3` or `#3`."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a number."""
        text = str(value).removeprefix("#")
        if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 1 << 62:
            self.fail(f"{value!r} is not the number of a recording, such as 3 or '#3'", param, ctx)
        return int(text)


DATE = LegalDate()


KNOWN_AT = KnownAt()
