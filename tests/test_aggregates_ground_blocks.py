"""A tree by blocks: the same proofs as of the whole tree, of which a second one reads little."""

from __future__ import annotations

from hashlib import sha256
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.ground import blocks
from aggregates.ground.blocks import Blocks, Leaves
from aggregates.ground.merkle import Hash, inclusion_proof, root


def log(size: int, salt: str = "") -> list[Hash]:
    return [sha256(f"{salt}{number}".encode()).digest() for number in range(size)]


def reading(leaves: list[Hash], read: list[tuple[int, int]]) -> Leaves:
    """Give what reads leaves, and notes which."""

    def give(after: int, upto: int) -> list[Hash]:
        read.append((after, upto))
        return leaves[after:upto]

    return give


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.data())
def test_a_proof_is_that_of_the_whole_tree(sizes: list[int], data: st.DataObject) -> None:
    """For every leaf, under every size, in whatever order proofs are asked for."""
    known, leaves = Blocks(), log(40)
    with patch.object(blocks, "BLOCK", 4):
        for size in sizes:
            index, tree = data.draw(st.integers(0, size - 1)), leaves[:size]
            assert known.proof(reading(leaves, []), index, size, root(tree)) == inclusion_proof(tree, index)


def test_a_second_proof_reads_its_own_block_and_the_last_one() -> None:
    """However large the log is, and as it grows."""
    known, leaves, read = Blocks(), log(103), list[tuple[int, int]]()
    with patch.object(blocks, "BLOCK", 4):
        assert known.proof(reading(leaves, read), 50, 99, root(leaves[:99]))
        assert len(read) == 25
        for index, size, expected in (
            (9, 99, [(8, 12), (96, 99)]),
            (9, 103, [(8, 12), (96, 100), (100, 103)]),
        ):
            read.clear()
            assert known.proof(reading(leaves, read), index, size, root(leaves[:size]))
            assert read == expected


@pytest.mark.parametrize("changed", [1, 9, 20])
def test_nothing_is_proved_of_other_leaves(changed: int) -> None:
    """Those of the asked block are read each time; a wrong root is not said before all others were, too."""
    leaves, known = log(22), Blocks()
    with patch.object(blocks, "BLOCK", 4):
        other = [*leaves[:changed], b"x" * 32, *leaves[changed + 1 :]]
        assert known.proof(reading(other, []), changed, 22, root(leaves)) is None
        assert known.proof(reading(leaves, []), changed, 22, root(leaves)) == inclusion_proof(leaves, changed)
        assert known.proof(reading(other, []), changed, 22, root(leaves)) is None


def test_another_log_in_its_place_is_hashed_anew() -> None:
    known, one, other = Blocks(), log(30), log(30, "other")
    with patch.object(blocks, "BLOCK", 4):
        assert known.proof(reading(one, []), 3, 30, root(one))
        assert known.proof(reading(other, []), 3, 30, root(other)) == inclusion_proof(other, 3)
        assert known.proof(reading(one[:10], []), 3, 30, root(one)) is None  # some of it is not there
        assert known.proof(reading(one, []), 3, 30, root(one)) == inclusion_proof(one, 3)
