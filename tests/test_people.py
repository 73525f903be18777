"""Personal data: sealed apart from its event, read as before, and gone from everything once its key is destroyed."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import postgresql
import pytest
from commandline import Ran, run
from given import act
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from office import HARBOUR
from stores import File, Place, Schema

from aggregates.databases.cases import database
from aggregates.ground.sealing import new_key, seal, unseal
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.people.people import people_of
from aggregates.record.receipts import content_key
from lifecycle.acts.act import Act
from lifecycle.acts.kinds import KINDS, act_from
from lifecycle.acts.personal import FIELDS, personal, with_personal
from lifecycle.codec import encode
from lifecycle.fold.timeline import fold

ADA, BEN = "Ada Ångström", "Ben Ouest"

STORY = f"""
draft {{terms}} --on 2024-01-10
sign harbour --by NORTH --on 2024-02-01 --signatory "Harbour Master"
sign harbour --by SOUTH --on 2024-02-15 --signatory "{ADA}" --authority "full powers"
contact designate harbour --by NORTH --contact "{BEN}" --on 2024-03-01 --reach ben@harbour.example
contact designate harbour --by SOUTH --contact "{ADA}" --on 2024-03-02 --reach ada@harbour.example
correct harbour 4 --set contact="{BEN} junior" --reason "there are two" --yes
correct harbour 5 --set reach=+4712345678 --reason "moved" --yes
"""
"""NORTH's Harbour Master is the office that the terms name; who signs for SOUTH has full powers."""

STREAM = "6c0e5e1b-1a6c-5b0a-9d6e-0a4e7a6d1c55"


def call(*words: str) -> Ran:
    ran = run(*words)
    assert ran.code == 0, ran.err or ran.out
    return ran


