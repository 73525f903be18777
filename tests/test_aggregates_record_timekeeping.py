"""Timekeeping: what a wrong clock may not do, and how the record goes on from one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from clocks import at
from given import act
from hypothesis import example as also
from hypothesis import given
from hypothesis import strategies as st
from office import Office
from stores import File, Place, Schema

from aggregates.ground import synchronised
from aggregates.ground.clock import SECOND, now, to_micros
from aggregates.proof.replay import replay
from aggregates.proof.verification import verify
from aggregates.record import transaction
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.positions import resolve
from aggregates.record.register import Register
from lifecycle.errors import ClockAmiss

NOW = now().replace(microsecond=0)


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force, as #1 to #3."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office.into_force()


def proposal(line: str) -> Proposal:
    return Proposal(agreement="harbour", act=act(line))


def began(activity: str) -> Proposal:
    return proposal(f"2024-03-01 activity_begun activity={activity}")


@pytest.fixture(autouse=True)
def nobody_vouches(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine of the tests may be kept by a server of time, or not: here it is not, unless a test says so."""
    monkeypatch.setattr(synchronised, "synchronised", lambda: None)


@pytest.mark.parametrize(
    ("off", "recorded"),
    [
        (timedelta(hours=-23), True),
        (timedelta(hours=-25), False),
        (timedelta(days=-20_000), False),
        (timedelta(days=330), True),
        (timedelta(days=365), True),
        (timedelta(days=368), False),
        (datetime(2031, 1, 1, tzinfo=UTC) - NOW, False),
        (datetime(2099, 1, 1, tzinfo=UTC) - NOW, False),
    ],
)
def test_a_clock_far_from_the_last_recording_is_not_believed(office: Office, off: timedelta, recorded: bool) -> None:
    """More than a day behind it, or a year ahead: nothing is recorded; a register that is quiet for months goes on."""
    with at(office.place, now() + off) as register:
        if recorded:
            assert register.record([began("A1")])[0].seq == 4
        else:
            with pytest.raises(ClockAmiss, match="the last recording, #3, is of"):
                register.record([began("A1")])
    assert office.head() == 3 + recorded


