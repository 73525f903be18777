"""Messages lead somewhere: what became of a notice, what the default law allows, what is assumed, from when."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import TERMS
from office import Office

from lifecycle.terms.files import read_terms


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("DEPOSITARY_TODAY", "2011-03-02")
    office.done("init")
    return office


def caricc(office: Office) -> None:
    """Let wco-caricc run out by a notice of 30 November 2010, with effect on 28 February 2011."""
    office.done("draft", TERMS / "wco-caricc.yaml", "--on", "2010-03-01")
    office.done("sign wco-caricc --by WCO --on 2010-03-19")
    office.done("sign wco-caricc --by CARICC --on 2010-03-30")
    office.done("notice wco-caricc --by CARICC --on 2010-11-30 --yes")


def opened(office: Office, clauses: str) -> None:
    """Open the file of an agreement with these clauses, in force since 1 January 2010."""
    entry = "entry_into_force: {article: '1', upon: {signed: all}}"
    text = f"agreement: x\ntitle: X\nparties: {{A: {{name: A}}, B: {{name: B}}}}\nclauses: {{{entry}{clauses}}}\n"
    Path("x.yaml").write_text(text, encoding="utf-8")
    office.done("draft x.yaml --on 2010-01-01")
    for name in "AB":
        office.done(f"sign x --by {name} --on 2010-01-01")


def test_a_withdrawal_that_comes_too_late_is_told_so_though_it_names_no_notice(office: Office) -> None:
    """What became of the notice, and the rule (R29)."""
    caricc(office)
    ran = office.call("withdraw-notice wco-caricc --by CARICC --on 2011-03-02")
    assert ran.code == 2
    assert "none is open on 2 March 2011 (N1 took effect on 28 February 2011" in ran.err
    assert "can be withdrawn only before that, by R29, VCLT-IO 68): name the one you mean" in ran.err


def test_what_is_closed_is_named_where_nothing_is_open(office: Office) -> None:
    caricc(office)
    office.done("withdraw-notice wco-caricc --by CARICC --on 2010-12-15 --yes")
    ran = office.call("withdraw-notice wco-caricc --by CARICC --on 2010-12-20")
    assert "none is open on 20 December 2010 (N1 was withdrawn on 15 December 2010): name" in ran.err
    office.done("activity begin wco-caricc --on 2010-12-01")
    office.done("activity complete wco-caricc --on 2010-12-02")
    ran = office.call("activity complete wco-caricc --on 2010-12-20")
    assert "none is open on 20 December 2010 (A1 is closed since 2 December 2010): name" in ran.err


def test_a_notice_without_a_clause_leads_to_the_ground_that_the_law_asks_for(office: Office) -> None:
    """The next command is one that helps; with the fact on record the notice is admitted (VCLT-IO 56; R30)."""
    opened(office, "")
    ran = office.call("notice x --by A --on 2010-05-31 --yes")
    assert ran.code == 5
    assert "Next: depositary fact establish x, with the fact that the law asks for" in ran.err
    fact = "the parties intended to admit denunciation"
    assert fact in ran.err
    told = f'{{"agreement": "x", "act": "fact_established", "on": "2010-05-01", "fact": "{fact}"}}'
    office.done("record", "-", stdin=told)
    assert "TERMINATED from 31 May 2011" in office.done("notice x --by A --on 2010-05-31 --yes").out


def test_a_suspension_for_breach_without_a_clause_leads_to_a_measure(office: Office) -> None:
    opened(office, "")
    ran = office.call("suspend x --by A --on 2010-05-31 --ground breach")
    assert ran.code == 5
    assert "VCLT-IO 60 and 65" in ran.err
    assert "Next: depositary measure notify x, after a breach" in ran.err


def test_an_earlier_end_is_said_with_its_day_and_without_an_end_of_its_own(office: Office) -> None:
    """What was to be terminated later is terminated from the earlier day on."""
    caricc(office)
    office.done("end wco-caricc --by WCO --on 2010-12-15 --effective 2010-12-31 --yes")
    said = office.done("what-if wco-caricc 'end --by CARICC --on 2010-12-16 --effective 2010-12-31'").out
    assert "then              TERMINATED from 31 December 2010\n" in said


def test_check_lists_from_what_a_notice_counts_also_where_it_ends_with_the_term(office: Office) -> None:
    """Every answer assumes it, for the lead time counts from there."""
    clauses = (
        ", duration: {article: '2', term: 5 years, renewal: {term: 3 years}}, "
        "termination: [{article: '2', by: notice, period: 6 months, effect: end of term}]"
    )
    opened(office, clauses)
    office.done("notice x --by A --on 2010-05-31 --yes")
    assert "a notice counts from its receipt" in office.done("status x").out
    assert "The text is silent: a notice counts from its receipt" in " ".join(office.call("check x.yaml").out.split())
    assert read_terms(Path("x.yaml").read_bytes(), "x.yaml").stated.assumes("notice_counts_from")
