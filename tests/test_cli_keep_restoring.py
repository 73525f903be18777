"""Restoring while others record, after a kill, and over what cannot be read: nothing is lost, nobody erased comes back.

On both databases, as far as both have what is tested.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import sleep
from typing import Any

import postgresql
import pytest
from commandline import run
from kills import dies_at
from office import HARBOUR, Office
from stores import File, Place, Schema
from test_faults import outdated

from aggregates.databases.cases import database
from aggregates.databases.database import SCHEMA
from aggregates.exchange import restoration_postgresql, restoration_sqlite
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.proposals import proposal_from
from aggregates.record.receipts import Receipt
from aggregates.record.register import Register
from cli.terminal.session import Session
from lifecycle.errors import Exchanged
from projections.models.differing import differences
from projections.models.follower import FOLLOWER

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # it only forks

MOST = 200
SIGNED = "sign harbour --by NORTH --on 2024-02-01"


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office with harbour drafted, as #1, in each kind of database."""
    yield from opened(place, tmp_path, monkeypatch)


@pytest.fixture
def file_office(file_place: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """One with a file, for what only a file has."""
    yield from opened(file_place, tmp_path, monkeypatch)


@pytest.fixture
def schema_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Office, Schema]]:
    """One with a schema, for what only that has."""
    place = Schema(tmp_path)
    for office in opened(place, tmp_path, monkeypatch):
        yield office, place
    place.remove()


