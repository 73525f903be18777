"""The agreement as an aggregate: how it grows, and how a proposal on it is decided.

Deciding may refuse; growing never does. The law itself is in `lifecycle`: here it is asked, and its answer
is put on record with the ruling made at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from aggregates.record.decision import Decision, File, Proposal, losing, rests_on, sealing
from aggregates.record.events import ActRecorded, Created
from lifecycle.acts.act import Act
from lifecycle.acts.approval import submission
from lifecycle.acts.conclusion import Drafted
from lifecycle.errors import Conflict, InvalidInput, NotFound, Objection, Problem, Refused
from lifecycle.fold.directory import NOTHING, Directory
from lifecycle.fold.naming import with_keys
from lifecycle.fold.numbering import number
from lifecycle.fold.others import ALONE, Others
from lifecycle.fold.readings import admitting
from lifecycle.fold.ruling import rule
from lifecycle.fold.timeline import Entry, Timeline, fold, growing
from lifecycle.messages import Message, Row


class Agreement(File, frozen=True, kw_only=True):
    """An agreement as far as its stream has been read."""

    timeline: Timeline


def evolve(entries: Iterable[Entry], version: int = 0, others: Others = ALONE) -> Agreement | None:
    """Give the agreement that its recordings make, or nothing if there are none; never raises.

    Its version counts its events, of which what was set aside is no recording.
    """
    grown = tuple(entries)
    return Agreement(version=version or len(grown), entries=grown, timeline=growing(grown, others)) if grown else None


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
    named = proposal if act is proposal.act else replace(proposal, act=act)
    sealed = sealing(named, before.timeline.standing, offices(before.timeline))
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


def offices(line: Timeline) -> Container[str]:
    """Give the offices that the terms of an agreement name to sign: they are no people."""
    return {party.signs for version in line.versions for party in version.terms.parties.values()}


def as_entered(before: Timeline, proposal: Proposal, entered: Callable[[], Directory]) -> Act:
    """Give a proposed act as it is entered: parties by their keys, what it opens and closes by its number."""
    return number(before, proposal.act if proposal.new_party else with_keys(before, proposal.act, entered))


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
