"""Registers of a few agreements that ask about each other, drawn at random, and what they make of each, plainly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import act_from
from lifecycle.fold.timeline import Timeline, fold
from lifecycle.terms.facts_read import others_asked
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

NAMES = ("one", "two", "three", "four")
PARTIES = ("A", "B", "C")
START = date(2010, 1, 1)
WINDOW = 14
STATES = ("in force", "suspended", "ended", "terminated", "provisionally applied")

ANYWAY = "for the record"
"""Why each act is recorded, although it may meet an objection."""

Acts = list[tuple[str, Act]]
Story = Sequence[tuple[int, str, Act]]
"""Recordings: number, agreement, act."""


def text(name: str, asked: Mapping[str, Any], parties: Sequence[str] = PARTIES[:2]) -> Terms:
    """Give the terms of an agreement of which one can be notified, suspended and wound down; more clauses as asked."""
    clauses = {
        "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
        "termination": [{"article": "9", "by": "notice", "period": "3 days"}],
        "suspension": [{"article": "8", "ground": "at will"}],
    }
    for clause, value in asked.items():
        clauses[clause] = [*clauses[clause], *value] if isinstance(clauses.get(clause), list) else value
    plain = {"agreement": name, "title": name, "clauses": clauses, "parties": {one: {"name": one} for one in parties}}
    return terms_from(plain).drafted_now


def _of_another(name: str) -> st.SearchStrategy[dict[str, Any]]:
    asked = st.fixed_dictionaries(
        {"name": st.just(name), "is": st.sampled_from(STATES)}, optional={"of": st.sampled_from(PARTIES)}
    )
    return asked.flatmap(
        lambda data: st.sampled_from([{"agreement": data}, {"agreement": data}, {"agreement": data, "then": "2 days"}])
    )


@st.composite
def clauses(draw: st.DrawFn, others: Sequence[str]) -> dict[str, Any]:
    """Draw clauses that ask about other agreements, each where one may."""
    found: dict[str, Any] = {}
    if not others:
        return found
    upon = st.sampled_from(others).flatmap(_of_another)
    each = {"agreement": {"name": draw(st.sampled_from(others)), "is": draw(st.sampled_from(STATES)), "of": "{party}"}}
    if draw(st.booleans()):
        found["entry_into_force"] = {"article": "1", "upon": [{"signed": "all"}, draw(upon)]}
    if draw(st.booleans()):
        found["duration"] = {"article": "2", "upon": draw(upon)}
    if draw(st.booleans()):
        found["termination"] = [{"article": "3", "by": "event", "upon": draw(st.one_of(upon, st.just(each)))}]
    if draw(st.integers(0, 3)) == 0:
        found["provisional_application"] = {"article": "4", "upon": draw(upon)}
    if draw(st.integers(0, 3)) == 0:
        found["survival"] = {"article": "5", "until": {"upon": draw(upon)}}
    return found


@st.composite
def registers(draw: st.DrawFn, most: int = 4) -> Acts:
    """Draw what is recorded of agreements of which the later ones may ask about those before, in any order."""
    acts: Acts = []
    for at, name in enumerate(NAMES[: draw(st.integers(2, most))]):
        parties = draw(st.sampled_from([PARTIES[:2], PARTIES[:2], PARTIES]))
        terms = text(name, draw(clauses(NAMES[:at])), parties)
        own: list[Act] = [Drafted(on=START + timedelta(days=draw(st.integers(0, 3))), terms=terms)]
        own += [act_from({"act": "signed", "on": draw(days), "by": party}) for party in parties]
        own += draw(st.lists(further(parties), max_size=4))
        place = draw(st.integers(0, len(acts)))
        for act in own:
            acts.insert(place, (name, act))
            place = draw(st.integers(place + 1, len(acts)))
    return acts


days = st.integers(0, WINDOW).map(lambda days: START + timedelta(days=days))


@st.composite
def further(draw: st.DrawFn, parties: Sequence[str]) -> Act:
    """Draw an act that turns an agreement, or takes back what did."""
    kind = draw(st.sampled_from(["notice_given", "notice_withdrawn", "suspended", "resumed", "end_agreed", "struck"]))
    fields: dict[str, Any] = {"by": draw(st.sampled_from(parties))}
    if kind in ("notice_given", "notice_withdrawn"):
        fields["notice"] = draw(st.sampled_from(["N1", "N2"]))
    if kind in ("suspended", "resumed"):
        fields["suspension"] = draw(st.sampled_from(["S1", "S2"]))
    if kind == "suspended":
        fields["ground"] = "will"
    if kind == "struck":
        fields = {"target": draw(st.integers(1, 20)), "reason": "by mistake"}
    return act_from({"act": kind, "on": draw(days), **fields})


def told(story: Story, name: str, known_at: int) -> Timeline | None:
    """Fold an agreement as known at a place, and before it those that its texts ask about: as plainly as can be."""
    known = [(seq, act) for seq, of, act in story if of == name and seq <= known_at]
    entries = [Entry(seq, act, None if isinstance(act, Drafted) else ANYWAY) for seq, act in known]
    if not entries:
        return None
    texts = [entry.act.terms for entry in entries if isinstance(entry.act, Drafted)]
    names = sorted({asked.agreement for terms in texts for asked in others_asked(terms)})
    lines = {other: line for other in names if (line := told(story, other, known_at)) is not None}
    return fold(entries, others=lines)
