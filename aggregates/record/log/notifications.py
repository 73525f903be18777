"""The notifications of a log from behind a `seq` on: those that are there, then each further one once committed.

A subscription as the event sourcing library understands one, without a thread: whoever asks for the next one waits.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import chain
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

from aggregates.databases.database import Ended

PAGE = 500
"""Notifications that are selected at once."""

Commits = Callable[[Ended], Generator[None, None, None]]
"""Gives a turn at once, and one after each commit of events by anybody, until the waiting has ended."""


class Notifications(Subscription[ApplicationRecorder]):
    """The events of the log in their order, without a gap and none twice; the id of each is its `seq`.

    It is over once it is stopped, or once the waiting has ended and all that is there was given.
    """

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str], commits: Commits, ended: Ended
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._found = self._follow(commits(lambda: self._has_been_stopped or ended()))

    def __next__(self) -> Notification:
        if self._has_been_stopped:
            raise StopIteration
        return next(self._found)

    def __exit__(self, *exception: object, **more: Any) -> None:
        super().__exit__(*exception, **more)
        self._found.close()

    def _follow(self, turns: Generator[None, None, None]) -> Generator[Notification, None, None]:
        with closing(turns):
            for _ in chain(turns, (None,)):  # what is committed while the waiting ends is given, too
                while not self._has_been_stopped and (page := self._page()):
                    yield from page

    def _page(self) -> Sequence[Notification]:
        found = self._recorder.select_notifications(
            self._last_notification_id, PAGE, topics=self._topics, inclusive_of_start=False
        )
        if found:
            self._last_notification_id = found[-1].id
        return found