@pytest.fixture
def register(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A register with two people and a third by a correction, on the command line."""
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    monkeypatch.setenv("DEPOSITARY_ACTOR", "keeper")
    call("init")
    for line in STORY.format(terms=HARBOUR).strip().splitlines():
        call(line)
    return place


def states(place: Place) -> bytes:
    return b"\n".join(bytes(state) for (state,) in place.rows("SELECT state FROM events ORDER BY seq"))


def everything(place: Place) -> bytes:
    """All that lies in the database: of a file its very bytes."""
    if isinstance(place, File):
        return b"".join(file.read_bytes() for file in sorted(place.file.parent.glob("register.db*")))
    tables = [place.rows(f"SELECT * FROM {table}") for table in place.tables()]
    return repr(tables).encode() + states(place)


def history() -> list[dict[str, object]]:
    told = call("history harbour --format json").json
    return [entry["fields"] for entry in told]


# Sealed


def test_no_event_holds_a_name(register: Place) -> None:
    """Neither a signatory nor a contact nor what a correction makes of one; an office of the terms is none."""
    kept = states(register)
    for name in (ADA, BEN, "Ouest", "harbour.example", "12345678"):
        assert name.encode() not in kept
        assert json.dumps(name).encode() not in kept
    assert b"Harbour Master" in kept
    assert kept.count(b'"[sealed]"') == 7


def test_every_answer_reads_as_it_was_recorded(register: Place) -> None:
    """Whoever may read the register sees the names."""
    told = history()
    assert told[1]["signatory"] == "Harbour Master"
    assert told[2]["signatory"] == ADA
    assert told[4]["contact"] == ADA
    assert told[5]["set"] == {"contact": f"{BEN} junior"}
    contacts = call("contacts harbour --as-of 2024-04-01 --format json").json
    assert {one["party"]: one["contact"] for one in contacts} == {"NORTH": f"{BEN} junior", "SOUTH": ADA}


def test_one_person_has_one_key(register: Place) -> None:
    """However often a name is recorded; each value is sealed anew all the same."""
    with reading(register.url) as log:
        assert sorted(person.name or "" for person in people_of(log)) == sorted([ADA, BEN, f"{BEN} junior"])
        sealed = [one for found in log.recordings() for one in found.personal]
    assert len(sealed) == 7
    assert len({one.subject for one in sealed}) == 3, "how somebody is reached is about them, in a correction, too"
    assert len({one.data for one in sealed}) == 7


def test_a_refused_act_and_a_dry_run_leave_nobody_behind(register: Place) -> None:
    """A person comes on record with an act, or not at all."""
    before = register.digest()
    assert run('sign harbour --by SOUTH --on 2024-02-16 --authority x --signatory "Zoe Zett"').code == 5
    call('contact designate harbour --by SOUTH --contact "Zoe Zett" --on 2024-03-05 --dry-run')
    assert register.digest() == before


@given(st.text(), st.integers(1, 5), st.sampled_from(sorted(FIELDS)))
def test_what_is_sealed_opens_at_its_place_and_nowhere_else(text: str, version: int, field: str) -> None:
    """Stream, version and field are bound into it; one bit more or less, and it does not open."""
    from uuid import UUID

    key, stream = new_key(), UUID(STREAM)
    data = seal(key, text, stream, version, field)
    assert unseal(key, data, stream, version, field) == text
    others = [
        (new_key(), data, stream, version, field),
        (key, data, UUID(int=7), version, field),
        (key, data, stream, version + 1, field),
        (key, data, stream, version, f"{field}s"),
        (key, data[:-1], stream, version, field),
        (key, bytes([data[0] ^ 1]) + data[1:], stream, version, field),
        (key, data[:-1] + bytes([data[-1] ^ 128]), stream, version, field),
    ]
    for other in others:
        with pytest.raises(ValueError, match="does not open"):
            unseal(*other)


def test_a_sealed_value_that_was_moved_is_damage(register: Place) -> None:
    """The envelope of one event in another is named, although the person and the key are the same."""
    with reading(register.url) as log:
        (signed,), (contact, _) = (log.stream("harbour")[at].personal for at in (2, 4))
    kept = register.rows("SELECT state FROM events WHERE seq = 5")[0][0]
    moved = bytes(kept).replace(b64encode(contact.data), b64encode(signed.data))
    literal = f"x'{moved.hex()}'" if isinstance(register, File) else f"'\\x{moved.hex()}'::bytea"
    register.run(f"UPDATE events SET state = {literal} WHERE seq = 5")
    ran = run("status harbour")
    assert ran.code == 74
    assert "#5" in ran.err
    assert "does not open" in ran.err


# Erased


def test_erasing_takes_a_person_out_of_everything(register: Place) -> None:
    """No byte of the database knows the name or the key; whoever else is on record stays."""
    with reading(register.url) as log:
        (key,) = [person.key for person in people_of(log) if person.name == ADA]
    assert key is not None
    kept = everything(register)
    assert key.encode() in kept
    ran = call("erase", ADA, "--yes")
    assert "4 entries" in ran.out
    kept = everything(register)
    for trace in (key.encode(), bytes.fromhex(key), ADA.encode(), json.dumps(ADA).encode(), b"ada@harbour"):
        assert trace not in kept
    told = history()
    assert (told[2]["signatory"], told[4]["contact"]) == ("[erased]", "[erased]")
    assert told[3]["contact"] == BEN
    for page in ("contacts harbour --as-of 2024-04-01", "history harbour", "party SOUTH --as-of 2024-04-01"):
        assert "[erased]" in call(page).out
        assert ADA not in call(page).out


def test_erasing_changes_no_event_no_proof_and_no_other_answer(register: Place, tmp_path: Path) -> None:
    """Leaves, root and read models are those of before; checkpoints, receipts and proofs are good for ever."""
    days = ("2024-01-31", "2024-02-15", "2024-04-01")
    questions = [f"status harbour --as-of {day} --format json" for day in days]
    before = states(register), [call(question).json for question in questions]
    named = [
        own for told in before[1] for one in told["participants"] for own in one["memberships"] if "signatory" in own
    ]
    assert {own.pop("signatory") for own in named} == {ADA, "Harbour Master"}
    proof, note = tmp_path / "proof", tmp_path / "note"
    call("audit", "prove", "5", "--out", str(proof))
    note.write_text(call("audit checkpoint").out, encoding="utf-8")
    call("erase", ADA, "--yes")
    after = [call(question).json for question in questions]
    for own in (own for told in after for one in told["participants"] for own in one["memberships"]):
        assert own.pop("signatory", "Harbour Master") == "Harbour Master"  # whose name was not erased
    assert (states(register), after) == before
    call("audit verify")
    call("audit replay")
    call("rebuild --dry-run")
    key = call("audit public-key --format json").json[-1]["key"]
    call("audit", "verify-proof", str(proof), "--key", key)
    call("audit", "verify", "--checkpoint", str(note))
    call("sign harbour --by NORTH --on 2024-02-01 --signatory 'Harbour Master'")  # the same command: repeated


def test_a_dry_run_erases_nothing(register: Place) -> None:
    """It names the places, and nothing has changed."""
    before = register.digest()
    told = call("erase", ADA, "--dry-run", "--format", "json").json["places"]
    assert [(one["agreement"], one["seq"], one["field"]) for one in told] == [
        ("harbour", 3, "signatory"),
        ("harbour", 5, "contact"),
        ("harbour", 5, "reach"),
        ("harbour", 7, "reach"),
    ]
    assert register.digest() == before


@pytest.mark.parametrize("fails", [False, True])
def test_old_pages_that_others_still_read_are_told(
    register: Place, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """The key is gone all the same, and what is left of it goes later."""
    case = database(register.url)

    def scrub(*_: object) -> bool:
        if fails:
            raise case.Error("somebody holds it")
        return False

    monkeypatch.setattr(type(case), "scrub", scrub)
    ran = call("erase", ADA, "--yes")
    assert "Old pages of the file are still being read elsewhere" in ran.out
    assert history()[2]["signatory"] == "[erased]"
    with reading(register.url) as log:
        assert ADA not in [person.name for person in people_of(log)]


def test_the_same_name_later_is_another_person(register: Place) -> None:
    """What was erased stays erased when somebody of that name signs or is designated again."""
    call("erase", ADA, "--yes")
    call("contact", "designate", "harbour", "--by", "SOUTH", "--contact", ADA, "--on", "2024-05-01")
    told = history()
    assert (told[4]["contact"], told[7]["contact"]) == ("[erased]", ADA)


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [("Ada Angstrom", 4, f"Did you mean {ADA}?"), ("Zoe", 4, "not on record"), ("A\u202eda", 2, "reorders text")],
)
def test_a_name_that_nobody_has_is_not_found(register: Place, name: str, code: int, says: str) -> None:
    """The nearest one is named, and nothing has changed."""
    before = register.digest()
    ran = run("erase", name, "--yes")
    assert ran.code == code
    assert says in ran.err
    assert code != 4 or "Next: depositary history ID shows names as they were recorded" in ran.err
    assert register.digest() == before


def test_what_decides_cannot_be_erased(register: Place, tmp_path: Path) -> None:
    """A signatory that was rectified into the office that signs: without the name the signature would not count."""
    terms = tmp_path / "harbour.yaml"
    text = HARBOUR.read_text("utf-8")
    terms.write_text(text.replace("agreement: harbour", "agreement: port"), encoding="utf-8")
    call("draft", str(terms), "--on", "2024-01-10")
    call("sign port --by SOUTH --on 2024-02-01")
    call("sign port --by NORTH --on 2024-02-02 --signatory 'Port Captain' --irregular 'to be seen'")
    terms.write_text(terms.read_text("utf-8").replace("Harbour Master", "Port Captain"), encoding="utf-8")
    by = "--objections-by 2024-03-01 --reason misprint --on 2024-02-10 --yes"
    call("rectify", "propose", "port", "--terms", str(terms), *by.split())
    call("rectify record port R1 --on 2024-03-02 --yes")
    assert call("status port --as-of 2024-03-02 --format json").json["state"] == "in_force"
    ran = run("erase", "Port Captain", "--yes")
    assert ran.code == 6
    assert "not only a person's name" in ran.err
    assert call("history port --format json").json[2]["fields"]["signatory"] == "Port Captain"


def test_the_writer_may_not_erase(tmp_path: Path) -> None:
    """On PostgreSQL only who may act as the owner: the writer has no right to change or delete a person."""
    place = Schema(tmp_path)
    try:
        assert run("init", "--db", place.url).code == 0
        place.admin.execute(f"SET ROLE {place.role('writer')}")
        import psycopg

        for statement in ("UPDATE people SET key = NULL", "DELETE FROM people", "TRUNCATE people"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                place.admin.execute(statement)
        place.admin.execute("INSERT INTO people VALUES ('s', 'n', 'k')")
        place.admin.execute("RESET ROLE")
    finally:
        place.remove()


# Copies


def test_a_bundle_takes_people_along_or_leaves_them(
    register: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The root is the same either way; without keys the answer says that it is sealed, not that it was erased."""
    call("erase", BEN, "--yes")
    call("audit", "export", str(tmp_path / "with"), "--with-people")
    call("audit", "export", str(tmp_path / "without"))
    for name, signatory in (("with", ADA), ("without", "[sealed]")):
        taken = f"sqlite:///{tmp_path / name}.db"
        monkeypatch.setenv("DEPOSITARY_DB", taken)
        call("init")
        call("import", str(tmp_path / name))
        told = history()
        assert told[2]["signatory"] == signatory
        assert told[3]["contact"] == ("[erased]" if name == "with" else "[sealed]")
        call("audit verify")
        call("audit replay")
        assert call("status harbour --as-of 2024-04-01 --format json").json["state"] == "in_force"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda line: line.replace('"key": "', '"key": "zz'), "people.jsonl:1"),
        (lambda line: line[:-1], "people.jsonl:1"),
        (lambda line: line.replace('"name"', '"nome"'), "people.jsonl:1"),
        (lambda line: json.dumps(json.loads(line) | {"key": "00" * 32}), "does not open"),
    ],
)
def test_a_bundle_with_wrong_keys_is_refused(
    file_place: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: object, says: str
) -> None:
    """The file and the line, or the event, are named, and nothing is taken over."""
    monkeypatch.setenv("DEPOSITARY_DB", file_place.url)
    call("init")
    call("draft", str(HARBOUR), "--on", "2024-01-10")
    call("sign", "harbour", "--by", "SOUTH", "--on", "2024-02-15", "--signatory", ADA, "--authority", "letter")
    call("audit", "export", str(tmp_path / "bundle"), "--with-people")
    people = tmp_path / "bundle" / "people.jsonl"
    assert callable(change)
    people.write_text(f"{change(people.read_text('utf-8').rstrip())}\n", encoding="utf-8")
    monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{tmp_path / 'other.db'}")
    call("init")
    ran = run("import", str(tmp_path / "bundle"))
    assert ran.code == 2
    assert says in ran.err
    with reading(f"sqlite:///{tmp_path / 'other.db'}") as log:
        assert log.head().seq == 0


