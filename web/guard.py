"""What stands before every answer: names of hosts, the length of an address, methods, the time; and its headers.

The policy has no exception: no script or style within a page, nothing from another host, nothing in a frame.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders

from lifecycle.messages import Message, Quoted
from web.problems import Unavailable

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refuse = Callable[[Scope, BaseException], App]

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

METHODS = ("GET", "HEAD")
LONGEST = 4096
"""Bytes of an address with its query."""


class Guard:
    """The middleware: refuses by a page or a problem, and sets the headers of whatever is answered."""

    def __init__(self, app: App, hosts: tuple[str, ...], seconds: float, refuse: Refuse) -> None:
        self.app, self.hosts, self.seconds, self.refuse = app, frozenset(hosts), seconds, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def answered(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        try:
            if refused := self._refused(scope):
                raise refused
            await asyncio.wait_for(self.app(scope, receive, answered), self.seconds)
        except Unavailable as error:
            await self.refuse(scope, error)(scope, receive, answered)
        except TimeoutError:
            if begun:
                raise
            late = Message("the answer took longer than {n} seconds", n=f"{self.seconds:g}")
            await self.refuse(scope, Unavailable(HTTPStatus.SERVICE_UNAVAILABLE, late))(scope, receive, answered)

    def _refused(self, scope: Scope) -> Unavailable | None:
        host = _name(Headers(scope=scope).get("host", ""))
        if host not in self.hosts:
            says = Message("{host} is no name under which this register is reached", host=Quoted(host[:80]))
            return Unavailable(HTTPStatus.MISDIRECTED_REQUEST, says)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST:
            says = Message("an address is of at most {n} characters", n=LONGEST)
            return Unavailable(HTTPStatus.REQUEST_URI_TOO_LONG, says)
        if scope["method"] not in METHODS:
            says = Message("this register is only read here: {methods}", methods=METHODS)
            return Unavailable(HTTPStatus.METHOD_NOT_ALLOWED, says)
        return None


def _name(host: str) -> str:
    """Give the name in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()
