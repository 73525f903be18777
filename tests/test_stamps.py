"""Time stamps of checkpoints: a reply that an authority once gave, and everything that is none."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha512
from pathlib import Path

import pytest
from commandline import run

from aggregates.proof.stamp import BadStamp, request, verified
from lifecycle.errors import InvalidInput

pytestmark = pytest.mark.sources

AT = datetime(2026, 11, 22, 5, 20, 5, tzinfo=UTC)


@pytest.fixture
def stamp(project: Path) -> Path:
    """The folder of a checkpoint, the reply of an authority made up for it, and its root certificate."""
    return project / "demo" / "stamp"


@pytest.fixture
def parts(stamp: Path) -> tuple[bytes, bytes, bytes]:
    checkpoint, reply, root = ((stamp / name).read_bytes() for name in ("checkpoint", "reply.tsr", "root.pem"))
    return checkpoint, reply, root


def test_a_request_holds_a_hash_of_the_checkpoint_and_nothing_else_of_it(parts: tuple[bytes, ...]) -> None:
    """Always the same bytes, so that what was sent can be made again."""
    checkpoint = parts[0]
    asked = request(checkpoint)
    assert sha512(checkpoint).digest() in asked
    assert b"depositary" not in asked
    assert asked == request(checkpoint)
    with pytest.raises(InvalidInput, match="nothing"):
        request(b"")


def test_a_stamp_is_verified_with_the_root_alone(parts: tuple[bytes, bytes, bytes]) -> None:
    """Its moment is the authority's, in UTC."""
    assert verified(*parts) == AT


def test_no_other_checkpoint_was_stamped(parts: tuple[bytes, bytes, bytes]) -> None:
    """A byte more, less or other is another text."""
    checkpoint, reply, root = parts
    for other in (b"", checkpoint[:-1], checkpoint + b"\n", bytes([checkpoint[0] ^ 1]) + checkpoint[1:]):
        with pytest.raises(BadStamp):
            verified(other, reply, root)


def test_a_changed_reply_never_tells_another_moment(parts: tuple[bytes, bytes, bytes]) -> None:
    """Every byte changed in turn: refused, or no part of what is signed; never a fault of ours."""
    checkpoint, reply, root = parts
    refused = 0
    for at in range(len(reply)):
        spoilt = bytearray(reply)
        spoilt[at] ^= 1
        with suppress(BadStamp):
            assert verified(checkpoint, bytes(spoilt), root) == AT
            refused -= 1
        refused += 1
    assert refused > len(reply) // 2


@pytest.mark.parametrize("reply", [b"", b"0", b"\x30\x03\x02\x01\x02", b"not DER at all", b"\x30" * 4000])
def test_what_is_no_reply_is_refused(parts: tuple[bytes, bytes, bytes], reply: bytes) -> None:
    with pytest.raises(BadStamp):
        verified(parts[0], reply, parts[2])


def test_the_command_line_asks_and_verifies(stamp: Path, tmp_path: Path) -> None:
    """Exit 3 for a stamp that is none, exit 2 for certificates that are none."""
    asked = run("audit", "stamp-request", str(stamp / "checkpoint"), "--out", str(tmp_path / "q.tsq"))
    assert asked.code == 0
    assert (tmp_path / "q.tsq").read_bytes() == request((stamp / "checkpoint").read_bytes())
    words = ["audit", "verify-stamp", str(stamp / "checkpoint"), "--reply", str(stamp / "reply.tsr")]
    done = run(*words, "--root", str(stamp / "root.pem"))
    assert (done.code, "was there on 2026-11-22 05:20:05 UTC" in done.out) == (0, True)
    words[2] = str(stamp / "root.pem")
    told = run(*words, "--root", str(stamp / "root.pem"), "--format", "json")
    assert (told.code, told.json["valid"], told.json["at"]) == (3, False, None)
    wrong = run(*words, "--root", str(stamp / "checkpoint"))
    assert (wrong.code, "--root: these are no certificates" in wrong.err) == (2, True)
    missing = run(*words, "--root", str(tmp_path / "none.pem"))
    assert (missing.code, "none.pem" in missing.err) == (2, True)


def test_without_the_library_it_is_said_how_to_get_it(
    parts: tuple[bytes, bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra of its own."""
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(InvalidInput, match=r"depositary\[timestamps\]"):
        verified(*parts)


def test_another_authority_vouches_for_nothing(parts: tuple[bytes, bytes, bytes], project: Path) -> None:
    """A certificate that is sound, and not above the one that signed."""
    other = (project / "tests" / "cases" / "other_root.pem").read_bytes()
    with pytest.raises(BadStamp):
        verified(parts[0], parts[1], other)
