"""`search`: where words stand, over all agreements and in every script."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.formats import show
from cli.terminal.options import command, formatted, known_at, on_register, pass_session
from cli.terminal.session import Session
from cli.terminal.types import DATE

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment

PAGE = 50


@command("search", example="search customs\nsearch 'joint training' --format json")
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--as-of", type=DATE, metavar="DATE", help="Only what was so, or done, by that day (default: all).")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    metavar="N",
    default=PAGE,
    help=f"No more than so many: {PAGE} if not said.",
)
@click.option("--after", metavar="PLACE", help="Go on behind this place, as a page ends with it.")
@known_at
@formatted
@on_register
@pass_session
def search(
    session: Session,
    *,
    words: tuple[str, ...],
    as_of: date | None,
    limit: int,
    after: str | None,
    known_at: Moment | None,
) -> None:
    """Find where words stand: titles, parties and their other names, documents, notes, and what acts say besides.

    All of them stand in one text, whatever the script, the case and the accents. Entries are searched as they read by
    now: one that was corrected as it was corrected, one that was struck not at all, unless --known-at asks for what was
    known before. What names people is sealed, and is not found.
    """
    from projections.answers.search import search as found_in
    from projections.pages.search import draw

    said = " ".join(words)
    with session.snapshot(known_at) as asked:
        found = found_in(asked, said, as_of=as_of, after=after, limit=limit)
    show(session, "search", found, lambda paper: draw(paper, found, said, asked.known), known=asked.known)
