"""What an act says that no clause reads: said with the nearest word that one does read; nothing where one listens."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from given import Docket
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.acts.kinds import KINDS
from lifecycle.answers.unheard import READ, Unheard, unheard
from lifecycle.messages import render
from lifecycle.terms.facts_read import facts_read
from lifecycle.terms.files import read_terms
from lifecycle.terms.text import Terms

HEAD = "agreement: depot\ntitle: On a depot\nparties: {A: {name: A}, B: {name: B}}\nclauses:\n"
ENTRY = '  entry_into_force: {article: "1", upon: {signed: all}}\n'
SIGNED = ("2001-01-01 drafted", "2001-01-01 signed by=A", "2001-01-01 signed by=B")


def of(clauses: str = "", entry: str = ENTRY) -> Terms:
    return read_terms(f"{HEAD}{entry}{clauses}".encode(), "depot.yaml")


def found(terms: Terms, *lines: str) -> tuple[Unheard, ...]:
    """Give what nobody hears of the last act."""
    docket = Docket(terms).when(*lines)
    assert docket.objection is None
    return unheard(docket.timeline, len(docket.entries))


READING: Mapping[str, tuple[Terms, str]] = {
    "entry into force": (of(entry='  entry_into_force: {article: "1", upon: {fact: the audit is done}}\n'), ""),
    "within another condition": (
        of(entry='  entry_into_force: {article: "1", upon: {all_of: [{signed: all}, {fact: the audit is done}]}}\n'),
        "",
    ),
    "its absence": (of(entry='  entry_into_force: {article: "1", upon: {not_while: the audit is done}}\n'), ""),
    "provisional application": (of('  provisional_application: {article: "2", upon: {fact: the audit is done}}\n'), ""),
    "duration": (of('  duration: {article: "2", upon: {fact: the audit is done}}\n'), ""),
    "survival": (of('  survival: {article: "2", until: {upon: {fact: the audit is done}}}\n'), ""),
    "an end by event": (
        of('  termination: [{article: "2", by: event, upon: {fact: "the audit of {party} is done"}}]\n'),
        "A",
    ),
    "what a notice needs": (
        of('  termination: [{article: "2", by: notice, period: 1 month, requires: the audit is done}]\n'),
        "",
    ),
    "what holds a notice up": (
        of('  termination: [{article: "2", by: notice, period: 1 month, not_while: "the audit of {party} is done"}]\n'),
        "B",
    ),
}
"""Clauses that read a fact, and the party whose fact it is."""


@pytest.mark.parametrize("clause", READING)
def test_a_fact_that_a_clause_reads_is_heard(clause: str) -> None:
    """Word for word: with another word it is not, and the one that would be is named."""
    terms, party = READING[clause]
    fact = f"the audit of {party} is done" if party else "the audit is done"
    assert found(terms, SIGNED[0], f"2001-02-01 fact_established fact='{fact}'") == ()
    (one,) = found(terms, SIGNED[0], f"2001-02-01 fact_established fact='{fact.replace('done', 'made')}'")
    assert (one.field, fact in one.near) == ("fact", True)
    assert "No clause reads the fact" in render(one.says)
    assert "Did you mean " in render(one.says)
    assert fact in render(one.says)


def test_the_facts_of_the_default_law_are_heard() -> None:
    """A text without an end admits a notice on them (VCLT-IO 56)."""
    assert found(of(), *SIGNED, "2001-02-01 fact_established fact='the parties intended to admit denunciation'") == ()


def test_the_end_of_a_fact_is_heard_where_the_fact_is() -> None:
    """And of one that nobody reads it is said again."""
    established = "2001-02-01 fact_established fact=flood"
    assert found(of(), *SIGNED, established, "2001-03-01 fact_ended fact=flood")[0].field == "fact"
    terms = of('  termination: [{article: "2", by: notice, period: 1 month, not_while: flood}]\n')
    assert found(terms, *SIGNED, established, "2001-03-01 fact_ended fact=flood") == ()


TERM = '  duration: {article: "2", term: 5 years, renewal: {by: %s}}\n'
NOTICE = '  termination: [{article: "2", by: notice, period: 6 months%s}]\n'
DAYS = {
    "a later day is that of the effect": (of(NOTICE % ""), "2003-01-01 notice_given by=A effective=2004-01-01", ""),
    "nothing renews the term": (of(TERM % "agreement"), "2003-01-01 extended until=2007-01-01 last=true", "last"),
    "the last of tacit renewals": (of(TERM % "tacit"), "2003-01-01 extended until=2007-01-01 last=true", ""),
}


@pytest.mark.parametrize("case", DAYS)
def test_a_day_is_heard_where_it_is_obeyed(case: str) -> None:
    """What is named is compared with what came of it."""
    terms, act, field = DAYS[case]
    assert [one.field for one in found(terms, *SIGNED, act)] == ([field] if field else [])


def test_an_act_without_effect_is_not_said_to_be_unheard() -> None:
    """Its objection is said instead."""
    docket = Docket(of()).when(*SIGNED, "2001-02-01 notice_given by=A effective=2004-01-01")
    assert docket.objection is not None
    assert unheard(docket.timeline, 4) == ()


def test_the_table_names_kinds_of_acts() -> None:
    assert set(READ) <= {kind.act for kind in KINDS}


@given(st.text(st.sampled_from("abc d"), min_size=1, max_size=12))
def test_each_fact_is_either_read_or_said(fact: str) -> None:
    """For any word."""
    terms = of('  duration: {article: "2", upon: {fact: a b c}}\n')
    assert bool(found(terms, SIGNED[0], f"2001-02-01 fact_established fact='{fact}'")) == (
        fact not in facts_read(terms, ("A", "B"))
    )


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("2001-02-01 declared by=A kind=territory transmitted=2001-02-09", "transmitted"),
        ("2001-02-01 declared by=A kind=not-provisionally", "kind"),
        ("2001-01-01 declared by=A kind=reservation transmitted=2001-02-09", ""),
        ("2001-02-01 declared by=A kind=territory", ""),
    ],
)
def test_what_no_clause_reads_of_a_declaration_is_said(line: str, field: str) -> None:
    """A transmission from which no time runs, and that one does not do what nobody does."""
    assert [one.field for one in found(of(), *SIGNED, line)] == ([field] if field else [])


def test_a_clause_on_provisional_application_reads_who_does_not_apply_it() -> None:
    terms = of('  provisional_application: {article: "2", upon: {signed: all}}\n')
    assert found(terms, *SIGNED[:2], "2001-01-01 declared by=A kind=not-provisionally") == ()
