"""Recording: one path from plain data to the log, for every command that puts something on record.

What changes in answers already given is shown before anything is written. On a terminal it is then asked about, as is
the effect of an act that ends an agreement. Nothing is asked where nobody can answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from cli.commands.record.proposal import How, propose
from cli.terminal.session import Session
from lifecycle.errors import (
    CheckpointNotKept,
    Conflict,
    ContradictsCheckpoint,
    DocumentNotKept,
    ImpactNotAccepted,
    InvalidInput,
    NotFound,
    Objection,
    Problem,
    Refused,
    StorageFailure,
)

if TYPE_CHECKING:
    from aggregates.record.agreement import Proposal
    from aggregates.record.receipts import Receipt
    from aggregates.record.register import Register
    from cli.commands.record.rejects import Skipping

    Losing = Iterable[tuple[int, Objection]]


def record_act(session: Session, fields: dict[str, Any], how: How) -> None:
    """Record one act from its plain data, problems placed at the option that gave it."""
    try:
        record_all(session, [propose(session, fields, how)], how)
    except InvalidInput as error:
        raise InvalidInput([_at_option(problem) for problem in error.problems]) from error


def _at_option(problem: Problem) -> Problem:
    """Name the option or argument of the command where a problem names a field of the act."""
    taken = {param.name: param for param in click.get_current_context().command.params}
    if problem.place.startswith("$.set.") and "changes" in taken:
        return Problem(place=problem.place.replace("$.set.", "--set ", 1), says=problem.says)
    param = taken.get(problem.place.removeprefix("$."))
    if param is None:
        return problem
    place = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name.strip("[]")
    return Problem(place=place, says=problem.says)


def record_all(
    session: Session,
    proposals: Sequence[Proposal],
    how: How,
    *,
    many: bool = False,
    skipping: Skipping | None = None,
) -> None:
    """Record proposals in one transaction, showing first what changes in earlier answers, and say what was done.

    Where somebody can answer, what weighs is asked about, but not where what cannot be recorded is skipped. Where the
    session only tries, the proposals are noted.
    """
    from cli.commands.record.receipts import show, show_effects, show_impact
    from cli.terminal.input_text import normalised

    if session.trying is not None:
        session.trying += proposals
        return
    key = None if how.again else normalised(how.key, "--key") or derived_key(proposals)
    warned, proposed = warn(session, proposals), []
    with session.register() as register, _nearest_party(register, proposals):
        if session.interactive and not (how.yes or how.no_input or how.dry_run or skipping):
            proposed = register.record(leave(proposals), key=key, dry_run=True)
            if warned or needs_asking(proposed):
                show_effects(session, proposed)
                click.confirm("Record it?", abort=True, err=True)
                proposals = leave(proposals)
            else:
                proposed = []

        def showing(receipts: Sequence[Receipt]) -> None:
            if proposed:
                _as_shown(proposed, receipts)
            elif not how.dry_run:
                show_impact(session, receipts)
                if skipping:
                    skipping.write()
            if not how.dry_run:
                session.documents.keep()

        skipped = skipping.refused if skipping else None
        try:
            receipts = register.record(proposals, key=key, dry_run=how.dry_run, showing=showing, skipped=skipped)
        except ImpactNotAccepted as error:
            losing = register.record(leave(proposals), dry_run=True)
            show_effects(session, losing)
            error.losing = tuple(_without(losing, error.losing))
            raise
        session.recorded = not how.dry_run
        unkept = _keep(session, register) if session.recorded else None
    show(session, receipts, many=many, dry_run=how.dry_run, previewed=bool(proposed))
    if session.recorded:
        _look_at_the_clock(session, receipts)
    if unkept:
        raise unkept


def _look_at_the_clock(session: Session, receipts: Sequence[Receipt]) -> None:
    """Warn where this machine's clock stands before what it has just recorded; the order does not rest on it."""
    from aggregates.ground.clock import now
    from aggregates.proof.health import TOLERANCE

    last, today = max((r.recorded_at for r in receipts if not r.repeated), default=None), now()
    if last is not None and today + TOLERANCE < last:
        session.say(
            f"Warning: the clock shows {today:%Y-%m-%d %H:%M} UTC, before the last recording: this one is noted as of"
            f" {last:%Y-%m-%d %H:%M} UTC, too. Its number, and so the order, is not affected."
        )


def _keep(session: Session, register: Register) -> Exception | None:
    """Keep a checkpoint outside; give what stood in the way, to be said after what was recorded.

    Of a command that had been recorded earlier the documents are kept here, of any other they have been by now.
    """
    unkept: Exception | None = None
    try:
        with register.reading() as log:
            session.outside.advance(log)
    except (CheckpointNotKept, ContradictsCheckpoint, StorageFailure, OSError) as error:
        unkept = error
    try:
        session.documents.keep()
    except DocumentNotKept as error:
        unkept = error
    return unkept


def _as_shown(proposed: Sequence[Receipt], receipts: Sequence[Receipt]) -> None:
    """Raise `Conflict` if more would lose its effect than was shown, because others recorded meanwhile."""
    if [receipt.accepted for receipt in receipts] != [receipt.accepted for receipt in proposed]:
        raise Conflict("others recorded meanwhile, and other acts would lose their effect than was shown: look again")


def _without(proposed: Sequence[Receipt], losing: Losing) -> Iterator[tuple[int, Objection]]:
    """Name no act as conflicting that has no number yet, because it is only proposed."""
    new = {receipt.seq for receipt in proposed}
    for seq, objection in losing:
        yield seq, replace(objection, conflicts=None) if objection.conflicts in new else objection


@contextmanager
def _nearest_party(register: Register, proposals: Sequence[Proposal]) -> Iterator[None]:
    """Add the nearest party to the refusal of an act by somebody who is none."""
    try:
        yield
    except Refused as error:
        places = getattr(error, "__notes__", ())
        refused = next((proposal for proposal in proposals if proposal.place in places), proposals[0])
        with suppress(NotFound):
            parties = register.timeline(error.agreement).parties
            if refused.act.by and refused.act.by not in parties:
                error.name, error.known = refused.act.by, tuple(parties)
        raise


def warn(session: Session, proposals: Iterable[Proposal]) -> bool:
    """Warn of words that mix letters of scripts that look alike, and tell whether there are any."""
    from cli.terminal.input_text import lookalikes
    from lifecycle.codec import to_plain

    words = dict.fromkeys(word for proposal in proposals for word in lookalikes(to_plain(proposal.act)))
    for word in words:
        session.say(f"Warning: {word!r} mixes letters of scripts that look alike: {word!a}")
    return bool(words)


def leave(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Give the proposals with leave for acts on record to lose their effect."""
    return [replace(proposal, accept_impact=True) for proposal in proposals]


def needs_asking(receipts: Iterable[Receipt]) -> bool:
    """Tell whether the effect of something proposed is to be shown before it is recorded."""
    from cli.terminal.impacts import reaching_back

    new = [receipt for receipt in receipts if not receipt.repeated]
    return any(receipt.act.WEIGHTY or receipt.accepted for receipt in new) or bool(reaching_back(new))


def derived_key(proposals: Sequence[Proposal]) -> str:
    """Make an idempotency key from what is proposed, so that the same command by mistake records nothing twice."""
    from aggregates.record.receipts import digest_of

    return f"content:{digest_of(proposals).hex()}"
