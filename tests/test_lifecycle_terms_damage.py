"""Random damage to a valid file is always reported, all of it in one run, at its line and in plain words.

Damage is a wrong type, a misspelt word, or a field that is missing, at random places of terms with every clause,
several at once. Each piece lies on a line of its own, so that the line tells the piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pytest
from given import CASES
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.errors import InvalidInput
from lifecycle.terms.files import read_terms

WHOLE = """\
agreement: depot
title: Agreement on a Depot
kind: agreement
least_parties: 2
open: false
profile: un
conventions:
  effect_boundary: same day
  settlement_lifts_suspension: no
parties:
  NORTH:
    name: North
    type: state
    share: 40
  SOUTH:
    name: South
    type: state
    share: 60
groups:
  coast:
    - NORTH
    - SOUTH
texts:
  languages:
    - English
  authentic:
    - en
  originals: 2
depositary: the Secretary
clauses:
  entry_into_force:
    article: "1"
    upon:
      all_of:
        - signed:
            - NORTH
            - SOUTH
        - consented:
            at_least: 2
            of: coast
          then: 30 days
        - any_of:
            - date: 2001-01-01
            - fact: the depot is built
    then:
      - 60 days
      - first of next month
    joining: 30 days
    individually: false
  duration:
    article: "2"
    term: 5 years
    renewal:
      by: tacit
      times: 3
  termination:
    - article: "3"
      by: notice
      from: coast
      period: 6 months
      counts_from: receipt
      lock_in:
        period: 1 year
        of: notice
    - article: "4"
      by: event
      upon:
        fact: the treaty has ended
  survival:
    article: "5"
    until:
      completed:
        - activities
      period: 10 years
    parties: all
  suspension:
    - article: "6"
      by: NORTH
      ground: failed dispute
  amendment:
    article: "7"
    by: tacit
    as_entry: true
  registration:
    article: "8"
    within: 90 days
  declarations:
    - article: "9"
      kind: territory
      then: 30 days
  duties:
    - article: "10"
      name: review
      within: 5 years
      every: 3 years
      upon:
        fact: the fund is there
      until: meeting
      otherwise:
        - within: 30 days
      what: review it
