"""Entry into force: conditions that are only a date or a fact, and signatures and instruments as alternatives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from given import Docket
from hypothesis import given as given_any
from hypothesis import strategies as st

from lifecycle.acts.kinds import act_from
from lifecycle.codec import to_plain
from lifecycle.fold.timeline import Entry, fold
from lifecycle.terms.reading import terms_from


def under(entry: dict[str, Any], *lines: str, parties: str = "AB", **more: Any) -> Docket:
    """Put acts on record under an entry-into-force clause; `by=A,B` is an act of each."""
    terms = terms_from(
        {
            "agreement": "entry",
            "title": "Entry",
            "parties": {name: {"name": name, "type": "state"} for name in parties},
            "clauses": {"entry_into_force": {"article": "1", **entry}},
            **more,
        }
    )
    put = Docket(terms).when("2010-01-01 drafted")
    for line in lines:
        head, by, rest = line.partition("by=")
        names, _, fields = rest.partition(" ")
        put = put.when(*(f"{head}by={name} {fields}" for name in names.split(",")) if by else (line,))
    return put


RATIFIED = "consented by=A,B manner=ratification"
EITHER = {"upon": {"any_of": [{"signed": "all"}, {"consented": 2}]}}
ON_A_DATE = {"upon": {"date": "2010-06-01"}}
ON_A_FACT = {"upon": {"fact": "go"}}
STORIES = [
    # Only a date or a fact: whoever has signed, or ratified, is bound; the text asks for neither (VCLT-IO 24(1)).
    pytest.param(
        ON_A_DATE, "AB", [f"2010-01-02 {RATIFIED}"], {"2010-05-31": "signed", "2010-06-01": "in_force AB"}, id="date"
    ),
    pytest.param(
        ON_A_FACT,
        "AB",
        [f"2010-01-02 {RATIFIED}", "2010-03-01 fact_established fact=go"],
        {"2010-02-28": "signed", "2010-03-01": "in_force AB"},
        id="fact",
    ),
    pytest.param(
        ON_A_DATE,
        "AB",
        ["2010-01-02 signed by=A", "2010-01-03 consented by=B manner=ratification"],
        {"2010-05-31": "signed", "2010-06-01": "in_force AB"},
        id="one signs, the other ratifies",
    ),
    # Too few have consented on that day: with the consent that makes them enough (24(2)), and for all of them.
    pytest.param(
        {**ON_A_DATE, "joining": "30 days"},
        "AB",
        ["2010-05-01 signed by=A", "2010-09-01 signed by=B"],
        {"2010-08-31": "signed", "2010-09-01": "in_force AB"},
        id="the second after the date",
    ),
    pytest.param(
        {**ON_A_DATE, "joining": "30 days"},
        "ABC",
        ["2010-05-01 signed by=A", "2010-09-01 signed by=B", "2010-09-02 signed by=C"],
        {"2010-09-01": "in_force AB", "2010-10-01": "in_force AB", "2010-10-02": "in_force ABC"},
        id="the third joins by its own rule",
    ),
    pytest.param(
        {**ON_A_FACT, "then": "30 days"},
        "AB",
        ["2010-01-01 fact_established fact=go", "2010-01-11 signed by=A", "2010-01-21 signed by=B"],
        {"2010-01-30": "signed", "2010-01-31": "in_force AB"},
        id="enough while the delay runs",
    ),
    pytest.param(
        {"upon": {"consented": 1}, "then": "30 days", "joining": "30 days"},
        "AB",
        ["2010-01-01 consented by=A manner=approval", "2010-01-21 consented by=B manner=approval"],
        {"2010-01-30": "signed", "2010-01-31": "in_force AB"},
        id="one would be enough for the text, and two for an agreement",
    ),
    pytest.param(
        ON_A_DATE,
        "AB",
        ["2010-01-02 signed by=A,B", "2010-03-01 consent_withdrawn by=B", "2010-07-01 consented by=B manner=approval"],
        {"2010-06-30": "signed", "2010-07-01": "in_force AB"},
        id="withdrawn before the date",
    ),
    # Alternatives (VCLT-IO 11, 12): signature by all binds those who signed, two instruments those who gave them.
    pytest.param(
        EITHER,
        "AB",
        ["2010-01-02 signed by=A", "2010-02-01 signed by=B"],
        {"2010-01-31": "signed", "2010-02-01": "in_force AB"},
        id="signature by all",
    ),
    pytest.param(EITHER, "AB", [f"2010-02-01 {RATIFIED}"], {"2010-02-01": "in_force AB"}, id="two instruments"),
    pytest.param(
        EITHER,
        "AB",
        ["2010-01-02 signed by=A", "2010-02-01 consented by=B manner=ratification", "2010-03-01 signed by=B"],
        {"2010-02-28": "signed", "2010-03-01": "in_force AB"},
        id="one of each is neither",
    ),
    pytest.param(
        EITHER,
        "ABC",
        ["2010-01-02 signed by=A,B,C", "2010-02-01 consented by=A,B manner=ratification"],
        {"2010-01-02": "in_force ABC"},
        id="instruments after signature by all",
    ),
    pytest.param(
        EITHER,
        "ABC",
        [f"2010-02-01 {RATIFIED}", "2010-03-01 signed by=A,C", "2010-04-01 signed by=B"],
        {"2010-02-01": "in_force AB", "2010-03-31": "in_force AB", "2010-04-01": "in_force ABC"},
        id="a signature binds once all have signed",
    ),
    pytest.param(
        {**EITHER, "joining": "30 days"},
        "ABC",
        ["2010-01-15 signed by=A,C", f"2010-02-01 {RATIFIED}", "2010-04-01 signed by=B"],
        {"2010-02-01": "in_force AB", "2010-04-30": "in_force AB", "2010-05-01": "in_force ABC"},
        id="and joins from that day",
    ),
    pytest.param(
        {**EITHER, "joining": "30 days"},
        "AB",
        ["2010-01-02 signed by=A,B", "2010-03-01 consented by=C manner=accession"],
        {"2010-03-30": "in_force AB", "2010-03-31": "in_force ABC"},
        id="accession after signature by all",
    ),
    pytest.param(
        {"upon": {"all_of": [EITHER["upon"], {"fact": "go"}]}},
        "AB",
        ["2010-01-02 signed by=A,B", "2010-03-01 fact_established fact=go"],
        {"2010-02-28": "signed", "2010-03-01": "in_force AB"},
        id="signature by all, and a fact",
    ),
    # Not alternatives: where the text asks for both, or for instruments or a date, signatures alone bind nobody (R3).
    pytest.param(
        {"upon": {"all_of": [{"signed": "all"}, {"consented": 2}]}},
        "AB",
        ["2010-01-02 signed by=A,B", "2010-02-01 consented by=A manner=approval"],
        {"2010-02-01": "signed"},
        id="signatures and instruments",
    ),
    pytest.param(
        {"upon": {"any_of": [{"consented": 2}, {"date": "2010-06-01"}]}},
        "AB",
        ["2010-01-02 signed by=A,B", "2010-07-01 consented by=A manner=approval"],
        {"2010-07-01": "signed"},
        id="instruments or a date",
    ),
]


@pytest.mark.parametrize(("entry", "parties", "lines", "expected"), STORIES)
def test_it_enters_into_force_for_those_who_consented_in_the_manner_of_the_text(
    entry: dict[str, Any], parties: str, lines: list[str], expected: dict[str, str]
) -> None:
    """The state of the agreement on a day, and who is bound on it (VCLT-IO 24(1) and (2); R3, R8, R9)."""
    put = under(entry, *lines, parties=parties, open=True)
    assert not put.timeline.irregular

    def told(day: str) -> str:
        answer = put.status(day)
        bound = "".join(name for name, standing in answer.parties.items() if standing.state == "in_force")
        return f"{answer.state} {bound}".strip()

    assert {day: told(day) for day in expected} == expected


def awaited(docket: Docket, day: str) -> list[str]:
    """What the entry into force waits for on a day, in English."""
    return list(map(str, docket.status(day).awaiting))


def test_what_it_waits_for_is_named_where_the_condition_asks_nobody() -> None:
    """A date or a fact binds nobody by itself: the consents that are missing are awaited (VCLT-IO 24(2); R9)."""
    alone = under(ON_A_DATE, "2010-05-01 signed by=A")
    assert awaited(alone, "2010-07-01") == ["consent of B"]
    assert awaited(under(ON_A_DATE, parties="ABC"), "2010-01-01") == ["2 more consents"]
    assert awaited(under(ON_A_FACT), "2010-01-01") == ['the fact "go"', "consent of A", "consent of B"]
    assert awaited(under({"upon": {"signed": "1"}}, "2010-05-01 signed by=A"), "2010-05-01") == ["signature of B"]
    refused = alone.when("2010-07-01 activity_begun activity=study").objection
    assert refused is not None
    assert "it waits for consent of B" in str(refused.says)
    assert awaited(under(ON_A_DATE, "2010-05-01 signed by=A,B"), "2010-05-02") == []


def test_the_reason_names_the_day_on_which_enough_had_consented() -> None:
    """The condition's own day is said, and the later day on which two had consented."""
    late = under(ON_A_DATE, "2010-05-01 signed by=A", "2010-09-01 signed by=B")
    assert [str(reason.says) for reason in late.status("2010-09-01").why] == [
        "In force on 1 September 2010: the condition was met on 1 June 2010, "
        "and 2 parties had consented on 1 September 2010"
    ]


