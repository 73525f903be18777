"""How an answer leaves a command: as a page, or in one of the forms of `projections.forms`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cli.terminal.layout import columns
from cli.terminal.page import Paper
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message
from projections.forms.text import fitted

if TYPE_CHECKING:
    from cli.terminal.session import Session
    from projections.answers.snapshot import Known
    from projections.forms.machine import Answer


def show(
    session: Session,
    name: str,
    answers: Answer | Sequence[Answer],
    screen: Callable[[Paper], None],
    *,
    known: Known | None = None,
) -> None:
    """Write an answer, or many, in the session's format; `screen` writes the page.

    `name` is that of its schema, such as `status`; their kind is that of the catalogue, so that a table without rows
    has its heads all the same.
    """
    if session.format == "table":
        write(session, page(session, screen))
        return
    from projections.answers.catalogue import struct_of
    from projections.forms.machine import Dispatch
    from projections.forms.table import FORMS

    sent = Dispatch(
        name, answers, struct_of(name), known, raw=session.raw, narrow=narrow(session), language=session.language
    )
    write(session, FORMS[session.format](sent))


def page(session: Session, screen: Callable[[Paper], None]) -> str:
    """Lay out a page: for a terminal in its width, for a pipe or a file with whole lines and without escapes."""
    stream = sys.stdout if session.output is None else None
    paper = Paper(columns(stream), color=session.color(stream), language=session.language, stream=stream)
    screen(paper)
    return paper.text


def write(session: Session, made: str | bytes) -> None:
    """Write an answer to its file, or data to stdout, in what that can encode; bytes go to no terminal."""
    data = made if isinstance(made, bytes) else made.encode()
    if session.output is not None:
        session.output.write(data)
    elif isinstance(made, str):
        sys.stdout.write(fitted(made, sys.stdout))
    elif sys.stdout.isatty():
        raise InvalidInput(Message("this is no text for a terminal: name a file with {option}", option="--output"))
    else:
        sys.stdout.buffer.write(data)


def narrow(session: Session) -> bool:
    """Tell whether what the answer goes to takes less than Unicode."""
    if session.output is not None:
        return False
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") != "utf8"
