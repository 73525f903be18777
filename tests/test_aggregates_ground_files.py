"""Files of ours in folders that others may write, and what a copy of them may have gone through."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from office import Office
from stores import File

from aggregates.databases.cases import database
from aggregates.ground.files import fresh, fresh_folder
from aggregates.ground.keys import write_whole
from aggregates.record.documents import Documents
from lifecycle.errors import DocumentNotKept

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and modes are those of POSIX")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force, as #1 to #3, its keys and copies in its own folder."""
    for name in ("STATE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    office = Office(tmp_path, monkeypatch, File(tmp_path))
    office.done("init")
    return office.into_force()


def test_a_link_is_never_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where a file is to lie, nor where it is made: what the link leads to stays what it was."""
    victim, file = tmp_path / "victim", tmp_path / "copy"
    victim.write_text("precious", "utf-8")
    file.symlink_to(victim)
    write_whole(file, "new")
    assert (file.read_text("utf-8"), file.is_symlink(), victim.read_text("utf-8")) == ("new", False, "precious")
    monkeypatch.setattr("aggregates.ground.files.os.urandom", lambda size: b"guessed!"[:size])
    (tmp_path / f"copy.{b'guessed!'.hex()}.new").symlink_to(victim)
    with pytest.raises(FileExistsError):
        write_whole(file, "newer")
    assert victim.read_text("utf-8") == "precious"


def test_a_lock_is_no_link(office: Office) -> None:
    """What somebody put in the place of the lock of a copy is not opened."""
    (lock,) = office.folder.rglob("*.lock")
    lock.unlink()
    lock.symlink_to(office.folder / "made")
    assert office.call("activity begin harbour A1 --on 2024-03-01").code == 8
    assert not (office.folder / "made").exists()


def test_a_name_reaches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is synchronised once the file is in its place, and the file before."""
    seen: list[tuple[bool, list[str]]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        seen.append((os.path.isdir(f"/proc/self/fd/{descriptor}"), sorted(os.listdir(tmp_path))))

    if sys.platform != "linux":
        pytest.skip("which file a descriptor is of is told by Linux")
    monkeypatch.setattr(os, "fsync", noted)
    write_whole(tmp_path / "copy", "new")
    (first, _), (second, names) = seen
    assert (first, second, names) == (False, True, ["copy"])


def test_what_was_not_put_in_place_is_gone(tmp_path: Path) -> None:
    """As what was broken off."""
    with fresh(tmp_path / "copy") as (opened, beside):
        opened.write(b"half")
        assert beside.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pattern", ["*.tlog-proof", "*.pub", "*.key"])
def test_other_line_ends_are_no_other_register(office: Office, pattern: str) -> None:
    """A copy or a key that a program for Windows has saved says what it said."""
    (file,) = office.folder.rglob(pattern)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    office.done("audit verify")
    office.done("activity begin harbour A1 --on 2024-03-01")
    office.done("audit prove 3 -o proof")
    Path("proof").write_bytes(Path("proof").read_bytes().replace(b"\n", b"\r\n"))
    key = office.done("audit public-key --format json").json[-1]["key"]
    office.done("audit", "verify-proof", "proof", "--key", key)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_stops_nothing(office: Office, closed: str) -> None:
    """What is recorded is told to nobody; no file of the register takes the place of the stream."""
    program = Path(sys.executable).with_name("depositary")
    line = f"{program} activity begin harbour A1 --on 2024-03-01 {closed}"
    assert subprocess.run(line, shell=True, check=False, capture_output=True).returncode == 0
    assert office.head() == 4
    office.done("audit verify")


# Documents


def test_a_pipe_is_no_document(office: Office) -> None:
    """It might never end."""
    os.mkfifo(office.folder / "pipe")
    ran = office.call("activity begin harbour A1 --on 2024-03-01 --document pipe")
    assert (ran.code, "pipe: no regular file" in ran.err, office.head()) == (2, True, 3)


def test_a_document_is_copied_before_the_lock(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under it the copy gets its name, and nothing else is done; what is refused leaves none."""
    Path("letter").write_text("Your Excellency", "utf-8")
    copy, free = Documents._copy, list[bool]()

    def watched(*given: object) -> object:
        with closing(database(office.url, patience=0.1).writer()) as other:
            cursor = other.cursor()
            database(office.url, patience=0.1).lock(cursor)
            free.append(True)
        return copy(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Documents, "_copy", watched)
    office.done("activity begin harbour A1 --on 2024-03-01 --document letter")
    assert free == [True]
    Path("other").write_text("Another", "utf-8")
    before = sorted(office.folder.rglob("*"))
    assert office.call("activity begin nowhere A1 --on 2024-03-01 --document other").code == 4
    assert sorted(office.folder.rglob("*")) == before
    assert free == [True, True]


def test_a_document_that_changes_meanwhile_is_not_kept(office: Office) -> None:
    documents, letter = Documents(office.folder / "documents"), office.folder / "letter"
    letter.write_text("one", "utf-8")
    documents.take(letter)
    letter.write_text("two", "utf-8")
    with documents.copied(), pytest.raises(DocumentNotKept, match="was changed"):
        documents.keep()
    assert not documents.folder.exists()


def test_a_folder_that_somebody_works_in_is_left_alone(tmp_path: Path) -> None:
    """What a killed process has left is cleared away by the next one; what only looks like it is not."""
    place = tmp_path / "bundle"
    left, others = tmp_path / ".bundle.abcdefgh.new", tmp_path / ".bundle.settings"
    for folder in (left, others, tmp_path / ".other.abcdefgh.new"):
        folder.mkdir()
        (folder / "people.jsonl").write_text("{}", "utf-8")
    (tmp_path / ".bundle.12345678.new").symlink_to(others)
    with fresh_folder(place) as one, fresh_folder(place) as other:
        assert one != other
        assert not left.exists()
        assert one.is_dir()
        assert one.stat().st_mode & 0o077 == 0
    assert not one.exists()
    assert not other.exists()
    assert (others / "people.jsonl").exists()
    assert (tmp_path / ".other.abcdefgh.new").exists()
