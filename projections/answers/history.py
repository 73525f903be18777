"""The history of an agreement: every act with both its times, and what followed from it.

The acts stand in the order of recording. Under each stand the states that began because of it, as far as is known
now: a state that several acts brought about stands under the last of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from aggregates.record.recording import Recorded
from lifecycle.acts.act import Act
from lifecycle.codec import to_plain
from lifecycle.course.machine import State
from lifecycle.errors import Objection
from lifecycle.fold.timeline import Timeline
from lifecycle.messages import Message
from projections.answers.snapshot import Snapshot


class Followed(Struct, frozen=True, kw_only=True):
    """A state that began because of an act."""

    on: date
    state: State
    says: Message
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


def history(asked: Snapshot, agreement: str, as_of: date | None = None) -> list[PastAct]:
    """Give every act on an agreement, or those dated by a day; raises `NotFound`, or `NotYet` before its draft."""
    line = asked.line(agreement)
    follows = _follows(line, as_of or date.max)
    return [
        _past(one, line, tuple(follows.get(one.seq, ())))
        for one in asked.recordings(agreement)
        if as_of is None or one.act.dated() <= as_of
    ]


def _follows(line: Timeline, last: date) -> Mapping[int, list[Followed]]:
    """Find the states of the agreement up to a day by the act that they stand under."""
    found: dict[int, list[Followed]] = {}
    for period in line.agreement[1:]:  # the first begins with the draft itself
        acts = [reason.seq for reason in period.why if reason.seq is not None]
        if acts and period.start <= last:
            cause = period.why[-1]
            followed = Followed(on=period.start, state=period.state, says=cause.says, article=cause.article)
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


def fields(act: Act) -> dict[str, Any]:
    """Give what an act says besides its kind, its date and who did it; of terms only their title."""
    said: dict[str, Any] = to_plain(act)
    if "terms" in said:
        said["terms"] = said["terms"]["title"]
    return {name: value for name, value in said.items() if name not in ("act", "on", "by")}
