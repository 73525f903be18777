"""Every sentence of the calendar, of terms and of their examination: made at least once, and said in any language.

The tables hold what stands in no case elsewhere, with what a lawyer reads. Written in a language that is not English,
no English is left but names, quotations and citations.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from given import cases
from grammar import SAMPLES
from reversed import Reversed
from ruamel.yaml import YAML
from test_lifecycle_examination_findings import ERRORS, WARNINGS, terms
from test_lifecycle_terms_conditions import Facts
from test_lifecycle_terms_sentences import CASES, terms_of
from vocabulary import sayings, unturned

from lifecycle.calendar.conventions import CONVENTIONS
from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import day_off
from lifecycle.calendar.partial import PRECISIONS, dated
from lifecycle.errors import InvalidInput
from lifecycle.examination import examine
from lifecycle.messages import MONTHS, Value, render
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.conditions.facts import OfAnother
from lifecycle.terms.conditions.others import OTHERS as OF_OTHERS
from lifecycle.terms.conditions.others import came
from lifecycle.terms.fields import MANNERS, PARTY_TYPES
from lifecycle.terms.files import MOST_BYTES, read_terms
from lifecycle.terms.languages import LANGUAGES, language
from lifecycle.terms.naming import party_named
from lifecycle.terms.reading import MOST_CLAUSES, MOST_PARTIES, terms_from
from lifecycle.terms.sentences import describe
from lifecycle.terms.text import Terms

ROOMS = ("lifecycle/calendar/", "lifecycle/terms/", "terms/sentences/", "lifecycle/examination/")
"""The modules whose sentences are told here, as the vocabulary places them."""


REST = {"the rest": ["B", "C"]}
OTHERS = ("the new agreement", "the Limitation Convention", "the Sales Convention")
"""Other agreements that the cases name."""


class Listening(Reversed):
    """A language that remembers what it was asked for."""

    def __init__(self) -> None:
        self.heard: set[str] = set()

    def text(self, template: str) -> str:
        self.heard.add(template)
        return super().text(template)

    def plural(self, one: str, many: str, n: int) -> str:
        self.heard.add(one if n == 1 else many)
        return super().plural(one, many, n)


# Date rules: of what happens, and when that is.

RULES: list[tuple[Any, str, str]] = [
    ("6 months", "the day 6 months after it", "6 months after it"),
    (["1 year", "1 day"], "the day 1 year and 1 day after it", "1 year and 1 day after it"),
    ([], "it", "upon it"),
    (["3 months", "end of year"], "the last day of the year of the day 3 months after it", "on the last day"),
    (["60 days", "first of next month"], "the first day of the next month after the day 60 days after it", "on the "),
    (["next day", "2 months"], "the day 2 months after the day after it", "2 months after the day after it"),
    ("first of 3rd year", "the first day of the 3rd year after it", "on the first day"),
    ("end of next year", "the last day of the next year after it", "on the last day"),
    ("end of fiscal year 30 April", "the last day of the fiscal year of it (it ends on 30 April)", "on the last day"),
    ("next 31 October", "the next 31 October after it", "on the next 31 October"),
    (
        "by 1 January: next 30 November",
        "the next 30 November after it if that comes by 1 January of its year, otherwise the next 30 November after "
        "the 1 January that follows",
        "on the next",
    ),
    (
        "by 15 May: 1 month; later: next 1 July",
        "the day 1 month after it if that comes by 15 May of its year, otherwise the next 1 July after it",
        "on the day 1 month after it if",
    ),
    (
        ["2 years", "not before 1936-12-31"],
        "the later of the day 2 years after it and 31 December 1936",
        "on the later",
    ),
]


def plain(text: str) -> Any:
    """Read YAML as a terms file is read, every scalar a text."""
    return YAML(typ="base", pure=True).load(text)


@pytest.mark.parametrize(("rule", "says", "when"), RULES)
def test_a_rule_says_the_day_and_when_that_is(rule: Any, says: str, when: str) -> None:
    """Each step of what comes before it, so that no reader has to guess from where a period counts."""
    read = DateRule.from_plain(rule)
    assert render(read.says("it")) == says
    assert render(read.when("it")).startswith(when)


def test_what_comes_after_the_last_day_leads_to_the_day_after_the_next_such_day() -> None:
    """A notice of 26 December, with a last day of 1 January, ends on 30 June of the next year, and no year later."""
    rule = DateRule.from_plain("by 1 January: next 30 June")
    assert str(rule.when("the notice")) == (
        "on the next 30 June after the notice if that comes by 1 January of its year, otherwise the next 30 June after "
        "the 1 January that follows"
    )
    following = DateRule.from_plain("next 1 January, next 30 June")
    for day in (date(2010, 1, 2), date(2010, 6, 30), date(2010, 12, 26)):
        assert rule.after(day) == following.after(day) == date(2011, 6, 30)
    assert rule.after(date(2010, 1, 1)) == date(2010, 6, 30)


# Conditions

CONDITIONS = [
    ("{signed: 1}", "upon the first signature"),
    ("{consented: 1}", "upon the first consent to be bound"),
    ("{signed: {at_least: 1, of: [A, B]}}", "upon the signature by at least 1 of A and B"),
    ("{signed: {at_least: 1, including: [A]}}", "upon the signature by 1 party, A among them"),
    ("{consented: {share: 55 %}}", "upon the consent to be bound by parties with 55 per cent in all"),
    (
        "{consented: {of: the coast, share: 55}}",
        "upon the consent to be bound by parties of the coast with 55 per cent in",
    ),
    ("{consented: {at_least: 1, share: 9}}", "upon the consent to be bound by 1 party with 9 per cent"),
    ("{consented: {at_least: 3, share: 9}}", "upon the consent to be bound by 3 parties with 9 per cent in all"),
    (
        "{signed: {at_least: 2, of: [A, B, C], share: 9}}",
        "upon the signature by at least 2 of A, B and C with 9 per cent",
    ),
    ("{date: 1898-07-01}", "on 1 July 1898"),
    ("{signed: all, by: 2005-05-01}", "upon the signature by all parties (if no later than 1 May 2005)"),
    (
        "{signed: all, by: 2005-05-01, then: 2 days}",
        "2 days after the signature by all parties (if no later than 1 May",
    ),
    ("{fact: the funds are there}", 'upon the establishment of the fact "the funds are there"'),
    ("{not_while: war}", 'upon the absence of the fact "war"'),
    ("{agreement: {name: X, is: ended}}", "upon the end of X"),
    ("{agreement: {name: X, is: suspended}}", "upon the suspension of X"),
    ("{agreement: {name: X, is: terminated}}", "upon the end of X and of all that survived it"),
    ("{agreement: {name: X, is: in force, of: A}}", "upon the entry into force of X for A"),
    ("[{signed: [A]}]", "upon the signature by A"),
    ("[{signed: [A]}, {date: 2010-01-01}]", "upon the last to come of the signature by A and 1 January 2010"),
    ("{any_of: [{signed: [A]}, {signed: [B]}]}", "upon the first to come of the signature by A and the signature by B"),
]


@pytest.mark.parametrize(("condition", "when"), CONDITIONS)
def test_a_condition_says_when_it_is_met(condition: str, when: str) -> None:
    """In words of the law, never in those of the file."""
    assert render(Condition.from_plain(plain(condition)).when).startswith(when)


NOTHING = Facts(established={"war": date(2010, 1, 1)}, names=("A", "B"))
"""Nothing has happened, but for a war."""

MISSING = [
    ("{signed: all}", ["signature of A", "signature of B"]),
    ("{signed: 1}", ["1 more signature"]),
    ("{signed: 2}", ["2 more signatures"]),
    ("{signed: {share: 60}}", ["more signatures, of parties with 60 per cent in all"]),
    ("{consented: [A]}", ["consent of A"]),
    ("{consented: 1}", ["1 more consent"]),
    ("{consented: 3}", ["3 more consents"]),
    ("{consented: {share: 60}}", ["more consents, of parties with 60 per cent in all"]),
    (
        "{consented: {weight: {of: tonnage, at_least: 50 %}}}",
        ['more consents, of parties with 50 per cent of "tonnage" in all'],
    ),
    ("{agreed: [A]}", ["agreement of A"]),
    ("{agreed: 1}", ["the agreement of 1 more party"]),
    ("{agreed: 3}", ["the agreement of 3 more parties"]),
    ("{agreed: {share: 60}}", ["the agreement of more, of parties with 60 per cent in all"]),
    ("{fact: peace}", ['the fact "peace"']),
    ("{not_while: war}", ['the end of the fact "war"']),
    ("{date: 2010-01-01}", []),
]


@pytest.mark.parametrize(("condition", "missing"), MISSING)
def test_a_condition_says_what_it_waits_for(condition: str, missing: list[str]) -> None:
    """By name where parties are named, else how many more."""
    assert list(map(render, Condition.from_plain(plain(condition)).missing(NOTHING))) == missing


# Clauses, and what an examination finds


def given_terms(case: dict[str, Any], *names: str) -> Terms:
    """Put the clauses of a case into the least of terms."""
    frame = {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}}
    return terms_from(
        {
            **{key: value for key, value in case.items() if key != "says"},
            "agreement": "said",
            "title": "Said",
            "parties": case.get("parties") or {name: {"name": name, "signs": "Director"} for name in names},
            "clauses": frame | case["clauses"],
        }
    )


CLAUSES = [(given_terms({"groups": REST} | case, "A", "B", "C"), case["says"]) for case in cases("said/clauses.yaml")]
FINDINGS = [(given_terms(case, "A", "B"), case["says"]) for case in cases("said/findings.yaml")]


@pytest.mark.parametrize(("clauses", "says"), CLAUSES, ids=[says[:60] for _, says in CLAUSES])
def test_a_clause_is_said_as_it_acts(clauses: Terms, says: str) -> None:
    """In sentences that a lawyer reads once, each with one thing to say."""
    said = [render(sentence) for article, sentence in describe(clauses) if article == "9"]
    assert " ".join(f"{sentence}." for sentence in said) == says


@pytest.mark.parametrize(("of", "says"), FINDINGS, ids=[says for _, says in FINDINGS])
def test_an_examination_says_what_it_finds(of: Terms, says: str) -> None:
    """Each finding has terms that lead to it."""
    assert any(says in render(finding.says) for finding in examine(of))


# What is wrong with a file

HEAD = "agreement: two\ntitle: An agreement\n"
PARTIES = "parties: {A: {name: A}, B: {name: B}}\n"
ENTRY = "clauses: {entry_into_force: {article: '1', upon: {signed: all}}}\n"
WRONG: list[tuple[str | bytes, str]] = [
    ("", "the file is empty"),
    ("a: [", "this is no YAML: look for a bracket"),
    (b"a: \xff", "the file is not UTF-8 text"),
    ("# " + "x" * MOST_BYTES, "a terms file has at most 1048576 bytes, not 1048578"),
    ("a: \x07", "the character U+0007 has no place in a text"),
    ('a: "\\UFFFFFFFF"', 'names no character: the last is "\\U0010FFFF"'),
    ("a: &x y", "anchors and aliases have no place"),
    ("a: !t x", 'tags such as "!t" have no place'),
    ("a: " + "[" * 21 + "]" * 21, "nested deeper than 20 levels"),
    ("a: [" + "b," * 20_001 + "]", "a terms file has at most 20000 values"),
    ("a: b\n---\nc: d", "a terms file holds one document"),
    ("? [a]\n: b", "a field name is a plain word"),
    (HEAD + HEAD + PARTIES + ENTRY, "the field is given twice"),
    (HEAD + PARTIES + ENTRY.replace("all", "many"), '"many" is not who must act: write "all", "6", "[A, B]" or'),
    (HEAD + PARTIES + ENTRY.replace("all", "0"), "at least 0 is no condition"),
    (
        HEAD + PARTIES + ENTRY.replace("all", "{}"),
        'nothing is counted; known are "at_least", "of", "share", "weight", "including", "except"',
    ),
    (HEAD + PARTIES + ENTRY.replace("all", "{most: 2}"), 'there is no field "most"'),
    (HEAD + PARTIES + ENTRY.replace("all", "{share: x}"), '"x" is not a share such as "55 %"'),
    (HEAD + PARTIES + ENTRY.replace("all", "{at_least: 3/2}"), '"3/2" is not a fraction such as "2/3"'),
    (HEAD + PARTIES + ENTRY.replace("all", "{weight: {of: t, at_least: x}}"), "is not a weight such as"),
    (HEAD + PARTIES + ENTRY.replace("{signed: all}", "{parties_below: all}"), '"all" is not a number of parties'),
    (HEAD + PARTIES + ENTRY.replace("all", "{share: 101}"), "a share lies above 0 and up to 100 per cent, not 101"),
    (
        HEAD + PARTIES + ENTRY.replace("{signed: all}", "signed"),
        'a condition is written as "{signed: all}", of "signed"',
    ),
    (HEAD + PARTIES + ENTRY.replace("signed", "agreed"), 'nothing here to agree to: write "consented" or "signed"'),
    (HEAD + PARTIES + ENTRY.replace("all", "{of: parties on the proposal}"), "nothing is proposed here: write a day"),
    (HEAD + PARTIES + ENTRY.replace("signed", "ratified"), 'a condition has one of "signed"'),
    (HEAD + PARTIES + ENTRY.replace("signed: all", ""), "this has none"),
    (HEAD + PARTIES + ENTRY.replace("signed", "singed"), 'there is no such condition. Did you mean "signed"?'),
    (HEAD + PARTIES + ENTRY.replace("signed: all", "all_of: x"), "it joins a list of conditions"),
    (HEAD + PARTIES + ENTRY.replace("signed: all", "agreement: x"), 'another agreement is named as "{name: …, is: …}"'),
    (HEAD + PARTIES + ENTRY.replace("signed: all", "fact: '{party} left'"), '"{party}" has no place in it'),
    (
        HEAD + PARTIES + ENTRY.replace("all}", "all}, then: soon"),
        '"soon" is no step of a date rule, such as "6 months"',
    ),
    (HEAD + PARTIES + ENTRY.replace("all}", "all}, then: next 31 June"), '"31 June" is not a day of the year'),
    (HEAD + PARTIES + ENTRY.replace("all}", "all}, then: {a: b}"), "a date rule is a step, such as"),
    (HEAD + PARTIES + "texts: {authentic: [English]}\n" + ENTRY, "the code of a language is expected here"),
    ("agreement: two\ntitle: {}\n" + PARTIES + ENTRY, "no text is given in any language"),
    ("agreement: two\ntitle: {English: A}\n" + PARTIES + ENTRY, '"English" is no language: write its code, as "en"'),
    ("agreement: two\ntitle: {en: [A]}\n" + PARTIES + ENTRY, "a text is expected here, or one for each language"),
    ("agreement: two\ntitle: {en: ''}\n" + PARTIES + ENTRY, "not an empty one"),
    ("agreement: two\ntitle:\n" + PARTIES + ENTRY, "a text is expected here, not nothing"),
    (f"agreement: two\ntitle: {'x' * 501}\n" + PARTIES + ENTRY, "it has at most 500 characters"),
    (HEAD + PARTIES + ENTRY.replace("signed: all", "date: 2010"), '"2010" is not a date: write YYYY-MM-DD, such as'),
    (
        HEAD + PARTIES + ENTRY.replace("signed: all", "date: 3/4/2010"),
        "2010-04-03 (3 April 2010) or 2010-03-04 (4 March",
    ),
    (
        HEAD + PARTIES + ENTRY.replace("signed: all", "date: 2010-02-30"),
        "2010-02-30 is not a day: February 2010 has 28 days",
    ),
    (HEAD + PARTIES + ENTRY.replace("signed: all", "date: 2010-13-30"), "has no such month: there is no month 13"),
    (
        HEAD + PARTIES + ENTRY.replace("signed: all", "date: 1500-01-01"),
        "is beyond the calendar, which runs from 1648-01-01",
    ),
    (HEAD + "parties: {A: {name: A}}\n" + ENTRY, "an agreement has at least 2 parties"),
    (HEAD + "parties: {}\nleast_parties: 1\n" + ENTRY, "an agreement has at least 1 party"),
    (HEAD + "parties: {A: {name: A, share: 0}, B: {name: B}}\n" + ENTRY, "at most 100 per cent, not 0"),
    (HEAD.replace("two", "T") + PARTIES + ENTRY, 'a name of small letters, digits and hyphens (such as "wco-caricc")'),
    (HEAD + PARTIES.replace("A:", "'A:b':") + ENTRY, "a name of at most 80 characters, without a colon or"),
    (HEAD + PARTIES + "groups: {all: [C]}\n" + ENTRY, '"C" is not a party of these terms; they are A, B, all'),
    (HEAD + PARTIES + "profile: none\n" + ENTRY, 'there is no profile "none"; known are "un", "icsid", "ets76"'),
    (
        HEAD + PARTIES + "conventions: {hour: noon}\n" + ENTRY,
        'there is no convention "hour"; known are "notice_counts_from"',
    ),
    (
        HEAD + PARTIES + "conventions: {effect_boundary: later}\n" + ENTRY,
        '"effect_boundary" is "same day" or "next day", not "later"',
    ),
]
CLASHES = [
    ("duration: {article: '4', indefinite: true, term: 1 year}", "it is indefinite, or it has a term: not both"),
    ("duration: {article: '4', renewal: {}}", 'a tacit renewal needs a "term" that it renews'),
    (
        "duration: {article: '4', term: 1 year, renewal: {}, thereafter: indefinite}",
        'it is renewed without end already: "thereafter" has no place',
    ),
    (
        "duration: {article: '4', term: next day, renewal: {}}",
        'only a period such as "6 months" can be, not "next day"',
    ),
    ("termination: [{article: '4', by: event}]", 'an end by event needs its condition, "upon"'),
    ("suspension: [{article: '4', ground: event}]", 'a suspension by an event needs its condition, "upon"'),
    (
        "duties: [{article: '4', name: d, what: w}, {article: '4', name: d, what: w}]",
        'another duty is named "d" already',
    ),
    (
        "duties: [{article: '4', name: a b, what: w}]",
        'one word of letters, digits, dots and hyphens is expected here, not "a b"',
    ),
    ("duties: [{article: '4', name: d, what: w, by: the party}]", 'no party is meant by "the party"'),
    (
        "duties: [{article: '4', name: d, what: w, otherwise: [{by: A}]}]",
        'what follows has no time to follow on: write "within"',
    ),
    (
        "termination: [{article: '4', by: notice, effect: end of term}]",
        'it takes effect with the end of the term, but "duration" gives no term',
    ),
]
WRONG += [(HEAD + PARTIES + ENTRY.replace("all}}}", f"all}}}}, {clause}}}"), says) for clause, says in CLASHES]


def problem(text: str | bytes) -> Value:
    with pytest.raises(InvalidInput) as caught:
        read_terms(text, "two.yaml")
    return caught.value.problems[0].says


@pytest.mark.parametrize(("text", "says"), WRONG, ids=lambda part: str(part)[-60:])
def test_what_is_wrong_with_a_file_is_said(text: str | bytes, says: str) -> None:
    """The words of the file stand between quotation marks."""
    assert says in render(problem(text))


# All of it, in any language


def told() -> Iterator[tuple[Value, tuple[str, ...]]]:
    """Give what is said in these rooms, with the names that stand in it."""
    anchor = date(2010, 1, 31)
    for rule in (*(DateRule([sample]) for sample in SAMPLES), *(DateRule.from_plain(rule) for rule, _, _ in RULES)):
        yield from ((says, ()) for says in (rule, rule.says(anchor), rule.when(anchor)))
        yield from ((note.says, ()) for note in rule.computed(anchor, boundary="next day").notes)
    yield from ((note.says, ()) for note in DateRule(["1 month"]).computed(anchor).notes)
    yield from ((DateRule([f"next 1 {month}"]).says(anchor), ()) for month in MONTHS)
    for condition in (Condition.from_plain(plain(text)) for text, _ in (*CONDITIONS, *MISSING)):
        yield from ((says, ("A", "B", "C", "X", "the coast")) for says in (condition, condition.when))
        yield from ((says, ("A", "B", "the coast")) for says in condition.missing(NOTHING))
    drawn = [terms_of(case) for case in CASES] + [terms(clauses) for clauses, *_ in (*ERRORS, *WARNINGS)]
    for each in (*drawn, *(of for of, _ in (*CLAUSES, *FINDINGS))):
        supersession = each.clauses.supersession
        others = tuple(one.name for one in supersession.replaced) if supersession else ()
        names = (
            *each.parties,
            *each.groups,
            *others,
            *(duty.name for duty in each.clauses.duties),
            "the new agreement",
            "the-convention",
            "the Limitation Convention",
            "the Sales Convention",
        )
        yield from ((says, names) for _, says in describe(each))
        yield from ((finding.says, names) for finding in examine(each))
    yield from ((problem(text), ("A", "B", "all", "YYYY-MM-DD", "U+0007")) for text, _ in WRONG)
    yield from ((says, ()) for known in CONVENTIONS.values() for says in known.readings.values())
    yield from ((says, ()) for says in (*MANNERS.values(), *PARTY_TYPES.values()))
    for state, party in product(OF_OTHERS, ("", "A")):
        yield came(OfAnother("X", state, party), date(2010, 1, 1)), ("X", "A")
    yield from ((day_off(date(2010, 5, day)), ()) for day in (1, 2, 3))
    yield from ((language(code), ()) for code in LANGUAGES)
    yield from ((dated(date(2010, 5, 3), known), ("2010",)) for known in PRECISIONS)
    with pytest.raises(InvalidInput) as caught:
        party_named("a", {"X": ["A"], "Y": ["á"]})
    yield caught.value.says, ("X", "Y", "a")
    parties: dict[str, object] = {f"P{n}": {} for n in range(MOST_PARTIES + 1)}
    clauses: dict[str, object] = {"disputes": [{}] * (MOST_CLAUSES + 1)}
    with pytest.raises(InvalidInput) as caught:
        terms_from({"parties": parties, "clauses": clauses})
    yield from ((problem.says, ()) for problem in caught.value.problems)


def test_every_sentence_is_told_and_nothing_of_it_is_english_alone() -> None:
    """No template of these rooms is without a case, and none of what they say escapes another language."""
    language = Listening()
    said = [(says, unturned(render(says, language), *names)) for says, names in told()]
    assert {render(says): words for says, words in said if words} == {}
    own = [said for said in sayings() if said.place.startswith(ROOMS)]
    assert len(own) > 150
    untold = [(said.place, text) for said in own for text in said.templates if text not in language.heard]
    assert untold == []
