"""`record --batch`: a file or a pipe of any length, in transactions of so many lines, each of them all or none.

Each transaction has a key of its own, made of all lines up to its end. So the same command, given again after it was
stopped or killed, passes over what is on record and goes on behind it. No more than one batch is held at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cli.commands.record.batch_keys import Batch, Line, Read, batches
from cli.commands.record.doubts import Strangers, days_ahead, refuse
from cli.commands.record.leave import require_yes
from cli.commands.record.proposal import How, propose
from cli.commands.record.recording import keep, look_at_the_clock, warn_of_lookalikes
from cli.commands.record.rejects import Rejects, told
from cli.terminal.formats import show
from cli.terminal.progress import telling
from cli.terminal.session import Session
from lifecycle.errors import DepositaryError, InvalidInput, OutcomeUnknown
from lifecycle.messages import Message, Plural, Value
from projections.answers.recording.batches import Batches
from projections.words.phrases import sentence

if TYPE_CHECKING:
    from aggregates.record.decision import Proposal
    from aggregates.record.receipts import Receipt
    from aggregates.record.register import Register
    from cli.terminal.page import Paper


class Taking(NamedTuple):
    """How lines are taken: files that they name lie in a folder, what is refused goes into a file, if there is one."""

    how: How
    folder: Path
    rejects: Path | None


def record_batches(session: Session, lines: Iterable[Line], size: int, taking: Taking) -> int:
    """Record lines batch by batch, say how much of it is on record, and give the exit code.

    The first line that is refused ends it, unless there is a file for what is refused. Raises as `Register.record`
    does; what was recorded before stays.
    """
    done, unkept = Batches(), None
    with session.register() as register:
        stream = _Stream(session, register, taking)
        try:
            with telling(session, Message("Recording")) as tell:
                for batch in batches(lines, size, taking.how, naming=stream.naming):
                    if done.recorded == 0 and stream.on_record(batch):
                        done = done.passed(len(batch.lines))
                        continue
                    receipts, skipped = stream.record(batch, further=done.lines > 0)
                    done = done.with_batch(len(batch.lines), receipts, skipped)
                    session.recorded = session.recorded or done.recorded > 0
                    if tell:
                        tell(done.lines)
                    look_at_the_clock(session, receipts)
        except (DepositaryError, OSError, KeyboardInterrupt):
            if done.lines:
                session.say(_so_far(done), Message("The same command goes on behind them"))
            raise
        finally:
            unkept = keep(session, register) if session.recorded else None

    def screen(paper: Paper) -> None:
        paper.line(sentence(_so_far(done)))

    show(session, "batches", done, screen)
    if unkept:
        raise unkept
    return told(session, done.skipped, done.lines, f"are in {taking.rejects}")


class _Stream:
    """What records one batch after the other."""

    def __init__(self, session: Session, register: Register, taking: Taking) -> None:
        from aggregates.record.people.people import is_person

        self._session, self._register, self._taking = session, register, taking
        self._strangers = Strangers(taking.how, gathering=False)
        with register.reading() as log:
            self.naming = bool(taking.how.personal) or is_person(log, session.actor)

    def on_record(self, batch: Batch) -> bool:
        """Tell whether an earlier call has dealt with a batch, as far as its key tells."""
        if batch.key is None or not batch.alone:
            return False
        with self._register.reading() as log:
            return log.earlier(batch.key) is not None

    def record(self, batch: Batch, *, further: bool) -> tuple[Sequence[Receipt], int]:
        """Record a batch in one transaction; what is put aside lies in its file before the rest is committed."""
        file = self._taking.rejects
        aside = Rejects({one.place: one.line for one in batch.lines}, file, further=further) if file else None
        proposals = list(self._proposals(batch.lines, aside))
        warn_of_lookalikes(self._session, proposals)

        def showing(receipts: Sequence[Receipt]) -> None:
            if not self._taking.how.yes:
                require_yes(receipts)
            if aside:
                aside.write()
            self._session.documents.keep()

        try:
            with self._session.documents.copied():
                skipped = aside.refused if aside else None
                examining = self._strangers.examining()
                receipts = self._register.record(
                    proposals, key=batch.key, showing=showing, skipped=skipped, examining=examining
                )
            if aside and not receipts:
                aside.write()
        except OutcomeUnknown:
            raise  # what was put aside may be all that is missing
        except BaseException:
            if aside:
                aside.take_back()
            raise
        if aside is None or (receipts and receipts[0].repeated):
            return receipts, 0
        aside.name(self._session)
        return receipts, len(aside.found)

    def _proposals(self, batch: Iterable[Read], aside: Rejects | None) -> Iterator[Proposal]:
        from aggregates.record.lines import placed

        folder, how = self._taking.folder, self._taking.how
        for place, _, data in batch:
            try:
                if isinstance(data, InvalidInput):
                    raise data
                proposal = propose(self._session, data, how, place=place, folder=folder)
                refuse(days_ahead(self._session, proposal, how))
            except InvalidInput as error:
                if aside is None:
                    raise placed(error, place) from error
                aside.unread[place] = placed(error, place)
            else:
                yield proposal


def _so_far(done: Batches) -> Message:
    acts: Value = Plural("{n} act recorded", "{n} acts recorded", n=done.recorded)
    if done.first is not None:
        acts = Message("{acts}, #{first} to #{last}", acts=acts, first=done.first, last=done.last)
    before = Plural("{n} line was on record before", "{n} lines were on record before", n=done.earlier)
    return Message("{acts}; {before}", acts=acts, before=before) if done.earlier else Message("{acts}", acts=acts)
