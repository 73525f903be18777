"""`diff`: what changed between two answers, and which acts changed it; or between two versions of the terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from cli.commands.ask.difference_page import Changing, Diffed, Place, draw
from cli.terminal.formats import show
from cli.terminal.groups import Command
from cli.terminal.lookup import lookup, on_file
from cli.terminal.options import DATE, KNOWN_AT, RELATIVE, agreement, formatted, on_register, pass_session
from cli.terminal.session import Session
from lifecycle.answers.difference import answer, beliefs, happenings, reworded, turns
from lifecycle.answers.status import status
from lifecycle.errors import NotFound

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from aggregates.record.log import Log


class Pairs(Command):
    """A command whose `--as-of` takes one day or two."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a second day its own `--as-of`."""
        return super().parse_args(ctx, _apart(args))


_DAY = re.compile("|".join((r"\d{4}-\d{2}-\d{2}", *RELATIVE)), re.ASCII)


def _apart(args: Sequence[str]) -> list[str]:
    apart: list[str] = []
    for at, word in enumerate(args):
        if args[at - 2 : at - 1] == ["--as-of"] and at > 1 and _DAY.fullmatch(word):
            apart.append("--as-of")
        apart.append(word)
    return apart


@click.command(
    "diff",
    cls=Pairs,
    example="diff icmpd-wco --as-of 2004-02-29 --known-at '#8' '#16'\n"
    "diff wco-caricc --as-of 2010-03-01 2010-12-01\n"
    "diff icmpd-wco --terms 1 2",
)
@agreement
@click.option("--as-of", type=DATE, metavar="DATE [DATE]", multiple=True, help="The day, or the two days to compare.")
@click.option("--known-at", type=KNOWN_AT, metavar="K1 K2", nargs=2, help="The two places in the log to compare.")
@click.option("--terms", type=click.IntRange(1), metavar="V1 V2", nargs=2, help="The two versions of the terms.")
@formatted
@on_register
@pass_session
def diff(
    session: Session,
    agreement: str,
    as_of: tuple[date, ...],
    known_at: tuple[Moment, Moment] | None,
    terms: tuple[int, int] | None,
) -> None:
    """Show what changed between two answers, and which acts changed it.

    --known-at K1 K2 tells which recordings changed what is known of a day; --as-of D1 D2 what happened between the
    days; --terms V1 V2 which clauses were reworded.
    """
    asked = (known_at is not None, len(as_of) == 2, terms is not None)
    if sum(asked) != 1 or len(as_of) > 2 or (terms is not None and as_of):
        says = "Give --known-at K1 K2 (with a day, --as-of), or --as-of D1 D2, or --terms V1 V2."
        raise click.UsageError(says, click.get_current_context())
    with session.log() as log:
        if known_at is not None:
            found = _believed(session, log, agreement, as_of[0] if as_of else session.today, known_at)
        elif terms is not None:
            found = _worded(session, log, agreement, *terms)
        else:
            found = _happened(session, log, agreement, *sorted(as_of))
    show(session, "diff", found, lambda paper: draw(paper, found))


def _believed(session: Session, log: Log, agreement: str, day: date, known: tuple[Moment, Moment]) -> Diffed:
    lookup(session, log, agreement, None)  # raises where there is no such agreement at all
    first, last = sorted(session.known(log, moment).seq for moment in known)
    rows = {row.seq: row for row in log.stream(agreement, last)}
    entries = [row.entry for row in rows.values()]
    before, after = answer([entry for entry in entries if entry.seq <= first], day), answer(entries, day)
    return Diffed(
        agreement=agreement,
        axis="known_at",
        before=Place(as_of=day, known_at=first, state=before.state if before else None),
        after=Place(as_of=day, known_at=last, state=after.state if after else None),
        turns=turns(before, after),
        steps=tuple(
            Changing(
                seq=step.seq,
                recorded_at=rows[step.seq].recorded_at,
                on=step.on,
                act=step.act,
                says=step.says,
                turns=step.turns,
            )
            for step in beliefs(entries, day, first, last)
        ),
    )


def _happened(session: Session, log: Log, agreement: str, first: date, last: date) -> Diffed:
    line, known = lookup(session, log, agreement, None)
    on_file(line, last)
    moments = {row.seq: row.recorded_at for row in log.stream(agreement)}
    before = status(line, first) if first >= line.drafted else None
    after = status(line, last)
    return Diffed(
        agreement=agreement,
        axis="as_of",
        before=Place(as_of=first, known_at=known.seq, state=before.state if before else None),
        after=Place(as_of=last, known_at=known.seq, state=after.state),
        turns=turns(before, after),
        steps=tuple(
            Changing(
                on=one.on,
                says=one.says,
                article=one.article,
                seq=one.seq,
                recorded_at=moments.get(one.seq) if one.seq else None,
                act=one.act,
                subject=one.subject,
                state=one.state,
                without_effect=one.without_effect,
            )
            for one in happenings(line, first, last)
        ),
    )


def _worded(session: Session, log: Log, agreement: str, first: int, last: int) -> Diffed:
    line, known = lookup(session, log, agreement, None)
    versions = {version.number: version for version in line.versions}
    for number in (first, last):
        if number not in versions:
            raise NotFound("version", f"{number}", map(str, versions), of=agreement)
    old, new = versions[first], versions[last]
    return Diffed(
        agreement=agreement,
        axis="terms",
        before=Place(as_of=old.start, known_at=known.seq, terms_version=first),
        after=Place(as_of=new.start, known_at=known.seq, terms_version=last),
        turns=reworded(old.terms, new.terms),
        steps=(),
    )
