"""Asks the web register in this process, as a browser or a program would, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx

from web.app import application
from web.served import Served

HOST = "localhost"


def served(db: object, **others: Any) -> Served:
    """Give the settings of a register, its day fixed."""
    return Served(db=str(db), **{"today": date(2010, 7, 15), **others})


class Client:
    """A client of one served register."""

    def __init__(self, given: Served) -> None:
        self.db, self.app = given.db, application(given)

    def get(self, path: str, *, method: str = "GET", **headers: str) -> httpx.Response:
        """Ask for an address; an underscore in the name of a header stands for a hyphen."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(self._asked(method, path, named))

    async def _asked(self, method: str, path: str, headers: Mapping[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}:8000") as client:
            return await client.request(method, path, headers={"accept": "text/html, */*;q=0.8", **headers})
