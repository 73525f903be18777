"""The expression of consent to be bound, by signature or instrument alike, and its withdrawal before it binds.

Source: VCLT-IO 11 and 18 (R7). To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Party
from lifecycle.acts.objections import stranger
from lifecycle.consequences import entry, provisional
from lifecycle.consequences.time_limits import declarations
from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED, State
from lifecycle.course.periods import Reason
from lifecycle.errors import Objection
from lifecycle.messages import Message


def express_consent(course: Course, name: str, reason: Reason) -> None:
    """Move a party and the agreement on a signature or an instrument, and draw what follows."""
    party = course.join(name)
    course.acted["consented" if reason.act == "consented" else "signed", name] = course.seq
    if party.state in ENDED:  # a tail that still runs goes on beside it, until it is bound anew
        party.begin_again(course.today, reason)
    else:
        party.fire("sign", course.today, reason)
    course.agreement.fire("sign", course.today, reason)
    entry.settle(course)


class ConsentWithdrawn(Act, frozen=True, kw_only=True, tag="consent_withdrawn"):
    """A party withdraws its instrument, or else its signature, before the agreement is in force for it (VCLT-IO 18).

    Who takes back its instrument is still a signatory. Who is bound individually, the agreement not yet being in force,
    may do so too: there is nobody yet to whom it could give notice.
    """

    by: Annotated[Party, Meta(description="The party that withdraws.")]
    NAME = Message("consent withdrawn")
    SAYS = Message("{by} withdrew its consent to {agreement} on {on}")
    COMMAND = "withdraw-consent"
    EXAMPLE = "withdraw-consent wco-caricc --by WCO --on 2010-03-25 --accept-impact --dry-run"
    SEVERAL = True
    WEIGHTY = True

    def objection(self, course: Course) -> Objection | None:
        if found := stranger(course, self.by):
            return found
        party = course.parties[self.by]
        if party.state is State.SIGNED or (self.by in course.bound and course.entered is None):
            return None
        if self.by in course.bound:
            says = Message("{by} is bound already: it leaves by notice", by=self.by)
        else:
            says = Message("{by} has not expressed its consent", by=self.by)
        return Objection(says=says, rule="R7", article="VCLT-IO 18", conflicts=course.consented_by(self.by))

    def apply(self, course: Course) -> None:
        party, stays = course.parties[self.by], self._stays(course)
        course.forget_consent(self.by, signature=not stays)
        for due, moment in (("joins", "joining"), ("consent", "consent")):
            course.close_due(due, self.by)
            course.disarm(moment, self.by)
        declarations.leave(course, self.by, course.seq)
        if not stays:
            provisional.end(course, self.by)
            says = Message("{by} withdrew its consent on {on}, before it was bound", by=self.by, on=self.on)
            reason = Reason(says=says, article="VCLT-IO 18", rule="R7", seq=course.seq, act=self.tag)
            course.bound.discard(self.by)
            party.left = False
            party.fire("abandon" if party.state is State.SIGNED else "end", course.today, reason)
        entry.settle(course)

    def _stays(self, course: Course) -> bool:
        """Tell whether its signature stays: it is an instrument that it takes back, and not yet bound by it."""
        given = self.by in course.instruments or self.by in course.held
        return given and self.by in course.signed and self.by not in course.bound
