"""The follower: read models are kept in step with the log, and say what the fold says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace
from read_models import KINDS, SORTS, Batches, Kept, moments, recordings

from lifecycle.answers.particulars import open_heads
from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.errors import NotFound
from lifecycle.fold.naming import names_of
from lifecycle.fold.timeline import Timeline
from lifecycle.terms.naming import folded
from projections.answers import agreements, heads, parties
from projections.answers.agreements import LOWEST, Listed, Order, counted, listing
from projections.answers.deadlines import due
from projections.answers.parties import Named, codes
from projections.models.definitions.tables import metadata
from projections.models.follower import Batch
from projections.models.read_models import READ_MODELS
from projections.models.values import NUMBER

HALF = settings(max_examples=settings().max_examples // 2)
"""For all but the list: each example is a register of its own."""


def kept_by(batches: Batches, kind: str) -> Kept:
    kept = Kept(kind)
    for batch in batches:
        kept.record(*batch)
    return kept


def answers(kept: Kept, day: Any, known_at: int | None) -> dict[str, Status]:
    """The statuses of all agreements that were drafted by then, from the fold."""
    found = {}
    for name, line in kept.timelines(known_at).items():
        try:
            found[name] = status(line, day)
        except NotFound:
            continue
    return dict(sorted(found.items()))


@HALF
@given(recordings(), KINDS)
def test_kept_rows_are_those_of_a_replay(batches: Batches, kind: str) -> None:
    """Recorded one by one, in batches, or replayed agreement by agreement: the rows are the same."""
    kept = kept_by(batches, kind)
    batch = Batch()
    for name in kept.timelines():
        for step in kept.log:
            if step.agreement == name:
                batch.note(step)
    replayed = [set(batch.agreements), *(set(table.rows()) for table in batch.tables)]
    assert list(kept.rows().values()) == replayed


@HALF
@given(recordings(), KINDS)
def test_a_row_is_never_edited_but_for_the_end_of_its_known_time(batches: Batches, kind: str) -> None:
    """What was known once stays on record; it is only marked with the recording that superseded it."""
    kept = Kept(kind)
    for batch in batches:
        old, head = kept.rows(), kept.head
        kept.record(*batch)
        new = kept.rows()
        assert old["agreements"] <= new["agreements"]
        for model in READ_MODELS:
            name = model.table
            ends = {row[:-1]: row[-1] for row in new[name]}
            assert len(ends) == len(new[name])
            for *row, known_to in old[name]:
                end = ends.pop(tuple(row))
                assert end == known_to or (known_to is None and head < end <= kept.head)
            assert all(row[-1] > head for row in ends), "a row begins to be known with its recording"


@HALF
@given(recordings(), KINDS)
def test_what_is_known_at_one_time_has_no_two_rows_with_one_key(batches: Batches, kind: str) -> None:
    """At every recording the rows of a read model are told apart by their key."""
    kept = kept_by(batches, kind)
    for model in READ_MODELS:
        rows = kept.rows()[model.table]
        for seq in range(1, kept.head + 1):
            known = [row[: model.key] for row in rows if row[-2] <= seq and (row[-1] is None or seq < row[-1])]
            assert len(known) == len(set(known))


@given(st.data())
def test_the_list_says_what_each_status_says(data: st.DataObject) -> None:
    """On every day, as known at every recording, the list has the values of `lifecycle.answers.status`."""
    kept = kept_by(data.draw(recordings()), data.draw(KINDS))
    for _ in range(6):
        day, known_at = data.draw(moments(kept))
        known = answers(kept, day, known_at)
        wanted = known.values()
        told = [_listed(one) for one in wanted]
        now = kept.asked(known_at)
        assert listing(now, day) == told
        for kind in {folded(one.kind) for one in told if one.kind}:
            assert listing(now, day, kind=kind) == [one for one in told if folded(one.kind) == kind]
        for state in {one.state for one in told}:
            assert listing(now, day, state=state) == [t for t in told if t.state is state]
        for party in {one.party for listed in told for one in listed.partners}:
            mine = [_listed(one, party) for one in wanted if party in one.parties]
            assert listing(now, day, party=party) == mine
            for own in {one.party_state for one in mine}:
                assert listing(now, day, party=party, state=own) == [one for one in mine if one.party_state is own]


def _listed(status: Status, party: str | None = None) -> Listed:
    """Give what the list says of an agreement, from its status."""
    fields = [name for name in Listed.__struct_fields__ if name in Status.__struct_fields__]
    own = status.parties.get(party or "")
    return Listed(
        **{name: getattr(status, name) for name in fields},
        ends=status.terminated_on or status.terminates,
        partners=tuple(Named(party=one.party, name=one.name) for one in status.participants if one.party != party),
        party=party,
        party_state=own.state if own else None,
        party_since=own.since if own else None,
    )


ORDER: Mapping[Order, Callable[[Listed], Any]] = {
    "id": lambda one: one.agreement,
    "title": lambda one: folded(one.title),
    "state": lambda one: NUMBER[one.party_state or one.state],
    "since": lambda one: one.party_since or one.since,
    "ends": lambda one: one.ends or date.max,
}
"""What each order goes by, the id behind it."""


@HALF
@given(st.data())
def test_words_are_looked_for_in_titles_and_names_however_they_are_spelt(data: st.DataObject) -> None:
    """Each of them in the title or a name; what is no letter is no wildcard; both databases."""
    kept = kept_by(data.draw(recordings()), data.draw(KINDS))
    day, known_at = data.draw(moments(kept))
    now = kept.asked(known_at)
    whole, lines = listing(now, day), kept.timelines(known_at)
    searched = {one.agreement: _searched(one, lines[one.agreement]) for one in whole}
    texts = {text for found in searched.values() for text in found} | {"%", "_", "x"}
    drawn = st.sampled_from(sorted({part for text in texts for part in text.split()}))
    words = data.draw(st.lists(drawn, max_size=2))
    spelt = data.draw(st.sampled_from([str.upper, str.lower, str.title]))(" ".join(words))
    asked_for = [folded(word) for word in words]
    wanted = [o for o in whole if all(any(word in text for text in searched[o.agreement]) for word in asked_for)]
    assert listing(now, day, words=spelt) == wanted
    kind = data.draw(st.sampled_from(SORTS))
    of_it = [one for one in wanted if not kind or folded(one.kind) == folded(kind)]
    assert listing(now, day, words=spelt, kind=kind.upper()) == of_it
    assert sum(counted(now, day, words=spelt, kind=kind).values()) == len(of_it)


def _searched(one: Listed, line: Timeline) -> list[str]:
    """Give what is searched of an agreement: its titles, and the keys and names, former ones too, of its parties."""
    names = names_of(line)
    called = [text for who in one.partners for text in (who.party, *names[who.party])]
    return list(map(folded, (one.title, *one.titles.values(), *called)))


@HALF
@given(st.data())
def test_pages_of_a_list_are_the_list(data: st.DataObject) -> None:
    """In every order, in pages of any length, each going on behind the last one of the one before; both databases."""
    kept = kept_by(data.draw(recordings()), data.draw(KINDS))
    day, known_at = data.draw(moments(kept))
    now = kept.asked(known_at)
    whole = listing(now, day)
    party = data.draw(st.sampled_from([None, *sorted({one.party for each in whole for one in each.partners})]))
    for sort in LOWEST:
        wanted = sorted(listing(now, day, party=party), key=lambda one: (ORDER[sort](one), one.agreement))
        assert listing(now, day, party=party, sort=sort) == wanted
        limit, after, told = data.draw(st.integers(1, 3)), None, list[str]()
        while True:
            page = listing(now, day, party=party, sort=sort, after=after, limit=limit)
            told += [one.agreement for one in page]
            assert len(page) <= limit
            assert all(one.total == len(wanted) for one in page)
            assert all(one.next_after is None for one in page[:-1])
            if not page or page[-1].next_after is None:
                break
            after = page[-1].next_after
        assert told == [one.agreement for one in wanted]


@HALF
@given(st.data())
def test_deadlines_are_what_each_status_awaits(data: st.DataObject) -> None:
    """On every day, as known at every recording, what falls due is what the statuses say comes next."""
    kept = kept_by(data.draw(recordings()), data.draw(KINDS))
    for _ in range(6):
        day, known_at = data.draw(moments(kept))
        wanted = {
            (name, one.on, str(one.what), one.article, one.binds, one.seq)
            for name, answer in answers(kept, day, known_at).items()
            for one in answer.next
        }
        found = due(kept.asked(known_at), day)
        assert {(d.agreement, d.on, str(d.what), d.article, d.binds, d.seq) for d in found} == wanted
        assert len(found) == len(wanted)
        assert [d.on for d in found] == sorted(d.on for d in found)
        assert all(d.overdue == (d.on < day) for d in found)


@HALF
@given(st.data())
def test_an_everyday_list_has_the_latest_of_what_is_overdue(data: st.DataObject) -> None:
    """As many as are asked for, and all that is to come; the first says whether others were left out."""
    kept = kept_by(data.draw(recordings(most=16)), data.draw(KINDS))
    for _ in range(4):
        day, known_at = data.draw(moments(kept))
        now = kept.asked(known_at)
        party = data.draw(st.sampled_from([None, *codes(now)]))
        within = data.draw(st.sampled_from([None, 30]))
        whole = due(now, day, party=party, within_days=within)
        late = sum(one.overdue for one in whole)
        most = data.draw(st.integers(0, 3))
        found = due(now, day, party=party, within_days=within, overdue=most)
        assert [replace(one, earlier=False) for one in found] == whole[max(0, late - most) :]
        assert [one.earlier for one in found] == [late > most and not at for at in range(len(found))]


@HALF
@given(st.data())
def test_a_page_counts_no_more_than_so_many(data: st.DataObject) -> None:
    """The whole list is counted up to a limit, and a page says whether there are more."""
    kept = kept_by(data.draw(recordings()), data.draw(KINDS))
    day, known_at = data.draw(moments(kept))
    now = kept.asked(known_at)
    n = len(listing(now, day))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreements, "COUNTED", counted := data.draw(st.integers(1, 3)))
        for one in listing(now, day, limit=1):
            assert (one.total, one.beyond) == (min(n, counted), n > counted)


@HALF
@given(st.data())
def test_open_heads_are_those_of_each_status(data: st.DataObject) -> None:
    """On every day, as known at every recording, each open head has what is left of its amount."""
    kept = kept_by(data.draw(recordings(most=16)), data.draw(KINDS))
    for _ in range(6):
        day, known_at = data.draw(moments(kept))
        wanted = {
            (name, *_head(head))
            for name, line in kept.timelines(known_at).items()
            for head in _open(line.until(day), day)
        }
        found = heads.open_heads(kept.asked(known_at), day)
        assert {(head.agreement, *_head(head)) for head in found} == wanted
        assert len(found) == len(wanted)


def _open(line: Timeline, day: Any) -> list[Any]:
    shown = open_heads(line.heads, day)
    return [*shown.activities, *shown.accounts]


def _head(head: Any) -> tuple[Any, ...]:
    money = (head.owed_by, head.owed_to, head.amount, head.currency)
    return (head.id, head.title, head.since, head.seq, head.activity, *money)


@HALF
@given(st.data())
def test_memberships_are_the_parties_of_each_status(data: st.DataObject) -> None:
    """On every day, as known at every recording, a party has its own state in each of its agreements."""
    kept = kept_by(data.draw(recordings()), data.draw(KINDS))
    for _ in range(4):
        day, known_at = data.draw(moments(kept))
        known = answers(kept, day, known_at)
        for party in "ABC":
            wanted = [
                (
                    *(name, one.title, one.state, one.since, own.state, own.since),
                    *(one.precision or UNSET, own.precision, one.titles, one.kind),
                )
                for name, one in known.items()
                if (own := one.parties.get(party)) is not None
            ]
            found = parties.agreements_of(kept.asked(known_at), party, day)
            assert [tuple(getattr(m, f) for f in m.__struct_fields__) for m in found] == wanted
            told = listing(kept.asked(known_at), day, party=party) if wanted else []
            assert [one.agreement for one in told] == [name for name, *_ in wanted]


@HALF
@given(recordings(), KINDS)
def test_every_row_stands_for_some_time(batches: Batches, kind: str) -> None:
    """Neither axis of a row ends before it begins, and the states of a subject leave no gap."""
    kept = kept_by(batches, kind)
    for model in READ_MODELS:
        names = [column.name for column in metadata.tables[model.table].c]
        for row in kept.rows()[model.table]:
            known = dict(zip(names, row, strict=True))
            for axis in ("valid", "known"):
                start, end = known.get(f"{axis}_from", 0), known.get(f"{axis}_to")
                assert end is None or start < end
    for line in kept.timelines().values():
        for tiles in (line.agreement, *line.parties.values()):
            assert all(one.end == other.start for one, other in pairwise(tiles))
