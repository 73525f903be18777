"""The Merkle tree against RFC 9162: the reference roots, and pymerkle as an oracle."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, InvalidProof, verify_consistency

from aggregates.ground.merkle import Edge, includes, inclusion_proof, leaf_hash, node_hash, root

# Entries and roots of the reference tree that implementations of RFC 6962 and RFC 9162 share.
REFERENCE = [
    bytes.fromhex(entry)
    for entry in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
REFERENCE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

sizes = st.integers(0, 40)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(b"entry %d" % number) for number in range(size)]


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    """A leaf and the tree of at most 40 leaves that it is in."""
    size = draw(st.integers(1, 40))
    return draw(st.integers(0, size - 1)), size


@st.composite
def growths(draw: st.DrawFn) -> tuple[int, int]:
    """Two sizes of one tree, the earlier one first."""
    size = draw(st.integers(2, 40))
    return draw(st.integers(1, size - 1)), size


def oracle(size: int) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for number in range(size):
        tree.append_entry(b"entry %d" % number)
    return tree


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_tree(size: int) -> None:
    """Trees of no leaf to eight leaves have the published roots."""
    assert root(map(leaf_hash, REFERENCE[:size])).hex() == REFERENCE_ROOTS[size]


def test_leaves_and_nodes_are_told_apart() -> None:
    """A node can never be passed off as a leaf: their hashes begin with another byte."""
    assert leaf_hash(b"ab") == sha256(b"\x00ab").digest()
    assert node_hash(b"a", b"b") == sha256(b"\x01ab").digest()


@given(size=sizes)
def test_roots_agree_with_the_oracle(size: int) -> None:
    """Another implementation finds the same root."""
    assert root(leaves(size)) == oracle(size).get_root()


@given(place=places())
def test_inclusion_proofs_agree_with_the_oracle(place: tuple[int, int]) -> None:
    """Another implementation finds the same path from the leaf to the root, and ours verifies."""
    index, size = place
    proof = inclusion_proof(leaves(size), index)
    path = oracle(size).prove_inclusion(index + 1, size).path
    assert [step.hex() for step in proof] == [step.hex() for step in path[1:]]
    assert includes(leaves(size)[index], index, size, proof, root(leaves(size)))


@given(growth=growths())
def test_a_tree_taken_up_at_its_last_leaf_grows_into_the_same_tree(growth: tuple[int, int]) -> None:
    """As checkpoint follows checkpoint: another implementation proves that the later root goes on from the earlier."""
    earlier, size = growth
    hashes = leaves(size)
    edge = Edge.behind(hashes[earlier - 1], earlier, inclusion_proof(hashes[:earlier], earlier - 1))
    before = edge.root()
    for leaf in hashes[earlier:]:
        edge.append(leaf)
    verify_consistency(before, edge.root(), oracle(size).prove_consistency(earlier, size))
    assert (before, edge.root()) == (root(hashes[:earlier]), root(hashes))


@given(growth=growths())
def test_a_rewritten_beginning_is_never_consistent(growth: tuple[int, int]) -> None:
    """Changing one early entry shows in every later tree."""
    earlier, size = growth
    rewritten = [leaf_hash(b"rewritten"), *leaves(size)[1:]]
    with pytest.raises(InvalidProof):
        verify_consistency(root(leaves(earlier)), root(rewritten), oracle(size).prove_consistency(earlier, size))


def mutants(proof: list[bytes]) -> list[list[bytes]]:
    """Every proof that differs by a bit in any byte, or by a step dropped, doubled, added or swapped."""
    made = []
    for at, step in enumerate(proof):
        for byte in range(len(step)):
            flipped = bytearray(step)
            flipped[byte] ^= 1
            made.append([*proof[:at], bytes(flipped), *proof[at + 1 :]])
        made += [proof[:at] + proof[at + 1 :], [*proof[: at + 1], *proof[at:]]]
        made += [[*proof[:at], step + b"\x00", *proof[at + 1 :]], [*proof[:at], step[:-1], *proof[at + 1 :]]]
        swapped = proof.copy()
        swapped[at - 1], swapped[at] = swapped[at], swapped[at - 1]
        made.append(swapped)
    made += [[*proof, b"\x00" * 32], [b"\x00" * 32, *proof]]
    return [mutant for mutant in made if mutant != proof]


@given(place=places())
def test_mutated_inclusion_proofs_fail(place: tuple[int, int]) -> None:
    """No altered proof, leaf, place, size or root is accepted."""
    index, size = place
    hashes = leaves(size)
    proof, leaf, top = inclusion_proof(hashes, index), hashes[index], root(hashes)
    assert not any(includes(leaf, index, size, mutant, top) for mutant in mutants(proof))
    assert not includes(leaf_hash(b"forged"), index, size, proof, top)
    assert not includes(leaf, index, size, proof, root(leaves(size + 1)))
    assert not any(includes(leaf, other, size, proof, top) for other in range(-1, size + 2) if other != index)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_outside_the_tree_has_no_proof(index: int) -> None:
    """Asking for a proof of what is not there is a mistake of the caller."""
    with pytest.raises(IndexError, match="has no leaf"):
        inclusion_proof(leaves(3), index)


@given(st.lists(sizes, max_size=6))
def test_an_edge_grows_by_many_leaves_as_by_each(growing: list[int]) -> None:
    """Whatever its size before; the largest subtrees are made level by level."""
    edge, known = Edge(), leaves(sum(growing))
    at = 0
    for size in growing:
        edge.extend(known[at : at + size])
        at += size
    assert edge.size == at
    assert edge.root() == root(known)


@given(st.integers(0, 4), sizes)
def test_an_edge_grows_by_another_tree(pages: int, last: int) -> None:
    """Of pages of as many leaves, and a last one that is shorter."""
    known = leaves(16 * pages + min(last, 16))
    edge = Edge()
    for at in range(0, len(known), 16):
        page = Edge()
        page.extend(known[at : at + 16])
        edge.follow(page)
    assert (edge.size, edge.root()) == (len(known), root(known))
