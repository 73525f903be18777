"""Terms: what they may say, what contradicts itself, and every problem with its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from given import CASES, terms

from lifecycle.calendar import conventions
from lifecycle.calendar.conventions import CONVENTIONS, PROFILES, Conventions
from lifecycle.codec import decode, encode, problem, schema, to_plain
from lifecycle.errors import InvalidInput
from lifecycle.money import Money
from lifecycle.terms.fields import concerns
from lifecycle.terms.files import MOST_BYTES, read_terms
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

GOOD = """\
agreement: two
title: An agreement
parties:
  A: {name: A}
  B: {name: B}
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
  termination:
    - {article: "2", by: notice, period: 6 months}
"""


def plain() -> dict[str, Any]:
    data: dict[str, Any] = to_plain(read_terms(GOOD))
    return data


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_terms(text, "two.yaml")
    return [str(found) for found in caught.value.problems]


@pytest.mark.parametrize("name", [file.stem for file in (CASES / "terms").glob("*.yaml")])
def test_terms_come_back_as_they_were(name: str) -> None:
    """Stored and read again they are equal, and the same bytes."""
    read = terms(name)
    assert decode(encode(read), Terms) == read
    assert terms_from(to_plain(read)) == read
    assert encode(terms_from(to_plain(read))) == encode(read)


def test_every_scalar_of_a_text_is_text() -> None:
    """A party named NO is no truth value, and a number is what the schema makes of it."""
    read = read_terms(GOOD.replace("A: {name: A}", "NO: {name: on, share: 55.50}").replace("all", "2"))
    assert list(read.parties) == ["NO", "B"]
    assert (read.parties["NO"].name, read.parties["NO"].share) == ("on", Decimal("55.50"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("agreement: two", "agreement: Two Parties", "two.yaml:1: agreement: a name of small letters"),
        ("title: An agreement\n", "", 'two.yaml:1: the field "title" is missing'),
        ("title: An agreement", "titel: An agreement", "two.yaml:2: titel: there is no such field"),
        ("A: {name: A}", "A: {nam: A}", "two.yaml:4: parties.A.nam: there is no such field"),
        (
            "A: {name: A}",
            "A: {name: A, type: king}",
            'two.yaml:4: parties.A.type: one of these words is expected here, not "king": "authority",',
        ),
        ("6 months", "6 moons", 'two.yaml:9: clauses.termination[0].period: "6 moons" is no step'),
        ("by: notice", "by: notice, from: C", 'two.yaml:9: clauses.termination[0].from: "C" is not a party'),
        ("{signed: all}", "{signed: some}", 'two.yaml:7: clauses.entry_into_force.upon.signed: "some" is not who'),
        (
            "{signed: all}",
            "{signed: [A, C]}",
            'two.yaml:7: clauses.entry_into_force.upon.signed[1]: "C" is not a party',
        ),
        ("  B: {name: B}\n", "", "two.yaml:3: parties: an agreement has at least 2 parties"),
        (
            "clauses:",
            "conventions: {effect_boundary: later}\nclauses:",
            'two.yaml:6: conventions.effect_boundary: "effect_boundary" is "same day" or "next day"',
        ),
        (
            "clauses:",
            "conventions: {hour: noon}\nclauses:",
            'two.yaml:6: conventions.hour: there is no convention "hour"',
        ),
        ("clauses:", "profile: nowhere\nclauses:", 'there is no profile "nowhere"; known are "un", "icsid", "ets76"'),
        ("clauses:", "groups: {ALL: [A, C]}\nclauses:", 'two.yaml:6: groups.ALL[1]: "C" is not a party'),
        ("by: notice", "by: notice, by: consent", "two.yaml:9: by: the field is given twice"),
        ("  A: {name: A}", "  A: &a {name: A}", "two.yaml:4: anchors and aliases have no place"),
        ("  B: {name: B}", "  B: *a", "two.yaml"),
        ("title: An", "title: !!str An", "two.yaml:2: tags such as"),
        ("title: An agreement", "title: [1", "two.yaml:"),
        ("title: An agreement", "? [a]\n: b", "two.yaml:2: a field name is a plain word"),
        ("title: An agreement", "title: An agreement\n---\nmore: x", "two.yaml:3: a terms file holds one document"),
        ("title: An agreement", "title:", "two.yaml:2: title: a text is expected here, not nothing"),
        ("title: An agreement", "title: " + "[" * 21 + "]" * 21, "two.yaml:2: nested deeper than 20 levels"),
    ],
)
def test_a_problem_is_placed_by_file_line_and_field(old: str, new: str, problem: str) -> None:
    """Who wrote the file finds the line at once."""
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert any(problem in one for one in found)
    assert len(found) == 1 or "plain word" in problem


def test_texts_that_are_no_terms_are_refused() -> None:
    """Empty, too large, or not UTF-8."""
    assert problems("") == ["two.yaml: the file is empty"]
    assert problems("# " + "x" * MOST_BYTES)[0].startswith("two.yaml: a terms file has at most 1048576 bytes")
    assert problems(b"agreement: two\ntitle: \xff") == ["two.yaml:2: the file is not UTF-8 text"]
    assert read_terms(b"\xef\xbb\xbf" + GOOD.encode()) == read_terms(GOOD)
    assert problems("just words")[0].startswith("two.yaml:1: a group of fields (")
    assert "\x07" not in problems("title: \x07")[0].splitlines()[0] or problems("title: \x07")


@pytest.mark.parametrize(
    ("duration", "says"),
    [
        ({"indefinite": True, "term": "5 years"}, "not both"),
        ({"renewal": {"by": "tacit"}}, 'needs a "term" that it renews'),
        ({"term": "5 years", "renewal": {}, "thereafter": "indefinite"}, "renewed without end already"),
    ],
)
def test_a_duration_that_contradicts_itself_is_refused(duration: dict[str, Any], says: str) -> None:
    """A term, or none; a renewal of something."""
    data = plain()
    data["clauses"]["duration"] = {"article": "4", **duration}
    with pytest.raises(InvalidInput, match=says):
        terms_from(data)


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ({"by": "event"}, "needs its condition"),
        ({"by": "notice", "effect": "end of term"}, '"duration" gives no term'),
    ],
)
def test_an_end_that_lacks_its_means_is_refused(clause: dict[str, Any], says: str) -> None:
    """An event without a condition, an end of a term that is not there."""
    data = plain()
    data["clauses"]["termination"] = [{"article": "4", **clause}]
    with pytest.raises(InvalidInput, match=says):
        terms_from(data)


@pytest.mark.parametrize(
    ("duties", "says"),
    [
        ([{"name": "d", "what": "w"}, {"name": "d", "what": "w"}], 'duties[1].name: another duty is named "d" already'),
        ([{"name": "d", "what": "w", "by": "the party"}], 'no party is meant by "the party"'),
        (
            [{"name": "d", "what": "w", "by": "the party", "after": "dispute", "upon": {"fact": "x"}}],
            "no party is meant",
        ),
        ([{"name": "d", "what": "w", "otherwise": [{"by": "A"}]}], 'no time to follow on: write "within"'),
        ([{"name": "d", "what": "w", "every": "first of next month"}], "only a period"),
        ([{"name": "d", "what": "w", "upon": {"signed": ["Z"]}}], '"Z" is not a party'),
        ([{"name": "d", "what": ""}], "not an empty one"),
    ],
)
def test_a_duty_that_contradicts_itself_is_refused(duties: list[dict[str, Any]], says: str) -> None:
    """One name each, a party that is meant, a time for what follows."""
    data = plain()
    data["clauses"]["duties"] = [{"article": "4", **duty} for duty in duties]
    with pytest.raises(InvalidInput) as caught:
        terms_from(data)
    assert says in str(caught.value)


def test_a_clause_concerns_any_party_one_or_a_list() -> None:
    """`any party` is everybody's."""
    assert concerns("any party", "A")
    assert concerns("A", "A")
    assert not concerns("A", "B")
    assert concerns(("A", "B"), "B")
    assert not concerns(("A", "B"), "C")


