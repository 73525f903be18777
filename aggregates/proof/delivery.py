"""Delivery: each checkpoint is given to a command of the user's, and what it did not take is made up for.

What is owed is noted in a file before anything is tried, so that neither a failure nor a killed process loses it. The
newest checkpoint stands for those before it: it covers all that they cover.
"""

from __future__ import annotations

from pathlib import Path

from aggregates.ground.notes import Note
from lifecycle.errors import CheckpointNotKept
from lifecycle.messages import Message, Plural, Quoted

PATIENCE = 60
"""Seconds that a command may take for a checkpoint."""


class Delivery:
    """The command that checkpoints are given to, if any, and whether it is owed one."""

    def __init__(self, folder: Path, command: str) -> None:
        self.folder, self.command = folder, command

    def owe(self, stem: str) -> None:
        """Note that a checkpoint of a register is to be given to the command."""
        if self.command:
            self._owed(stem).touch()

    def make_up(self, stem: str, note: Note) -> None:
        """Give the newest checkpoint to the command, if one is owed; raises `CheckpointNotKept`, and it is still."""
        if self.command and self._owed(stem).exists():
            _hand_over(self.command, str(note))
            self._owed(stem).unlink(missing_ok=True)

    def _owed(self, stem: str) -> Path:
        return self.folder / f"{stem}.owed"


def _hand_over(command: str, note: str) -> None:
    """Give a checkpoint to a command on its standard input."""
    import subprocess

    try:
        done = subprocess.run(
            command, shell=True, input=note.encode(), capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CheckpointNotKept(
            Plural(
                "{command} took longer than {n} second",
                "{command} took longer than {n} seconds",
                n=PATIENCE,
                command=Quoted(command),
            )
        ) from error
    if done.returncode:
        failed = Message("{command} failed with exit code {code}", command=Quoted(command), code=done.returncode)
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise CheckpointNotKept(Message("{failed}: {said}", failed=failed, said=said[0]) if said else failed)