def test_a_restored_backup_forgets_whom_the_register_has_erased(
    file_place: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that lies in an older copy does not come back with it."""
    monkeypatch.setenv("DEPOSITARY_DB", file_place.url)
    call("init")
    call("draft", str(HARBOUR), "--on", "2024-01-10")
    call("sign", "harbour", "--by", "SOUTH", "--on", "2024-02-15", "--signatory", ADA, "--authority", "letter")
    copy = tmp_path / "copy.db"
    call("backup", str(copy))
    call("erase", ADA, "--yes")
    call("restore", str(copy), "--yes")
    assert history()[1]["signatory"] == "[erased]"
    call("audit verify")
    assert ADA.encode() not in everything(file_place).replace(copy.read_bytes(), b"")


def test_a_register_of_before_gets_a_table_of_people(register: Place) -> None:
    """The upgrade makes what `init` makes, to the letter, and names that are recorded from then on are sealed."""

    def schema() -> list[tuple[object, ...]]:  # a column that was taken away leaves its number behind
        return [("register", "four_eyes") if row[:2] == ("register", "four_eyes") else row for row in register.schema()]

    fresh = schema()
    register.run(
        "DROP TABLE people",
        "ALTER TABLE register DROP COLUMN four_eyes",
        "UPDATE schema_version SET version_num = '0001'",
        guarded=True,
    )
    register.version(1)
    assert run("status harbour").code == 12
    call("db upgrade")
    assert schema() == fresh
    call("contact", "designate", "harbour", "--by", "NORTH", "--contact", ADA, "--on", "2024-06-01")
    told = history()
    assert (told[2]["signatory"], told[7]["contact"]) == ("[sealed]", ADA)


# What is personal


def test_every_field_named_is_one_of_some_act() -> None:
    """A field that no act has would seal nothing."""
    fields = {name for kind in KINDS for name in kind.act.__struct_fields__}
    assert set(FIELDS) <= fields


@pytest.mark.parametrize(
    "line",
    [
        "2024-02-15 signed by=SOUTH signatory=Ada",
        "2024-02-15 contact_designated by=SOUTH contact=Ada",
        "2024-02-15 information_supplied by=SOUTH through=Ada",
        "2024-02-15 observer_attended by=SOUTH meeting=M1 representative=Ada",
    ],
)
def test_personal_data_is_found_and_put_back(line: str) -> None:
    """What is taken out of an act and put in again makes the same act."""
    made: Act = act(line)
    found = personal(made)
    assert list(found.values()) == ["Ada"]
    blank = with_personal(made, dict.fromkeys(found, "[sealed]"))
    assert blank != made
    assert with_personal(blank, found) == made


def test_no_sentence_of_the_law_holds_a_name(register: Place) -> None:
    """What is stored for ever beside an act, its ruling and its objections, speaks of the signatory, not of Ada."""
    call("sign harbour --by NORTH --on 2024-02-03 --signatory 'Xaver Xu' --irregular 'twice'")
    with reading(register.url) as log:
        line = fold([found.entry for found in log.stream("harbour")])
    told = repr((line.irregular, line.agreement, line.parties, line.dues))
    assert ADA not in told
    assert "Xaver" not in told
    assert b"Xaver" not in states(register)


# Nothing is left


GUESSED = [ADA, BEN, "Ada Angstrom", "Cy Nobody"]
"""A list of names, as whoever searches for somebody has one."""


def digests(name: str) -> set[bytes]:
    """Give what anybody would hash of the commands that named somebody, given all else that they say."""
    signed = {"act": "signed", "on": "2024-02-15", "by": "SOUTH", "signatory": name, "authority": "full powers"}
    reached = {"on": "2024-03-02", "by": "SOUTH", "contact": name, "reach": "ada@harbour.example"}
    proposed = [
        Proposal(agreement="harbour", actor="keeper", act=act_from(plain))
        for plain in (signed, {"act": "contact_designated", **reached})
    ]
    found = {sha256(encode([one])).digest() for one in proposed} | {sha256(name.encode()).digest()}
    assert {content_key([one]) for one in proposed} == {content_key([one]) for one in renamed(proposed)}
    return found


def renamed(proposed: list[Proposal]) -> list[Proposal]:
    """Give the same commands, naming nobody that there is."""
    return [replace(one, act=with_personal(one.act, dict.fromkeys(personal(one.act), "Cy"))) for one in proposed]


def kept_by_the_server(place: Place) -> bytes:
    """Give everything that a database holds of the register, its statistics included, as far as an owner may look."""
    if isinstance(place, File):
        return everything(place)
    place.run("ANALYZE", guarded=True)
    samples = place.rows("SELECT row_to_json(s)::text FROM pg_stats AS s WHERE schemaname = current_schema()")
    tables = [place.rows(f"SELECT one::text FROM {table} AS one") for table in place.tables()]
    return json.dumps([samples, tables], ensure_ascii=False).encode()


def test_nothing_that_is_erased_can_be_found_or_guessed(register: Place, tmp_path: Path) -> None:
    """Tables, samples, files and digests, before and after: a list of names finds the person, and then does not."""
    place = register
    with reading(place.url) as log:
        (key,) = [person.key for person in people_of(log) if person.name == ADA]
    assert key is not None

    def found() -> list[str]:
        told = kept_by_the_server(place)
        return [name for name in GUESSED if name.encode() in told or any(_in(told, one) for one in digests(name))]

    assert found() == [ADA, BEN]
    assert not any(_in(kept_by_the_server(place), one) for one in digests(ADA))
    assert key.encode() in kept_by_the_server(place)
    call("erase", ADA, "--yes")
    assert found() == [BEN]
    told = kept_by_the_server(place) + b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert key.encode() not in told
    assert bytes.fromhex(key) not in told


def _in(told: bytes, digest: bytes) -> bool:
    return digest in told or digest.hex().encode() in told


def test_what_stands_in_words_is_named_and_so_is_what_was_put_aside(register: Place) -> None:
    """No event ever changes: a note, a reason or an actor that says the name is listed, however it is written."""
    began = ("activity", "begin", "harbour", "--on", "2024-03-05")
    call(*began, "A1", "--note", f"agreed with {ADA.upper()}")
    call(*began, "A2", "--actor", ADA.replace(" ", "  "))
    aside = ""
    if isinstance(register, File):
        aside = str(register.file.with_name("register.db.replaced-1"))
        Path(aside).touch()
    elif isinstance(register, Schema):
        aside = f"{register.name}_replaced_1"
        register.admin.execute(f"CREATE SCHEMA {aside}")
    told = call("erase", ADA, "--dry-run", "--format", "json").json["places"]
    spoken = [(one["seq"], one["field"]) for one in told if not one["sealed"]]
    assert spoken == [(8, "note"), (9, "actor")]
    ran = call("erase", ADA, "--yes")
    assert "The name stays in words that are on record" in ran.out
    assert f"What was put aside, or made of the register, still holds it: {aside}" in ran.out
    register.admin.execute(f"DROP SCHEMA {aside}") if isinstance(register, Schema) else None
    assert "4 entries" in ran.out


def test_what_was_made_of_the_register_is_named_and_so_are_documents(
    register: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup, and a bundle with the keys, as long as they lie where they were put; a bundle without them is none."""
    if isinstance(register, Schema) and postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    (tmp_path / "letter.pdf").write_text(f"from {BEN}")
    call(f"contact designate harbour --by NORTH --contact '{BEN}' --on 2024-03-09 --document {tmp_path}/letter.pdf")
    for line in ("backup {}/saved", "backup {}/gone", "audit export {}/with --with-people", "audit export {}/without"):
        call(line.format(tmp_path))
    (tmp_path / "gone").unlink()
    ran = call("erase", BEN, "--yes")
    named = " ".join(ran.out.split())
    assert all(str(tmp_path / name) in named for name in ("saved", "with"))
    assert not any(f"{tmp_path / name}," in named or f"{tmp_path / name} " in named for name in ("gone", "without"))
    assert sha256((tmp_path / "letter.pdf").read_bytes()).hexdigest() in ran.out.replace("\n", "").replace(" ", "")


# Words


NOTED = ("activity", "begin", "harbour", "--on", "2024-03-05", "--note", f"agreed with {ADA.upper()} and {BEN}")


def test_words_that_name_people_are_sealed_under_all_their_keys(register: Place) -> None:
    """A note of two people is read until one of them is erased; no byte of the register holds it then."""
    call(*NOTED, "A1", "--personal", ADA, "--personal", BEN)
    call("activity", "begin", "harbour", "A2", "--on", "2024-03-05", "--note", f"not {BEN}", "--personal", BEN)
    assert b"agreed with" not in states(register)
    assert [one["note"] for one in history()[7:]] == [NOTED[-1], f"not {BEN}"]
    told = call("erase", ADA, "--dry-run", "--format", "json").json["places"]
    assert [(one["seq"], one["field"], one["sealed"]) for one in told][-1] == (8, "note", True)
    call("erase", ADA, "--yes")
    assert [one["note"] for one in history()[7:]] == ["[erased]", f"not {BEN}"]
    assert b"agreed with" not in kept_by_the_server(register)
    call("audit verify")
    call("audit replay")
    call("rebuild --dry-run")


def test_words_that_name_whom_the_act_names_are_sealed_unasked(register: Place) -> None:
    """Of one's own signature or designation; an office that the terms name is nobody."""
    call(
        "contact",
        "designate",
        "harbour",
        "--by",
        "SOUTH",
        "--contact",
        ADA,
        "--on",
        "2024-03-06",
        "--function",
        f"{ADA}, head",
    )
    call(
        "sign",
        "harbour",
        "--by",
        "NORTH",
        "--on",
        "2024-03-07",
        "--signatory",
        "Harbour Master",
        "--irregular",
        "Harbour Master again",
    )
    kept = states(register)
    assert (b", head" in kept, b"Harbour Master again" in kept) == (False, True)
    assert history()[7]["function"] == f"{ADA}, head"


def test_the_reason_of_an_irregular_act_and_of_a_correction_is_sealed(register: Place) -> None:
    """So is what a correction makes of a note, and what waits for a second officer."""
    twice, of = f"{ADA} insists", f"--personal '{ADA}' --yes"
    call(f"sign harbour --by SOUTH --on 2024-02-16 --authority x --irregular '{twice}' {of}")
    call(f"correct harbour 4 --set 'note=says {ADA}' --reason '{ADA} told us' {of}")
    call("db four-eyes on")
    call(f"strike harbour 8 --reason '{ADA} was mistaken' {of}")
    for words in ("insists", "told us", "says", "mistaken"):
        assert words.encode() not in states(register)
    told = call("history harbour --format json").json
    assert told[7]["irregular"] == twice
    assert (told[8]["fields"]["reason"], told[8]["fields"]["set"]["note"]) == (f"{ADA} told us", f"says {ADA}")
    assert told[9]["fields"]["submits"]["reason"] == f"{ADA} was mistaken"
    call("audit verify")
    call("erase", ADA, "--yes")
    told = call("history harbour --format json").json
    assert (told[7]["irregular"], told[9]["fields"]["submits"]["reason"]) == ("[erased]", "[erased]")
    call("audit verify")
    call("audit replay")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--note", "nobody", "--personal", ADA), f'no words of the act name "{ADA}"'),
        (("--title", f"Plan of {ADA}", "--note", ADA, "--personal", ADA), '"title" names'),
        (("--note", ADA, "--personal", " "), "the names of people are expected here"),
    ],
)
def test_what_cannot_be_sealed_is_refused(register: Place, words: tuple[str, ...], says: str) -> None:
    """A name that no words hold is misspelt; one in a title would stay. Nothing is recorded."""
    before = register.digest()
    ran = run("activity", "begin", "harbour", "A1", "--on", "2024-03-05", *words)
    assert (ran.code, says in ran.err) == (2, True), ran.err
    assert register.digest() == before


