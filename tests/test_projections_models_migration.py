"""Migrations: the steps between two versions, all or none, on both databases."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from read_models import EXAMPLES, example
from stores import Place, Rows, Schema

from aggregates.databases import database as known
from aggregates.databases.cases import database
from aggregates.databases.database import revision
from aggregates.databases.postgresql import Postgresql
from aggregates.databases.postgresql_schema import role
from aggregates.proof.health import examine
from aggregates.record.agreement import Proposal
from aggregates.record.log import reading
from aggregates.record.register import Register
from lifecycle.errors import Locked, NotAllowed, SchemaMismatch
from projections.models.follower import follow
from projections.models.migration import STEPS, Step, standing, upgrade
from projections.models.rebuild import differences
from projections.models.tables import create_statements

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
    with closing(Register.create(place.url, create_statements(database(place.url).dialect), follow=[follow])) as made:
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
    with closing(Register.open(register.url, follow=[follow])) as again:
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
    with closing(Register.open(register.url, follow=[follow])) as early:
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


# Version 2, whose trigger did not ask who records

TRIGGER_OF_2 = """CREATE OR REPLACE FUNCTION refuse_other_places() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$
    DECLARE last RECORD; BEGIN
        SELECT seq, recorded_at INTO last FROM events ORDER BY seq DESC LIMIT 1;
        IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.recorded_at < last.recorded_at THEN
            RAISE unique_violation USING TABLE = TG_TABLE_NAME,
                MESSAGE = 'the log is append-only: this place is taken or not yet due';
        END IF;
        RETURN NEW;
    END $$"""


def test_this_version_comes_from_version_2(register: Place) -> None:
    """The trigger is what `init` makes, to the letter; the log, its logins and all else are what they were."""

    def made() -> Rows:
        function = "SELECT pg_get_functiondef('refuse_other_places'::regproc), proowner FROM pg_proc"
        return register.rows(f"{function} WHERE oid = 'refuse_other_places'::regproc") if server else []

    server = isinstance(register, Schema)
    fresh, events = (made(), register.schema()), register.rows("SELECT * FROM events ORDER BY seq")
    if server:
        register.run(TRIGGER_OF_2, guarded=True)
        assert made() != fresh[0]
    register.run("UPDATE schema_version SET version_num = '0002'", guarded=True)
    register.version(2)
    with pytest.raises(SchemaMismatch, match="older"):
        Register.open(register.url).close()
    assert [step.version for step in upgrade(register.url).began.steps] == [3, 4]
    assert (made(), register.schema()) == fresh
    assert register.rows("SELECT * FROM events ORDER BY seq") == events
    assert all(one.well for one in examine(register.url) if one.what == "triggers")
    assert differences(register.url) == []


def test_an_upgraded_register_refuses_the_login_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a new one does; whoever has the role of the owner still takes over what others recorded."""
    place = Schema(tmp_path)
    user = f"{place.name}_ada"
    with closing(Register.create(place.url, create_statements("postgresql"), follow=[follow])) as first:
        for name, act in example("wco-caricc")[:-1]:
            first.record([Proposal(agreement=name, act=act)])
    place.run(TRIGGER_OF_2, "UPDATE schema_version SET version_num = '0002'", guarded=True)
    upgrade(place.url)
    place.admin.execute(f"CREATE ROLE {user} LOGIN; GRANT {role(place.name, 'writer')} TO {user}")
    begun = Postgresql.begin
    monkeypatch.setattr(Postgresql, "begin", lambda case, cursor: begun(case, cursor)._replace(login="another"))
    name, act = example("wco-caricc")[-1]
    asked = [Proposal(agreement=name, act=act)]
    with closing(Register.open(place.url.replace("postgres@", f"{user}@"), follow=[follow])) as writer:
        before = place.digest()
        with pytest.raises(NotAllowed, match="the login of who records it"):
            writer.record(asked)
        assert place.digest() == before
        monkeypatch.setattr(Postgresql, "begin", begun)
        assert writer.record(asked)[0].login == user
    place.admin.execute(f"DROP OWNED BY {user}; DROP ROLE {user}")
    place.remove()
