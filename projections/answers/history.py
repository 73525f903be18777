"""The history of an agreement: every act with both its times, and what followed from it.

The acts stand in the order of recording. Under each stand the states that began because of it, as far as is known
now: a state that several acts brought about stands under the last of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from aggregates.record.log.recording import Recorded
from lifecycle.acts.act import Act
from lifecycle.answers.entry_changes import EntryChange, entry_changes
from lifecycle.answers.past import Followed, FollowedForParty, followed, followed_for_parties
from lifecycle.codec import to_plain
from lifecycle.course.documents import Described
from lifecycle.errors import Objection
from lifecycle.fold.timeline import Timeline
from projections.answers.snapshot import Snapshot


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
    """What it brought the agreement to."""
    for_parties: tuple[FollowedForParty, ...] = ()
    """What it brought each party to: bound, under notice, suspended, gone."""
    described: Described | None = None
    """What that document is, as far as it was told."""
    changes: tuple[EntryChange, ...] = ()
    """Of a correction: the fields of entries that it changed, each with what stood there before."""


def history(asked: Snapshot, agreement: str, as_of: date | None = None) -> list[PastAct]:
    """Give every act on an agreement, or in the directory of parties, or those dated by a day.

    Among them, by their own agreement, those on others that turned it. Raises `NotFound`, or `NotYet` before its draft.
    """
    line, last = asked.folded(agreement), as_of or date.max
    own, of_parties = (
        (followed(line, last), followed_for_parties(line, last)) if isinstance(line, Timeline) else ({}, {})
    )
    changes = entry_changes(line.entries)
    brought = (
        *asked.of_file(agreement),
        *(_elsewhere(asked, line, {*own, *of_parties}) if isinstance(line, Timeline) else ()),
    )
    return [
        PastAct(
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
            described=one.described,
            irregular=one.irregular,
            objection=line.irregular.get(one.seq),
            concerned_by=line.concerned.get(one.seq, ()),
            followed=tuple(own.get(one.seq, ())),
            for_parties=tuple(of_parties.get(one.seq, ())),
            changes=changes.get(one.seq, ()),
        )
        for one in sorted(brought, key=lambda one: one.seq)
        if one.act.dated() <= last
    ]


def _elsewhere(asked: Snapshot, line: Timeline, seqs: Set[int]) -> Iterator[Recorded]:
    """Give the recordings on other agreements that brought about a state of this one (R64)."""
    own = {entry.seq for entry in line.entries}
    for seq in sorted(seqs - own if line.others else ()):
        if (found := asked.log.recording(seq)) is not None:
            yield found


def fields(act: Act) -> dict[str, Any]:
    """Give what an act says besides its kind, its date and who did it; of terms only their title."""
    said: dict[str, Any] = to_plain(act)
    if "terms" in said:
        said["terms"] = said["terms"]["title"]
    return {name: value for name, value in said.items() if name not in ("act", "on", "by")}


__all__ = ["EntryChange", "Followed", "FollowedForParty", "PastAct", "fields", "history"]