def test_a_consent_withdrawn_while_the_delay_runs_leaves_no_doubt_behind() -> None:
    """The date of entry no longer stands, nor does its other reading (R24); with the new consent there is a new one."""
    waiting = under({"upon": {"consented": "all"}, "then": "1 month"}, f"2010-01-31 {RATIFIED}")
    assert [(str(a.day), str(a.other)) for a in waiting.timeline.alternatives] == [("2010-02-28", "2010-03-01")]
    assert [(due.kind, str(due.on), *map(str, due.others)) for due in waiting.timeline.dues] == [
        ("entry", "2010-02-28", "2010-03-01")
    ]
    withdrawn = waiting.when("2010-02-10 consent_withdrawn by=B")
    assert [str(a.closed) for a in withdrawn.timeline.alternatives] == ["2010-02-10"]
    again = withdrawn.when("2010-02-20 consented by=B manner=approval")
    assert [(str(a.day), a.closed) for a in again.timeline.alternatives[1:]] == [("2010-03-20", None)]


DAYS = st.integers(1, 9).map(lambda day: date(2010, 3, day))


@given_any(
    st.sampled_from((ON_A_DATE["upon"] | {"date": "2010-03-05"}, ON_A_FACT["upon"], EITHER["upon"])),
    st.lists(
        st.tuples(DAYS, st.sampled_from(("signed", "consented")), st.sampled_from("AB")),
        max_size=4,
        unique_by=lambda a: a[1:],
    ),
    DAYS,
)
def test_two_parties_are_bound_on_the_day_that_a_plain_reading_gives(
    upon: dict[str, Any], given: list[tuple[date, str, str]], go: date
) -> None:
    """The last of what is needed: of the condition, and of each party's first expression of consent."""
    put = under({"upon": upon})
    done: list[dict[str, Any]] = [{"act": "fact_established", "on": str(go), "fact": "go"}]
    for on, tag, by in given:
        done.append({"act": tag, "on": str(on), "by": by} | ({"manner": "approval"} if tag == "consented" else {}))
    entries = [*put.entries, *(Entry(seq, act_from(plain)) for seq, plain in enumerate(done, 2))]

    def last(*tags: str) -> date | None:
        first = [min((on for on, tag, by in given if by == name and tag in tags), default=None) for name in "AB"]
        return None if None in first else max(day for day in first if day is not None)

    if "any_of" in upon:
        ways = [day for day in (last("signed"), last("consented")) if day is not None]
        expected = min(ways, default=None)
    else:
        enough = last("signed", "consented")
        expected = enough and max(enough, go if "fact" in upon else date(2010, 3, 5))
    line = fold(entries)
    assert line.entered_into_force == expected
    for periods in line.parties.values():
        bound = [period.start for period in periods if period.state == "in_force"]
        assert bound == ([expected] if expected else [])
    assert to_plain(fold([entries[0], *reversed(entries[1:])]).agreement) == to_plain(line.agreement)
