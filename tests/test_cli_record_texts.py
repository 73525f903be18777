"""Texts at the command line: notes keep their lines, a digest finds its certificate, a choice the nearest word."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from office import Office

NOTE = "received by post\nthe envelope is kept"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office where harbour is in force, after #3."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    return office.into_force()


def test_a_note_keeps_its_lines(office: Office) -> None:
    """As it was typed, whatever ends its lines; on the page each stands on a line of its own."""
    office.done("activity", "begin", "harbour", "--on", "2024-03-01", "--note", NOTE.replace("\n", "\r\n"))
    assert office.done("history harbour --format json").json[-1]["fields"]["note"] == NOTE
    page = [line.split() for line in office.done("history harbour").out.splitlines()]
    at = page.index(["note", "received", "by", "post"])
    assert page[at + 1] == ["the", "envelope", "is", "kept"]


def test_a_correction_of_a_note_keeps_its_lines(office: Office) -> None:
    """And a note of one line stands among the details."""
    office.done("activity begin harbour --on 2024-03-01 --note 'one line'")
    assert '"one line"' in office.done("history harbour").out
    office.done("correct", "harbour", "4", "--set", f"note={NOTE}", "--reason", "more", "--yes")
    assert office.done("history harbour --format json").json[-1]["fields"]["set"] == {"note": NOTE}


@pytest.mark.parametrize("option", ["--title", "--irregular"])
def test_no_other_text_has_lines(office: Office, option: str) -> None:
    """A line break in a title, a reason or a name would be a way to forge a page."""
    ran = office.call("activity", "begin", "harbour", "--on", "2024-03-01", option, "a\nb")
    assert ran.code == 2
    assert f"{option}: character 2 is a control character (U+000A)" in ran.err


@pytest.mark.parametrize("note", ["a\rb", "a\n\x1bb", "a\u2028b"])
def test_a_note_holds_nothing_else_that_moves(office: Office, note: str) -> None:
    """Only line breaks."""
    ran = office.call("activity", "begin", "harbour", "--on", "2024-03-01", "--note", note)
    assert (ran.code, "--note: character" in ran.err) == (2, True)


def test_a_certificate_prints_the_command_that_gives_its_line_again(office: Office) -> None:
    """The line has the digest on record, by which the certificate is found, in one agreement or in all."""
    said = office.done("certify harbour --as-of 2024-03-01").out
    command = "certificates harbour --line K1"
    assert f"Next: depositary {command}\n" in said
    digest = sha256(office.done(command).out.encode()).hexdigest()
    for wanted in (digest, digest[:8], digest.upper()):
        for of in ("", "harbour "):
            ran = office.done(f"certificates {of}--digest {wanted} --format json")
            assert [one["certificate"] for one in ran.json] == ["K1"]
    assert f"Its line again: depositary {command}\n" in office.done(f"certificates --digest {digest}").out


@pytest.mark.parametrize(
    ("digest", "code"), [("0" * 64, 4), ("0" * 8, 4), ("0" * 7, 2), ("0" * 65, 2), ("K1K1K1K1", 2)]
)
def test_a_digest_that_is_none_or_unknown_is_said_to_be_so(office: Office, digest: str, code: int) -> None:
    """An unknown one is not found, what is no digest is bad input."""
    office.done("certify harbour --as-of 2024-03-01")
    assert office.call(f"certificates --digest {digest}").code == code


@pytest.mark.parametrize(
    ("words", "known", "near"),
    [
        ("consent harbour --by NORTH --on 2024-03-01 --manner ratifcation", "'approval'", "ratification"),
        ("list --state in-force", "'winding_down'", "in_force"),
        ("status harbour --format jsno", "'csv'", "json"),
        ("record x --on-error skipp", "'stop'", "skip"),
        ("diagram harbour --syntax mermaids", "'dot'", "mermaid"),
    ],
)
def test_a_choice_that_is_none_is_answered_with_what_is_known(
    office: Office, words: str, known: str, near: str
) -> None:
    """All of them, and the nearest, whatever the option."""
    ran = office.call(words)
    assert ran.code == 2
    assert known in ran.err
    assert f"Did you mean {near}" in ran.err
