"""`history`: every act on an agreement with both its times, and what followed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from cli.terminal.formats import show
from cli.terminal.options import DATE, agreement, command, formatted, known_at, on_register, pass_session
from cli.terminal.page import Paper, Part, Styled, loud_word, minute, short
from cli.terminal.session import Session
from lifecycle.messages import Message, Plural, Value
from projections.answers import history as answers
from projections.answers.history import Followed, PastAct
from projections.answers.snapshot import Known
from projections.words.acts import called, details
from projections.words.phrases import cited, sentence, series

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment


@command("history", example="history wco-caricc\nhistory icmpd-wco --known-at '#3' --format jsonl")
@agreement
@click.option("--as-of", type=DATE, metavar="DATE", help="Only what is dated by then (default: all).")
@known_at
@formatted
@on_register
@pass_session
def history(session: Session, agreement: str, as_of: date | None, known_at: Moment | None) -> None:
    """Show every act on an agreement: when it was done, when it was recorded, and what followed from it."""
    with session.snapshot(known_at) as asked:
        acts = answers.history(asked, agreement, as_of)
    show(session, "history", acts, lambda paper: draw(paper, acts, asked.known), known=asked.known)


def draw(paper: Paper, acts: Sequence[PastAct], known: Known) -> None:
    """Write the page: a line for each act, and indented lines for what followed."""
    heads = (Message("on"), Message("recorded (UTC)"), Message("act"), Message("by"), Message("detail"))
    rows: list[tuple[Part, ...]] = [("#", *heads)]
    kinds = {act.seq: act.act for act in acts}
    for act in acts:
        what = (called(act.act), act.by or "–", series(_details(act, kinds)))
        rows += [(act.seq, short(act.on), minute(act.recorded_at), *what), *map(_followed, act.followed)]
    paper.table(rows)
    paper.line()
    found = Plural("{n} act, as known at #{seq}", "{n} acts, as known at #{seq}", n=len(acts), seq=known.seq)
    hint = Message("As it was known then: {option}", option="--known-at DATE|#SEQ")
    paper.line(sentence(found), " ", sentence(Message("Indented lines follow from the acts")), " ", hint)


def _followed(after: Followed) -> tuple[Part, ...]:
    state = loud_word(after.state)
    word = Styled(Message("→ {state}", state=state.says), state.style)
    return "", short(after.on), "", word, "", cited(after.says, after.article)


def _details(act: PastAct, kinds: Mapping[int, str]) -> Iterator[Value]:
    yield from details(act.act, act.fields)
    if act.objection:
        yield Message("[no effect: {objection}]", objection=cited(act.objection.says, act.objection.rule))
    for seq in act.concerned_by:
        if seq in kinds:
            yield Message("[{act} by #{seq}]", act=called(kinds[seq]), seq=seq)
        else:
            yield Message("[concerned by #{seq}]", seq=seq)
