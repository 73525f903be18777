"""A batch of proposals: decided one behind the other under the writer's lock, before any of them is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from aggregates.record.agreement import Agreement, decide, submit
from aggregates.record.decision import Decision, File, Proposal
from aggregates.record.directory import Parties, enter, enter_for_approval
from aggregates.record.log.setting_aside import about_to_set_aside, may_be_set_aside
from aggregates.record.people.four_eyes import first_officer, not_typed, second_officer, weighs
from aggregates.record.proposals import inform
from aggregates.record.transaction import Writing
from aggregates.record.trial import Touched
from lifecycle.acts.approval import Approved
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, DepositaryError, ImpactNotAccepted, InvalidInput, NotFound, Refused

REFUSALS = (Refused, ImpactNotAccepted, NotFound, InvalidInput, Conflict)
"""What can be wrong with one proposal; the others are none the worse for it."""

Skipped = list[tuple[Proposal, DepositaryError]]
"""Proposals that were refused, each with its error."""


def decisions(
    writing: Writing,
    touched: Touched,
    proposals: Sequence[Proposal],
    skipped: Skipped | None,
    look: Callable[[Decision], object] | None,
) -> list[Decision]:
    """Decide proposals in their order, each on what those before it leave; `look` is shown each decision.

    Where `skipped` is given, a proposal that is refused is put there with its error, and the others are decided. Raises
    what the law, the register or `look` has against one of the others.
    """
    decided: list[Decision] = []
    if skipped:
        skipped.clear()  # of an attempt before
    for proposal in proposals:
        before = touched.file(proposal.agreement, about_to_set_aside(writing.log, proposal.act))
        try:
            decision = _decision(writing, touched, proposal, decided)
            if look is not None:
                look(decision)
            decision = touched.take(decision, proposal)
        except DepositaryError as error:
            inform(error, proposal, before, writing.seq)
            if isinstance(error, NotFound):
                error.known = touched.known
            if skipped is None or not isinstance(error, REFUSALS):
                raise
            skipped.append((proposal, error))
            continue
        decided.append(decision)
    return decided


def _decision(writing: Writing, touched: Touched, proposal: Proposal, decided: Sequence[Decision]) -> Decision:
    """Decide one proposal, to be submitted where a second officer is to approve it; note who the database knows."""
    not_typed(proposal)
    if proposal.irregular is None:
        may_be_set_aside(writing.log, proposal.act)
    before = touched.file(proposal.agreement)
    seq, waits = writing.seq + len(decided) + 1, False
    if weighs(proposal.act, before) and writing.log.four_eyes():
        first_officer(writing, proposal)
        waits = True
    decision = _on_file(touched, before, proposal, seq, waits=waits)
    if isinstance(proposal.act, Approved):
        second_officer(writing, proposal, decision, decided)
    if writing.login is None:
        return decision
    return replace(decision, content=replace(decision.content, login=writing.login))


def _on_file(touched: Touched, before: File | None, proposal: Proposal, seq: int, *, waits: bool) -> Decision:
    """Decide a proposal on its file, or decide that it can be submitted for approval."""
    if proposal.agreement == DIRECTORY:
        assert before is None or isinstance(before, Parties)
        return (enter_for_approval if waits else enter)(before, proposal, seq)
    assert before is None or isinstance(before, Agreement)
    others = touched.others(before, proposal, seq)
    return (submit if waits else decide)(before, proposal, seq, touched.directory, others)
