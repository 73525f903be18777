"""`serve`: the register in a browser, for reading only."""

from __future__ import annotations

import click

from cli.terminal.options import command, on_register, pass_session
from cli.terminal.session import Session
from lifecycle.messages import Message


@command("serve", example="serve\nserve --host 0.0.0.0 --name register.example.org --workers 2")
@click.option("--host", default="127.0.0.1", metavar="HOST", help="The address to listen at (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, metavar="PORT", help="The port (default: 8000).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, metavar="N", help="So many processes (default: 1).")
@click.option("--name", "hosts", multiple=True, metavar="HOST", help="A name under which it is reached; repeatable.")
@on_register
@pass_session
def serve(session: Session, host: str, port: int, workers: int, hosts: tuple[str, ...]) -> None:
    """Show the register in a browser, to whoever reaches the address, for reading only; Ctrl-C ends it.

    There is no login: put it behind what has one, and name the hosts under which it is reached there. Whether natural
    persons are named is the setting `names`.
    """
    from projections.answers.snapshot import snapshot
    from web.served import LOCAL, Served, is_local
    from web.serving import serve as served

    with snapshot(session.url):
        pass  # what cannot be read is said before anything listens
    shared = session.settings["checkpoint_copy"]
    copies = (shared,) if not shared.startswith("|") else ()
    what = Served(
        db=session.url,
        names=session.settings["names"] == "shown",
        lang=session.settings["lang"],
        keys=session.settings["keys"],
        copies=tuple(dict.fromkeys((*copies, str(session.outside.folder)))),
        documents=session.settings["documents"],
        hosts=tuple(dict.fromkeys((*LOCAL, host.lower(), *(name.lower() for name in hosts)))),
        today=session.today if session.environ.get("DEPOSITARY_TODAY") else None,
    )
    if not is_local(host):
        session.say(
            Message(
                "Warning: whoever reaches {host} can read the register, for there is no login: put it behind what has"
                " one",
                host=host,
            )
        )
    shown = f"[{host}]" if ":" in host else host
    session.say(Message("The register is at {address} for reading; Ctrl-C ends it", address=f"http://{shown}:{port}/"))
    served(what, host, port, workers)
