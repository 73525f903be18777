"""A recording: what the bytes of a row in the log say.

Without the event sourcing library, because answers about one agreement start here and must start quickly.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from msgspec import structs

from aggregates.ground.clock import LAST, from_micros
from aggregates.ground.merkle import Hash
from aggregates.ground.sealing import joined, unseal
from aggregates.record.decision import Proposal, rests_on
from aggregates.record.events import EVENTS, ActRecorded, Content, Created, Entered, Sealed
from aggregates.record.log.rows import LoggedRow
from aggregates.record.streams import stream_id
from lifecycle.acts.act import Act
from lifecycle.acts.kinds import BY_TAG
from lifecycle.acts.personal import BESIDE, ERASED, SEALED, value_of, with_personal
from lifecycle.codec import decode, decoder
from lifecycle.course.documents import Described
from lifecycle.errors import InvalidInput, StorageFailure
from lifecycle.fold.directory import KEEPING
from lifecycle.fold.ruling import Ruling
from lifecycle.fold.timeline import Entry
from lifecycle.messages import Message, Quoted, Value

_FIELD = attrgetter("field")


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One recording: an act with all that was said about it then."""

    seq: int
    recorded_at: datetime
    agreement: str
    version: int
    """Position in the agreement's own stream, from 1."""
    act: Act
    ruling: Ruling
    irregular: str | None = None
    accepted: tuple[int, ...] = ()
    actor: str | None = None
    login: str | None = None
    document: str | None = None
    described: Described | None = None
    personal: tuple[Sealed, ...] = ()
    leaf_hash: Hash

    @property
    def entry(self) -> Entry:
        """The part of it that the law folds."""
        return Entry(
            seq=self.seq,
            act=self.act,
            irregular=self.irregular,
            document=rests_on(self.document, self.described),
            sealed=tuple(map(_FIELD, self.personal)),
        )


@lru_cache(maxsize=512)
def _created(state: bytes) -> Created:
    return decode(state, Created)  # the only large events: terms do not change, so they are read once


