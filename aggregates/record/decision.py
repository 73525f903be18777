"""A decision on a proposal, whichever file of the register it grows: what is sealed, and what loses its effect."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from msgspec import Struct

from aggregates.record.events import Content, Event
from aggregates.record.streams import stream_id
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved
from lifecycle.acts.personal import mentioned, to_seal
from lifecycle.course.documents import UNTOLD, Described, Document
from lifecycle.errors import ImpactNotAccepted, InvalidInput, Objection, Problem
from lifecycle.fold.timeline import Entry
from lifecycle.messages import Message, Quoted


class File(Struct, frozen=True, kw_only=True):
    """A file of the register as far as its stream has been read: that of an agreement, or the directory of parties."""

    version: int
    entries: tuple[Entry, ...]


class Proposal(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An act that somebody asks to have recorded."""

    agreement: str
    act: Act
    irregular: str | None = None
    """The reason to record it even though it meets an objection."""
    accept_impact: bool = False
    """Whether acts already on record may lose their effect by it."""
    actor: str | None = None
    """Who asks: a claim."""
    document: str | None = None
    """The digest of the document that it rests on."""
    described: Described | None = None
    """What that document is."""
    personal: tuple[str, ...] = ()
    """People whom words of the recording name, so that these are sealed."""
    new_party: bool = False
    """Whether who is named is another party, and not the one whose name or key is spelt alike."""
    place: str = ""
    """Where it was written down, such as `acts.jsonl:17`, for the notes of an error."""


class Decision(Struct, frozen=True, kw_only=True):
    """What recording a proposal does."""

    content: Content
    before: File | None
    after: File
    sealed: Mapping[str, tuple[str, ...]] = {}
    """The fields of the recording that name people, and whom, so that these are sealed."""

    @property
    def entry(self) -> Entry:
        """The act as it will be folded."""
        return self.after.entries[-1]

    @property
    def event(self) -> Event:
        """The event, at the next place in the stream."""
        stream = stream_id(self.content.agreement)
        return Event(originator_id=stream, originator_version=self.after.version, content=self.content)


def rests_on(digest: str | None, described: Described | None) -> Document | None:
    """Give the document that an entry rests on, if on any."""
    return Document(digest=digest, described=described or UNTOLD) if digest else None


def sealing(
    proposal: Proposal, standing: Sequence[Entry] = (), offices: Container[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """Give the fields of a proposal that are sealed, and whom each names.

    Raises `InvalidInput` where its document is called by the name of a person: no key seals that.
    """
    sealed = to_seal(proposal, standing, offices, proposal.personal)
    called = proposal.described.name if proposal.described else ""
    for name in dict.fromkeys(name for names in sealed.values() for name in names):
        if called and mentioned(called, name):
            says = Message("it names {person}, and cannot be sealed: call it without the name", person=Quoted(name))
            raise InvalidInput([Problem(place="$.document_name", says=says)])
    return sealed


def losing(
    proposal: Proposal, entry: Entry, file: File, then: Mapping[int, Objection], now: Mapping[int, Objection]
) -> tuple[int, ...]:
    """Name the acts that lose their effect by an entry; raises `ImpactNotAccepted` unless that is accepted."""
    given_up = {entry.seq, *then, *_irregular_at_once(entry, file)}
    lost = [item for item in now.items() if item[0] not in given_up]
    if lost and not proposal.accept_impact:
        raise ImpactNotAccepted(proposal.agreement, lost)
    return tuple(seq for seq, _ in lost)


def _irregular_at_once(entry: Entry, before: File) -> tuple[int, ...]:
    """Name the submission that is approved now, if it was submitted as irregular: its objection was accepted then."""
    if not isinstance(entry.act, Approved):
        return ()
    target = entry.act.target
    return tuple(other.seq for other in before.entries if other.seq == target and other.irregular is not None)
