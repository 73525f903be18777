"""Documents with name, kind, language and media type: added, listed, given back, on every act, and on both axes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import postgresql
import pytest
from office import Office
from stores import Place, Schema

from aggregates.record import documents as kept

FRENCH, ENGLISH = "Accord de coopération".encode(), b"Agreement on co-operation"
DIGEST = sha256(FRENCH).hexdigest()


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office with harbour in force since 2024-02-15 (#1 to #3), and two texts on its desk."""
    monkeypatch.setenv("DEPOSITARY_DOCUMENTS", str(tmp_path / "documents"))
    if isinstance(place, Schema) and postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    office.into_force()
    Path("fr.pdf").write_bytes(FRENCH)
    Path("en.txt").write_bytes(ENGLISH)
    yield office
    if isinstance(place, Schema):
        for (name,) in place.rows(f"SELECT nspname FROM pg_namespace WHERE nspname LIKE '{place.name}\\_replaced%'"):
            place.admin.execute(f"DROP SCHEMA {name} CASCADE")


ADD = "document add harbour fr.pdf --kind text --language fr --name 'Accord de coopération' --on 2024-02-16 --yes"


def listed(office: Office, line: str = "document list harbour") -> list[dict[str, object]]:
    return [json.loads(row) for row in office.done(f"{line} --format jsonl").out.splitlines()]


def test_a_document_is_listed_as_what_it_is_and_given_back_byte_for_byte(office: Office) -> None:
    """Its media type by its ending, its length; not the name of its file."""
    told = office.done(f"{ADD} --format json").json
    assert (told["act"], told["document"]) == ("document_added", f"sha256:{DIGEST}")
    (one,) = listed(office)
    assert {name: one[name] for name in ("agreement", "document", "seq", "on", "name", "kind", "language")} == {
        "agreement": "harbour",
        "document": f"sha256:{DIGEST}",
        "seq": 4,
        "on": "2024-02-16",
        "name": "Accord de coopération",
        "kind": "text",
        "language": "fr",
    }
    assert (one["media_type"], one["size"]) == ("application/pdf", len(FRENCH))
    for wanted in ("#4", "4", DIGEST[:8], f"sha256:{DIGEST}"):
        office.done(f"document get harbour {wanted} --output {wanted[:3]}.out --force")
        assert Path(f"{wanted[:3]}.out").read_bytes() == FRENCH
    assert "fr.pdf" not in office.done("history harbour --format json").out
    office.done("audit replay")
    office.done("rebuild --dry-run")


def test_every_act_may_rest_on_one_that_is_described(office: Office) -> None:
    """By options of the command, and by fields of a line."""
    office.done(
        "notice harbour --by NORTH --on 2024-08-31 --document en.txt --document-kind instrument --document-language en"
        " --document-name 'Note verbale 12' --yes"
    )
    (one,) = listed(office)
    assert (one["seq"], one["on"], one["kind"], one["media_type"]) == (4, "2024-08-31", "instrument", "text/plain")
    line = {"agreement": "harbour", "act": "document_added", "on": "2024-09-01", "document_file": "fr.pdf"}
    told = {"document_name": "Pleins pouvoirs", "document_kind": "full-powers", "document_type": "application/x-scan"}
    Path("acts.jsonl").write_text(json.dumps(line | told), encoding="utf-8")
    office.done("record acts.jsonl --yes")
    assert [(one["name"], one["kind"], one["media_type"]) for one in listed(office)] == [
        ("Note verbale 12", "instrument", "text/plain"),
        ("Pleins pouvoirs", "full-powers", "application/x-scan"),
    ]
    assert 'rests on a document: instrument "Note verbale 12" in English' in office.done("history harbour").out


def test_a_draft_and_an_entry_of_the_directory_may_rest_on_one_too(office: Office) -> None:
    """The directory has no agreement, and stands last."""
    office.done("directory name NORTH Northport --on 2024-01-01 --document en.txt --document-name letter")
    office.done(ADD)
    assert [(one["agreement"], one["name"]) for one in listed(office, "document list")] == [
        ("harbour", "Accord de coopération"),
        ("@parties", "letter"),
    ]
    assert office.done("document get @parties '#4'").out == ENGLISH.decode()
    office.done("audit replay")


