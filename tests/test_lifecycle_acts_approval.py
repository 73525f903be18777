"""Approval in the fold: what waits has no effect, and what was approved has its full effect (R62, ADR 0011)."""

from __future__ import annotations

import pytest
from given import act, terms
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import Story, stories

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import Approved, submission
from lifecycle.acts.kinds import BY_TAG, act_from
from lifecycle.acts.personal import FIELDS, personal
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Timeline, fold

WEIGHTY = [kind for kind in BY_TAG.values() if kind.WEIGHTY]


def entries(*acts: Act) -> list[Entry]:
    return [Entry(seq, one) for seq, one in enumerate(acts, 1)]


def answers(line: Timeline) -> tuple[object, ...]:
    """What a timeline answers, but for the numbers of the acts that it rests on."""
    periods = [(period.start, period.end, period.state) for period in line.agreement]
    parties = {name: [(p.start, p.end, p.state) for p in tiles] for name, tiles in line.parties.items()}
    return periods, parties, line.entered_into_force, line.terminated_on, line.closed_on


@given(stories(), st.data())
def test_approved_acts_count_as_if_recorded_at_once(story: Story, data: st.DataObject) -> None:
    """Whatever the acts: submitted and approved they make the same timeline as recorded in the submission's place."""
    chosen = {at for at in range(1, len(story.acts)) if data.draw(st.booleans())}
    direct, submitted, approvals = [], [], []
    for at, one in enumerate(story.acts):
        seq = 100 * (at + 1)
        direct.append(Entry(seq, one))
        submitted.append(Entry(seq, submission(one) if at in chosen else one))
        if at in chosen:
            approvals.append(Entry(seq + data.draw(st.integers(1, 99)), Approved(on=one.on, target=seq)))
    there, here = fold(direct), fold(sorted([*submitted, *approvals], key=lambda entry: entry.seq))
    assert (here.agreement, here.parties, here.dues, here.irregular) == (
        there.agreement,
        there.parties,
        there.dues,
        there.irregular,
    )
    assert here.standing == there.standing


@given(stories(), st.data())
def test_what_waits_has_no_effect(story: Story, data: st.DataObject) -> None:
    """Submissions without approval fold as if they were not there."""
    chosen = {at for at in range(1, len(story.acts)) if data.draw(st.booleans())}
    waiting = [Entry(seq, submission(one) if seq - 1 in chosen else one) for seq, one in enumerate(story.acts, 1)]
    without = [entry for entry in waiting if entry.seq - 1 not in chosen]
    assert answers(fold(waiting)) == answers(fold(without))


STORY = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")


def line(*later: Act) -> Timeline:
    return fold(entries(*(act(one, terms("wco-caricc")) for one in STORY), *later))


NOTICE = act("2010-11-30 notice_given by=CARICC notice=N1")
STRIKE = act("2010-12-01 struck target=4 reason=error")
APPROVAL = act("2010-12-02 approved target=4")


@pytest.mark.parametrize(
    ("later", "ends", "objections"),
    [
        ((NOTICE,), True, {}),
        ((submission(NOTICE),), False, {}),
        ((submission(NOTICE), APPROVAL), True, {}),
        ((submission(NOTICE), STRIKE), False, {}),
        ((submission(NOTICE), STRIKE, APPROVAL), False, {6: "#4 waits for no approval"}),
        ((submission(NOTICE), APPROVAL, STRIKE), False, {}),
        ((submission(NOTICE), APPROVAL, APPROVAL), True, {6: "#4 waits for no approval"}),
        ((NOTICE, APPROVAL), True, {5: "#4 waits for no approval"}),
        ((APPROVAL, submission(NOTICE)), False, {4: "#4 waits for no approval"}),
        ((act("2010-12-02 approved target=5"), submission(NOTICE)), False, {4: "#5 waits for no approval"}),
        ((act("2010-12-02 approved target=99"),), False, {4: "#99 waits for no approval"}),
        (
            (submission(NOTICE), APPROVAL, act("2010-12-03 struck target=5 reason=x")),
            True,
            {6: "#5 is an approval: strike what it approved, or correct it"},
        ),
        ((submission(NOTICE), submission(STRIKE), APPROVAL), True, {}),
        ((submission(NOTICE), APPROVAL, submission(STRIKE), act("2010-12-04 approved target=6")), False, {}),
    ],
)
def test_the_log_decides_what_was_approved(later: tuple[Act, ...], ends: bool, objections: dict[int, str]) -> None:
    """In the order of recording: withdrawn is withdrawn, approved twice is approved once, and the fold never fails."""
    found = line(*later)
    assert (found.terminated_on is not None) == ends
    assert {seq: str(one.says) for seq, one in found.irregular.items()} == objections


