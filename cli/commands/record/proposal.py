"""Proposing: what every recording command takes, and the proposal that is made of it and of plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from cli.terminal.options import acting, formatted, on_register
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from aggregates.record.agreement import Proposal

F = TypeVar("F", bound=Callable[..., Any])


class How(NamedTuple):
    """How to record: what every recording command takes."""

    dry_run: bool = False
    yes: bool = False
    no_input: bool = False
    irregular: str | None = None
    accept_impact: bool = False
    again: bool = False
    key: str | None = None
    document: Path | None = None


_OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Do everything but the commit."),
    click.option("-y", "--yes", is_flag=True, help="Record without asking."),
    click.option("--no-input", is_flag=True, help="Never ask, as where there is no terminal."),
    click.option("--irregular", metavar="REASON", help="Record it without legal effect if it meets an objection."),
    click.option("--accept-impact", is_flag=True, help="Accept that acts on record lose their effect."),
    click.option("--again", is_flag=True, help="Record it once more, although the same command was recorded."),
    click.option("--key", metavar="KEY", help="Your own idempotency key (default: made from the content)."),
    click.option(
        "--document",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="What it rests on: kept by its content, its digest recorded.",
    ),
)


def recording(function: F) -> F:
    """Take what every recording command takes, as `how`; who records, where, and the format go to the session."""

    @wraps(function)
    def taking(*given: Any, **parameters: Any) -> Any:
        how = How(**{name: parameters.pop(name) for name in How._fields})
        return function(*given, how=how, **parameters)

    for add in reversed((*_OPTIONS, acting, on_register, formatted)):
        taking = add(taking)
    return taking  # type: ignore[return-value]


def propose(
    session: Session, fields: dict[str, Any], how: How, *, place: str = "", folder: Path | None = None
) -> Proposal:
    """Build a proposal from plain data; raises `InvalidInput`."""
    from aggregates.record.agreement import Proposal
    from cli.terminal.input_text import normalised
    from cli.terminal.jsonl import build

    irregular = fields.pop("irregular", how.irregular)
    if irregular is not None and not (isinstance(irregular, str) and irregular.strip()):
        raise InvalidInput([Problem(place="$.irregular", says="say why it is recorded all the same")])
    document = _attached(session, fields, how, folder)
    agreement, act = build(fields, folder)
    return Proposal(
        agreement=agreement,
        act=act,
        irregular=normalised(irregular, "$.irregular"),
        accept_impact=how.accept_impact,
        actor=normalised(session.actor, "--actor"),
        document=document,
        place=place,
    )


def _attached(session: Session, fields: dict[str, Any], how: How, folder: Path | None) -> str | None:
    """Take the digest of the document that an act rests on: of the option, or of the line's `document_file`."""
    from cli.terminal.input_text import normalised

    beside = normalised(fields.pop("document_file", None), "$.document_file")
    if beside is not None and (folder is None or not isinstance(beside, str)):
        raise InvalidInput([Problem(place="$.document_file", says="a file beside the JSONL file is named by its path")])
    file = folder / beside if folder is not None and isinstance(beside, str) else how.document
    try:
        return session.documents.digest(file) if file is not None else None
    except OSError as error:
        where = "--document" if beside is None else "$.document_file"
        raise InvalidInput([Problem(place=where, says=f"{file}: {error.strerror or error}")]) from error