def test_a_line_of_json_names_people_too(register: Place) -> None:
    """By `personal`, a list; each line its own."""
    line = {"agreement": "harbour", "act": "activity_begun", "on": "2024-03-05", "activity": "A1"}
    ran = run("record", "-", stdin=json.dumps({**line, "note": f"with {ADA}", "personal": [ADA]}))
    assert ran.code == 0, ran.err
    assert b"with" not in states(register).rsplit(b"\n", 1)[1]


# Repeats


def test_commands_that_differ_in_a_name_alone_are_two(register: Place) -> None:
    """No digest tells them apart, but what is on record does; each is recognised when it is given again."""
    designate = ("contact", "designate", "harbour", "--by", "SOUTH", "--on", "2024-05-01", "--contact")
    call(*designate, "Cy Ce")
    call(*designate, "Di De")
    call(*designate, "Cy Ce")
    call(*designate, "Di De")
    assert [one["contact"] for one in history()[7:]] == ["Cy Ce", "Di De"]
    call("erase", "Cy Ce", "--yes")
    call(*designate, "Di De")
    assert len(history()) == 9
    call(*designate, "Ed E")
    assert [one["contact"] for one in history()[7:]] == ["[erased]", "Di De", "Ed E"]


def test_a_repeat_is_recognised_after_an_erasure_by_its_key_and_among_others(register: Place) -> None:
    """A key of one's own tells the command, and so do the other acts of it; whom it named, nobody can compare."""
    designate = {"agreement": "harbour", "act": "contact_designated", "by": "SOUTH", "on": "2024-05-01"}
    own = ("contact", "designate", "harbour", "--by", "NORTH", "--on", "2024-05-02", "--contact", "Cy Ce", "--key", "k")
    lines = "\n".join(json.dumps({**designate, "contact": name}) for name in ("Cy Ce", "Di De"))
    for _ in range(2):
        assert run("record", "-", stdin=lines).code == 0
        call(*own)
    assert len(history()) == 10
    call("erase", "Cy Ce", "--yes")
    assert run("record", "-", stdin=lines).code == 0
    call(*own)
    assert len(history()) == 10


