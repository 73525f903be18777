"""Trials: what is shown before a recording is what is then recorded, or it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from given import act, terms
from stores import Place

from aggregates.record.decision import Proposal
from aggregates.record.register import Register
from aggregates.record.trial import trial_of, tried
from lifecycle.errors import Conflict, ImpactNotAccepted, Refused

NAME = "wco-caricc"
CONCLUDED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")


def proposal(line: str, place: str = "") -> Proposal:
    return Proposal(agreement=NAME, act=act(line, terms(NAME)), place=place)


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    with closing(Register.create(place.url)) as register:
        register.record([proposal(line) for line in (*CONCLUDED, "2011-06-01 activity_begun activity=A1")])
        yield register


LATE = "2010-12-01 notice_given by=WCO"
"""It ends the agreement before the activity #4."""


def test_a_trial_shows_what_it_costs_and_leaves_nothing(register: Register, place: Place) -> None:
    """The recording alone is refused; the trial has the leave, and records what it showed."""
    before = place.digest()
    with pytest.raises(ImpactNotAccepted) as refused:
        register.record([proposal(LATE)])
    assert [(seq, objection.conflicts) for seq, objection in refused.value.losing] == [(4, None)], "#5 is only proposed"
    trial = trial_of(register, [proposal(LATE)], "k")
    assert [one.accepted for one in trial.receipts] == [(4,)]
    assert place.digest() == before
    done = register.record(trial.proposals, key="k", showing=trial.hold)
    assert [one.accepted for one in done] == [(4,)]


def test_more_than_was_shown_is_not_recorded(register: Register) -> None:
    """Others recorded between the trial and the recording, and that would be lost as well."""
    trial = trial_of(register, [proposal(LATE)], "k")
    register.record([proposal("2011-06-02 activity_begun activity=A2")])
    with pytest.raises(Conflict, match="others recorded meanwhile"):
        register.record(trial.proposals, key="k", showing=trial.hold)
    assert register.head().seq == 5


def test_a_refusal_tells_who_the_parties_are(register: Register) -> None:
    """Where it names somebody who is none; in a recording and in a trial from the log alike, with its place."""
    stranger = proposal("2010-05-01 notice_given by=WOC", place="acts.jsonl:7")
    with pytest.raises(Refused) as recorded:
        register.record([stranger])
    with register.reading() as log, pytest.raises(Refused) as tried_alone:
        tried(log, [stranger])
    for refused in (recorded.value, tried_alone.value):
        assert refused.name == "WOC"
        assert {"WCO", "World Customs Organization", "CARICC"} <= set(refused.known)
        assert refused.__notes__ == ["acts.jsonl:7"]
    with pytest.raises(Refused) as known:
        register.record([proposal("2010-05-01 signed by=WCO")])
    assert known.value.known == ()
