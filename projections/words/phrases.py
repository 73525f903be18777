"""Phrases that pages share: where a thing is written, how far off a day is, how much of the log is known.

To add one: a function here that gives a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.calendar.periods import read_span
from lifecycle.messages import Capitals, Message, Plural, Row, Value

if TYPE_CHECKING:
    from lifecycle.fold.readings import Disputed

OTHERS: Mapping[str, Message] = {
    "general practice": Message("general practice"),
    "four eyes, a rule of the register": Message("four eyes, a rule of the register"),
}
"""What something rests on that rests on no article."""


def article(name: str) -> Value:
    """Cite an article of the agreement as `Art. 9`; one of a convention says itself whose it is."""
    if name[:1].isdigit():
        return Message("Art. {number}", number=name)
    several = tuple(name.split(" and "))
    return several if len(several) > 1 else OTHERS.get(name, name)


def number(seq: int) -> Message:
    """Name an entry of the log by its number."""
    return Message("#{seq}", seq=seq)


def sources(name: str, seq: int | None = None) -> Value:
    """Cite an article and an act on record, as in `Art. 9, #3`; an empty text where there is neither."""
    act = number(seq) if seq else ""
    found = tuple(part for part in (article(name), act) if part)
    return Row(found) if found else ""


def cited(says: Value, name: str, seq: int | None = None) -> Value:
    """Say something with its sources behind it, as in `both have signed (Art. 9, #3)`."""
    source = sources(name, seq)
    return Message("{says} ({source})", says=says, source=source) if source else says


def labelled(lines: Iterable[tuple[Value, Value, str]]) -> Iterator[tuple[Value, list[Value]]]:
    """Give each label with all that stands beside it, every text with its article."""
    for label, shared in groupby(lines, itemgetter(0)):
        yield label, [cited(says, article) for _, says, article in shared]


def series(parts: Iterable[Value]) -> Value:
    """Set parts that hold commas themselves behind each other, between semicolons."""
    said: Value = ""
    for part in parts:
        said = Message("{said}; {part}", said=said, part=part) if said else part
    return said


def sentence(says: Value) -> Message:
    """Set the full stop of a sentence."""
    return Message("{says}.", says=says)


def period(text: str) -> Value:
    """Say a period that an answer holds as a text, such as `6 months`."""
    return read_span(text) or text


def distance(day: date, on: date) -> Message:
    """Say how far off a day is, as in `in 12 days`."""
    days = (on - day).days
    if days == 0:
        return Message("today")
    if days == 1:
        return Message("tomorrow")
    if days < 0:
        return Plural("{n} day ago", "{n} days ago", n=-days)
    return Plural("in {n} day", "in {n} days", n=days)


def as_known(seq: int, head: int) -> Message:
    """Say how much of the log an answer knows."""
    if seq == head:
        return Message("as known at #{seq} (head of the log)", seq=seq)
    return Message("as known at #{seq} of {head}", seq=seq, head=head)


def on_both_axes(as_of: date, seq: int, head: int) -> Message:
    """Say for which place on both axes of time an answer is, as a sentence."""
    return sentence(Message("As of {day}, {known}", day=as_of, known=as_known(seq, head)))


MOST_NAMED = 4
"""So many partners are named; more are counted."""


def with_whom(parties: Sequence[str]) -> Value:
    """Name the parties with which an agreement is kept, or count them where they are many."""
    if len(parties) > MOST_NAMED:
        return Plural("{n} party", "{n} parties", n=len(parties))
    return Row(parties) if parties else "–"


def convention(name: str) -> Value:
    """Say what holds by default where a text is silent."""
    return CONVENTIONS[name].says


def read_as(name: str, value: str) -> Value:
    """Say what holds by another admissible reading of what a text leaves open."""
    return CONVENTIONS[name].readings[value]


def reading(other: Disputed) -> Message:
    """Say what another admissible reading of a text gives: another day, or another state."""
    if other.state is None:
        return Message(
            "{what} on {other}, not on {day}: {reading}",
            what=other.what,
            day=other.day,
            other=other.other,
            reading=other.reading,
        )
    return Message(
        "{what}: {state} from {other}: {reading}",
        what=other.what,
        state=Capitals(other.state),
        other=other.other,
        reading=other.reading,
    )


def events(number: int) -> Message:
    """Count events, thousands set apart, as in `1 250 events`."""
    return Plural("{number} event", "{number} events", n=number, number=_spaced(number))


def agreements(number: int) -> Message:
    """Count agreements, thousands set apart."""
    return Plural("{number} agreement", "{number} agreements", n=number, number=_spaced(number))


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
