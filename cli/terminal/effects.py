"""What a recording does, in words: the change of state, what follows, and the next command to type.

Nothing is decided here: two timelines, the one before and the one after, are laid side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cli.terminal.impacts import quiet, reach, stretch
from cli.terminal.page import loud, source
from lifecycle.acts.suspension import Suspended
from lifecycle.answers.computation import reckoned
from lifecycle.answers.impact import Change
from lifecycle.answers.status import consents
from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.calendar.days import words
from lifecycle.course.facts import Head, Period
from lifecycle.course.machine import BEFORE, LIVE, State
from lifecycle.fold.timeline import period_on

if TYPE_CHECKING:
    from aggregates.record.receipts import Receipt


def state_line(receipt: Receipt) -> str:
    """Say the agreement's state on the act's date, before and after it."""
    then, now = receipt.ruling.state_before, receipt.ruling.state_after
    period = period_on(receipt.after.agreement, receipt.act.dated())
    if period is None or now is None:
        return "before the draft: no state"
    since = f"{loud(now)} since {words(period.start)}{source(period.because.article if period.because else '')}"
    return f"still {since}" if then == now else f"{quiet(then)} → {since}" if then else since


Effect = tuple[str, str]
"""A label and what it says."""


def effects(receipt: Receipt) -> Iterator[Effect]:
    """Say what the act sets, what follows from it later, and on which conventions that rests."""
    after = receipt.after
    if objection := after.irregular.get(receipt.seq):
        yield "without effect", f"{objection.says}{source(objection.article)}"
        return
    if receipt.act.tag == "submitted":
        yield "without effect", "until another officer approves it"
        return
    if receipt.ruling.state_after in BEFORE and after.awaiting:
        yield "waiting for", ", ".join(after.awaiting)
    yield from (("waiting for", f"consent of {name}") for name in _consents(receipt))
    yield from _notice(receipt)
    yield from _dues(receipt)
    yield from _changed(receipt)
    yield from _assumed(receipt)


def _consents(receipt: Receipt) -> list[str]:
    """Name the parties whose consent the suspension that is recorded waits for."""
    act, day = receipt.act, receipt.act.dated()
    if not isinstance(act, Suspended) or act.ground != "consent":
        return []
    return [name for known, name in consents(receipt.after.until(day), day) if known.articles == act.articles]


def _notice(receipt: Receipt) -> Iterator[Effect]:
    after = receipt.after
    notice = next((notice for notice in after.notices if notice.seq == receipt.seq), None)
    if notice is None:
        return
    if notice.waits_for:
        yield "waiting for", f"notice by {', '.join(notice.waits_for)}{source(notice.article)}"
        return
    yield "takes effect", words(notice.takes_effect) + source(notice.article)
    stated = after.version_for(notice.by, notice.since).terms.stated
    for note in reckoned(notice, boundary=stated["effect_boundary"]):
        yield "counted", note.says + source(note.source)
    for moved in notice.moved:
        yield "counted", f"{moved.says}{source(moved.article)}"
    if notice.outcome == "overtaken":
        yield "overtaken", f"the agreement ends before that, on {words(after.terminated_on)}"


def _dues(receipt: Receipt) -> Iterator[Effect]:
    for due in sorted(receipt.after.dues, key=lambda due: due.on):
        called_off = due.closed is not None and due.closed < due.on
        if due.seq == receipt.seq and due.kind not in ("ends", "leaves") and not called_off:
            yield "due", f"{words(due.on)}: {due.what}{source(due.article)}"


def _changed(receipt: Receipt) -> Iterator[Effect]:
    """Say what comes, or no longer comes, of itself; what changes in earlier answers is shown by `impacts`."""
    found = reach([receipt])
    told: Period | None = None
    for change in found.impact.changes if not found.back else ():
        if change.subject:
            continue
        if change.start > receipt.act.dated() and change.after is receipt.ruling.state_after:
            yield "no longer", f"{loud(change.before or 'nothing')} {stretch(change)}"
        elif change.start > receipt.act.dated():
            begun = period_on(receipt.after.agreement, change.start)
            if begun is not None and begun != told:  # it may go on into days on which it was so before
                told, whole = begun, replace(change, end=begun.end)
                yield "then", f"{loud(begun.state)} {stretch(whole)}{_left(receipt, whole)}"


def _left(receipt: Receipt, change: Change) -> str:
    """Name what is left to finish where an agreement winds down, and what lapses where it does not."""
    if change.after in LIVE or change.after in BEFORE:
        return ""
    heads = receipt.after.heads
    if change.after is State.WINDING_DOWN:
        left = [head for head in heads if head.stands(change.start)]
        return f", while open: {_named(left)}" if left else ""
    lapsed = [head for head in heads if head.lapsed == change.start]
    return f"; lapsing: {_named(lapsed)}" if lapsed else ""


def _named(heads: Iterable[Head]) -> str:
    return ", ".join(f"{head.kind} {head.id}" for head in heads)


def _assumed(receipt: Receipt) -> Iterator[Effect]:
    known = {(a.what, a.convention, a.other) for a in receipt.before.alternatives} if receipt.before else set()
    for assumed in receipt.after.assumed:
        if assumed.seq == receipt.seq:
            name = assumed.assumption.convention
            yield "assumed", f"{CONVENTIONS[name].says}: the text is silent{source(assumed.assumption.source)}"
    for other in receipt.after.alternatives:
        if other.closed is None and (other.what, other.convention, other.other) not in known:
            yield "other reading", f"{other.value}: {words(other.other)}{source(other.source)}"


def _unsigned(receipt: Receipt) -> list[str]:
    """Name the parties whose signature is awaited, or that may sign where the text asks for no instrument."""
    terms = receipt.after.terms
    sign = ("signature",) if terms.clauses.entry_into_force.upon.mentions("consented") else ("signature", "consent")
    awaited = receipt.after.awaiting
    return [party for party in terms.parties if any(f"{noun} of {party}" in awaited for noun in sign)]


def next_step(receipt: Receipt) -> str:
    """Give the command that is likely to come next."""
    act, name, state = receipt.act, receipt.agreement, receipt.ruling.state_after
    closing = {
        "dispute_referred": f"dispute settle|fail {name} {getattr(act, 'dispute', '')} --on DATE",
        "suspended": f"resume {name} {getattr(act, 'suspension', '')} --by {act.by} --on DATE",
        "activity_begun": f"activity complete {name} {getattr(act, 'activity', '')} --on DATE",
        "arrangement_made": f"activity complete {name} {getattr(act, 'activity', '')} --on DATE",
        "consultation_requested": f"consultation arrange|hold {name} {getattr(act, 'consultation', '')} --on DATE",
        "assistance_requested": f"assistance answer|refuse {name} {getattr(act, 'request', '')} --on DATE",
        "information_supplied": f"restrictions {name} {getattr(act, 'item', '')}",
        "submitted": f"approve {name} {receipt.seq} (another officer)",
        "account_opened": f"account settle {name} {getattr(act, 'account', '')} --on DATE",
    }
    if receipt.seq in receipt.after.irregular or receipt.approved_by is not None:
        return f"history {name}"
    if missing := _consents(receipt):
        return f"suspend {name} --by {missing[0]} --ground consent --on DATE"
    if act.tag in closing:
        return closing[act.tag]
    unsigned = _unsigned(receipt)
    if state in BEFORE and unsigned:
        return f"sign {name} --by {unsigned[0]} --on DATE"
    if act.tag == "end_agreed" and state in LIVE:
        agreed = {entry.act.by for entry in receipt.after.standing if entry.act.tag == "end_agreed"}
        if missing := [party for party in receipt.after.parties if party not in agreed]:
            return f"end {name} --by {missing[0]} --on DATE"
    if act.tag == "notice_given":
        notice = next((notice for notice in receipt.after.notices if notice.seq == receipt.seq), None)
        day = f" --as-of {notice.takes_effect}" if notice and notice.takes_effect else ""
        return f"explain {name}{day}"
    return f"status {name}"
