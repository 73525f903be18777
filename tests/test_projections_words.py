"""What acts say field by field, and in what statuses differ: every field has its words, and all are messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import grammar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields as fields_of
from vocabulary import readable

from lifecycle.acts import approval
from lifecycle.acts.cooperation import common
from lifecycle.acts.kinds import BY_TAG
from lifecycle.answers.declarations import DeclarationShown, ObjectionShown
from lifecycle.answers.difference import Turn, turns
from lifecycle.answers.parts import ASIDE
from lifecycle.answers.party_impact import PartyChange, PartyTurn
from lifecycle.answers.status import status
from lifecycle.answers.status_answer import (
    Applied,
    DisputeShown,
    HeadShown,
    Next,
    NoticeShown,
    ReplacedShown,
    Standing,
    Status,
    SuspensionShown,
    TermsKept,
)
from lifecycle.answers.taken import TakenShown
from lifecycle.fold.readings import Disputed
from lifecycle.messages import Message, Quoted, render
from projections.answers.history import fields
from projections.words import act_fields, acts, differences, phrases
from projections.words.acts import details
from projections.words.fields import Field
from projections.words.fields import fields as declared
from projections.words.parties import party_change

DAY = "2010-05-01"
SAMPLES: Mapping[str, Any] = {
    **dict.fromkeys(
        ("as_of", "counts_from", "effective", "for_day", "instrument", "objections_by", "on", "received"), DAY
    ),
    **dict.fromkeys(("transmitted", "until", "wanted_by"), DAY),
    **dict.fromkeys(("agreed", "considered", "last", "opposes_entry", "technical", "urgent"), False),
    **dict.fromkeys(("articles", "hosts", "languages", "restrictions"), ("x", "x")),
    **dict.fromkeys(("precision", "until_precision"), "year"),
    "asks_for": "review",
    "subject_to": "ratification",
    "costs": ({"party": "x", "amount": "1.00 EUR", "to": "x"}, {"party": "x", "amount": "1.00 EUR"}),
    "every": "6 months",
    "assistance_refused ground": "x",
    "ground": "breach",
    "kind": "reservation",
    "known_at": 3,
    "manner": "accession",
    "measure": "suspension",
    "set": {"on": DAY, "place": ""},
    "state": "winding_down",
    "submits": {"act": "signed", "on": DAY, "by": "x", "place": "x", "odd": ["x"]},
    "target": 3,
    "type": "state",
    "under": "co-operation",
    "withdraws": "objection",
}
"""A plain value for each field that is not any text."""


DECLARED = [(tag, field) for tag, kind in BY_TAG.items() for field in declared(kind)]


@pytest.mark.parametrize(("act", "field"), DECLARED, ids=[f"{act} {field.name}" for act, field in DECLARED])
def test_every_field_of_an_act_is_said(act: str, field: Field) -> None:
    """By its own line or by its sort, as a message; whether it is so or not."""
    value = SAMPLES.get(f"{act} {field.name}", SAMPLES.get(field.name, "x"))
    for one in (value, not value) if isinstance(value, bool) else (value,):
        assert readable(acts.said(act, field.name, one), "x", "EUR") == []


def test_no_line_is_left_over() -> None:
    """Whatever has a line of its own is a field of an act, and is said by its sort otherwise."""
    named = {field.name for _, field in DECLARED}
    assert {
        name.rpartition(" ")[2] for name in act_fields.FIELDS
    } | act_fields.HEADED.keys() | act_fields.LABELS.keys() <= named
    assert not act_fields.FIELDS.keys() & act_fields.HEADED.keys()
    assert act_fields.SORTS.keys() <= {field.sort for _, field in DECLARED}


def test_a_field_that_does_not_say_what_it_is_has_a_name() -> None:
    """Beside a value that was corrected stands what it is the value of."""
    bare = {field.name for act, field in DECLARED if acts.saying(act, field.name) in (str, Quoted, date.fromisoformat)}
    assert bare - {"ground"} == set(act_fields.LABELS)
    assert all(readable(name) == [] for name in act_fields.LABELS.values())
    changed = acts.changed("signed", "place", "Almaty", "Astana")
    assert render(changed) == "place Almaty → Astana"
    assert render(acts.changed("signed", "signatory", None, "A. Name")) == "signatory – → A. Name"
    assert render(acts.changed("meeting_convened", "technical", False, True)) == "not technical → technical"
    assert render(acts.changed("meeting_convened", "hosts", ["A"], ["A", "B"])) == "hosted by A → hosted by A and B"


CODE = re.compile(r"\b(True|False|None|Message|Row)\b|\('|\['|\{'|\w_\w|<[a-z]")
"""What only the program would write: its constants, its ways to write values, the names of its fields."""


@pytest.mark.parametrize("submitted", [False, True])
@pytest.mark.parametrize("tag", sorted(BY_TAG))
def test_no_act_shows_a_value_of_the_program(tag: str, submitted: bool) -> None:
    """Over all kinds and all their fields, said as they are, as submitted for approval, and as corrected."""
    plain = {
        name: SAMPLES.get(name, "x")
        for name in (field.encode_name for field in fields_of(BY_TAG[tag]))
        if name not in ("act", "on", "by")
    }
    said = {"submits": {"act": tag, "on": DAY, "by": "x", **plain}} if submitted else plain
    told = [render(one) for one in details("submitted" if submitted else tag, said)]
    told += [render(acts.changed(tag, name, value, None)) for name, value in plain.items() if name != "submits"]
    assert told
    assert not [text for text in told if CODE.search(text)]


def test_every_field_of_a_status_is_said() -> None:
    """By itself, or in the member that it is of."""
    whole = (Status, Standing, HeadShown, Next)
    one = (
        NoticeShown,
        SuspensionShown,
        DisputeShown,
        TermsKept,
        Disputed,
        Applied,
        ReplacedShown,
        TakenShown,
        DeclarationShown,
        ObjectionShown,
    )
    there = {field.encode_name for kind in (*whole, *one) for field in fields_of(kind)} - ASIDE
    assert differences.FIELDS.keys() == there - differences.MEMBERS.keys() - {"open"}
    assert all(readable(what) == [] for what in differences.FIELDS.values())
    assert all(readable(name("x"), "x") == [] for name in differences.MEMBERS.values())


@settings(max_examples=30)
@given(grammar.stories(), st.data())
def test_every_act_and_every_difference_is_said(story: grammar.Story, data: st.DataObject) -> None:
    """Whatever the act says, and whatever came, went, or became another in a status."""
    for act in story.acts:
        plain = fields(act)
        assert len([render(one) for one in details(act.tag, plain)]) == len(plain)
    line, days = story.timeline(), st.sampled_from([day for day in story.days() if day >= story.acts[0].on])
    found = turns(*(status(line, data.draw(days)) for _ in range(2)))
    told = list(differences.differences(found))
    assert bool(told) == bool(found)
    assert all(render(tuple(one)) for one in told)


def _of_notice(field: str, **values: Any) -> Turn:
    key = ("notices", "N1", field)
    return Turn(what=".".join(key), key=key, member=Message("{id}", id="N1"), **values)


def test_a_member_that_comes_is_said_at_once() -> None:
    """And one that changes field by field."""
    came = [_of_notice(name, after=value) for name, value in (("notice", "N1"), ("by", "A"))]
    moved = _of_notice("takes_effect", before=date(2010, 5, 1), after=date(2010, 6, 1))
    (one,), (other,) = differences.differences(came), differences.differences([moved])
    assert [render(part) for part in one] == ["notice N1", "–", "by: A"]
    assert [render(part) for part in other] == ["notice N1, takes effect", "1 May 2010", "1 June 2010"]


@pytest.mark.parametrize("turn", get_args(PartyTurn))
def test_every_turn_of_a_party_is_said(turn: PartyTurn) -> None:
    """Where its day comes, where it goes, and where it moves, each in other words."""
    days = date(2010, 5, 1), date(2010, 6, 1)
    pairs = ((None, days[0]), (days[0], None), days)
    changes = [PartyChange(party="x", turn=turn, before=then, after=now) for then, now in pairs]
    said = [party_change(change) for change in changes]
    assert len({render(one) for one in said}) == 3
    assert all(readable(one) == [] for one in said)


def test_what_rests_on_no_article_is_said() -> None:
    """The law names it where else an article stands."""
    assert phrases.OTHERS.keys() == {common.PRACTICE, approval.ARTICLE}
    assert all(render(says) == name for name, says in phrases.OTHERS.items())
