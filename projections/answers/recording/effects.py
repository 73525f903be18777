"""What a recording does, line by line: the change of state, and what follows at once or later.

Nothing is decided here: two timelines, the one before and the one after, are laid side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from aggregates.record.receipts import OfAgreement, Receipt
from lifecycle.acts.suspension.suspension import Suspended
from lifecycle.answers.explanation.computation import reckoned
from lifecycle.answers.impact import Change
from lifecycle.answers.status import consents
from lifecycle.answers.unheard import unheard
from lifecycle.course.facts import Head
from lifecycle.course.machine import BEFORE, State
from lifecycle.course.notices import Outcome
from lifecycle.course.periods import period_on
from lifecycle.messages import Capitals, Message, Plural, Quoted, Row, Value
from lifecycle.terms.facts_read import others_asked
from projections.answers.recording.impacts import Line, also_lines, reach, state_or_nothing, stretch
from projections.words.parties import party_change
from projections.words.phrases import cited, convention, read_as


def state(receipt: OfAgreement) -> Value:
    """Say the agreement's state on the act's date, before and after it."""
    then, now = receipt.ruling.state_before, receipt.ruling.state_after
    period = period_on(receipt.after.agreement, receipt.act.dated())
    if period is None or now is None:
        return Message("before the draft: no state")
    if then == now:
        says = Message("still {state} since {day}", state=Capitals(now), day=period.start)
    elif then:
        says = Message("{before} → {state} since {day}", before=then, state=Capitals(now), day=period.start)
    else:
        says = Message("{state} since {day}", state=Capitals(now), day=period.start)
    return cited(says, period.because.article if period.because else "")


def effects(receipt: OfAgreement) -> Iterator[Line]:
    """Say what the act sets, what follows from it later, and on which conventions that rests."""
    if found := list(unmet(receipt)):
        yield from found
        return
    after = receipt.after
    if receipt.ruling.state_after in BEFORE and after.awaiting:
        yield Line(Message("waiting for"), Row(after.awaiting))
    for name in consents_missing(receipt):
        yield Line(Message("waiting for"), Message("consent of {party}", party=name))
    yield from _notice(receipt)
    yield from _dues(receipt)
    yield from _changed(receipt)
    yield from _parties(receipt)
    yield from _assumed(receipt)
    yield from _asked(receipt)
    yield from also_lines([receipt])
    for one in unheard(after, receipt.seq):
        yield Line(Message("unheard"), one.says)


def unmet(receipt: Receipt) -> Iterator[Line]:
    """Say why an act has no effect, where it has none."""
    if objection := receipt.after.irregular.get(receipt.seq):
        yield Line(Message("without effect"), objection.says, objection.article)
    elif receipt.act.tag == "submitted":
        yield Line(Message("without effect"), Message("until another officer approves it"))


def consents_missing(receipt: OfAgreement) -> list[str]:
    """Name the parties whose consent the suspension that is recorded waits for."""
    act, day = receipt.act, receipt.act.dated()
    if not isinstance(act, Suspended) or act.ground != "consent":
        return []
    return [name for known, name in consents(receipt.after.until(day), day) if known.articles == act.articles]


def _notice(receipt: OfAgreement) -> Iterator[Line]:
    after = receipt.after
    for notice in after.notices:
        if notice.seq != receipt.seq:
            continue
        if notice.waits_for:
            says = Message("notice by {parties}", parties=notice.waits_for)
            yield Line(Message("waiting for"), says, notice.article)
            continue
        yield Line(Message("takes effect"), notice.takes_effect, notice.article)
        stated = after.version_for(notice.by, notice.since).terms.stated
        for note in reckoned(notice, boundary=stated["effect_boundary"]):
            yield Line(Message("counted"), note.says, note.source)
        for moved in notice.moved:
            yield Line(Message("counted"), moved.says, moved.article)
        if notice.outcome is Outcome.OVERTAKEN:
            says = Message("the agreement ends before that, on {day}", day=after.terminated_on)
            yield Line(Message("overtaken"), says)


def _dues(receipt: OfAgreement) -> Iterator[Line]:
    for due in sorted(receipt.after.dues, key=lambda due: due.on):
        called_off = due.closed is not None and due.closed < due.on
        if due.seq == receipt.seq and due.kind not in ("ends", "leaves") and not called_off:
            yield Line(Message("due"), Message("{day}: {what}", day=due.on, what=due.what), due.article)


def _changed(receipt: OfAgreement) -> Iterator[Line]:
    """Say what comes, or no longer comes, of itself; what changes in earlier answers is shown by `impacts`."""
    found, told = reach([receipt]), None
    for change in () if found.back else found.impact.changes:
        if change.subject or change.start <= receipt.act.dated():
            continue
        if change.after is receipt.ruling.state_after:
            yield Line(Message("no longer"), _state(change.before, change))
            continue
        begun = period_on(receipt.after.agreement, change.start)
        if begun is not None and begun != told:  # it may go on into days on which it was so before
            told, whole = begun, replace(change, end=begun.end)
            yield Line(Message("then"), _then(receipt, whole, _state(begun.state, whole)))


def _parties(receipt: OfAgreement) -> Iterator[Line]:
    """Say what comes to single parties, and how many stay bound where the agreement goes on as before."""
    found, before, after = reach([receipt]).impact, receipt.before, receipt.after
    for change in found.parties:
        yield Line(change.party, party_change(change), change.article)
    if not found.parties or before is None or any(not change.subject for change in found.changes):
        return
    state = after.state_on(receipt.act.dated())
    if found.remaining is not None and state is not None:
        says = Plural(
            "{state} as before: {n} party remains bound",
            "{state} as before: {n} parties remain bound",
            n=found.remaining,
            state=state,
        )
        yield Line(receipt.agreement, says)


def _state(state: State | None, change: Change) -> Message:
    return Message("{state} {days}", state=Capitals(state_or_nothing(state)), days=stretch(change))


def _then(receipt: OfAgreement, change: Change, says: Message) -> Message:
    """Name what is left to finish where an agreement winds down, and what lapses where it does not."""
    heads, day = receipt.after.heads, change.start
    left = [head for head in heads if head.stands(day)] if change.after is State.WINDING_DOWN else []
    if left:
        return Message("{state}, while open: {heads}", state=says, heads=_named(left))
    lapsed = [head for head in heads if head.lapsed == day]
    if lapsed and change.after is State.TERMINATED:
        return Message("{state}; lapsing: {heads}", state=says, heads=_named(lapsed))
    return says


def _named(heads: Sequence[Head]) -> Row:
    return Row(
        Message("activity {id}", id=head.id) if head.kind == "activity" else Message("account {id}", id=head.id)
        for head in heads
    )


def _asked(receipt: OfAgreement) -> Iterator[Line]:
    """Name the agreements that a new text asks about, and the register does not keep: a fact stands for each."""
    terms = getattr(receipt.act, "terms", None)
    asked = sorted(others_asked(terms)) if terms is not None else ()
    for one in (one for one in asked if one.agreement not in receipt.after.others):
        says = Message(
            "{agreement} is not in the register; until it is, a fact stands for what becomes of it: {fact}",
            agreement=one.agreement,
            fact=Quoted(one.fact),
        )
        yield Line(Message("asks about"), says)


def _assumed(receipt: OfAgreement) -> Iterator[Line]:
    known = {(a.what, a.convention, a.other) for a in receipt.before.alternatives} if receipt.before else set()
    for assumed in receipt.after.assumed:
        if assumed.seq == receipt.seq:
            says = Message("{convention}: the text is silent", convention=convention(assumed.assumption.convention))
            yield Line(Message("assumed"), says, assumed.assumption.source)
    for other in receipt.after.alternatives:
        if other.closed is None and (other.what, other.convention, other.other) not in known:
            says = Message("{reading}: {day}", reading=read_as(other.convention, other.value), day=other.other)
            yield Line(Message("other reading"), says, other.source)
