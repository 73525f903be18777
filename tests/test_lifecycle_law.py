"""The law by its numbers: each has one rule, said in plain words, and whatever the fold cites is among them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from reversed import REVERSED
from strategies import Story, stories

from lifecycle import codec
from lifecycle.answers.explanation.agreement import explain
from lifecycle.law import LAW, NUMBER, cited
from lifecycle.law.rule import Rule
from lifecycle.messages import Message, render


def test_the_numbers_stand_in_their_order() -> None:
    """None is missing, none is given twice; a letter stands behind the number that it follows."""
    keys = [(int(re.sub(r"\D", "", number)), number) for number in LAW]
    assert keys == sorted(set(keys))
    assert {key for key, _ in keys} == set(range(1, 67))
    assert [rule.number for rule in LAW.values()] == list(LAW)


@pytest.mark.parametrize("rule", LAW.values(), ids=list(LAW))
def test_a_rule_is_one_or_two_plain_sentences(rule: Rule) -> None:
    """It has no word of a file and no full stop at its end, and no other rule says the same."""
    says = rule.says.template
    assert re.fullmatch(r"[A-Z][A-Za-z0-9 ,;:'-]+(\. [A-Z][A-Za-z0-9 ,;:'-]+)?", says)
    assert [other.number for other in LAW.values() if other.says == rule.says] == [rule.number]
    assert all(re.match(r"VCLT-IO \d|ETS 76, \d|Regulation 1182/71, \d|UN ", part) for part in _sources(rule))


def _sources(rule: Rule) -> list[str]:
    return [part for text in (rule.source, rule.unverified) if text for part in text.split("; ")]


SOURCES = [
    (Rule("R1", Message("So it is"), "VCLT-IO 6"), "VCLT-IO 6"),
    (Rule("R1", Message("So it is"), ""), "no article"),
    (Rule("R1", Message("So it is"), "", unverified="VCLT-IO 63"), "VCLT-IO 63 (not verified)"),
    (Rule("R1", Message("So it is"), "ETS 76, 5", unverified="VCLT-IO 63"), "ETS 76, 5; VCLT-IO 63 (not verified)"),
]


@pytest.mark.parametrize(("rule", "says"), SOURCES)
def test_what_nobody_has_checked_is_marked(rule: Rule, says: str) -> None:
    assert render(rule.rests_on) == says


def test_a_rule_is_said_in_the_language_of_the_reader() -> None:
    """Names of conventions stay as they are."""
    assert render(Rule("R1", Message("So it is"), "").says, REVERSED) == "oS ti si"
    assert render(LAW["R43"].rests_on, REVERSED) == "VCLT-IO 63 (ton deifirev)"


def test_rules_are_published_with_their_english_sentences() -> None:
    rule = Rule("R0", Message("So it is"), "VCLT-IO 6")
    assert codec.encode(rule) == b'{"number":"R0","says":"So it is","source":"VCLT-IO 6","unverified":""}'


CITATIONS = [
    (("ETS 76, 4(2) · R16", "Art. 9 · R9", "#3"), ("R9", "R16")),
    (("R16a, R16",), ("R16", "R16a")),
    (("R29; R29",), ("R29",)),
    (("R99", "AR9", "R9_", "r9"), ()),
    ((), ()),
]


@pytest.mark.parametrize(("texts", "numbers"), CITATIONS)
def test_citations_name_rules(texts: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    """In the order of the law, each once; what is no rule is left out."""
    assert cited(*texts) == numbers


@given(stories())
def test_every_reason_and_every_objection_cites_a_rule(story: Story) -> None:
    """So does every step of an explanation that cites any."""
    told = story.timeline()
    periods = [period for history in (told.agreement, *told.parties.values()) for period in history]
    numbers = {reason.rule for period in periods for reason in period.why}
    numbers |= {objection.rule for objection in told.irregular.values()}
    last = explain(told, max(period.start for period in told.agreement))
    numbers |= {number for step in last.lines for number in NUMBER.findall(str(step.source))}
    assert numbers <= set(LAW)
