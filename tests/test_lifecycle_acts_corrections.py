"""The keeper's own acts: corrections, strikes, rectification, certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from given import Docket, given, terms
from hypothesis import given as given_any
from hypothesis import strategies as st
from strategies import Story, keepers_acts, stories

from lifecycle.acts.act import Act
from lifecycle.acts.keeping.entries import Certified, Corrected, Struck
from lifecycle.acts.keeping.rectification import RectificationProposed
from lifecycle.acts.kinds import act_from
from lifecycle.answers.status import status
from lifecycle.codec import to_plain
from lifecycle.errors import InvalidInput
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

WCO_CARICC = (
    "2010-03-01 drafted",
    "2010-03-19 signed by=WCO place=Brussels",
    "2010-03-30 signed by=CARICC place=Astana",
    "2010-11-30 notice_given by=CARICC",
)
TODAY = date(2026, 1, 1)


def kept(put: Docket, *acts: Act) -> Timeline:
    first = len(put.entries) + 1
    return fold([*put.entries, *(Entry(seq, act) for seq, act in enumerate(acts, first))])


def correct(target: int, /, **fields: str) -> Corrected:
    return Corrected(on=TODAY, target=target, set=fields, reason="a slip of the pen")


def strike(target: int) -> Struck:
    return Struck(on=TODAY, target=target, reason="entered by mistake")


def state(line: Timeline, day: str) -> str:
    return str(line.state_on(date.fromisoformat(day)))


def test_a_correction_changes_the_answers_from_its_recording_on() -> None:
    """The entry counts as it should have been entered; the old answer stays at its position in the log."""
    put = given("wco-caricc", *WCO_CARICC)
    line = kept(put, correct(3, on="2010-03-25"))
    assert (line.entered_into_force, put.timeline.entered_into_force) == (date(2010, 3, 25), date(2010, 3, 30))
    assert line.concerned == {3: (5,)}
    assert [entry.act.on for entry in line.entries][2] == date(2010, 3, 30)
    assert [entry.act.on for entry in line.standing][2] == date(2010, 3, 25)
    assert line.irregular == {}


def test_a_struck_entry_has_no_effect() -> None:
    """It stays in the log, and its strike can itself be struck."""
    put = given("wco-caricc", *WCO_CARICC)
    assert kept(put, strike(4)).terminated_on is None
    assert kept(put, strike(4), strike(5)).terminated_on == date(2011, 2, 28)
    assert kept(put, strike(4), strike(5), strike(6)).terminated_on is None
    line = kept(put, strike(3))
    assert state(line, "2010-04-01") == "signed"
    assert line.irregular[4].rule == "R12"


def test_a_correction_can_be_corrected_and_struck() -> None:
    """The later word counts; a struck correction never was."""
    put = given("wco-caricc", *WCO_CARICC)
    wrong = correct(3, on="2010-03-25")
    assert kept(put, wrong, correct(5, on="2010-03-26")).entered_into_force == date(2010, 3, 26)
    assert kept(put, wrong, correct(3, on="2010-03-27")).entered_into_force == date(2010, 3, 27)
    assert kept(put, wrong, strike(5)).entered_into_force == date(2010, 3, 30)
    assert kept(put, wrong, correct(5, reason="misread"), correct(5, on="2010-03-28")).entered_into_force == date(
        2010, 3, 28
    )


def test_a_correction_of_a_later_act_is_no_matter_of_an_earlier_day() -> None:
    """An answer for a day before the corrected act knows neither, and flags nothing."""
    put = given("wco-caricc", *WCO_CARICC)
    line = kept(put, correct(4, on="2010-12-01"), correct(4, received="nonsense"))
    assert sorted(line.irregular) == [6]
    assert status(line, date(2010, 11, 1)).irregular == ()
    assert [shown.seq for shown in status(line, date(2010, 12, 1)).irregular] == [6]


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (correct(9, on="2010-03-25"), "#9 is no earlier entry"),
        (correct(6, on="2010-03-25"), "#6 is no earlier entry"),
        (correct(3, act="abandoned"), "the kind of an act is struck and entered again"),
        (correct(3, on="2010-02-30"), "February 2010 has 28 days"),
        (correct(3, colour="red"), "no such field"),
        (strike(1), "The draft opens the file and cannot be struck"),
        (strike(7), "#7 is no earlier entry"),
    ],
)
def test_what_cannot_be_corrected_or_struck_is_irregular(act: Act, says: str) -> None:
    """It stays on record without effect, with the objection of R54."""
    put = given("wco-caricc", *WCO_CARICC)
    line = kept(put, strike(2), act) if isinstance(act, Corrected) and act.target == 6 else kept(put, act)
    seq = len(line.entries)
    assert line.irregular[seq].rule == "R54"
    assert says in str(line.irregular[seq].says)


def test_a_second_strike_conflicts_with_the_first() -> None:
    """What is struck is struck once."""
    line = kept(given("wco-caricc", *WCO_CARICC), strike(4), strike(4))
    (found,) = line.irregular.values()
    assert "is struck already" in str(found.says)


def test_only_the_reason_of_a_strike_can_be_corrected() -> None:
    """Another target is another strike."""
    put = given("wco-caricc", *WCO_CARICC)
    line = kept(put, strike(4), correct(5, reason="a double entry"))
    assert line.irregular == {}
    line = kept(put, strike(4), correct(5, target="3"))
    assert 'of which only "note" and "reason" can be corrected' in str(line.irregular[6].says)


def rectified(put: Docket, *lines: str) -> Timeline:
    data = to_plain(put.terms)
    data["clauses"]["termination"][0]["period"] = "4 months"
    proposal = RectificationProposed(
        on=date(2010, 6, 1),
        terms=terms_from(data),
        objections_by=date(2010, 9, 1),
        reason="the texts disagree",
        rectification="R1",
    )

    def one(line: str) -> Act:
        on, tag, *fields = line.split()
        return act_from({"act": tag, "on": on, **dict(field.split("=") for field in fields)})

    return kept(put, proposal, *map(one, lines))


def test_a_rectification_replaces_the_text_from_the_beginning() -> None:
    """After the time for objections the procès-verbal corrects the text ab initio (VCLT-IO 80)."""
    put = given("wco-caricc", *WCO_CARICC)
    assert rectified(put).terminated_on == date(2011, 2, 28)
    line = rectified(put, "2010-09-02 rectified rectification=R1")
    assert line.terminated_on == date(2011, 3, 30)
    assert len(line.versions) == 1
    assert line.irregular == {}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["2010-09-01 rectified rectification=R1"], "The time for objections runs until 1 September 2010"),
        (["2010-09-02 rectified rectification=R2"], "There is no proposal R2"),
        (["2010-09-02 rectification_objected by=WCO rectification=R1"], "Objections were due by 1 September 2010"),
        (["2010-09-02 rectification_objected by=WCO rectification=R2"], "There is no proposal R2"),
        (
            ["2010-09-01 rectification_objected by=WCO rectification=R1", "2010-09-02 rectified rectification=R1"],
            "A party objected to R1 (#6)",
        ),
    ],
)
def test_a_rectification_out_of_order_is_irregular(lines: list[str], says: str) -> None:
    """Too early, too late, objected to, or of nothing: the text stands."""
    line = rectified(given("wco-caricc", *WCO_CARICC), *lines)
    assert says in str(line.irregular[len(line.entries)].says)
    assert line.terminated_on == date(2011, 2, 28)


def test_a_certificate_changes_nothing() -> None:
    """It notes which answer was given out."""
    put = given("wco-caricc", *WCO_CARICC)
    given_out = Certified(
        on=TODAY, as_of=date(2010, 4, 1), known_at=4, digest="0" * 64, state="in_force", certificate="K1"
    )
    line = kept(put, given_out)
    assert (line.agreement, line.irregular) == (put.timeline.agreement, {})


# A second reading, as plain as possible


def naively_corrected(acts: Sequence[Act]) -> list[Act]:
    """Leave out what is struck and enter the rest as corrected; positions are those in the log, from 1."""
    log: dict[int, Any] = dict(enumerate(acts, 1))

    def struck(seq: int) -> bool:
        strikes = [n for n, act in log.items() if isinstance(act, Struck) and act.target == seq < n]
        return seq > 1 and any(not struck(n) for n in strikes)

    changes = {n: dict(act.set) for n, act in log.items() if isinstance(act, Corrected) and not struck(n)}
    for n in sorted(changes, reverse=True):
        target = log[n].target
        if target in changes and target < n:
            changes[target] |= {name: value for name, value in changes[n].items() if name not in ("reason", "note")}
    for n in sorted(changes):
        target = log[n].target
        if target < n and not isinstance(log[target], Corrected | Struck) and not {"act", "terms"} & changes[n].keys():
            try:
                log[target] = act_from({**to_plain(log[target]), **changes[n]})
            except InvalidInput:
                continue
    return [act for n, act in log.items() if not struck(n) and not isinstance(act, Corrected | Struck)]


@st.composite
def kept_stories(draw: st.DrawFn) -> Story:
    story: Story = draw(stories(most=4))
    keeping = draw(st.lists(keepers_acts(story.terms, len(story.acts) + 3), min_size=1, max_size=5))
    return Story(story.terms, (*story.acts, *keeping))


@given_any(kept_stories())
def test_the_record_reads_as_if_it_had_been_kept_well(story: Story) -> None:
    """Corrected and struck, the acts give the timeline of the acts as they should have been entered."""
    line = story.timeline()
    acts = naively_corrected(story.acts)
    clean = fold([Entry(seq, act) for seq, act in enumerate(acts, 1)])
    assert [entry.act for entry in line.standing] == acts
    assert [(p.state, p.start, p.end) for p in line.agreement] == [(p.state, p.start, p.end) for p in clean.agreement]
    assert line.terminated_on == clean.terminated_on


def test_the_terms_among_the_cases_are_read_once() -> None:
    """Cases share their terms, so a case cannot change them for another."""
    assert isinstance(terms("wco-caricc"), Terms)
    assert terms("wco-caricc") is terms("wco-caricc")
