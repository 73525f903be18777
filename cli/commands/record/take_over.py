"""`take-over`: a list that was kept elsewhere, row by row as evidence of states; as a whole it can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.commands.record.proposal import How, naming
from cli.terminal.formats import show, write
from cli.terminal.options import acting, command, formatted, on_register, pass_session
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message
from projections.words.situations import PARTLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregates.record.decision import Proposal
    from aggregates.record.receipts import Receipt
    from projections.answers.lists.sheets import Sheet


@command(
    "take-over",
    example="take-over demo/list.csv --columns demo/list.map.yaml --dry-run\ntake-over demo/list.csv --suggest-map",
)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--columns", metavar="MAP.yaml", type=click.Path(path_type=Path), help="What the columns and words mean.")
@click.option("--sheet", metavar="SHEET", default="", help="The sheet of a spreadsheet (default: the first one).")
@click.option("--suggest-map", is_flag=True, help="Write a first map of the list, to be read and mended.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where rows that cannot be taken over are put (default: FILE.rejects.csv).",
)
@click.option("--back", metavar="TAKE-OVER", help="Take back all that was taken over under this id.")
@click.option("--approve", metavar="TAKE-OVER", help="Approve all that waits under this id, as a second officer.")
@click.option("--reason", metavar="TEXT", default="", help="With --back: why it is taken back.")
@click.option("--dry-run", is_flag=True, help="Do everything but the commit.")
@click.option("-y", "--yes", is_flag=True, help="Record without asking.")
@click.option("--no-input", is_flag=True, help="Never ask, as where there is no terminal.")
@click.option("--accept-impact", is_flag=True, help="Accept that acts on record lose their effect.")
@click.option("--new-party", is_flag=True, help="Record it although a party is spelt, or named, almost as another.")
@naming
@acting
@on_register
@formatted
@pass_session
def take_over(
    session: Session,
    *,
    file: Path | None,
    columns: Path | None,
    sheet: str,
    suggest_map: bool,
    rejects: Path | None,
    back: str | None,
    approve: str | None,
    reason: str,
    dry_run: bool,
    yes: bool,
    no_input: bool,
    accept_impact: bool,
    new_party: bool,
    personal: tuple[str, ...],
) -> int:
    """Take over a list: each row opens a file and says in which state the agreement is, since and until when.

    XLSX and CSV are read; a map says what the columns, words and forms of dates mean. Nothing is guessed: a row that
    cannot be read is put aside with its reason, can be mended there and taken over again. What went in is not doubled.
    Signatures stay unknown; acts that are recorded later come before what was taken over, or build on it.
    Exit 8 tells that rows were put aside.
    """
    how = How(dry_run=dry_run, yes=yes, no_input=no_input, accept_impact=accept_impact, new_party=new_party)
    how = how._replace(future=True, personal=personal)
    if [file is not None, back is not None, approve is not None].count(True) != 1:
        raise _misused("FILE", Message("name a list, or what is to be taken back, or approved: one of the three"))
    if back is not None:
        return _close(session, back, how, "struck", reason)
    if approve is not None:
        return _close(session, approve, how, "approved", "")
    assert file is not None
    if suggest_map:
        return _suggest(session, file, sheet)
    if columns is None:
        raise _misused("--columns", Message("say with it what the columns mean; --suggest-map writes a first one"))
    return _take(session, file, columns, how, sheet=sheet, rejects=rejects)


def _misused(place: str, says: Message) -> InvalidInput:
    return InvalidInput([Problem(place=place, says=says)])


def _read(file: Path, sheet: str, encoding: str = "", separator: str = "") -> Sheet:
    from cli.terminal.files import read_all
    from projections.answers.lists.sheets import MOST_BYTES, read_sheet

    return read_sheet(read_all(file, MOST_BYTES), str(file), sheet=sheet, encoding=encoding, separator=separator)


def _suggest(session: Session, file: Path, sheet: str) -> int:
    from functools import partial

    from projections.answers.lists.suggestion import suggestion
    from projections.answers.lists.taking_over import known_party

    read = _read(file, sheet)
    with session.snapshot() as asked:
        write(session, suggestion(read, str(file), partial(known_party, asked)))
    return 0


def _take(session: Session, file: Path, columns: Path, how: How, *, sheet: str, rejects: Path | None) -> int:
    from cli.commands.record.listed_rows import Taking
    from cli.terminal.files import read_all
    from projections.answers.lists.mapping import fits, named_after, read_map
    from projections.pages.lists.take_over import draw

    found = read_map(read_all(columns), str(columns))
    if found.as_of > session.today:
        raise InvalidInput([Problem(place=f"{columns}: as_of", says=Message("{day} lies ahead", day=found.as_of))])
    read = _read(file, sheet or found.sheet, found.encoding, found.separator)
    fits(found, read, str(columns))
    taking = Taking(session, found, found.take_over or named_after(str(file)), how)
    told = taking.take(read, file, rejects or Path(f"{file}.rejects.csv"))
    show(session, "takeover", told, lambda paper: draw(paper, told))
    if taking.unkept:
        raise taking.unkept
    return PARTLY if told.aside else 0


def _close(session: Session, take_over: str, how: How, act: str, reason: str) -> int:
    """Take back all of a take-over, or approve what waits of it."""
    from cli.commands.record.proposal import propose
    from cli.commands.record.receipts import show as show_receipts
    from projections.answers.lists.taking_over import of_take_over

    if act == "struck" and not reason:
        raise _misused("--reason", Message("say why it is taken back"))
    with session.snapshot() as asked:
        found = [one for one in of_take_over(asked, take_over) if act == "struck" or one.waits]
    if act == "struck":
        found = [one for one in found if one.row is not None]
    if not found:
        raise _misused(take_over, Message("nothing of it stands, or waits"))
    fields = {"act": act, "on": session.today.isoformat(), **({"reason": reason} if act == "struck" else {})}
    proposals = [
        propose(session, {"agreement": one.agreement, "target": one.seq, **fields}, how, place=f"{take_over}:{at}")
        for at, one in enumerate(found, 1)
    ]
    receipts, unkept = _record(session, proposals, how)
    show_receipts(session, receipts, many=True, dry_run=how.dry_run)
    if unkept:
        raise unkept
    return 0


def _record(session: Session, proposals: Sequence[Proposal], how: How) -> tuple[Sequence[Receipt], Exception | None]:
    """Record acts on a whole take-over in one transaction, asked about once: what each changes is not shown before.

    Gives the receipts, and what stood in the way of a checkpoint.
    """
    from aggregates.record.receipts import content_key
    from cli.commands.record.doubts import can_answer
    from cli.commands.record.leave import require_yes
    from cli.commands.record.recording import keep

    answering = can_answer(session, how)
    if answering and not how.yes:
        session.confirm(f"Record {len(proposals)} acts?")

    def showing(receipts: Sequence[Receipt]) -> None:
        if not (how.yes or answering):
            require_yes(receipts)

    with session.register() as register:
        receipts = register.record(
            proposals,
            key=content_key(proposals),
            dry_run=how.dry_run,
            showing=None if how.dry_run else showing,
        )
        session.recorded = not how.dry_run
        unkept = keep(session, register) if session.recorded else None
    return receipts, unkept
