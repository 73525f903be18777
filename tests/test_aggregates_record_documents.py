"""Documents by their content: what is on record is the digest, and no name of the user's becomes a path."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from office import Office
from stores import Place

from aggregates.record.documents import Documents
from lifecycle.errors import DocumentNotKept


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force since 2024-02-15 (#1 to #3), and a letter on its desk."""
    monkeypatch.setenv("DEPOSITARY_DOCUMENTS", str(tmp_path / "documents"))
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    office.into_force()
    (tmp_path / "letter.pdf").write_bytes(b"Sir, I have the honour")
    return office


DIGEST = sha256(b"Sir, I have the honour").hexdigest()


def test_the_digest_is_on_record_and_the_document_is_kept(office: Office) -> None:
    """In the receipt, in the history, and in the leaf; the file by its content alone."""
    told = office.done("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --format json --yes").json
    assert told["document"] == f"sha256:{DIGEST}"
    past = office.done("history harbour --format json").json
    assert [one["document"] for one in past] == [None, None, None, f"sha256:{DIGEST}"]
    assert [file.name for file in (office.folder / "documents").iterdir()] == [DIGEST]
    assert office.done("audit documents --format json").json[0]["kept"]
    assert not any(b"letter.pdf" in file.read_bytes() for file in office.folder.glob("register.db*"))
    office.done("audit verify")


def test_many_acts_name_their_documents_beside_the_file(office: Office) -> None:
    """By `document_file`, which is not a field of the act."""
    act = {"agreement": "harbour", "act": "notice_given", "by": "NORTH", "on": "2024-08-31"}
    Path("acts.jsonl").write_text(json.dumps({**act, "document_file": "letter.pdf"}), encoding="utf-8")
    told = office.done("record acts.jsonl --yes --format jsonl").json
    assert told["document"] == f"sha256:{DIGEST}"


def test_nothing_is_kept_of_what_is_not_recorded(office: Office) -> None:
    """A dry run, a refusal, a file that is not there."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --dry-run")
    assert office.call("sign harbour --by NORTH --on 2024-03-01 --document letter.pdf").code == 5
    ran = office.call("notice harbour --by NORTH --on 2024-08-31 --document none.pdf --yes")
    assert (ran.code, "--document: none.pdf: No such file" in ran.err) == (2, True)
    assert "Nothing was recorded." in ran.err
    assert not (office.folder / "documents").exists()


@pytest.mark.parametrize("key", ["", "--again"])
def test_a_document_that_cannot_be_kept_keeps_its_act_off_the_record(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Exit 74 with the place and the next step; nothing is recorded, and the same command does it later."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    office.into_force()
    Path("letter.pdf").write_bytes(b"Sir, I have the honour")
    Path("file").write_text("")
    kept, line = office.contents(), f"notice harbour --by NORTH --on 2024-08-31 --document letter.pdf {key} --yes"
    with monkeypatch.context() as patch:
        patch.setenv("DEPOSITARY_DOCUMENTS", str(tmp_path / "file" / "folder"))
        ran = office.call(line)
    assert ran.code == 74
    assert f"Error: the document is not kept: {tmp_path / 'file' / 'folder'}: Not a directory." in ran.err
    assert "Next: the same command again; depositary config show" in ran.err
    assert "Nothing was recorded." in ran.err
    assert office.contents() == kept
    office.done(line)
    office.done("audit documents")


def test_the_document_is_kept_although_the_checkpoint_is_not(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one has nothing to do with the other."""
    with monkeypatch.context() as patch:
        patch.setenv("DEPOSITARY_CHECKPOINT_COPY", "| false")
        ran = office.call("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --yes")
    assert ran.code == 8
    assert "✓ Recorded" in ran.out
    office.done("audit documents")


def test_a_document_of_what_was_recorded_earlier_is_said_after_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt is given once more; the document, gone since, is what failed."""
    line = "notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --yes"
    office.done(line)
    Path("file").write_text("")
    monkeypatch.setenv("DEPOSITARY_DOCUMENTS", "file/folder")
    ran = office.call(line)
    assert ran.code == 74
    assert "Already recorded" in ran.out
    assert "the document is not kept" in ran.err
    assert "Nothing was recorded" not in ran.err


def test_a_document_is_kept_before_its_act_is_committed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the process at the commit: there is no act on record without its document."""
    from aggregates.databases.sqlite import Sqlite

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Sqlite, "commit", killed)
        assert office.call("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --yes").code == 130
    assert office.head() == 3
    assert [file.name for file in (office.folder / "documents").iterdir()] == [DIGEST]


def test_another_document_is_another_command(office: Office) -> None:
    """The same act with another document is not the same command by mistake: it is decided, and refused."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --yes")
    again = office.done("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --format json --yes").json
    assert again["repeated"]
    other = office.call("notice harbour --by NORTH --on 2024-08-31 --format json --yes")
    assert other.code == 5 or not other.json["repeated"]


def test_a_changed_or_missing_document_is_found(office: Office) -> None:
    """Exit 3; the record itself is whole."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --yes")
    (office.folder / "documents" / DIGEST).write_bytes(b"Madam")
    ran = office.call("audit documents")
    assert (ran.code, "NO" in ran.out) == (3, True)
    office.done("notice harbour --by NORTH --on 2024-08-31 --document letter.pdf --yes")  # the same command mends it
    office.done("audit documents")


def test_a_file_that_changes_meanwhile_is_not_kept_for_another(tmp_path: Path) -> None:
    """What is kept under a digest has that digest."""
    file = tmp_path / "letter"
    file.write_bytes(b"one")
    documents = Documents(tmp_path / "documents")
    digest = documents.take(file).digest
    file.write_bytes(b"another")
    with pytest.raises(DocumentNotKept, match="was changed while"):
        documents.keep()
    assert not documents.holds(digest)
    assert list((tmp_path / "documents").iterdir()) == []
