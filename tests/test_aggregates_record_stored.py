"""Events as once written must load for ever: the logs in `tests/stored/` are never written again.

After adding a kind of act: a further docket there, and `python tests/stored/write.py` on it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from logs import LOGS, rows, streams

from aggregates.ground.merkle import root
from aggregates.proof.rulings import compare
from aggregates.record.directory import ruling
from aggregates.record.log.recording import content_of, opened, recorded
from aggregates.record.log.rows import leaf_of
from lifecycle.acts.kinds import KINDS
from lifecycle.acts.personal import personal
from lifecycle.codec import encode
from lifecycle.course.directory import DIRECTORY
from lifecycle.fold.directory import directory
from lifecycle.fold.ruling import rule
from lifecycle.fold.timeline import fold

ROOTS = {
    "2026.1": "e7464fdf0d990454eba67ac7a6231b4ed656ceb51212c4c17974e738dff00753",
    "2026.1-cooperation": "158821111d1739c8dac1d17d8c5511f588355269d8751c3995aca3604169a210",
    "2026.1-people": "6501b44d9c855c1dab56676af0ece1c92c6c2e4722af633b9b401443503cbfa7",
    "2026.2-certificates": "6f27dde9965596d3b08f1e01d2c461ffffc341275a4e9746784c2820159bde6e",
    "2026.2": "1be8e5dca50c15af0d3904b4df38d1d03581fdb48e09852f2ded0f0483d4255c",
    "2026.2-dates": "281880de19ae8c9c5cbd4f68726bacc872a795d3f51bb4cbb06b8429ddb11d43",
    "2026.3-declarations": "6dfee6639b62c17550a697f065aec7b6544bb76a6f27bdede33fe8fbdf7b237a",
    "2026.3-duties": "ef05e7a3c320aef4ef77bd9bdd2025e86394babc49b90d604038bb3bbe2550cf",
    "2026.3-offices": "eeafe6ab80874dad582ca1b970b5adf9aaf6628d83954d8ff2db4e38f41c191f",
    "2026.3-dates": "a7db829a9a44cadd5b0c9fd15bbc6591bb5fb9443991c0c895af6e2de09fe2e0",
    "2026.4-law": "bcd4370f202a6d874b00de905e79856b7761b3434c7726aa4cb223682e8a09c4",
    "2026.4-agreeing": "0385003e97b505aa7a7627feda68c1b5647e807ec7b6cf8e6723a280ba7822c5",
    "2026.4-aside": "22a07b110710ee9e611f58398d6112fa7b31748b878868ec410e6ddc3b2b334b",
    "2026.4-keeping": "16a06fb4213337db7ed8b194e5d3c359eecf09b5a26070dbc82275d16dec35f4",
    "2026.4-lists": "9894de81d789ffd0781e4f21a2968899cf3ea325baa4d40efacc0a50e4b6ed34",
    "2026.4-directory": "fdf5bcf45ad44994aad87d4f0976c76ffd32df7f40d902e0adf68346ff21ba4a",
    "2026.4-documents": "b57a710892aa9fdc680cb30256b7e176860d7eae4ba49bed3dcf47354fe661b5",
    "2026.4-removal": "508804b08e98456d53b902bb8a665bdb39a990a3ede80b069effdc1f841ef71f",
}
"""The Merkle root of each log: whoever changes a stored byte has to change this line, too."""


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


RULED_OTHERWISE = {
    ("2026.1", 8): ['"dispute D1 to be settled": stored none, replayed 1 May 2010'],
    ("2026.1", 33): ['"last day to object to rectification R1": stored none, replayed 3 April 2011'],
}
"""The stored rulings that today's rules would not make, by log and number, and in what they differ."""


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_stored_rulings_are_made_again(log: Path) -> None:
    """A replay never raises, and rules as it was ruled then, but where a rule was mended since."""
    differing = {}
    for stream in streams(log).values():
        before = None
        for at, row in enumerate(stream, 1):
            entries = [other.entry for other in stream[:at]]
            if row.agreement == DIRECTORY:
                today = ruling(directory(entries), row.seq)
            else:
                after = fold(entries)
                today, before = rule(before, after, row.entry), after
            if found := compare(row.ruling, today):
                differing[log.stem, row.seq] = list(map(str, found))
    assert differing == {place: said for place, said in RULED_OTHERWISE.items() if place[0] == log.stem}


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
