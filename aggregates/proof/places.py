"""Places: where a register lies, and which one was last seen there, so that another in its place is noticed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from aggregates.ground.keys import stem, write_whole
from lifecycle.errors import InvalidInput, StorageFailure
from lifecycle.messages import Message

WHERE = ("host", "port", "dbname", "schema")
"""What of a URL's query says where a register lies; the rest says who asks, and how."""


def place_of(url: str) -> str:
    """Say where a register lies, however it is written: without user and password, and a file by its full path."""
    scheme, found, rest = url.partition("://")
    if found and scheme != "sqlite":
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or ""
        except ValueError as error:
            raise InvalidInput(Message("the URL of the register: the host or the port cannot be read")) from error
        asked = sorted((name, value) for name, value in parse_qsl(parts.query) if name in WHERE)
        return f"{scheme}://{host}:{port}{parts.path}?{urlencode(asked)}"
    return str(Path(rest.removeprefix("/") if found else url).resolve())


class Noted:
    """The note of which register lies at a place."""

    def __init__(self, folder: Path, place: str) -> None:
        self.folder, self.place = folder, place

    @property
    def file(self) -> Path:
        """Name its file."""
        return self.folder / "places" / sha256(self.place.encode()).hexdigest()[:32]

    @property
    def origin(self) -> str | None:
        """The origin of the register that was last seen here; raises `StorageFailure` naming a file that is damaged."""
        if not self.file.exists():
            return None
        try:
            origin = self.file.read_text("utf-8").split("\n")[0]
            stem(origin)
        except (UnicodeDecodeError, StorageFailure) as error:
            raise StorageFailure(
                Message(
                    "{file}, which names the register that is expected at this place, is damaged: remove it once it is"
                    " clear that the register there is the right one",
                    file=str(self.file),
                )
            ) from error
        return origin

    def remember(self, origin: str) -> None:
        """Note which register lies here."""
        if self.origin != origin:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.file.parent.mkdir(exist_ok=True)  # as open as the folder: several users may share it
            write_whole(self.file, f"{origin}\n{self.place}\n")
