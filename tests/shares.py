"""Work that is shared, as if other processes did it, and registers in which not all is well for them."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest
from read_models import Batches
from stores import Place

from aggregates.ground.processes import shared
from aggregates.record.log.log import Log


@contextmanager
def as_if_by_others(begin: Any, pieces: Iterable[Any], processes: int) -> Iterator[Iterator[Any]]:
    """Do what other processes would, with all that goes from one to another written and read again."""
    assert processes > 1
    with _again(begin)() as work:
        yield (_again(work(_again(piece))) for piece in pieces)


def by_two(patch: pytest.MonkeyPatch) -> list[int]:
    """Let commands take two processes for however little, and give how many were started each time."""
    started = list[int]()

    def counted(begin: Any, pieces: Iterable[Any], processes: int) -> Any:
        started.append(processes)
        return shared(begin, pieces, processes)

    patch.setattr("aggregates.record.log.sharing.shared", counted)
    for place in ("examination", "maintenance"):
        patch.setattr(f"cli.commands.keep.{place}.cores", lambda: 2)
    for module in (
        "aggregates.proof.verification",
        "projections.answers.keeping.examination",
        "projections.models.beside",
        "projections.models.differing",
    ):
        patch.setattr(f"{module}.WORTH", 1)
    patch.setattr("projections.models.rebuild.CHUNK", 1)
    patch.setattr("aggregates.proof.pages.SIZE", 2)
    return started


def _again(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


def ends(log: Log, names: Any) -> NoReturn:
    """End the process that does it, as somebody does who kills it."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def damage(place: Place, batches: Batches) -> None:
    """Make every seventh recording, by what is said in it, one that nobody can read."""
    for seq, state in place.rows("SELECT seq, state FROM events"):
        if sum(bytes(state)) % 7 == 0:
            broken = place.literal(bytes(state).replace(b'"act"', b'"cat"', 1))
            place.run(f"UPDATE events SET state = {broken} WHERE seq = {seq}")
