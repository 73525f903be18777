"""The directory of parties as an aggregate: the register's own file, how it grows, and how an entry is decided.

It has one stream, under a name that no agreement can have (ADR 0022). It is opened by nothing: what the terms of
agreements say of parties is known without it, and its first act is the first of its events.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from aggregates.record.decision import Decision, File, Proposal, losing, rests_on, sealing
from aggregates.record.events import Entered
from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import submission
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import InvalidInput, Problem, Refused
from lifecycle.fold.directory import KEEPING, Directory, directory
from lifecycle.fold.ruling import RULES, Objected, Ruling
from lifecycle.messages import Message


class Parties(File, frozen=True, kw_only=True):
    """The directory as far as its stream has been read."""

    directory: Directory


class InDirectory(Decision, frozen=True, kw_only=True):
    """What recording an entry in the directory does."""

    before: Parties | None
    after: Parties


def grow(entries: Iterable[Entry], version: int = 0) -> Parties | None:
    """Give the directory that its recordings make, or nothing if there are none; never raises.

    Its version counts its events, of which what was set aside is no recording.
    """
    grown = tuple(entries)
    return Parties(version=version or len(grown), entries=grown, directory=directory(grown)) if grown else None


def enter(before: Parties | None, proposal: Proposal, seq: int) -> InDirectory:
    """Decide whether a proposal can be recording `seq`; nothing is written here.

    Raises `InvalidInput` for an act on an agreement, `Refused` with what stands against the entry, and
    `ImpactNotAccepted` if entries on record would lose their effect.
    """
    if not belongs(proposal.act):
        says = Message("{act} is an act on an agreement, not of the directory of parties", act=proposal.act.NAME)
        raise InvalidInput([Problem(place="$.agreement", says=says)])
    sealed = sealing(proposal, before.entries if before else ())
    document = rests_on(proposal.document, proposal.described)
    entry = Entry(seq, proposal.act, proposal.irregular, document, tuple(sealed))
    entries = (*(before.entries if before else ()), entry)
    version = before.version + 1 if before else 1
    after = Parties(version=version, entries=entries, directory=directory(entries))
    objections = after.directory.irregular
    if seq in objections and proposal.irregular is None:
        raise Refused(DIRECTORY, objections[seq])
    then = before.directory.irregular if before else {}
    content = Entered(
        agreement=DIRECTORY,
        act=entry.act,
        ruling=ruling(after.directory, seq),
        irregular=proposal.irregular,
        accepted=losing(proposal, entry, before or after, then, objections),
        actor=proposal.actor,
        document=proposal.document,
        described=proposal.described,
    )
    return InDirectory(content=content, before=before, after=after, sealed=sealed)


def enter_for_approval(before: Parties | None, proposal: Proposal, seq: int) -> InDirectory:
    """Decide whether an entry can be submitted for a second officer's approval (ADR 0011); raises as `enter` does."""
    tried = enter(before, proposal, seq)
    return enter(before, replace(proposal, act=submission(tried.entry.act)), seq)


def ruling(after: Directory, seq: int) -> Ruling:
    """Rule on an entry: the directory has no states and no dates, and an entry meets an objection or none."""
    met = after.irregular.get(seq)
    objected = Objected(rule=met.rule, article=met.article, conflicts=met.conflicts) if met else None
    return Ruling(rules=RULES, objection=objected)


def belongs(act: Act) -> bool:
    """Tell whether an act has a place in the directory."""
    return act.DIRECTORY or isinstance(act, KEEPING)
