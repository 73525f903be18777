"""A Merkle tree over the log, straight from RFC 9162: leaves, nodes, roots and proofs of inclusion.

Proofs are made from the list of leaf hashes and verified without it. A verifier answers yes or no, whatever
it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

Hash = bytes
"""A SHA-256 digest, 32 bytes."""


def leaf_hash(entry: bytes) -> Hash:
    """Hash one entry of the log (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """Hash the two children of a node (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


class Edge:
    """The right edge of a growing tree: its complete subtrees from left to right, one for each bit of its size."""

    def __init__(self, size: int = 0, peaks: Iterable[Hash] = ()) -> None:
        self.size, self.peaks = size, list(peaks)

    @classmethod
    def behind(cls, leaf: Hash, size: int, proof: Sequence[Hash]) -> Edge:
        """Take up a tree of `size` leaves from its last one: the siblings of that are the subtrees before it."""
        edge = cls(size - 1, reversed(proof))
        edge.append(leaf)
        return edge

    def append(self, leaf: Hash) -> None:
        """Grow by a leaf."""
        self._join(leaf, 1)

    def extend(self, leaves: Sequence[Hash]) -> None:
        """Grow by leaves, the largest subtrees that fit in here one after the other, each level by level."""
        at = 0
        while at < len(leaves):
            width = 1 << (len(leaves) - at).bit_length() - 1
            if self.size:
                width = min(width, self.size & -self.size)
            nodes = leaves[at : at + width]
            while len(nodes) > 1:
                nodes = [node_hash(*pair) for pair in zip(nodes[::2], nodes[1::2], strict=True)]
            self._join(nodes[0], width)
            at += width

    def follow(self, edge: Edge) -> None:
        """Grow by the leaves of another tree, which is no larger than what divides the size of this one."""
        left = edge.size
        for peak in edge.peaks:
            width = 1 << left.bit_length() - 1
            self._join(peak, width)
            left -= width

    def _join(self, node: Hash, width: int) -> None:
        """Grow by a complete subtree of so many leaves, joining subtrees of one size."""
        size = self.size // width
        while size & 1:
            node, size = node_hash(self.peaks.pop(), node), size >> 1
        self.peaks.append(node)
        self.size += width

    def path(self) -> list[Hash]:
        """Give the proof that the next leaf, once appended, is the last one."""
        return self.peaks[::-1]

    def root(self) -> Hash:
        """Give the root (RFC 9162, 2.1.1)."""
        if not self.peaks:
            return sha256().digest()
        *others, top = self.peaks
        for peak in reversed(others):
            top = node_hash(peak, top)
        return top


def root(leaves: Iterable[Hash]) -> Hash:
    """Give the root over leaf hashes, read once and in order (RFC 9162, 2.1.1)."""
    edge = Edge()
    for leaf in leaves:
        edge.append(leaf)
    return edge.root()


def inclusion_proof(leaves: Sequence[Hash], index: int) -> list[Hash]:
    """Prove that the leaf at `index`, counted from 0, is in the tree (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"the tree of {len(leaves)} leaves has no leaf {index}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def includes(leaf: Hash, index: int, size: int, proof: Sequence[Hash], top: Hash) -> bool:
    """Verify that `leaf` is at `index` among the `size` leaves under the root `top` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            node = node_hash(sibling, node)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and node == top


def _split(size: int) -> int:
    """Give the largest power of two smaller than `size`."""
    return int(1 << (size - 1).bit_length() - 1)
