"""Lines that cannot be recorded: said each with what stood in the way, and put aside into a file as they are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal.session import Session
from lifecycle.errors import Conflict, DepositaryError

if TYPE_CHECKING:
    from aggregates.record.decision import Proposal


class Rejects:
    """Lines that cannot be recorded, each with what stood in the way, and the file into which they are put."""

    def __init__(self, lines: Mapping[str, bytes], file: Path, *, further: bool = False) -> None:
        self.file, self._lines, self._further = file, lines, further
        self._before: int | None = None
        """The size of the file before they are written: none of a file that is not there."""
        self._written = False
        self.unread: dict[str, DepositaryError] = {}
        self.refused: list[tuple[Proposal, DepositaryError]] = []

    @property
    def found(self) -> dict[str, DepositaryError]:
        """What stood in the way, by the place of the line."""
        found = self.unread | {proposal.place: error for proposal, error in self.refused}
        return {place: found[place] for place in self._lines if place in found}

    def write(self) -> None:
        """Put the lines into the file, before the others are committed.

        Raises `Conflict` if it is there already, unless these are `further` ones.
        """
        if not self.found:
            return
        self.take_back()  # of an attempt before
        there = self.file.exists()
        if there and not self._further:
            raise Conflict(f"{self.file} exists already: move it away, or name another with --rejects")
        self._before = self.file.stat().st_size if there else None
        with self.file.open("ab" if there else "xb") as rejects:
            rejects.writelines(self._lines[place].rstrip(b"\r") + b"\n" for place in self.found)
        self._written = True

    def take_back(self) -> None:
        """Take them out of the file again where nothing was recorded after all."""
        if not self._written:
            return
        if self._before is None:
            self.file.unlink(missing_ok=True)
        else:
            os.truncate(self.file, self._before)
        self._written = False

    def name(self, session: Session) -> None:
        """Say of each line what stood in the way."""
        from cli.terminal.messages import words

        for place, error in self.found.items():
            first, *more = words(error)
            session.say(f"Skipped {place}: {first}", *(line for line in more if line.startswith("  ")))

    def tell(self, session: Session) -> int:
        """Say what was skipped and where it lies, and give the exit code."""
        self.name(session)
        where = f"are in {self.file}" if self._written else "would be put aside"
        return told(session, len(self.found), len(self._lines), where)


def told(session: Session, skipped: int, lines: int, where: str) -> int:
    """Say how many lines were skipped, and give the exit code."""
    from projections.words.situations import PARTLY

    if skipped:
        session.say(f"{skipped} of {lines} lines {where}")
    return PARTLY if skipped else 0
