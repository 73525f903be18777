"""What followed from each act: for the agreement, and for each party."""

from __future__ import annotations

from datetime import date

import grammar
from given import Docket, given
from hypothesis import given as given_any

from lifecycle.answers.past import followed, followed_for_parties
from lifecycle.terms.files import read_terms

THREE = (
    "2010-03-01 drafted",
    "2010-03-02 signed by=A",
    "2010-03-02 signed by=B",
    "2010-03-02 signed by=C",
    "2011-03-02 notice_given by=C",
)


def of(put: Docket, seq: int, last: str = "9999-12-31") -> list[tuple[str, str, str | None]]:
    found = followed_for_parties(put.timeline, date.fromisoformat(last)).get(seq, [])
    return [(one.party, str(one.on), one.state) for one in found]


def test_a_party_is_bound_under_notice_and_leaves_by_its_act() -> None:
    """Until the day that is asked for; the agreement goes on, and nothing stands there for it."""
    put = given("three-party", *THREE)
    assert of(put, 5) == [("C", "2011-03-02", "notice_given"), ("C", "2011-04-02", "terminated")]
    assert of(put, 5, "2011-04-01") == [("C", "2011-03-02", "notice_given")]
    assert ("C", "2010-03-02", "in_force") in of(put, 4)
    assert 5 not in followed(put.timeline, date.max)


def test_provisional_application_is_no_state_and_stands_there_all_the_same() -> None:
    terms = read_terms(
        b"""
        agreement: x
        title: X
        parties: {A: {name: A}, B: {name: B}}
        clauses:
          entry_into_force: {article: '1', upon: {consented: 2}}
          provisional_application: {article: '2', upon: {signed: 2}}
        """,
        "x.yaml",
    )
    put = Docket(terms).when("2010-01-01 drafted", "2010-01-02 signed by=A", "2010-01-03 signed by=B")
    assert [one for one in of(put, 3) if one[2] is None] == [("A", "2010-01-03", None), ("B", "2010-01-03", None)]


@given_any(grammar.stories())
def test_every_state_that_an_act_brought_about_stands_under_one_act(story: grammar.Story) -> None:
    """By party and for the agreement, in the order of the days; nothing is told twice."""
    line = story.timeline()
    own, of_parties = followed(line, date.max), followed_for_parties(line, date.max)
    for name, periods in {"": line.agreement, **line.parties}.items():
        wanted = [(p.start, p.state) for p in periods[1:] if any(reason.seq for reason in p.why)]
        under = own if not name else {s: [o for o in f if o.party == name] for s, f in of_parties.items()}
        told = [(one.on, one.state) for found in under.values() for one in found if one.state is not None]
        assert sorted(told) == sorted(wanted)
    assert {seq for found in (own, of_parties) for seq in found} <= {entry.seq for entry in line.entries}
