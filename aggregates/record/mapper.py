"""Maps events to what is stored of them and back: exact JSON bytes under a permanent topic.

To add a kind of event: its class and its line in `EVENTS`, in `aggregates/record/agreement.py`.
"""

from __future__ import annotations

from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import register_topic

from aggregates.record.agreement import EVENTS, Event
from aggregates.record.recording import content_of
from lifecycle.codec import encode

for _topic, _kind in EVENTS.items():
    register_topic(_topic, _kind)


class AgreementMapper(Mapper[UUID]):
    """The mapper of the register. A topic is looked up in a table, never imported because a row says so."""

    def __init__(self) -> None:
        """Need neither transcoder nor compressor nor cipher: the bytes are stored as they are."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """Give the row of an event; its place in the stream stays outside the bytes."""
        assert isinstance(domain_event, Event), domain_event
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.content.TOPIC,
            state=encode(domain_event.content),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """Give the event of a row; raises `InvalidInput` if the bytes are damaged."""
        originator_id = stored_event.originator_id
        return Event(
            originator_id=originator_id if isinstance(originator_id, UUID) else UUID(originator_id),
            originator_version=stored_event.originator_version,
            content=content_of(stored_event.topic, stored_event.state),
        )
