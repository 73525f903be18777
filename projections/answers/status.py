"""The status of an agreement on a day, and what its page says besides: what clauses bring, which act is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from lifecycle.answers.participants import LETTERS, Membership, NoticeOfParty, Participant, present
from lifecycle.answers.status import status as status_on
from lifecycle.answers.status_answer import (
    Applied,
    DisputeShown,
    HeadShown,
    Irregular,
    NoticeShown,
    ReplacedShown,
    Status,
    SuspensionShown,
)
from lifecycle.answers.taken import TakenShown
from lifecycle.course.machine import LIVE
from lifecycle.course.periods import Reason
from lifecycle.course.versions import Amendment
from lifecycle.fold.names import name_on, names
from lifecycle.fold.readings import Disputed
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.text import Terms
from projections.answers.snapshot import Snapshot


class Formerly(Struct, frozen=True, kw_only=True):
    """A name by which a party was called before a day."""

    party: str
    name: str
    until: date


class StatusPage(Struct, frozen=True, kw_only=True):
    """A status, with what its page says besides."""

    status: Status
    terms: Terms
    """The terms as they last stand."""
    entered: Reason | None
    """Why it entered into force."""
    version_since: date
    """The day from which this version of the terms holds."""
    overtaken: tuple[Amendment, ...]
    """Amendments that took no effect, because nobody was left that had not opted out (R51)."""
    provisional_article: str
    bound_by: Mapping[str, str]
    """By party, the article by which it is, or was last, bound."""
    formerly: tuple[Formerly, ...]
    """Earlier names of parties, by the directory or by the agreement."""


def status(asked: Snapshot, agreement: str, as_of: date) -> Status:
    """Give the status of an agreement on a day; raises `NotFound`, or `NotYet` for a place before its draft."""
    return status_on(asked.line_on(agreement, as_of), as_of)


def status_page(asked: Snapshot, agreement: str, as_of: date) -> StatusPage:
    """Give the same with what its page says besides."""
    told, line = status(asked, agreement, as_of), asked.line(agreement)
    provisional = line.versions[0].terms.clauses.provisional_application
    return StatusPage(
        status=told,
        terms=line.terms,
        entered=_entered(line, told.entered_into_force),
        version_since=line.version_on(as_of).start,
        overtaken=tuple(_overtaken(line, as_of)),
        provisional_article=provisional.article if provisional else "VCLT-IO 25",
        bound_by=dict(_bound_by(line, as_of)),
        formerly=tuple(_formerly(line, told.participants, as_of)),
    )


def _entered(line: Timeline, day: date | None) -> Reason | None:
    reasons = [reason for period in line.agreement if period.start == day for reason in period.why]
    return reasons[-1] if reasons else None


def _bound_by(line: Timeline, as_of: date) -> Iterator[tuple[str, str]]:
    for party, periods in line.parties.items():
        began = [period for period in present(periods, as_of) if period.state in LIVE][:1]
        for article in (reason.article for period in began for reason in period.why[-1:] if reason.article):
            yield party, article


def _formerly(line: Timeline, known: Sequence[Participant], as_of: date) -> Iterator[Formerly]:
    for party in (one.party for one in known):
        entered = line.directory.names.get(party, ())
        turns = {day for one in entered for day in (one.since, one.until) if day} | {
            day for day, _ in names(line, party)
        }
        called = [(day, name_on(line, party, day)) for day in sorted(turns) if day <= as_of]
        for (_, name), (day, then) in pairwise(called):
            if name != then:
                yield Formerly(party=party, name=name, until=day)


def _overtaken(line: Timeline, as_of: date) -> Iterator[Amendment]:
    past = line.until(as_of) if line.amendments else line
    in_effect, ended = {version.seq for version in past.versions}, past.terminated_on
    for known in past.amendments:
        on = known.holds_from
        if on and on <= as_of and known.opted_out and known.seq not in in_effect and not (ended and ended <= on):
            yield known


__all__ = [
    "Applied",
    "LETTERS",
    "DisputeShown",
    "Disputed",
    "HeadShown",
    "Irregular",
    "Membership",
    "NoticeOfParty",
    "ReplacedShown",
    "NoticeShown",
    "Participant",
    "Reason",
    "Status",
    "StatusPage",
    "SuspensionShown",
    "TakenShown",
    "status",
    "status_page",
]
