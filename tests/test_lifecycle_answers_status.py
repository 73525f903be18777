"""The status on a day: all that holds at once, what comes next, and what the answer rests on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from given import Docket, given, said

from lifecycle.acts.amendment.agreement import AmendmentAccepted, AmendmentProposed
from lifecycle.answers.status import status
from lifecycle.errors import NotFound
from lifecycle.fold.timeline import Entry, fold

WCO_CARICC = (
    "2010-03-01 drafted",
    "2010-03-19 signed by=WCO place=Brussels",
    "2010-03-30 signed by=CARICC place=Astana",
)
ICMPD_WCO = ("1999-05-01 drafted", "1999-05-21 signed by=WCO", "1999-05-21 signed by=ICMPD")


def coming(put: Docket, day: str) -> list[tuple[str, str, str, str | None, int | None]]:
    return [(str(n.on), str(n.what), n.article, n.binds, n.seq) for n in put.status(day).next]


def test_a_signed_agreement_waits_for_the_other() -> None:
    """What is awaited is named, and nothing else is coming."""
    answer = given("wco-caricc", *WCO_CARICC).status("2010-03-25")
    assert (answer.state, answer.since, answer.until) == ("signed", date(2010, 3, 19), None)
    assert said(answer.awaiting) == ["signature of CARICC"]
    assert answer.next == ()
    assert (answer.entered_into_force, answer.terminates, answer.terminated_on, answer.ended_by) == (None,) * 4
    assert answer.parties["CARICC"].since == date(2010, 3, 1)
    assert [str(reason.says) for reason in answer.why] == ["WCO signed wco-caricc on 19 March 2010 at Brussels"]


def test_a_running_notice_shows_its_effect_and_the_last_day_to_withdraw() -> None:
    """Both dates rest on the article and on the act; the conventions assumed are named (VCLT-IO 68)."""
    put = given("wco-caricc", *WCO_CARICC, "2010-11-30 notice_given by=CARICC")
    answer = put.status("2011-02-27")
    assert (answer.until, answer.terminates, answer.terminated_on) == (date(2011, 2, 28), date(2011, 2, 28), None)
    assert coming(put, "2011-02-27") == [
        ("2011-02-27", "last day to withdraw N1", "VCLT-IO 68", "CARICC", 4),
        ("2011-02-28", "N1 ends it", "8(3)", None, 4),
    ]
    (notice,) = answer.notices
    assert (notice.by, notice.received, notice.takes_effect, notice.article, notice.seq) == (
        "CARICC",
        date(2010, 11, 30),
        date(2011, 2, 28),
        "8(3)",
        4,
    )
    assert [(a.convention, a.value, a.source) for a in answer.assumed] == [
        ("effect_boundary", "same day", "R24"),
        ("notice_counts_from", "receipt", "VCLT-IO 79(b)"),
    ]


def test_where_two_readings_differ_the_answer_is_disputed() -> None:
    """Between the dates of two admissible readings the answer says so, and neither before nor after (R24)."""
    put = given("wco-caricc", *WCO_CARICC, "2010-11-30 notice_given by=CARICC")
    assert put.status("2011-02-27").disputed == ()
    (disputed,) = put.status("2011-02-28").disputed
    assert (disputed.day, disputed.other, disputed.convention, disputed.value) == (
        date(2011, 2, 28),
        date(2011, 3, 1),
        "effect_boundary",
        "next day",
    )
    assert put.status("2011-03-01").disputed == ()


def test_a_suspended_agreement_with_a_running_notice_says_both() -> None:
    """The strongest word is shown, and beside it all that holds."""
    put = given(
        "wco-caricc",
        *WCO_CARICC,
        "2010-04-01 dispute_referred by=WCO subject=databases",
        "2010-05-01 dispute_failed",
        "2010-05-02 suspended by=WCO ground=dispute:D1",
        "2010-05-10 notice_given by=CARICC",
        "2010-06-01 dispute_settled",
    )
    answer = put.status("2010-05-10")
    assert answer.state == "suspended"
    assert [n.notice for n in answer.notices] == ["N1"]
    assert [(s.suspension, s.by, s.ground, s.ground_gone, s.article) for s in answer.suspensions] == [
        ("S1", "WCO", "dispute:D1", False, "7(2)")
    ]
    assert [(d.dispute, d.subject, d.failed) for d in answer.disputes] == [("D1", "databases", date(2010, 5, 1))]
    assert put.status("2010-04-30").disputes[0].failed is None
    settled = put.status("2010-06-01")
    assert settled.disputes == ()
    assert settled.state == "suspended"
    assert [s.ground_gone for s in settled.suspensions] == [True]
    assert "settlement_lifts_suspension" in {a.convention for a in settled.assumed}
    assert "settlement_lifts_suspension" not in {a.convention for a in answer.assumed}


def test_winding_down_lists_what_is_open() -> None:
    """Open heads with what is left of them, by the article on survival."""
    put = given(
        "icmpd-wco",
        *ICMPD_WCO,
        "2003-02-01 activity_begun activity=training title=Training",
        '2003-02-01 account_opened account=costs amount="1200.00 EUR" owed_by=WCO owed_to=ICMPD',
        "2003-08-31 notice_given by=ICMPD",
        '2004-01-15 account_settled account=costs amount="200.00 EUR"',
    )
    before, after = put.status("2004-01-14"), put.status("2004-02-29")
    assert [account.amount for account in before.open.accounts] == [Decimal("1200.00")]
    assert (after.state, after.terminated_on, after.terminates) == ("winding_down", date(2004, 2, 29), None)
    assert str(after.ended_by) == "ICMPD's notice N1, received on 31 August 2003, took effect on 29 February 2004"
    assert [(a.id, a.title, a.since) for a in after.open.activities] == [("training", "Training", date(2003, 2, 1))]
    assert [(a.id, a.amount, a.currency, a.owed_by, a.owed_to) for a in after.open.accounts] == [
        ("costs", Decimal("1000.00"), "EUR", "WCO", "ICMPD")
    ]
    assert {(what, article) for _, what, article, _, _ in coming(put, "2004-02-29")} == {
        ("activity training to be completed", "5(2)"),
        ("account costs to be settled", "5(2)"),
    }
    assert after.notices == ()


def test_the_end_by_one_notice_overtakes_the_other() -> None:
    """After the end no notice runs, and none is awaited."""
    put = given("wco-caricc", *WCO_CARICC, "2010-05-10 notice_given by=WCO", "2010-06-10 notice_given by=CARICC")
    assert [shown.notice for shown in put.status("2010-08-09").notices] == ["N1", "N2"]
    answer = put.status("2010-08-10")
    assert (answer.state, answer.notices, answer.next) == ("terminated", (), ())
    assert [known.outcome for known in put.timeline.notices] == ["took effect", "overtaken"]


def test_what_lapsed_is_listed() -> None:
    """Without a survival clause the answer after the end lists what was left open."""
    put = given(
        "wco-caricc",
        *WCO_CARICC,
        "2010-04-01 activity_begun activity=training",
        "2010-11-30 notice_given by=WCO",
    )
    assert [head.id for head in put.status("2011-02-27").open.activities] == ["training"]
    answer = put.status("2011-02-28")
    assert answer.open.activities == ()
    assert [head.id for head in answer.open.lapsed] == ["training"]


def test_a_delayed_entry_into_force_is_coming() -> None:
    """Once the condition is met the date is set, and the article said."""
    put = given(
        "instruments",
        "2010-03-01 drafted",
        "2010-03-02 consented by=ORG manner=acceptance",
        "2010-03-10 consented by=STATE manner=ratification",
    )
    assert said(put.status("2010-03-09").awaiting) == ["consent of STATE"]
    assert put.status("2010-03-10").awaiting == ()
    assert coming(put, "2010-04-30") == [("2010-05-01", "entry into force", "12", None, 3)]
    assert coming(put, "2010-05-01") == []
    assert put.status("2010-05-01").entered_into_force == date(2010, 5, 1)


def test_a_consent_that_waits_for_its_date_is_coming() -> None:
    """An end agreed on is shown as coming, with its article."""
    put = given(
        "icmpd-wco",
        *ICMPD_WCO,
        "2000-01-01 end_agreed by=WCO effective=2000-06-30",
        "2000-01-02 end_agreed by=ICMPD effective=2000-06-30",
    )
    assert coming(put, "2000-06-29") == [("2000-06-30", "ends by consent", "5(1)", None, 5)]
    assert put.status("2000-06-29").terminates == date(2000, 6, 30)
    assert coming(put, "2000-06-30") == []


def test_an_answer_looks_back_only() -> None:
    """The status on a day knows nothing of acts dated later, though they are on record."""
    put = given("wco-caricc", *WCO_CARICC, "2010-11-30 notice_given by=CARICC", "2010-12-01 signed by=WCO")
    answer = put.status("2010-11-29")
    assert (answer.state, answer.until, answer.terminates, answer.irregular) == ("in_force", None, None, ())


def test_an_irregular_act_is_shown_with_its_reason() -> None:
    """It is listed as such in every answer from its date on."""
    put = given("wco-caricc", *WCO_CARICC, "2010-04-01 signed by=WCO")
    (shown,) = put.status("2010-04-01").irregular
    assert (shown.seq, shown.act, shown.on, shown.objection.rule) == (4, "signed", date(2010, 4, 1), "R9")
    assert put.status("2010-03-31").irregular == ()


def test_there_is_no_answer_before_the_draft() -> None:
    """The file opens with the draft."""
    with pytest.raises(NotFound, match="its file opens with the draft of 1 March 2010"):
        given("wco-caricc", *WCO_CARICC).status("2010-02-28")


def test_a_status_names_the_version_of_the_terms() -> None:
    """An amendment agreed on takes effect from its date; earlier days keep the earlier terms (VCLT-IO 39)."""
    put = given("wco-caricc", *WCO_CARICC)
    proposed = AmendmentProposed(
        on=date(2010, 5, 1), by="WCO", terms=put.terms, effective=date(2010, 6, 1), amendment="M1"
    )
    accepted = AmendmentAccepted(on=date(2010, 5, 2), by="CARICC", amendment="M1")
    line = fold([*put.entries, Entry(4, proposed), Entry(5, accepted)])
    assert line.irregular == {}
    assert [status(line, date(2010, 5, 31)).terms_version, status(line, date(2010, 6, 1)).terms_version] == [1, 2]
    assert [str(n.what) for n in status(line, date(2010, 5, 31)).next] == ["amendment M1 takes effect"]
