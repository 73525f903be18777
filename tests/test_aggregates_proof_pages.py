"""Pages: a log is verified page by page, in one process or several, as it is event by event."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from given import act, terms
from hypothesis import given, settings
from hypothesis import strategies as st
from read_models import Batches, example, record_all, recordings
from shares import as_if_by_others, ends
from stores import STORES, Place

from aggregates.ground.merkle import Edge
from aggregates.proof.checkpoint import Checkpoint
from aggregates.proof.evidence import Receipt
from aggregates.proof.verification import Verification, verify
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.log import Log
from aggregates.record.log.rows import leaf_of
from aggregates.record.register import Register
from lifecycle.errors import ProcessLost
from lifecycle.messages import Message

DAMAGES = (
    "UPDATE events SET state = {bytes} WHERE seq = {seq}",
    "UPDATE events SET leaf_hash = {hash} WHERE seq = {seq}",
    "UPDATE events SET recorded_at = 1 WHERE seq = {seq}",
    "UPDATE events SET recorded_at = 9000000000000000000 WHERE seq = {seq}",
    "UPDATE events SET originator_version = originator_version + 90 WHERE seq = {seq}",
    "UPDATE events SET topic = 'another' WHERE seq = {seq}",
    "DELETE FROM events WHERE seq = {seq}",
    "UPDATE events SET seq = seq + 1000000000000 WHERE seq = {seq}",
)
"""What a stranger's hand may do to an event, each of which is found by itself."""


def known_of(log: Log) -> tuple[list[tuple[Message, Checkpoint]], list[Receipt]]:
    """Give a checkpoint of each size, and a receipt of each event, as they are before anything is damaged."""
    edge, notes, receipts = Edge(), list[tuple[Message, Checkpoint]](), list[Receipt]()
    for seq, leaf in log.leaves():
        edge.append(leaf)
        notes.append((Message("of {seq}", seq=seq), Checkpoint(log.origin(), edge.size, edge.root())))
        receipts.append(Receipt(seq, leaf.hex()))
    return notes, receipts


@pytest.mark.parametrize("kind", STORES)
@settings(max_examples=40)
@given(recordings(), st.lists(st.tuples(st.sampled_from(DAMAGES), st.integers(1, 12)), max_size=2), st.integers(0, 5))
def test_pages_are_verified_as_event_by_event(
    kind: str, batches: Batches, damages: list[tuple[str, int]], every: int
) -> None:
    """Whatever was damaged, and whatever is known outside: the same is found, in one process or several."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        place = STORES[kind](Path(folder))
        with closing(Register.create(place.url)) as register:
            record_all(register, batches)
        with reading(place.url) as log:
            notes, receipts = known_of(log)
        for damage, seq in damages:
            place.run(damage.format(seq=seq, bytes=place.literal(b"{}"), hash=place.literal(b"0" * 32)))
        notes = notes[:: every + 1] if every < 5 else []
        patch.setattr("aggregates.proof.pages.SIZE", 4)

        def found(processes: int = 1) -> Verification:
            with reading(place.url) as log:
                return verify(log, notes, receipts[::3], processes=processes)

        paged = found()
        patch.setattr("aggregates.proof.verification.WORTH", 1)
        with pytest.MonkeyPatch.context() as others:
            others.setattr("aggregates.record.log.sharing.shared", as_if_by_others)
            assert found(processes=2) == paged
        patch.setattr("aggregates.proof.verification.page_of", nowhere)
        assert found() == paged
        assert paged.intact or damages
        place.remove()


def nowhere(log: Log, place: Any) -> None:
    """Leave every event to be looked at by itself."""


def test_several_processes_verify(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes indeed; one that is killed is told of."""
    with closing(Register.create(place.url)) as register:
        register.record([Proposal(agreement="icmpd-wco", act=act) for _, act in example("icmpd-wco")])
    place.run("UPDATE events SET originator_version = 9 WHERE seq = 7")
    monkeypatch.setattr("aggregates.proof.pages.SIZE", 2)
    monkeypatch.setattr("aggregates.proof.verification.WORTH", 1)
    with reading(place.url) as log:
        alone = verify(log)
        assert not alone.intact
        assert verify(log, processes=2) == alone
        monkeypatch.setattr("aggregates.proof.verification.page_of", ends)
        with pytest.raises(ProcessLost):
            verify(log, processes=2)


def test_an_empty_log_has_no_page(place: Place) -> None:
    """It is intact, and its tree that of no leaves."""
    Register.create(place.url).close()
    with reading(place.url) as log:
        assert (verify(log, processes=2).intact, verify(log).root) == (True, Edge().root().hex())


def test_an_agreement_goes_on_from_page_to_page(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page knows the versions on it alone: one that is missing between two pages is found."""
    with closing(Register.create(place.url)) as register:
        draft = act("1999-05-21 drafted", terms("icmpd-wco"))
        register.record([Proposal(agreement="icmpd-wco", act=draft)])
        register.record([Proposal(agreement="icmpd-wco", act=act) for _, act in example("icmpd-wco")[1:]])
    monkeypatch.setattr("aggregates.proof.pages.SIZE", 1)
    with reading(place.url) as log:
        assert verify(log).intact
        rows = [row._replace(originator_version=row.originator_version + 10) for row in log.rows(4)]
    for row in rows:  # by somebody who makes the hashes anew
        leaf = place.literal(leaf_of(row))
        place.run(
            f"UPDATE events SET originator_version = {row.originator_version}, leaf_hash = {leaf} WHERE seq = {row.seq}"
        )
    with reading(place.url) as log:
        assert [(one.check, one.seq) for one in verify(log).defects] == [("order", 5)]
