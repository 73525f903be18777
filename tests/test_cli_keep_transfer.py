"""Bundles, backups and restorations: the record elsewhere is the same record, or is refused."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import postgresql
import pytest
from commandline import DOCKET, run
from office import HARBOUR, Office
from stores import Place, Schema

from aggregates.record.log.access import reading
from aggregates.record.log.rows import LoggedRow, leaf_of


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with the demonstration register, #1 to #15, and what is known outside of it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "office").mkdir()
    office = Office(tmp_path / "office", monkeypatch)
    for line in DOCKET.strip().splitlines():
        office.done(line)
    return office


DAYS = [date(1999, 4, 30) + timedelta(days=number) for number in range(0, 4500, 61)]


def answers(office: Office, *further: str) -> Iterator[str]:
    """Give what a register answers, without the moments of its making."""
    for line in ("history icmpd-wco", "history wco-caricc", "list --as-of 2010-08-01", "explain icmpd-wco"):
        yield run(*line.split(), *further, "--format", "json").out
    for day in DAYS[::15]:
        yield run("status", "icmpd-wco", "--as-of", str(day), *further, "--format", "json").out


# Bundles


@pytest.mark.parametrize("path", ["bundle", "bundle.zip"])
def test_a_bundle_gives_the_same_root_and_the_same_answers(office: Office, place: Place, path: str) -> None:
    """Into an empty register of either database."""
    wrote = office.done("audit", "export", path, "--format", "json").json
    office.done("init", "--db", place.url)
    took = office.done("import", path, "--db", place.url, "--format", "json").json
    assert took["root"] == wrote["root"] == office.done("audit verify --format json").json["root"]
    there = office.done("audit", "verify", "--db", place.url, "--format", "json").json
    assert (there["root"], there["events"]) == (wrote["root"], 15)
    assert there["outside"][0]["agrees"]
    office.done("audit", "replay", "--db", place.url)
    assert list(answers(office, "--db", place.url)) == list(answers(office))


def test_a_bundle_goes_into_an_empty_register_only(office: Office) -> None:
    """And is written over nothing."""
    office.done("audit export bundle")
    assert office.call("import bundle").code == 6
    assert office.call("audit export bundle").code == 6
    assert office.head() == 15


def test_a_bundle_that_is_not_wholly_taken_over_is_not_taken_over(
    office: Office, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the read models cannot be made, there are no events either, and the command can be given again."""

    def fails(*_: object) -> None:
        raise RuntimeError

    office.done("audit export bundle")
    office.done("init", "--db", place.url)
    with monkeypatch.context() as patch:
        patch.setattr("projections.models.rebuild.fold", fails)
        assert office.call("import", "bundle", "--db", place.url).code == 1
    with reading(place.url) as log:
        assert log.last() == (0, 0)
    office.done("import", "bundle", "--db", place.url)
    office.done("audit", "replay", "--db", place.url)
    ran = office.call("import", "bundle", "--db", place.url)
    assert (ran.code, "15 recordings of this bundle already" in ran.err) == (6, True)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("events.jsonl", "Brussels", "Bruxelles", "events.jsonl:2: the hash is of other bytes"),
        ("events.jsonl", '"seq": 3', '"seq": 4', "events.jsonl:3: this event is not at its place"),
        ("events.jsonl", '"seq": 3', '"seq": "3"', "events.jsonl:3: Expected `int`"),
        ("bundle.json", '"events": 15', '"events": 14', "not those that bundle.json gives the root of"),
        ("bundle.json", "bundle/1", "bundle/9", "is not depositary-bundle/1"),
        ("checkpoint", "\n15\n", "\n14\n", "is not of this text"),
        ("keys", "+", "-", "public key"),
    ],
)
def test_a_spoilt_bundle_is_refused(office: Office, file: str, old: str, new: str, says: str) -> None:
    """By name of file and line; nothing is recorded."""
    office.done("audit export bundle")
    spoilt = Path("bundle", file)
    text = spoilt.read_text("utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    office.done("init --db empty.db")
    ran = office.call("import bundle --db empty.db")
    assert ran.code == 2
    assert says in ran.err
    assert "Nothing was recorded." in ran.err
    with reading("empty.db") as log:
        assert log.last() == (0, 0)


def test_what_is_no_bundle_is_refused(office: Office) -> None:
    Path("file").write_text("text", encoding="utf-8")
    Path("folder").mkdir()
    office.done("init --db empty.db")
    for path in ("file", "folder", "none"):
        assert office.call("import", path, "--db", "empty.db").code == 2


def test_the_bundle_tells_who_recorded_what_for_whom(office: Office) -> None:
    """W3C PROV, on request."""
    office.done("audit export bundle --prov")
    told = json.loads(Path("bundle/prov.json").read_text("utf-8"))
    assert len(told["entity"]) == len(told["activity"]) == len(told["wasGeneratedBy"]) == 15
    assert told["agent"]["reg:party/WCO"] == {"prov:type": "prov:Organization"}
    assert {one["prov:delegate"] for one in told["actedOnBehalfOf"].values()} == {"reg:actor/keeper"}
    used = {side for one in told["wasDerivedFrom"].values() for side in one.values()}
    assert used <= told["entity"].keys()


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a little, or skipped where making one needs more rights than the tests have."""
    disk, mount = tmp_path / "disk", shutil.which("mount")
    disk.mkdir()
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        pytest.skip("mounting needs Linux and its administrator")
    if subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("line", ["audit export {}/bundle", "audit export {}/bundle.zip", "backup {}/saved.db"])
def test_a_full_disk_keeps_nothing_half_written(office: Office, full: Path, line: str) -> None:
    """Exit 74 with the name of what could not be written, which is not there, and the register is what it was."""
    before = office.contents()
    ran = office.call(line.format(full))
    name = line.format(full).split()[-1]
    assert (ran.code, f"{name} was not written: " in ran.err, "full" in ran.err or "space" in ran.err) == (
        74,
        True,
        True,
    )
    assert list(full.iterdir()) == []
    assert office.contents() == before


def test_a_full_disk_keeps_no_half_dump(office: Office, schema: Schema, full: Path) -> None:
    """The same of PostgreSQL."""
    ran = office.call(f"backup {full}/saved.dump")
    assert (ran.code, f"{full}/saved.dump was not written: pg_dump: " in ran.err) == (74, True), ran.err
    assert list(full.iterdir()) == []


@pytest.mark.parametrize("line", ["audit export there", "audit export there.zip", "backup there"])
def test_what_cannot_be_written_wholly_is_not_there(office: Office, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Failed in the middle, or at the checkpoint beside a backup; the same command goes through afterwards."""

    def fails(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("aggregates.exchange.bundle.encode", fails)
        patch.setattr("aggregates.exchange.backup.write_whole", fails)
        ran = office.call(line)
    assert (ran.code, f"{line.rpartition(' ')[2]} was not written: No space left on device" in ran.err) == (74, True)
    assert not [file for file in office.folder.iterdir() if "there" in file.name]
    office.done(line)


# The replayer of the document


@pytest.fixture
def replayer(project: Path, tmp_path: Path) -> Path:
    """The script as it stands in docs/bundle.md."""
    text = (project / "docs/bundle.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    file = tmp_path / "replay.py"
    file.write_text(script, encoding="utf-8")
    return file


def replay(replayer: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(replayer), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.sources
def test_the_replayer_needs_the_bundle_alone(office: Office, replayer: Path) -> None:
    """It verifies hashes, root and checkpoint, and recomputes every ruled state by a law of its own."""
    office.done("audit export bundle")
    ran = replay(replayer, "bundle")
    assert (ran.returncode, ran.stdout) == (0, "15 events verified, 30 states recomputed, 0 wrong\n")


@pytest.mark.sources
def test_the_replayer_answers_as_the_register_does(office: Office, replayer: Path) -> None:
    """On days through the whole life of both agreements."""
    office.done("audit export bundle")
    code = (
        f"import sys, runpy, datetime; sys.path.insert(0, '.'); own = runpy.run_path({str(replayer)!r});"
        "events, _ = own['verify'](own['Path']('bundle'));"
        "[print(own['state']([e['act'] for e in events if e['agreement'] == name], datetime.date.fromisoformat(day)))"
        " for name in ('icmpd-wco', 'wco-caricc') for day in sys.argv[1:]]"
    )
    command = [sys.executable, "-c", code, *map(str, DAYS)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    ours = []
    for name in ("icmpd-wco", "wco-caricc"):
        for day in DAYS:
            ran = office.call(f"status {name} --as-of {day} --format json")
            ours.append(ran.json["state"] or "None" if ran.code == 0 else "None")
    assert told == ours


@pytest.mark.sources
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("events.jsonl", "Brussels", "Bruxelles"),
        ("events.jsonl", '"recorded_at": 1', '"recorded_at": 2'),
        ("events.jsonl", '\\"state_after\\":\\"signed\\"', '\\"state_after\\":\\"in_force\\"'),
        ("bundle.json", '"root": "', '"root": "0'),
        ("checkpoint", "\n15\n", "\n14\n"),
    ],
)
def test_the_replayer_finds_what_was_changed(office: Office, replayer: Path, file: str, old: str, new: str) -> None:
    office.done("audit export bundle")
    spoilt = Path("bundle", file)
    text = spoilt.read_text("utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert replay(replayer, "bundle").returncode == 1


# Backups


@pytest.fixture
def read_only(office: Office, tmp_path: Path) -> Iterator[Path]:
    """The folder of the office mounted read-only, or skipped where that needs more rights than the tests have."""
    medium, mount = tmp_path / "medium", shutil.which("mount")
    medium.mkdir()
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        pytest.skip("mounting needs Linux and its administrator")
    for options in (["--bind", str(office.folder), str(medium)], ["-o", "remount,bind,ro", str(medium)]):
        if subprocess.run([mount, *options], capture_output=True, check=False).returncode:
            pytest.skip("mounting is not allowed here")
    yield medium / "register.db"
    subprocess.run(["umount", str(medium)], check=True)


def test_a_register_on_a_read_only_medium_is_examined_and_backed_up(office: Office, read_only: Path) -> None:
    """The doctor finds it well, and the copy is the register."""
    assert "wal" in office.done("doctor", "--db", read_only).out
    office.done("backup", "saved.db", "--db", read_only)
    assert office.done("audit verify --db saved.db --format json").json["events"] == 15


def test_the_doctor_finds_a_register_without_its_journal(office: Office) -> None:
    """One that is no longer in wal mode, told by its header."""
    with closing(sqlite3.connect(office.file)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
    ran = office.call("doctor")
    assert (ran.code, "delete, where wal" in ran.out) == (3, True)


def test_a_backup_is_the_register_with_its_checkpoint(office: Office) -> None:
    """Also while it is open elsewhere, with recordings in the journal that a copy by hand would miss."""
    with closing(sqlite3.connect(office.file)) as other:
        other.execute("SELECT count(*) FROM events").fetchone()
        office.done("activity begin wco-caricc A5 --on 2010-05-01")
        assert office.file.with_name("register.db-wal").stat().st_size > 0
        saved = office.done("backup saved.db --format json").json
    assert saved["events"] == 16
    assert Path("saved.db.checkpoint").read_text("utf-8").split("\n")[1] == "16"
    office.done("audit verify --db saved.db --checkpoint saved.db.checkpoint")
    assert office.call("backup saved.db").code == 6


def test_a_lost_register_comes_back(office: Office) -> None:
    """With all that it answered."""
    before = list(answers(office))
    office.done("backup saved.db")
    office.file.unlink()
    assert office.done("restore saved.db --yes --format json").json["aside"] is None
    assert list(answers(office)) == before
    office.done("audit verify")
    office.done("audit replay")
    office.done("activity begin wco-caricc A5 --on 2010-05-01")


def test_a_damaged_register_is_set_aside(office: Office) -> None:
    office.done("backup saved.db")
    office.file.write_bytes(b"damaged" * 1000)
    aside = office.done("restore saved.db --yes --format json").json["aside"]
    assert Path(aside).read_bytes().startswith(b"damaged")
    office.done("audit verify")


def test_what_is_older_than_the_outside_checkpoint_is_refused(office: Office) -> None:
    """Exit 13, and the register stays as it is."""
    office.done("backup saved.db")
    office.done("activity begin wco-caricc A5 --on 2010-05-01")
    before = office.contents()
    ran = office.call("restore saved.db --yes")
    assert ran.code == 13
    assert "the log has 15 recordings" in ran.err
    assert office.contents() == before
    assert not list(office.folder.glob("*.restoring*"))


@pytest.fixture
def schema(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Schema]:
    """A place in PostgreSQL, its own programs on the path."""
    if postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    assert shutil.which("pg_restore"), "the tests need pg_dump and pg_restore beside the server that was named"
    place = Schema(office.folder)
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    office.done("init")
    office.done("draft", HARBOUR, "--on", "2024-01-10")
    yield place
    left = place.rows(f"SELECT nspname FROM pg_namespace WHERE nspname LIKE '{place.name}%'")
    for (name,) in left:
        place.admin.execute(f"DROP SCHEMA {name} CASCADE")
    place.admin.execute(f"CREATE SCHEMA {place.name}")
    place.remove()


def test_postgresql_is_backed_up_and_restored_by_its_own_programs(office: Office, schema: Schema) -> None:
    """What is older than the outside copy is refused and the register is what it was; the newest takes its place."""
    office.done("backup old.dump")
    office.done("sign harbour --by NORTH --on 2024-02-01")
    office.done("contact designate harbour --by NORTH --contact Ada --on 2024-02-02 --irregular early")
    office.done("backup new.dump")
    assert Path("new.dump.checkpoint").read_text("utf-8").split("\n")[1] == "3"
    office.done("erase Ada --yes")
    before = schema.digest()
    ran = office.call("restore old.dump --yes")
    assert ran.code == 13
    assert "older than the register was" in ran.err
    assert schema.digest() == before
    answer = office.done("restore new.dump --yes --format json").json
    assert (answer["events"], answer["aside"]) == (3, f"{schema.name}_replaced_1")
    assert office.done("history harbour --format json").json[2]["fields"]["contact"] == "[erased]"
    office.done("audit verify")
    office.done("rebuild --dry-run")
    office.done("sign harbour --by SOUTH --on 2024-02-15")
    assert office.state("harbour", "2024-02-15") == "in_force"
    assert all(found["well"] for found in office.done("doctor --format json").json)


def test_a_register_of_postgresql_that_is_lost_is_restored(office: Office, schema: Schema) -> None:
    """Its schema is gone, its roles too: the dump and the outside copy are enough."""
    office.done("backup whole.dump")
    schema.admin.execute(f"DROP SCHEMA {schema.name} CASCADE")
    for name in ("owner", "writer", "reader"):
        schema.admin.execute(f"DROP OWNED BY {schema.role(name)}; DROP ROLE {schema.role(name)}")
    assert office.call("status harbour").code == 10
    assert office.done("restore whole.dump --yes --format json").json["aside"] is None
    office.done("audit verify")
    office.done("sign harbour --by SOUTH --on 2024-02-15")


@pytest.mark.parametrize("spoilt", [b"", b"PGDMP", None])
def test_a_dump_that_cannot_be_restored_changes_nothing(office: Office, schema: Schema, spoilt: bytes | None) -> None:
    """Empty, cut off, or of another register: the schema has its name again, and what it held."""
    office.done("backup whole.dump")
    if spoilt is None:
        Path("whole.dump").write_bytes(Path("whole.dump").read_bytes()[:-200])
    else:
        Path("whole.dump").write_bytes(spoilt)
    before = schema.digest()
    ran = office.call("restore whole.dump --yes")
    assert ran.code == 74
    assert "pg_restore: " in ran.err
    assert schema.digest() == before
    assert schema.rows(f"SELECT count(*) FROM pg_namespace WHERE nspname LIKE '{schema.name}%'") == [(1,)]


def test_without_its_programs_postgresql_says_so(
    office: Office, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 74 with their names, and nothing has changed."""
    office.done("backup whole.dump")
    before = schema.digest()
    monkeypatch.setenv("PATH", "")
    for line, program in (("backup third.dump", "pg_dump"), ("restore whole.dump --yes", "pg_restore")):
        ran = office.call(line)
        assert ran.code == 74
        assert f"needs its {program}" in ran.err
    assert schema.digest() == before


def test_a_backup_that_was_changed_is_refused(office: Office) -> None:
    """By the checkpoint beside it where nothing else is known, by its own hashes, or as no register at all."""
    office.done("backup saved.db")
    edited = "UPDATE events SET leaf_hash = x'00' WHERE seq = 3"
    with closing(sqlite3.connect("saved.db", isolation_level=None)) as saved:
        for (name,) in saved.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            saved.execute(f"DROP TRIGGER {name}")
        saved.execute(edited)
    assert office.call("restore saved.db --yes").code == 13
    shutil.rmtree(office.folder.parent / "state")
    assert office.call("restore saved.db --yes").code == 13
    Path("saved.db.checkpoint").unlink()
    ran = office.call("restore saved.db --yes")
    assert (ran.code, "is damaged: #3" in ran.err) == (2, True)
    office.done("audit checkpoint --anew --yes")
    office.done("audit verify")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("none.db", "none.db: No such file or directory"),
        (".", ".: Is a directory"),
        (str(HARBOUR), "harbour.yaml: this is no backup of a register"),
    ],
)
def test_what_is_no_backup_is_bad_input(office: Office, file: str, says: str) -> None:
    """The register is there: nobody is sent to make one."""
    before = office.contents()
    ran = office.call("restore", file, "--yes")
    assert (ran.code, says in ran.err, "init" in ran.err) == (2, True, False), ran.err
    assert office.contents() == before


@pytest.mark.parametrize("moment", [10**30, 9 * 10**18, -(10**18)])
def test_a_bundle_of_absurd_moments_is_refused(office: Office, moment: int) -> None:
    """By file and line, although the leaf hash is made to fit."""
    office.done("audit export bundle")
    file = Path("bundle/events.jsonl")
    first, *others = file.read_text("utf-8").splitlines()
    told = json.loads(first) | {"recorded_at": moment}
    fields = {name: value for name, value in told.items() if name not in ("state", "leaf_hash")}
    leaf = leaf_of(LoggedRow(**fields, state=told["state"].encode(), leaf_hash=b""))
    file.write_text("\n".join([json.dumps(told | {"leaf_hash": leaf.hex()}), *others]) + "\n", encoding="utf-8")
    office.done("init --db empty.db")
    ran = office.call("import bundle --db empty.db")
    assert ran.code == 2
    assert "bundle/events.jsonl:1: " in ran.err
    assert "the hash is of other bytes" not in ran.err


@pytest.mark.parametrize("file", ["bundle.json", "events.jsonl", "people.jsonl", "repeats.jsonl"])
def test_a_bundle_nested_too_deeply_is_refused(office: Office, file: str) -> None:
    """The file is named."""
    office.done("audit export bundle")
    Path("bundle", file).write_text('{"format": ' + "[" * 100_000, encoding="utf-8")
    office.done("init --db empty.db")
    ran = office.call("import bundle --db empty.db")
    assert ran.code == 2
    assert f"bundle/{file}" in ran.err


def test_what_is_nested_too_deeply_is_no_receipt_and_no_setting(office: Office) -> None:
    """Exit 2 with the file's name."""
    Path("deep.json").write_text("[" * 100_000, encoding="utf-8")
    ran = office.call("audit verify --receipt deep.json")
    assert (ran.code, "deep.json" in ran.err) == (2, True)
    Path("depositary.toml").write_text("db = " + "[" * 100_000, encoding="utf-8")
    ran = office.call("list")
    assert (ran.code, "depositary.toml" in ran.err) == (2, True)
