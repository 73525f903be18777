"""The directory of parties, folded from its acts in the order of their legal dates; never raises on what is recorded.

It is the register's own file beside its agreements (R64, ADR 0022). An act that meets an objection where it stands
stays without effect and is listed as irregular, as in an agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import Approved, Submitted, with_approvals
from lifecycle.acts.directory.entry import DirectoryAct, no_entry
from lifecycle.acts.keeping.corrections import in_effect
from lifecycle.acts.keeping.entries import Corrected, Struck
from lifecycle.acts.keeping.register import ClockMended, RegisterResumed
from lifecycle.acts.kinds import act_from
from lifecycle.course.directory import DIRECTORY, Alias, Called, DirectoryCourse, Membership, Succession
from lifecycle.fold.folded import Folded
from lifecycle.fold.legal_order import legal_order
from lifecycle.messages import Message

KEEPING = (Corrected, Struck, Submitted, Approved, ClockMended, RegisterResumed)
"""The keeper's own acts that the directory has; the last two concern the whole register, wherever they are entered."""


class Directory(Folded, frozen=True, kw_only=True):
    """What the register knows of its parties besides what the terms of agreements say."""

    id: str = DIRECTORY
    names: Mapping[str, tuple[Called, ...]] = {}
    """By party, what it is and was called, in the order of the days."""
    aliases: Mapping[str, tuple[Alias, ...]] = {}
    successions: tuple[Succession, ...] = ()
    memberships: tuple[Membership, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """The codes that the directory itself speaks of, in their order."""
        related = (code for one in self.successions for code in (one.predecessor, *one.successors))
        members = (code for one in self.memberships for code in (one.member, one.organisation))
        return tuple(sorted({*self.names, *self.aliases, *related, *members}))

    def called(self, party: str, day: date, language: str = "") -> Called | None:
        """Give the name of a party on a day, where the directory has one."""
        known = self.names.get(party, ())
        return next((one for one in reversed(known) if one.language == language and one.stands(day)), None)

    def texts(self, party: str, day: date) -> Mapping[str, str]:
        """Give the names of a party on a day in languages, by language."""
        return {one.language: one.name for one in self.names.get(party, ()) if one.language and one.stands(day)}

    def spellings(self, party: str) -> Iterator[str]:
        """Give everything by which a party is found, of whatever day."""
        yield from (one.name for one in self.names.get(party, ()))
        yield from (one.name for one in self.aliases.get(party, ()))


NOTHING = Directory()
"""A directory in which nothing was entered."""


def directory(entries: Iterable[Entry]) -> Directory:
    """Fold the recorded acts of the directory."""
    known = tuple(entries)
    if not known:
        return NOTHING
    placed, approvals, vain = with_approvals(known, act_from)
    standing, irregular, concerned = in_effect(placed, act_from)
    irregular = irregular | vain | {e.seq: _OUTSIDE for e in placed if not _belongs(e.act)}
    course = DirectoryCourse()
    for _, entry in legal_order(standing):
        act, course.seq = entry.act, entry.seq
        if not isinstance(act, DirectoryAct):
            continue
        if objection := act.barred(course):
            irregular[entry.seq] = objection
        else:
            act.enter(course)
    by = {seq: (approval, *concerned.get(seq, ())) for seq, approval in approvals.items()}
    return Directory(
        entries=known,
        standing=tuple(standing),
        concerned={**concerned, **by},
        approved={entry.seq: entry.act for entry in placed if entry.seq in approvals},
        irregular=irregular,
        names={party: _lasting(names) for party, names in sorted(course.names.items())},
        aliases={party: tuple(found) for party, found in sorted(course.aliases.items())},
        successions=tuple(course.successions.values()),
        memberships=tuple(one for one in course.memberships if one.since != one.until),
    )


_OUTSIDE = no_entry(Message("It is an act on an agreement, and has no place in the directory of parties"))


def _belongs(act: Act) -> bool:
    return isinstance(act, (DirectoryAct, *KEEPING))


def _lasting(names: Sequence[Called]) -> tuple[Called, ...]:
    """Leave out what another name overtook on its first day."""
    return tuple(one for one in names if one.since != one.until)
