"""Rejects: the lines of a file of acts that cannot be recorded, put aside as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal.session import Session
from lifecycle.errors import Conflict, DepositaryError

if TYPE_CHECKING:
    from aggregates.record.agreement import Proposal


class Skipping:
    """Lines that cannot be recorded, each with what stood in the way, and the file into which they are put."""

    def __init__(self, lines: Mapping[str, bytes], file: Path) -> None:
        self._lines, self._file, self._written = lines, file, False
        self.unread: dict[str, DepositaryError] = {}
        self.refused: list[tuple[Proposal, DepositaryError]] = []

    @property
    def found(self) -> dict[str, DepositaryError]:
        """What stood in the way, by the place of the line."""
        found = self.unread | {proposal.place: error for proposal, error in self.refused}
        return {place: found[place] for place in self._lines if place in found}

    def write(self) -> None:
        """Put the lines into the file, before the others are committed; raises `Conflict` if it is there already."""
        if not self.found:
            return
        try:
            with self._file.open("wb" if self._written else "xb") as rejects:  # a further attempt writes its own again
                rejects.writelines(self._lines[place].rstrip(b"\r") + b"\n" for place in self.found)
        except FileExistsError as error:
            raise Conflict(f"{self._file} exists already: move it away, or name another with --rejects") from error
        self._written = True

    def take_back(self) -> None:
        """Remove the file where nothing was recorded after all."""
        if self._written:
            self._file.unlink(missing_ok=True)

    def tell(self, session: Session) -> int:
        """Say what was skipped and where it lies, and give the exit code."""
        from cli.terminal.messages import PARTLY, words

        found = self.found
        for place, error in found.items():
            first, *more = words(error)
            session.say(f"Skipped {place}: {first}", *(line for line in more if line.startswith("  ")))
        if found:
            where = f"are in {self._file}" if self._written else "would be put aside"
            session.say(f"{len(found)} of {len(self._lines)} lines {where}")
        return PARTLY if found else 0