@pytest.mark.parametrize("people", [True, False])
def test_a_command_given_again_is_recognised_where_a_bundle_takes_its_keys_along(
    register: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: bool
) -> None:
    """With the keys of people; without, the import says that it is not recognised, and it is not."""
    call("activity", "begin", "harbour", "A1", "--on", "2024-03-05", "--key", "own")
    call("audit", "export", str(tmp_path / "bundle"), *(["--with-people"] if people else []))
    monkeypatch.setenv("DEPOSITARY_DB", f"sqlite:///{tmp_path}/other.db")
    call("init")
    ran = call("import", str(tmp_path / "bundle"))
    assert ("is not recognised as repeated here" in " ".join(ran.out.split())) is not people
    again = run("activity", "begin", "harbour", "A1", "--on", "2024-03-05", "--key", "own")
    assert (again.code == 0, len(history())) == (people, 8)
    call(f"contact designate harbour --by SOUTH --contact '{ADA}' --on 2024-03-02 --reach ada@harbour.example")
    assert len(history()) == 8 + (not people)
    call("audit verify")


def test_a_party_by_its_name_is_the_same_command_again(register: Place) -> None:
    """What was entered by its key is compared as it was entered."""
    for _ in range(2):
        call("activity", "begin", "harbour", "A1", "--on", "2024-03-05", "--by", "South Harbour Authority")
    assert len(history()) == 8


