"""Messages: templates with values, written in a language only where somebody reads."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from reversed import REVERSED

from lifecycle import codec
from lifecycle.calendar.days import Span
from lifecycle.course.machine import State
from lifecycle.messages import Capitals, Either, Message, Ordinal, Plural, Quoted, Row, Short, Value, render

DAY = date(2010, 3, 30)

CASES: list[tuple[Value, str]] = [
    (Message("{by} signed on {on}", by="WCO", on=DAY), "WCO signed on 30 March 2010"),
    (Message("received {on}", on=Short(DAY)), "received 30 Mar 2010"),
    (Message("it takes effect on {on}", on=None), "it takes effect on no set date"),
    (Plural("{n} party", "{n} parties", n=1), "1 party"),
    (Plural("{n} party", "{n} parties", n=2), "2 parties"),
    (Message("the {what}", what=Message("end of {it}", it="N1")), "the end of N1"),
    (Message("dispute {title}", title=Quoted("scope")), 'dispute "scope"'),
    (Message("{names}", names=("A", "B", "C")), "A, B and C"),
    (Message("{names}", names=Either(("A", "B", "C"))), "A, B or C"),
    (Message("{names}", names=Row(("A", "B", "C"))), "A, B, C"),
    (Message("{names}", names=("A",)), "A"),
    (Message("for {period}", period=Span(months=18, days=1)), "for 18 months and 1 day"),
    (Message("it is {state}", state=State.NOTICE_GIVEN), "it is notice given"),
    (Capitals(State.IN_FORCE), "IN FORCE"),
    (
        Message("{nth}", nth=Row(map(Ordinal, (1, 2, 3, 4, 11, 12, 13, 21, 112)))),
        "1st, 2nd, 3rd, 4th, 11th, 12th, 13th, 21st, 112th",
    ),
    (Message("{sum} paid", sum=Decimal("12.50")), "12.50 paid"),
    (Message("{name}", name="{by}"), "{by}"),
]


@pytest.mark.parametrize(("value", "says"), CASES)
def test_a_message_is_written_with_its_values(value: Value, says: str) -> None:
    assert render(value) == says


def test_another_language_has_its_own_templates_days_lists_and_numbers_of_things() -> None:
    """Names and quoted words stay as they are; all else is the language's."""
    message = Message(
        "{by} signed {title} on {on}, with {others}", by="WCO", title=Quoted("on it"), on=DAY, others=("A", "B")
    )
    assert render(message, REVERSED) == "WCO dengis «on it» no 30 hcraM 2010, htiw A dna B"
    assert render(Plural("{n} party", "{n} parties", n=2), REVERSED) == "2 seitrap"


def test_a_message_is_published_in_english() -> None:
    assert codec.encode({"says": Message("{by} left", by="A")}) == b'{"says":"A left"}'


@pytest.mark.parametrize("value", [value for value, _ in CASES], ids=repr)
def test_what_is_said_twice_is_equal(value: Value) -> None:
    """Whatever stands in it: timelines, rows and rulings are compared by what they say."""
    assert deepcopy(value) == value


def test_messages_are_equal_by_template_and_values() -> None:
    """So that what holds them can be compared, and kept in sets."""
    one, same, other = (Message("{by} left", by=by) for by in "AAB")
    assert one == same
    assert len({one, same, other}) == 2
