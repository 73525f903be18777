"""What was made of a register elsewhere by its user: backups, and bundles with the keys of people, by their paths.

An erasure does not reach them: so they are noted where they are made, and named where somebody is erased.
"""

from __future__ import annotations

from pathlib import Path

from aggregates.ground.keys import stem


class Made:
    """The note of one register's, in the state folder."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.file = folder / f"{stem(origin)}.made"

    def note(self, made: Path) -> None:
        """Note what was made; raises `OSError`."""
        path = str(made.absolute())
        if path not in self._noted():
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8", errors="surrogateescape") as lines:
                lines.write(f"{path}\n")

    def there(self) -> tuple[str, ...]:
        """Give the paths at which it still lies."""
        return tuple(path for path in self._noted() if Path(path).exists())

    def _noted(self) -> list[str]:
        if not self.file.exists():
            return []
        return self.file.read_text("utf-8", errors="surrogateescape").splitlines()