def test_digests_of_before_go_with_the_upgrade(register: Place) -> None:
    """Keys made of the content of commands that named people; of keys of one's own the digest. The others stay."""
    call("contact designate harbour --by SOUTH --contact 'Cy Ce' --on 2024-05-02 --key own")
    (ada, cy, other) = (place_of_digest(register, seq) for seq in (3, 8, 1))
    named, alone = (
        sha256(b"of a name").digest(),
        register.rows("SELECT key, digest FROM idempotency WHERE first_seq < 3"),
    )
    for seq in (3, 8):
        register.run(f"UPDATE idempotency SET digest = {register.literal(named)} WHERE first_seq = {seq}")
    register.run("UPDATE schema_version SET version_num = '0009'", guarded=True)
    register.version(9)
    call("db upgrade")
    assert [place_of_digest(register, seq) for seq in (3, 8)] == [None, ("own", b"")]
    assert register.rows("SELECT key, digest FROM idempotency WHERE first_seq < 3") == alone
    assert ada != cy != other
    call("contact designate harbour --by SOUTH --contact 'Cy Ce' --on 2024-05-02 --key own")
    assert len(history()) == 8
    assert run("contact designate harbour --by SOUTH --contact 'Di De' --on 2024-05-02 --key own").code == 6


def place_of_digest(place: Place, seq: int) -> tuple[str, bytes] | None:
    found = place.rows(f"SELECT key, digest FROM idempotency WHERE first_seq = {seq}")
    return next(((key, bytes(digest)) for key, digest in found), None)
