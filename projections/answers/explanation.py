"""The derivation of a status, or of one party's, with the acts that it rests on and both times of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import asdict

from lifecycle import law
from lifecycle.answers.explanation.agreement import Explanation
from lifecycle.answers.explanation.agreement import explain as derived
from lifecycle.answers.explanation.party import explain_party
from lifecycle.messages import Message
from projections.answers.naming import party_of
from projections.answers.snapshot import Snapshot


class Cited(Struct, frozen=True, kw_only=True):
    """An act that the answer rests on, with both its times."""

    seq: int
    act: str
    on: date
    """The legal date, as corrected."""
    by: str | None
    recorded_at: datetime
    says: Message
    concerned_by: tuple[int, ...]
    """Corrections and strikes of it."""


class Explained(Explanation, frozen=True, kw_only=True):
    """The derivation of the state of an agreement, or of a party, on a day, and the acts that it rests on."""

    acts: tuple[Cited, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The numbers of the rules that are cited in it."""
        objections = (act.objection.rule for act in self.irregular)
        return law.cited(*(str(step.source) for step in self.lines), *map(str, self.readings), *objections)


def explain(asked: Snapshot, agreement: str, as_of: date, party: str | None = None) -> Explained:
    """Derive the status of an agreement on a day, or of one of its parties, by its key or its name.

    Raises `NotFound`, `NotYet` for a place before its draft, or `InvalidInput` for a name that several have.
    """
    line = asked.line_on(agreement, as_of)
    found = derived(line, as_of) if party is None else explain_party(line, party_of(line, party), as_of)
    return Explained(**asdict(found), acts=tuple(_acts(asked, found)))


def _acts(asked: Snapshot, found: Explanation) -> Iterator[Cited]:
    """Give the acts that an answer rests on, as they stand now, with the time of their recording."""
    line = asked.line(found.agreement)
    standing = {entry.seq: entry.act for entry in line.standing}
    own = {row.seq: row for row in asked.recordings(found.agreement)}
    for seq in found.rests_on:
        row = own.get(seq) or asked.log.recording(seq)
        if row is not None:
            act = standing.get(row.seq, row.act)
            yield Cited(
                seq=row.seq,
                act=act.tag,
                on=act.dated(),
                by=act.by,
                recorded_at=row.recorded_at,
                says=act.says(row.agreement),
                concerned_by=line.concerned.get(row.seq, ()),
            )
