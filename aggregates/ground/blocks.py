"""A tree by blocks: the roots of full ones are kept between proofs, for in a log no leaf changes.

Subtrees of a power of two leaves stand as leaves in the tree above them (RFC 9162, 2.1.1). So a proof hashes the block
of its own leaf and the last one, whatever the size of the log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aggregates.ground.merkle import Hash, inclusion_proof, root

BLOCK = 1024
"""Leaves of a block, a power of two."""

Leaves = Callable[[int, int], Sequence[Hash]]
"""Gives the leaves from behind one number up to and with another."""


class Blocks:
    """What a process has hashed of one log; several threads may ask it."""

    def __init__(self) -> None:
        self._full: dict[int, Hash] = {}

    def proof(self, leaves: Leaves, index: int, size: int, top: Hash) -> list[Hash] | None:
        """Prove that the leaf at `index`, counted from 0, is in the tree of a size with this root.

        Nothing where the leaves give another root. Before that is said, all are hashed anew: another log may have taken
        the place of the one that was hashed.
        """
        number, within = divmod(index, BLOCK)
        own = leaves(number * BLOCK, min((number + 1) * BLOCK, size))
        for known in (self._full, {}):
            self._full = known
            tops = self._tops(leaves, size, number, own)
            if root(tops) == top:
                return [*inclusion_proof(own, within), *inclusion_proof(tops, number)]
        return None

    def _tops(self, leaves: Leaves, size: int, asked: int, own: Sequence[Hash]) -> list[Hash]:
        """Give the roots of all blocks; of the one that is asked about the leaves are there."""
        full, found = self._full, []
        for number in range(-(-size // BLOCK)):
            top = None if number == asked else full.get(number)
            if top is None:
                these = own if number == asked else leaves(number * BLOCK, min((number + 1) * BLOCK, size))
                top = root(these)
                if len(these) == BLOCK:
                    full[number] = top
            found.append(top)
        return found
