"""What falls due as an iCalendar file (RFC 5545): whole days, each with its article, an alarm, and an id for ever.

The same question at a later recording gives the same ids with higher numbers, so that a calendar updates itself; a date
that was removed comes as a cancelled event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from lifecycle.calendar.periods import read_span
from lifecycle.messages import Either, InLanguages, Message, render
from projections.words.phrases import sentence, sources

if TYPE_CHECKING:
    from icalendar import Alarm

    from projections.answers.calendar import Event
    from projections.answers.deadlines import Deadline
    from projections.forms.machine import Dispatch

BEFORE = timedelta(days=-7)
"""When the alarm goes off, where the office arranged nothing."""


def ics(sent: Dispatch) -> str:
    """Write events as known at a recording; two calls about the same give the same bytes."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    calendar = Calendar()
    language = sent.language
    calendar.add("prodid", f"-//Depositary//What falls due//{language.code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", render(Message("Depositary: what falls due"), language))
    stamp = (sent.known and sent.known.recorded_at) or datetime(1970, 1, 1, tzinfo=UTC)
    for event in cast("Sequence[Event]", sent.answers):
        due = event.deadline
        entry = Entry()
        entry.add("uid", event.uid)
        entry.add("sequence", event.sequence)
        entry.add("dtstamp", stamp)
        entry.add("dtstart", due.on)
        entry.add("dtend", due.on + timedelta(days=1))
        entry.add("summary", render(_summary(due), language))
        entry.add("description", "\n".join(render(sentence(says), language) for says in _said(event)))
        entry.add("categories", [due.kind])
        entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
        entry.add("transp", "TRANSPARENT")
        if not event.cancelled:
            entry.add_component(_alarm(render(_summary(due), language), due))
        calendar.add_component(entry)
    return str(calendar.to_ical(), "utf-8")


def _summary(due: Deadline) -> Message:
    title = InLanguages.of(due.title, due.titles)
    return Message("{title}: {what}", title=title, what=due.what)


MOST_NAMED = 4
"""So many partners are named; more are counted."""


def _said(event: Event) -> Iterator[Message]:
    due = event.deadline
    partners = tuple(one.name for one in due.partners)
    with_whom = Message("{n} parties", n=len(partners)) if len(partners) > MOST_NAMED else partners
    yield Message("{agreement}, with {partners}", agreement=due.agreement, partners=with_whom)
    yield Message("By {sources}", sources=sources(due.article, due.seq))
    if due.moved:
        yield due.moved
    if due.binds:
        yield Message("Binds {party}", party=due.binds)
    if due.every:
        yield Message("Comes again every {period}", period=due.every)
    if due.disputed:
        yield Message("Another reading gives {days}", days=Either(due.others))
    yield from arranged(due)
    if event.cancelled:
        yield Message("No longer awaited")
    elif due.overdue:
        yield Message("Overdue")


def arranged(due: Deadline) -> Iterator[Message]:
    """Say what the office arranged: who looks after it, from when it is to be told, and by when it can be done."""
    if due.owner:
        yield Message("Looked after by {owner}", owner=due.owner)
    if due.notify_on:
        yield Message("To be told from {day}, {lead} before", day=due.notify_on, lead=read_span(due.lead))
    if due.day_off:
        yield Message("{off}: it can be done until {day}", off=due.day_off, day=due.act_by)


def _alarm(says: str, due: Deadline) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", says)
    alarm.add("trigger", due.notify_on - due.on if due.notify_on else BEFORE)
    return alarm
