"""What falls due: by kind, subject, cause and values; its words come from one table and go through every language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from given import given
from logs import LOGS, streams
from reversed import REVERSED
from test_lifecycle_found import WAITING, stories, told

from lifecycle.acts.conclusion import Drafted
from lifecycle.codec import decode, encode
from lifecycle.course.dues import DUES, READ_OTHERWISE, Alternative, Due, Matter
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import render

REST = given(
    "three-party",
    *("2010-01-01 drafted", "2010-01-02 signed by=A", "2010-01-02 signed by=B", "2010-01-02 signed by=C"),
    *("2010-02-01 end_agreed by=A effective=2011-01-01", "2010-02-01 end_agreed by=B effective=2011-01-01"),
    "2010-02-02 notice_given by=C",
)
"""Two of three consent to end it on a day, and the third leaves before."""


DECLARED = given(
    "lagoons",
    *("2010-01-01 drafted", "2010-02-01 consented by=NORTH manner=accession reservation=so"),
    "2010-02-01 declared by=NORTH kind=territory",
)
"""A reservation that may be objected to, and a declaration with effect from a later day."""
OWED = given("straits", "2010-01-01 drafted", "2010-02-01 consented by=NORTH manner=accession")
"""A duty."""


def lines() -> Iterator[Timeline]:
    """What every stored log made of its agreements, recording by recording, and the stories above."""
    yield from (REST.timeline, DECLARED.timeline, OWED.timeline)
    yield from (told(name).line for name in stories() if name not in WAITING)
    for log in LOGS:
        for stream in streams(log).values():
            if not isinstance(stream[0].act, Drafted):
                continue  # the directory of parties
            for at in range(1, len(stream) + 1):
                yield fold([recorded.entry for recorded in stream[:at]])


def test_every_line_of_the_table_is_said() -> None:
    """No story lacks words, and no words lack a story."""
    assert {(due.kind, due.cause) for line in lines() for due in line.dues} == set(DUES)


def matters() -> list[Matter]:
    """One thing that falls due for each line and number of values."""
    found = {(due.kind, due.cause, len(due.values)): due for line in lines() for due in line.dues}
    return [found[key] for key in sorted(found)]


@pytest.mark.parametrize("due", matters(), ids=lambda due: f"{due.kind} {due.cause} {len(due.values)}")
def test_what_falls_due_is_said_in_any_language(due: Due) -> None:
    """Its words are the language's; names and numbers stay as they are."""
    english, other = str(due.what), render(due.what, REVERSED)
    assert english != other
    for value in due.what.args.values():
        assert render(value) in english
        assert render(value, REVERSED) in other


@pytest.mark.parametrize("due", matters(), ids=lambda due: f"{due.kind} {due.cause} {len(due.values)}")
def test_what_is_stored_of_it_says_the_same(due: Due) -> None:
    """Kind, subject, cause and values, without a word of its sentence: read again, they make the same one."""
    matter = Matter(kind=due.kind, subject=due.subject, cause=due.cause, values=due.values)
    stored = encode(matter)
    assert str(due.what).encode() not in stored
    assert decode(stored, Matter).what == due.what


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("signature", "signature of X"),
        ("entry", "entry into force"),
        ("joins", "entry into force for X"),
        ("ends", "end of its term"),
        ("survival", "end of what survives for X"),
        ("notice", "effect of notice X"),
        ("suspends", "effect of suspension X"),
        ("amendment", "effect of amendment X"),
        ("declaration", "effect of declaration X"),
    ],
)
def test_what_may_be_read_otherwise_is_said(kind: str, says: str) -> None:
    """By its kind, from its subject."""
    day = REST.timeline.drafted
    other = Alternative(
        kind=kind, subject="X", day=day, other=day, convention="effect_boundary", value="next day", source="", since=day
    )
    assert str(other.what) == says
    assert kind in READ_OTHERWISE
