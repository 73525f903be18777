"""Thirty-five real agreements: their terms and acts as the record takes them, held to what is publicly known of them.

The files of a case lie in `docket/`: terms as YAML, the acts as JSON Lines, and in `expectations.yaml` the states and
dates that others published. A date is asked of the engine where a user would find it, never worked out here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from aggregates.ground.input_text import normalised
from aggregates.record.lines import read_line, split_lines
from aggregates.record.proposals import proposal_from
from lifecycle.acts.kinds import act_from
from lifecycle.answers.status import status
from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.days import day_before
from lifecycle.codec import decode, encode, to_plain
from lifecycle.course.machine import LIVE
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.terms.files import read_terms, read_yaml
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

DOCKET = Path(__file__).parent / "docket"
STATUSES, COMPUTED = 291, 115
WITHOUT_EFFECT = {("m-black-sea-grain", "notice_given", "2023-07-17"): "ended on 17 July 2023"}
"""The only act that came too late: the objection to an extension, given when the last term agreed was over."""


@cache
def stories() -> list[Mapping[str, Any]]:
    """Read what would have been."""
    data, _ = read_yaml((DOCKET / "stories.yaml").read_bytes(), "stories.yaml")
    return list(data)


class Expectation(Struct, frozen=True):
    """One line of the expectations, with the case it belongs to."""

    case: str
    says: Mapping[str, Any]

    def __str__(self) -> str:
        on = self.says.get("on") or self.says["date"]
        return f"{self.case} {on} {self.says.get('of') or self.says['what']}"


@cache
def cases() -> Mapping[str, Mapping[str, Any]]:
    """Read the expectations, every scalar of them a string."""
    data, _ = read_yaml((DOCKET / "expectations.yaml").read_bytes(), "expectations.yaml")
    return dict(data)


def expected(what: str) -> list[Expectation]:
    return [Expectation(case, says) for case, about in cases().items() for says in about[what]]


def beside(name: str) -> Terms:
    """Read the terms that a line names by their file."""
    return read_terms((DOCKET / name).read_bytes(), name, normalised)


@cache
def timelines(case: str) -> Mapping[str, Timeline]:
    """Fold a case's acts, by agreement; ids left out are numbered as when they are recorded."""
    entries: dict[str, list[Entry]] = {}
    for _, line in split_lines((DOCKET / f"{case}.jsonl").read_bytes(), f"{case}.jsonl"):
        read = proposal_from(read_line(line), {"terms": beside})
        known = entries.setdefault(read.agreement, [])
        known.append(Entry(len(known) + 1, number(fold(known), read.act) if known else read.act))
    return {agreement: fold(known) for agreement, known in entries.items()}


def located(case: str, subject: str) -> tuple[Timeline, str]:
    """Find the timeline that a subject speaks of, and the party in it, empty for the agreement itself."""
    instruments = cases()[case].get("instruments", {})
    instrument, _, party = subject.rpartition(":")
    if subject in instruments:
        instrument, party = subject, ""
    return timelines(case)[instruments.get(instrument, case)], "" if party == "agreement" else party


def turns(line: Timeline, party: str, *, live: bool) -> Iterator[date]:
    """Give the days from which the agreement, or a party's part in it, is in force, or from which it no longer is."""
    before = False
    for period in line.parties[party] if party else line.agreement:
        now = period.state in LIVE
        if now is live and before is not live:
            yield period.start
        before = now


def announced(line: Timeline, asks: Mapping[str, Any]) -> list[date]:
    coming = status(line, date.fromisoformat(asks["as_of"])).next
    return [due.on for due in coming if str(due.what) == asks["next"]]


def noticed(line: Timeline, asks: Mapping[str, Any]) -> list[date | None]:
    known = status(line, date.fromisoformat(asks["as_of"])).notices
    return [notice.takes_effect for notice in known if notice.notice == asks["notice"]]


def ruled(line: Timeline, asks: Mapping[str, Any]) -> list[date | None]:
    plain = to_plain(line.terms)
    for step in asks["rule"].split("."):
        plain = plain[int(step) if isinstance(plain, list) else step]
    return [DateRule.from_plain(plain).after(date.fromisoformat(asks["from"]))]


def turned(kind: str, *, live: bool) -> Callable[[Timeline, Mapping[str, Any]], list[date]]:
    def ask(line: Timeline, asks: Mapping[str, Any]) -> list[date]:
        names = asks[kind] if isinstance(asks[kind], list) else [asks[kind]]
        time = int(asks.get("time", 1)) - 1
        return [list(turns(line, "" if name == "agreement" else name, live=live))[time] for name in names]

    return ask


def provisional(line: Timeline, asks: Mapping[str, Any]) -> list[date]:
    return [fact.since for fact in line.provisional if fact.id == asks["provisional"]]


ASKS: Mapping[str, Callable[[Timeline, Mapping[str, Any]], list[Any]]] = {
    "entry": turned("entry", live=True),
    "exit": turned("exit", live=False),
    "end": lambda line, _: [line.terminated_on],
    "closed": lambda line, _: [line.closed_on],
    "provisional": provisional,
    "next": announced,
    "notice": noticed,
    "rule": ruled,
}


