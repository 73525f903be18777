"""What holds of all terms that the language can say, and of all stories under them."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import groupby, pairwise
from typing import Any

from grammar import GROUP, PARTIES, SAMPLES, Story, all_terms, conditions, kinds_of_steps, rules, stories
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import structs
from vocabulary import readable

from lifecycle.acts.accounts import AccountSettled
from lifecycle.acts.act import Entry
from lifecycle.acts.completion import ActivityCompleted
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.ending import EndAgreed, EndDecided
from lifecycle.acts.kinds import AnyAct
from lifecycle.acts.suspension.lifting import Resumed
from lifecycle.acts.suspension.suspension import Suspended
from lifecycle.answers.explanation.agreement import explain
from lifecycle.answers.status import status
from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import LATEST
from lifecycle.calendar.steps import STEPS
from lifecycle.codec import decode, encode, to_plain
from lifecycle.course.machine import ENDED, LIVE, TABLE, TERMINATED, State
from lifecycle.course.periods import Period
from lifecycle.examination import examine
from lifecycle.examination.trial import Trial
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.messages import render
from lifecycle.terms.conditions.condition import Condition
from lifecycle.terms.reading import terms_from
from lifecycle.terms.sentences import describe
from lifecycle.terms.text import Terms
from projections.forms.terms_schema import terms_schema

_LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large]
SLOW = settings(suppress_health_check=_LARGE, max_examples=max(15, settings().max_examples // 2))
FEW = settings(suppress_health_check=_LARGE, max_examples=max(15, settings().max_examples // 5))
NAMED = (*PARTIES, GROUP, "X", "1", "7(2)", "written", "the Director")
"""The names and articles that stand in terms that are drawn."""
SCHEMA = Draft202012Validator(terms_schema())


# Terms


def test_the_samples_hold_every_kind_of_step() -> None:
    """A new step is drawn only when a sample of it stands in the list."""
    assert kinds_of_steps() == set(range(len(STEPS)))
    assert all(DateRule.from_plain(text) for text in SAMPLES)


@SLOW
@given(all_terms())
def test_terms_survive_being_written_and_read(terms: Terms) -> None:
    """Stored bytes and plain data give the same terms again, and the same bytes."""
    assert decode(encode(terms), Terms) == terms
    assert terms_from(to_plain(terms)) == terms
    assert encode(decode(encode(terms), Terms)) == encode(terms)


@FEW
@given(all_terms())
def test_terms_fit_the_published_schema(terms: Terms) -> None:
    """What the reader takes, editors take."""
    SCHEMA.validate(json.loads(encode(terms)))


@SLOW
@given(all_terms())
def test_terms_say_what_they_mean(terms: Terms) -> None:
    """Every article is said in sentences without a placeholder, those of one article together."""
    said = describe(terms)
    articles = [article for article, _ in groupby(said, key=lambda one: one[0])]
    assert len(set(articles)) == len(articles)
    for _, says in said:
        assert readable(says, *NAMED) == []
        sentence = render(says)
        assert sentence[0].isupper()
        assert not sentence.endswith(".")
        assert not any(sign in sentence for sign in ("{", "None", "  ", "_"))


@FEW
@given(all_terms())
def test_terms_can_be_examined(terms: Terms) -> None:
    """The examination never fails, and says something at each level it knows."""
    for finding in examine(terms):
        assert finding.level in ("error", "warning", "silent")
        assert readable(finding.says, *NAMED) == []
        assert "{" not in render(finding.says)


@FEW
@given(all_terms(easy=True))
def test_what_is_in_force_can_be_ended_and_what_is_suspended_lifted(terms: Terms) -> None:
    """By the consent of all, by a decision where an organ has that power; a suspension by who declared it."""
    trial = Trial(terms)
    day = trial.day(1)
    if trial.entered is None or trial.line.state_on(day) not in LIVE:
        return
    agreed = trial.tell(*(EndAgreed(on=day, by=name) for name in trial.bound))
    assert agreed.terminated_on is not None
    if any(clause.by == "decision" for clause in terms.clauses.termination):
        assert trial.tell(EndDecided(on=day)).terminated_on is not None
    suspending = [Suspended(on=day, by=trial.bound[0], ground="will", suspension="S1")]
    suspended = trial.tell(*suspending)
    if not trial.objections(suspended):
        lifted = trial.tell(*suspending, Resumed(on=suspended.suspensions[0].since, by=trial.bound[0], suspension="S1"))
        assert all(suspension.closed is not None for suspension in lifted.suspensions)


@given(rules, st.dates(min_value=LATEST.replace(year=1700), max_value=LATEST))
def test_a_rule_gives_a_day_or_the_open_end(rule: Any, anchor: Any) -> None:
    """No rule fails at the edge of the calendar, and the lines of the computation end with its result."""
    read = DateRule.from_plain(rule)
    for boundary in ("same day", "next day"):
        on = read.after(anchor, boundary=boundary)
        assert read.computed(anchor, boundary=boundary).on == on
    assert readable(read.says("A"), *NAMED) == []
    assert readable(read.when("A"), *NAMED) == []
    assert DateRule.from_plain(read.to_plain()) == read


@given(conditions())
def test_a_condition_survives_being_written(condition: Any) -> None:
    """Its plain form gives the same tree."""
    read = Condition.from_plain(condition)
    assert Condition.from_plain(read.to_plain()) == read
    assert readable(read, *NAMED) == []
    assert readable(read.when, *NAMED) == []


# Stories


def tiled(periods: tuple[Period, ...]) -> bool:
    joined = all(a.end == b.start and a.state != b.state for a, b in pairwise(periods))
    return joined and periods[-1].end is None and all(p.end is None or p.start < p.end for p in periods)


@SLOW
@given(stories())
def test_every_story_has_an_answer_for_every_day(story: Story) -> None:
    """The fold never fails, and its periods lie end to end from the draft on, without a gap or an empty one."""
    line = story.timeline()
    assert line.agreement[0].start == line.drafted
    for periods in (line.agreement, *line.parties.values()):
        assert tiled(periods)
    for day in story.days():
        answer = status(line, day)
        assert answer.state == line.until(day).state_on(day)


@FEW
@given(stories(most=6), st.data())
def test_every_answer_can_be_explained(story: Story, data: st.DataObject) -> None:
    """An explanation derives the very state of the answer."""
    line = story.timeline()
    day = data.draw(st.sampled_from(story.days()))
    explained = explain(line, day)
    assert explained.state == status(line, day).state
    assert [step.n for step in explained.lines] == list(range(1, len(explained.lines) + 1))


def content(line: Timeline) -> Any:
    """What a timeline says, apart from the positions in the log."""

    def plain(facts: Any) -> Any:
        dropped = {"seq", "closed_by", "rule", "terms", "accepted"}
        told = ({n: v for n, v in structs.asdict(fact).items() if n not in dropped} for fact in facts)
        return sorted(str(one | {"moved": [why.says for why in one.get("moved", ())]}) for one in told)

    by_seq = {entry.seq: entry.act for entry in line.entries}
    periods = {name: [(p.state, p.start, p.end) for p in told] for name, told in line.parties.items()}
    return (
        [(p.state, p.start, p.end) for p in line.agreement],
        periods,
        plain(line.notices),
        plain(line.suspensions),
        plain(line.disputes),
        plain(line.heads),
        plain(line.dues),
        plain(line.alternatives),
        sorted((encode(by_seq[seq]), found.rule, found.article) for seq, found in line.irregular.items()),
        (line.entered_into_force, line.terminated_on, line.closed_on),
        [(v.start, encode(v.terms)) for v in line.versions],
    )


@SLOW
@given(stories(keeping=False), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(story: Story, random: Any) -> None:
    """The same acts recorded in another order give the same timeline."""
    told = list(story.acts[1:])
    random.shuffle(told)
    other = Story(story.terms, (story.acts[0], *told))
    assert content(other.timeline()) == content(story.timeline())


@SLOW
@given(stories(), st.integers(1, 12))
def test_what_was_known_stays_what_was_known(story: Story, known: int) -> None:
    """Later recordings change no answer as it was known before them."""
    entries = story.entries()
    before = fold(entries[:known])
    story.timeline()
    assert fold(entries[:known]) == before


@SLOW
@given(stories())
def test_the_end_is_final(story: Story) -> None:
    """What has ended is never in force again, and the terminated agreement stays so."""
    states = [period.state for period in story.timeline().agreement]
    if TERMINATED in states:
        assert states.index(TERMINATED) == len(states) - 1
    ends = [at for at, state in enumerate(states) if state in ENDED]
    assert not any(state in LIVE for at, state in enumerate(states) if ends and at > ends[0])


@SLOW
@given(stories(keeping=False, drawn=all_terms(easy=True)))
def test_completions_never_move_the_date_of_termination(story: Story) -> None:
    """What is finished after the end, or not, leaves the date of the end alone."""
    line = story.timeline()
    on = line.terminated_on
    if on is None:
        return
    fewer = [
        act for act in story.acts if not (isinstance(act, ActivityCompleted | AccountSettled) and act.dated() > on)
    ]
    assert Story(story.terms, tuple(fewer)).timeline().terminated_on == on


@SLOW
@given(stories(keeping=False))
def test_later_acts_change_no_earlier_state(story: Story) -> None:
    """The state on a day rests on the acts up to that day; only a confirmation may reach back, by convention."""
    line = story.timeline()
    if any(version.terms.stated["confirmation_relates_back"] == "yes" for version in line.versions):
        return
    for day in story.days():
        assert line.state_on(day) == line.until(day).state_on(day)


def reachable() -> set[tuple[State, State]]:
    """Pairs of states with a way of one day or more from the one to the other."""
    pairs = {(row.source, row.dest) for row in TABLE}
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            return pairs
        pairs |= more


PAIRS = reachable()


@SLOW
@given(stories())
def test_states_follow_the_table(story: Story) -> None:
    """Each change of the agreement is a way through the table; a party may begin again after its end."""
    line = story.timeline()
    for name, periods in {"": line.agreement, **line.parties}.items():
        for before, after in pairwise(periods):
            again = bool(name) and before.state in ENDED
            assert (before.state, after.state) in PAIRS or again


@SLOW
@given(stories())
def test_acts_survive_being_stored(story: Story) -> None:
    """Every act drawn is read back from its bytes as it was."""
    for act in story.acts:
        read: Any = decode(encode(act), AnyAct)
        assert read == act


@SLOW
@given(stories())
def test_dues_are_awaited_before_they_come(story: Story) -> None:
    """A date is awaited from a day, and closed on or after it."""
    for due in story.timeline().dues:
        assert due.closed is None or due.closed >= due.since


@SLOW
@given(all_terms())
def test_a_draft_alone_stays_a_draft(terms: Terms) -> None:
    """Without an act nothing happens, whatever the terms say."""
    start = LATEST.replace(year=1900)
    line = fold([Entry(1, Drafted(on=start, terms=terms))])
    assert [period.state for period in line.agreement] == ["drafted"]
    assert status(line, start + timedelta(days=99_999)).state == "drafted"


def test_the_grammar_reaches_every_state() -> None:
    """The stories are not all of drafts: they are drawn until every state of an agreement has occurred."""
    reached: set[State] = set()

    def completes(story: Story) -> bool:
        reached.update(period.state for period in story.timeline().agreement)
        return reached == set(State)

    # The rarest state occurs in one story of forty: within four thousand, its absence is no chance.
    searching = settings(SLOW, phases=[Phase.generate], database=None, max_examples=4000)
    find(stories(keeping=False, drawn=all_terms(easy=True)), completes, settings=searching)
