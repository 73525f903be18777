"""Four eyes: which acts need a second officer, and who that may be (ADR 0011)."""

from __future__ import annotations

from collections.abc import Sequence

from aggregates.record.decision import Decision, File, Proposal
from aggregates.record.lines import refused
from aggregates.record.log.access import owning
from aggregates.record.transaction import Writing
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, Submitted, objection, waiting
from lifecycle.acts.keeping.entries import Struck
from lifecycle.acts.personal import ERASED, SEALED
from lifecycle.errors import Refused
from lifecycle.messages import Message


def weighs(act: Act, before: File | None) -> bool:
    """Tell whether an act needs a second officer; not the strike of what still waits for one."""
    if not act.WEIGHTY or before is None:
        return False
    return not (isinstance(act, Struck) and act.target in waiting(before.entries))


def not_typed(proposal: Proposal) -> None:
    """Raise `Refused` for a submission: the register makes them itself, of acts that it has decided and numbered."""
    if isinstance(proposal.act, Submitted):
        says = Message(
            "A submission is made by the register: give the act itself, which is submitted where it needs approval"
        )
        raise Refused(proposal.agreement, objection(says))


def first_officer(writing: Writing, proposal: Proposal) -> None:
    """Raise `InvalidInput` unless it is known who submits."""
    _officer(proposal.actor, writing.login)


def second_officer(writing: Writing, proposal: Proposal, approval: Decision, decided: Sequence[Decision]) -> None:
    """Raise `Refused` if who approves is who submitted, `InvalidInput` if it is not known who approves.

    On a database that knows its users it is the user who counts, else the actor whom the command claims. `decided` is
    what the same call records before the approval: a submission among it does not lie in the log yet.
    """
    act, entries = approval.entry.act, approval.after.entries
    target = act.target if isinstance(act, Approved) else 0
    if not any(entry.seq == target and isinstance(entry.act, Submitted) for entry in entries):
        return  # recorded as irregular: an approval of anything else puts nothing in force
    second, among = _officer(proposal.actor, writing.login), target - writing.seq - 1
    first = decided[among].content if among >= 0 else writing.log.recording(target)
    assert first is not None  # it stands in the stream of this agreement
    if first.login is None and first.actor in (ERASED, SEALED):
        says = Message("nobody can tell any more who submitted #{seq}: strike it, and submit it again", seq=target)
        raise Refused(proposal.agreement, objection(says, target))
    if _officer(first.actor, first.login) == second:
        says = Message(
            "#{seq} was submitted by {officer}: another officer approves it",
            seq=target,
            officer=first.login or first.actor,
        )
        raise Refused(proposal.agreement, objection(says, target))


def _officer(actor: str | None, login: str | None) -> str:
    if not (login or actor):
        raise refused(Message("with four eyes it has to be known who acts"), "$.actor")
    return (login or actor or "").casefold()


def set_four_eyes(url: str, *, wanted: bool) -> None:
    """Let a register ask for a second officer, or no longer; raises `NoRegister`, `NotAllowed` or `Locked`."""
    with owning(url) as (log, cursor):
        cursor.execute(log.case.sql("UPDATE register SET four_eyes = ?"), (int(wanted),))
        log.case.commit(cursor, appended=False)