"""
LINES = WHOLE.splitlines()

FREE = {
    "title",
    "kind",
    "article",
    "name",
    "fact",
    "languages",
    "ground of",
    "agreement",
    "by whom",
    "what",
    "depositary",
}
"""Fields that take any text."""
CODE = re.compile(r"`|\b(str|int|bool|dict|tuple|Struct|None|null|NoneType|array|object|enum|regex|Literal)\b|\^|\\")
"""Words of the code, which no lawyer should read."""


OWN_NAMES = {"NORTH", "SOUTH", "coast"}
"""Names that the file itself gives: another name is no mistake where it is given."""


class Damage(NamedTuple):
    """A line that was damaged, how it reads then, and whether a problem may lie on the line of its group instead."""

    at: int
    line: str | None
    group: bool = False


def wrong_type(at: int) -> Damage | None:
    """Put a group of fields where a word stands, or a word where a group or a list does."""
    indent, key, value = parts(at)
    if value:
        return Damage(at, f"{indent}{key}: {{strange: thing}}")
    return None


def misspelt_field(at: int) -> Damage | None:
    """Add a letter to the name of a field."""
    indent, key, value = parts(at)
    if not value and (key.startswith("- ") or key in OWN_NAMES):
        return None
    return Damage(at, f"{indent}{key}x: {value}".rstrip())


def misspelt_word(at: int) -> Damage | None:
    """Change a word that is read: a choice, a period, a date, the name of a party."""
    indent, key, value = parts(at)
    if value and key.strip("- ") not in FREE and not value.startswith('"'):
        return Damage(at, f"{indent}{key}: {value}q")
    if not value and key in ("- NORTH", "- SOUTH", "- activities"):
        return Damage(at, f"{indent}{key}q")
    return None


def missing(at: int) -> Damage | None:
    """Leave out a field that the file cannot do without."""
    _, key, value = parts(at)
    return Damage(at, None, group=True) if value and key in ("article", "name", "title", "agreement") else None


KINDS: Sequence[Callable[[int], Damage | None]] = (wrong_type, misspelt_field, misspelt_word, missing)


def parts(at: int) -> tuple[str, str, str]:
    """Give the indent of a line, its key and its value."""
    line = LINES[at]
    indent = line[: len(line) - len(line.lstrip())]
    key, _, value = line.strip().partition(": ")
    return indent, key.removesuffix(":"), value


ALL = [damage for kind in KINDS for at in range(len(LINES)) if (damage := kind(at)) is not None]


def problems(*damages: Damage) -> Mapping[int, list[str]]:
    """Damage the file, and give what is said by the line as it was."""
    text, was = [], []
    changed = {damage.at: damage.line for damage in damages}
    for at, line in enumerate(LINES):
        if (new := changed.get(at, line)) is not None:
            text.append(new)
            was.append(at)
    found: dict[int, list[str]] = {}
    with pytest.raises(InvalidInput) as caught:
        read_terms("\n".join(text), "depot.yaml")
    for problem in caught.value.problems:
        number = int(str(problem.place).split(":")[1])
        found.setdefault(was[number - 1], []).append(f"{problem.place}: {problem.says}")
    return found


def reported(damage: Damage, found: Mapping[int, list[str]]) -> bool:
    """Tell whether a damage was reported where it is, or, of a field that is no more, where its group opens."""
    if damage.group:
        key = parts(damage.at)[1].strip("- ")
        return any(f'"{key}" is missing' in says for all_of in found.values() for says in all_of)
    return damage.at in found


def test_the_whole_is_sound() -> None:
    """So that whatever is said is said of the damage."""
    assert read_terms(WHOLE, "depot.yaml").agreement == "depot"
    assert len(ALL) > 100


@pytest.mark.parametrize("damage", ALL, ids=lambda damage: f"{damage.at + 1}: {(damage.line or 'missing').strip()}")
def test_each_damage_is_reported_where_it_is(damage: Damage) -> None:
    """In plain words."""
    found = problems(damage)
    assert reported(damage, found), found
    said = [says for all_of in found.values() for says in all_of]
    assert [says for says in said if CODE.search(says)] == []


@given(st.lists(st.sampled_from(ALL), min_size=2, max_size=6, unique_by=lambda damage: damage.at))
def test_all_damage_is_reported_in_one_run(damages: list[Damage]) -> None:
    """Whatever else is wrong with the file."""
    found = problems(*damages)
    assert [damage for damage in damages if not reported(damage, found)] == []
    said = [says for all_of in found.values() for says in all_of]
    assert [says for says in said if CODE.search(says)] == []


def test_a_field_given_twice_hides_no_other_mistake() -> None:
    """Both are said."""
    text = WHOLE.replace("    term: 5 years\n", "    term: 5 years\n    term: 6 yaers\n").replace(
        "times: 3", "times: few"
    )
    with pytest.raises(InvalidInput) as caught:
        read_terms(text, "depot.yaml")
    assert [str(problem.says)[:24] for problem in caught.value.problems] == [
        "the field is given twice",
        "a whole number is expect",
    ]


def test_problems_stand_in_the_order_of_the_file() -> None:
    """From the first line to the last."""
    text = (CASES / "terms" / "wco-caricc.yaml").read_text(encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_terms(text.replace("by: ", "byy: ").replace("title:", "titel:"), "terms.yaml")
    lines = [int(str(problem.place).split(":")[1]) for problem in caught.value.problems]
    assert len(lines) > 2
    assert lines == sorted(lines)


def test_what_only_another_mistake_makes_so_is_not_said() -> None:
    """A party that could not be read is still a party, and a period that could not is there."""
    text = WHOLE.replace("    name: North\n", "    nmae: North\n").replace("period: 6 months", "period: 6 moons")
    with pytest.raises(InvalidInput) as caught:
        read_terms(text, "depot.yaml")
    assert len(caught.value.problems) == 2
