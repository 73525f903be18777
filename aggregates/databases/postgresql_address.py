"""The address of a register on a server: the database as the driver takes it, and the schema.

The URL is libpq's, `postgresql://user@host/database`, with one parameter of ours: `schema`, by default `depositary`.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from aggregates.databases.postgresql_errors import said
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, Quoted

SCHEMA = "depositary"
"""Where a register lies in its database, unless the URL says otherwise."""

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,39}")
_QUOTED = re.compile(r'".*"', re.DOTALL)


def address(url: str) -> tuple[dict[str, Any], str]:
    """Give what a URL says of the database, as the driver takes it, and of the schema; raises `InvalidInput`.

    What libpq says of a URL may repeat it, with its password: that is left out.
    """
    head, _, query = url.partition("?")
    asked = dict(parse_qsl(query, keep_blank_values=True))
    name = asked.pop("schema", SCHEMA)
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            Message(
                "{name} is no name for a schema: small letters, digits and {other}, at most {most}",
                name=Quoted(name),
                other="_",
                most=40,
            )
        )
    try:
        to = conninfo_to_dict(f"{head}?{urlencode(asked)}")
    except (psycopg.Error, ValueError) as error:
        why = _QUOTED.sub("…", said(error))
        raise InvalidInput(Message("the URL of the register: {why}", why=why)) from None
    if "=" in str(to.get("dbname", "")):
        raise InvalidInput(
            Message("the URL of the register: settings stand behind {mark}, not in the name of the database", mark="?")
        )
    return to, name
