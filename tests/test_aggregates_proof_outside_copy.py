"""What is kept outside, when something comes in between: a kill, a command that fails, another user, a damaged file."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from commandline import Ran
from office import Office
from stores import File, Place

from aggregates.ground.note_keys import SecretKey

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # it only forks


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force, as #1 to #3, its keys and its copies in its own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office.into_force()


def only(office: Office, pattern: str) -> Path:
    (found,) = office.folder.rglob(pattern)
    return found


# A new key


def dies_at(n: int, line: str) -> bool:
    """Call the command line in a child that dies at its n-th step on a file, if there are so many; tell whether."""
    child = os.fork()
    if child == 0:
        left = [n]

        def count(event: str, args: tuple[object, ...]) -> None:
            if event in ("os.rename", "os.remove") or (event == "open" and _written(args)):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        code = 1
        try:
            from cli.main import run

            with Path("printed").open("w", encoding="utf-8") as printed:
                sys.stdout = printed
                sys.addaudithook(count)
                code = run(line.split())
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.WEXITSTATUS(status) == 0
        return False
    return True


def _written(args: tuple[object, ...]) -> bool:
    flags = args[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def test_a_new_key_is_announced_wherever_the_command_was_killed(file_place: File, tmp_path: Path) -> None:
    """Killed at any step, and repeated: who trusts the old key verifies what the new one signs, and nothing is lost."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STATE", "CONFIG"):
            patch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
        office = Office(tmp_path, patch, file_place)
        office.done("init")
        office.into_force()
        patch.setenv("DEPOSITARY_CHECKPOINT_COPY", f"| cat >> {tmp_path / 'sent'}")
        for n in range(1, 60):
            old = _signing(office)
            died = dies_at(n, "audit rotate-key")
            _proves(office, trusted=[_signing(office)])
            if not died:
                break
            office.done("activity", "begin", "harbour", f"A{n}", "--on", "2024-03-01")
            Path("announced").write_text(office.done("audit rotate-key").out, encoding="utf-8")
            new = _signing(office)
            assert new != old
            assert str(new) in Path("announced").read_text("utf-8")
            assert Path("announced").read_text("utf-8") in Path("sent").read_text("utf-8")
            _proves(office, trusted=[old], announced="announced")
            office.done("audit verify --checkpoint announced")
            assert not list(tmp_path.rglob("*.next"))
        assert n > 8, "there are more steps than that"
        keys = office.done("audit public-key --format json").json
        assert len({key["key"] for key in keys}) == len(keys)


def _signing(office: Office) -> str:
    (key,) = [one["key"] for one in office.done("audit public-key --format json").json if one["signs"]]
    return str(key)


def _proves(office: Office, trusted: list[str], announced: str = "") -> None:
    """Prove a recording, and verify the proof as a stranger does."""
    keys = [word for key in trusted for word in ("--key", key)]
    further = ["--announcement", announced] if announced else []
    office.done("audit prove 2 --out two.tlog-proof --force")
    office.done("audit", "verify-proof", "two.tlog-proof", *keys, *further)


def test_each_call_makes_another_key(office: Office) -> None:
    """Once the announcement was printed, the next call is a change of its own."""
    first = office.done("audit rotate-key").out
    second = office.done("audit rotate-key").out
    assert first != second
    Path("first").write_text(first, encoding="utf-8")
    Path("second").write_text(second, encoding="utf-8")
    oldest = office.done("audit public-key --format json").json[0]["key"]
    office.done("audit prove 2 --out 2")
    line = ["audit", "verify-proof", "2", "--key", oldest, "--announcement", "first", "--announcement", "second"]
    office.done(*line)


