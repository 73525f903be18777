"""Deciding a proposal on one agreement: given what is on record, when somebody proposes, then this or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from given import act, terms
from hypothesis import given
from msgspec.structs import replace
from strategies import Story, stories

from aggregates.databases.tables import DIRECTORY_STREAM
from aggregates.record.agreement import Agreement, OnAgreement, decide, evolve
from aggregates.record.decision import Proposal
from aggregates.record.events import EVENTS, ActRecorded, Created, Event
from aggregates.record.streams import stream_id
from aggregates.record.transaction import AgreementMapper
from lifecycle.codec import encode
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, DepositaryError, ImpactNotAccepted, InvalidInput, NotFound, Refused
from lifecycle.fold.ruling import RULES, Objected, rule
from lifecycle.fold.timeline import fold

NAME = "wco-caricc"
DRAFT, SIGNED, CONCLUDED = "2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC"


def proposal(line: str, **more: Any) -> Proposal:
    return Proposal(agreement=NAME, act=act(line, terms(NAME)), **more)


def when(before: Agreement | None, line: str, **more: Any) -> OnAgreement:
    """Decide on one line of a docket, as the recording after the last one."""
    return decide(before, proposal(line, **more), (before.entries[-1].seq if before else 0) + 1)


def on_record(*lines: str) -> Agreement:
    agreement = None
    for line in lines:
        agreement = when(agreement, line).after
    assert agreement is not None
    return agreement


def test_a_draft_creates_the_agreement() -> None:
    """The first event, with the terms and the ruling; its place is the first of a stream of its own."""
    decision = when(None, DRAFT, actor="ada")
    assert isinstance(decision.content, Created)
    assert decision.content.act.terms == terms(NAME)
    assert decision.content.ruling == rule(None, decision.after.timeline, decision.entry)
    assert decision.content.actor == "ada"
    assert decision.event == Event(originator_id=stream_id(NAME), originator_version=1, content=decision.content)
    assert decision.before is None


def test_an_act_is_recorded_with_its_ruling() -> None:
    """What the rules said then is part of the event."""
    before = on_record(DRAFT, SIGNED)
    decision = when(before, CONCLUDED, actor="ada")
    assert decision.content == ActRecorded(
        agreement=NAME,
        act=proposal(CONCLUDED).act,
        ruling=rule(before.timeline, decision.after.timeline, decision.entry),
        actor="ada",
    )
    assert decision.content.ruling.rules == RULES
    assert (decision.event.originator_version, decision.after.version) == (3, 3)
    assert decision.after.timeline == fold(decision.after.entries)


def test_an_id_left_out_is_given_in_the_event() -> None:
    """What is stored names what it opens, so that it can be closed by name."""
    before = on_record(DRAFT, SIGNED, CONCLUDED)
    opened = when(before, "2010-05-01 activity_begun")
    assert getattr(opened.content.act, "activity", None) == "A1"
    closed = when(opened.after, "2010-06-01 activity_completed")
    assert getattr(closed.content.act, "activity", None) == "A1"


def refused_second_draft() -> OnAgreement:
    return when(on_record(DRAFT), DRAFT)


def refused_on_nothing() -> OnAgreement:
    return when(None, SIGNED)


def refused_foreign_terms() -> OnAgreement:
    return decide(None, replace(proposal(DRAFT), agreement="other"), 1)


def refused_nothing_to_close() -> OnAgreement:
    return when(on_record(DRAFT, SIGNED, CONCLUDED), "2010-05-01 notice_withdrawn by=WCO")


def refused_by_the_law() -> OnAgreement:
    return when(on_record(DRAFT, SIGNED), SIGNED)


def refused_for_its_impact() -> OnAgreement:
    return when(on_record(DRAFT, SIGNED, CONCLUDED, "2011-01-01 activity_begun"), "2010-04-01 notice_given by=WCO")


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (refused_second_draft, Conflict, "exists since #1"),
        (refused_on_nothing, NotFound, '"wco-caricc" is not on record'),
        (refused_foreign_terms, InvalidInput, r"\$\.terms\.agreement: the terms are those of wco-caricc, not of other"),
        (refused_nothing_to_close, InvalidInput, "none is open on "),
        (refused_by_the_law, Refused, "WCO has already signed"),
        (refused_for_its_impact, ImpactNotAccepted, "take the effect of #4"),
    ],
)
def test_what_cannot_be_recorded_says_why(
    refused: Callable[[], OnAgreement], error: type[DepositaryError], says: str
) -> None:
    """Each refusal is a situation of its own."""
    with pytest.raises(error, match=says):
        refused()


def test_a_reason_lets_an_irregular_act_be_recorded_without_effect() -> None:
    """Reason and objection stay with the act."""
    before = on_record(DRAFT, SIGNED)
    decision = when(before, SIGNED, irregular="the second original")
    assert isinstance(decision.content, ActRecorded)
    assert decision.content.irregular == decision.entry.irregular == "the second original"
    met, ruled = decision.after.timeline.irregular[3], decision.content.ruling.objection
    assert ruled == Objected(rule=met.rule, article=met.article, conflicts=met.conflicts)
    assert decision.after.timeline.parties == before.timeline.parties


def test_a_reason_does_not_open_a_second_file() -> None:
    """There is one stream for each agreement, whatever the reason."""
    with pytest.raises(Conflict):
        when(on_record(DRAFT), DRAFT, irregular="again")


def test_accepted_impact_names_the_acts_and_is_not_asked_twice() -> None:
    """Only what newly loses its effect is asked about."""
    before = on_record(DRAFT, SIGNED, CONCLUDED, "2011-01-01 activity_begun", "2011-02-01 activity_begun")
    decision = when(before, "2010-04-01 notice_given by=WCO", accept_impact=True)
    assert isinstance(decision.content, ActRecorded)
    assert decision.content.accepted == (4, 5)
    later = when(decision.after, "2010-04-02 activity_begun")
    assert isinstance(later.content, ActRecorded)
    assert later.content.accepted == ()


def test_nothing_is_an_agreement_of_no_recordings() -> None:
    """An empty stream has not begun."""
    assert evolve(()) is None


def test_streams_and_topics_are_permanent() -> None:
    """They are storage: to change one would lose what is stored under it."""
    assert stream_id("wco-caricc") == UUID("bb9c96a2-cd6c-57fc-b894-f2d02f804e93")
    assert str(stream_id(DIRECTORY)) == DIRECTORY_STREAM == "88e2a7f6-a56e-5841-b97a-872010672be7"
    of_agreements = {"depositary.agreement.created", "depositary.agreement.act-recorded"}
    assert set(EVENTS) == {*of_agreements, "depositary.directory.act-recorded"}
    assert {kind.TOPIC: kind for kind in EVENTS.values()} == EVENTS


@given(story=stories())
def test_stored_events_round_trip(story: Story) -> None:
    """An event written and read is the same event, and written again it is the same bytes."""
    mapper, agreement = AgreementMapper(), None
    for seq, done in enumerate(story.acts, 1):
        asked = Proposal(agreement=story.terms.agreement, act=done, irregular="drawn", accept_impact=True, actor="ada")
        try:
            decision = decide(agreement, asked, seq)
        except (Conflict, InvalidInput):
            continue
        agreement = decision.after
        stored = mapper.to_stored_event(decision.event)
        assert encode(mapper.to_domain_event(stored)) == encode(decision.event)  # messages are read as what they say
        assert mapper.to_stored_event(mapper.to_domain_event(stored)) == stored
        assert b"originator" not in stored.state


@given(story=stories())
def test_deciding_step_by_step_is_folding_the_whole(story: Story) -> None:
    """However an agreement came about, it is what its entries fold to."""
    agreement = None
    for seq, done in enumerate(story.acts, 1):
        asked = Proposal(agreement=story.terms.agreement, act=done, irregular="drawn", accept_impact=True)
        try:
            agreement = decide(agreement, asked, seq).after
        except (Conflict, InvalidInput):
            continue
    assert agreement is not None
    assert agreement == evolve(agreement.entries)
