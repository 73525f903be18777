"""What a party is called: by its text or its change of name, whichever is the later, in any order of recording."""

from __future__ import annotations

from datetime import date, timedelta

from given import CASES, Docket
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.answers.participants import participants
from lifecycle.fold.names import name_on, names
from lifecycle.fold.naming import names_of
from lifecycle.terms.files import read_terms

TERMS = read_terms((CASES / "terms" / "wco-caricc.yaml").read_bytes(), "wco-caricc.yaml")
SIGNED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")
FIRST = str(TERMS.parties["CARICC"].name)
DAY = timedelta(days=1)


def test_a_new_name_is_that_of_its_day_on() -> None:
    """Before it the old one; and the party is the same, bound as before."""
    docket = Docket(TERMS).when(*SIGNED, "2012-09-03 party_renamed by=CARICC name='Regional Centre'")
    line = docket.timeline
    assert [name_on(line, "CARICC", date(2012, 9, day)) for day in (2, 3)] == [FIRST, "Regional Centre"]
    assert docket.state("2012-09-03", "CARICC") == "in_force"
    shown = {day: participants(line, date(2012, 9, day))[1].name for day in (2, 3)}
    assert shown == {2: FIRST, 3: "Regional Centre"}
    assert docket.when("2013-01-01 notice_given by=CARICC").objection is None


def test_acts_may_name_it_by_either_name() -> None:
    """Both are its own."""
    line = Docket(TERMS).when(*SIGNED, "2012-09-03 party_renamed by=CARICC name='Regional Centre'").timeline
    assert {FIRST, "Regional Centre"} <= set(names_of(line)["CARICC"])


def test_a_name_that_was_struck_or_met_an_objection_is_none() -> None:
    """Nothing is called by it."""
    docket = Docket(TERMS).when(*SIGNED, "2012-09-03 party_renamed by=CARICC name='Regional Centre'")
    struck = docket.when("2012-10-01 struck target=4 reason=mistake")
    assert name_on(struck.timeline, "CARICC", date(2013, 1, 1)) == FIRST
    assert name_on(docket.timeline, "NOBODY", date(2013, 1, 1)) == "NOBODY"


DAYS = st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True)


@given(DAYS, st.randoms(use_true_random=False))
def test_the_last_name_up_to_a_day_counts_in_any_order_of_recording(days: list[int], chance: st.DataObject) -> None:
    """One property of all names."""
    lines = [f"{date(2012, 9, 1) + day * DAY} party_renamed by=CARICC name=Name{day}" for day in days]
    chance.shuffle(lines)  # type: ignore[attr-defined]
    line = Docket(TERMS).when(*SIGNED, *lines).timeline
    for day in range(11):
        known = [f"Name{one}" for one in sorted(days) if one <= day]
        assert name_on(line, "CARICC", date(2012, 9, 1) + day * DAY) == (known or [FIRST])[-1]
    assert [name for _, name in names(line, "CARICC")] == [FIRST, *(f"Name{day}" for day in sorted(days))]
