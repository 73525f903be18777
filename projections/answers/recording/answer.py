"""What a recording answers: a receipt for each act, as data, and what a page says of it beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from msgspec import Struct

from aggregates.record.receipts import OfAgreement, Receipt
from lifecycle.acts.approval import Submitted
from lifecycle.acts.kinds import act_from
from lifecycle.answers.impact import Impact
from lifecycle.answers.party_impact import PartyChange
from lifecycle.answers.unheard import Unheard, unheard
from lifecycle.course.documents import Described
from lifecycle.course.machine import BEFORE, LIVE, State
from lifecycle.messages import Message, Value
from projections.answers.history import fields
from projections.answers.recording.effects import consents_missing, effects, state, unmet
from projections.answers.recording.impacts import NOWHERE, Also, Line, also, reach


class Recording(Struct, frozen=True, kw_only=True):
    """A receipt, as data."""

    agreement: str
    seq: int
    recorded_at: datetime
    act: str
    on: date
    by: str | None
    state_before: State | None
    state_after: State | None
    dates: Mapping[str, date]
    irregular: str | None
    lost: tuple[int, ...]
    """Acts on record that lost their effect by it."""
    actor: str | None
    document: str | None
    """The digest of the document that it rests on."""
    leaf_hash: str
    repeated: bool
    """Whether the same command had been recorded earlier; nothing was added then."""
    dry_run: bool
    """Whether all of it was undone at the end; then `seq` is what it would have been."""
    fields: Mapping[str, Any] = {}
    """What else the act says, its id as it was numbered among it; of terms only their title."""
    impact: Impact | None = None
    """What it changes in the answers: of a dry run, and of an act that reaches behind what was on record."""
    parties: tuple[PartyChange, ...] = ()
    """What it changes for single parties: days on which they are bound, suspended, or leave."""
    unheard: tuple[Unheard, ...] = ()
    """What it says that no clause reads."""
    also: tuple[Also, ...] = ()
    """What it changes in other agreements, which ask about this one."""
    described: Described | None = None
    """What that document is, as far as it was told."""


def recording(receipt: Receipt, *, dry_run: bool) -> Recording:
    """Give a receipt as data."""
    found = reach([receipt]) if isinstance(receipt, OfAgreement) else NOWHERE
    return Recording(
        agreement=receipt.agreement,
        seq=receipt.seq,
        recorded_at=receipt.recorded_at,
        act=receipt.act.tag,
        on=receipt.act.on,
        by=receipt.act.by,
        state_before=receipt.ruling.state_before,
        state_after=receipt.ruling.state_after,
        dates=receipt.ruling.dates,
        irregular=receipt.irregular if receipt.ruling.objection else None,
        lost=receipt.accepted,
        actor=receipt.actor,
        document=receipt.document,
        described=receipt.described,
        leaf_hash=receipt.leaf_hash.hex(),
        repeated=receipt.repeated,
        dry_run=dry_run,
        fields=fields(receipt.act),
        impact=found.impact if dry_run or found.back else None,
        parties=found.impact.parties,
        unheard=unheard(receipt.after, receipt.seq) if isinstance(receipt, OfAgreement) else (),
        also=also([receipt]),
    )


class Step(NamedTuple):
    """A command, what it is about, and its options; one without a value is still to be filled in."""

    command: str
    about: Sequence[str]
    options: Mapping[str, str | None] = {}
    another: bool = False
    """Whether it is for another officer."""


class Told(NamedTuple):
    """What a page tells of a receipt, or of what only would be recorded."""

    says: Value
    state: Value
    effects: Sequence[Line]
    struck_by: int | None
    """The strike that has taken it back since, where it is repeated."""
    next: Step


def told(receipt: Receipt) -> Told:
    """Tell a receipt."""
    if not isinstance(receipt, OfAgreement):
        return Told(said(receipt), _entered(receipt), tuple(unmet(receipt)), receipt.struck_by, _next_entry(receipt))
    return Told(said(receipt), state(receipt), tuple(effects(receipt)), receipt.struck_by, next_step(receipt))


def _entered(receipt: Receipt) -> Message:
    return Message("in the directory of parties, for every agreement")


def _next_entry(receipt: Receipt) -> Step:
    """Give the command that is likely to come next upon an entry in the directory."""
    if isinstance(receipt.act, Submitted) and receipt.approved_by is None:
        return Step("approve", (receipt.agreement, str(receipt.seq)), another=True)
    whole = receipt.act.by is None or receipt.seq in receipt.after.irregular
    return Step("history", (receipt.agreement,)) if whole else Step("party", (receipt.act.by or "",))


def said(receipt: Receipt) -> Message:
    """Say what was recorded, in one sentence; of a submission what it submits."""
    act, of = receipt.act, receipt.agreement
    if not isinstance(act, Submitted):
        return act.says(of)
    return Message("{submission}: {act}", submission=act.says(of), act=act_from(act.submits).says(of))


# What is likely to come next

CLOSING: Mapping[str, str] = {
    "dispute_referred": "dispute settle|fail",
    "suspended": "resume",
    "activity_begun": "activity complete",
    "arrangement_made": "activity complete",
    "consultation_requested": "consultation arrange|hold",
    "assistance_requested": "assistance answer|refuse",
    "account_opened": "account settle",
}
"""What closes what an act has opened, by the act."""


def next_step(receipt: OfAgreement) -> Step:
    """Give the command that is likely to come next."""
    act, name, after = receipt.act, receipt.agreement, receipt.after
    if receipt.seq in after.irregular or receipt.approved_by is not None:
        return Step("history", (name,))
    if act.tag == "submitted":
        return Step("approve", (name, str(receipt.seq)), another=True)
    if missing := consents_missing(receipt):
        return Step("suspend", (name,), {"by": missing[0], "ground": "consent", "on": None})
    opened = (name, str(getattr(act, act.OPENS[0]))) if act.OPENS else (name,)
    if act.tag == "information_supplied":
        return Step("restrictions", opened)
    if act.tag == "certified":
        return Step("certificates", (name,), {"line": opened[-1]})
    if act.tag in CLOSING:
        return Step(CLOSING[act.tag], opened, {"by": act.by, "on": None} if act.tag == "suspended" else {"on": None})
    if unsigned := _unsigned(receipt):
        return Step("sign", (name,), {"by": unsigned[0], "on": None})
    if act.tag == "end_agreed" and receipt.ruling.state_after in LIVE:
        agreed = {entry.act.by for entry in after.standing if entry.act.tag == "end_agreed"}
        if missing := [party for party in after.parties if party not in agreed]:
            return Step("end", (name,), {"by": missing[0], "on": None})
    if act.tag == "notice_given":
        day = next((one.takes_effect for one in after.notices if one.seq == receipt.seq), None)
        return Step("explain", (name,), {"as-of": str(day)} if day else {})
    return Step("status", (name,))


def _unsigned(receipt: OfAgreement) -> list[str]:
    """Name the parties that have not signed where the entry into force waits for signatures.

    Where the text asks for no instrument, a signature is a consent and the other way round (VCLT-IO 12).
    """
    after = receipt.after
    upon, parties = after.terms.clauses.entry_into_force.upon, after.terms.parties
    instruments = upon.mentions("consented")
    if receipt.ruling.state_after not in BEFORE or not after.awaiting or (instruments and not upon.mentions("signed")):
        return []
    kinds = ("signed",) if instruments else ("signed", "consented")
    acted = {one.act.by for one in after.standing if one.act.tag in kinds and one.seq not in after.irregular}
    named = [name for name in upon.names() if name in parties] or parties
    return [name for name in named if name not in acted]