# Conventions


def test_terms_come_before_a_profile_and_a_profile_before_the_default() -> None:
    """What the parties agreed decides (R21)."""
    assert Conventions({})["effect_boundary"] == "same day"
    assert Conventions({}, "icsid")["effect_boundary"] == "next day"
    assert Conventions({"effect_boundary": "same day"}, "icsid")["effect_boundary"] == "same day"


def test_only_a_default_is_an_assumption() -> None:
    """Where the terms decide nothing is assumed, and no other reading is left."""
    silent, stated = Conventions({}), Conventions({"notice_counts_from": "receipt"})
    assert silent.others("notice_counts_from") == ("sending",)
    assert stated.others("notice_counts_from") == ()
    assert stated.assumes("notice_counts_from") is None
    assumed = silent.assumes("notice_counts_from")
    assert assumed is not None
    assert (assumed.value, assumed.source) == ("receipt", "VCLT-IO 79(b)")


def test_every_convention_has_its_default_among_its_readings() -> None:
    """Defaults are admissible, sources are named, profiles set what exists."""
    for known in CONVENTIONS.values():
        assert known.default in known.admissible
        assert len(known.admissible) > 1
        assert known.source
        assert known.says == known.readings[known.default]
    for profile in PROFILES.values():
        assert list(conventions.check(profile, None)) == []


# Plain data


@pytest.mark.parametrize("text", ["1200.00 EUR", "0.01 USD", "5 CHF", "123456789012345.1234 JPY"])
def test_an_amount_reads_back_as_it_is_written(text: str) -> None:
    """Exact decimals, never a float."""
    read = Money.from_plain(text)
    assert (str(read), read.to_plain(), repr(read)) == (text, text, f"Money('{text}')")
    assert read == Money.from_plain(text)
    assert hash(read) == hash(Money.from_plain(text))
    assert read != Money.from_plain("7 EUR")


@pytest.mark.parametrize(
    "data", ["1200", "EUR", "0 EUR", "0.00 EUR", "-1 EUR", "1.12345 EUR", "1 eur", "1e3 EUR", 5, "٥ EUR"]
)
def test_what_is_no_amount_is_refused(data: object) -> None:
    """Above zero, with a currency of three capitals."""
    with pytest.raises(ValueError, match=r"write it as 1200\.00 EUR"):
        Money.from_plain(data)


def test_bad_bytes_are_refused_with_their_place() -> None:
    """The log's reader names the path."""
    with pytest.raises(InvalidInput, match=r"\$\.parties"):
        decode(encode(read_terms(GOOD)).replace(b'"parties":{', b'"parties":{"":{"name":"x"},'), Terms)
    with pytest.raises(InvalidInput):
        decode(b"{", Terms)
    assert str(problem(ValueError("bad - at `$.x`"))) == "$.x: bad"
    assert str(problem(ValueError("bad"))) == "$: bad"


def test_what_has_no_plain_form_is_a_mistake_of_ours() -> None:
    """Only our own types announce themselves."""
    with pytest.raises(NotImplementedError, match="complex has no plain form"):
        encode(1j)


def test_terms_have_a_schema_for_editors() -> None:
    """The published schema knows date rules and conditions."""
    described = schema(Terms)
    definitions = described["$defs"]
    assert set(definitions["Terms"]["required"]) == {"agreement", "title", "parties", "clauses"}
    assert "signed" in str(definitions["EntryIntoForce"]["properties"]["upon"])
