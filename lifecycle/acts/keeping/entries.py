"""The keeper's acts on single entries: corrections, strikes, and certificates of what was answered.

Source: VCLT-IO 80 (R54). A clerical correction and a strike concern the register's own entries and change answers from
their recording on. None touches a stored byte, and each can be corrected or struck in its turn.
`lifecycle.acts.keeping.corrections` is where they act, before the fold.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from lifecycle.acts.act import Act, NewId, Words, titled
from lifecycle.course.course import Course
from lifecycle.course.machine import State
from lifecycle.messages import Capitals, Message, Quoted, Row, Value

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
    SAYS = Message("#{target} of {agreement} was struck on {on}: {reason}")
    QUOTED = ("reason",)
    COMMAND = "strike"
    EXAMPLE = 'strike wco-caricc 15 --reason "entered on the wrong file" --dry-run'
    WEIGHTY = True


class Certified(KeepersAct, frozen=True, kw_only=True, tag="certified"):
    """An answer was given out: for which day, as known when, to whom, and its digest."""

    as_of: Annotated[date, Meta(description="The day of the answer.")]
    known_at: Annotated[Seq, Meta(description="The number of the recording up to which the answer knew the log.")]
    digest: Annotated[Digest, Meta(description="The digest of the answer, SHA-256.")]
    state: Annotated[Words, Meta(description="The state that it gives.")]
    to: Annotated[Words, Meta(description="To whom it was given.")] = ""
    form: Annotated[Words, Meta(description="The form of what is certified; none for the first one (ADR 0014).")] = ""
    certificate: NewId = None
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
