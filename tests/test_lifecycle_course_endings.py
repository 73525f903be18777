"""What ended an agreement: by kind, days and values; its words come from one table and go through every language."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from given import given
from reversed import REVERSED

from lifecycle.codec import decode, encode
from lifecycle.course.endings import ENDINGS, Ending
from lifecycle.messages import render

CARICC = ("wco-caricc", "2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")
FIXED = ("fixed-term", "2010-01-01 drafted", "2010-01-02 signed by=A", "2010-01-02 signed by=B")
THREE = ("three-party", "2010-01-01 drafted", *(f"2010-01-02 signed by={name}" for name in "ABC"))
CHANGED = ("tacit-change", "2010-01-01 drafted", *(f"2010-01-02 signed by={name}" for name in "ABC"))
NOTIFIED = "2010-11-30 measure_notified by=WCO measure=termination reason=breach"
LENGTHENED = ("tacit-change-shorter", *CHANGED[1:], "2010-03-01 amendment_proposed by=A terms=tacit-change")
MANY = ("every-date", "2010-01-01 drafted", *(f"2010-01-02 signed by={name}" for name in "ABC"))

CASES: list[tuple[str, Sequence[str], str]] = [
    (
        "consent",
        (*CARICC, "2010-05-01 end_agreed by=WCO", "2010-05-02 end_agreed by=CARICC"),
        "R31 end_agreed: All parties consented to end it, the last (CARICC) on 2 May 2010",
    ),
    (
        "consent_of_the_rest",
        (*THREE, "2010-02-01 end_agreed by=A", "2010-02-01 end_agreed by=B", "2010-02-02 notice_given by=C"),
        "R31 end_agreed: All parties left have consented to end it, C having left on 2 March 2010",
    ),
    (
        "consent_of_enough",
        (
            "agreeing",
            "2010-01-01 drafted",
            *(f"2010-03-01 consented by={name} manner=ratification" for name in "ABCD"),
            *(f"2010-05-0{day} end_agreed by={name}" for day, name in enumerate("ABC", 1)),
        ),
        "R31 end_agreed: As many parties as the text asks for have consented to end it, by 3 May 2010",
    ),
    (
        "notice",
        (*CARICC, "2010-11-15 notice_given by=WCO received=2010-11-30"),
        "R31 notice_given: WCO's notice N1, received on 30 November 2010, took effect on 28 February 2011",
    ),
    (
        "taken_over",
        (
            "wco-caricc",
            '2001-01-01 drafted source="List"',
            '2001-01-01 taken_over state=in_force until=2010-01-01 until_precision=year source="List"',
        ),
        'R66 taken_over: "List" gives its end: 2010',
    ),
    (
        "decision",
        (*FIXED, "2010-05-01 end_decided organ=Council"),
        "R31 end_decided: Council decided on 1 May 2010 that the agreement ends",
    ),
    (
        "decision",
        (*FIXED, "2010-05-01 end_decided"),
        "R31 end_decided: The organ decided on 1 May 2010 that the agreement ends",
    ),
    (
        "exclusion",
        (*FIXED, "2010-05-01 end_decided organ=Council party=B"),
        "R31 end_decided: Council decided on 1 May 2010 that B ceases to be a party",
    ),
    (
        "event",
        (*FIXED, "2010-04-01 fact_established fact='the organisation is dissolved'"),
        "R47 event: The event that ends it came on 1 June 2010",
    ),
    (
        "event_for_a_party",
        (*MANY, *(f"2010-04-01 fact_established fact='{name} is no member any more'" for name in "AB")),
        "R31 event: An event ended it for B on 1 May 2010",
    ),
    (
        "measure",
        (
            *CARICC,
            "2010-11-30 measure_notified by=WCO measure=termination reason=breach",
            "2011-03-01 measure_carried_out by=WCO notification=P1",
        ),
        "R40 measure_carried_out: WCO carried out P1 on 1 March 2011: it met no objection",
    ),
    ("term", FIXED, "R48 expired: Its term ended on 2 January 2020 and was not renewed"),
    (
        "shortened_term",
        (*CHANGED, "2016-03-01 amendment_proposed by=A terms=tacit-change-shorter"),
        "R48 expired: By the terms as they stand on 1 April 2016 its term was over on 2 January 2015",
    ),
    (
        "kept_term",
        (
            "tacit-change-shorter",
            *CHANGED[1:],
            "2010-03-01 amendment_proposed by=A terms=tacit-change",
            "2010-03-02 amendment_opted_out by=B amendment=M1",
            "2010-03-02 amendment_opted_out by=C amendment=M1",
        ),
        "R51 expired: The term ended for C on 2 January 2015, by version 1 of the terms, which it kept",
    ),
    (
        "successor",
        (*CARICC, "2010-05-01 superseded successor=their-second"),
        "R47 superseded: their-second took its place on 1 May 2010",
    ),
    (
        "given_up",
        (*CARICC[:2], "2010-03-05 abandoned by=WCO"),
        "R7 abandoned: Given up by WCO on 5 March 2010, before entry into force",
    ),
    (
        "given_up",
        (*CARICC[:2], "2010-03-05 abandoned"),
        "R7 abandoned: Given up on 5 March 2010, before entry into force",
    ),
]


@pytest.mark.parametrize(
    ("kind", "story", "expected"), CASES, ids=[f"{at} {kind}" for at, (kind, *_) in enumerate(CASES)]
)
def test_what_ended_it_is_kept_as_kind_and_values(kind: str, story: Sequence[str], expected: str) -> None:
    """Stored without a word of its sentence, it says the same when it is read again, and so does its reason."""
    ended = given(*story).timeline.ended_by
    assert ended is not None
    reason = ended.reason
    assert (ended.kind, f"{reason.rule} {reason.act}: {reason.says}") == (kind, expected)
    assert (reason.article, reason.seq) == (ended.article, ended.seq)
    again = decode(encode(ended), Ending)
    assert (again, again.says) == (ended, reason.says)
    assert str(ended.says).encode() not in encode(ended)
    assert render(ended.says, REVERSED) != str(ended.says)


def test_every_way_to_end_has_its_story() -> None:
    """A way that no story takes could be said wrongly unseen."""
    assert {kind for kind, *_ in CASES} == set(ENDINGS)
