"""The keeper's acts on the whole register: a mended clock, a register that was lost and goes on, an event set aside.

Whichever agreement such an act is entered under, it concerns them all, and changes nothing along the fold.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Words
from lifecycle.acts.keeping.entries import KeepersAct, Reason, Seq
from lifecycle.messages import Message


class ClockMended(KeepersAct, frozen=True, kw_only=True, tag="clock_mended"):
    """The register's clock was wrong, and is right again: moments recorded since an entry are not to be relied on.

    From then on, recordings bear the true moment, although others before them bear a later one. It also says that the
    clock is right where it stands far from the last recording. Whichever agreement it is entered under, it concerns the
    whole register; what it lets the record do is told by `aggregates.record.timekeeping`.
    """

    since: Annotated[Seq, Meta(description="The number of the first recording with a wrong moment.")]
    reason: Annotated[Reason, Meta(description="What was wrong with the clock.")]
    NAME = Message("clock mended")
    SAYS = Message(
        "The clock was mended on {on}, as entered under {agreement}: since #{since} moments are not to be "
        "relied on ({reason})"
    )
    QUOTED = ("reason",)
    COMMAND = "mend-clock"
    EXAMPLE = 'mend-clock wco-caricc 15 --reason "the machine stood in 2099" --dry-run'
    WEIGHTY = True


class RegisterResumed(KeepersAct, frozen=True, kw_only=True, tag="register_resumed"):
    """The register was lost, and goes on from a backup that is older than what is known outside of it.

    It goes on under another origin, so that no number is vouched for twice. Whichever agreement it is entered under, it
    concerns the whole register.
    """

    former: Annotated[Words, Meta(description="The origin of the register that was lost.")]
    kept: Annotated[Seq, Meta(description="The number of the last recording in the backup.")]
    lost: Annotated[Seq, Meta(description="The number of the last recording that is known to have been lost.")]
    NAME = Message("register resumed")
    SAYS = Message(
        "The register was resumed on {on} from a backup up to #{kept}, as entered under {agreement}: what "
        "{former} had recorded up to #{lost} after it is lost"
    )
    WEIGHTY = True


class EventSetAside(KeepersAct, frozen=True, kw_only=True, tag="event_set_aside"):
    """What lies in the log and cannot be read, and never was an event, is set aside: answers go on without it.

    It stays where it is, and every audit says so. What can be read is corrected or struck instead, and what was damaged
    since is restored from a backup. Whichever agreement it is entered under, it concerns the whole register.
    """

    target: Annotated[Seq, Meta(description="The number of the event.")]
    reason: Annotated[Reason, Meta(description="How it came into the log, as far as that is known.")]
    NAME = Message("event set aside")
    SAYS = Message("#{target}, which cannot be read, was set aside on {on}, as entered under {agreement}: {reason}")
    QUOTED = ("reason",)
    COMMAND = "set-aside"
    EXAMPLE = 'set-aside wco-caricc 15 --reason "written by a client of its own" --irregular "it can be read" --dry-run'
    WEIGHTY = True
