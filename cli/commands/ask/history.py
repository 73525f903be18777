"""`history`: every act on an agreement with both its times, and what followed from it.

The acts stand in the order of recording. Under each stand the states that began because of it, as far as is known
now: a state that several acts brought about stands under the last of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from cli.terminal.formats import show
from cli.terminal.lookup import lookup
from cli.terminal.options import DATE, agreement, command, formatted, known_at, on_register, pass_session
from cli.terminal.page import Paper, Part, Styled, count, loud, short, source, state_word
from cli.terminal.phrases import fields
from cli.terminal.session import Session
from lifecycle.course.machine import State
from lifecycle.errors import Objection
from projections.answers.snapshot import Known

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment
    from aggregates.record.recording import Recorded
    from lifecycle.fold.timeline import Timeline


class Followed(Struct, frozen=True, kw_only=True):
    """A state that began because of an act."""

    on: date
    state: State
    says: str
    article: str


class PastAct(Struct, frozen=True, kw_only=True):
    """An act on record, and what followed from it."""

    agreement: str
    seq: int
    recorded_at: datetime
    on: date
    act: str
    by: str | None
    fields: dict[str, Any]
    """What else the act says, as recorded; of terms only their title."""
    actor: str | None
    login: str | None
    """The user whom the database knows."""
    document: str | None
    """The digest of the document that it rests on."""
    irregular: str | None
    """Why it was recorded although it met an objection."""
    objection: Objection | None
    """Why it has no effect, as far as is known."""
    concerned_by: tuple[int, ...]
    """Corrections and strikes of this entry."""
    followed: tuple[Followed, ...]


@command("history", example="history wco-caricc\nhistory icmpd-wco --known-at '#3' --format jsonl")
@agreement
@click.option("--as-of", type=DATE, metavar="DATE", help="Only what is dated by then (default: all).")
@known_at
@formatted
@on_register
@pass_session
def history(session: Session, agreement: str, as_of: date | None, known_at: Moment | None) -> None:
    """Show every act on an agreement: when it was done, when it was recorded, and what followed from it."""
    with session.log() as log:
        line, known = lookup(session, log, agreement, known_at)
        recorded = log.stream(agreement, known.seq)
    follows = _follows(line)
    acts = [
        _past(one, line, tuple(f for f in follows.get(one.seq, ()) if as_of is None or f.on <= as_of))
        for one in recorded
        if as_of is None or one.act.dated() <= as_of
    ]
    show(session, "history", acts, lambda paper: draw(paper, acts, known), kind=PastAct, known=known)


def _follows(line: Timeline) -> Mapping[int, list[Followed]]:
    """Find the states of the agreement by the act that they stand under."""
    found: dict[int, list[Followed]] = {}
    for period in line.agreement[1:]:  # the first begins with the draft itself
        acts = [reason.seq for reason in period.why if reason.seq is not None]
        if acts:
            cause = period.why[-1]
            followed = Followed(on=period.start, state=period.state, says=str(cause.says), article=cause.article)
            found.setdefault(max(acts), []).append(followed)
    return found


def _past(one: Recorded, line: Timeline, followed: tuple[Followed, ...]) -> PastAct:
    return PastAct(
        agreement=one.agreement,
        seq=one.seq,
        recorded_at=one.recorded_at,
        on=one.act.on,
        act=one.act.tag,
        by=one.act.by,
        fields=fields(one.act),
        actor=one.actor,
        login=one.login,
        document=one.document,
        irregular=one.irregular,
        objection=line.irregular.get(one.seq),
        concerned_by=line.concerned.get(one.seq, ()),
        followed=followed,
    )


# The page

PLAIN = ("amount", "amendment", "dispute", "ground", "manner", "notice", "place", "signatory", "suspension")
"""Fields whose value explains itself."""
QUOTED = ("fact", "note", "reason", "subject", "terms", "title")
"""Fields in the words of whoever wrote them."""


def draw(paper: Paper, acts: list[PastAct], known: Known) -> None:
    """Write the page: a line for each act, and indented lines for what followed."""
    rows: list[tuple[Part, ...]] = [("#", "ON", "RECORDED (UTC)", "ACT", "BY", "DETAIL")]
    kinds = {act.seq: act.act for act in acts}
    for act in acts:
        moment = f"{act.recorded_at:%Y-%m-%d %H:%M}"
        name = act.act.replace("_", " ")
        rows.append((str(act.seq), short(act.on), moment, name, act.by or "–", _detail(act, kinds)))
        for after in act.followed:
            word = Styled(f"→ {loud(after.state)}", state_word(after.state).style)
            rows.append(("", short(after.on), "", word, "", f"{after.says.rstrip('.')}{source(after.article)}"))
    paper.table(rows, right="#")
    said = f"{count(len(acts), 'act')}, as known at #{known.seq}"
    paper.line()
    paper.line(f"{said}. Indented lines follow from the acts. As it was known then: --known-at DATE|#SEQ")


def _detail(act: PastAct, kinds: Mapping[int, str]) -> str:
    parts = [_field(name, value) for name, value in act.fields.items()]
    if act.objection:
        parts.append(f"[no effect: {act.objection.says} ({act.objection.rule})]")
    parts += [f"[{kinds.get(seq, 'concerned')} by #{seq}]" for seq in act.concerned_by]
    return "; ".join(parts)


def _field(name: str, value: Any) -> str:
    """Write a field of an act in a few words: what explains itself stands alone."""
    if name in PLAIN:
        return str(value)
    if name in QUOTED:
        return f'"{value}"'
    if isinstance(value, dict):
        return ", ".join(f"{key}: {entry}" for key, entry in value.items())
    return f"{name.replace('_', ' ')} {value}"