@pytest.mark.parametrize("submits", [{}, {"act": "nothing"}, {"act": "notice_given"}, {"act": "notice_given", "on": 7}])
def test_a_submission_of_nothing_is_an_objection(submits: dict[str, object]) -> None:
    """What is on record folds, whatever it is."""
    found = line(act_from({"act": "submitted", "on": "2010-12-01", "submits": submits}), APPROVAL)
    assert "submits no act" in str(found.irregular[5].says)


@pytest.mark.parametrize("more", [{"set": "x"}, {"set": ["signatory"]}, {"set": None}, {"notice": ["N1"]}, {"on": 5}])
def test_a_submission_that_makes_no_sense_stops_nothing(more: dict[str, object]) -> None:
    """What may lie in a log for ever is counted past, names nobody, and folds."""
    odd = act_from({"act": "submitted", "on": "2010-12-01", "submits": {"act": ["x"], **more}})
    found = line(odd, APPROVAL)
    assert "submits no act" in str(found.irregular[5].says)
    unnumbered = act("2010-11-30 notice_given by=WCO")
    assert number(line(odd), unnumbered) == replace(unnumbered, notice="N1")
    assert personal(odd) == {}


def test_no_weighty_act_names_a_person() -> None:
    """But for what a correction sets: what waits is kept as data, in which nothing else is sealed."""
    assert not {name for kind in WEIGHTY for name in kind.__struct_fields__} & set(FIELDS)


def test_the_acts_that_weigh() -> None:
    """What ends an agreement or a part in it, what ends what survives, what corrects the record; and a list."""
    assert {str(kind.__struct_config__.tag) for kind in WEIGHTY} == {
        *("notice_given", "end_agreed", "end_decided", "superseded", "measure_carried_out", "survival_ended"),
        *("consent_withdrawn", "abandoned", "corrected", "struck", "rectified", "clock_mended", "register_resumed"),
        *("event_set_aside", "taken_over"),
    }


def test_corrections_and_strikes_can_be_submitted() -> None:
    """What they touch is touched from their approval on."""
    correction = {"act": "corrected", "on": "2011-01-02", "target": 4, "set": {"on": "2010-12-30"}, "reason": "x"}
    first = line(NOTICE, submission(act_from(correction)))
    second = line(NOTICE, submission(act_from(correction)), act("2011-01-03 approved target=5"))
    assert first.terminated_on != second.terminated_on
    assert second.concerned[4] == (5,)
    assert second.concerned[5] == (6,)
    undone = line(
        NOTICE,
        submission(act_from({"act": "struck", "on": "2011-01-02", "target": 4, "reason": "x"})),
        act("2011-01-03 approved target=5"),
    )
    assert undone.terminated_on is None
    assert list(undone.struck_by(4)) == [5]


def test_ids_of_what_waits_are_taken() -> None:
    """The next notice has the next number, whether or not the one that waits is ever approved."""
    unnumbered = act("2010-11-30 notice_given by=WCO")
    assert number(line(submission(NOTICE)), unnumbered) == replace(unnumbered, notice="N2")
    assert number(line(), unnumbered) == replace(unnumbered, notice="N1")
