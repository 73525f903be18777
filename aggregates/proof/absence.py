"""What ought to be known outside of a register and is not there: told until it is back, or given up by name.

Who deletes the copy, or the key, and puts back an older register would pass unseen if what is missing were made anew in
silence. A copy may begin where the register itself begins here, and where its key was never seen: a marker says so
until the first copy is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from aggregates.ground.keys import Keyring, stem, write_whole
from aggregates.proof.copies import Copies, Kept
from lifecycle.messages import Message, Row

GIVE_UP = "depositary audit checkpoint --anew"
ACCEPT = "depositary audit accept-key KEY"


class Absence:
    """What is missing of the copies of one user, and of the key that signs them."""

    def __init__(self, own: Copies, shared: Copies | None, keys: Keyring) -> None:
        self.own, self.shared, self.keys = own, shared, keys

    def begin(self, origin: str) -> None:
        """Mark that a copy is to begin, where nothing of the register was ever known here."""
        if not self.keys.holds(origin) and not self.own.file(origin).exists():
            self.begin_anew(origin)

    def begin_anew(self, origin: str) -> None:
        """Mark that a copy is to begin, whatever was known before."""
        self.own.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._begun(origin).touch()
        self._elsewhere(origin).unlink(missing_ok=True)

    def kept(self, origin: str) -> None:
        """Note that copies are there, and in which folder the shared one lies."""
        if self.shared and self.shared.file(origin).exists():
            text = f"{self.shared.folder}\n"
            if not self._elsewhere(origin).exists() or self._elsewhere(origin).read_text("utf-8") != text:
                write_whole(self._elsewhere(origin), text)
        self._begun(origin).unlink(missing_ok=True)

    def lost(self, origin: str, found: Collection[Kept]) -> Message | None:
        """Say what keeps a checkpoint from being made: the key, or every copy that a known one signed, is gone."""
        if self._begun(origin).exists():
            return None
        if (gone := self.key_gone(origin)) or not self.keys.holds(origin):
            return gone
        if any(not kept.stranger for kept in found):
            return None
        if found:
            return Message("{amiss}", amiss=Row(self.amiss(origin, found)))
        return Message(
            "{copy} is gone, and {key} has signed it: what was recorded may have been taken back unseen; put the copy"
            " back, or compare receipts and then begin anew with {command}",
            copy=str(self.own.file(origin)),
            key=str(self.keys.file(origin)),
            command=GIVE_UP,
        )

    def key_gone(self, origin: str) -> Message | None:
        """Say so where the key is not there that signed the user's own copy."""
        key, copy = self.keys.file(origin), self.own.file(origin)
        if self.keys.holds(origin) or not copy.exists():
            return None
        return Message(
            "{key}, the key that signed {copy}, is gone: put it back, or let a new one begin with {command}",
            key=str(key),
            copy=str(copy),
            command=GIVE_UP,
        )

    def amiss(self, origin: str, found: Iterable[Kept]) -> list[Message]:
        """Say what is wrong with the shared copy, or with whoever signed one: it is left as it is."""
        says = [
            Message(
                "{file} is signed by {key}, a key that is not known here: ask whose it is, then {command}",
                file=str(kept.file),
                key=kept.stranger,
                command=ACCEPT,
            )
            for kept in found
            if kept.stranger
        ]
        if self.shared is None:
            return says
        if not self.shared.folder.is_dir():
            says.append(Message("the folder {folder} is not there", folder=str(self.shared.folder)))
        elif self._vanished(origin):
            copy = str(self.shared.file(origin))
            says.append(
                Message("{copy} is gone: put it back, or begin anew with {command}", copy=copy, command=GIVE_UP)
            )
        return says

    def open(self, origin: str, found: Iterable[Kept]) -> list[Copies]:
        """Give the folders in which a copy may be written: none where a stranger's lies, or where one has vanished."""
        foreign = {kept.file for kept in found if kept.stranger}
        places = [self.own]
        if self.shared and self.shared.folder.is_dir() and not self._vanished(origin):
            places.append(self.shared)
        return [copies for copies in places if copies.file(origin) not in foreign]

    def _vanished(self, origin: str) -> bool:
        """Tell whether the shared copy was in this folder once, and is not."""
        noted = self._elsewhere(origin)
        if self.shared is None or self.shared.file(origin).exists() or not noted.exists():
            return False
        return noted.read_text("utf-8") == f"{self.shared.folder}\n"

    def _begun(self, origin: str) -> Path:
        return self.own.folder / f"{stem(origin)}.begun"

    def _elsewhere(self, origin: str) -> Path:
        return self.own.folder / f"{stem(origin)}.elsewhere"
