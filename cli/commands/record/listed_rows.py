"""The rows of a list on their way into the record: so many in one transaction, what is refused put aside."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregates.record.people.people import texts
from cli.commands.record.doubts import Strangers, can_answer
from cli.commands.record.leave import require_yes
from cli.commands.record.proposal import How, propose
from cli.commands.record.recording import keep, look_at_the_clock, warn_of_lookalikes
from cli.terminal.progress import telling
from cli.terminal.session import Session
from lifecycle.acts.personal import mentioned
from lifecycle.errors import Conflict, DepositaryError, InvalidInput, Problem
from lifecycle.messages import Message, Quoted
from projections.answers.lists.asides import Aside, Why
from projections.answers.lists.mapping import Map
from projections.answers.lists.rows import Read, Reader
from projections.answers.lists.sheets import ROW, WHY, Line, Sheet
from projections.answers.lists.taking_over import TakeOver, compared, known_party, put_aside, reasons

if TYPE_CHECKING:
    from aggregates.record.decision import Proposal
    from aggregates.record.receipts import Receipt
    from aggregates.record.register import Register

SIZE = 500
"""Acts in one transaction, or one more, for the two of a row stay together."""


class Taking:
    """What takes over the rows of a list, and counts them."""

    def __init__(self, session: Session, found: Map, take_over: str, how: How) -> None:
        self._session, self._map, self._how, self._take_over = session, found, how, take_over
        self._aside: dict[int, Aside] = {}
        self._earlier = 0
        self._receipts: list[Receipt] = []
        self.unkept: Exception | None = None

    def take(self, sheet: Sheet, file: Path, rejects: Path) -> TakeOver:
        """Take over what can be read, put aside the rest, and give the report; raises `Conflict` for a file there."""
        if rejects.exists() and not self._how.dry_run:
            says = Message(
                "{file} is there already: move it away, or name another with {option}",
                file=str(rejects),
                option="--rejects",
            )
            raise Conflict(says)
        self._named(sheet.lines)
        wanted = self._wanted(sheet.lines)
        if wanted and can_answer(self._session, self._how) and not self._how.yes:
            self._session.confirm(f"Take over {len({row for row, _ in wanted})} rows?")
        try:
            self._record(wanted)
        finally:
            if self._aside and not self._how.dry_run:
                _write(rejects, sheet, self._aside)
        return self._told(sheet, file, rejects)

    def _wanted(self, lines: Sequence[Line]) -> list[tuple[int, Proposal]]:
        """Read the rows and leave out what is on record; each proposal with its row."""
        proposals: list[tuple[int, Proposal]] = []
        with self._session.snapshot() as asked:
            reader = Reader(self._map, self._take_over, partial(known_party, asked))
            for line in lines:
                read = reader.read(line)
                found = compared(asked, read) if isinstance(read, Read) else read
                if isinstance(found, Aside):
                    self._aside[line.number] = found
                elif found is None:
                    self._earlier += 1
                else:
                    proposals += self._proposed(line.number, found)
        return proposals

    def _named(self, lines: Sequence[Line]) -> None:
        """Raise `InvalidInput` for a person whom no row names, nor is who records them."""
        cells = [str(cell) for line in lines for cell in line.cells.values()]
        for name in self._how.personal:
            if not any(mentioned(text, name) for text in (*cells, self._session.actor or "")):
                says = Message("no row of the list names {person}", person=Quoted(name))
                raise InvalidInput([Problem(place="--personal", says=says)])

    def _proposed(self, row: int, acts: Iterable[Any]) -> list[tuple[int, Proposal]]:
        try:
            return [(row, self._propose(row, act)) for act in acts]
        except InvalidInput as error:
            self._aside[row] = Aside(row, tuple(Why("", problem.says) for problem in error.problems))
            return []

    def _propose(self, row: int, act: Mapping[str, Any]) -> Proposal:
        """Propose an act of a row, which names of the people named those whom it says."""
        said = [text for _, text in texts(act)] + [self._session.actor or ""]
        names = tuple(name for name in self._how.personal if any(mentioned(text, name) for text in said))
        return propose(self._session, dict(act), self._how._replace(personal=names), place=f"row {row}")

    def _record(self, wanted: Sequence[tuple[int, Proposal]]) -> None:
        by_row: dict[int, list[Proposal]] = {}
        for row, proposal in wanted:
            by_row.setdefault(row, []).append(proposal)
        if not by_row:
            return
        session = self._session
        with session.register() as register, telling(session, Message("Taking over")) as tell:
            try:
                left = iter(by_row.items())
                while rows := list(islice(left, SIZE // 2)):
                    self._in_one(register, [(row, one) for row, found in rows for one in found])
                    if tell:
                        tell(len(self._receipts))
            finally:
                if session.recorded:
                    self.unkept = keep(session, register)

    def _in_one(self, register: Register, batch: Sequence[tuple[int, Proposal]]) -> None:
        """Record the rows of a batch in one transaction."""
        proposals, how = [one for _, one in batch], self._how
        rows = {one.place: row for row, one in batch}
        refused: list[tuple[Proposal, DepositaryError]] = []
        warn_of_lookalikes(self._session, proposals)

        def showing(receipts: Sequence[Receipt]) -> None:
            if not (how.yes or can_answer(self._session, how)):
                require_yes(receipts)

        receipts = register.record(
            proposals,
            key=None,  # what is on record was left out: a row that was taken back goes in as often as it is given
            dry_run=how.dry_run,
            showing=None if how.dry_run else showing,
            skipped=refused,
            examining=Strangers(how, gathering=False).examining(),
        )
        self._receipts += receipts
        self._session.recorded = self._session.recorded or (bool(receipts) and not how.dry_run)
        for proposal, error in refused:
            row = rows[proposal.place]
            problems = error.problems if isinstance(error, InvalidInput) else ()
            why = tuple(Why("", problem.says) for problem in problems) or (Why("", error.says),)
            self._aside.setdefault(row, Aside(row, why))
        look_at_the_clock(self._session, receipts)

    def _told(self, sheet: Sheet, file: Path, rejects: Path) -> TakeOver:
        from lifecycle.acts.approval import Submitted
        from lifecycle.acts.conclusion import Drafted

        taken = [one for one in self._receipts if not isinstance(one.act, Drafted)]
        new = [one.seq for one in self._receipts if not one.repeated] if not self._how.dry_run else []
        aside = tuple(put_aside(one) for _, one in sorted(self._aside.items()))
        return TakeOver(
            take_over=self._take_over,
            source=self._map.source,
            file=str(file),
            sheet=sheet.name,
            encoding=sheet.encoding,
            separator=sheet.separator,
            rows=len(sheet.lines),
            taken=len(taken),
            submitted=sum(isinstance(one.act, Submitted) for one in taken),
            earlier=self._earlier,
            aside=aside,
            reasons=reasons(aside),
            rejects=str(rejects) if aside and not self._how.dry_run else None,
            first=new[0] if new else None,
            last=new[-1] if new else None,
            dry_run=self._how.dry_run,
        )


def _write(file: Path, sheet: Sheet, aside: dict[int, Aside]) -> None:
    """Write the rows that were put aside, as they are, with their numbers and why: a list that can be taken over."""
    from lifecycle.messages import Row, render

    with file.open("x", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([ROW, WHY, *sheet.heads])
        for line in sheet.lines:
            if (one := aside.get(line.number)) is not None:
                why = render(Message("{why}", why=Row(each.says for each in one.why)))
                writer.writerow([line.number, why, *(str(line.cells.get(head, "")) for head in sheet.heads)])
