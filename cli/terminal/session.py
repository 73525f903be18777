"""The session: what one call of the command line is surrounded by.

Everything in it is made when it is first asked for: `--help` opens no register and reads no file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from datetime import date

    from aggregates.ground.moments import Moment
    from aggregates.proof.outside_copy import Outside
    from aggregates.record.decision import Proposal
    from aggregates.record.documents import Documents
    from aggregates.record.log.aside import Aside
    from aggregates.record.register import Register
    from cli.terminal.config import Settings
    from cli.terminal.files import Output
    from lifecycle.messages import Language, Value
    from projections.answers.snapshot import Snapshot


class Declined(Exception):
    """Somebody who was asked said no: to what was then not recorded, erased or restored, as this says."""


class Session:
    """One call: its settings, its day, its register."""

    def __init__(self, environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> None:
        self.environ, self.folder = environ, folder
        self.given: dict[str, str] = {}
        """Settings given as options."""
        self.raw = False
        """Whether cells go out as they are (`--raw`)."""
        self.own_format = ""
        """A format asked for that only the command called has, such as `ics`."""
        self.output: Output | None = None
        """The file that the answer goes to (`--output`); nothing for standard output."""
        self.force = False
        """Whether it may be written over (`--force`)."""
        self.records = False
        """Whether the command called puts anything on record."""
        self.recorded = False
        """Whether it did: to be set after the commit, or an error would say "Nothing was recorded"."""
        self.trying: list[Proposal] | None = None
        """What commands would have put on record, where they are only tried."""
        self.asked: Snapshot | None = None
        """The state of the register on which they are tried."""

    @cached_property
    def settings(self) -> Settings:
        """The settings, each with its source; raises `InvalidInput` for a file that cannot be read."""
        from cli.terminal.config import Settings

        return Settings.gather(self.given, self.environ, self.folder or Path.cwd())

    @property
    def url(self) -> str:
        """Where the register lives."""
        return self.settings["db"]

    @property
    def format(self) -> str:
        """How answers are written: `table`, `json`, `jsonl`, `csv`, `tsv`, or as only the command called can."""
        return self.own_format or self.settings["format"]

    @property
    def actor(self) -> str | None:
        """Who typed the command: a claim."""
        return self.settings["actor"] or None

    @cached_property
    def today(self) -> date:
        """The day of the call: the only place where it is read (`DEPOSITARY_TODAY` sets another)."""
        from datetime import date

        from lifecycle.calendar.days import parse_date
        from lifecycle.errors import InvalidInput, Problem

        if not (stated := self.environ.get("DEPOSITARY_TODAY")):
            return date.today()
        try:
            return parse_date(stated)
        except ValueError as error:
            raise InvalidInput([Problem(place="DEPOSITARY_TODAY", says=str(error))]) from error

    # The register

    @cached_property
    def outside(self) -> Outside:
        """What is known of the register outside of it."""
        from aggregates.ground.keys import Keyring
        from aggregates.proof.outside_copy import Outside
        from cli.terminal.config import SETTINGS

        own, stated = Path(SETTINGS["checkpoint_copy"].default(self.environ)), self.settings["checkpoint_copy"]
        keys = Keyring(Path(self.settings["keys"]))
        if stated.startswith("|"):
            return Outside(own, keys, self.url, command=stated.removeprefix("|").strip())
        return Outside(own, keys, self.url, shared=Path(stated))

    @cached_property
    def documents(self) -> Documents:
        """The documents that acts rest on."""
        from aggregates.record.documents import Documents

        return Documents(Path(self.settings["documents"]))

    @contextmanager
    def snapshot(self, known_at: Moment | None = None) -> Iterator[Snapshot]:
        """Open the register for questions, all answered from one state of it: the only door of whoever asks.

        Where acts are tried, that state is the one that they are tried on.
        """
        from projections.answers.snapshot import snapshot

        if self.asked is not None and known_at is None:
            yield self.asked
            return
        with snapshot(self.url, known_at, names=self.settings["names"] == "shown") as asked:
            yield asked

    @contextmanager
    def register(self) -> Iterator[Register]:
        """Open the register for recording, its read models following in the same transaction."""
        from aggregates.record.register import Register
        from lifecycle.errors import NotFound
        from projections.answers.snapshot import suggest
        from projections.models.follower import FOLLOWER

        register = Register.open(self.url, follower=FOLLOWER)
        try:
            with register.reading() as log:
                self.outside.examine(log)
            yield register
        except NotFound as error:
            with register.reading() as log:
                suggest(error, log)
            raise
        finally:
            register.close()

    # The terminal

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to answer a question."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def confirm(self, question: str, what: str = "recorded") -> None:
        """Ask, and raise `Declined` for a no; who interrupts the question interrupts the command."""
        import click

        from cli.terminal.layout import columns, wrapped

        room = columns(sys.stderr)
        *above, last = wrapped(question, room - len(" [y/N]: ")) if room else [question]
        self.say(*above)
        if not click.confirm(last, err=True):
            raise Declined(what)

    def color(self, stream: TextIO | None) -> bool:
        """Whether a stream gets colour: `--color`, then NO_COLOR and FORCE_COLOR, then a terminal alone."""
        if (stated := self.settings["color"]) != "auto":
            return stated == "always"
        if self.environ.get("NO_COLOR"):
            return False
        if self.environ.get("FORCE_COLOR"):
            return True
        return stream is not None and stream.isatty() and self.environ.get("TERM") != "dumb"

    @cached_property
    def language(self) -> Language:
        """The language of pages; machine forms, options and errors are in English whatever it is."""
        from lifecycle.errors import InvalidInput
        from projections.words.languages.known import ENGLISH, language

        try:
            return language(self.settings["lang"])
        except InvalidInput:  # what is wrong with the settings has to be said in some language
            return language(ENGLISH)

    def set_aside(self, one: Aside) -> None:
        """Name an event that a question about many agreements leaves out."""
        from lifecycle.messages import Message

        self.say(Message("! {event}", event=one.message))

    def say(self, *lines: Value) -> None:
        """Write a message to stderr, because stdout is data; each line is cleaned."""
        from cli.terminal.layout import columns
        from cli.terminal.page import Paper
        from projections.forms.text import fitted

        paper = Paper(columns(sys.stderr), language=self.language, stream=sys.stderr)
        for line in lines:
            paper.line(line)
        sys.stderr.write(fitted(paper.text, sys.stderr))
        sys.stderr.flush()
