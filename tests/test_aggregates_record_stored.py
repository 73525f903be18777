"""Events as once written must load for ever: the logs in `tests/stored/` are never written again.

After adding a kind of act: a further docket there, and `python tests/stored/write.py` on it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from aggregates.ground.merkle import root
from aggregates.record.agreement import evolve
from aggregates.record.recording import LoggedRow, Recorded, content_of, leaf_of, opened, recorded
from lifecycle.acts.kinds import KINDS
from lifecycle.acts.personal import personal
from lifecycle.codec import encode
from lifecycle.fold.ruling import RULES
from lifecycle.messages import Message

LOGS = sorted((Path(__file__).parent / "stored").glob("*.jsonl"))

ROOTS = {
    "2026.1": "e7464fdf0d990454eba67ac7a6231b4ed656ceb51212c4c17974e738dff00753",
    "2026.1-cooperation": "158821111d1739c8dac1d17d8c5511f588355269d8751c3995aca3604169a210",
    "2026.1-people": "6501b44d9c855c1dab56676af0ece1c92c6c2e4722af633b9b401443503cbfa7",
    "2026.2": "1be8e5dca50c15af0d3904b4df38d1d03581fdb48e09852f2ded0f0483d4255c",
}
"""The Merkle root of each log: whoever changes a stored byte has to change this line, too."""


def rows(log: Path) -> list[LoggedRow]:
    plain = map(json.loads, log.read_text("utf-8").splitlines())
    return [
        LoggedRow(**row | {"state": row["state"].encode(), "leaf_hash": bytes.fromhex(row["leaf_hash"])})
        for row in plain
    ]


def streams(log: Path) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = {}
    for row in map(recorded, rows(log)):
        found.setdefault(row.agreement, []).append(row)
    return found


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_stored_bytes_are_what_they_were(log: Path) -> None:
    """Hashes say that nobody has touched the log since it was written."""
    assert all(leaf_of(row) == row.leaf_hash for row in rows(log))
    assert root(row.leaf_hash for row in rows(log)).hex() == ROOTS[log.stem]


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_stored_events_load_and_are_written_the_same_today(log: Path) -> None:
    """No field was renamed, retyped or dropped, and none was added that is written where it says nothing."""
    for row in rows(log):
        assert encode(content_of(row.topic, row.state)) == row.state


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_stored_agreements_fold(log: Path) -> None:
    """A replay never raises, and under the rules of then it rules as it ruled."""
    for stream in streams(log).values():
        for at, row in enumerate(stream, 1):
            known = evolve(other.entry for other in stream[:at])
            assert known is not None
            if row.ruling.rules == RULES:
                ruled, met = row.ruling.objection, known.timeline.irregular.get(row.seq)
                assert (ruled and replace(ruled, says=Message(""))) == (met and replace(met, says=Message("")))
                assert row.ruling.state_after == known.timeline.state_on(row.act.dated())


def test_what_was_sealed_opens_for_ever() -> None:
    """With the keys of then, every name is read where it was written; without them it says so."""
    log = next(log for log in LOGS if log.stem == "2026.1-people")
    people = [json.loads(line) for line in log.with_suffix(".keys").read_text("utf-8").splitlines()]
    keys = {person["subject"]: person["key"] for person in people}
    found = [personal(opened(recorded(row), keys).act) for row in rows(log)]
    assert [one for one in found if one] == [
        {"signatory": "Secretary General"},
        {"signatory": "Ада Бек"},
        {"contact": "Jo Ünal"},
        {"contact": "Ада Бек"},
        {"contact": "Jo Ünal-Roy"},
        {"contact": "A. Bek"},
    ]
    erased = [personal(opened(recorded(row), dict.fromkeys(keys)).act) for row in rows(log)]
    assert [list(one.values()) for one in erased if one][1:] == [["[erased]"]] * 5


def test_every_kind_of_act_is_stored() -> None:
    """A kind that was never written down here could change its meaning unseen."""
    stored = {row.act.tag for log in LOGS for stream in streams(log).values() for row in stream}
    missing = {str(kind.act.__struct_config__.tag) for kind in KINDS} - stored
    assert not missing, "write a docket with these acts: see the head of this file"
