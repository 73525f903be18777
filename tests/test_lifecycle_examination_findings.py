"""The examination of terms: what cannot be reached, left, lifted or finished, what has no effect, what is assumed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from given import Docket
from ruamel.yaml import YAML

from lifecycle.course.machine import State
from lifecycle.examination import READING, TRYING, examine
from lifecycle.examination.trial import Trial
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

DEMO = Path(__file__).parent / "cases" / "terms"


def terms(clauses: str, **more: Any) -> Terms:
    """Put clauses, written as a terms file has them, between two parties that sign."""
    frame = {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}}
    parties = more.pop("parties", ("A", "B"))
    return terms_from(
        {
            "agreement": "examined",
            "title": "Examined",
            "parties": {name: {"name": name, "signs": "Director"} for name in parties},
            "clauses": frame | YAML(typ="safe", pure=True).load(clauses),
            **more,
        }
    )


def found(of: Terms, level: str) -> list[tuple[str, str]]:
    return [(str(finding.says), finding.article) for finding in examine(of) if finding.level == level]


ERRORS = [
    (
        "{entry_into_force: {article: '2', upon: {consented: 3}}}",
        "After all parties have signed and consented it does not enter into force: it still waits for 1 more consent",
        "2",
    ),
    (
        "{entry_into_force: {article: '2', upon: {all_of: [{signed: all}, {date: 2002-01-01}], by: 2001-01-01}}}",
        "After all parties have signed and consented it does not enter into force: its condition and its dates cannot "
        "both be met",
        "2",
    ),
    (
        "{duration: {article: '3', until: 1999-12-31}, entry_into_force: {article: '2', upon: "
        "{all_of: [{signed: all}, {date: 2001-01-01}]}}}",
        "It would end before it can enter into force: its last day lies too early",
        "3",
    ),
    (
        "{duration: {article: '3', term: 5 years, renewal: {times: 2}}, termination: [{article: '4', by: notice, "
        "effect: end of term, period: 6 months, lock_in: {period: 20 years}}]}",
        "No notice can stop a renewal: before each end of term the lock-in of 20 years leaves no safe day",
        "4",
    ),
    (
        "{survival: {article: '5', until: {upon: {all_of: [{date: 2010-01-01}, {fact: it is done}], by: 2009-01-01}}}}",
        "What survives the end can never be finished",
        "5",
    ),
    (
        "{termination: [{article: '4', by: event, upon: {all_of: [{date: 2010-01-01}, {fact: x}], by: 2009-01-01}}]}",
        "The event that is to end it can never come",
        "4",
    ),
    (
        "{termination: [{article: '4', by: notice, period: [6 months, not before 2999-12-01, 1 year]}]}",
        "A notice under it never takes effect",
        "4",
    ),
]


@pytest.mark.parametrize(("clauses", "says", "article"), ERRORS)
def test_terms_that_defeat_themselves_are_errors(clauses: str, says: str, article: str) -> None:
    """What no story under the terms can reach is said plainly, with its article."""
    assert (says, article) in found(terms(clauses), "error")


WARNINGS = [
    (
        "{duration: {article: '3', term: 5 years, renewal: {term: 1 year}}, termination: [{article: '4', by: notice, "
        "effect: end of term, period: 6 years}]}",
        "No notice can stop the first 2 renewals: the lead time of 6 years leaves no safe day",
        "4",
    ),
    (
        "{duration: {article: '3', term: 5 years, renewal: {term: 1 year}}, termination: [{article: '4', by: notice, "
        "effect: end of term, period: 6 months, lock_in: {period: 5 years}}]}",
        "No notice can stop the first renewal: the lock-in of 5 years leaves no safe day",
        "4",
    ),
    (
        "{duration: {article: '3', term: 1 year, renewal: {}}, termination: [{article: '4', by: notice, "
        "effect: end of term, period: 1 month, lock_in: {period: 3 years}}]}",
        "No notice can stop the first 3 renewals: the lock-in of 3 years leaves no safe day",
        "4",
    ),
    (
        "{duration: {article: '3', term: 1 year, renewal: {}}, termination: [{article: '4', by: notice, "
        "effect: end of term, period: 2 months, window: {every: 5 years, open: 1 year}}]}",
        "No notice can stop the first 5 renewals: the window of 1 year in every 5 years leaves no safe day",
        "4",
    ),
    (
        "{termination: [{article: '4', by: consent, period: 6 months}]}",
        '"period" has no effect on an end by consent',
        "4",
    ),
    ("{survival: {article: '5', until: {}}}", "It does not say what survives, or for how long: nothing does", "5"),
    (
        "{suspension: [{article: '6', ground: at will, lifts: with the ground}]}",
        "It is to be lifted with its ground, but it needs no ground that could end",
        "6",
    ),
    (
        "{suspension: [{article: '6', ground: failed dispute}]}",
        "A failed dispute is a ground of suspension, but no clause says to whom disputes are referred",
        "6",
    ),
    (
        "{provisional_application: {article: '7', upon: {signed: all}}}",
        "It is never applied provisionally: what that waits for brings it into force",
        "7",
    ),
    (
        "{amendment: {article: '8', as_entry: true, then: 1 month}}",
        '"then" has no effect: an amendment takes effect by the rule of entry into force',
        "8",
    ),
    (
        "{duration: {article: '3', starting: 2001-01-01}}",
        '"starting" has no effect: no term is given that could start',
        "3",
    ),
    ("{}", "No clause ends it; it ends by consent of all parties", "VCLT-IO 54(b)"),
]


@pytest.mark.parametrize(("clauses", "says", "article"), WARNINGS)
def test_what_cannot_be_reached_or_has_no_effect_is_a_warning(clauses: str, says: str, article: str) -> None:
    """A lock-in that outlasts a term, words that change nothing, a clause that nothing can use."""
    assert (says, article) in found(terms(clauses), "warning")


def test_a_group_that_no_clause_uses_is_a_warning() -> None:
    """A group is there to be counted, or to be given a right."""
    of = terms("{}", groups={"the coast": ["A"]})
    assert ('The group "the coast" (A) is used in no clause', "") in found(of, "warning")
    used = terms(
        "{termination: [{article: '2', by: notice, period: 1 month, from: the coast}]}", groups={"the coast": ["A"]}
    )
    assert not any("group" in says for says, _ in found(used, "warning"))


def test_silences_name_the_convention_that_fills_them() -> None:
    """A notice of months leaves two questions open; terms that answer them are not silent."""
    clauses = "{termination: [{article: '4', by: notice, period: 6 months}]}"
    said = [says for says, _ in found(terms(clauses), "silent")]
    assert "The text is silent: a notice counts from its receipt" in said
    set_by_profile = [says for says, _ in found(terms(clauses, profile="un"), "silent")]
    assert not any("counts from its receipt" in says or "corresponding date" in says for says in set_by_profile)


def test_states_out_of_reach_are_named_with_their_reason() -> None:
    """Three parties of whom each may leave by itself: the whole is under notice only when all but one leave."""
    clauses = "{termination: [{article: '4', by: notice, from: A, period: 6 months}]}"
    said = [says for says, _ in found(terms(clauses, parties=("A", "B", "C")), "silent")]
    assert "The agreement as a whole is never under notice: one concerns only the party that gives it" in said
    assert "No clause lets B or C give notice, to end it or leave it without the others" in said
    assert "It never winds down: with its end it is terminated" in said


def test_a_full_text_reaches_every_state() -> None:
    """Notice, suspension and survival: the trial finds a story for each of the seven states."""
    of = terms(
        "{termination: [{article: '4', by: notice, period: 6 months}], suspension: [{article: '5', ground: at will}], "
        "survival: {article: '6', until: {completed: [activities]}}}"
    )
    trial = Trial(of)
    for examination in TRYING:
        assert [finding for finding in examination(trial) if finding and finding.level != "silent"] == []
    assert trial.reached == set(State)


def test_errors_stand_first_and_nothing_is_said_twice() -> None:
    """A reader sees at once whether the terms work."""
    of = terms("{survival: {article: '5', until: {}}, termination: [{article: '4', by: notice, period: 1 year}]}")
    levels = [finding.level for finding in examine(of)]
    assert levels == sorted(levels, key=("error", "warning", "silent").index)
    assert len(set(examine(of))) == len(levels)
    assert len(READING) + len(TRYING) == len({*READING, *TRYING})


@pytest.mark.parametrize("name", ["icmpd-wco", "wco-caricc"])
def test_the_two_real_agreements_have_nothing_wrong(name: str) -> None:
    """Real texts are silent on much and contradict nothing."""
    from lifecycle.terms.files import read_terms

    of = read_terms((DEMO / f"{name}.yaml").read_bytes(), name)
    assert {finding.level for finding in examine(of)} == {"silent"}


def test_from_what_a_notice_counts_matters_at_the_end_of_a_term_too() -> None:
    """Its lead time counts from there: sent in time and received late, it ends this term or the next (R20, R27)."""
    clause = "article: '4', by: notice, effect: end of term, period: 6 months"
    text = "{{duration: {{article: '3', term: 5 years, renewal: {{}}}}, termination: [{{{0}}}]}}"
    by_sending, silent = (terms(text.format(way)) for way in (f"{clause}, counts_from: sending", clause))
    acts = (
        "2000-01-01 drafted",
        "2000-01-01 signed by=A",
        "2000-01-01 signed by=B",
        "2004-07-01 notice_given by=A received=2004-07-05",
    )
    ends = [str(Docket(of).when(*acts).timeline.terminated_on) for of in (by_sending, silent)]
    assert ends == ["2005-01-01", "2010-01-01"]
    assert all("counts_from" not in says for says, _ in found(by_sending, "warning"))
    asked = "The text is silent: a notice counts from its receipt"
    assert [(asked, "VCLT-IO 79(b)") in found(of, "silent") for of in (by_sending, silent)] == [False, True]


def test_a_text_without_any_end_says_when_the_law_admits_a_notice() -> None:
    """Only where that was intended, or is implied in its nature, and is on record (VCLT-IO 56; R30)."""
    (said,) = [
        says for says, article in found(terms("{}"), "silent") if article == "VCLT-IO 56" and "admissible" in says
    ]
    assert "the parties intended to admit denunciation" in said
