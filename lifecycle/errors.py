"""What can go wrong, named as situations: only the command line turns these into exit codes.

To add one: a child of `DepositaryError` here, and its number in `projections/words/situations.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from lifecycle.messages import Message, Quoted, Row, Value


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with an input: where it stands and what the rule says."""

    says: Value
    place: str = ""
    """A path into the input such as `$.clauses.termination[0].period`, or a file, line and field."""

    @property
    def message(self) -> Message:
        """What is wrong, behind its place where it has one."""
        says = Message("{says}", says=self.says)
        return Message("{place}: {says}", place=self.place, says=says) if self.place else says

    def __str__(self) -> str:
        return str(self.message)


class Objection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why an act is not admissible: data, never raised by the fold."""

    says: Message
    rule: str
    """Number of the rule in the law, such as `R29`."""
    article: str = ""
    """Article of the agreement, or of the Vienna Conventions, that it rests on."""
    conflicts: int | None = None
    """`seq` of the act on record that it conflicts with."""


class DepositaryError(Exception):
    """Any situation in which a call cannot be carried out, made with what it says; `str` gives that in English."""

    @property
    def says(self) -> Value:
        """What went wrong, for a reader of any language."""
        return self.args[0] if self.args else ""


class InvalidInput(DepositaryError):
    """The input is not what the format or the calendar allows."""

    def __init__(self, problems: Iterable[Problem] | Message | str) -> None:
        self.problems = (Problem(says=problems),) if isinstance(problems, str | Message) else tuple(problems)
        super().__init__(Message("{problems}", problems=Row(self.problems)))


NOUNS: Mapping[str, Message] = {
    "agreement": Message("agreement"),
    "certificate": Message("certificate"),
    "checkpoint": Message("checkpoint"),
    "document": Message("document"),
    "entry": Message("entry"),
    "information": Message("information"),
    "key": Message("public key"),
    "page": Message("page"),
    "party": Message("party"),
    "person": Message("person"),
    "recording": Message("recording"),
    "rule": Message("rule"),
    "take-over": Message("take-over"),
    "version": Message("version of the terms"),
}
"""What may not be on record, in the words for it."""


class NotFound(DepositaryError):
    """What was named is not on record; an entry, or a version of the terms, is `of` an agreement."""

    def __init__(self, what: str, name: str, known: Iterable[str] = (), *, of: str = "") -> None:
        self.what, self.name, self.known, self.of = what, name, tuple(known), of
        said = Message("{what} {name}", what=NOUNS[what], name=Quoted(name))
        if of:
            said = Message("{thing} of {agreement}", thing=said, agreement=of)
        super().__init__(Message("{thing} is not on record", thing=said))


class NotYet(NotFound):
    """It is on record, but not on the day, or at the place in the log, that was asked about."""

    what = name = of = ""
    known = ()

    def __init__(self, says: Message) -> None:
        DepositaryError.__init__(self, says)


class Refused(DepositaryError):
    """A rule of the law forbids the act; `name` is that of whom it does not know, `known` are those whom it does."""

    name = ""
    known: tuple[str, ...] = ()

    def __init__(self, agreement: str, objection: Objection) -> None:
        self.agreement, self.objection = agreement, objection
        super().__init__(objection.says)


class ImpactNotAccepted(DepositaryError):
    """Recording the act would take the effect of later acts already on record."""

    def __init__(self, agreement: str, losing: Iterable[tuple[int, Objection]]) -> None:
        self.agreement, self.losing = agreement, tuple(losing)
        numbers = Row(f"#{seq}" for seq, _ in self.losing)
        super().__init__(Message("recording this would take the effect of {acts}", acts=numbers))


class Conflict(DepositaryError):
    """Another writer, or an earlier use of the same idempotency key, got there first."""


class Exchanged(Conflict):
    """Another register has taken the place of the one that was opened."""


class ErasedUnknown(Conflict):
    """Nobody can tell who was erased since a backup was made, and would come back with it."""


class NotAllowed(DepositaryError):
    """This user may not do this."""


class NoRegister(DepositaryError):
    """There is no register at the given place."""


class Locked(DepositaryError):
    """Another process holds the register's lock for too long."""


class Behind(DepositaryError):
    """The database follows another server: what is asked for has not come to it yet, or would have to be written."""


class SchemaMismatch(DepositaryError):
    """The register's schema is older or newer than the program."""


class ContradictsCheckpoint(DepositaryError):
    """The register contradicts a checkpoint kept outside it."""


class ClockAmiss(DepositaryError):
    """The clock, or the moment of the last recording, cannot be right."""


class CheckpointNotKept(DepositaryError):
    """It was recorded, but its checkpoint could not be kept outside."""


class OutsideAmiss(CheckpointNotKept):
    """What ought to be known outside is missing, or signed by nobody known: nothing is made in its place."""


class StorageFailure(DepositaryError):
    """The disk or the database did not do what it was asked."""


class ProcessLost(DepositaryError):
    """One of the processes that shared a work was ended from outside."""


class DocumentNotKept(StorageFailure):
    """The document that an act rests on could not be kept."""


class OutcomeUnknown(StorageFailure):
    """The database did not say whether a recording was committed: the same idempotency key will tell."""
