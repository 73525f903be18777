"""Notices that can only be given jointly: none takes effect before all have given theirs, none without the others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from given import Docket, said
from hypothesis import given as given_any
from hypothesis import strategies as st

from lifecycle.acts.kinds import act_from
from lifecycle.answers.explanation.agreement import explain
from lifecycle.codec import to_plain
from lifecycle.fold.timeline import Entry, fold
from lifecycle.terms.reading import terms_from

FOUR = ("A", "B", "C", "D")
JOINT = {"article": "2", "by": "notice", "from": ["A", "B"], "jointly": True, "period": "3 months"}


def under(*termination: dict[str, Any], **more: Any) -> Docket:
    """Put four signatures on record under these ways to end it."""
    clauses = {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}, "termination": list(termination)}
    terms = terms_from(
        {
            "agreement": "joint",
            "title": "Joint",
            "parties": {name: {"name": name} for name in FOUR},
            "clauses": {**clauses, **more.pop("clauses", {})},
            **more,
        }
    )
    return Docket(terms).when("2010-01-01 drafted", *(f"2010-01-01 signed by={name}" for name in FOUR))


ONE = "2015-01-30 notice_given by=A"
OTHER = "2015-02-28 notice_given by=B"


def bound(put: Docket, day: str) -> str:
    return "".join(name for name, found in put.status(day).parties.items() if found.state != "terminated")


def test_one_joint_notice_alone_has_no_date_of_effect() -> None:
    """It waits for the other: no date is shown, none falls due, and the party is not under notice (VCLT-IO 54(a))."""
    alone = under(JOINT).when(ONE)
    answer = alone.status("2015-01-30")
    assert [(n.notice, n.takes_effect, n.waits_for) for n in answer.notices] == [("N1", None, ("B",))]
    assert answer.next == ()
    assert alone.state("2015-01-30", "A") == "in_force"
    assert bound(alone, "2016-01-01") == "ABCD"
    assert not alone.timeline.alternatives


def test_joint_notices_count_from_the_last_of_them() -> None:
    """Both take effect on one day; each party has the reason that is its own notice."""
    both = under(JOINT).when(ONE, OTHER)
    answer = both.status("2015-02-28")
    assert [(n.notice, str(n.takes_effect), n.waits_for) for n in answer.notices] == [
        ("N1", "2015-05-28", ()),
        ("N2", "2015-05-28", ()),
    ]
    assert [str(answer.parties[name].why[-1].says) for name in "AB"] == [
        "A gave notice N1, received on 30 January 2015; given jointly with N2, it takes effect on 28 May 2015, "
        "after 3 months",
        "B gave notice N2, received on 28 February 2015; given jointly with N1, it takes effect on 28 May 2015, "
        "after 3 months",
    ]
    assert (bound(both, "2015-05-27"), bound(both, "2015-05-28")) == ("ABCD", "CD")


def test_a_withdrawal_by_one_takes_the_effect_of_the_other_away() -> None:
    """They can only act together: the other's notice waits again, and counts with a new one (VCLT-IO 68; R29)."""
    withdrawn = under(JOINT).when(ONE, OTHER, "2015-03-10 notice_withdrawn by=A notice=N1")
    assert withdrawn.objection is None
    answer = withdrawn.status("2015-03-10")
    assert [(n.notice, n.takes_effect, n.waits_for) for n in answer.notices] == [("N2", None, ("A",))]
    assert answer.next == ()
    assert answer.parties["B"].state == "in_force"
    assert str(answer.parties["B"].why[-1].says) == (
        "A withdrew its notice N1 on 10 March 2015, before it took effect, and with it what was given jointly: N2"
    )
    assert bound(withdrawn, "2016-01-01") == "ABCD"
    again = withdrawn.when("2015-04-01 notice_given by=A")
    assert (bound(again, "2015-06-30"), bound(again, "2015-07-01")) == ("ABCD", "CD")
    gone = withdrawn.when("2015-04-01 notice_withdrawn by=B notice=N2")
    assert gone.objection is None
    assert gone.status("2015-04-01").notices == ()


def test_a_joint_notice_of_which_one_names_a_later_day_takes_effect_on_that_day() -> None:
    """Neither leaves before the day that the other named."""
    put = under(JOINT).when(f"{ONE} effective=2015-12-31", OTHER)
    assert (bound(put, "2015-12-30"), bound(put, "2015-12-31")) == ("ABCD", "CD")


def test_a_joint_notice_counts_once_the_other_party_has_left_otherwise() -> None:
    """Nobody is left whose notice it needs; its period counts from that day."""
    alone = {"article": "3", "by": "event", "upon": {"fact": "{party} has ceased to exist"}}
    put = under(JOINT, alone).when(ONE, "2015-04-10 fact_established 'fact=B has ceased to exist'")
    assert bound(put, "2015-04-10") == "ACD"
    assert [str(n.takes_effect) for n in put.status("2015-04-10").notices] == ["2015-07-10"]
    assert (bound(put, "2015-07-09"), bound(put, "2015-07-10")) == ("ACD", "CD")


