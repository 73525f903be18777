"""Recording: one path from plain data to the log, for every command that puts something on record.

What changes in answers already given is shown before anything is written. On a terminal it is then asked about, as is
the effect of an act that ends an agreement. Where nobody can answer, that needs `--yes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from cli.commands.record.doubts import Strangers, can_answer, settle
from cli.commands.record.proposal import How, propose
from cli.terminal.session import Session
from lifecycle.errors import (
    CheckpointNotKept,
    ContradictsCheckpoint,
    DepositaryError,
    ImpactNotAccepted,
    InvalidInput,
    Problem,
    StorageFailure,
)

if TYPE_CHECKING:
    from aggregates.record.decision import Proposal
    from aggregates.record.receipts import Receipt
    from aggregates.record.register import Register


EXAMINED = ("corrected", "struck")
"""Acts of which it is examined before they are proposed whether there is such an entry, with such a field."""


def record_acts(session: Session, acts: Sequence[dict[str, Any]], how: How) -> None:
    """Record acts from their plain data in one transaction, problems placed at the option that gave them."""
    try:
        for fields in acts:
            if fields["act"] in EXAMINED:
                _examine(session, fields)
        record_all(session, [propose(session, fields, how) for fields in acts], how, many=len(acts) > 1)
    except InvalidInput as error:
        raise InvalidInput(map(_at_option, error.problems)) from error


def _examine(session: Session, fields: Mapping[str, Any]) -> None:
    """Say what is wrong with a correction as an error of the command line, and not of the law."""
    from projections.answers.recording.corrections import examine

    with session.snapshot() as known:
        examine(known, fields["agreement"], fields["target"], fields.get("set", {}))


def _at_option(problem: Problem) -> Problem:
    """Name the option or argument of the command where a problem names a field of the act."""
    taken = {param.name: param for param in click.get_current_context().command.params}
    field, _, within = problem.place.removeprefix("$.").partition(".")
    param = taken.get(field)
    if param is None:
        return problem
    place = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name.strip("[]")
    return Problem(place=f"{place} {within}".rstrip(), says=problem.says)


def record_all(
    session: Session,
    proposals: Sequence[Proposal],
    how: How,
    *,
    many: bool = False,
    skipped: list[tuple[Proposal, DepositaryError]] | None = None,
    put_aside: Callable[[], object] | None = None,
) -> None:
    """Record proposals in one transaction, showing first what changes in earlier answers, and say what was done.

    Where somebody can answer, what weighs is asked about, but not where what cannot be recorded is `skipped`, which is
    `put_aside` before the others are committed. Where nobody is asked, it needs `--yes`. Where the session only tries,
    the proposals are noted.
    """
    from aggregates.ground.input_text import normalised
    from aggregates.record.receipts import content_key
    from aggregates.record.trial import trial_of
    from cli.commands.record.leave import require_yes
    from cli.commands.record.receipts import announce, show
    from lifecycle.messages import Message
    from projections.answers.recording.impacts import weighty
    from projections.answers.recording.likeness import alike

    if session.trying is not None:
        session.trying += proposals
        return
    settle(session, proposals, how)
    key = None if how.again else normalised(how.key, "--key") or content_key(proposals)
    mixed = warn_of_lookalikes(session, proposals)
    answering = can_answer(session, how) and skipped is None
    asking, strangers = answering and not how.yes, Strangers(how, gathering=answering)
    with session.register() as register:
        trial = trial_of(register, proposals, key, strangers.examining()) if answering else None
        strangers.confirm(session)
        if trial and not (asking and (mixed or weighty(trial.receipts))):
            trial = None
        if trial:
            announce(session, trial.receipts)
            session.confirm("Record it?")
            proposals = trial.proposals

        def showing(receipts: Sequence[Receipt]) -> None:
            if trial:
                trial.hold(receipts)
            else:
                if not (how.yes or asking):
                    require_yes(receipts)
                announce(session, receipts, effects=False)
            if put_aside:
                put_aside()
            session.documents.keep()

        before = None if how.dry_run else showing
        copied = nullcontext() if how.dry_run else session.documents.copied()
        try:
            with copied:
                receipts = register.record(
                    proposals,
                    key=key,
                    dry_run=how.dry_run,
                    showing=before,
                    skipped=skipped,
                    examining=strangers.examining(),
                )
        except ImpactNotAccepted:
            announce(session, trial_of(register, proposals, key).receipts)
            raise
        session.recorded = not how.dry_run
        unkept = keep(session, register) if session.recorded else None
    show(session, receipts, many=many, dry_run=how.dry_run, previewed=trial is not None)
    if session.recorded:
        look_at_the_clock(session, receipts)
        for like in () if how.again else alike(receipts):
            session.say(Message("! {like}", like=like.message))
    if unkept:
        raise unkept


def warn_of_lookalikes(session: Session, proposals: Sequence[Proposal]) -> bool:
    """Name the words that mix letters which look alike, and tell whether there are any."""
    from aggregates.record.proposals import mixed_words

    mixed = mixed_words(proposals)
    for word in mixed:
        session.say(f"Warning: {word!r} mixes letters of scripts that look alike: {word!a}")
    return bool(mixed)


def look_at_the_clock(session: Session, receipts: Sequence[Receipt]) -> None:
    """Warn where this machine's clock stands before what it has just recorded; the order does not rest on it."""
    from aggregates.ground.clock import now
    from aggregates.record.timekeeping import TOLERANCE

    last, today = max((r.recorded_at for r in receipts if not r.repeated), default=None), now()
    if last is not None and today + TOLERANCE < last:
        session.say(
            f"Warning: the clock shows {today:%Y-%m-%d %H:%M} UTC, before the last recording: this one is noted as of"
            f" {last:%Y-%m-%d %H:%M} UTC, too. Its number, and so the order, is not affected."
        )


def keep(session: Session, register: Register) -> Exception | None:
    """Keep a checkpoint outside; give what stood in the way, to be said after what was recorded.

    Of a command that had been recorded earlier the documents are kept here, of any other they have been by now.
    """

    def checkpoint() -> None:
        with register.reading() as log:
            session.outside.advance(log)

    unkept: Exception | None = None
    for keep in (checkpoint, session.documents.keep):
        try:
            keep()
        except (CheckpointNotKept, ContradictsCheckpoint, StorageFailure, OSError) as error:
            unkept = error
    return unkept
