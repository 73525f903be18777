"""Notes, checkpoints and proofs: published vectors, independent verifiers, and every way to spoil a proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.ground.merkle import Edge, Hash, includes, inclusion_proof, leaf_hash, root
from aggregates.ground.note_keys import Broken, PublicKey, SecretKey
from aggregates.ground.notes import Note
from aggregates.proof.checkpoint import ANNOUNCES, Checkpoint, Proof, announced, verified

# The example of Go's package note, which the format comes from: a key that anybody may know.
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
EXAMPLE = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""

# The examples of C2SP: a note with an empty line in its text, and a checkpoint. Their keys are not published.
POEM = """\
Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore \
NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
"""
BEHIND = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""

ORIGIN = "depositary/0123456789abcdef0123456789abcdef"
SIZE = 13
ENTRIES = [b"depositary-event/1 %d\n{}" % number for number in range(SIZE)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


class Made(NamedTuple):
    """A key, a checkpoint signed by it, and a proof of one entry under it."""

    key: SecretKey
    note: Note
    proof: Proof


@pytest.fixture(scope="module")
def made() -> Made:
    key = SecretKey.made(ORIGIN)
    note = Checkpoint(ORIGIN, SIZE, root(LEAVES)).signed(key)
    return Made(key, note, Proof(5, tuple(inclusion_proof(LEAVES, 5)), note, ENTRIES[5]))


@pytest.fixture(scope="module")
def metamorphic() -> Any:
    """An independent verifier, in Rust, where there is a wheel of it."""
    return pytest.importorskip("metamorphic_log")


# Vectors


def test_the_example_of_the_format_verifies_and_is_written_the_same() -> None:
    """Key, id, signature and note are byte for byte what other programs make of them."""
    public, secret = PublicKey.read(VERIFIER), SecretKey.read(SIGNER)
    note = Note.read(EXAMPLE)
    assert note.signers([public]) == [public]
    assert secret.public == public
    assert secret.line() == f"{SIGNER}\n"
    assert str(public) == VERIFIER
    assert str(Note.signed(note.text, secret)) == EXAMPLE


@pytest.mark.parametrize("written", [EXAMPLE, POEM, BEHIND], ids=["go", "poem", "checkpoint"])
def test_published_notes_are_read_and_written_the_same(written: str) -> None:
    """The text goes up to the last empty line."""
    assert str(Note.read(written)) == written


def test_the_published_checkpoint_is_one() -> None:
    stands = Checkpoint.read(Note.read(BEHIND).text)
    assert (stands.origin, stands.size) == ("example.com/behind-the-sofa", 20852163)


def test_an_independent_verifier_agrees(made: Made, metamorphic: Any) -> None:
    """Metamorphic-log verifies our notes, our checkpoints and our inclusion proofs with our public key."""
    key, note = str(made.key.public), str(made.note)
    assert metamorphic.verify_signed_note(note, [key]) == 1
    head = metamorphic.checkpoint_verify(note, [key])
    assert (head.origin, head.size, bytes(head.root)) == (ORIGIN, SIZE, root(LEAVES))
    metamorphic.checkpoint_verify_inclusion(note, [key], 5, LEAVES[5], list(made.proof.path))


@pytest.mark.parametrize("earlier", range(1, SIZE))
def test_an_independent_verifier_agrees_on_growth(made: Made, metamorphic: Any, earlier: int) -> None:
    """Each checkpoint of a growing tree is consistent with the earlier ones."""
    older = Checkpoint(ORIGIN, earlier, root(LEAVES[:earlier])).signed(made.key)
    proof = growth(LEAVES, earlier)
    metamorphic.checkpoint_verify_consistency(str(older), str(made.note), [str(made.key.public)], proof)


def growth(leaves: list[Hash], earlier: int, *, known: bool = True) -> list[Hash]:
    """Prove that a tree begins with that of its first leaves (RFC 9162, 2.1.4.1)."""
    if earlier == len(leaves):
        return [] if known else [root(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if earlier <= split:
        return [*growth(leaves[:split], earlier, known=known), root(leaves[split:])]
    return [*growth(leaves[split:], earlier - split, known=False), root(leaves[:split])]


# The right edge


@given(st.integers(0, 70))
def test_the_edge_grows_to_the_root(size: int) -> None:
    """Leaf by leaf, and taken up again from the proof of its last leaf."""
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    edge = Edge()
    for number, leaf in enumerate(leaves):
        path = edge.path()
        edge.append(leaf)
        assert edge.root() == root(leaves[: number + 1])
        assert path == inclusion_proof(leaves[: number + 1], number)
        again = Edge.behind(leaf, number + 1, path)
        assert (again.size, again.peaks) == (edge.size, edge.peaks)


# Spoilt proofs


def test_a_proof_proves(made: Made) -> None:
    """What was made is verified, also after it was written and read."""
    again = Proof.read(str(made.proof))
    assert again == made.proof
    assert again.verified([made.key.public]) == Checkpoint(ORIGIN, SIZE, root(LEAVES))
    assert again.leaf == LEAVES[5]


@pytest.mark.parametrize("bit", [0x01, 0x02, 0x20, 0x80])
def test_no_byte_of_a_proof_can_be_flipped(made: Made, bit: int) -> None:
    """Every byte of the file counts: recording, index, path, checkpoint and signature."""
    data = str(made.proof).encode()
    for at in range(len(data)):
        spoilt = data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
        with pytest.raises((Broken, UnicodeDecodeError)):
            Proof.read(spoilt.decode()).verified([made.key.public])


def spoilt_lists(path: list[Hash]) -> Iterator[list[Hash]]:
    """Give a list of hashes with one dropped, doubled, swapped with the next, or added."""
    for at, node in enumerate(path):
        yield [*path[:at], *path[at + 1 :]]
        yield [*path[:at], node, *path[at:]]
        yield [*path[:at], bytes([node[0] ^ 1]) + node[1:], *path[at + 1 :]]
        if at + 1 < len(path) and path[at + 1] != node:
            yield [*path[:at], path[at + 1], node, *path[at + 2 :]]
    yield [bytes(32), *path]
    yield [*path, bytes(32)]


@given(st.integers(1, 40).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_spoilt_paths_prove_nothing(place: tuple[int, int]) -> None:
    """Nor do other indexes, sizes, leaves and roots."""
    size, at = place
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    path, top = inclusion_proof(leaves, at), root(leaves)
    assert includes(leaves[at], at, size, path, top)
    assert not any(includes(leaves[at], at, size, spoilt, top) for spoilt in spoilt_lists(path))
    assert not any(includes(leaves[at], other, size, path, top) for other in range(-1, size + 1) if other != at)
    assert not includes(leaf_hash(b"another"), at, size, path, top)
    assert not includes(leaves[at], at, size, path, bytes(32))
    assert not includes(leaves[at], at, 0, path, top)


@pytest.mark.parametrize("size", [0, SIZE - 1, SIZE + 1, 2 * SIZE])
def test_a_checkpoint_of_another_size_is_not_signed_by_it(made: Made, size: int) -> None:
    """The signature is over origin, size and root together."""
    text = Checkpoint(ORIGIN, size, root(LEAVES)).text
    with pytest.raises(Broken, match="is not of this text"):
        verified(made.note._replace(text=text), [made.key.public])


def test_another_key_of_the_same_name_vouches_for_nothing(made: Made) -> None:
    """A signature of an unknown key is passed over, and without a known one the note is worth nothing."""
    with pytest.raises(Broken, match="by no key that is known"):
        made.proof.verified([SecretKey.made(ORIGIN).public])


def test_a_witness_may_sign_beside(made: Made) -> None:
    """A signature of a stranger neither helps nor harms; but the log itself has to sign."""
    witness = SecretKey.made("witness.example")
    both = Note.signed(made.note.text, made.key, witness)
    assert verified(Note.read(str(both)), [made.key.public]).size == SIZE
    alone = Note.signed(made.note.text, witness)
    with pytest.raises(Broken, match="signed by witness"):
        verified(alone, [witness.public])


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n\n",
        "text\n\n",
        "text\n\n— name !!!!\n",
        "text\n\n— name AAAA\n",
        "text\n\n- name AAAAAAAA\n",
        "text\x07\n\n— name AAAAAAAA\n",
        "text\r\n\n— name AAAAAAAA\n",
        "text\n\n— a+b AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "text\n\n— name AAAAAAAB=\n",
        "text\n\n" + "— name AAAAAAAA\n" * 33,
    ],
)
def test_what_is_no_note_is_refused(written: str) -> None:
    """Strictly: no two texts are the same note."""
    with pytest.raises(Broken):
        Note.read(written)


@given(st.text() | st.binary().map(lambda data: data.decode(errors="replace")))
def test_whatever_is_read_is_a_proof_or_refused(written: str) -> None:
    """Nothing else is ever raised."""
    for read in (Proof.read, Note.read, Checkpoint.read, PublicKey.read, SecretKey.read):
        with pytest.raises(Broken):
            read(written)


# Another key


def test_a_new_key_is_announced_by_both(made: Made) -> None:
    """Who trusts the old key comes to trust the new one; not by the old key alone, nor by the new one."""
    new = SecretKey.made(ORIGIN)
    stands = Checkpoint(ORIGIN, SIZE, root(LEAVES), (f"{ANNOUNCES}{new.public}",))
    assert announced(stands.signed(made.key, new), [made.key.public]) == new.public
    assert announced(made.note, [made.key.public]) is None
    for signers in ([made.key], [new]):
        with pytest.raises(Broken):
            announced(stands.signed(*signers), [made.key.public])
