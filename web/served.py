"""What is served, and to whom: the register, what may be shown of it, and the names under which it is reached."""

from __future__ import annotations

import os
from datetime import date
from ipaddress import ip_address

import msgspec

from projections.answers.office.opening import NONE

VARIABLE = "DEPOSITARY_SERVED"
"""Tells each worker what it serves, as JSON: a worker is a process of its own."""

LOCAL = ("localhost", "127.0.0.1", "::1")


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a served register."""

    db: str
    names: bool = True
    """Whether natural persons, and who recorded what, are named."""
    keys: str = ""
    """The folder of public keys, as far as they are to be shown."""
    copies: tuple[str, ...] = ()
    """Folders in which checkpoints are kept outside."""
    documents: str = ""
    """The folder of documents."""
    office: str = NONE
    """The file of what the office arranged for what falls due."""
    hosts: tuple[str, ...] = LOCAL
    """The names under which it is reached; a request for another one is refused."""
    lang: str = "en"
    """The language of pages where a browser wishes for none that there is."""
    today: date | None = None
    """The day of every answer that names none; nothing for the day of the request."""
    seconds: float = 20.0
    """How long an answer may take."""

    def day(self) -> date:
        """Give the day of a request: the only place of this face where it is read."""
        return self.today or date.today()

    def handed_on(self) -> dict[str, str]:
        """Give what a worker finds in its environment."""
        return {VARIABLE: msgspec.json.encode(self).decode()}

    @classmethod
    def found(cls) -> Served:
        """Take what a worker finds there."""
        return msgspec.json.decode(os.environ[VARIABLE], type=cls)


def is_local(host: str) -> bool:
    """Tell whether only this machine reaches a host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
