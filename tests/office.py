"""An office for tests: a register in a folder of its own, and its keeper at the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commandline import Ran, run

from aggregates.log import reading

CASES = Path(__file__).parent / "cases/cli"
HARBOUR = CASES / "harbour.yaml"


class Office:
    """A register and how to reach it; the current folder is its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.file = folder, folder / "register.db"
        patch.chdir(folder)
        patch.setenv("DEPOSITARY_DB", f"sqlite:///{self.file}")
        patch.setenv("DEPOSITARY_ACTOR", "keeper")

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
        with reading(str(self.file)) as log:
            return log.head().seq

    def contents(self) -> bytes:
        """Give the bytes of the register, those still in its journal included."""
        journal = self.file.with_name(f"{self.file.name}-wal")
        return self.file.read_bytes() + (journal.read_bytes() if journal.exists() else b"")

    def tamper(self, *statements: str) -> None:
        """Change the file by a stranger's hand, its triggers out of the way."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            select = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            triggers = connection.execute(select).fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            for _, made in triggers:
                connection.execute(made)

    def into_force(self) -> Office:
        """Draft harbour, and let it enter into force on 15 February 2024, as #1 to #3."""
        self.done("draft", HARBOUR, "--on", "2024-01-10")
        self.done("sign harbour --by NORTH --on 2024-02-01")
        self.done("sign harbour --by SOUTH --on 2024-02-15")
        return self
