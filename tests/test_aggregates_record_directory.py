"""The directory of parties as an aggregate: its stream, its guards, decisions, receipts, replay and bundles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fortresses import hashed, made, users_of
from stores import Place

from aggregates.databases.cases import database
from aggregates.databases.tables import CREATED, ENTERED, RECORDED
from aggregates.exchange import bundle, bundle_reading
from aggregates.proof.replay import replay
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.rows import COLUMNS, LoggedRow
from aggregates.record.people.four_eyes import set_four_eyes
from aggregates.record.proposals import proposal_from
from aggregates.record.receipts import OfDirectory, Receipt
from aggregates.record.register import Register
from aggregates.record.streams import stream_id
from lifecycle.acts.approval import Submitted
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import ImpactNotAccepted, InvalidInput, NotAllowed, Refused
from projections.models.beside import rebuild
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.statements import create_statements

CYGNIA = {"act": "party_named", "by": "SWAN", "name": "Kingdom of Cygnia", "on": "2012-09-03"}
JOINED = {"act": "member_joined", "by": "SWAN", "organisation": "UNION", "on": "2013-01-01"}
LEFT = {"act": "member_left", "by": "SWAN", "organisation": "UNION", "on": "2015-01-01"}
STRUCK = {"agreement": DIRECTORY, "act": "struck", "target": 2, "reason": "mistaken", "on": "2020-01-01"}


def proposal(data: Mapping[str, Any], **more: Any) -> Proposal:
    return proposal_from(data, actor="ada", **more)


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    """An empty register with its read models."""
    dialect = database(place.url).dialect
    Register.create(place.url, create_statements(dialect)).close()
    with closing(Register.open(place.url, follower=FOLLOWER)) as register:
        yield register


def record(register: Register, *data: Mapping[str, Any], **more: Any) -> list[Receipt]:
    return register.record([proposal(one) for one in data], **more)


def test_an_entry_lies_in_the_stream_of_the_directory(register: Register, place: Place) -> None:
    """Under its own topic, from its first event on; it is no agreement."""
    receipts = record(register, CYGNIA, JOINED)
    assert [(one.agreement, one.seq, one.version) for one in receipts] == [(DIRECTORY, 1, 1), (DIRECTORY, 2, 2)]
    assert all(isinstance(one, OfDirectory) for one in receipts)
    with reading(place.url) as log:
        assert [(row.originator_id, row.topic) for row in log.rows()] == [(str(stream_id(DIRECTORY)), ENTERED)] * 2
        assert log.agreements() == []
        assert log.directory() == receipts[-1].after
        assert [one.member for one in log.directory(1).memberships] == []


def test_the_same_command_gives_the_same_receipts(register: Register) -> None:
    """By its idempotency key; what has become of it since is told."""
    first = record(register, CYGNIA, JOINED, key="k")
    record(register, STRUCK)
    again = record(register, CYGNIA, JOINED, key="k")
    assert [(one.seq, one.leaf_hash, one.after) for one in again] == [(o.seq, o.leaf_hash, o.after) for o in first]
    assert [(one.repeated, one.struck_by) for one in again] == [(True, None), (True, 3)]


def test_what_an_entry_takes_from_others_is_accepted_first(register: Register) -> None:
    """As in an agreement: who was never a member cannot have left."""
    record(register, CYGNIA, JOINED, LEFT)
    with pytest.raises(ImpactNotAccepted, match="#3"):
        record(register, STRUCK)
    (receipt,) = register.record([proposal(STRUCK, accept_impact=True)])
    assert receipt.accepted == (3,)
    assert isinstance(receipt.after.irregular[3].rule, str)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (LEFT, Refused),
        ({"agreement": DIRECTORY, "act": "signed", "by": "SWAN", "on": "2012-09-03"}, InvalidInput),
        ({"agreement": DIRECTORY, "act": "drafted", "on": "2012-09-03", "terms": {"agreement": "x"}}, InvalidInput),
    ],
)
def test_what_has_no_place_there_is_refused(
    register: Register, place: Place, data: Mapping[str, Any], error: type[Exception]
) -> None:
    """And nothing is recorded."""
    with pytest.raises(error):
        record(register, data)
    assert register.head().seq == 0
    assert place.rows("SELECT count(*) FROM names") == [(0,)]


def test_four_eyes_look_at_corrections_of_the_directory(register: Register, place: Place) -> None:
    """A strike is submitted by one officer and approved by another (R62)."""
    record(register, CYGNIA)
    set_four_eyes(place.url, wanted=True)
    (waiting,) = record(register, {**STRUCK, "target": 1})
    assert isinstance(waiting.act, Submitted)
    approved = {"agreement": DIRECTORY, "act": "approved", "target": 2, "on": "2020-01-02"}
    if waiting.login is None:
        with pytest.raises(Refused, match="another officer"):
            record(register, approved)
        register.record([proposal_from(approved, actor="bo")])
        with reading(place.url) as log:
            assert not log.directory().names


def test_read_models_are_rebuilt_and_compared(register: Register, place: Place) -> None:
    """What a recording keeps is what a replay makes, row by row; a row that was changed is found."""
    record(register, CYGNIA, JOINED)
    record(register, LEFT, {**STRUCK, "target": 1})
    with reading(place.url) as log:
        assert replay(log).differences == ()
    assert differences(place.url) == []
    before = sorted(place.rows("SELECT * FROM names"))
    rebuild(place.url)
    assert sorted(place.rows("SELECT * FROM names")) == before
    place.run("UPDATE names SET name = 'Nobody' WHERE party = 'UNION'")
    assert {one.agreement for one in differences(place.url)} == {DIRECTORY}


def test_a_bundle_carries_the_directory(register: Register, place: Place, tmp_path: Path) -> None:
    """Whoever takes it over has the same; one that puts it elsewhere is no bundle."""
    record(register, CYGNIA, JOINED)
    with reading(place.url) as log:
        bundle.write(log, tmp_path / "bundle")
        rows = list(log.rows())
    read = bundle_reading.read(tmp_path / "bundle")
    assert (list(read.rows), read.manifest.agreements) == (rows, 0)
    (tmp_path / "bundle/events.jsonl").write_text(
        "".join(f"{bundle.line_of(hashed(row._replace(topic=RECORDED)))}\n" for row in rows), "utf-8"
    )
    with pytest.raises(InvalidInput, match="opened by its first event"):
        bundle_reading.read(tmp_path / "bundle")


# Guards of the database

FORGED: Mapping[str, Mapping[str, Any]] = {
    "the topic of an agreement's acts": {"topic": RECORDED},
    "the topic of an opening": {"topic": CREATED},
    "a version behind a gap": {"originator_version": 4},
    "a version that is taken": {"originator_version": 2},
    "a version before the first": {"originator_version": 0},
    "the stream of an agreement": {"originator_id": str(stream_id("wco-caricc")), "originator_version": 1},
    "… under the topic of an opening": {
        "originator_id": str(stream_id("wco-caricc")),
        "originator_version": 1,
        "topic": CREATED,
    },
    "the name of an agreement in the directory's stream": {"name": "wco-caricc"},
}


@pytest.mark.parametrize("forged", FORGED)
def test_the_database_knows_the_directory_by_stream_topic_and_version(
    register: Register, place: Place, forged: str
) -> None:
    """Whoever inserts by a client of their own meets it, on both databases."""
    record(register, CYGNIA, JOINED)
    with reading(place.url) as log:
        last = list(log.rows())[-1]
    change = dict(FORGED[forged])
    state = last.state.replace(DIRECTORY.encode(), change.pop("name", DIRECTORY).encode(), 1)
    row = last._replace(seq=3, originator_version=3, state=state)._replace(**change)
    with pytest.raises(Exception, match=r"opens one agreement|stream of its agreement|not yet due|duplicate|taken"):
        insert(place, hashed(row))
    insert(place, hashed(last._replace(seq=3, originator_version=3)))


def insert(place: Place, row: LoggedRow) -> None:
    values = ", ".join(place.literal(value) for value in row)
    place.run(f"INSERT INTO events ({COLUMNS}) VALUES ({values})", guarded=True)


def test_a_file_is_grown_from_its_entries(register: Register) -> None:
    """The fold that is kept between two recordings is the one that the stream makes."""
    record(register, CYGNIA)
    (receipt,) = record(register, JOINED)
    with register.reading() as log:
        assert receipt.after == log.directory()


def test_a_writer_of_postgresql_enters_with_its_own_rights() -> None:
    """The rows of the read models follow from its own recording, and the login is its own."""
    with made() as fortress, users_of(fortress) as users:
        with closing(Register.open(users["writer"], follower=FOLLOWER)) as register:
            first, _ = record(register, CYGNIA, JOINED)
            record(register, {**STRUCK, "target": 5})
        assert first.login == f"{fortress.name}_u_writer"
        assert differences(fortress.url) == []
        with pytest.raises(NotAllowed):
            Register.open(users["reader"], follower=FOLLOWER).close()