def test_an_announcement_that_a_command_did_not_take_is_given_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `audit checkpoint`, and by the same command, which says it then."""
    sent = office.folder / "out" / "sent"
    monkeypatch.setenv("DEPOSITARY_CHECKPOINT_COPY", f"| cat >> {sent}")
    assert office.call("audit rotate-key").code == 8
    sent.parent.mkdir()
    note = office.done("audit checkpoint").out
    assert "depositary-key " in note
    assert sent.read_text("utf-8") == note
    assert office.done("audit rotate-key").out == note
    assert len(office.done("audit public-key --format json").json) == 2


# A command that fails


def test_a_command_that_failed_is_given_the_next_checkpoint(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """By `audit checkpoint` as by the next recording; and nothing twice."""
    sent = office.folder / "out" / "sent"
    monkeypatch.setenv("DEPOSITARY_CHECKPOINT_COPY", f"| cat >> {sent}")
    assert office.call("activity begin harbour A1 --on 2024-03-01").code == 8
    assert office.call("audit checkpoint").code == 8
    sent.parent.mkdir()
    note = office.done("audit checkpoint").out
    assert sent.read_text("utf-8") == note
    office.done("audit checkpoint")
    assert sent.read_text("utf-8") == note
    sent.unlink()
    sent.parent.rmdir()
    assert office.call("activity complete harbour A1 --on 2024-03-02").code == 8
    assert office.call("activity begin harbour A2 --on 2024-03-02").code == 8
    sent.parent.mkdir()
    office.done("activity complete harbour A2 --on 2024-03-03")
    assert sent.read_text("utf-8").splitlines()[1] == "7"


def test_a_command_that_was_killed_is_called_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the whole process died with it, after the copy was written and before the command was done."""
    monkeypatch.setenv("DEPOSITARY_CHECKPOINT_COPY", "| kill -9 $PPID")
    assert dies_at(0, "activity begin harbour A1 --on 2024-03-01")
    sent = office.folder / "sent"
    monkeypatch.setenv("DEPOSITARY_CHECKPOINT_COPY", f"| cat >> {sent}")
    note = office.done("audit checkpoint").out
    assert sent.read_text("utf-8") == note


# Two users of one folder


def as_(office: Office, user: str, *line: str) -> Ran:
    """Let one of the users call: keys and a copy of their own, one folder of copies that all share."""
    (office.folder / "shared").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(office.folder / user))
        patch.setenv("XDG_STATE_HOME", str(office.folder / user / "state"))
        patch.setenv("DEPOSITARY_CHECKPOINT_COPY", str(office.folder / "shared"))
        return office.call(*line)


def test_two_users_share_a_folder_of_copies(office: Office) -> None:
    """Whose key is not known is told, non-zero, until it is accepted by name; each keeps an own copy all the while."""
    assert as_(office, "ada", "activity begin harbour A1 --on 2024-03-01").code == 0
    shared = only(office, "shared/*.tlog-proof")
    key, before = _signing_of(office, "ada"), shared.read_text("utf-8")
    for number in (2, 3):
        ran = as_(office, "ben", "activity", "begin", "harbour", f"A{number}", "--on", "2024-03-01")
        assert (ran.code, f"signed by {key}, a key that is not known here" in ran.err) == (8, True)
        assert shared.read_text("utf-8") == before
        assert (office.folder / "ben/state/depositary/checkpoints" / shared.name).read_text("utf-8") != before
        ran = as_(office, "ben", "audit", "verify")
        assert (ran.code, f"(signed by {key}, a key that is not known here)" in ran.out) == (3, True)
        assert "✓ outside        #4" not in ran.out
        assert as_(office, "ben", "doctor").code == 3
    for one, other in (("ada", "ben"), ("ben", "ada")):
        full = as_(office, other, "audit public-key --format json").json[-1]["key"]
        assert as_(office, one, "audit", "accept-key", full).code == 0
        assert "relied on before" in as_(office, one, "audit", "accept-key", full).err
    for number, user in enumerate(("ben", "ada", "ben", "ada"), 4):
        ran = as_(office, user, "activity", "begin", "harbour", f"A{number}", "--on", "2024-03-01")
        assert (ran.code, ran.err) == (0, ran.err)
        assert as_(office, user, "audit", "prove", "3", "--out", "3", "--force").code == 0
        own = as_(office, user, "audit public-key --format json").json[-1]["key"]
        assert as_(office, user, "audit", "verify-proof", "3", "--key", own).code == 0
        assert as_(office, user, "audit", "verify").code == 0
    for line in ("audit checkpoint", "audit export bundle-of-"):
        for user in ("ada", "ben"):
            ran = as_(office, user, line + user if line.endswith("-") else line)
            assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("depositary/x", "depositary/x:1: "),
        ("another", ":1: this is a key of depositary/"),
        ("none.pub", "none.pub: No such file"),
    ],
)
def test_what_is_no_key_of_the_register_is_not_accepted(office: Office, key: str, says: str) -> None:
    if key == "another":
        key = str(SecretKey.made(f"depositary/{'0' * 32}").public)
    ran = office.call("audit", "accept-key", key)
    assert (ran.code, says in ran.err) == (2, True)
    assert len(office.done("audit public-key --format json").json) == 1


def _signing_of(office: Office, user: str) -> str:
    """Give the name and the id of a user's key, without the key."""
    return "+".join(as_(office, user, "audit public-key").out.strip().split("+")[:2])