def opened(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Open an office, the programs of PostgreSQL on its path, and remove in the end what it has set aside."""
    if isinstance(place, Schema) and postgresql.NAMED is None:
        monkeypatch.setenv("PATH", f"{postgresql.server()._programs}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    office.done("draft", HARBOUR, "--on", "2024-01-10")
    yield office
    if isinstance(place, Schema):
        for name in asides(office):
            place.admin.execute(f"DROP SCHEMA {name} CASCADE")
        place.admin.execute(f"CREATE SCHEMA IF NOT EXISTS {place.name}")


def asides(office: Office) -> list[str]:
    """Name what restorations have set aside."""
    if not isinstance(office.place, Schema):
        return sorted(str(file) for file in office.folder.glob("register.db.re*"))
    found = office.place.rows(f"SELECT nspname FROM pg_namespace WHERE nspname LIKE '{office.place.name}\\__%'")
    return sorted(name for (name,) in found)


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("restoration_sqlite", "restoration_postgresql"):
        monkeypatch.setattr(f"aggregates.exchange.{module}.database", lambda url: database(url, 0.05))


def proposal(by: str) -> Proposal:
    return proposal_from({"agreement": "harbour", "act": "signed", "by": by, "on": "2024-02-01"})


# While others record


def test_who_was_asked_meanwhile_records_in_what_was_restored(office: Office) -> None:
    """A connection that was open all the time, as at the question whether to record, loses nothing."""
    office.done("backup saved")
    with closing(Register.open(office.url, follower=FOLLOWER)) as register:
        register.record([proposal("NORTH")], dry_run=True)
        office.done("restore saved --yes")
        (receipt,) = register.record([proposal("NORTH")])
    assert receipt.seq == office.head() == 2
    with reading(office.url) as log:
        assert log.top("harbour") == receipt.leaf_hash
    assert differences(office.url) == []
    office.done("audit verify")
    office.done("sign harbour --by SOUTH --on 2024-02-15")


def test_a_register_that_somebody_writes_in_is_locked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 11, and it is what it was; the transaction that held it up comes through."""
    office.done("backup saved")
    impatient(monkeypatch)
    with closing(Register.open(office.url, follower=FOLLOWER)) as register:
        refused = []
        register.record([proposal("NORTH")], showing=lambda _: refused.append(office.call("restore saved --yes")))
    (ran,) = refused
    assert (ran.code, "Next: the same command again" in ran.err) == (11, True), ran.err
    assert (office.head(), asides(office)) == (2, [])
    office.done("audit replay")


def test_what_was_recorded_since_is_not_lost(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although only another user's copy knows of it, as in the moment between a commit and its checkpoint."""
    office.done("backup saved")
    with monkeypatch.context() as patch:
        for name in ("STATE", "CONFIG"):
            patch.setenv(f"XDG_{name}_HOME", str(office.folder / "another"))
        office.done(SIGNED)
    before = office.contents()
    ran = office.call("restore saved --yes")
    assert (ran.code, "the register goes on from there to #2" in ran.err) == (6, True), ran.err
    assert (office.contents(), asides(office)) == (before, [])


def test_what_is_recorded_at_the_last_moment_is_not_lost(file_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite: after the comparison and before the lock. PostgreSQL compares under the lock."""
    file_office.done("backup saved")
    examined = restoration_sqlite._examined

    def meanwhile(*given: object) -> object:
        found = examined(*given)  # type: ignore[arg-type]
        run(SIGNED)
        return found

    monkeypatch.setattr(restoration_sqlite, "_examined", meanwhile)
    assert file_office.call("restore saved --yes").code in (6, 13)
    assert (file_office.head(), asides(file_office)) == (2, [])


def test_a_file_exchanged_by_hand_is_not_written_to(file_office: Office) -> None:
    """SQLite: who had it open refuses, for what it wrote would be in no file; the next attempt opens the new one."""
    file_office.done("backup saved")
    with closing(Register.open(file_office.url, follower=FOLLOWER)) as register:
        register.head()
        Path("saved").replace(file_office.file)
        with pytest.raises(Exchanged, match="give the command again"):
            register.record([proposal("NORTH")])
        assert file_office.head() == 1
        assert register.record([proposal("NORTH")])[0].seq == file_office.head() == 2


def test_who_waits_for_a_restoration_locks_what_was_restored(
    schema_office: tuple[Office, Schema], monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: the lock that was waited for is that of a schema which has lost its name meanwhile."""
    office, place = schema_office
    office.done("backup saved")
    examined, waiting = restoration_postgresql._examined, ThreadPoolExecutor(1)
    told: list[Future[list[Receipt]]] = []
    locks = (
        f"SELECT granted, relnamespace = '{place.name}'::regnamespace FROM pg_locks JOIN pg_class ON oid = relation"
        " WHERE relname = 'turn' AND mode = 'ExclusiveLock'"
    )
    seen: list[object] = []

    def looking(_: object) -> None:
        seen.append(place.rows(locks))

    def meanwhile(*given: Any) -> object:
        told.append(waiting.submit(register.record, [proposal("NORTH")], showing=looking))
        while (False, True) not in place.rows(locks):
            sleep(0.01)
        return examined(*given)

    monkeypatch.setattr(restoration_postgresql, "_examined", meanwhile)
    with closing(Register.open(office.url, follower=FOLLOWER)) as register, waiting:
        office.done("restore saved --yes")
        (receipt,) = told[0].result()
    assert seen == [[(True, True)]]
    with reading(office.url) as log:
        assert (log.last()[0], log.top("harbour")) == (2, receipt.leaf_hash)
    assert differences(office.url) == []


def test_who_reads_is_waited_for(schema_office: tuple[Office, Schema], monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL: as a backup, or a question over many agreements, which would see parts of one and of the other."""
    office, place = schema_office
    office.done("backup saved")
    impatient(monkeypatch)
    case = database(office.url)
    before = place.digest()
    with closing(case.reader()) as reader:
        case.snapshot(reader.cursor())
        ran = office.call("restore saved --yes")
        assert (ran.code, place.digest(), asides(office)) == (11, before, []), ran.err
    office.done("restore saved --yes")


# A kill, and who was erased


def test_killed_at_any_moment_it_is_the_register_before_or_after(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is always a register, and who was erased does not come back, by the kill or by the next attempt."""
    office.done("contact designate harbour --by NORTH --contact Ada --on 2024-02-02 --irregular early")
    office.done("backup saved")
    office.done("erase Ada --yes")

    def restore() -> None:
        ran = run("restore saved --yes")
        assert ran.code == 0, ran.err

    version = restoration_sqlite._version

    def counted(connection: sqlite3.Connection) -> int:
        connection.execute("SELECT 'a page was written'")  # counted, and dies here
        return version(connection)

    monkeypatch.setattr(restoration_sqlite, "_version", counted)
    for n in range(1, MOST):
        came_through = not dies_at(n, restore)
        shown = office.done("history harbour --format json").json[1]["fields"]["contact"]
        assert (office.head(), shown) == (2, "[erased]"), f"at statement {n}"
        if came_through:
            break
    else:
        pytest.fail(f"it never came through in {MOST} statements")
    assert n > 20
    assert not [name for name in asides(office) if "restoring" in name and name[-1:].isdigit()]  # copies of the backup
    office.done("audit verify")
    office.done("rebuild --dry-run")
    office.done(SIGNED)


def test_who_was_erased_is_asked_where_nobody_can_tell(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register is gone, and with it who was erased: a refusal, a question at a terminal, and a warning."""
    office.done("contact designate harbour --by NORTH --contact Ada --on 2024-02-02 --irregular early")
    office.done("backup saved")
    office.done("erase Ada --yes")
    if isinstance(office.place, Schema):
        office.place.admin.execute(f"DROP SCHEMA {office.place.name} CASCADE")
    else:
        office.file.write_bytes(b"damaged" * 1000)
    ran = office.call("restore saved")
    assert (ran.code, "nobody can tell who was erased" in ran.err, "--yes" in ran.err) == (6, True, True)
    with monkeypatch.context() as patch:
        patch.setattr(Session, "interactive", True)
        ran = office.call("restore saved", stdin="y\nn\n")
        assert (ran.code, "Restore it all the same?" in ran.err) == (5, True)
    assert office.call("status harbour").code == 10
    ran = office.done("restore saved --yes")
    assert "nobody can tell who was erased" in ran.err
    assert "depositary erase PERSON" in ran.err
    assert office.done("history harbour --format json").json[1]["fields"]["contact"] == "Ada"
    office.done("audit verify")


@pytest.mark.parametrize("page", range(1, 28, 4))
def test_a_damaged_register_gives_its_place_up(file_office: Office, page: int) -> None:
    """SQLite: whichever page is damaged, what was there is kept as it was, and the backup is the register."""
    file_office.done(SIGNED)
    file_office.done("backup saved")
    whole = bytearray(file_office.file.read_bytes())
    assert page * 4096 < len(whole)
    whole[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    file_office.file.write_bytes(whole)
    aside = file_office.done("restore saved --yes --format json").json["aside"]
    assert Path(aside).read_bytes()[page * 4096 : (page + 1) * 4096] == b"\xff" * 4096
    file_office.done("audit verify")
    file_office.done("audit replay")
    file_office.done("sign harbour --by SOUTH --on 2024-02-15")


def test_a_backup_without_people_is_not_asked_about(office: Office) -> None:
    """Nobody can come back with it."""
    office.done("backup saved")
    if isinstance(office.place, Schema):
        office.place.admin.execute(f"DROP SCHEMA {office.place.name} CASCADE")
    else:
        office.file.unlink()
    assert office.done("restore saved").err == ""


# Other versions, and other schemas


def test_a_register_of_an_older_program_is_backed_up_and_comes_back(office: Office) -> None:
    """As `db status` advises before an upgrade; after it the way back is open, and the upgrade, too."""
    office.done(SIGNED)
    outdated(office.place)
    assert office.call("db status").code == 3
    office.done("backup saved")
    office.done("db upgrade")
    ran = office.done("restore saved --yes")
    assert "Next: depositary db upgrade" in ran.out
    assert office.call("status harbour").code == 12
    office.done("db upgrade")
    assert office.done("audit verify --format json").json["events"] == 2
    office.done("sign harbour --by SOUTH --on 2024-02-15")


def test_a_backup_of_a_newer_program_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 12, and the register is what it was."""
    office.place.version(SCHEMA + 1)
    monkeypatch.setattr("aggregates.databases.database.SCHEMA", SCHEMA + 1)
    office.done("backup saved")
    office.place.version(SCHEMA)
    monkeypatch.setattr("aggregates.databases.database.SCHEMA", SCHEMA)
    before = office.contents()
    ran = office.call("restore saved --yes")
    assert (ran.code, f"saved has schema {SCHEMA + 1}" in ran.err) == (12, True)
    assert (office.contents(), asides(office)) == (before, [])


def test_who_may_make_a_register_may_restore_it(
    schema_office: tuple[Office, Schema], monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: without being the server's administrator; who may only record may not."""
    office, place = schema_office
    keeper, writer = f"{place.name}_u_keeper", f"{place.name}_u_writer"
    place.admin.execute(f"CREATE ROLE {keeper} LOGIN CREATEROLE; GRANT CREATE ON DATABASE postgres TO {keeper}")
    place.admin.execute(f"CREATE ROLE {writer} LOGIN; GRANT {place.role('writer')} TO {writer}")
    for name in ("owner", "writer", "reader"):  # as who has made them has it
        place.admin.execute(f"GRANT {place.role(name)} TO {keeper} WITH ADMIN OPTION")
    try:
        for user, code in ((keeper, 0), (writer, 7)):
            monkeypatch.setenv("DEPOSITARY_DB", office.url.replace("postgres@", f"{user}@"))
            office.done(f"backup {user}")
            before = place.rows(f"SELECT '{place.name}'::regnamespace::oid")
            ran = office.call(f"restore {user} --yes")
            assert ran.code == code, ran.err
            assert (place.rows(f"SELECT '{place.name}'::regnamespace::oid") == before) == bool(code)
    finally:
        monkeypatch.setenv("DEPOSITARY_DB", office.url)
        for name in asides(office):
            place.admin.execute(f"DROP SCHEMA {name} CASCADE")
        place.admin.execute(f"DROP OWNED BY {keeper}, {writer}; DROP ROLE {keeper}, {writer}")


@pytest.mark.parametrize("there", [True, False])
def test_a_dump_of_another_schema_is_refused(schema_office: tuple[Office, Schema], *, there: bool) -> None:
    """PostgreSQL: it names its own. Exit 2 with that name, and nothing is made, whether that schema is there or not."""
    office, place = schema_office
    office.done("backup saved")
    name, admin = place.name, place.admin
    if not there:
        admin.execute(f"DROP SCHEMA {name} CASCADE")
    before = place.rows("SELECT nspname FROM pg_namespace ORDER BY 1")
    ran = office.call("restore", "saved", "--yes", "--db", f"{office.url}_other")
    assert (ran.code, f"saved: this is a backup of the schema {name}, " in ran.err) == (2, True), ran.err
    assert place.rows("SELECT nspname FROM pg_namespace ORDER BY 1") == before
    assert place.rows(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}_other_owner'") == []


def test_the_next_step_after_a_backup_can_be_taken(office: Office) -> None:
    """A dump is no register that could be verified in its place; a file is one."""
    said = office.done("backup saved").out
    if isinstance(office.place, Schema):
        assert "It is put back by: depositary restore saved" in said
    else:
        assert "Next: depositary audit verify --db saved" in said
        office.done("audit verify --db saved")
