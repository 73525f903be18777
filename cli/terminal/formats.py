"""How an answer leaves a command: as a page, or in one of the machine forms."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from cli.terminal.page import Paper
from projections.forms.machine import heads, json_text, plain, separated
from projections.forms.text import fitted

if TYPE_CHECKING:
    from cli.terminal.session import Session
from projections.answers.snapshot import Known

Answer = msgspec.Struct


def show(
    session: Session,
    name: str,
    answers: Answer | Sequence[Answer],
    screen: Callable[[Paper], None],
    *,
    kind: type[Answer] | None = None,
    known: Known | None = None,
) -> None:
    """Write an answer, or many, in the session's format; `screen` writes the page.

    `name` is that of its schema, such as `status`. Many answers need their `kind`, so that a table without rows has
    its heads all the same.
    """
    if session.format == "table":
        write(page(session, screen))
        return
    many = [answers] if isinstance(answers, msgspec.Struct) else list(answers)
    rows = [plain(name, answer, known) for answer in many]
    if session.format == "json":
        write(json_text(rows[0] if isinstance(answers, msgspec.Struct) else rows, indent=2, narrow=narrow()))
    elif session.format == "jsonl":
        write("".join(json_text(row, narrow=narrow()) for row in rows))
    else:
        fields = kind.__struct_encode_fields__ if kind else type(many[0]).__struct_encode_fields__
        write(separated(heads(fields, known), rows, session.format, raw=session.raw))


def page(session: Session, screen: Callable[[Paper], None]) -> str:
    """Lay out a page: for a terminal in its width, for a pipe without a cut and without escapes."""
    paper = Paper(columns(), color=session.color(sys.stdout), language=session.language)
    screen(paper)
    return paper.text


def columns() -> int | None:
    """Give the width of the terminal; nothing for a pipe."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size((100, 24)).columns


def write(text: str) -> None:
    """Write data to stdout, in what it can encode."""
    sys.stdout.write(fitted(text, sys.stdout))


def narrow() -> bool:
    """Tell whether stdout takes less than Unicode."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") != "utf8"
