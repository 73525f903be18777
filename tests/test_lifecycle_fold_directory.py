"""The directory of parties, folded: what stands on a day, whatever the order of recording; what is objected to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from given import act
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.kinds import act_from
from lifecycle.fold.directory import NOTHING, Directory, directory
from lifecycle.fold.timeline import fold


def known(*lines: str) -> Directory:
    return directory(Entry(seq, act(line)) for seq, line in enumerate(lines, 1))


NAMED = (
    "2012-09-03 party_named by=SWAN name='Kingdom of Cygnia'",
    "1990-01-01 party_named by=SWAN name=Swanland type=state",
    "2012-09-03 party_named by=SWAN name=Cygnie language=fr",
    "1960-01-01 party_named by=SWAN name='Swan Colony' until=1980-01-01",
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1959-12-31", None),
        ("1960-01-01", "Swan Colony"),
        ("1979-12-31", "Swan Colony"),
        ("1980-01-01", None),
        ("1990-01-01", "Swanland"),
        ("2012-09-02", "Swanland"),
        ("2012-09-03", "Kingdom of Cygnia"),
    ],
)
def test_a_name_stands_from_its_day_until_the_next_one_or_its_own_end(day: str, name: str | None) -> None:
    """Whatever the order of recording; before the first the directory has none."""
    found = known(*NAMED).called("SWAN", date.fromisoformat(day))
    assert (found and found.name) == name


def test_a_name_in_a_language_stands_beside_the_usual_one() -> None:
    found = known(*NAMED)
    assert found.texts("SWAN", date(2012, 9, 3)) == {"fr": "Cygnie"}
    assert found.texts("SWAN", date(2012, 9, 2)) == {}


OBJECTED: Sequence[tuple[str, str, str]] = (
    (
        NAMED[0],
        "2013-01-01 party_named by=SWAN name='Kingdom of Cygnia'",
        'SWAN is called "Kingdom of Cygnia" since 3 ',
    ),
    (
        NAMED[0],
        "2012-09-03 party_named by=SWAN name=Zebra",
        'SWAN is called "Kingdom of Cygnia" since 3 September 2012',
    ),
    ("", "2012-09-03 party_named by=SWAN name=Cygnia until=2012-09-03", "A name of 3 September 2012 cannot end on 3 S"),
    (
        "2010-01-01 party_aliased by=SWAN name=Cygnus",
        "2011-01-01 party_aliased by=SWAN name=cygnus",
        "SWAN is found by",
    ),
    (
        "2010-01-01 member_joined by=A organisation=U",
        "2011-01-01 member_joined by=A organisation=U",
        "A is a member of",
    ),
    ("", "2011-01-01 member_joined by=A organisation=A", "A cannot be a member of itself"),
    ("", "2011-01-01 member_left by=A organisation=U", "A is no member of U on 1 January 2011"),
    (
        "2010-01-01 party_succeeded by=A successors=[B]",
        "2011-01-01 party_succeeded by=A successors=[C]",
        "A is succeeded",
    ),
    (
        "2010-01-01 party_succeeded by=A successors=[B]",
        "2011-01-01 party_succeeded by=B successors=[A]",
        "A cannot come",
    ),
    ("", "2011-01-01 party_succeeded by=A 'successors=[B, A]'", "A cannot come after A, which comes after it"),
    ("", "2011-01-01 signed by=A", "It is an act on an agreement, and has no place in the directory of parties"),
    ("", "2011-01-01 certified as_of=2011-01-01 known_at=1 digest=" + "0" * 64 + " state=signed", "It is an act on an"),
)


@pytest.mark.parametrize(("before", "line", "says"), OBJECTED, ids=[line for _, line, _ in OBJECTED])
def test_what_cannot_be_is_objected_to(before: str, line: str, says: str) -> None:
    """With the rule, and without effect; what stood before stands."""
    lines = [one for one in (before, line) if one]
    found, alone = known(*lines), known(*lines[:-1])
    objection = found.irregular[len(lines)]
    assert str(objection.says).startswith(says)
    assert objection.rule == "R64"
    assert (found.names, found.successions, found.memberships) == (alone.names, alone.successions, alone.memberships)


def test_who_left_may_join_again() -> None:
    """Each membership has its own days."""
    line = "{} member_{} by=A organisation=U"
    acts = [line.format(*one) for one in (("2010-01-01", "joined"), ("2011-01-01", "left"), ("2012-01-01", "joined"))]
    found = known(*acts).memberships
    assert [(one.since.year, one.until and one.until.year) for one in found] == [(2010, 2011), (2012, None)]


def test_a_correction_and_a_strike_reach_the_directory() -> None:
    """As in an agreement (VCLT-IO 80; R54); the very first entry can be struck, for nothing opens the directory."""
    found = known(NAMED[0], NAMED[1], "2020-01-01 corrected target=2 'set={name: Swan}' reason=misread")
    assert [one.name for one in found.names["SWAN"]] == ["Swan", "Kingdom of Cygnia"]
    assert found.concerned == {2: (3,)}
    struck = known(NAMED[0], NAMED[1], "2020-01-01 struck target=1 reason=mistaken")
    assert [one.name for one in struck.names["SWAN"]] == ["Swanland"]
    assert list(struck.struck_by(1)) == [3]


def test_what_was_submitted_counts_once_it_is_approved() -> None:
    """By its own legal date (R62)."""
    plain = {"act": "struck", "on": "2020-01-01", "target": 1, "reason": "mistaken"}
    submitted = Entry(2, act_from({"act": "submitted", "on": "2020-01-01", "submits": plain}))
    entries = [Entry(1, act(NAMED[0])), submitted, Entry(3, act("2020-01-02 approved target=2"))]
    assert directory(entries[:2]).names
    assert not directory(entries).names


def test_an_act_of_the_directory_has_no_effect_in_an_agreement() -> None:
    """There it meets an objection, and changes nothing."""
    entries = [Entry(1, act("2010-01-01 drafted terms=wco-caricc")), Entry(2, act(NAMED[1].replace("1990", "2012")))]
    line, before = fold(entries), fold(entries[:1])
    assert "of the directory of parties" in str(line.irregular[2].says)
    assert (line.agreement, line.parties, line.dues) == (before.agreement, before.parties, before.dues)


CODES = st.sampled_from("ABC")
DAYS = st.integers(0, 6).map(lambda n: date(2010, 1, 1) + timedelta(n))


@st.composite
def entries(draw: st.DrawFn) -> Act:
    """Draw an act of the directory, or one that has no place in it."""
    name = st.sampled_from(["Ostia", "ostia", "Porto"])
    fields: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "party_named": {"name": name, "language": st.sampled_from(["fr", ""]), "until": DAYS},
        "party_aliased": {"name": name},
        "party_succeeded": {"successors": st.lists(CODES, min_size=1, max_size=2)},
        "member_joined": {"organisation": CODES},
        "member_left": {"organisation": CODES},
        "struck": {"target": st.integers(1, 5), "reason": st.just("so")},
        "corrected": {"target": st.integers(1, 5), "reason": st.just("so"), "set": st.just({"on": "2010-01-03"})},
        "signed": {},
    }
    tag = draw(st.sampled_from(sorted(fields)))
    given = {key: draw(value) for key, value in fields[tag].items()}
    if given.get("language") == "":
        del given["language"]
    if "until" in given and draw(st.booleans()):
        del given["until"]
    return act_from({"act": tag, "on": draw(DAYS), "by": draw(CODES), **given})


STORIES = st.lists(entries(), max_size=7)


@given(STORIES)
def test_folding_never_fails_and_names_each_day_once(acts: list[Act]) -> None:
    """No two names of a party stand on a day in one language, and nobody succeeds itself, by whatever way."""
    found = directory(Entry(seq, one) for seq, one in enumerate(acts, 1))
    for names in found.names.values():
        for n in range(9):
            day = date(2010, 1, 1) + timedelta(n)
            standing = [one.language for one in names if one.stands(day)]
            assert len(standing) == len(set(standing))
    heirs = {one.predecessor: set(one.successors) for one in found.successions}
    for code in heirs:
        after, ahead = set[str](), {code}
        while ahead:
            ahead = set().union(*(heirs.get(one, set()) for one in ahead)) - after
            after |= ahead
        assert code not in after


@given(STORIES, st.randoms())
def test_the_order_of_recording_changes_nothing(acts: list[Act], random: object) -> None:
    """But for what the keeper's own acts are about, which is a place in the log (ADR 0003)."""
    lawful = [one for one in acts if not one.KEEPING]
    there = [Entry(seq, one) for seq, one in enumerate(lawful, 1)]
    shuffled = list(there)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = directory(there), directory(shuffled)
    assert (one.names, one.aliases, one.irregular.keys()) == (other.names, other.aliases, other.irregular.keys())
    assert (one.successions, one.memberships) == (other.successions, other.memberships)


@given(STORIES)
def test_the_same_entry_on_what_it_made_changes_nothing(acts: list[Act]) -> None:
    """A name, an alias, a membership said again is objected to, or was without effect before."""
    lawful = [one for one in acts if not one.KEEPING]
    whole = directory(Entry(seq, one) for seq, one in enumerate([*lawful, *lawful[-1:]], 1))
    once = directory(Entry(seq, one) for seq, one in enumerate(lawful, 1))
    assert [(one.predecessor, one.successors) for one in whole.successions] == [
        (one.predecessor, one.successors) for one in once.successions
    ]
    assert {code: [one.name for one in names] for code, names in whole.names.items()} == {
        code: [one.name for one in names] for code, names in once.names.items()
    }


def test_nothing_entered_is_an_empty_directory() -> None:
    """The directory begins as what the terms say."""
    assert directory([]) is NOTHING
    assert NOTHING.parties == ()
