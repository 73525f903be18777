"""Proof from the command line: what is kept outside, what is verified, and what a stranger can check."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from office import HARBOUR, Office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force since 2024-02-15 (#1 to #3), its keys and its outside copy in its own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    return office.into_force()


def copies(office: Office) -> list[Path]:
    return sorted((office.folder / "state").rglob("*.tlog-proof"))


# The outside copy


def test_each_recording_keeps_a_checkpoint_outside(office: Office) -> None:
    """Signed by a key that only its owner can read, in folders apart from the register's."""
    (copy,) = copies(office)
    origin, size = copy.read_text("utf-8").split("\n\n")[1].splitlines()[:2]
    (key,) = (office.folder / "config").rglob("*.key")
    assert size == "3"
    assert key.stem in origin
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_bytes().split(b"+", 4)[-1].strip()
    assert not any(secret in file.read_bytes() for file in office.folder.glob("register.db*"))


def test_a_dry_run_keeps_nothing(office: Office) -> None:
    """Nor does a refused act, or a query."""
    before = copies(office)[0].read_bytes()
    office.done("notice harbour --by NORTH --on 2024-08-31 --dry-run")
    assert office.call("sign harbour --by NORTH --on 2024-03-01").code == 5
    office.done("status harbour")
    assert copies(office)[0].read_bytes() == before


def test_a_copy_of_yesterday_is_noticed_before_anything_is_recorded(office: Office) -> None:
    """Exit 13, and nothing is recorded; the audit says what is missing."""
    shutil.copy(office.file, office.folder / "yesterday.db")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    shutil.copy(office.folder / "yesterday.db", office.file)
    before = office.contents()
    ran = office.call("activity begin harbour --on 2024-03-01")
    assert ran.code == 13
    assert "the register ends at #3, and a checkpoint outside knows #4" in ran.err
    assert "Nothing was recorded." in ran.err
    assert office.contents() == before
    ran = office.call("audit verify")
    assert ran.code == 13
    assert "the log has 3 recordings" in ran.out


def test_another_register_in_its_place_is_noticed(office: Office, tmp_path: Path) -> None:
    """The place is known, too: a register of another origin is not the one that lay there."""
    other = tmp_path / "other.db"
    office.done("init", "--db", other)
    shutil.copy(other, office.file)
    assert office.call("audit verify").code == 13
    assert office.call("draft", HARBOUR, "--on", "2024-01-10").code == 13


def test_a_register_can_be_moved(office: Office, tmp_path: Path) -> None:
    """What is known outside goes by its origin, and it may be read by a link or by a relative path."""
    moved = tmp_path / "inner" / "moved.db"
    moved.parent.mkdir()
    office.file.rename(moved)
    answer = office.done("audit", "verify", "--db", moved, "--format", "json").json
    assert [known["size"] for known in answer["outside"]] == [3]
    office.done("notice", "harbour", "--by", "NORTH", "--on", "2024-08-31", "--db", "inner/moved.db", "--yes")
    office.done("audit", "verify", "--db", "inner/../inner/moved.db")


def test_where_a_register_was_lost_none_is_made_by_itself(office: Office) -> None:
    """`init` says what lay there; to begin anew is asked for in so many words."""
    office.file.unlink()
    ran = office.call("init")
    assert ran.code == 13
    assert "up to #3, was kept at this place, and is gone" in ran.err
    assert not office.file.exists()
    office.done("init --anew")
    office.into_force()
    office.done("audit verify")


