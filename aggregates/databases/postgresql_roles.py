"""The roles of a register in PostgreSQL, and whose its schema is.

Three for each register: the owner of the tables, who cannot log in; the writer, who selects and inserts, and closes
rows of read models; the reader. Whoever connects becomes one of them. Roles are the server's, and a register is of one
database: their names hold the database and the schema, and which they are is told by who owns the schema, so that a
right given for one register is none in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from lifecycle.messages import Message, Row

OWNER, WRITER, READER = "owner", "writer", "reader"

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def prefix(schema: str, database: str) -> str:
    """Give the beginning of the names of a register's roles."""
    made = f"{schema}_{database}"
    if _PLAIN.fullmatch(database) and len(made) + len(f"_{WRITER}") <= 63:  # the longest name of a role
        return made
    return f"{schema}_{sha256(database.encode()).hexdigest()[:12]}"


def role(prefix: str, name: str) -> str:
    """Give the name of one of a register's roles."""
    return f"{prefix}_{name}"


def roles(prefix: str) -> Iterator[str]:
    """Give the statements that make the roles, which are not to be there yet."""
    for name in (OWNER, WRITER, READER):
        yield f"CREATE ROLE {role(prefix, name)} NOLOGIN"
    yield from _granted(prefix)


def roles_kept(prefix: str) -> Iterator[str]:
    """Give the statements that make the roles as far as they are not there: for a register that comes back."""
    for name in (OWNER, WRITER, READER):
        yield f"""DO $$ BEGIN
            CREATE ROLE {role(prefix, name)} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$"""
    yield from _granted(prefix)


def _granted(prefix: str) -> Iterator[str]:
    yield f"GRANT {role(prefix, READER)} TO {role(prefix, WRITER)}"
    yield f"GRANT {role(prefix, WRITER)} TO {role(prefix, OWNER)}"
    yield f"""DO $$ BEGIN
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            EXECUTE format('GRANT {role(prefix, OWNER)} TO %I', current_user);
        END IF;
    END $$"""


def roles_there(prefix: str, schema: str) -> Message:
    """Say that roles of this name are there, and whoever was granted them would be let in."""
    return Message(
        "{roles} are there already: they belong to another register, or are left of one that is gone, and "
        "whoever was granted them would be let in; drop them, or name another schema than {schema} by {parameter}",
        roles=Row(role(prefix, name) for name in (OWNER, WRITER, READER)),
        schema=schema,
        parameter="?schema=…",
    )


def belonging(schema: str, prefix: str) -> str:
    """Give the statement by which all that was made in a schema belongs to the register's owner."""
    owner = role(prefix, OWNER)
    return f"""DO $$ DECLARE made TEXT; BEGIN
        ALTER SCHEMA {schema} OWNER TO {owner};
        FOR made IN SELECT format('TABLE %s', oid::regclass) FROM pg_class
                WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r'
            UNION ALL SELECT format('FUNCTION %s', oid::regprocedure) FROM pg_proc
                WHERE pronamespace = '{schema}'::regnamespace
        LOOP EXECUTE format('ALTER %s OWNER TO {owner}', made); END LOOP;
    END $$"""


def moved(schema: str, former: str, prefix: str) -> Iterator[str]:
    """Give the statements that hand a register over to roles of its own, and whoever was granted the former ones.

    The former ones go, unless a register in another database has them, too.
    """
    yield from roles_kept(prefix)
    yield belonging(schema, prefix)
    for name in (OWNER, WRITER, READER):
        old, new = role(former, name), role(prefix, name)
        yield f"""DO $$ DECLARE who TEXT; BEGIN
            FOR who IN SELECT format('%I', rolname) || CASE WHEN bool_or(admin_option) THEN ' WITH ADMIN OPTION'
                    ELSE '' END FROM pg_auth_members JOIN pg_roles ON pg_roles.oid = member
                WHERE roleid = '{old}'::regrole AND rolname <> ALL (ARRAY['{role(former, OWNER)}',
                    '{role(former, WRITER)}', current_user::text]) GROUP BY rolname
            LOOP EXECUTE 'GRANT {new} TO ' || who; END LOOP;
        END $$"""
    for name in (READER, WRITER, OWNER):
        old = role(former, name)
        yield f"DROP OWNED BY {old}"
        yield f"""DO $$ BEGIN
            DROP ROLE {old};
        EXCEPTION WHEN dependent_objects_still_exist THEN NULL; -- it is that of a register in another database, too
        END $$"""
