"""The parts of an answer: each has a key of its own that no wording changes."""

from __future__ import annotations

from typing import Any

import grammar
import pytest
from given import given
from hypothesis import assume
from hypothesis import given as given_any
from hypothesis import strategies as st
from msgspec import UNSET, Struct
from strategies import THREE, all_terms, stories

from lifecycle.answers.difference import turns
from lifecycle.answers.parts import ASIDE, of_answer
from lifecycle.answers.status import status

CONCLUDED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")
GIVEN = "2010-11-15 notice_given by=WCO received=2010-11-30"


@given_any(st.one_of(stories(), stories(all_terms(THREE)), grammar.stories(most=8)), st.data())
def test_no_part_hides_another(story: Any, data: st.DataObject) -> None:
    """Whatever an answer says has a key and names of its own."""
    line, day = story.timeline(), data.draw(st.sampled_from(story.days()))
    assume(day >= line.drafted)
    answer = status(line, day)
    parts = of_answer(answer)
    declared = tuple(one for participant in answer.participants for one in participant.declarations)
    assert len({part.names for part in parts.values()}) == len(parts) == said(answer) + said(declared)


def said(value: Any) -> int:
    """Count what says something, and has no parts."""
    if isinstance(value, Struct):
        return sum(said(getattr(value, name)) for name in value.__struct_fields__ if name not in ASIDE)
    if isinstance(value, dict):
        return sum(map(said, value.values()))
    if isinstance(value, tuple) and value and isinstance(value[0], Struct):
        return sum(map(said, value))
    return value not in (None, UNSET, "", ())


@pytest.mark.parametrize(
    ("key", "what", "member"),
    [
        (("state",), "state", None),
        (("parties", "WCO", "since"), "parties.WCO.since", "WCO"),
        (("notices", "N1", "takes_effect"), "notices.N1.takes_effect", "N1"),
        (("next", "withdrawal N1", "on"), "next.last day to withdraw N1.on", "last day to withdraw N1"),
        (
            ("disputed", "notice_counts_from sending", "other"),
            "disputed.effect of notice N1.other",
            "effect of notice N1",
        ),
    ],
)
def test_a_turn_is_known_by_its_key(key: tuple[str, ...], what: str, member: str | None) -> None:
    """Which no wording changes; it is published by the names that it always had, and tells what it is a part of."""
    before, after = given("wco-caricc", *CONCLUDED), given("wco-caricc", *CONCLUDED, GIVEN)
    found = {turn.key: turn for turn in turns(before.status("2011-02-20"), after.status("2011-02-20"))}
    assert (found[key].what, member and str(found[key].member)) == (what, member)


def test_what_a_party_declared_is_a_part_of_an_answer() -> None:
    """A reservation that comes, and an objection to it."""
    consented = [f"2004-01-01 consented by={name} manner=ratification" for name in ("NORTH", "SOUTH")]
    reserved = '2006-05-01 consented by=EAST manner=ratification reservation="Article 12 does not apply"'
    before = given("lagoons", "2004-01-01 drafted", *consented)
    made = before.when(reserved)
    objected = made.when("2006-11-20 declaration_objected by=SOUTH to=EAST")
    came = {turn.key: turn.after for turn in turns(before.status("2006-12-01"), made.status("2006-12-01"))}
    assert came["declarations", "E1", "text"] == "Article 12 does not apply"
    found = {turn.key: turn.after for turn in turns(made.status("2006-12-01"), objected.status("2006-12-01"))}
    assert str(found["declarations", "E1", "objections", "SOUTH", "on"]) == "2006-11-20"
    assert turns(made.status("2006-12-01"), made.status("2006-12-01")) == ()
