"""Roles of PostgreSQL belong to one register and its database, whatever else is on the server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from urllib.parse import quote

import postgresql
import psycopg
import psycopg.conninfo
import psycopg.sql
import pytest
from fortresses import proposals

from aggregates.databases.cases import database
from aggregates.databases.postgresql_roles import prefix, role
from aggregates.proof.health import examine
from aggregates.record.register import Register
from lifecycle.errors import Conflict, NoRegister, NotAllowed
from projections.models.statements import create_statements

ROLES = ("owner", "writer", "reader")
NAMES = ("prod", "test", 'odd "name"; ü', "n" * 63, "a_b")

_numbers = count(1)


class Bases:
    """Databases of the tests' server, with a register in each, all in schemas of one name."""

    def __init__(self) -> None:
        self.admin = psycopg.connect(postgresql.base(), autocommit=True)
        self.schema = f"r{os.getpid()}_{next(_numbers)}"
        self.made: list[str] = []

    def base(self, name: str, template: str = "") -> str:
        """Make a database and give the URL of a register in it."""
        quoted = psycopg.sql.Identifier(name)
        of = (
            psycopg.sql.SQL(" TEMPLATE {}").format(psycopg.sql.Identifier(template))
            if template
            else psycopg.sql.SQL("")
        )
        self.admin.execute(psycopg.sql.SQL("CREATE DATABASE {}{}").format(quoted, of))
        self.made.append(name)
        return self.url(name)

    def url(self, name: str, user: str = "") -> str:
        given = psycopg.conninfo.conninfo_to_dict(postgresql.base())
        return (
            f"postgresql://{user or given['user']}@/{quote(name, safe='')}?host={quote(str(given['host']), safe='')}"
            + (f"&schema={self.schema}")
        )

    def role(self, base: str, name: str) -> str:
        return role(prefix(self.schema, base), name)

    def remove(self) -> None:
        for name in self.made:
            self.admin.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name)))
        left = self.admin.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE %s", (f"{self.schema}\\_%",)
        ).fetchall()
        for (name,) in left:
            self.admin.execute(f"DROP ROLE {name}")
        self.admin.close()


@pytest.fixture
def bases() -> Iterator[Bases]:
    bases = Bases()
    yield bases
    bases.remove()


def create(url: str) -> None:
    Register.create(url, create_statements("postgresql")).close()


def test_who_may_record_in_one_database_may_not_in_another(bases: Bases) -> None:
    """Two registers of one name on a server: each role is of its own register, whatever the name of the database."""
    user = f"{bases.schema}_ada"
    bases.admin.execute(f"CREATE ROLE {user} LOGIN")
    for name in NAMES:
        create(bases.base(name))
    assert len({bases.role(name, one) for name in NAMES for one in ROLES}) == len(NAMES) * len(ROLES)
    assert all(len(bases.role(name, one)) <= 63 for name in NAMES for one in ROLES)
    for allowed in NAMES:
        for one in ROLES:
            granted = bases.role(allowed, one)
            bases.admin.execute(f"GRANT {granted} TO {user}")
            for name in NAMES:
                case = database(bases.url(name, user))
                if name == allowed:
                    getattr(case, one)().close()
                    continue
                for opening in (case.owner, case.writer, case.reader):
                    with pytest.raises(NotAllowed, match="has not the role"):
                        opening()
            bases.admin.execute(f"REVOKE {granted} FROM {user}")


@pytest.mark.parametrize("name", ROLES)
def test_a_register_takes_no_role_that_is_there(bases: Bases, name: str) -> None:
    """It may be left of a database that is gone, with everybody who was granted it; nothing is made."""
    url = bases.base("prod")
    bases.admin.execute(f"CREATE ROLE {bases.role('prod', name)}")
    with pytest.raises(Conflict, match="are there already: they belong to another register"):
        create(url)
    with pytest.raises(NoRegister):
        database(url).reader()
    bases.admin.execute(f"DROP ROLE {bases.role('prod', name)}")
    create(url)


def test_a_database_made_of_another_is_told(bases: Bases) -> None:
    """A copy by the server has the roles of the first; `doctor` says so in both."""
    create(bases.base("prod"))
    assert all(one.well for one in examine(bases.url("prod")) if str(one.what) == "roles")
    bases.base("test", template="prod")
    for name in ("prod", "test"):
        (found,) = [one for one in examine(bases.url(name)) if str(one.what) == "roles"]
        other = {"prod": "test", "test": "prod"}[name]
        assert (found.well, str(found.says)) == (
            False,
            f"{bases.role('prod', 'owner')} owns tables in the database {other}, too: its writers are let in there",
        )


def test_a_database_that_is_renamed_keeps_its_roles(bases: Bases) -> None:
    """They are those of who owns the schema, not those of a name."""
    create(bases.base("prod"))
    bases.admin.execute("ALTER DATABASE prod RENAME TO production")
    bases.made = ["production"]
    with closing(Register.open(bases.url("production"))) as register:
        assert register.record(proposals("2010-03-01 drafted"))[0].seq == 1


def test_a_schema_of_somebody_else_is_no_register(bases: Bases) -> None:
    """Whoever connects becomes no role that a schema names by chance: not the server's administrator, for one."""
    url = bases.base("prod")
    with psycopg.connect(bases.url("prod").partition("&schema")[0], autocommit=True) as admin:
        admin.execute(f"CREATE SCHEMA {bases.schema}; CREATE TABLE {bases.schema}.events (seq BIGINT)")
    for opening in (database(url).reader, database(url).writer, database(url).owner):
        with pytest.raises(NoRegister):
            opening()
