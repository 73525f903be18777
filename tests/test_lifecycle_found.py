"""Stories as cases that a lawyer can edit, by kind: where the engine was once found wrong, and forms of their own.

They stand in `cases/found.yaml` and `cases/forms.yaml`.

What a story says of words, pages or a register of agreements is asked through the command line, by the acceptance of
the project; here each is folded, and asked for the states, days and refusals that the law gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
from given import cases

from aggregates.record.proposals import proposal_from
from lifecycle.acts.act import Act
from lifecycle.answers.status import status
from lifecycle.errors import Objection
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import render


class Told:
    """A story that has been told: its acts on record, in the order in which they were recorded."""

    def __init__(self, story: Mapping[str, Any]) -> None:
        self.name = story["id"]
        acts = [dict(act) | {"by": name} for act in story["acts"] for name in _each(act.get("by"))]
        first = story.get("drafted") or min(act["on"] for act in acts)
        self.entries: tuple[Entry, ...] = ()
        for act in ({"act": "drafted", "on": first, "terms": story["terms"]}, *acts):
            self.entries = (*self.entries, Entry(len(self.entries), self.act(act)))
        self.line = fold(self.entries)

    def act(self, data: Mapping[str, Any]) -> Act:
        """Read an act as a line of a file would be, its id numbered if left out."""
        fields: dict[str, Any] = {name: value for name, value in data.items() if value is not None}
        for name in ("last", "agreed"):
            if name in fields:
                fields[name] = fields[name] == "true"
        if "terms" in fields:
            fields["terms"] = {"agreement": self.name, "title": self.name, **fields["terms"]}
        done = proposal_from({"agreement": self.name, **fields}).act
        return number(fold(self.entries), done) if self.entries else done

    def known(self, ask: Mapping[str, Any]) -> Timeline:
        """Give the timeline as it was known with an act, or as it is known now."""
        return fold(self.entries[: int(ask["known_at"]) + 1]) if "known_at" in ask else self.line

    def objection(self, act: Mapping[str, Any]) -> Objection | None:
        """Try an act on top of the story."""
        seq = len(self.entries)
        return fold((*self.entries, Entry(seq, self.act(act)))).irregular.get(seq)


def _each(by: Any) -> list[Any]:
    return by if isinstance(by, list) else [by]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _state(told: Told, ask: Mapping[str, Any]) -> None:
    answer = status(told.known(ask), _day(ask["on"]))
    one: Any = answer if ask["of"] == "agreement" else answer.parties[ask["of"]]
    assert one.state == ask["is"]
    if "by_act" in ask:
        assert int(ask["by_act"]) in [why.seq for why in one.why]


def _provisional(told: Told, ask: Mapping[str, Any]) -> None:
    day = _day(ask["on"])
    applying = sorted(fact.id for fact in told.line.until(day).provisional if fact.stands(day))
    assert applying == sorted(ask["provisional"])


def _next(told: Told, ask: Mapping[str, Any]) -> None:
    day = _day(ask["as_of"])
    coming = {
        due.next_on(day): due
        for due in told.known(ask).until(day).dues
        if due.stands(day) and due.next_on(day) >= day and ask["next"].lower() in render(due.what).lower()
    }
    if "not_day" in ask:
        assert _day(ask["not_day"]) not in coming
    elif ask["day"] in (None, "null"):
        assert not coming
    else:
        assert _day(ask["day"]) in coming
        if "by_act" in ask:
            assert coming[_day(ask["day"])].seq == int(ask["by_act"])


def _notice(told: Told, ask: Mapping[str, Any]) -> None:
    (notice,) = (one for one in told.line.until(_day(ask["as_of"])).notices if one.id == ask["notice"])
    assert notice.takes_effect in [_day(day) for day in _each(ask["takes_effect"])]


def _flagged(told: Told, ask: Mapping[str, Any]) -> None:
    answer = status(told.line, _day(ask["on"]))
    for name in ("assumed", "disputed"):
        if name in ask:
            assert bool(getattr(answer, name)) is (ask[name] == "true")


def _accepted(told: Told, ask: Mapping[str, Any]) -> None:
    assert None in [told.objection(act) for act in _each(ask["accepted"])]


def _refused(told: Told, ask: Mapping[str, Any]) -> None:
    found = told.objection(ask["refused"])
    assert found is not None
    assert found.rule == ask.get("rule", found.rule)


ASKS: Mapping[str, Callable[[Told, Mapping[str, Any]], None]] = {
    "is": _state,
    "provisional": _provisional,
    "next": _next,
    "notice": _notice,
    "assumed": _flagged,
    "disputed": _flagged,
    "accepted": _accepted,
    "refused": _refused,
}
ELSEWHERE = frozenset({"says", "lacks", "calendar", "calendar_uids"})
"""What is asked of a page or of a register, and not of one agreement's law."""
OF_A_REGISTER = frozenset({"party"})
"""An ask for the list of one party, which a register of many agreements gives."""


@cache
def stories() -> Mapping[str, Mapping[str, Any]]:
    return {story["id"]: story for file in ("found.yaml", "forms.yaml") for story in cases(file)}


def asked() -> Iterator[tuple[str, int]]:
    """Name the asks of the law by their story and their place in it."""
    for name, story in stories().items():
        for at, ask in enumerate(story["asks"]):
            if name not in WAITING and not ELSEWHERE & ask.keys() and not OF_A_REGISTER & ask.keys():
                yield name, at


WAITING: frozenset[str] = frozenset({"a-new-name", "one-state-two-spellings", "done-in-the-future"})
"""Stories of the register: of its parties' names, and of the officer's day, which no agreement's law alone knows."""


@cache
def told(name: str) -> Told:
    return Told(stories()[name])


@pytest.mark.parametrize(("name", "at"), list(asked()), ids=str)
def test_what_was_once_wrong_is_right(name: str, at: int) -> None:
    """Each ask of each story is answered as the rule beside it says."""
    ask = stories()[name]["asks"][at]
    kind = next(kind for kind in ASKS if kind in ask)
    ASKS[kind](told(name), ask)


@pytest.mark.parametrize("name", [name for name in stories() if name not in WAITING])
def test_all_of_a_story_is_on_record(name: str) -> None:
    """No act of a story meets an objection."""
    found = told(name).line.irregular
    assert {seq: render(objection.says) for seq, objection in found.items()} == {}


@pytest.mark.parametrize("name", [name for name in stories() if name not in WAITING])
def test_a_story_goes_on_to_the_same_from_its_last_act_to_its_first(name: str) -> None:
    """What is recorded last stands first in law: each act goes on from points of what was folded before it."""
    first, *others = told(name).entries
    line = fold([first])
    for entry in reversed(others):
        line = line.evolve(entry)
        assert line == fold(line.entries)
