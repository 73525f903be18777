"""Following a log: what is there, what comes, from which place on, and the end of the waiting.

The library's own cases of a subscription are in `test_aggregates_record_store.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from threading import Event, Thread
from time import monotonic
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from stores import Place

from aggregates.databases.cases import database
from aggregates.record.log.notifications import PAGE
from aggregates.record.store import Store
from lifecycle.errors import NoRegister


def stored(topic: str = "a topic") -> StoredEvent:
    return StoredEvent(uuid4(), 1, topic, b"{}")


def over() -> bool:
    return True


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    place.create()
    place.admit_all()
    with closing(Store(database(place.url))) as store:
        yield store


@pytest.fixture
def follower(place: Place, store: Store) -> Iterator[Store]:
    """Somebody else, who may only read."""
    with closing(Store(database(place.url), read_only=True)) as follower:
        yield follower


def test_what_was_is_given_and_then_what_comes(store: Store, follower: Store) -> None:
    """In the order of the log; what was tried and not committed is no event."""
    store.insert_events([stored(), stored()])
    with follower.subscribe(gt=1) as news:
        assert next(news).id == 2
        store.insert_events([stored(), stored()])
        assert [next(news).id for _ in range(2)] == [3, 4]
        with store.writing(commit=False) as writing:
            writing.append([stored()])
        store.insert_events([stored("committed")])
        assert (found := next(news)).id == 5
        assert found.topic == "committed"


@pytest.mark.parametrize("behind", [None, 0, 1, 4, 5, 9])
def test_it_begins_behind_any_place(store: Store, follower: Store, behind: int | None) -> None:
    """Whoever was interrupted goes on behind the last one seen; behind the end there is nothing yet."""
    store.insert_events([stored() for _ in range(5)])
    with follower.subscribe(behind, ended=over) as news:
        assert [one.id for one in news] == list(range((behind or 0) + 1, 6))


def test_a_long_log_is_given_whole(store: Store, follower: Store) -> None:
    """Page by page, none of them twice, also where the last page is full."""
    store.insert_events([stored() for _ in range(2 * PAGE)])
    with follower.subscribe(ended=over) as news:
        assert [one.id for one in news] == list(range(1, 2 * PAGE + 1))


def test_some_kinds_only(store: Store, follower: Store) -> None:
    """Their places are those of the log."""
    store.insert_events([stored("this"), stored("that"), stored("this")])
    with follower.subscribe(topics=["this"], ended=over) as news:
        assert [one.id for one in news] == [1, 3]


def seen_until_told(follower: Store, seen: list[int], ended: Callable[[], bool]) -> None:
    with follower.subscribe(ended=ended) as news:
        seen.extend(one.id for one in news)


def test_whoever_waits_is_told_to_end(store: Store, follower: Store) -> None:
    """What was committed before is given, though nobody was told of it yet."""
    told, seen = Event(), list[int]()
    waiting = Thread(target=seen_until_told, args=(follower, seen, told.is_set))
    waiting.start()
    for _ in range(3):
        store.insert_events([stored()])
    told.set()
    waiting.join(timeout=5)
    assert not waiting.is_alive()
    assert seen == [1, 2, 3]


def test_the_waiting_ends_with_its_time(follower: Store) -> None:
    """Not before, and hardly later."""
    begun = monotonic()
    with follower.subscribe(ended=lambda: monotonic() > begun + 0.3) as news:
        assert list(news) == []
    assert 0.3 < monotonic() - begun < 3


def test_a_subscription_is_stopped_from_elsewhere(store: Store, follower: Store) -> None:
    """As a signal does it: nothing more is given, whatever is there."""
    with follower.subscribe() as news, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(list, news)
        news.stop()
        assert waiting.result(timeout=5) == []
        store.insert_events([stored()])
        assert list(news) == []


def test_many_writers_and_nothing_missed(place: Place, store: Store, follower: Store) -> None:
    """Each event once and in its order, however the commits fall between two looks."""

    def write(_: int) -> None:
        with closing(Store(database(place.url))) as writer:
            for _ in range(20):
                writer.insert_events([stored()])

    with follower.subscribe() as news, ThreadPoolExecutor(3) as pool:
        done = pool.map(write, range(3))
        assert [one.id for one in islice(news, 60)] == list(range(1, 61))
        list(done)
    assert store.max_notification_id() == 60


def test_there_must_be_a_register(place: Place) -> None:
    """That there is none is said, and not waited for."""
    store = Store(database(place.url), read_only=True)
    with closing(store), store.subscribe() as news, pytest.raises(NoRegister):
        next(news)
