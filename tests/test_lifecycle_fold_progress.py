"""A fold that goes on comes to what the whole fold comes to, whatever the order of recording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import grammar
import pytest
from given import Docket, given
from hypothesis import given as given_any
from hypothesis import strategies as st
from read_models import Batches, recordings
from strategies import THREE, Story, all_terms, keepers_acts, stories

from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, submission
from lifecycle.acts.kinds import AnyAct
from lifecycle.codec import decode, encode
from lifecycle.course.course import Course
from lifecycle.fold.effect import begun
from lifecycle.fold.progress import Points, Progress, View
from lifecycle.fold.timeline import Entry, Timeline, fold, growing
from lifecycle.terms.files import read_terms


def grown(entries: Sequence[Entry], *, check: bool = True) -> Timeline:
    """Fold a record entry by entry, each step held to the whole fold."""
    line = fold(entries[:1])
    for upto, entry in enumerate(entries[1:], 2):
        line = line.evolve(entry)
        whole = fold(entries[:upto]) if check else line
        assert (line, list(line.parties)) == (whole, list(whole.parties))
    return line


def seen(line: Timeline) -> list[View]:
    """Give the views of a timeline, each folded by itself."""
    days = [line.drafted, *sorted({day for day, _ in line.progress.counted.order if day > line.drafted})]
    found = [(day, line.until(day)) for day in days]
    return [View(day, past.agreement, past.terminated_on) for day, past in found]


@st.composite
def records(draw: st.DrawFn) -> list[Entry]:
    """Draw a record in any order of recording, with corrections, strikes, submissions and their approvals among it."""
    story = draw(stories(st.one_of(all_terms(), all_terms(THREE)), most=4))
    acts: list[Act] = [story.acts[0], *draw(st.permutations(story.acts[1:]))]
    for _ in range(draw(st.integers(0, 3))):
        acts.insert(draw(st.integers(1, len(acts))), draw(keepers_acts(story.terms, len(acts))))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(1, len(acts)))
        if at < len(acts):
            acts[at] = submission(acts[at])
            on = date(2026, 1, draw(st.integers(1, 28)))
            acts.insert(draw(st.integers(at + 1, len(acts))), Approved(on=on, target=at + draw(st.integers(1, 2))))
    return [Entry(seq, act) for seq, act in enumerate(acts, 1)]


@given_any(records())
def test_going_on_is_folding_anew(entries: list[Entry]) -> None:
    """Acts back-dated, corrected, struck, submitted and approved, in every order."""
    grown(entries)


@given_any(recordings())
def test_going_on_is_folding_anew_where_acts_reach_back(batches: Batches) -> None:
    """Confirmations that relate back, amendments and the keeper's own acts among them."""
    acts = [act for batch in batches for name, act in batch if name == "one"]
    grown([Entry(seq, act) for seq, act in enumerate(acts, 1)])


@given_any(grammar.stories())
def test_going_on_is_folding_anew_under_any_terms(story: Story) -> None:
    """Whatever the language can say, and whoever is a party."""
    grown(story.entries())


@given_any(grammar.stories())
def test_a_record_that_is_read_again_folds_to_what_is_equal(story: Story) -> None:
    """Whatever the language can say: none of what a timeline holds is itself alone."""
    entries = story.entries()
    again = [Entry(entry.seq, decode(encode(entry.act), AnyAct)) for entry in entries]
    assert fold(again) == fold(entries)


@given_any(records(), st.data())
def test_a_timeline_goes_on_more_than_once(entries: list[Entry], data: st.DataObject) -> None:
    """What is tried and not recorded leaves what was folded as it was: each goes its own way from there."""
    line = growing(entries[:1])
    for entry in entries[1:]:
        other = data.draw(st.sampled_from(entries[1:]))
        tried = Entry(entry.seq, other.act)
        assert line.evolve(tried) == fold([*line.entries, tried])
        line = line.evolve(entry)
        assert line == fold(line.entries)


@given_any(records(), st.data())
def test_one_pass_gives_every_view(entries: list[Entry], data: st.DataObject) -> None:
    """Each is what the acts up to its day make it, wherever one begins, and whatever was folded before."""
    line = fold(entries)
    wanted = seen(line)
    assert list(line.views(date.min)) == wanted
    since = data.draw(st.sampled_from(wanted)).day + timedelta(days=data.draw(st.integers(-1, 1)))
    assert list(grown(entries).views(since)) == [view for view in wanted if view.day >= since]
    before = [view.day for view in wanted if view.day < since]
    assert line.progress.counted.day_before(since) == (before[-1] if before else None)
    assert line.progress.counted.done_on(since) == (since in [view.day for view in wanted])


@given_any(recordings(most=8))
def test_one_pass_gives_every_view_where_acts_reach_back(batches: Batches) -> None:
    """A confirmation that relates back is known to every view."""
    acts = [act for batch in batches for name, act in batch if name == "one"]
    line = fold([Entry(seq, act) for seq, act in enumerate(acts, 1)])
    assert list(line.views(date.min)) == seen(line)


@given_any(grammar.stories())
def test_a_copy_shares_nothing_that_grows(story: Story) -> None:
    """Whatever a course holds that is added to is there from the draft on, and is copied."""
    line = story.timeline()
    for course in (begun(line.progress.counted), Progress(line.progress.counted, Points()).course()):
        copied = vars(course.copy())
        growing = {name for name, value in vars(course).items() if type(value) in (dict, list, set)}
        assert growing == set(Course.growing)
        assert not {name for name in growing if copied[name] is getattr(course, name)}
        assert {name: copied[name] for name in growing - {"parties"}} == {
            name: getattr(course, name) for name in growing - {"parties"}
        }


def test_points_are_the_fewer_the_farther_back() -> None:
    """About two for each doubling of the distance: none is farther from a place than that is from the end."""
    days = [date(2010, 4, 1) + timedelta(days=n) for n in range(300)]
    docket = [f"{day} activity_begun activity=A{n}" for n, day in enumerate(days)]
    progress = grown(given("wco-caricc", "2010-03-01 drafted", *docket).timeline.entries, check=False).progress
    kept = [point.behind for point in progress.points.shared_with(progress.counted)]
    assert kept[-1] == 300
    assert len(kept) < 20
    assert all(after - before <= max(1, 300 - before) for before, after in pairwise([0, *kept]))


AHEAD = {
    "an extension is in time for the last day of the term": (
        "  duration: {article: '2', term: 5 years}\n",
        ("2005-01-01 fact_established fact='the funds are there'", "2005-01-01 extended until=2009-01-01"),
    ),
    "an instrument of the day of a notice is one with which a party comes back": (
        "  termination: [{article: '2', by: notice, period: 6 months}]\n",
        ("2003-01-01 consented by=A manner=accession", "2003-01-01 notice_given by=A"),
    ),
}


@pytest.mark.parametrize("case", AHEAD)
def test_what_is_known_ahead_is_known_to_what_stands_before_it(case: str) -> None:
    """An act may count for others of its day that stand before it in the order: the fold goes on from before them."""
    clause, acts = AHEAD[case]
    text = (
        "agreement: ahead\ntitle: Ahead\nparties: {A: {name: A}, B: {name: B}, C: {name: C}}\nclauses:\n"
        f"  entry_into_force: {{article: '1', upon: {{consented: all}}}}\n{clause}"
    )
    joined = [f"2000-01-01 consented by={name} manner=acceptance" for name in "ABC"]
    terms = read_terms(text.encode(), "ahead.yaml")
    entries = Docket(terms).when("2000-01-01 drafted", *joined, *acts).entries
    assert fold(entries).irregular == {}
    grown(entries)