def test_added_again_it_is_what_it_is_said_to_be_the_last_time(office: Office) -> None:
    """One document stays one; the same command again is recognised, another description is another command."""
    office.done(ADD)
    assert office.done(f"{ADD} --format json").json["repeated"]
    office.done(ADD.replace("--kind text", "--kind certified-copy"))
    (one,) = listed(office)
    assert (one["seq"], one["kind"]) == (4, "certified-copy")
    (then,) = listed(office, "document list harbour --known-at '#4'")
    assert then["kind"] == "text"
    office.done("strike harbour 5 --reason mistake --yes")
    assert listed(office)[0]["kind"] == "text"
    office.done("audit replay")


def test_both_axes_hold_for_documents(office: Office) -> None:
    """Of a struck entry there is none, but for who asks what was known; none before the day of its entry."""
    office.done(ADD)
    assert listed(office, "document list harbour --as-of 2024-02-15") == []
    assert listed(office, "document list harbour --known-at '#3'") == []
    office.done("strike harbour 4 --reason 'another agreement' --yes")
    assert listed(office) == []
    assert len(listed(office, "document list harbour --known-at '#4'")) == 1
    assert office.call("document get harbour '#4'").code == 4
    assert office.done("document get harbour '#4' --known-at '#4'").out == FRENCH.decode()
    assert [one["kept"] for one in listed(office, "audit documents")] == [True]
    office.done("audit replay")


def test_the_status_gives_the_texts_by_language(office: Office) -> None:
    """Texts first, certified copies behind them; an instrument is no text."""
    office.done(ADD)
    office.done("document add harbour en.txt --kind certified-copy --language en --on 2024-03-01 --yes")
    Path("n.txt").write_bytes(b"note")
    office.done("document add harbour n.txt --kind instrument --on 2024-03-01 --yes")
    told = office.done("status harbour --as-of 2024-03-01 --format json").json["texts"]
    assert [(one["kind"], one["language"]) for one in told] == [("text", "fr"), ("certified-copy", "en")]
    assert len(office.done("status harbour --as-of 2024-02-20 --format json").json["texts"]) == 1


BAD = {
    "a kind that is none": ("--kind treaty", "--kind"),
    "a language that is none": ("--language French", "--language"),
    "a media type that is none": ("--type pdf", "--type"),
    "a name that is too long": (f"--name {'x' * 201}", "--name"),
}


@pytest.mark.parametrize(("options", "named"), BAD.values(), ids=BAD)
def test_what_a_document_cannot_be_is_refused_at_its_option(office: Office, options: str, named: str) -> None:
    """Exit 2, the option named, nothing recorded."""
    ran = office.call(f"document add harbour en.txt {options} --yes")
    assert (ran.code, named in ran.err) == (2, True), ran.err
    assert office.head() == 3


def test_what_is_said_of_no_document_is_refused(office: Office) -> None:
    """As is a line that adds none."""
    ran = office.call("notice harbour --by NORTH --on 2024-08-31 --document-kind text --yes")
    assert (ran.code, "--document-kind: there is no document" in ran.err) == (2, True), ran.err
    Path("acts.jsonl").write_text('{"agreement": "harbour", "act": "document_added", "on": "2024-09-01"}')
    ran = office.call("record acts.jsonl --yes")
    assert (ran.code, "document: the document is missing" in ran.err) == (2, True), ran.err