@pytest.mark.parametrize(("off", "recorded"), [(0, True), (20, True), (-20, True), (30, False), (-30, False)])
def test_a_server_of_time_vouches_for_its_own_moment(
    office: Office, off: int, recorded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After years without a recording, the clock that others keep decides; one that was set by hand is not that one."""
    moment = now() + timedelta(days=5 * 365)
    kept = to_micros(moment + timedelta(hours=off))
    monkeypatch.setattr(synchronised, "synchronised", lambda: kept)
    with at(office.place, moment) as register:
        if recorded:
            assert register.record([began("A1")])[0].seq == 4
        else:
            with pytest.raises(ClockAmiss):
                register.record([began("A1")])


def test_a_server_of_time_does_not_take_time_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on record of a later moment is mended by a recorded act, however right the clock is."""
    wrong(office)
    monkeypatch.setattr(synchronised, "synchronised", lambda: to_micros(now()))
    assert office.call("activity begin harbour A2 --on 2024-03-01").code == 74


@pytest.mark.parametrize("off", [timedelta(days=-2), timedelta(days=2), timedelta(days=26_000)])
def test_two_clocks_that_differ_record_nothing(office: Office, off: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the server and that of this machine; even the act that mends a clock waits until they are set right."""
    if isinstance(office.place, File):
        pytest.skip("a file has the clock of its machine, and no other")
    monkeypatch.setattr(transaction, "now", lambda: now() + off)
    for line in ("activity begin harbour A1 --on 2024-03-01", "mend-clock harbour 3 --reason wrong --yes"):
        ran = office.call(line)
        assert (ran.code, "the clock of the server shows" in ran.err, office.head()) == (74, True, 3)


def test_the_kernel_is_asked_for_the_clock_that_others_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it follows a server of time it gives a moment of today, and else nothing; it never fails."""
    monkeypatch.undo()
    told = synchronised.synchronised()
    assert told is None or abs(told - to_micros(now())) < 60 * SECOND


def test_an_empty_register_has_no_last_recording(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first recording is compared with nothing."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    office.done("draft", Path(__file__).parent / "cases/cli/harbour.yaml", "--on", "2024-01-10")


def wrong(office: Office) -> None:
    """Let #4 and #5 be recorded in 2099."""
    with at(office.place, datetime(2099, 1, 1, tzinfo=UTC)) as register:
        register.record([proposal("2024-03-01 clock_mended since=3 reason=none")])
        register.record([began("A1")])


def test_a_recorded_act_mends_the_clock(office: Office) -> None:
    """Time goes on from the true moment; each day answers again with what was known on it."""
    wrong(office)
    ran = office.call("activity begin harbour A2 --on 2024-03-01")
    assert (ran.code, "2099-01-01 00:00 UTC: one of them is wrong" in ran.err, office.head()) == (74, True, 5)
    assert "depositary mend-clock AGREEMENT SEQ" in ran.err
    assert "Nothing was recorded." in ran.err
    today = now().date()
    assert office.call(f"list --known-at {today} --format json").json
    office.done("mend-clock", "harbour", "4", "--reason", "the machine stood in 2099", "--yes")
    office.done("activity begin harbour A2 --on 2024-03-01")
    assert [seq for (seq,) in office.place.rows("SELECT seq FROM mended")] == [6]
    with reading(office.url) as log:
        assert resolve(log, today) == office.head() == 7
        assert resolve(log, today - timedelta(days=1)) == 0
        assert resolve(log, date(2099, 1, 1)) == 7
        assert (verify(log).defects, replay(log).differences) == ((), ())
    assert "moments since #4" in office.done("history harbour").out
    for line in ("rebuild", "audit verify", "doctor", "audit export bundle"):
        office.done(line)


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Iterator[Place]:
    """Another place, in a database of the same kind."""
    (tmp_path / "other").mkdir()
    other = (Schema if isinstance(office.place, Schema) else File)(tmp_path / "other")
    yield other
    other.remove()


def test_a_bundle_takes_the_mended_clock_along(office: Office, other: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where time goes back in it, it goes back in the register that takes it over."""
    with closing(Register.open(office.url, clock=lambda: now() - timedelta(minutes=30))) as register:
        register.record([proposal("2024-03-01 clock_mended since=3 reason=fast")])
    office.done("audit export bundle")
    monkeypatch.setenv("DEPOSITARY_DB", other.url)
    office.done("init")
    office.done("import bundle")
    office.done("audit verify")
    with reading(other.url) as log:
        assert log.mended() == [4]


def test_a_bundle_from_the_future_is_refused(office: Office, other: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its line: no later day would find what is recorded now."""
    wrong(office)
    office.done("audit export bundle")
    monkeypatch.setenv("DEPOSITARY_DB", other.url)
    office.done("init")
    ran = office.call("import bundle")
    assert (ran.code, "events.jsonl:4: it is recorded at a moment that has not come yet" in ran.err) == (2, True)


def test_with_four_eyes_a_second_officer_approves_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is submitted changes nothing; its approval is the moment from which time goes on."""
    wrong(office)
    office.done("db four-eyes on")
    if isinstance(office.place, Schema):
        pytest.skip("the officers of a server are its users; they are told apart in the tests of four eyes")
    office.done("mend-clock", "harbour", "4", "--reason", "2099", "--yes")
    assert office.call("activity begin harbour A2 --on 2024-03-01").code == 74
    monkeypatch.setenv("DEPOSITARY_ACTOR", "second")
    office.done("approve harbour 6 --yes")
    office.done("activity begin harbour A2 --on 2024-03-01")
    with reading(office.url) as log:
        assert (log.mended(), verify(log).defects) == ([7], ())


def test_time_goes_back_by_that_act_alone(office: Office) -> None:
    """Noted or not: an event of another kind is named by the audit, and so is a note that is missing."""
    wrong(office)
    office.done("mend-clock", "harbour", "4", "--reason", "2099", "--yes")
    office.place.run("DELETE FROM mended", guarded=True)
    ran = office.call("audit verify")
    assert (ran.code, "#6: the register does not know where time goes back" in ran.out) == (3, True)


@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), min_size=1, max_size=4), st.integers(-1, 30))
@also([[0, 3], [1, 1], [0]], 1)
def test_a_day_knows_what_was_recorded_by_it(runs: list[list[int]], day: int) -> None:
    """The last recording that is not later: what stands before it was known by then, whatever moment it bears."""
    moments = [NOW + timedelta(days=n) for run in runs for n in accumulate(run)]
    starts = list(accumulate((len(run) for run in runs[:-1]), initial=1))[1:]
    asked = NOW + timedelta(days=day)

    class Told:
        """As much of a log as finding a moment takes."""

        def head(self) -> Any:
            return type("Head", (), {"seq": len(moments)})

        def mended(self) -> list[int]:
            return starts

        def recorded_at(self, seq: int) -> int:
            return to_micros(moments[seq - 1])

    expected = max((seq for seq, moment in enumerate(moments, 1) if moment <= asked), default=0)
    assert resolve(Told(), asked) == expected  # type: ignore[arg-type]
