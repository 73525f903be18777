"""The keeper's own acts: corrections of entries, strikes, rectification of the text, certificates, a mended clock.

Source: VCLT-IO 80 (R54). A clerical correction and a strike concern the register's own entries and change answers from
their recording on; a rectification replaces the text from the beginning. None touches a stored byte, and each can be
corrected or struck in its turn. `lifecycle.acts.corrections` is where they act, before the fold.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Party, Words, titled
from lifecycle.course.course import Course
from lifecycle.course.machine import State
from lifecycle.messages import Capitals, Message, Quoted, Row, Value
from lifecycle.terms.text import Terms

_DIGEST = Message("a digest of 64 digits and letters from a to f")
Seq = Annotated[int, Meta(ge=1, extra={"sort": "number"})]
Reason = Annotated[Words, Meta(min_length=1)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", extra={"sort": "digest", "form": _DIGEST})]
"""SHA-256, in hexadecimal digits."""


class KeepersAct(Act, frozen=True, kw_only=True):
    """An act of the keeper on the register; `on` is the day of the entry and has no place in the legal order."""

    KEEPING: ClassVar[bool] = True
    TODAY: ClassVar[bool] = True

    def apply(self, course: Course) -> None:
        """Change nothing along the fold: what it does is done before."""


class Corrected(KeepersAct, frozen=True, kw_only=True, tag="corrected"):
    """A clerical correction of an entry: fields of the act as they should have been entered.

    The entry keeps its bytes, and its old value answers as it was known then. A correction can itself be corrected, or
    struck.
    """

    target: Annotated[Seq, Meta(description="The number of the entry.")]
    set: Annotated[dict[str, str], Meta(description="The fields as they should read; an empty one is taken away.")]
    reason: Annotated[Reason, Meta(description="Why the entry was wrong.")]
    NAME = Message("corrected")
    COMMAND = "correct"
    EXAMPLE = (
        'correct wco-caricc 6 --set place=Almaty --reason "misread" --dry-run\n'
        'correct wco-caricc 15 --set on=2010-11-29 --set received=2010-12-01 --reason "letter found" --dry-run'
    )
    WEIGHTY = True

    def says(self, of: str) -> Message:
        return Message(
            "#{seq} of {agreement} was corrected on {on}: {changes} ({reason})",
            seq=self.target,
            agreement=of,
            on=self.on,
            changes=Row(_change(name, value) for name, value in self.set.items()),
            reason=Quoted(self.reason),
        )


def _change(field: str, value: str) -> Message:
    if not value:
        return Message("{field} taken away", field=Quoted(field))
    return Message("{field}: {value}", field=Quoted(field), value=Quoted(value))


class Struck(KeepersAct, frozen=True, kw_only=True, tag="struck"):
    """An entry made by mistake is struck; it stays in the log with the reason, and a strike can itself be struck."""

    target: Annotated[Seq, Meta(description="The number of the entry.")]
    reason: Annotated[Reason, Meta(description="Why the entry should not be there.")]
    NAME = Message("struck")
    COMMAND = "strike"
    EXAMPLE = 'strike wco-caricc 15 --reason "entered on the wrong file" --dry-run'
    WEIGHTY = True

    def says(self, of: str) -> Message:
        return Message(
            "#{seq} of {agreement} was struck on {on}: {reason}",
            seq=self.target,
            agreement=of,
            on=self.on,
            reason=Quoted(self.reason),
        )


class Certified(KeepersAct, frozen=True, kw_only=True, tag="certified"):
    """An answer was given out: for which day, as known when, to whom, and its digest."""

    as_of: Annotated[date, Meta(description="The day of the answer.")]
    known_at: Annotated[Seq, Meta(description="The number of the recording up to which the answer knew the log.")]
    digest: Annotated[Digest, Meta(description="The digest of the answer, SHA-256.")]
    state: Annotated[Words, Meta(description="The state that it gives.")]
    to: Annotated[Words, Meta(description="To whom it was given.")] = ""
    form: Annotated[Words, Meta(description="The form of what is certified; none for the first one (ADR 0014).")] = ""
    certificate: Annotated[Id | None, Meta(description="Its id in the agreement; the next number if left out.")] = None
    NAME = Message("certified")
    COMMAND = "certify"
    EXAMPLE = 'certify icmpd-wco --as-of 2004-02-29 --to "Court of Auditors" --dry-run'
    OPENS = ("certificate", "K")

    def says(self, of: str) -> Message:
        state: Value = Capitals(State(self.state)) if self.state in tuple(State) else Quoted(self.state)
        id, day, on, to = titled(self.certificate), self.as_of, self.on, Quoted(self.to)
        if not to:
            return Message(
                "Certificate {id} was given on {on}: {agreement} {state} on {day}",
                id=id,
                on=on,
                agreement=of,
                state=state,
                day=day,
            )
        return Message(
            "Certificate {id} was given on {on} to {to}: {agreement} {state} on {day}",
            id=id,
            on=on,
            to=to,
            agreement=of,
            state=state,
            day=day,
        )


class RectificationProposed(KeepersAct, frozen=True, kw_only=True, tag="rectification_proposed"):
    """A correction of the text is proposed, with the time-limit for objections (VCLT-IO 80(2))."""

    terms: Annotated[Terms, Meta(description="The whole text as it should read, as terms.")]
    objections_by: Annotated[date, Meta(description="The last day for an objection.")]
    reason: Annotated[Reason, Meta(description="What is wrong with the text.")]
    rectification: Annotated[
        Id | None, Meta(description="Its id in the agreement; the next number if left out.", extra={"option": "--id"})
    ] = None
    NAME = Message("rectification proposed")
    COMMAND = "rectify propose"
    EXAMPLE = (
        "rectify propose icmpd-wco --terms demo/terms/icmpd-wco.yaml --objections-by 2002-05-01"
        ' --on 2002-02-01 --reason "a slip in Art. 5(2)" --dry-run'
    )
    OPENS = ("rectification", "R")

    def says(self, of: str) -> Message:
        return Message(
            "Rectification {id} of {agreement} was proposed on {on}, objections by {day}: {reason}",
            id=titled(self.rectification),
            agreement=of,
            on=self.on,
            day=self.objections_by,
            reason=Quoted(self.reason),
        )


class RectificationObjected(KeepersAct, frozen=True, kw_only=True, tag="rectification_objected"):
    """A party objects to a proposed correction of the text."""

    by: Annotated[Party, Meta(description="The party that objects.")]
    rectification: Annotated[Id, Meta(description="The rectification.")]
    NAME = Message("rectification objected")
    COMMAND = "rectify object"
    EXAMPLE = "rectify object icmpd-wco R1 --by WCO --on 2002-03-01 --dry-run"
    SEVERAL = True

    def says(self, of: str) -> Message:
        id = self.rectification
        return Message(
            "{by} objected on {on} to rectification {id} of {agreement}", by=self.by, on=self.on, id=id, agreement=of
        )


class Rectified(KeepersAct, frozen=True, kw_only=True, tag="rectified"):
    """The procès-verbal of rectification: the corrected text replaces the defective one from the beginning."""

    rectification: Annotated[Id, Meta(description="The rectification.")]
    NAME = Message("rectified")
    COMMAND = "rectify record"
    EXAMPLE = "rectify record icmpd-wco R1 --on 2002-05-02 --dry-run"
    WEIGHTY = True

    def says(self, of: str) -> Message:
        id = self.rectification
        return Message(
            "{agreement} was rectified on {on} by the procès-verbal of {id}", agreement=of, on=self.on, id=id
        )


class ClockMended(KeepersAct, frozen=True, kw_only=True, tag="clock_mended"):
    """The register's clock was wrong, and is right again: moments recorded since an entry are not to be relied on.

    From then on, recordings bear the true moment, although others before them bear a later one. It also says that the
    clock is right where it stands far from the last recording. Whichever agreement it is entered under, it concerns the
    whole register; what it lets the record do is told by `aggregates.record.timekeeping`.
    """

    since: Annotated[Seq, Meta(description="The number of the first recording with a wrong moment.")]
    reason: Annotated[Reason, Meta(description="What was wrong with the clock.")]
    NAME = Message("clock mended")
    COMMAND = "mend-clock"
    EXAMPLE = 'mend-clock wco-caricc 15 --reason "the machine stood in 2099" --dry-run'
    WEIGHTY = True

    def says(self, of: str) -> Message:
        return Message(
            "The clock was mended on {on}, as entered under {agreement}: since #{seq} moments are not to be relied on"
            " ({reason})",
            on=self.on,
            agreement=of,
            seq=self.since,
            reason=Quoted(self.reason),
        )


class RegisterResumed(KeepersAct, frozen=True, kw_only=True, tag="register_resumed"):
    """The register was lost, and goes on from a backup that is older than what is known outside of it.

    It goes on under another origin, so that no number is vouched for twice. Whichever agreement it is entered under, it
    concerns the whole register.
    """

    former: Annotated[Words, Meta(description="The origin of the register that was lost.")]
    kept: Annotated[Seq, Meta(description="The number of the last recording in the backup.")]
    lost: Annotated[Seq, Meta(description="The number of the last recording that is known to have been lost.")]
    NAME = Message("register resumed")
    WEIGHTY = True

    def says(self, of: str) -> Message:
        return Message(
            "The register was resumed on {on} from a backup up to #{kept}, as entered under {agreement}: what {former}"
            " had recorded up to #{lost} after it is lost",
            on=self.on,
            kept=self.kept,
            agreement=of,
            former=self.former,
            lost=self.lost,
        )


class EventSetAside(KeepersAct, frozen=True, kw_only=True, tag="event_set_aside"):
    """What lies in the log and cannot be read, and never was an event, is set aside: answers go on without it.

    It stays where it is, and every audit says so. What can be read is corrected or struck instead, and what was damaged
    since is restored from a backup. Whichever agreement it is entered under, it concerns the whole register.
    """

    target: Annotated[Seq, Meta(description="The number of the event.")]
    reason: Annotated[Reason, Meta(description="How it came into the log, as far as that is known.")]
    NAME = Message("event set aside")
    COMMAND = "set-aside"
    EXAMPLE = 'set-aside wco-caricc 15 --reason "written by a client of its own" --irregular "it can be read" --dry-run'
    WEIGHTY = True

    def says(self, of: str) -> Message:
        return Message(
            "#{seq}, which cannot be read, was set aside on {on}, as entered under {agreement}: {reason}",
            seq=self.target,
            on=self.on,
            agreement=of,
            reason=Quoted(self.reason),
        )