def test_a_pipe_and_what_is_too_large_are_refused_before_anything_is_recorded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe might never end."""
    os.mkfifo("pipe")
    ran = office.call("document add harbour pipe --yes")
    assert (ran.code, "no regular file" in ran.err) == (2, True)
    monkeypatch.setattr(kept, "MOST", 10)
    ran = office.call("document add harbour en.txt --yes")
    assert (ran.code, "longer than" in ran.err) == (2, True)
    assert office.head() == 3


def test_what_was_changed_or_is_gone_is_not_given_back(office: Office) -> None:
    """Exit 74, and nothing is written."""
    office.done(ADD)
    file = office.folder / "documents" / DIGEST
    file.write_bytes(b"another")
    ran = office.call("document get harbour '#4' -o out.pdf")
    assert (ran.code, "is not what was put on record" in ran.err) == (74, True)
    file.unlink()
    ran = office.call("document get harbour '#4' -o out.pdf")
    assert (ran.code, "the document is not kept" in ran.err) == (74, True)
    assert not Path("out.pdf").exists()


def test_a_document_is_not_called_by_the_name_of_a_person(office: Office) -> None:
    """A read model holds its name, and no key seals it: neither of who is said to be named, nor of a signatory."""
    for line in (
        "document add harbour en.txt --name 'Letter of Ada Lovelace' --personal 'Ada Lovelace' --note 'by Ada Lovelace'"
        " --on 2024-02-16",
        "sign harbour --by NORTH --on 2024-02-01 --signatory 'Ada Lovelace' --document en.txt"
        " --document-name 'Full powers of Ada Lovelace' --irregular late",
    ):
        ran = office.call(f"{line} --yes")
        assert (ran.code, "without the name" in ran.err) == (2, True), ran.err
    assert office.head() == 3


def test_erasing_a_person_names_the_documents_that_are_called_so(office: Office) -> None:
    """A name that nobody said to be a person's stays, and is listed."""
    office.done("document add harbour en.txt --name 'Letter of Ada Lovelace' --yes")
    office.done("sign harbour --by NORTH --on 2024-02-01 --signatory 'Ada Lovelace' --irregular late --yes")
    told = office.done("erase 'Ada Lovelace' --yes --format json").json["places"]
    assert {(one["seq"], one["field"], one["sealed"]) for one in told} == {
        (5, "signatory", True),
        (4, "document_name", False),
    }
    office.done("audit replay")


def test_events_of_before_are_documents_of_which_nothing_is_told(office: Office) -> None:
    """A digest alone, as it was recorded until there was a place for more."""
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    ran = office.done("document list harbour --format csv").out
    assert ran.splitlines()[0].startswith("document,seq,on,name,kind,language,media_type,size,agreement")


def test_an_unknown_agreement_or_document_is_not_found(office: Office) -> None:
    """Exit 4, with the nearest."""
    assert office.call("document list harbor").code == 4
    office.done(ADD)
    assert office.call("document get harbour '#9'").code == 4
    assert office.call(f"document get harbour {DIGEST[:7]}").code == 4


def test_a_document_is_removed_with_a_reason(office: Office) -> None:
    """It is no longer listed nor missed; its digest and what rested on it stay, and added again it is there again."""
    office.done(ADD)
    office.done("document add harbour en.txt --kind instrument --on 2024-02-17 --yes")
    ran = office.done("document remove harbour '#4' --reason 'asked for by whom it names' --on 2024-03-01")
    assert f"Its file may be destroyed now, if no other register needs it: {office.folder / 'documents' / DIGEST}" in (
        " ".join(ran.err.split())
    )
    assert [one["seq"] for one in listed(office)] == [5]
    assert office.done("status harbour --as-of 2024-03-02 --format json").json["texts"] == []
    assert len(office.done("status harbour --as-of 2024-02-29 --format json").json["texts"]) == 1
    assert len(listed(office, "document list harbour --known-at '#5'")) == 2
    (office.folder / "documents" / DIGEST).unlink()
    assert [(one["kept"], one["on_record"]) for one in listed(office, "audit documents")] == [
        (False, False),
        (True, True),
    ]
    assert office.call("document remove harbour '#4' --reason again").code == 4
    office.done("audit replay")
    office.done("strike harbour 6 --reason mistake --yes")
    assert [one["seq"] for one in listed(office)] == [4, 5]
    assert office.call("audit documents").code == 3
    office.done("strike harbour 7 --reason 'no mistake' --yes")
    office.done(ADD.replace("--on 2024-02-16", "--on 2024-04-01"))
    assert [one["seq"] for one in listed(office)] == [5, 9]
    office.done("audit replay")