def forged(office: Office, user: str) -> None:
    """Let a copy by another's hand say that the log has another root."""
    from aggregates.ground.keys import Keyring
    from aggregates.proof.checkpoint import Checkpoint, Proof

    copy = only(office, "shared/*.tlog-proof")
    (keys,) = [one["value"] for one in as_(office, user, "config show --format json").json if one["setting"] == "keys"]
    proof = Proof.read(copy.read_text("utf-8"))
    stands = Checkpoint.read(proof.note.text)
    from aggregates.ground.merkle import node_hash

    path = (bytes(32), *proof.path[1:])
    top = proof.leaf
    for sibling in path:
        top = node_hash(sibling, top)
    note = stands._replace(root=top).signed(Keyring(Path(keys)).signing(stands.origin))
    copy.write_text(str(proof._replace(path=path, note=note)), encoding="utf-8")


def test_a_checkpoint_of_another_hand_is_compared_with_the_log(office: Office) -> None:
    """Its size and its root: nothing false is ever signed in its place, and the audit says so."""
    assert as_(office, "ada", "activity begin harbour A1 --on 2024-03-01").code == 0
    forged(office, "eve")
    before = only(office, "shared/*.tlog-proof").read_text("utf-8")
    for line in ("audit verify", "audit checkpoint", "audit rotate-key", "audit prove 3", "audit export bundle"):
        ran = as_(office, "ada", line)
        assert ran.code == 13, line
        assert "a key that is not known here" in ran.out + ran.err
    assert only(office, "shared/*.tlog-proof").read_text("utf-8") == before


def test_a_shortened_register_is_noticed_by_anothers_checkpoint(office: Office) -> None:
    """Before anything is recorded."""
    assert as_(office, "ada", "activity begin harbour A1 --on 2024-03-01").code == 0
    assert as_(office, "ben", "activity begin harbour A2 --on 2024-03-01").code == 8
    full = as_(office, "ada", "audit public-key --format json").json[-1]["key"]
    assert as_(office, "ben", "audit", "accept-key", full).code == 0
    assert as_(office, "ben", "audit checkpoint").code == 0
    office.tamper("DELETE FROM idempotency", "DELETE FROM events WHERE seq > 4")
    assert as_(office, "ada", "audit verify").code == 13
    ran = as_(office, "ada", "activity begin harbour A3 --on 2024-03-01")
    assert (ran.code, "a checkpoint outside knows #5" in ran.err) == (13, True)
    assert office.head() == 4


def test_without_any_key_the_copy_is_compared_with_the_log(office: Office) -> None:
    """It is not taken as it stands because nothing is there to verify it with."""
    assert as_(office, "ada", "activity begin harbour A1 --on 2024-03-01").code == 0
    forged(office, "eve")
    assert as_(office, "nobody", "audit checkpoint").code == 13
    assert as_(office, "nobody", "audit verify").code == 13


# What is missing


STATE, CONFIG = "state/depositary/checkpoints", "config/depositary"


def _old_register_put_back(office: Office) -> None:
    """Take the newest recording away again."""
    office.tamper("DELETE FROM idempotency", "DELETE FROM events WHERE seq > 3")


@pytest.mark.parametrize("taken", ["the copy", "the state folder", "the key", "the keys"])
def test_what_is_missing_is_told_until_it_is_given_up_by_name(office: Office, taken: str) -> None:
    """At each recording, by the audit and by doctor, non-zero; nothing is made anew in its place."""
    office.done("activity begin harbour A1 --on 2024-03-01")
    kept = {"the copy": f"{STATE}/*.tlog-proof", "the key": f"{CONFIG}/keys/*.key"}
    for file in office.folder.glob(kept.get(taken, f"{STATE if 'state' in taken else CONFIG}/**/*")):
        if file.is_file():
            file.unlink()
    _old_register_put_back(office) if "key" not in taken else None
    for number in (2, 3):
        ran = office.call("activity", "begin", "harbour", f"A{number}", "--on", "2024-03-01")
        assert (ran.code, "is gone" in ran.err) == (8, True), ran.err
        assert "audit checkpoint --anew" in ran.err
        for line, code in (("doctor", 3), ("audit checkpoint", 8), ("audit verify", 3)):
            ran = office.call(line)
            assert (ran.code, "is gone" in ran.out + ran.err) == (code, True), line
    if "key" in taken:
        assert office.call("audit public-key").code == 8
    office.done("audit checkpoint --anew --yes")
    office.done("activity begin harbour A4 --on 2024-03-01")
    office.done("rebuild")
    office.done("doctor")
    office.done("audit verify")