def test_a_register_that_is_known_nowhere_is_taken_as_it_stands(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another machine: the audit says that nothing vouches for it, and the next recording begins to."""
    monkeypatch.setenv("XDG_STATE_HOME", str(office.folder / "elsewhere"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(office.folder / "elsewhere"))
    ran = office.done("audit verify")
    assert "no checkpoint is kept" in ran.out
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    assert "#4 as the outside copy" in office.done("audit verify").out


def test_what_is_known_outside_can_be_given_up(office: Office) -> None:
    """In so many words, and the old copy is put aside."""
    shutil.copy(office.file, office.folder / "yesterday.db")
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    shutil.copy(office.folder / "yesterday.db", office.file)
    assert office.call("audit checkpoint").code == 13
    office.done("audit checkpoint --anew --yes")
    office.done("audit verify")
    assert len(list((office.folder / "state").rglob("*.superseded"))) == 2


def test_a_copy_that_was_changed_is_not_trusted(office: Office) -> None:
    """It is signed: another size, another root, another leaf are refused."""
    (copy,) = copies(office)
    text = copy.read_text("utf-8")
    copy.write_text(text.replace("\n3\n", "\n2\n"), encoding="utf-8")
    ran = office.call("audit verify")
    assert ran.code == 13
    assert "is not to be trusted" in ran.out
    assert office.call("notice harbour --by NORTH --on 2024-08-31 --yes").code == 13


def test_a_lost_key_stops_nobody(office: Office) -> None:
    """What is recorded stands, and no other key is made unless somebody says so; it signs what goes on then."""
    shutil.rmtree(office.folder / "config")
    assert office.call("notice harbour --by NORTH --on 2024-08-31 --yes").code == 8
    office.done("audit checkpoint --anew --yes")
    office.done("audit verify")


@pytest.mark.parametrize("damage", [b"garbage\n", b"\xff\xfe", b"", b"another"])
def test_a_damaged_key_is_said_after_what_was_recorded(office: Office, damage: bytes) -> None:
    """Exit 8 with the receipt and the name of the file; a key begins anew where that is said, and nothing is lost."""
    from aggregates.ground.keys import Keyring
    from aggregates.ground.note_keys import SecretKey

    (key,) = (office.folder / "config").rglob("*.key")
    other = SecretKey.made(f"depositary/{'0' * 32}").line().encode()
    key.write_bytes(other if damage == b"another" else damage)
    ran = office.call("notice harbour --by NORTH --on 2024-08-31 --yes")
    assert ran.code == 8
    assert "✓ Recorded" in ran.out
    assert f"Warning: recorded, but its checkpoint is not kept outside: {key} " in ran.err
    assert "move it away, and let a new one begin with depositary audit checkpoint --anew" in ran.err
    assert "Nothing was recorded" not in ran.err
    assert office.head() == 4
    assert office.call("audit verify").code == 0
    for line in ("audit rotate-key", "audit public-key"):
        ran = office.call(line)
        assert ran.code in (2, 8)
        assert str(key) in ran.err
    key.unlink()
    office.done("audit checkpoint --anew --yes")
    assert "#4 as the outside copy" in office.done("audit verify").out
    assert len(Keyring(key.parent).known(f"depositary/{key.stem}")) == 2


def test_what_cannot_be_kept_is_said_after_what_was_recorded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 8: it is on record, its checkpoint is not kept. The same command again mends it."""
    (office.folder / "file").write_text("")
    with monkeypatch.context() as patch:
        patch.setenv("DEPOSITARY_CHECKPOINT_COPY", str(office.folder / "file" / "folder"))
        ran = office.call("notice harbour --by NORTH --on 2024-08-31 --yes")
    assert ran.code in (8, 74)
    if ran.code == 8:
        assert "Recorded" in ran.out
        assert "Nothing was recorded" not in ran.err


def test_a_command_is_given_each_checkpoint(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """On its standard input, beside the default folder; one that fails is said, and the recording stands."""
    sent = office.folder / "sent"
    monkeypatch.setenv("DEPOSITARY_CHECKPOINT_COPY", f"| cat >> {sent}")
    office.done("activity begin harbour A1 --on 2024-03-01")
    assert sent.read_text("utf-8").splitlines()[1] == "4"
    assert "\n4\n" in copies(office)[0].read_text("utf-8")
    monkeypatch.setenv("DEPOSITARY_CHECKPOINT_COPY", "| echo unreachable >&2; exit 7")
    ran = office.call("activity complete harbour A1 --on 2024-03-02")
    assert ran.code == 8
    assert "failed with exit code 7: unreachable" in ran.err
    assert office.head() == 5


def test_a_file_in_the_current_folder_names_no_command(office: Office) -> None:
    """Only one's own configuration does: a folder may be a stranger's."""
    (office.folder / "depositary.toml").write_text('checkpoint_copy = "| touch owned"\n')
    ran = office.call("notice harbour --by NORTH --on 2024-08-31 --yes")
    assert ran.code == 2
    assert "checkpoint_copy: not taken from a folder that others may write" in ran.err
    own = office.folder / "config" / "depositary" / "depositary.toml"
    (office.folder / "depositary.toml").unlink()
    own.write_text(f'checkpoint_copy = "| touch {office.folder / "made"}"\n')
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    assert (office.folder / "made").exists()


def test_settings_name_both_places(office: Office) -> None:
    """A relative folder lies beside the file that names it."""
    own = office.folder / "config" / "depositary"
    (own / "depositary.toml").write_text('checkpoint_copy = "copies"\nkeys = "keys"\n')
    found = {row["setting"]: row["value"] for row in office.done("config show --format json").json}
    assert found["checkpoint_copy"] == str(own / "copies")
    assert found["keys"] == str(own / "keys")


def test_many_writers_keep_one_copy(office: Office) -> None:
    """Each advances it as far as the log stands; none sets it back."""
    from aggregates.ground.keys import Keyring
    from aggregates.proof.outside_copy import Outside
    from aggregates.record.decision import Proposal
    from aggregates.record.register import Register
    from lifecycle.acts.kinds import act_from

    folder, keys = office.folder / "shared", Keyring(office.folder / "shared keys")

    def write(name: int) -> None:
        outside = Outside(folder, keys, str(office.file))
        with closing(Register.open(str(office.file))) as register:
            for number in range(5):
                act = act_from({"act": "activity_begun", "activity": f"X{name}-{number}", "on": "2024-03-01"})
                register.record([Proposal(agreement="harbour", act=act)])
                with register.reading() as log:
                    outside.advance(log)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with closing(Register.open(str(office.file))) as register, register.reading() as log:
        (kept,) = Outside(folder, keys, str(office.file)).examine(log)
        assert kept.checkpoint.size == log.last()[0] == 23


# Verify


def test_an_edited_payload_is_named(office: Office) -> None:
    """Damage inside: exit 3, with number and agreement; the rest is verified."""
    edited = "CAST(replace(CAST(state AS TEXT), '2024-02-15', '2024-02-16') AS BLOB)"
    office.tamper(f"UPDATE events SET state = {edited} WHERE seq = 3")
    ran = office.call("audit verify --format json")
    assert ran.code == 3
    (flaw,) = ran.json["defects"]
    assert (flaw["check"], flaw["seq"], flaw["agreement"]) == ("contents", 3, "harbour")
    assert "harbour: the content does not match its hash" in office.call("audit verify").out


def test_an_empty_register_is_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    answer = office.done("audit verify --format json").json
    assert (answer["events"], answer["intact"], answer["outside"]) == (0, True, [])
    note = office.done("audit checkpoint").out
    assert note.splitlines()[1:3] == ["0", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]


def test_earlier_checkpoints_and_receipts_are_compared(office: Office) -> None:
    """Files of notes, receipts as printed, and the JSON of recordings in each of its forms."""
    (office.folder / "early").write_text(office.done("audit checkpoint").out, encoding="utf-8")
    one = office.done("notice harbour --by NORTH --on 2024-08-31 --format json --yes").out
    (office.folder / "one.json").write_text(one, encoding="utf-8")
    many = office.done("record", "-", "--format", "json", stdin=_activity("A1") + _activity("A2")).out
    (office.folder / "many.json").write_text(many, encoding="utf-8")
    lines = office.done("record", "-", "--format", "jsonl", stdin=_activity("A3") + _activity("A4")).out
    (office.folder / "lines.jsonl").write_text(lines, encoding="utf-8")
    receipt = f"#4 · {json.loads(one)['leaf_hash'][:8]}"
    told = ["--receipt", "one.json", "--receipt", "many.json", "--receipt", "lines.jsonl", "--receipt", receipt]
    answer = office.done("audit", "verify", "--checkpoint", "early", *told, "--format", "json").json
    assert [known["size"] for known in answer["outside"]] == [8, 3, 4, 5, 6, 7, 8, 4]
    assert all(known["agrees"] for known in answer["outside"])
    ran = office.call("audit", "verify", "--receipt", "4:00000000")
    assert (ran.code, "was given for is another recording" in ran.out) == (13, True)
    assert office.call("audit", "verify", "--receipt", "99:00000000").code == 13
    assert office.call("audit", "verify", "--receipt", "early").code == 2
    assert office.call("audit", "verify", "--checkpoint", "one.json").code == 2


def _activity(name: str) -> str:
    act = {"agreement": "harbour", "act": "activity_begun", "activity": name, "on": "2024-03-01"}
    return json.dumps(act) + "\n"


def test_a_read_only_copy_is_verified(office: Office) -> None:
    """A medium that cannot be written does for the audit, and stays as it is."""
    folder = office.folder / "medium"
    folder.mkdir()
    shutil.copy(office.file, folder / "register.db")
    (folder / "register.db").chmod(0o444)
    folder.chmod(0o555)
    try:
        office.done("audit", "verify", "--db", folder / "register.db")
        office.done("audit", "replay", "--db", folder / "register.db")
        assert [file.name for file in folder.iterdir()] == ["register.db"]
    finally:
        folder.chmod(0o755)


def test_progress_is_told_on_a_terminal_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.done("audit verify").err == ""


# A flipped bit


def test_a_flipped_bit_is_named_and_the_rest_is_readable(office: Office) -> None:
    """Within an event's bytes: its number and its agreement are told, and the other agreements answer."""
    text = HARBOUR.read_text(encoding="utf-8").replace("agreement: harbour", "agreement: port")
    (office.folder / "port.yaml").write_text(text, encoding="utf-8")
    office.done("draft port.yaml --on 2024-01-11")
    office.done("sign port --by NORTH --on 2024-02-02 --place Portsea")
    data = bytearray(office.file.read_bytes())
    at = data.index(b"Portsea", data.index(b'"by":"NORTH","place":"Portsea"') - 30)
    data[at] ^= 0x04
    office.file.write_bytes(data)
    ran = office.call("audit verify --format json")
    assert ran.code == 3
    assert [(flaw["seq"], flaw["agreement"]) for flaw in ran.json["defects"]] == [(5, "port")]
    assert office.state("harbour", "2024-03-01") == "in_force"


def test_a_flipped_bit_anywhere_is_told_without_a_fault_of_ours(office: Office) -> None:
    """Wherever in the file: it is found and told, or lies where nothing is kept; never an internal error."""
    whole = office.file.read_bytes()
    with closing(sqlite3.connect(office.file)) as connection:
        pages = _event_pages(connection)
    chance = random.Random(20261122)
    places = [chance.randrange(len(whole)) for _ in range(60)] + [chance.choice(pages) for _ in range(40)]
    told = 0
    for at in places:
        spoilt = bytearray(whole)
        spoilt[at] ^= 1 << chance.randrange(8)
        office.file.write_bytes(spoilt)
        for journal in ("-wal", "-shm"):
            office.file.with_name(office.file.name + journal).unlink(missing_ok=True)
        ran = office.call("audit verify")
        assert ran.code in (0, 3, 10, 12, 13, 74), f"byte {at}: {ran.err}"
        assert "Internal error" not in ran.err
        told += ran.code != 0
    assert told > 10


def _event_pages(connection: sqlite3.Connection) -> list[int]:
    """Give the places of the bytes of the table of events, as far as they can be found by their content."""
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").fetchone()
    return list(range((page - 1) * size, page * size))


@pytest.mark.parametrize("number", [1, 2, 5, 127])
def test_an_event_whose_number_was_changed_in_the_file_is_told(office: Office, number: int) -> None:
    """Out of its order or far beyond the others: reading comes to an end, and says what it found."""
    data = bytearray(office.file.read_bytes())
    with closing(sqlite3.connect(office.file)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").fetchone()
    start = (page - 1) * size
    assert data[start] == 0x0D, "the table is one leaf (SQLite's file format, 1.6)"
    third = start + int.from_bytes(data[start + 12 : start + 14], "big")  # the third cell: its length, then its number
    assert data[third + 1 : third + 3].find(3) >= 0
    data[third + 1 + data[third + 1 : third + 3].find(3)] = number
    office.file.write_bytes(data)
    for line in ("audit verify", "audit replay", "history harbour", "audit export bundle"):
        assert office.call(line).code in (0, 3, 13, 74), line
    ran = office.call("audit verify --format json")
    assert ran.code in (3, 13)
    assert any(flaw["seq"] in (3, number) for flaw in ran.json["defects"])


def test_events_that_cannot_be_read_are_named_by_the_index(office: Office) -> None:
    """A page of the table is overwritten: number and agreement are known from elsewhere."""
    with closing(sqlite3.connect(office.file)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").fetchone()
    data = bytearray(office.file.read_bytes())
    kind = data[(page - 1) * size]
    data[(page - 1) * size] = 0xFF
    office.file.write_bytes(data)
    ran = office.call("audit verify --format json")
    assert kind in (0x05, 0x0D)
    assert ran.code in (3, 74)
    if ran.code == 3:
        assert [flaw["seq"] for flaw in ran.json["defects"] if flaw["check"] == "contents"] == [1, 2, 3]


# Proofs for strangers


def test_a_stranger_verifies_a_proof_without_the_register(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the file and the public key; afterwards nothing else is needed, and nothing is left behind."""
    key = office.done("audit public-key").out.strip()
    office.done("audit prove 3")
    stranger = office.folder / "stranger"
    stranger.mkdir()
    shutil.move("3.tlog-proof", stranger)
    monkeypatch.chdir(stranger)
    for name in ("DEPOSITARY_DB", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(stranger / "none"))
    answer = office.done("audit", "verify-proof", "3.tlog-proof", "--key", key, "--format", "json").json
    assert (answer["valid"], answer["seq"], answer["agreement"], answer["by"]) == (True, 3, "harbour", "SOUTH")
    assert os.listdir(stranger) == ["3.tlog-proof"]
    text = Path("3.tlog-proof").read_text("utf-8")
    Path("3.tlog-proof").write_text(text.replace("index 2", "index 1"), encoding="utf-8")
    ran = office.call("audit", "verify-proof", "3.tlog-proof", "--key", key)
    assert (ran.code, "proves nothing" in ran.out) == (3, True)
    assert office.call("audit", "verify-proof", "3.tlog-proof", "--key", "none").code == 2
    assert office.call("audit", "verify-proof", "none", "--key", key).code == 2


@pytest.mark.parametrize(
    ("seq", "code", "says"),
    [
        ("abc", 2, "Invalid value for 'SEQ': 'abc' is not the number of a recording, such as 3 or '#3'"),
        ("2024-02-15", 2, "Invalid value for 'SEQ': '2024-02-15' is not the number of a recording"),
        ("0", 2, "Invalid value for 'SEQ': '0' is not the number of a recording"),
        ("99", 4, 'recording "#99" is not on record'),
        ("'#99'", 4, "Next: depositary list, and history ID, which shows its numbers"),
    ],
)
def test_what_is_no_recording_is_not_proved(office: Office, seq: str, code: int, says: str) -> None:
    """Which argument it is, and where the numbers are to be found."""
    ran = office.call(f"audit prove {seq}")
    assert (ran.code, says in ran.err) == (code, True), ran.err
    assert list(Path().glob("*.tlog-proof")) == []


def test_no_proof_is_made_of_a_log_that_was_changed(office: Office) -> None:
    """What is signed is the true history."""
    office.tamper("UPDATE events SET recorded_at = recorded_at - 1 WHERE seq = 1")
    assert office.call("audit prove 3").code == 13
    assert office.call("audit prove 9").code == 4


def test_a_new_key_signs_and_the_old_proofs_hold(office: Office) -> None:
    """The checkpoint that announces it is signed by both; who trusts the old key follows it."""
    old = office.done("audit public-key").out.strip()
    office.done("audit prove 2")
    Path("announced").write_text(office.done("audit rotate-key").out, encoding="utf-8")
    assert Path("announced").read_text("utf-8").count("\n— ") == 2
    office.done("notice harbour --by NORTH --on 2024-08-31 --yes")
    office.done("audit verify")
    office.done("audit prove 4")
    office.done("audit", "verify-proof", "2.tlog-proof", "--key", old)
    assert office.call("audit", "verify-proof", "4.tlog-proof", "--key", old).code == 3
    office.done("audit", "verify-proof", "4.tlog-proof", "--key", old, "--announcement", "announced")
    keys = office.done("audit public-key --format json").json
    assert [key["signs"] for key in keys] == [False, True]
    office.done("audit", "verify", "--checkpoint", "announced")


def test_a_checkpoint_goes_out_as_it_is_signed(office: Office) -> None:
    """What is printed is a note, byte for byte; JSON holds the same and where it is kept."""
    note = office.done("audit checkpoint").out
    answer = office.done("audit checkpoint --format json").json
    assert answer["note"] == note
    assert Path(answer["kept"]) == copies(office)[0]
    assert note.startswith(f"{answer['origin']}\n3\n")
