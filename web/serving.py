"""Serves a register: one process or several, each with the same settings, until it is told to end."""

from __future__ import annotations

import os

from lifecycle.errors import InvalidInput
from lifecycle.messages import Message
from web.served import Served


def serve(served: Served, host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it; raises `InvalidInput` where what serves is not installed."""
    try:
        import jinja2  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        extra = "pip install 'depositary[web]'"
        raise InvalidInput(Message("what serves pages is not installed: {command}", command=extra)) from error
    os.environ |= served.handed_on()
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
