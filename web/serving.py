"""Serves a register: one process or several, each with the same settings, until it is told to end."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from lifecycle.errors import InvalidInput
from lifecycle.messages import Message
from web.served import LOCAL, Served, is_local


def serve(
    say: Callable[[Message], object], *, host: str, port: int, workers: int, hosts: tuple[str, ...], **settings: Any
) -> None:
    """Serve until a signal ends it, and say where; raises `InvalidInput` where what serves is not installed.

    `hosts` are the names under which it is reached besides; `settings` the other fields of `Served`.
    """
    try:
        import jinja2  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        extra = "pip install 'depositary[web]'"
        raise InvalidInput(Message("what serves pages is not installed: {command}", command=extra)) from error
    names = (*LOCAL, host.lower(), *(name.lower() for name in hosts))
    os.environ |= Served(hosts=tuple(dict.fromkeys(names)), **settings).handed_on()
    if not is_local(host):
        open_to_all = Message(
            "Warning: whoever reaches {host} can read the register, for there is no login: put it behind what has one",
            host=host,
        )
        say(open_to_all)
    shown = f"[{host}]" if ":" in host else host
    say(Message("The register is at {address} for reading; Ctrl-C ends it", address=f"http://{shown}:{port}/"))
    uvicorn.run(
        "web.app:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=16_384,
    )
