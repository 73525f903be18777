"""What falls due in the whole register: dates that are coming, and past ones that are still awaited.

A deadline is awaited from the act that set it until it has come, or until a later act removes it; one that
only an act can close (the completion of an activity, a consultation, a reply) stays, overdue. One that comes again is
listed with its next date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.calendar.days import day_off
from lifecycle.calendar.recurrence import Recurrence
from lifecycle.codec import decode
from lifecycle.course.dues import Due, Values
from lifecycle.course.overtaken import concerns, leaving, overtaken
from lifecycle.messages import Message
from projections.answers.parties import Named, key_of, partners_of
from projections.answers.snapshot import Snapshot
from projections.models.about import About, about

LATEST = 100
"""So many of what is overdue an everyday list holds: it takes no longer when more and more of it is left undone."""
ALL = 2**62
"""As many as there may be."""


class Deadline(Struct, frozen=True, kw_only=True):
    """One date that is awaited."""

    agreement: str
    on: date
    what: Message
    article: str
    binds: str | None
    """The party that has to act, or nothing where it concerns all."""
    seq: int | None
    """The act that set it."""
    kind: str
    subject: str
    since: date
    overdue: bool
    every: str = ""
    """The span after which it comes again."""
    disputed: bool = False
    """Whether another admissible reading gives another date."""
    other: date | None = None
    """That other date; of several the earliest."""
    others: tuple[date, ...] = ()
    """All such dates."""
    title: str = ""
    """That of the agreement."""
    titles: Mapping[str, str] = {}
    """The same in each language, by the language's code; none where there is one alone."""
    moved: Message | None = None
    """Why it is a later day than the time runs to, where that is a day off (R19)."""
    partners: tuple[Named, ...] = ()
    """Its parties on the day, without the one that was asked about."""
    owner: str = ""
    """Who looks after it, as the office arranged it."""
    lead: str = ""
    """How long before its day it is to be told, as the office arranged it."""
    notify_on: date | None = None
    """The day from which it is to be told."""
    seat: str = ""
    """The seat at which its day is off, where somebody has to act by it."""
    day_off: Message | None = None
    """Why its day is off there; no date moves by that."""
    act_by: date | None = None
    """The last working day there by which it can be done in time."""
    earlier: bool = False
    """On the first one of a list: whether others have been overdue for longer, which it leaves out."""


def due(
    asked: Snapshot,
    as_of: date,
    *,
    within_days: int | None = None,
    party: str | None = None,
    overdue: int | None = None,
) -> list[Deadline]:
    """List what is awaited on a day, the overdue first, within so many days after it where a number is given.

    What the end of its agreement, or the leaving of its party, has overtaken is left out. With a party, by its key or
    its name: what binds it, and what binds nobody in particular in its agreements. Of the overdue no more than so many
    where a number is given, the latest; the first of them then says whether there are others. Raises `NotFound` for a
    party that no agreement has.
    """
    last = None if within_days is None else later(as_of, within_days)
    party = None if party is None else key_of(asked, party)
    where = {"as_of": as_of, "at": asked.at, "party": party}
    rows = asked.models.ask("coming", **where, last=last)
    limit = ALL if overdue is None else overdue + 1
    while True:
        past = asked.models.ask("overdue", **where, limit=limit)
        found = _listed(asked, [*rows, *past], as_of, last, party)
        late = sum(one.overdue for one in found)
        if len(past) < limit or (overdue is not None and late > overdue):
            break
        limit *= 4  # for an end has overtaken some of them
    if overdue is None or late <= overdue:
        return found
    return [replace(one, earlier=not at) for at, one in enumerate(found[late - overdue :])]


def _listed(
    asked: Snapshot, rows: Iterable[Sequence[Any]], as_of: date, last: date | None, party: str | None
) -> list[Deadline]:
    found = defaultdict[tuple[int, str], list[Due]](list)
    for key, id, *columns in rows:
        if (one := due_of(*columns)).stands(as_of):
            found[key, id].append(one)
    known = about(asked.models, as_of, asked.at, {key for key, _ in found})
    listed = (
        deadline(id, one, as_of, known[key], party)
        for (key, id), dues in found.items()
        for one in Outlook(known[key], dues, as_of).awaited(party)
    )
    order = attrgetter("on", "agreement", "kind", "subject")
    return sorted((one for one in listed if last is None or one.on <= last), key=order)


class Outlook:
    """What is awaited under one agreement on a day, its end and the leaving of parties in mind."""

    def __init__(self, known: About, dues: Sequence[Due], as_of: date) -> None:
        self.known, self.dues, self.as_of = known, dues, as_of
        self.gone = leaving(dues) | dict(known.gone())

    def awaited(self, party: str | None) -> Iterator[Due]:
        """Give what is not overtaken, neither for all nor, where one is asked about, for that party."""
        for due in self.dues:
            on = due.next_on(self.as_of)
            if not overtaken(due, on, self.as_of, self.known.ends, self.gone) and self._for(party, due, on):
                yield due

    def _for(self, party: str | None, due: Due, on: date) -> bool:
        """Tell whether what binds nobody in particular still is the matter of a party that leaves."""
        left = self.gone.get(party or "")
        return left is None or concerns(due) == party or (on <= left and self.as_of < left)


def due_of(*found: Any) -> Due:
    """Make a due again from its columns, as `projections.models.definitions.awaited` selects them."""
    kind, subject, cause, since, closed, on, values, article, binds, seq, again, last, others, counted = found
    return Due(
        kind=kind,
        subject=subject,
        cause=cause,
        since=since,
        closed=closed,
        on=on,
        values=decode(values.encode(), Values),
        article=article,
        binds=binds,
        seq=seq,
        again=decode(again.encode(), Recurrence) if again else None,
        last=last,
        others=tuple(map(date.fromisoformat, others.split())),
        counted=counted,
    )


def deadline(agreement: str, due: Due, as_of: date, known: About, party: str | None = None) -> Deadline:
    """Give a due as it stands on a day, with its next date where it comes again, and whose it is."""
    on = due.next_on(as_of)
    others = due.others if on == due.on else ()
    return Deadline(
        agreement=agreement,
        on=on,
        what=due.what,
        article=due.article,
        binds=due.binds,
        seq=due.seq,
        kind=due.kind,
        subject=due.subject,
        since=due.since,
        overdue=on < as_of,
        every=due.every,
        disputed=bool(others),
        other=others[0] if others else None,
        others=others,
        title=known.title,
        titles=known.titles,
        moved=day_off(due.counted) if due.counted and on == due.on else None,
        partners=partners_of(known, party),
    )


def later(day: date, days: int) -> date:
    """Give the date so many days after a day, the last of the calendar where there is none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
