"""What the keeper's acts changed in entries: the old value beside the new one."""

from __future__ import annotations

from typing import Any

import grammar
from given import Docket, given
from hypothesis import given as given_any

from lifecycle.acts.keeping.entries import Corrected
from lifecycle.answers.entry_changes import entry_changes
from lifecycle.codec import to_plain
from lifecycle.fold.timeline import fold

SIGNED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO place=Brussels", "2010-03-30 signed by=CARICC place=Almaty")


def told(put: Docket, seq: int) -> list[tuple[int, str, Any, Any]]:
    return [(one.seq, one.field, one.before, one.after) for one in entry_changes(put.entries)[seq]]


def test_a_correction_shows_what_stood_there() -> None:
    """Of several corrections of one field each shows what the one before it had set."""
    put = given("wco-caricc", *SIGNED, "2026-11-20 corrected target=3 'set={place: Astana}' reason=x")
    assert told(put, 4) == [(3, "place", "Almaty", "Astana")]
    put = put.when("2026-11-21 corrected target=3 'set={place: Bishkek}' reason=x")
    assert told(put, 5) == [(3, "place", "Astana", "Bishkek")]
    assert told(put, 4) == [(3, "place", "Almaty", "Astana")]


def test_what_is_taken_away_or_comes_stands_beside_nothing() -> None:
    put = given("wco-caricc", *SIGNED, "2026-11-20 corrected target=3 'set={place: \"\"}' reason=x")
    assert told(put, 4) == [(3, "place", "Almaty", None)]
    put = put.when("2026-11-20 corrected target=2 'set={signatory: x}' reason=x")
    assert told(put, 5) == [(2, "signatory", None, "x")]


def test_a_correction_of_a_correction_changes_the_entry_that_it_is_about() -> None:
    put = given(
        "wco-caricc",
        *SIGNED,
        "2026-11-20 corrected target=3 'set={place: Astana}' reason=x",
        "2026-11-21 corrected target=4 'set={place: Bishkek}' reason=x",
    )
    assert told(put, 5) == [(3, "place", "Astana", "Bishkek")]


def test_a_strike_of_a_correction_gives_back_what_stood_there() -> None:
    put = given(
        "wco-caricc",
        *SIGNED,
        "2026-11-20 corrected target=3 'set={place: Astana}' reason=x",
        "2026-11-21 struck target=4 reason=x",
    )
    assert told(put, 5) == [(3, "place", "Astana", "Almaty")]


def test_a_correction_that_waits_changes_nothing_until_it_is_approved() -> None:
    """Then it is the approval that changes the entry (R62)."""
    submits = "{act: corrected, on: 2026-11-20, target: 3, set: {place: Astana}, reason: x}"
    put = given("wco-caricc", *SIGNED, f"2026-11-20 submitted 'submits={submits}'", "2026-11-21 approved target=4")
    assert 4 not in entry_changes(put.entries)
    assert told(put, 5) == [(3, "place", "Almaty", "Astana")]


@given_any(grammar.stories())
def test_the_values_are_those_of_the_fold_without_the_correction_and_with_it(story: grammar.Story) -> None:
    entries = story.timeline().entries
    changes = entry_changes(entries)
    for at, entry in enumerate(entries):
        if not isinstance(entry.act, Corrected):
            assert entry.act.KEEPING or entry.seq not in changes
            continue
        sides = [{one.seq: to_plain(one.act) for one in fold(entries[:end]).standing} for end in (at, at + 1)]
        for one in changes[entry.seq]:
            assert [side[one.seq].get(one.field) for side in sides] == [one.before, one.after]
