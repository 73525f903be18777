"""What holds of every story with amendments: proposed, accepted, opted out of, while notices and terms run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import given as given_any
from hypothesis import strategies as st
from strategies import THREE, Story, all_terms, days, stories

from lifecycle.acts.act import Act
from lifecycle.acts.kinds import act_from
from lifecycle.answers.status import status
from lifecycle.codec import encode, to_plain
from lifecycle.course.machine import LIVE
from lifecycle.course.periods import Period
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

DAY = timedelta(days=1)
DURATIONS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"term": "6 days"},
    {"term": "12 days"},
    {"term": "20 days"},
    {"term": "5 days", "renewal": {"term": "2 days"}},
    {"term": "5 days", "renewal": {"term": "4 days", "times": 2}},
)


@st.composite
def amended(draw: st.DrawFn) -> Story:
    """Draw a story of three parties with up to three amendments, by consent or tacit."""
    tacit = draw(st.booleans())

    def text() -> Terms:
        plain = to_plain(draw(all_terms(THREE)))
        clauses = dict(plain["clauses"])
        clauses["entry_into_force"] = {"article": "1", "upon": {"signed": "all"}}
        clauses["amendment"] = {"article": "5", "by": "tacit", "then": "3 days"} if tacit else {"article": "5"}
        if duration := draw(st.sampled_from(DURATIONS)):
            clauses["duration"] = {"article": "6", **duration}
        return terms_from({**plain, "clauses": clauses, "least_parties": draw(st.sampled_from((2, 2, 3)))})

    story = draw(stories(st.just(text()), ("notice", "notice", "notice", "suspension"), most=4, concluded=True))
    acts = list(story.acts)

    def one(tag: str, on: date, by: str, id: str, **fields: Any) -> date:
        acts.append(act_from({"act": tag, "on": on, "by": by, "amendment": id, **fields}))
        return on

    for id in ("M1", "M2", "M3")[: draw(st.integers(1, 3))]:
        proposer = draw(st.sampled_from(THREE))
        effective = {"effective": draw(days(story.start))} if draw(st.booleans()) else {}
        on = one("amendment_proposed", draw(days(story.start)), proposer, id, terms=to_plain(text()), **effective)
        for name in THREE:
            if name != proposer and not tacit and draw(st.integers(0, 3)):
                one("amendment_accepted", draw(days(on, 3)), name, id)
            if tacit and draw(st.booleans()):
                out = one("amendment_opted_out", draw(days(on, 3)), name, id)
                if draw(st.booleans()):
                    one("amendment_opted_in", draw(days(out, 4)), name, id)
    return Story(story.terms, tuple(acts))


def told(line: Timeline) -> Any:
    """Give what a timeline says, without the numbers of the log."""
    content = {entry.seq: encode(entry.act) for entry in line.entries}

    def spans(periods: Sequence[Period]) -> list[Any]:
        return [(period.state, period.start, period.end) for period in periods]

    return (
        spans(line.agreement),
        {name: spans(periods) for name, periods in line.parties.items()},
        [(version.start, version.terms) for version in line.versions],
        sorted((kept.id, kept.number, kept.since, str(kept.closed), str(kept.term)) for kept in line.kept),
        sorted((due.kind, due.subject, str(due.what), due.on, due.since, str(due.closed)) for due in line.dues),
        sorted((notice.id, str(notice.takes_effect), notice.outcome) for notice in line.notices),
        sorted((content[seq], found.says) for seq, found in line.irregular.items()),
        line.terminated_on,
    )


@given_any(amended(), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(story: Story, chance: Any) -> None:
    """The same acts recorded in another order give the same timeline, whatever the new terms set in motion."""
    order = list(range(len(story.acts) - 1))
    chance.shuffle(order)
    assert told(fold(story.entries(order))) == told(story.timeline())


@given_any(amended())
def test_an_answer_rests_on_the_acts_up_to_its_day(story: Story) -> None:
    """What is dated later changes nothing, and on each day the states are those of the timeline."""
    line = story.timeline()
    for day in story.days():
        if day >= story.start:
            assert status(line, day).state == line.state_on(day)


@given_any(amended())
def test_nothing_is_awaited_once_it_is_over(story: Story) -> None:
    """What falls due on an ended agreement is what is left to finish; what is past is closed."""
    line = story.timeline()
    for due in line.dues:
        assert due.closed is None or due.closed >= due.since
        if line.terminated_on is not None and due.kind not in ("head", "survival"):
            assert due.closed is not None, due
            assert due.closed <= line.terminated_on, due


@given_any(amended())
def test_who_keeps_earlier_terms_opted_out(story: Story) -> None:
    """A party is bound by the last version whose amendment it stayed in; no new terms hold for nobody."""
    line = story.timeline()
    by_seq = {known.seq: known for known in line.amendments}
    for day in story.days():
        if line.state_on(day) not in LIVE:
            continue
        then = line.until(day)
        outside = {known.seq: set(known.opted_out) for known in then.amendments}
        for name, periods in then.parties.items():
            if any(period.state in LIVE and period.covers(day) for period in periods):
                bound = [v for v in then.versions if v.start <= day and name not in outside.get(v.seq, ())]
                assert then.version_for(name, day) == bound[-1], (name, day)
    for version in line.versions[1:]:
        assert version.seq in by_seq
    plain = [version.start for version in line.versions]
    assert plain == sorted(plain)


@given_any(amended())
def test_a_notice_does_what_it_was_last_said_to_do(story: Story) -> None:
    """Before a notice takes effect it is said whether it ends the agreement then, or lets a party leave."""
    line = story.timeline()
    said = {
        due.subject: due.kind for due in sorted(line.dues, key=lambda due: due.since) if due.kind in ("ends", "leaves")
    }
    for notice in line.notices:
        if notice.outcome == "took effect" and notice.id in said and notice.closed is not None:
            ended = line.ended_by is not None and line.ended_by.seq == notice.seq
            assert said[notice.id] == ("ends" if ended else "leaves"), notice


def renamed(value: Any) -> Any:
    """Plain data in which A is called B, and B is called A."""
    if isinstance(value, str):
        return {"A": "B", "B": "A"}.get(value, value)
    if isinstance(value, dict):
        return {renamed(key): renamed(found) for key, found in value.items()}
    return [renamed(found) for found in value] if isinstance(value, list | tuple) else value


@given_any(amended())
def test_the_names_of_the_parties_do_not_matter(story: Story) -> None:
    """With A called B and B called A the same holds, of the other, unless two amendments take effect on one day.

    Then the last of them holds, by the order of acts of one day and kind, which goes by their content.
    """
    line = story.timeline()
    assume(len({version.start for version in line.versions}) == len(line.versions))
    acts: list[Act] = [act_from(renamed(to_plain(act))) for act in story.acts]
    other = fold(Story(story.terms, tuple(acts)).entries())
    for name in THREE:
        one, same = line.parties[name], other.parties[renamed(name)]
        assert [(p.state, p.start, p.end) for p in one] == [(p.state, p.start, p.end) for p in same], name
    assert [v.start for v in line.versions] == [v.start for v in other.versions]