@pytest.mark.parametrize("taken", ["the folder", "the copy"])
def test_a_shared_copy_that_is_missing_is_told(office: Office, monkeypatch: pytest.MonkeyPatch, taken: str) -> None:
    """A folder that is not mounted is not made; the user's own copy goes on."""
    shared = office.folder / "shared"
    shared.mkdir()
    monkeypatch.setenv("DEPOSITARY_CHECKPOINT_COPY", str(shared))
    office.done("activity begin harbour A1 --on 2024-03-01")
    shared.rename(office.folder / "away")
    if taken == "the copy":
        shared.mkdir()
    for number in (2, 3):
        ran = office.call("activity", "begin", "harbour", f"A{number}", "--on", "2024-03-01")
        assert (ran.code, str(shared) in ran.err) == (8, True)
        assert office.call("doctor").code == 3
    office.tamper("DELETE FROM idempotency", "DELETE FROM events WHERE seq > 5")
    assert office.call("activity begin harbour A4 --on 2024-03-01").code == 13
    office.done("audit checkpoint --anew --yes") if taken == "the copy" else None


def test_a_register_that_begins_here_has_nothing_to_miss(office: Office) -> None:
    """Nor has a user who never had to do with it; a process killed between its key and its first copy goes on."""
    assert as_(office, "new", "audit public-key").code == 0
    assert as_(office, "new", "activity begin harbour A1 --on 2024-03-01").code == 0
    assert as_(office, "new", "doctor").code == 0


# Damaged files


@pytest.mark.parametrize("spoilt", [b"\xff\xfe", b"garbage\n", b""])
def test_a_damaged_note_of_the_place_is_named(office: Office, spoilt: bytes) -> None:
    """Exit 74 with the file, and what to do; nothing is recorded. Without it the register is found by its origin."""
    note = only(office, "places/*")
    note.write_bytes(spoilt)
    for line in ("audit verify", "activity begin harbour A1 --on 2024-03-01", "audit checkpoint"):
        ran = office.call(line)
        assert ran.code == 74, ran.err
        assert str(note) in ran.err
        assert "remove it once" in ran.err
    assert office.head() == 3
    note.unlink()
    office.done("audit verify")
    office.done("activity begin harbour A1 --on 2024-03-01")


@pytest.mark.parametrize(
    ("spoilt", "says"), [(b"\xff\xfe", "not UTF-8"), (b"garbage\n", "is not"), (b"\n", "the name of a key")]
)
def test_damaged_public_keys_are_named(office: Office, spoilt: bytes, says: str) -> None:
    """Exit 2 with file and line, and no word of a register that was shortened; nothing is recorded."""
    keys = only(office, "*.pub")
    keys.write_bytes(keys.read_bytes() + spoilt)
    for line in ("audit verify", "activity begin harbour A1 --on 2024-03-01", "audit checkpoint", "audit public-key"):
        ran = office.call(line)
        assert ran.code == 2, ran.err
        assert f"Error: {keys}" in ran.err
        assert says in ran.err
        assert "shortened" not in ran.err + ran.out
    assert office.head() == 3


@pytest.mark.parametrize("spoilt", [b"\xff\xfe", b"garbage\n", b""])
def test_a_damaged_key_is_named(office: Office, spoilt: bytes) -> None:
    """By its file."""
    key = only(office, "*.key")
    key.write_bytes(spoilt)
    ran = office.call("audit public-key")
    assert ran.code == 2
    assert f"Error: {key} does not hold" in ran.err


# Receipts


@pytest.mark.parametrize("told", ["[]", "", " \n"])
def test_no_receipt_is_no_receipt(office: Office, told: str) -> None:
    """Nothing is said of the record where there was nothing to compare it with."""
    Path("none.json").write_text(told, encoding="utf-8")
    ran = office.call("audit verify --receipt none.json")
    assert (ran.code, ran.out) == (2, "")
    assert "Error: none.json: " in ran.err
    Path("one.json").write_text(json.dumps([{"seq": 3}]), encoding="utf-8")
    assert office.call("audit verify --receipt one.json").code == 2


# Somebody who holds the lock


@pytest.mark.parametrize("how", ["LOCK_EX", "LOCK_SH"])
def test_a_lock_that_somebody_holds_for_ever_keeps_no_recording(
    office: Office, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Whoever may open the file may hold it: the recording stands, it is said who does, and the next one makes up."""
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr("aggregates.proof.copies.PATIENCE", 0.2)
    with only(office, "*.lock").open("rb") as held:
        fcntl.flock(held, getattr(fcntl, how))
        ran = office.call("activity begin harbour A1 --on 2024-03-01 --title survey")
        assert (ran.code, office.head()) == (8, 4)
        assert "has been locked by another process for 0.2 seconds" in ran.err
        if how == "LOCK_EX" and sys.platform == "linux":
            assert f"held by process {os.getpid()}" in ran.err
    office.done("activity begin harbour A2 --on 2024-03-01 --title diving")
    office.done("audit verify")
