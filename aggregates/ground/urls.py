"""The URL of a register as others may see it: without its password, and whatever else is secret in it."""

from __future__ import annotations

import re
from urllib.parse import unquote

UNFINISHED = re.compile("postgres(ql)?:")
"""Begins what is meant for a URL, and lacks a stroke: no file is called so."""

SECRETS = ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
"""Parameters of a URL that nobody is shown (libpq, 32.1.2)."""


def shown(url: str) -> str:
    """Give the URL of a register without what is secret in it, for whoever looks on."""
    scheme, found, rest = url.partition("://")
    if not found and UNFINISHED.match(url):
        return f"{url.partition(':')[0]}:…"
    if not found or url.startswith("sqlite:///"):
        return url  # a path, in which nothing is secret
    user, at, place = rest.rpartition("@")  # a password may hold anything that it ought not to
    if ":" in user:
        user = f"{user.partition(':')[0]}:…"
    place, asks, query = place.partition("?")
    if "=" in unquote(place):  # settings, where a name ought to be
        place = "…"
    asked = (one.partition("=") for one in query.split("&"))
    kept = (f"{name}{equals}{'…' if _secret(name, value) else value}" for name, equals, value in asked)
    return f"{scheme}://{user}{at}{place}{asks}{'&'.join(kept)}"


def _secret(name: str, value: str) -> bool:
    return unquote(name) in SECRETS or (unquote(name) == "dbname" and "=" in unquote(value))
