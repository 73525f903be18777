"""An office for tests: a register in a folder of its own, and its keeper at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Ran, run
from stores import File, Place

from aggregates.record.log.access import reading

CASES = Path(__file__).parent / "cases/cli"
HARBOUR = CASES / "harbour.yaml"


class Office:
    """A register and how to reach it; the current folder is its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, place: Place | None = None) -> None:
        self.folder = folder
        self.place = place or File(folder)
        patch.chdir(folder)
        patch.setenv("DEPOSITARY_DB", self.place.url)
        patch.setenv("DEPOSITARY_ACTOR", "keeper")

    @property
    def url(self) -> str:
        """Where the register lives."""
        return self.place.url

    @property
    def file(self) -> Path:
        """The file of the register, which it has on SQLite alone."""
        assert isinstance(self.place, File)
        return self.place.file

    def call(self, *arguments: object, stdin: str = "") -> Ran:
        """Call `depositary` with arguments; a single one is split as a shell would."""
        return run(*map(str, arguments), stdin=stdin)

    def done(self, *arguments: object, stdin: str = "") -> Ran:
        """Call it, and let the test fail unless all is well."""
        ran = self.call(*arguments, stdin=stdin)
        assert ran.code == 0, ran.err or ran.out
        return ran

    def state(self, agreement: str, day: str) -> str:
        """Give the state of an agreement on a day."""
        return str(self.done(f"status {agreement} --as-of {day} --format json").json["state"])

    def head(self) -> int:
        """Give the last `seq`."""
        with reading(self.url) as log:
            return log.head().seq

    def contents(self) -> str:
        """Hash all that the register holds, what is still in its journal included."""
        return self.place.digest()

    def tamper(self, *statements: str) -> None:
        """Change the database by a stranger's hand, its triggers out of the way."""
        self.place.run(*statements)

    def into_force(self) -> Office:
        """Draft harbour, and let it enter into force on 15 February 2024, as #1 to #3."""
        self.done("draft", HARBOUR, "--on", "2024-01-10")
        self.done("sign harbour --by NORTH --on 2024-02-01")
        self.done("sign harbour --by SOUTH --on 2024-02-15")
        return self
