"""`serve`: the register in a browser, for reading only."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import click

from cli.terminal.options import command, on_register, pass_session
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput
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
    persons are named is the setting `names`; what your office arranged for what falls due, the setting `office`.
    """
    from cli.terminal.files import read_all
    from projections.answers.office.opening import NONE, office_of
    from projections.answers.snapshot import snapshot

    with snapshot(session.url):
        pass  # what cannot be read is said before anything listens
    if (office := session.settings["office"]) != NONE:
        office = str(Path(office).resolve())
    office_of(office, read_all)
    faces = entry_points(group="depositary.faces", name="web")  # named, not imported: no face knows another
    if not faces:
        raise InvalidInput(Message("this installation knows no web register: install it anew"))
    shared = session.settings["checkpoint_copy"]
    copies = (shared,) if not shared.startswith("|") else ()
    faces["web"].load()(
        session.say,
        host=host,
        port=port,
        workers=workers,
        hosts=hosts,
        db=session.url,
        names=session.settings["names"] == "shown",
        lang=session.settings["lang"],
        keys=session.settings["keys"],
        copies=tuple(dict.fromkeys((*copies, str(session.outside.folder)))),
        documents=session.settings["documents"],
        office=office,
        today=session.today if session.environ.get("DEPOSITARY_TODAY") else None,
    )
