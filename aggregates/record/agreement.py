"""The agreement as an aggregate: the events of the log, how an agreement grows, and how a proposal is decided.

Deciding may refuse; growing never does. The law itself is in `lifecycle`: here it is asked, and its answer
is put on record with the ruling made at that moment. Topics and field names are storage: they never change
meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from aggregates.databases.tables import CREATED, ENTERED, RECORDED
from aggregates.record.streams import stream_id
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, submission
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.personal import mentioned, to_seal
from lifecycle.course.documents import UNTOLD, Described, Document
from lifecycle.errors import Conflict, ImpactNotAccepted, InvalidInput, NotFound, Objection, Problem, Refused
from lifecycle.fold.directory import NOTHING, Directory
from lifecycle.fold.naming import with_keys
from lifecycle.fold.numbering import number
from lifecycle.fold.others import ALONE, Others
from lifecycle.fold.readings import admitting
from lifecycle.fold.ruling import Ruling, rule
from lifecycle.fold.timeline import Entry, Timeline, fold, growing
from lifecycle.messages import Message, Quoted, Row

# Events


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


# State


class File(Struct, frozen=True, kw_only=True):
    """A file of the register as far as its stream has been read: that of an agreement, or the directory of parties."""

    version: int
    entries: tuple[Entry, ...]


class Agreement(File, frozen=True, kw_only=True):
    """An agreement as far as its stream has been read."""

    timeline: Timeline


def evolve(entries: Iterable[Entry], version: int = 0, others: Others = ALONE) -> Agreement | None:
    """Give the agreement that its recordings make, or nothing if there are none; never raises.

    Its version counts its events, of which what was set aside is no recording.
    """
    grown = tuple(entries)
    return Agreement(version=version or len(grown), entries=grown, timeline=growing(grown, others)) if grown else None


# Decisions


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


class Dependent(NamedTuple):
    """An agreement that asks about another one, without the recording on that and with it."""

    before: Timeline
    after: Timeline


class OnAgreement(Decision, frozen=True, kw_only=True):
    """What recording a proposal on an agreement does."""

    before: Agreement | None
    after: Agreement
    also: tuple[Dependent, ...] = ()
    """What it makes of the agreements that ask about this one, directly or through others."""


def decide(
    before: Agreement | None,
    proposal: Proposal,
    seq: int,
    entered: Callable[[], Directory] = lambda: NOTHING,
    others: Others = ALONE,
) -> OnAgreement:
    """Decide whether a proposal can be recording `seq`; nothing is written here.

    `others` are the other agreements that its texts, those of the proposal included, ask about. The directory is asked
    for a name that the agreement does not know. Raises `Conflict` for a second draft, `NotFound` for an act on nothing,
    `InvalidInput` for an act that does not say what it closes, `Refused` with the objection of the law, and
    `ImpactNotAccepted` if acts on record would lose their effect.
    """
    if isinstance(proposal.act, Drafted):
        return _open(before, proposal, proposal.act, seq, others)
    if before is None:
        raise NotFound("agreement", proposal.agreement)
    act = as_entered(before.timeline, proposal, entered)
    sealed = sealing(replace(proposal, act=act), before.timeline.standing, offices(before.timeline))
    entry = Entry(seq, act, proposal.irregular, rests_on(proposal.document, proposal.described), tuple(sealed))
    entries = (*before.entries, entry)
    after = Agreement(version=before.version + 1, entries=entries, timeline=before.timeline.evolve(entry, others))
    objections = after.timeline.irregular
    if seq in objections and proposal.irregular is None:
        raise Refused(proposal.agreement, _read_otherwise(after.timeline, seq))
    content = ActRecorded(
        agreement=proposal.agreement,
        act=entry.act,
        ruling=rule(before.timeline, after.timeline, entry),
        irregular=proposal.irregular,
        accepted=losing(proposal, entry, before, before.timeline.irregular, objections),
        actor=proposal.actor,
        document=proposal.document,
        described=proposal.described,
    )
    return OnAgreement(content=content, before=before, after=after, sealed=sealed)


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


def offices(line: Timeline) -> Container[str]:
    """Give the offices that the terms of an agreement name to sign: they are no people."""
    return {party.signs for version in line.versions for party in version.terms.parties.values()}


def as_entered(before: Timeline, proposal: Proposal, entered: Callable[[], Directory]) -> Act:
    """Give a proposed act as it is entered: parties by their keys, what it opens and closes by its number."""
    return number(before, proposal.act if proposal.new_party else with_keys(before, proposal.act, entered))


def losing(
    proposal: Proposal, entry: Entry, file: File, then: Mapping[int, Objection], now: Mapping[int, Objection]
) -> tuple[int, ...]:
    """Name the acts that lose their effect by an entry; raises `ImpactNotAccepted` unless that is accepted."""
    given_up = {entry.seq, *then, *_irregular_at_once(entry, file)}
    lost = [item for item in now.items() if item[0] not in given_up]
    if lost and not proposal.accept_impact:
        raise ImpactNotAccepted(proposal.agreement, lost)
    return tuple(seq for seq, _ in lost)


def submit(
    before: Agreement | None,
    proposal: Proposal,
    seq: int,
    entered: Callable[[], Directory] = lambda: NOTHING,
    others: Others = ALONE,
) -> OnAgreement:
    """Decide whether a proposal can be submitted for a second officer's approval, as recording `seq` (ADR 0011).

    Raises what `decide` raises of the act itself: nothing waits that the law refuses.
    """
    tried = decide(before, proposal, seq, entered, others)
    return decide(before, replace(proposal, act=submission(tried.entry.act)), seq, others=others)


def _read_otherwise(line: Timeline, seq: int) -> Objection:
    """Give the objection to an act, and the readings that would not raise it."""
    objection = line.irregular[seq]
    by = Row(admitting(line, seq))
    if not by:
        return objection
    says = Message(
        "{objection}. By another admissible reading ({by}) it would have effect", objection=objection.says, by=by
    )
    return replace(objection, says=says)


def _irregular_at_once(entry: Entry, before: File) -> tuple[int, ...]:
    """Name the submission that is approved now, if it was submitted as irregular: its objection was accepted then."""
    if not isinstance(entry.act, Approved):
        return ()
    target = entry.act.target
    return tuple(other.seq for other in before.entries if other.seq == target and other.irregular is not None)


def _open(before: Agreement | None, proposal: Proposal, act: Drafted, seq: int, others: Others) -> OnAgreement:
    if before is not None:
        name, since = proposal.agreement, before.entries[0].seq
        raise Conflict(Message("agreement {agreement} exists since #{since}", agreement=name, since=since))
    if act.terms.agreement != proposal.agreement:
        raise InvalidInput(
            [
                Problem(
                    place="$.terms.agreement",
                    says=Message(
                        "the terms are those of {found}, not of {asked}",
                        found=act.terms.agreement,
                        asked=proposal.agreement,
                    ),
                )
            ]
        )
    sealed = sealing(replace(proposal, irregular=None))  # of which an opening has none
    entry = Entry(seq, act, None, rests_on(proposal.document, proposal.described), tuple(sealed))
    after = Agreement(version=1, entries=(entry,), timeline=fold((entry,), others=others))
    ruling = rule(None, after.timeline, entry)
    content = Created(
        agreement=proposal.agreement,
        act=act,
        ruling=ruling,
        actor=proposal.actor,
        document=proposal.document,
        described=proposal.described,
    )
    return OnAgreement(content=content, before=None, after=after, sealed=sealed)
