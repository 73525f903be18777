"""What falls due as an iCalendar file (RFC 5545): whole days, each with its article, an alarm, and an id for ever.

The same question at a later recording gives the same ids with higher numbers, so that a calendar updates itself; a date
that was removed comes as a cancelled event.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lifecycle.messages import render
from projections.words.phrases import article

if TYPE_CHECKING:
    from icalendar import Alarm

    from projections.answers.calendar import Event
    from projections.answers.snapshot import Known

BEFORE = timedelta(days=-7)
"""When the alarm goes off."""


def ics(events: Iterable[Event], known: Known) -> str:
    """Write the events as known at a recording; two calls about the same give the same bytes."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    calendar = Calendar()
    calendar.add("prodid", "-//Depositary//What falls due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Depositary: what falls due")
    for event in events:
        due = event.deadline
        entry = Entry()
        entry.add("uid", event.uid)
        entry.add("sequence", event.sequence)
        entry.add("dtstamp", known.recorded_at or datetime(1970, 1, 1, tzinfo=UTC))
        entry.add("dtstart", due.on)
        entry.add("dtend", due.on + timedelta(days=1))
        entry.add("summary", f"{due.agreement}: {due.what}")
        entry.add("description", "\n".join(_said(event)))
        entry.add("categories", [due.kind])
        entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
        entry.add("transp", "TRANSPARENT")
        if not event.cancelled:
            entry.add_component(_alarm(due.what))
        calendar.add_component(entry)
    return str(calendar.to_ical(), "utf-8")


def _said(event: Event) -> Iterable[str]:
    due = event.deadline
    yield f"By {render(article(due.article))}" + (f", set by #{due.seq}." if due.seq else ".")
    if due.binds:
        yield f"Binds {due.binds}."
    if due.every:
        yield f"Comes again every {due.every}."
    if due.disputed:
        yield f"Disputed: another admissible reading gives {' or '.join(map(str, due.others))}."
    if event.cancelled:
        yield "No longer awaited."
    elif due.overdue:
        yield "Overdue."


def _alarm(says: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", says)
    alarm.add("trigger", BEFORE)
    return alarm
