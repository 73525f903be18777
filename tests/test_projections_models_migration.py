"""Migrations: the steps between two versions, all or none, on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import version3
from given import act as read
from read_models import EXAMPLES, example
from stores import File, Place, Rows, Schema

from aggregates.databases import database as known
from aggregates.databases.cases import database
from aggregates.databases.database import revision
from aggregates.databases.postgresql import Postgresql
from aggregates.databases.sqlite_file import APPLICATION_ID
from aggregates.databases.tables import PEOPLE, REGISTER
from aggregates.proof.health import examine
from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.register import Register
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import Conflict, Locked, NotAllowed, SchemaMismatch
from projections.models.differing import differences
from projections.models.follower import FOLLOWER
from projections.models.migration import STEPS, Step, standing, upgrade
from projections.models.statements import create_statements

FURTHER = '''"""A column, a table, and a copy of what is there."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("idempotency", sa.Column("note", sa.Text()))
    op.create_table("more", sa.Column("seq", sa.BigInteger(), primary_key=True))
    op.execute("INSERT INTO more SELECT seq FROM events")
    {ends}
'''


@pytest.fixture
def register(place: Place) -> Place:
    """A register of the two example agreements, as this program makes it."""
    with closing(Register.create(place.url, create_statements(database(place.url).dialect), follower=FOLLOWER)) as made:
        for name in EXAMPLES:
            made.record([Proposal(agreement=name, act=act) for name, act in example(name)], key=name)
    return place


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The steps of a later program, which has one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(STEPS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    write(folder, "pass")
    monkeypatch.setattr(known, "SCHEMA", known.SCHEMA + 1)
    return folder


def write(folder: Path, ends: str) -> None:
    text = FURTHER.format(revision=revision(NOW + 1), before=revision(NOW), ends=ends)
    (folder / "versions" / f"v{revision(NOW + 1)}_more.py").write_text(text, encoding="utf-8")


NOW = known.SCHEMA


def test_the_steps_lead_to_the_version_of_this_program() -> None:
    """Numbered without a gap, one after the other, each saying what it does."""
    from alembic.script import ScriptDirectory

    scripts = list(ScriptDirectory(str(STEPS)).walk_revisions())
    assert [script.revision for script in scripts] == [revision(version) for version in range(NOW, 0, -1)]
    assert all(script.doc.endswith(".") for script in scripts)


def test_a_new_register_needs_no_step(register: Place) -> None:
    """It is made at the program's version, and an upgrade changes nothing."""
    assert standing(register.url).steps == ()
    assert register.rows("SELECT version_num FROM schema_version") == [(revision(NOW),)]
    before = register.digest()
    assert upgrade(register.url).rebuilt is None
    assert register.digest() == before


def test_an_upgrade_takes_every_step(register: Place, steps: Path) -> None:
    """The log stays byte for byte, the read models are made again, and recording goes on."""
    rows = register.rows("SELECT * FROM events ORDER BY seq")
    found = standing(register.url, steps)
    assert (found.version, found.program, found.due) == (NOW, NOW + 1, True)
    assert found.steps == (Step(version=NOW + 1, says="A column, a table, and a copy of what is there"),)
    register.run("DELETE FROM status_periods", guarded=True)
    done = upgrade(register.url, steps)
    assert done.began == found
    assert done.rebuilt is not None
    assert standing(register.url, steps).steps == ()
    with reading(register.url) as log:
        assert len(list(log.rows())) == len(rows)
        assert log.case.schema(log.query("SELECT 1")) == NOW + 1
    assert register.rows("SELECT version_num FROM schema_version") == [(revision(NOW + 1),)]
    assert register.rows("SELECT * FROM events ORDER BY seq") == rows
    assert len(register.rows("SELECT seq FROM more")) == len(rows)
    assert differences(register.url) == []
    with closing(Register.open(register.url, follower=FOLLOWER)) as again:
        _, act = example("wco-caricc")[-1]
        again.record([Proposal(agreement="wco-caricc", act=act, irregular="twice")])
    assert differences(register.url) == []


@pytest.mark.parametrize("ends", ["raise RuntimeError", "op.execute('NONSENSE')", "op.drop_table('missing')"])
def test_a_step_that_fails_leaves_everything_as_it_was(register: Place, steps: Path, ends: str) -> None:
    """Half-way through, tables changed and rows written: schema, version and rows are those of before."""
    write(steps, ends)
    before = register.digest(), register.schema()
    with pytest.raises(Exception, match=r"|NONSENSE|missing"):
        upgrade(register.url, steps)
    assert (register.digest(), register.schema()) == before
    write(steps, "pass")
    upgrade(register.url, steps)


def test_read_models_that_cannot_be_made_undo_the_steps(
    register: Place, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last part of an upgrade belongs to it."""
    before = register.digest(), register.schema()

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("projections.models.rebuild.fold", fails)
    with pytest.raises(RuntimeError):
        upgrade(register.url, steps)
    assert (register.digest(), register.schema()) == before


def test_a_writer_that_was_there_before_is_refused_after(
    register: Place, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version is looked at in each writing transaction, not only at the opening."""
    _, act = example("wco-caricc")[-1]
    asked = [Proposal(agreement="wco-caricc", act=act, irregular="twice")]
    monkeypatch.setattr(known, "SCHEMA", NOW)
    with closing(Register.open(register.url, follower=FOLLOWER)) as early:
        monkeypatch.setattr(known, "SCHEMA", NOW + 1)
        upgrade(register.url, steps)
        monkeypatch.setattr(known, "SCHEMA", NOW)
        before = register.digest()
        with pytest.raises(SchemaMismatch, match="newer"):
            early.record(asked)
        assert register.digest() == before


def test_an_upgrade_waits_for_writers(register: Place, steps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one itself."""
    monkeypatch.setattr(known, "PATIENCE", 0.05)
    monkeypatch.setattr("projections.models.migration.database", lambda url: database(url, 0.05))
    monkeypatch.setattr(known, "SCHEMA", NOW)
    held = register.hold()
    monkeypatch.setattr(known, "SCHEMA", NOW + 1)
    with closing(held), pytest.raises(Locked):
        upgrade(register.url, steps)
    upgrade(register.url, steps)


@pytest.mark.parametrize("version", [0, 99])
def test_another_kind_of_version_is_refused(register: Place, version: int) -> None:
    """Newer than the program, or none at all."""
    register.version(version)
    before = register.digest()
    with pytest.raises(SchemaMismatch):
        upgrade(register.url)
    assert register.digest() == before


# Version 3, whose database asked less, and whose roles were those of every register of the name


def guarded(place: Place) -> Rows:
    """Describe what guards a register in PostgreSQL, to the letter, without the names of its roles."""
    if not isinstance(place, Schema):
        return []
    functions = (
        "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    )
    triggers = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN"
    policies = "SELECT tablename || policyname, cmd || roles::text || coalesce(qual, '') || coalesce(with_check, '')"
    here = "(SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
    found = [
        *place.rows(functions),
        *place.rows(f"{triggers} {here}"),
        *place.rows(f"{policies} FROM pg_policies WHERE schemaname = current_schema()"),
        *place.schema(),
    ]
    return sorted(tuple(str(cell).replace(place.name, "PLACE") for cell in row) for row in found)


def of_version_3(register: Place, older: Place) -> None:
    """Make a register as version 3 did, with the log of another one."""
    shared = []
    if isinstance(older, Schema):
        shared = [version3.sharing(older.name), "SET ROLE NONE"]
        statements = [
            *version3.founding(older.name),
            f"SET ROLE {older.name}_owner",
            *version3.tables(older.name, "0003", ()),
        ]
    else:
        statements = [*version3.SQLITE, "INSERT INTO schema_version VALUES ('0003')"]
        statements += [f"PRAGMA application_id = {APPLICATION_ID}", "PRAGMA user_version = 3"]
    older.run(*statements, REGISTER, PEOPLE, *shared, guarded=True)
    for table in ("events", "idempotency", "register", "people"):
        for row in register.rows(f"SELECT * FROM {table}"):
            older.run(f"INSERT INTO {table} VALUES ({', '.join(map(older.literal, row))})")


def test_a_register_of_version_3_becomes_one_of_today(register: Place, tmp_path: Path) -> None:
    """Guards, rights and tables are what `init` makes, to the letter; log, keys and people are what they were."""
    (tmp_path / "older").mkdir()
    older = (Schema if isinstance(register, Schema) else File)(tmp_path / "older")
    of_version_3(register, older)
    with pytest.raises(SchemaMismatch, match="older"):
        Register.open(older.url).close()
    assert [step.version for step in upgrade(older.url).began.steps] == [*range(4, NOW + 1)]
    assert guarded(older) == guarded(register)
    assert older.schema() == register.schema() or isinstance(register, Schema)
    for table in ("events", "idempotency", "register", "people"):
        assert older.rows(f"SELECT * FROM {table} ORDER BY 1") == register.rows(f"SELECT * FROM {table} ORDER BY 1")
    assert all(one.well for one in examine(older.url) if str(one.what) in ("triggers", "rights", "roles"))
    assert differences(older.url) == []
    with closing(Register.open(older.url, follower=FOLLOWER)) as again:
        again.record([Proposal(agreement="wco-caricc", act=example("wco-caricc")[-1][1], irregular="twice")])
        again.record([Proposal(agreement=DIRECTORY, act=read("2010-05-01 party_named by=WCO name=Customs"))])
    assert differences(older.url) == []
    older.remove()


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Schema]:
    """A register of version 3 in PostgreSQL, with the log of one of today."""
    place, older = Schema(tmp_path), Schema(tmp_path)
    with closing(Register.create(place.url, create_statements("postgresql"), follower=FOLLOWER)) as made:
        for name in EXAMPLES:
            made.record([Proposal(agreement=name, act=act) for name, act in example(name)[:-1]])
    of_version_3(place, older)
    yield older
    for one in (place, older):
        one.remove()


def test_who_was_granted_a_role_of_before_is_granted_the_new_one(
    older: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the former ones are gone. An upgraded register refuses the login of another, as a new one does."""
    user, name = f"{older.name}_ada", "wco-caricc"
    older.admin.execute(f"CREATE ROLE {user} LOGIN; GRANT {older.name}_writer TO {user}")
    upgrade(older.url)
    named = "SELECT rolname FROM pg_roles WHERE rolname LIKE '{}\\_%' AND rolname <> '{}' ORDER BY rolname"
    roles = [older.role(one) for one in ("owner", "reader", "writer")]
    assert older.rows(named.format(older.name, user)) == [(one,) for one in roles]
    begun = Postgresql.begin
    monkeypatch.setattr(Postgresql, "begin", lambda *asked: begun(*asked)._replace(login="another"))
    asked = [Proposal(agreement=name, act=example(name)[-1][1])]
    with closing(Register.open(older.url.replace("postgres@", f"{user}@"), follower=FOLLOWER)) as writer:
        before = older.digest()
        with pytest.raises(NotAllowed, match="the login of who records it"):
            writer.record(asked)
        assert older.digest() == before
        monkeypatch.setattr(Postgresql, "begin", begun)
        assert writer.record(asked)[0].login == user
    older.admin.execute(f"DROP OWNED BY {user}; DROP ROLE {user}")


def test_an_upgrade_does_not_take_roles_that_were_left(older: Schema) -> None:
    """Those of a database of this name that is gone: whoever was granted them would be let in."""
    older.admin.execute(f"CREATE ROLE {older.role('owner')}")
    before = older.digest()
    with pytest.raises(Conflict, match="are there already"):
        upgrade(older.url)
    assert older.digest() == before


def test_an_upgrade_takes_who_may_make_roles(older: Schema) -> None:
    """Who may only act as the owner is told so, and everything is what it was."""
    user = f"{older.name}_ben"
    older.admin.execute(f"CREATE ROLE {user} LOGIN; GRANT {older.name}_owner TO {user}")
    before = older.digest()
    with pytest.raises(NotAllowed, match="create role"):
        upgrade(older.url.replace("postgres@", f"{user}@"))
    assert older.digest() == before
    older.admin.execute(f"DROP OWNED BY {user}; DROP ROLE {user}")
