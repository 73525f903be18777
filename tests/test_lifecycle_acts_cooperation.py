"""Co-operation, article by article: given a docket, when a party acts, then what is on record, or why it is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from given import Docket, given
from msgspec.structs import replace

from lifecycle.answers import cooperation
from lifecycle.errors import InvalidInput
from lifecycle.terms.cooperation import Provision

CARICC = (
    "2010-03-01 drafted",
    "2010-03-19 signed by=WCO",
    "2010-03-30 signed by=CARICC",
)
ICMPD = (
    "1999-05-01 drafted",
    "1999-05-21 signed by=WCO",
    "1999-05-21 signed by=ICMPD",
)
SUSPENDED = "2010-07-01 suspended by=WCO ground=breach"
SUPPLIED = "2010-05-01 information_supplied by=WCO title=seizures purpose=analysis through=Liaison"
BEGUN = "1999-06-01 arrangement_made by=WCO title=handbook"
ENDED = "2000-01-31 notice_given by=WCO"


def caricc(*lines: str) -> Docket:
    return given("wco-caricc-cooperation", *CARICC, *lines)


def in_part(*lines: str) -> Docket:
    """The same, but for a text that allows the suspension of single articles."""
    terms = caricc().terms
    partly = tuple(replace(clause, of="whole or part") for clause in terms.clauses.suspension)
    changed = replace(terms, clauses=replace(terms.clauses, suspension=partly))
    return Docket(changed).when(*CARICC, *lines)


def icmpd(*lines: str) -> Docket:
    return given("icmpd-wco-cooperation", *ICMPD, *lines)


def day(text: str) -> date:
    return date.fromisoformat(text)


def dues(docket: Docket, on: str) -> list[tuple[str, str, str | None, str]]:
    """What is awaited on a day: its kind, its date, whom it binds, the article."""
    standing = [due for due in docket.timeline.dues if due.stands(day(on))]
    return [(due.kind, due.next_on(day(on)).isoformat(), due.binds, due.article) for due in standing]


def records(docket: Docket, kind: str) -> list[Any]:
    return [record for record in docket.timeline.records if record.kind == kind]


# What is refused, each with its rule and what it says


WINDING_DOWN = (BEGUN, ENDED)

REFUSALS = [
    # Any act.
    (caricc, "2010-04-01 contact_designated by=ICMPD contact=Desk", "R9", "ICMPD is not a party"),
    (caricc, "2010-03-20 contact_designated by=WCO contact=Desk", "R12", "not in force on 20 March 2010"),
    (icmpd, (ENDED, "2000-08-01 contact_designated by=WCO contact=Desk"), "R44", "ended on 31 July 2000"),
    (icmpd, (*WINDING_DOWN, "2000-08-01 contact_designated by=WCO contact=Desk"), "R46", "winding down since"),
    (icmpd, (*WINDING_DOWN, "2000-08-01 information_supplied by=WCO"), "R46", "winding down since"),
    (caricc, (SUSPENDED, "2010-07-02 contact_designated by=WCO contact=Desk"), "R37", "WCO has suspended"),
    (
        in_part,
        ("2010-07-01 suspended by=WCO ground=breach articles=[3]", f"{SUPPLIED.replace('05-01', '07-02')}"),
        "R37",
        "under article 3",
    ),
    (caricc, "2010-04-01 contact_designated by=WCO contact=Desk activity=A9", "R46", "no activity A9"),
    # Consultations.
    (caricc, ("2010-04-01 consultation_requested by=WCO", "2010-04-01 consultation_requested by=WCO"), "", ""),
    (
        caricc,
        ("2010-04-01 consultation_requested by=WCO consultation=Q1",) * 2,
        "R61",
        "The consultation Q1 is on record",
    ),
    (caricc, "2010-04-01 consultation_requested by=WCO to=WCO", "R61", "cannot address itself"),
    (caricc, "2010-04-01 consultation_requested by=WCO to=ICMPD", "R9", "not a party"),
    (caricc, "2010-04-01 consultation_held by=WCO consultation=Q1", "R61", "There is no consultation Q1"),
    (
        caricc,
        (
            "2010-04-01 consultation_requested by=WCO",
            "2010-04-02 consultation_held by=WCO",
            "2010-04-03 consultation_arranged by=WCO consultation=Q1 for_day=2010-05-01",
        ),
        "R61",
        "The consultation Q1 was closed on 2 April 2010",
    ),
    (
        caricc,
        (
            "2010-04-02 consultation_requested by=WCO",
            "2010-04-03 consultation_arranged by=WCO for_day=2010-04-02",
        ),
        "R61",
        "nothing can be arranged for 2 April 2010",
    ),
    # Information.
    (caricc, "2010-04-01 information_supplied by=WCO through=Liaison", "R61", "purpose"),
    (
        caricc,
        "2010-04-01 information_supplied by=WCO purpose=analysis",
        "R61",
        '"authorised personnel"; nobody is named',
    ),
    (caricc, (f"{SUPPLIED} item=I1",) * 2, "R61", "The information I1 is on record"),
    (caricc, f"{SUPPLIED} to=WCO", "R61", "cannot address itself"),
    (caricc, f"{SUPPLIED} request=T1", "R61", "There is no request T1"),
    (
        caricc,
        ("2010-04-01 assistance_requested by=WCO subject=data asks_for=information", f"{SUPPLIED} request=T1"),
        "R61",
        "was made by WCO itself",
    ),
    (caricc, "2010-04-01 restriction_notified by=WCO item=I1 text=secret", "R61", "no information I1"),
    (
        caricc,
        (SUPPLIED, "2010-05-02 restriction_notified by=CARICC item=I1 text=no"),
        "R61",
        "is that of WCO, not of CARICC",
    ),
    (
        caricc,
        (
            SUPPLIED,
            "2010-05-02 restriction_notified by=WCO item=I1 text=no restriction=L1",
            "2010-05-03 legal_restriction_declared by=WCO text=law restriction=L1",
        ),
        "R61",
        "The restriction L1 is on record",
    ),
    (caricc, "2010-05-02 restriction_lifted by=WCO restriction=L1", "R61", "no restriction L1"),
    (
        caricc,
        (
            SUPPLIED,
            "2010-05-02 restriction_notified by=WCO item=I1 text=no",
            "2010-05-03 restriction_lifted by=CARICC restriction=L1",
        ),
        "R61",
        "L1 is that of WCO",
    ),
    (caricc, "2010-05-02 information_used by=CARICC item=I1 purpose=analysis", "R61", "no information I1"),
    # Requests.
    (
        caricc,
        ("2010-04-01 assistance_requested by=WCO subject=x request=T1",) * 2,
        "R61",
        "The request T1 is on record",
    ),
    (caricc, "2010-04-01 assistance_requested by=CARICC subject=x asks_for=review", "R61", "at the request of WCO"),
    (icmpd, "1999-06-01 assistance_requested by=WCO subject=x asks_for=review", "R61", "do not provide for this"),
    (caricc, "2010-04-01 assistance_answered by=WCO request=T1", "R61", "no request T1"),
    (
        caricc,
        ("2010-04-01 assistance_requested by=WCO subject=x", "2010-04-02 assistance_answered by=WCO"),
        "R61",
        "was made by WCO itself",
    ),
    (
        caricc,
        ("2010-04-01 assistance_requested by=WCO subject=x", '2010-04-02 assistance_refused by=CARICC ground=" "'),
        "R61",
        "states its ground",
    ),
    (
        icmpd,
        ("1999-06-01 assistance_requested by=WCO subject=x", "1999-06-02 assistance_refused by=ICMPD ground=mission"),
        "R61",
        "do not provide for this",
    ),
    (
        caricc,
        ("2010-04-01 assistance_requested by=WCO subject=x", "2010-04-02 project_reviewed by=CARICC comments=good"),
        "R61",
        "does not ask for a review",
    ),
    # Meetings.
    (caricc, ("2010-04-01 meeting_convened by=WCO title=x meeting=G1",) * 2, "R61", "The meeting G1 is on record"),
    (caricc, "2010-04-01 meeting_convened by=WCO title=x hosts=[ICMPD]", "R9", "not a party"),
    (caricc, "2010-04-01 observer_invited by=WCO observer=CARICC meeting=G1", "R61", "no meeting G1"),
    (caricc, "2010-04-01 observer_invited by=WCO observer=WCO meeting=G1", "R61", "cannot invite itself"),
    (caricc, "2010-04-01 observer_invited by=WCO observer=ICMPD meeting=G1", "R9", "not a party"),
    (
        caricc,
        (
            "2010-04-01 meeting_convened by=WCO title=x",
            "2010-04-02 observer_invited by=WCO observer=CARICC meeting=G1",
            "2010-04-03 observer_invited by=WCO observer=CARICC meeting=G1",
        ),
        "R61",
        "The invitation G1/CARICC is on record",
    ),
    (caricc, "2010-04-01 observer_attended by=CARICC meeting=G1", "R61", "no invitation G1/CARICC"),
    # Projects.
    (
        lambda *lines: given("wco-caricc", *lines),
        (*CARICC, "2010-04-01 arrangement_made by=WCO title=x"),
        "R61",
        "do not provide for this",
    ),
    (
        caricc,
        "2010-04-01 arrangement_made by=WCO title=x costs='[{party: ICMPD, amount: 1 EUR}]'",
        "R9",
        "not a party",
    ),
    (
        caricc,
        "2010-04-01 arrangement_made by=WCO title=x costs='[{party: WCO, amount: 1 EUR, to: WCO}]'",
        "R46",
        "cannot owe itself",
    ),
    (caricc, (SUSPENDED, "2010-07-02 arrangement_made by=CARICC title=x"), "R37", "while the agreement is suspended"),
    (caricc, ("2010-04-01 arrangement_made by=WCO title=x activity=A1",) * 2, "R46", "The activity A1 is on record"),
    (
        caricc,
        (
            "2010-04-01 account_opened account=A1-C1",
            "2010-04-02 arrangement_made by=WCO title=x costs='[{party: WCO, amount: 1 EUR}]'",
        ),
        "R46",
        "The account A1-C1 is on record",
    ),
    (caricc, "2010-04-01 project_evaluated by=WCO activity=A1 evaluation=good", "R46", "no activity A1"),
    (caricc, "2010-04-01 resources_combined by=WCO activity=A1 resources=staff", "R46", "no activity A1"),
    (
        caricc,
        (
            "2010-04-01 arrangement_made by=WCO title=x",
            "2010-04-02 activity_completed activity=A1",
            "2010-04-03 resources_combined by=WCO activity=A1 resources=staff",
        ),
        "R46",
        "was closed on 2 April 2010",
    ),
    # Platforms.
    (caricc, "2010-04-01 platform_provided by=CARICC platform=CENCOMM2", "R61", "provided by WCO"),
    (caricc, "2010-04-01 platform_provided by=WCO platform=Other", "R61", "do not provide for this"),
    (caricc, "2010-04-01 platform_provided by=WCO platform=CENCOMM2 languages=[fr]", "R61", "not in fr"),
    (caricc, "2010-04-01 platform_provided by=WCO platform=CENCOMM2 to=WCO", "R61", "cannot address itself"),
    (
        caricc,
        ("2010-04-01 platform_provided by=WCO platform=CENCOMM2",) * 2,
        "R61",
        "The platform CENCOMM2 is on record",
    ),
    (caricc, "2010-04-01 platform_withdrawn by=WCO platform=CENCOMM2", "R61", "no platform CENCOMM2"),
    (caricc, "2010-04-01 platform_withdrawn by=CARICC platform=CENCOMM2", "R61", "provided by WCO"),
]


@pytest.mark.parametrize(("of", "lines", "rule", "says"), REFUSALS, ids=range(len(REFUSALS)))
def test_what_is_refused(of: Any, lines: str | tuple[str, ...], rule: str, says: str) -> None:
    """Each objection names its rule, and only the last act of a docket meets one."""
    docket = of(*((lines,) if isinstance(lines, str) else lines))
    assert set(docket.timeline.irregular) <= {len(docket.entries)}
    objection = docket.objection
    assert (objection.rule if objection else "") == rule
    assert says in (str(objection.says) if objection else "")


def test_a_review_is_by_whom_the_text_names() -> None:
    """Art. 5(3) has the other party review: who asks cannot, nor a third."""
    docket = caricc("2010-04-01 assistance_requested by=WCO subject=training asks_for=review")
    assert docket.when("2010-04-02 project_reviewed by=CARICC comments=good").objection is None
    terms = docket.terms
    assert terms.cooperation is not None
    swapped = replace(terms.cooperation, project_review=Provision(article="5(3)", by="WCO"))
    changed = Docket(replace(terms, cooperation=swapped)).when(
        *CARICC,
        "2010-04-01 assistance_requested by=WCO subject=training asks_for=review",
        "2010-04-02 project_reviewed by=CARICC comments=good",
    )
    assert changed.objection is not None
    assert "reviewed by WCO, not by CARICC" in str(changed.objection.says)


# Contact points


def test_the_contact_point_of_a_day() -> None:
    """A new one replaces the one before, for the same function; who it was then stays answerable."""
    docket = caricc(
        "2010-04-01 contact_designated by=WCO contact=Ada",
        "2010-04-01 contact_designated by=WCO contact=Press function=press reach=+32",
        "2010-06-01 contact_designated by=WCO contact=Bob",
    )
    said = {
        on: [(c.contact, c.function) for c in cooperation.contacts(docket.timeline, day(on))]
        for on in ("2010-03-31", "2010-05-31", "2010-06-01")
    }
    assert said == {
        "2010-03-31": [],
        "2010-05-31": [("Ada", ""), ("Press", "press")],
        "2010-06-01": [("Bob", ""), ("Press", "press")],
    }
    assert {c.article for c in cooperation.contacts(docket.timeline, day("2010-06-01"))} == {"2(1)"}


# Consultations


def test_a_consultation_is_owed_until_it_is_held() -> None:
    """It binds the party that was asked; arranging moves its date, holding closes it."""
    docket = caricc("2010-04-01 consultation_requested by=WCO subject=plans wanted_by=2010-05-01")
    assert dues(docket, "2010-06-01") == [("consultation", "2010-05-01", "CARICC", "1")]
    docket = docket.when("2010-04-10 consultation_arranged by=CARICC level=Directors for_day=2010-05-20")
    assert dues(docket, "2010-04-10") == [("consultation", "2010-05-20", "CARICC", "1")]
    assert records(docket, "consultation")[0].details[0] == "Directors"
    docket = docket.when('2010-05-20 consultation_held by=WCO observations="on quotas"')
    assert dues(docket, "2010-05-20") == []
    assert str(records(docket, "consultation")[0].outcome) == '"on quotas" (taken into consideration)'


def test_consultations_on_an_amendment_rest_on_their_own_article() -> None:
    """Art. 8(2): owed on request of either party."""
    docket = caricc("2010-04-01 consultation_requested by=CARICC under=amendment")
    assert dues(docket, "2010-04-01") == [("consultation", "2010-04-01", "WCO", "8(2)")]
    held = docket.when("2010-05-20 consultation_held by=WCO considered=false observations=none")
    assert "not taken into consideration" in str(records(held, "consultation")[0].outcome)


def test_consultations_on_an_amendment_may_be_one_partys_to_ask() -> None:
    """Where the text names who may ask, the other cannot."""
    terms = caricc().terms
    amendment = terms.clauses.amendment
    assert amendment is not None
    assert amendment.consultation is not None
    mine = replace(amendment, consultation=replace(amendment.consultation, on_request_of="WCO"))
    changed = Docket(replace(terms, clauses=replace(terms.clauses, amendment=mine)))
    refused = changed.when(*CARICC, "2010-04-01 consultation_requested by=CARICC under=amendment")
    assert refused.objection is not None
    assert "on request of WCO, not of CARICC" in str(refused.objection.says)


def test_regular_consultations_fall_due_again() -> None:
    """Holding one of them notes it and awaits the next, from the day it was held."""
    docket = caricc(
        '2010-04-01 consultation_requested by=WCO every="6 months" wanted_by=2010-05-01',
        "2010-05-31 consultation_held by=CARICC observations=first",
    )
    assert dues(docket, "2010-05-31") == [("consultation", "2010-11-30", "CARICC", "1")]
    docket = docket.when("2010-11-30 consultation_held by=WCO consultation=Q1")
    assert [(r.id, str(r.outcome)) for r in records(docket, "held")] == [
        ("Q1#1", '"first" (taken into consideration)'),
        ("Q1#2", "held"),
    ]
    with pytest.raises(InvalidInput):
        caricc("2010-04-01 consultation_requested by=WCO every=sometimes")


# Information and its restrictions


def restricted(docket: Docket, on: str) -> tuple[list[str], list[tuple[str, str]]]:
    found = cooperation.restrictions(docket.timeline, "I1", day(on))
    assert found is not None
    return [r.says for r in found.binding], [(d.use, d.restriction) for d in found.doubtful]


def test_restrictions_bind_from_their_notification() -> None:
    """Those that came with the item at once, later ones from their day, legal ones on all that a party supplies."""
    docket = caricc(
        f"{SUPPLIED} restrictions='[no third parties]'",
        "2010-05-10 information_used by=CARICC item=I1 purpose=briefing",
        "2010-05-20 restriction_notified by=WCO item=I1 text=internal",
        "2010-06-01 legal_restriction_declared by=WCO text=privacy",
    )
    assert cooperation.restrictions(docket.timeline, "I1", day("2010-04-30")) is None
    assert cooperation.items(docket.timeline, day("2010-05-01")) == ("I1",)
    assert restricted(docket, "2010-05-10") == (["no third parties"], [])
    assert restricted(docket, "2010-05-20") == (["no third parties", "internal"], [("I1#1", "L1")])
    assert restricted(docket, "2010-06-01") == (
        ["no third parties", "internal", "privacy"],
        [("I1#1", "L1"), ("I1#1", "L2")],
    )
    lifted = docket.when("2010-06-02 restriction_lifted by=WCO restriction=L1")
    assert restricted(lifted, "2010-06-02")[0] == ["no third parties", "privacy"]
    assert restricted(lifted.when("2010-06-03 restriction_lifted by=WCO restriction=L2"), "2010-06-03")[0] == [
        "no third parties"
    ]


def test_an_earlier_restriction_recorded_later_does_not_rename_another() -> None:
    """A restriction keeps its id, or lifting it would lift another."""
    docket = caricc(
        SUPPLIED,
        "2010-05-20 restriction_notified by=WCO item=I1 text=internal",
        "2010-05-30 restriction_lifted by=WCO restriction=L1",
        "2010-05-10 restriction_notified by=WCO item=I1 text=secret",
    )
    assert restricted(docket, "2010-06-01")[0] == ["secret"]


def test_a_use_on_the_day_of_a_restriction_is_bound_by_it() -> None:
    """And a use by the supplier itself is not in doubt."""
    docket = caricc(
        SUPPLIED,
        "2010-05-10 information_used by=CARICC item=I1 purpose=briefing",
        "2010-05-09 information_used by=WCO item=I1 purpose=briefing",
        "2010-05-10 restriction_notified by=WCO item=I1 text=internal",
    )
    assert restricted(docket, "2010-05-10") == (["internal"], [])


def test_restrictions_outlive_the_agreement_and_can_still_be_lifted() -> None:
    """VCLT-IO 70(1)(b): what was supplied under it stays restricted, until an act lifts that."""
    docket = caricc(SUPPLIED, "2010-05-20 restriction_notified by=WCO item=I1 text=internal")
    docket = docket.when("2010-06-01 notice_given by=WCO")
    assert docket.state("2011-01-01") == "terminated"
    assert restricted(docket, "2011-01-01")[0] == ["internal"]
    docket = docket.when("2011-01-02 restriction_lifted by=WCO restriction=L1")
    assert docket.objection is None
    assert restricted(docket, "2011-01-02")[0] == []


def test_the_purpose_may_be_stated_before() -> None:
    """Art. 3(4): in the request that the information answers; supplying it closes the request."""
    docket = caricc(
        "2010-04-20 assistance_requested by=CARICC asks_for=information subject=routes purpose=analysis",
        "2010-05-01 information_supplied by=WCO through=Liaison request=T1",
    )
    assert docket.objection is None
    found = cooperation.restrictions(docket.timeline, "I1", day("2010-05-01"))
    assert found is not None
    assert (found.purpose, found.through, found.to, found.article) == ("analysis", "Liaison", "CARICC", "3")
    assert str(records(docket, "request")[0].outcome) == "answered: information I1"
    assert dues(docket, "2010-05-01") == []


def test_the_safeguard_is_a_recorded_complaint() -> None:
    """Art. 3(5): a complaint changes no state."""
    docket = caricc("2010-05-01 complaint_recorded by=WCO subject=reporting")
    assert [(r.id, r.article) for r in records(docket, "complaint")] == [("WCO#1", "3(5)")]
    assert docket.state("2010-05-01") == "in_force"


# Requests


def test_a_refusal_is_no_suspension() -> None:
    """Art. 6: the ground is on record, the request closed, the state untouched."""
    docket = caricc("2010-04-01 assistance_requested by=WCO subject=experts asks_for=expertise wanted_by=2010-05-01")
    assert dues(docket, "2010-06-01") == [("request", "2010-05-01", "CARICC", "5(2)")]
    docket = docket.when("2010-04-02 assistance_refused by=CARICC ground=mission")
    assert str(records(docket, "request")[0].outcome) == 'refused under article 6: "mission"'
    assert (docket.state("2010-04-02"), dues(docket, "2010-04-02")) == ("in_force", [])


@pytest.mark.parametrize(("act", "outcome"), [("", "answered"), (" answer=done", 'answered: "done"')])
def test_a_request_is_answered(act: str, outcome: str) -> None:
    """Also while the obligations of the party that answers are suspended: that begins nothing."""
    docket = caricc("2010-04-01 assistance_requested by=CARICC subject=experts", SUSPENDED)
    docket = docket.when(f"2010-07-02 assistance_answered by=WCO{act}")
    assert (docket.objection, str(records(docket, "request")[0].outcome)) == (None, outcome)


def test_a_request_to_one_of_several_is_answered_by_that_one() -> None:
    """With three parties the request may name whom it is addressed to."""
    asked = given(
        "three-party",
        *(f"2010-01-{n} {line}" for n, line in (("01", "drafted"), *_signed())),
        "2011-01-02 assistance_requested by=A subject=x to=B",
    )
    assert asked.objection is None
    assert [due[2] for due in dues(asked, "2011-01-02") if due[0] == "request"] == ["B"]
    refused = asked.when("2011-01-03 assistance_answered by=C")
    assert refused.objection is not None
    assert "addressed to B, not to C" in str(refused.objection.says)


def _signed() -> list[tuple[str, str]]:
    return [("02", f"signed by={name}") for name in "ABC"]


def test_a_party_that_is_not_bound_does_nothing_under_the_agreement() -> None:
    """Of three, the one that has left is no longer heard."""
    docket = given(
        "three-party",
        *(f"2010-01-{n} {line}" for n, line in (("01", "drafted"), *_signed())),
        "2010-02-01 notice_given by=C",
        "2015-01-01 contact_designated by=C contact=Desk",
    )
    assert docket.objection is not None
    assert str(docket.objection.says) == "C is not bound on 1 January 2015: it has no part in this"


# Meetings


def test_observers_are_invited_and_attend_both_ways() -> None:
    """Reciprocal representation; a technical meeting may be hosted together."""
    docket = caricc(
        "2010-04-01 meeting_convened by=WCO title=seminar technical=true hosts='[WCO, CARICC]' for_day=2010-05-01",
        "2010-04-02 meeting_convened by=CARICC title=session",
        "2010-04-03 observer_invited by=WCO observer=CARICC meeting=G1",
        "2010-04-03 observer_invited by=CARICC observer=WCO meeting=G2",
        "2010-05-01 observer_attended by=CARICC meeting=G1 representative=Director",
        "2010-05-02 observer_attended by=WCO meeting=G2",
    )
    assert docket.timeline.irregular == {}
    assert records(docket, "meeting")[0].details == ("WCO, CARICC", "2010-05-01", "technical")
    assert sorted((r.id, str(r.outcome), r.article) for r in records(docket, "invitation")) == [
        ("G1/CARICC", 'attended: "Director"', "4"),
        ("G2/WCO", "attended", "4"),
    ]


# Projects, costs, balances


def test_a_joint_project_is_an_activity_with_accounts() -> None:
    """Winding down follows from it without being told; its costs are balances per party and currency."""
    costs = (
        "[{party: WCO, amount: 100.00 EUR, to: ICMPD}, {party: WCO, amount: 0.25 EUR, to: ICMPD},"
        " {party: ICMPD, amount: 7 USD}]"
    )
    docket = icmpd(
        f"1999-06-01 arrangement_made by=WCO title=handbook procedures=board participation=both costs='{costs}'",
        "1999-06-02 resources_combined by=ICMPD activity=A1 resources=staff",
        "1999-07-01 account_settled account=A1-C1 amount='40.00 EUR'",
        ENDED,
    )
    assert docket.timeline.irregular == {}
    assert docket.state("2000-07-31") == "winding_down"
    assert [(r.kind, r.article) for r in docket.timeline.records] == [("arrangement", "3"), ("resources", "3")]

    def owed(on: str) -> dict[tuple[str, str, str], Decimal]:
        return {(b.owed_by, b.owed_to, b.currency): b.amount for b in cooperation.balances(docket.timeline, day(on))}

    assert owed("1999-05-31") == {}
    assert owed("1999-06-30") == {("ICMPD", "", "USD"): Decimal(7), ("WCO", "ICMPD", "EUR"): Decimal("100.25")}
    assert owed("2000-07-31")["WCO", "ICMPD", "EUR"] == Decimal("60.25")
    docket = docket.when(
        "2000-08-01 account_settled account=A1-C1",
        "2000-08-01 account_settled account=A1-C2",
        "2000-08-01 account_settled account=A1-C3",
        "2000-08-02 project_evaluated by=ICMPD activity=A1 evaluation=useful",
        "2000-08-03 activity_completed activity=A1",
    )
    assert docket.timeline.irregular == {}
    assert owed("2000-08-01") == {}
    assert docket.state("2000-08-03") == "terminated"


def test_in_winding_down_only_what_belongs_to_a_surviving_activity() -> None:
    """A contact, a request and its answer within the activity; it may be evaluated when it is completed."""
    docket = icmpd(
        BEGUN,
        "1999-06-02 activity_begun title=other",
        ENDED,
        "2000-08-01 contact_designated by=WCO contact=Desk activity=A1",
        "2000-08-01 assistance_requested by=WCO subject=proofs activity=A1",
        "2000-08-02 assistance_answered by=ICMPD",
        "2000-08-02 resources_combined by=WCO activity=A1 resources=staff",
        "2000-08-03 activity_completed activity=A1",
        "2000-08-04 project_evaluated by=WCO activity=A1 evaluation=good",
    )
    assert docket.timeline.irregular == {}
    assert docket.state("2000-08-04") == "winding_down"


# Platforms


def test_a_platform_is_unavailable_while_its_provider_is_suspended() -> None:
    """CENCOMM2, Art. 5(1): suspended by the other party it stays available; of its own articles it need not."""
    docket = in_part("2010-04-01 platform_provided by=WCO platform=CENCOMM2")

    def there(docket: Docket, on: str) -> list[tuple[bool, tuple[str, ...]]]:
        return [(p.available, p.languages) for p in cooperation.platforms(docket.timeline, day(on))]

    both = ("ru", "en")
    assert there(docket, "2010-04-01") == [(True, both)]
    assert there(docket.when(SUSPENDED), "2010-07-01") == [(False, both)]
    assert there(docket.when(SUSPENDED, "2010-08-01 resumed by=WCO"), "2010-08-01") == [(True, both)]
    assert there(docket.when(SUSPENDED.replace("WCO", "CARICC")), "2010-07-01") == [(True, both)]
    assert there(docket.when(f"{SUSPENDED} articles=[3]"), "2010-07-01") == [(True, both)]
    assert there(docket.when(f"{SUSPENDED} articles=[5(1)]"), "2010-07-01") == [(False, both)]
    again = docket.when(
        "2010-08-01 platform_withdrawn by=WCO platform=CENCOMM2",
        "2010-09-01 platform_provided by=WCO platform=CENCOMM2 languages=[ru]",
    )
    assert [there(again, on) for on in ("2010-07-31", "2010-08-01", "2010-09-01")] == [
        [(True, both)],
        [],
        [(True, ("ru",))],
    ]


# General practice


def test_what_the_text_is_silent_on_rests_on_general_practice_and_says_so() -> None:
    """A convention assumed, unless the terms set it; set to inadmissible, it is refused."""
    line = "1999-06-01 assistance_requested by=WCO subject=advice"
    docket = icmpd(line)
    assert records(docket, "request")[0].article == "general practice"
    assumed = docket.status("1999-06-01").assumed
    assert [(a.convention, a.value, a.source) for a in assumed] == [
        ("general_practice", "admissible", "VCLT-IO 31(3)(b)")
    ]
    assert docket.status("1999-05-31").assumed == ()
    strict = Docket(replace(docket.terms, conventions={"general_practice": "inadmissible"})).when(*ICMPD, line)
    assert strict.objection is not None
    assert str(strict.objection.says) == "The terms of icmpd-wco do not provide for this"