def content_of(topic: str, state: bytes) -> Content:
    """Decode the bytes of one event; raises `InvalidInput` if they are not what was once written."""
    if topic == Created.TOPIC:
        return _created(state)
    if topic not in EVENTS:
        raise InvalidInput(Message("{topic} is not a kind of event", topic=Quoted(topic)))
    try:
        return _likely(_likely_tag(state)).decode(state)
    except (LookupError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        tag = decode(state, _Tagged).act.act
    if tag not in BY_TAG:
        raise InvalidInput(Message("{tag} is not a kind of act", tag=Quoted(tag)))
    return decode(state, (_entered_as if topic == Entered.TOPIC else _recorded_as)(BY_TAG[tag]))


_ACT = b'"act":{"act":"'


def _likely_tag(state: bytes) -> bytes:
    """Give the tag that stands where it is written: to decode by it fails where it is another one."""
    at = state.find(_ACT) + len(_ACT)
    return state[at : state.find(b'"', at)]


@cache
def _likely(tag: bytes) -> msgspec.json.Decoder[ActRecorded[Act]]:
    """Give what decodes events with a tag; raises `KeyError` where there is no such kind of act."""
    return decoder(_recorded_as(BY_TAG[tag.decode()]))


class _Tag(msgspec.Struct):
    """The name of an act."""

    act: str


class _Tagged(msgspec.Struct):
    """As much of an event as tells which kind of act it holds."""

    act: _Tag


@cache
def _recorded_as(kind: type[Act]) -> type[ActRecorded[Act]]:
    """Give the type that events of a kind of act are decoded as: building it for all kinds would be slow."""
    given: Any = ActRecorded
    made: type[ActRecorded[Act]] = given[kind]
    return made


@cache
def _entered_as(kind: type[Act]) -> type[Entered[Act]]:
    """Give that of an entry in the directory."""
    given: Any = Entered
    made: type[Entered[Act]] = given[kind]
    return made


def decoded() -> tuple[type[Any], ...]:
    """Give every type that the bytes of an event are decoded as."""
    entered = (_entered_as(kind) for kind in BY_TAG.values() if kind.DIRECTORY or kind in KEEPING)
    return (Created, _Tagged, *map(_recorded_as, BY_TAG.values()), *entered)


def check_moment(row: LoggedRow) -> None:
    """Raise `InvalidInput` for a moment of recording beyond the calendar."""
    if not 0 <= row.recorded_at <= LAST:
        moment = str(row.recorded_at)
        raise InvalidInput(Message("its moment, {moment}, lies beyond the calendar", moment=moment))


def recorded(row: LoggedRow) -> Recorded:
    """Decode one row, its personal data left sealed; raises `StorageFailure` naming it if its bytes are damaged."""
    try:
        content = content_of(row.topic, row.state)
        check_moment(row)
    except InvalidInput as error:
        raise StorageFailure(
            Message(
                "event #{seq} of stream {stream} is damaged: {why}",
                seq=row.seq,
                stream=row.originator_id,
                why=error.says,
            )
        ) from error
    more = content if isinstance(content, ActRecorded) else None
    return Recorded(
        seq=row.seq,
        recorded_at=from_micros(row.recorded_at),
        agreement=content.agreement,
        version=row.originator_version,
        act=content.act,
        ruling=content.ruling,
        irregular=more.irregular if more else None,
        accepted=more.accepted if more else (),
        actor=content.actor,
        login=content.login,
        document=content.document,
        described=content.described,
        personal=content.personal,
        leaf_hash=row.leaf_hash,
    )


def opened(found: Recorded, keys: Mapping[str, str | None]) -> Recorded:
    """Give a recording with its personal data, opened by the keys of its subjects; no key is that of one erased.

    Raises `StorageFailure` naming it if what is sealed does not open.
    """
    if not found.personal:
        return found
    for one in found.personal:
        if said_in(found, one.field) != SEALED:
            raise _damaged(
                found, Message("an envelope for {field}, which is not sealed in the act", field=Quoted(one.field))
            )
    return with_said(found, {one.field: _text(found, one, keys) for one in found.personal})


def unnamed(found: Recorded, keys: Mapping[str, str | None]) -> Recorded:
    """Give a recording without who recorded it, and with what names somebody as sealed or, of one erased, as such."""
    withheld = {subject: None if key is None else "" for subject, key in keys.items()}
    return structs.replace(opened(found, withheld), actor=None, login=None)


SaidT = TypeVar("SaidT", Proposal, Content, "Recorded")
"""Whatever says an act: a proposal, the content of an event, a recording."""


def said_in(found: Recorded, field: str) -> str:
    """Give what a field of a recording says that is, or may be, sealed."""
    return getattr(found, field) or "" if field in BESIDE else value_of(found.act, field)


def with_said(found: SaidT, values: Mapping[str, str]) -> SaidT:
    """Give a recording with other personal data or words, by field."""
    others: dict[str, Any] = {name: values[name] for name in BESIDE if name in values}
    return structs.replace(found, act=with_personal(found.act, values), **others)


def _text(found: Recorded, one: Sealed, keys: Mapping[str, str | None]) -> str:
    held = [keys.get(subject, "") for subject in one.subjects]
    if None in held:
        return ERASED
    if "" in held:
        return SEALED
    try:
        key = joined([bytes.fromhex(key or "") for key in held])
        return unseal(key, one.data, stream_id(found.agreement), found.version, one.field)
    except ValueError as error:
        raise _damaged(found, Message("what is sealed does not open under its key, or not at this place")) from error


def _damaged(found: Recorded, why: Value) -> StorageFailure:
    return StorageFailure(
        Message("event #{seq} of {agreement} is damaged: {why}", seq=found.seq, agreement=found.agreement, why=why)
    )
