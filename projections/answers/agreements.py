"""The states of all agreements on a day, from the read models, narrowed, sorted and page by page.

The values are those of `lifecycle.answers.status` for the same day and the same knowledge (a property test).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from lifecycle.calendar.partial import Precision
from lifecycle.codec import decode
from lifecycle.course.machine import ENDED, State
from lifecycle.errors import NotFound
from lifecycle.messages import Message
from lifecycle.terms.naming import folded
from projections.answers.parties import Named, key_of
from projections.answers.snapshot import Snapshot
from projections.models.about import present
from projections.models.values import by_language, precision

Order = Literal["id", "title", "state", "since", "ends"]
LOWEST: Mapping[Order, tuple[object, ...]] = {"id": (), "title": ("",), "state": (-1,), "since": (0,), "ends": (0,)}
"""What each order begins with before the id: the first page goes on behind it."""
ALL = 2**62
"""As many as there may be."""
COUNTED = 1000
"""So many agreements beside a page are counted, however many there are: a page takes no longer in a large register."""


class Listed(Struct, frozen=True, kw_only=True):
    """One agreement's state on a day: the fields of a status up to how it ended, its end and its partners."""

    agreement: str
    title: str
    as_of: date
    state: State
    since: date
    until: date | None
    terms_version: int
    entered_into_force: date | None
    terminates: date | None
    terminated_on: date | None
    ended_by: Message | None
    ends: date | None = None
    """The day of its end, past or in sight."""
    partners: tuple[Named, ...] = ()
    """Its parties on the day, without the one that was asked about."""
    party: str | None = None
    """The party that was asked about, by its key."""
    party_state: State | None = None
    """That party's own state, by which the list is narrowed, and since when."""
    party_since: date | None = None
    precision: Precision | None = None
    """What is known of the first day of the state, where a list gives it: then `since` is the first possible day."""
    party_precision: Precision | None = None
    """The same of the party's own."""
    total: int | None = None
    """How many agreements there are of those asked for, on this page and others, counted up to a thousand; only where
    pages are asked for."""
    beyond: bool = False
    """Whether there are more than were counted."""
    next_after: str | None = None
    """On the last one of a page that others follow: the agreement behind which the next page begins."""
    kind: str = ""
    """What kind of agreement its terms say it is."""
    titles: Mapping[str, str] = {}
    """The title in each language, by the language's code; none where there is one alone."""


def listing(
    asked: Snapshot,
    as_of: date,
    *,
    state: State | None = None,
    party: str | None = None,
    words: str = "",
    kind: str = "",
    sort: Order = "id",
    after: str | None = None,
    limit: int | None = None,
) -> list[Listed]:
    """List the agreements drafted by a day, in an order, behind one of them, and no more than so many.

    With a party, by its key or its name, each has that party's own state, and `state` is that of the party. Each of the
    words stands in the title or in the name of a party, however it is spelt; a kind
    is meant as a whole, however spelt. Raises `NotFound` for a party that none has, or an agreement to go on behind
    that is not in the list.
    """
    key = None if party is None else key_of(asked, party)
    models, where = asked.models, {"as_of": as_of, "at": asked.at, "party": key}
    wanted = {**where, "state": state, **_texts(words, kind)}
    *behind, behind_id = (*LOWEST[sort], "") if after is None else _place(asked, where, sort, after)
    page = models.ask(
        f"page by {sort}",
        **wanted,
        after=behind[0] if behind else None,
        after_id=behind_id,
        limit=ALL if limit is None else limit + 1,
    )
    shown = page if limit is None else page[:limit]
    if limit is None and after is None:
        return [_listed(row, as_of, key, None) for row in shown]
    whole = after is None and len(page) == len(shown)
    ((total,),) = [(len(page),)] if whole else models.ask("total", **wanted, limit=COUNTED + 1)
    found = [_listed(row, as_of, key, total) for row in shown]
    if len(page) > len(shown):
        found[-1] = replace(found[-1], next_after=found[-1].agreement)
    return found


def counted(
    asked: Snapshot, as_of: date, *, party: str | None = None, words: str = "", kind: str = ""
) -> dict[State, int]:
    """Count the agreements drafted by a day in each state, as a list is narrowed, up to one more than `COUNTED`."""
    key = None if party is None else key_of(asked, party)
    wanted = {"as_of": as_of, "at": asked.at, "party": key, **_texts(words, kind)}
    return {state: asked.models.ask("total", **wanted, state=state, limit=COUNTED + 1)[0][0] for state in State}


def _texts(words: str, kind: str) -> Mapping[str, object]:
    """Give what is asked of texts, or nothing at all."""
    wanted = {"words": tuple(folded(words).split()), "kind": folded(kind)}
    return wanted if any(wanted.values()) else {}


def _place(asked: Snapshot, where: Mapping[str, object], sort: Order, after: str) -> Sequence[Any]:
    found = asked.models.ask(f"place by {sort}", **where, id=after)
    if not found:
        raise NotFound("agreement", after)
    return found[0]


def _listed(row: Sequence[Any], as_of: date, party: str | None, total: int | None) -> Listed:
    id, title, titles, state, since, until, kind, version, entered, *ending = row
    terminates, terminated, ended_by, ends, known_to, there, *own = ending
    party_state, party_since, party_known_to = own or (None, None, None)
    return Listed(
        agreement=id,
        title=title,
        titles=by_language(titles),
        kind=kind,
        as_of=as_of,
        state=state,
        since=since,
        until=until,
        terms_version=version,
        entered_into_force=_by(entered, as_of),
        terminates=terminates,
        terminated_on=_by(terminated, as_of),
        ended_by=_said(ended_by) if ended_by and state in ENDED else None,
        ends=ends,
        partners=tuple([Named(party=one.party, name=one.name) for one in present(there) if one.party != party]),
        party=party,
        party_state=party_state,
        party_since=party_since,
        precision=precision(known_to) or None,
        party_precision=precision(party_known_to) or None,
        total=None if total is None else min(total, COUNTED),
        beyond=total is not None and total > COUNTED,
    )


def _said(ending: str) -> Message:
    from lifecycle.course.endings import Ending  # brings much of the law along, for those that have ended

    return decode(ending.encode(), Ending).says


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None
