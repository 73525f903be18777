"""Entries that questions about all agreements are about: the rows that are kept are those of each timeline."""

from __future__ import annotations

from typing import Any

import given as givens
from hypothesis import given
from hypothesis import strategies as st
from read_models import EXAMPLES, KINDS, Kept

from lifecycle.acts.act import Act
from lifecycle.acts.kinds import act_from
from projections.models.entries import entries
from projections.models.values import CERTIFIED, WAITING

NAME = "wco-caricc"
SUBMITS = {"act": "notice_given", "by": "WCO", "on": "2010-12-01", "notice": "N2"}
CERTIFIES = {"as_of": "2010-12-01", "known_at": 4, "digest": "0" * 64, "state": "in_force"}
CONCLUDED = EXAMPLES[NAME][:3]


def turn(kind: str, target: int) -> Act:
    """Give an act that may change which entries there are."""
    fields: dict[str, dict[str, Any]] = {
        "submitted": {"by": "WCO", "submits": SUBMITS},
        "approved": {"target": target},
        "struck": {"target": target, "reason": "entered by mistake"},
        "certified": CERTIFIES,
        "activity_begun": {},
    }
    return act_from({"act": kind, "on": "2010-12-01", **fields[kind]})


@given(st.lists(st.tuples(st.sampled_from(["submitted", "approved", "struck", "certified"]), st.integers(4, 9))), KINDS)
def test_the_rows_that_are_known_are_those_of_the_timeline(turns: list[tuple[str, int]], kind: str) -> None:
    """At the head and at every recording before it."""
    kept = Kept(kind)
    kept.record(*((NAME, givens.act(line, givens.terms(NAME))) for line in CONCLUDED))
    for act, target in turns:
        kept.record((NAME, turn(act, target)))
    for at in (None, *range(1, kept.head + 1)):
        (line,) = kept.timelines(at).values()
        found = [
            (line.entries[0].seq, which, seq)
            for which in (WAITING, CERTIFIED)
            for _, seq in kept.asked(at).models.ask("entries", kind=which, at=None if at == kept.head else at)
        ]
        assert sorted(found) == sorted(entries(line))


def test_what_waits_waits_until_it_is_approved_or_struck() -> None:
    """A certificate stays, whether or not it was taken back."""
    kept = Kept()
    kept.record(*((NAME, givens.act(line, givens.terms(NAME))) for line in CONCLUDED))
    kept.record(*((NAME, turn(kind, at)) for kind, at in [("submitted", 0), ("submitted", 0), ("certified", 0)]))
    kept.record((NAME, turn("approved", 4)), (NAME, turn("struck", 6)))

    def seqs(kind: str, at: int | None = None) -> list[int]:
        return [seq for _, seq in kept.asked(at).models.ask("entries", kind=kind, at=at)]

    assert (seqs(WAITING), seqs(CERTIFIED)) == ([5], [6])
    assert seqs(WAITING, 5) == [4, 5]
