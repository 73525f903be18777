"""The events of the log: an agreement opened, an act put on record, an entry in the directory.

Topics and field names are storage: they never change meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from aggregates.databases.tables import CREATED, ENTERED, RECORDED
from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.course.documents import Described
from lifecycle.fold.ruling import Ruling


class Sealed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Personal data of one field of an act, sealed under the key of whom it is about (ADR 0010).

    Words may be about several, and are sealed under the keys of all of them together (ADR 0023).
    """

    field: str
    subject: str
    """The person in the table `people`."""
    data: bytes
    """Nonce, ciphertext and tag; in JSON as base64."""
    also: tuple[str, ...] = ()
    """The others whom it is about."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everybody whom it is about."""
        return (self.subject, *self.also)


class Created(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An agreement was opened from its terms."""

    TOPIC: ClassVar[str] = CREATED

    agreement: str
    act: Drafted
    ruling: Ruling
    actor: str | None = None
    login: str | None = None
    """The user whom the database knows as the one who recorded it."""
    document: str | None = None
    """What the act rests on, by its content: `sha256:` and 64 hexadecimal digits."""
    described: Described | None = None
    """What that document is."""
    personal: tuple[Sealed, ...] = ()
    """What the recording says of people, apart from it; in its place stands `[sealed]`."""


ActT = TypeVar("ActT", bound=Act)


class ActRecorded(Struct, Generic[ActT], frozen=True, kw_only=True, omit_defaults=True):
    """An act on an agreement was put on record."""

    TOPIC: ClassVar[str] = RECORDED

    agreement: str
    act: ActT
    ruling: Ruling
    irregular: str | None = None
    """Why it was recorded although it met an objection."""
    accepted: tuple[int, ...] = ()
    """`seq` of the acts on record that lost their effect by it, which was accepted."""
    actor: str | None = None
    login: str | None = None
    """The user whom the database knows as the one who recorded it."""
    document: str | None = None
    """What the act rests on, by its content: `sha256:` and 64 hexadecimal digits."""
    described: Described | None = None
    """What that document is."""
    personal: tuple[Sealed, ...] = ()
    """What the recording says of people, apart from it; in its place stands `[sealed]`."""


class Entered(ActRecorded[ActT], Generic[ActT], frozen=True, kw_only=True, omit_defaults=True):
    """An act was entered in the register's directory of parties, whose name stands in the place of an agreement's."""

    TOPIC: ClassVar[str] = ENTERED


Content = Created | ActRecorded[Act]

EVENTS: Mapping[str, type[Any]] = {kind.TOPIC: kind for kind in (Created, ActRecorded, Entered)}
"""Kinds of event by their permanent topics."""


class Event(Struct, frozen=True, kw_only=True):
    """An event at its place in the stream of its agreement; the place is not part of its bytes."""

    originator_id: UUID
    originator_version: int
    content: Content