@pytest.mark.parametrize(
    "line",
    ["notice_extended notice=N1 until=2016-01-01", "notice_suspended notice=N1", "notice_resumed notice=N1"],
)
def test_a_notice_that_waits_for_another_has_no_clock(line: str) -> None:
    """It cannot be extended, stopped or resumed: it does not run yet."""
    refused = under(JOINT).when(ONE, f"2015-02-10 {line}")
    assert refused.objection is not None
    assert str(refused.objection.says) == "The notice N1 does not run yet: it waits for that of B"
    assert bound(refused, "2016-01-01") == "ABCD"


def test_what_is_agreed_of_one_joint_notice_holds_for_the_other() -> None:
    """They are extended, stopped and resumed together, for neither can take effect alone."""
    both = under(JOINT).when(ONE, OTHER)
    longer = both.when("2015-04-01 notice_extended notice=N1 until=2015-06-30")
    assert (bound(longer, "2015-06-29"), bound(longer, "2015-06-30")) == ("ABCD", "CD")
    stopped = both.when("2015-05-18 notice_suspended notice=N2")
    assert bound(stopped, "2016-01-01") == "ABCD"
    resumed = stopped.when("2015-06-01 notice_resumed notice=N1")
    assert (bound(resumed, "2015-06-10"), bound(resumed, "2015-06-11")) == ("ABCD", "CD")


def test_a_stopped_clock_is_forgotten_with_the_joint_notice() -> None:
    """While a suspension stops the clocks, one party withdraws: the other's waits, and does not run on with the end."""
    suspending = (1, "A"), (2, "B"), (3, "C")
    both = under(
        JOINT,
        clauses={"suspension": [{"article": "3", "ground": "at will"}]},
        conventions={"suspension_stops_notice": "yes"},
    ).when(ONE, OTHER, *(f"2015-03-0{n} suspended by={by} ground=will suspension=S{n}" for n, by in suspending))
    assert [n.takes_effect for n in both.status("2015-03-05").notices] == [None, None]
    lifted = [f"2015-04-03 resumed by={by} suspension=S{n}" for n, by in suspending]
    resumed = both.when(*lifted)
    assert [str(n.takes_effect) for n in resumed.status("2015-04-03").notices] == ["2015-06-28", "2015-06-28"]
    alone = both.when("2015-03-10 notice_withdrawn by=A notice=N1", *lifted)
    assert not alone.timeline.irregular
    assert bound(alone, "2016-01-01") == "ABCD"


def test_the_derivation_of_a_joint_notice_leads_to_its_result() -> None:
    """Each counts from the last of them, and by that date it took effect."""
    put = under(JOINT | {"ends": "for all"}).when(ONE, OTHER)
    says = said(line.says for line in explain(put.timeline, date(2015, 5, 28)).lines)
    counted = "It can only be given jointly: it counts with the last of them, from 28 February 2015"
    assert counted in says
    at = says.index(counted)
    assert says[at + 1].startswith("28 February 2015 + 3 months: 28 May 2015")
    assert any(line.endswith("It took effect on 28 May 2015") for line in says)


DAYS = st.integers(1, 9).map(lambda day: date(2015, 3, day))


@given_any(
    st.lists(st.tuples(DAYS, st.sampled_from("AB"), st.none() | st.integers(0, 4)), max_size=4),
    st.randoms(use_true_random=False),
)
def test_nobody_leaves_by_a_joint_notice_alone(drawn: list[tuple[date, str, int | None]], chance: Any) -> None:
    """Read plainly: the two notices run out together, two days after the last, if neither is withdrawn before.

    A notice is drawn with the days after which it is withdrawn; a party that has one running gives no other.
    """
    put = under(JOINT | {"period": "2 days"})
    acts: list[dict[str, Any]] = []
    for n, (on, by, after) in enumerate(drawn, 1):
        acts.append({"act": "notice_given", "on": str(on), "by": by, "notice": f"N{n}"})
        if after is not None:
            then = date.fromordinal(on.toordinal() + after)
            acts.append({"act": "notice_withdrawn", "on": str(then), "by": by, "notice": f"N{n}"})
    chance.shuffle(acts)
    line = fold([*put.entries, *(Entry(seq, act_from(plain)) for seq, plain in enumerate(acts, 6))])

    left = None
    standing: dict[str, tuple[str, date]] = {}
    for number in range(date(2015, 3, 1).toordinal(), date(2015, 4, 1).toordinal()):
        day = date.fromordinal(number)
        if len(standing) == 2 and max(on for _, on in standing.values()) <= date.fromordinal(number - 2):
            left = day
            break
        today = sorted(
            (act for act in acts if act["on"] == str(day)), key=lambda act: to_plain(act_from(act))["notice"]
        )
        for act in today:
            if act["act"] == "notice_given" and act["by"] not in standing:
                standing[act["by"]] = (act["notice"], day)
        for act in today:
            if act["act"] == "notice_withdrawn" and standing.get(act["by"], ("",))[0] == act["notice"]:
                del standing[act["by"]]
    for name in FOUR:
        ends = [period.start for period in line.parties[name] if period.state == "terminated"]
        assert ends == ([left] if left is not None and name in "AB" else []), name
