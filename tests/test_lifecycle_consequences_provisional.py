"""Provisional application: an interval of its own, which never outlives the agreement (VCLT-IO 25; R13)."""

from __future__ import annotations

from given import Docket

from lifecycle.terms.files import read_terms


def drafted(upon: str) -> Docket:
    """Put an agreement on record that is applied provisionally, and in force with two instruments."""
    terms = read_terms(
        f"""
        agreement: x
        title: X
        parties: {{A: {{name: A, type: state}}, B: {{name: B, type: state}}, C: {{name: C, type: state}}}}
        clauses:
          entry_into_force: {{article: '1', upon: {{consented: 2}}}}
          provisional_application: {{article: '2', upon: {upon}}}
          termination: [{{article: '3', by: notice, period: 3 months}}]
        """.encode(),
        "x.yaml",
    )
    return Docket(terms).when("2010-01-01 drafted", *(f"2010-01-02 signed by={name}" for name in "ABC"))


def test_it_ends_when_the_agreement_is_given_up() -> None:
    put = drafted("{signed: 2}").when("2010-05-01 abandoned")
    assert put.status("2010-04-30").provisional == ("A", "B", "C")
    assert put.status("2010-05-01").provisional == ()
    assert {(str(fact.closed), fact.closed_by) for fact in put.timeline.provisional} == {("2010-05-01", 5)}


def test_it_does_not_begin_once_the_agreement_is_given_up() -> None:
    """What it waited for may still be put on record; there is nothing left to apply."""
    put = drafted("{fact: ready}").when("2010-05-01 abandoned", '2010-06-01 fact_established fact="ready"')
    assert put.timeline.irregular == {}
    assert put.status("2010-06-01").provisional == ()


def test_it_ends_with_the_agreement_for_a_signatory_that_was_never_bound() -> None:
    """Two are bound by their instruments, the third goes on applying it until they end it."""
    put = drafted("{signed: 2}").when(
        "2010-02-01 consented by=A manner=ratification",
        "2010-02-01 consented by=B manner=ratification",
        "2010-03-01 notice_given by=A",
    )
    assert put.status("2010-05-31").provisional == ("C",)
    assert (put.state("2010-06-01"), put.status("2010-06-01").provisional) == ("terminated", ())
