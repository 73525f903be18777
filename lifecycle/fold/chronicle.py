"""The chronicle of an agreement: all that a fold finds of it, each with its dates, from its draft on.

To add a fact: its field here, and where `lifecycle.fold.timeline` takes it from the course.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lifecycle.course.declarations import Declaration
from lifecycle.course.dues import Alternative, Assumed, Due
from lifecycle.course.endings import Ending
from lifecycle.course.facts import Dispute, Fact, Head, Record, Renamed, Replacement, Suspension, Taken
from lifecycle.course.machine import State
from lifecycle.course.notices import Notice
from lifecycle.course.periods import Period, period_on
from lifecycle.course.subject import Step
from lifecycle.course.versions import Amendment, Kept, Version
from lifecycle.fold.counted import Reading
from lifecycle.fold.directory import NOTHING, Directory
from lifecycle.fold.folded import Folded
from lifecycle.messages import Value
from lifecycle.terms.text import Terms


class Chronicle(Folded, frozen=True, kw_only=True):
    """What the recorded acts make of an agreement, as it stands to the end of the calendar."""

    versions: tuple[Version, ...]
    agreement: tuple[Period, ...]
    parties: Mapping[str, tuple[Period, ...]]
    steps: Mapping[str, tuple[Step, ...]]
    """By subject, the agreement's own being empty, all that was asked of the table of states."""
    notices: tuple[Notice, ...]
    suspensions: tuple[Suspension, ...]
    disputes: tuple[Dispute, ...]
    heads: tuple[Head, ...]
    amendments: tuple[Amendment, ...]
    kept: tuple[Kept, ...]
    """The earlier terms that parties keep, or kept, outside of amendments."""
    records: tuple[Record, ...]
    declarations: tuple[Declaration, ...]
    dues: tuple[Due, ...]
    provisional: tuple[Fact, ...]
    taken: tuple[Taken, ...]
    """What lists say of it, where that counts."""
    replaced: tuple[Replacement, ...]
    """What later agreements have replaced of it, while it goes on."""
    dissolved: Mapping[str, date]
    renamed: tuple[Renamed, ...]
    cured: Mapping[int, int]
    """By irregular act, the later one that cured it."""
    entered_into_force: date | None
    terminated_on: date | None
    """The date of termination; it never moves, whatever is left to finish."""
    closed_on: date | None
    """The day on which the winding down was over, too."""
    ended_by: Ending | None
    assumed: tuple[Assumed, ...]
    alternatives: tuple[Alternative, ...]
    awaiting: tuple[Value, ...]
    directory: Directory = NOTHING
    """What the register knows of its parties besides; no part of the fold: names alone are read there (R64)."""
    reading: Reading | None = None
    """A convention and its other value, where what the terms leave open is read otherwise than by default."""

    @property
    def terms(self) -> Terms:
        """The terms as they last stand."""
        return self.versions[-1].terms

    @property
    def drafted(self) -> date:
        """The first day of the agreement's life."""
        return self.agreement[0].start

    @property
    def head(self) -> int:
        """The last position in the log that the timeline knows."""
        return max(entry.seq for entry in self.entries)

    def state_on(self, day: date) -> State | None:
        """Give the agreement's state on a day, nothing before its draft."""
        period = period_on(self.agreement, day)
        return period.state if period else None

    def version_on(self, day: date) -> Version:
        """Give the version of the terms that holds on a day."""
        return next((v for v in reversed(self.versions) if v.start <= day), self.versions[0])

    def version_for(self, party: str, day: date) -> Version:
        """Give the version of the terms that binds a party on a day: an earlier one where it opted out (R51)."""
        kept = next((kept for kept in self.kept if kept.id == party and kept.stands(day)), None)
        return self.versions[kept.number - 1] if kept else self.version_on(day)