def test_nothing_of_the_docket_vanishes() -> None:
    """Every case has its terms and acts, and every status and date of the docket is asked."""
    assert len(cases()) == 35
    assert len(expected("statuses")) == STATUSES
    assert len(expected("computed")) == COMPUTED
    files = {file.name for file in DOCKET.iterdir()} - {"expectations.yaml", "stories.yaml"}
    agreements = {agreement for case in cases() for agreement in timelines(case)}
    assert files == {f"{name}.yaml" for name in agreements} | {f"{case}.jsonl" for case in cases()}
    for what in ("statuses", "computed"):
        assert {one: times for one, times in Counter(map(str, expected(what))).items() if times > 1} == {}


@pytest.mark.parametrize("one", expected("statuses"), ids=str)
def test_the_status_of_the_day(one: Expectation) -> None:
    """The state of the agreement, or of the party, is the published one."""
    line, party = located(one.case, one.says["of"])
    answer = status(line, date.fromisoformat(one.says["on"]))
    state = answer.parties[party].state if party else answer.state
    assert state in (one.says["status"], *one.says.get("accept", ())), one.says["why"]


@pytest.mark.parametrize("one", expected("computed"), ids=str)
def test_a_computed_date(one: Expectation) -> None:
    """The engine gives the official date, for everyone it is asked for, and none of the tempting others."""
    asks = one.says["asks"]
    line, _ = located(one.case, asks.get("in", "agreement"))
    found = ASKS[next(iter(asks))](line, asks)
    days = [day_before(day) if asks.get("day") == "before" else day for day in found]
    assert days
    assert set(map(str, days)) == {one.says["date"]}
    assert not set(map(str, days)) & set(one.says.get("not", {}).values())


@pytest.mark.parametrize("story", stories(), ids=lambda story: f"{story['case']}: {story['says']}")
def test_what_would_have_been(story: Mapping[str, Any]) -> None:
    """Other acts under the same terms have the effect, or meet the objection, that the rule asks for."""
    line = timelines(story["case"])[story.get("of", story["case"])]
    kept = [entry for entry in line.entries if entry.act.dated() <= date.fromisoformat(story["until"])]
    for fields in story["acts"]:
        kept.append(Entry(len(kept) + 1, number(fold(kept), act_from(fields))))
    told = fold(kept)
    objections = {seq: str(objection.says) for seq, objection in told.irregular.items()}
    if "objection" in story:
        assert set(objections) == {kept[-1].seq}
        assert story["objection"] in objections[kept[-1].seq]
        return
    assert objections == {}
    if "effect" in story:
        assert str(told.notices[-1].takes_effect) == story["effect"]
        return
    answer = status(told, date.fromisoformat(story["status"]["on"]))
    of = story["status"]["of"]
    assert (answer.state if of == "agreement" else answer.parties[of].state) == story["status"]["status"]


def under(line: Timeline, place: str, value: Any, *more: Mapping[str, Any]) -> Timeline:
    """Fold the acts of a timeline, and more, under its terms with one field of them changed."""
    plain = to_plain(line.terms)
    *path, last = place.split(".")
    inner = plain
    for step in path:
        inner = inner[step]
    inner[last] = value
    draft = replace(line.entries[0].act, terms=terms_from(plain))
    acts = [draft, *(entry.act for entry in line.entries[1:]), *map(act_from, more)]
    return fold([Entry(seq, act) for seq, act in enumerate(acts, 1)])


def test_a_convention_holds_within_conditions_too() -> None:
    """Six months after the end of a membership are counted as the agreement counts months (R24)."""
    line = timelines("x-echr-rus")["x-echr-rus"]
    assert [str(day) for day in turns(line, "RUS", live=False)] == ["2022-09-16"]
    assert [str(day) for day in turns(under(line, "profile", "icsid"), "RUS", live=False)] == ["2022-09-17"]


def test_entry_into_force_follows_an_earlier_date_that_becomes_possible() -> None:
    """What is met on a fixed date, or by an event before it, is met with the event (R8)."""
    line = timelines("b-hk-lease")["b-hk-lease"]
    upon = {"all_of": [{"signed": "all"}, {"earliest_of": [{"date": "1898-07-01"}, {"fact": "the survey is done"}]}]}
    sooner = {"act": "fact_established", "fact": "the survey is done", "on": "1898-06-20"}
    place = "clauses.entry_into_force.upon"
    assert str(under(line, place, upon).entered_into_force) == "1898-07-01"
    assert str(under(line, place, upon, sooner).entered_into_force) == "1898-06-20"


@pytest.mark.parametrize("case", cases())
def test_every_act_of_the_docket_takes_effect(case: str) -> None:
    """No act is irregular, but for the one that came too late."""
    for line in timelines(case).values():
        for seq, objection in line.irregular.items():
            act = line.entries[seq - 1].act
            assert WITHOUT_EFFECT.get((case, act.tag, str(act.on)), "expected no objection") in str(objection.says)


@pytest.mark.parametrize("name", sorted(file.stem for file in DOCKET.glob("*-*.yaml")))
def test_terms_round_trip(name: str) -> None:
    """The terms of the docket can be read, are named after their file, and are the same again after the codec."""
    terms = read_terms((DOCKET / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    assert terms.agreement == name
    assert decode(encode(terms), Terms) == terms
    assert terms_from(to_plain(terms)) == terms