def test_what_cannot_be_removed_is_refused(office: Office) -> None:
    """A document that is not there, and no reason."""
    assert office.call("document remove harbour '#3' --reason x").code == 4
    office.done(ADD)
    assert office.call("document remove harbour '#4'").code == 2
    assert office.head() == 4


def elsewhere(office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let documents be kept in another folder from now on, as on another machine."""
    folder = office.folder / "elsewhere"
    monkeypatch.setenv("DEPOSITARY_DOCUMENTS", str(folder))
    return folder


def test_documents_travel_with_a_backup(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """They lie beside it, are compared on the way back, and one that was lost is said."""
    office.done(ADD)
    office.done("document add harbour en.txt --yes")
    (office.folder / "documents" / sha256(ENGLISH).hexdigest()).unlink()
    told = office.done("backup copy.db --format json").json
    assert told["documents"] == {"there": 1, "missing": 1}
    assert [file.name for file in Path("copy.db.documents").iterdir()] == [DIGEST]
    folder = elsewhere(office, monkeypatch)
    told = office.done("restore copy.db --yes --format json").json
    assert told["documents"] == {"there": 1, "missing": 1}
    assert [file.name for file in folder.iterdir()] == [DIGEST]
    assert office.done("document get harbour '#4'").out == FRENCH.decode()


def test_a_backup_goes_on_beside_the_documents_that_a_killed_one_left(office: Office) -> None:
    """What lies there under a digest is compared with it, and what was cut short is written again."""
    office.done(ADD)
    office.done("document add harbour en.txt --yes")
    Path("copy.db.documents").mkdir()
    (Path("copy.db.documents") / DIGEST).write_bytes(FRENCH[:3])
    assert office.done("backup copy.db --format json").json["documents"] == {"there": 2, "missing": 0}
    kept_there = Path("copy.db.documents") / DIGEST
    assert (kept_there.read_bytes(), kept_there.stat().st_mode & 0o077) == (FRENCH, 0)
    assert office.call("backup copy.db").code == 6


def test_a_backup_whose_documents_were_exchanged_is_not_restored(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register is what it was."""
    office.done(ADD)
    office.done("backup copy.db")
    (Path("copy.db.documents") / DIGEST).write_bytes(b"another")
    elsewhere(office, monkeypatch)
    before = office.contents()
    ran = office.call("restore copy.db --yes")
    assert (ran.code, "it is not the document of its name" in ran.err) == (2, True), ran.err
    assert office.contents() == before


@pytest.mark.parametrize("path", ["bundle", "bundle.zip"])
def test_documents_travel_with_a_bundle_where_that_is_asked_for(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """They may name people, and so stay at home otherwise; in an empty register they are kept before their events."""
    office.done(ADD)
    assert office.done("audit export plain --format json").json["documents"] == {"there": 0, "missing": 0}
    assert not Path("plain/documents").exists()
    office.done(f"audit export {path} --with-documents")
    folder = elsewhere(office, monkeypatch)
    office.done("init --db empty.db")
    told = office.done(f"import {path} --db empty.db --format json").json
    assert told["documents"] == {"there": 1, "missing": 0}
    assert (folder / DIGEST).read_bytes() == FRENCH
    office.done("audit documents --db empty.db")
    assert listed(office, "document list harbour --db empty.db") == listed(office)


def test_what_a_bundle_says_of_documents_is_compared(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is another is refused, and nothing is taken over; one that is not on record stays where it is."""
    office.done(ADD)
    office.done("audit export bundle --with-documents")
    Path("bundle/documents/..hidden").write_bytes(b"a stranger")
    folder = elsewhere(office, monkeypatch)
    office.done("init --db empty.db")
    (Path("bundle/documents") / DIGEST).write_bytes(b"another")
    ran = office.call("import bundle --db empty.db")
    assert (ran.code, "it is not the document of its name" in ran.err) == (2, True), ran.err
    (Path("bundle/documents") / DIGEST).write_bytes(FRENCH)
    office.done("import bundle --db empty.db")
    assert [file.name for file in folder.iterdir()] == [DIGEST]
