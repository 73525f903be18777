"""Proposing: what every recording command takes, and the proposal that is made of it and of plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from cli.terminal.groups import Choice
from cli.terminal.options import acting, formatted, on_register
from cli.terminal.session import Session

if TYPE_CHECKING:
    from aggregates.record.decision import Proposal
    from lifecycle.course.documents import Document

F = TypeVar("F", bound=Callable[..., Any])


class How(NamedTuple):
    """How to record: what every recording command takes."""

    dry_run: bool = False
    yes: bool = False
    no_input: bool = False
    irregular: str | None = None
    accept_impact: bool = False
    future: bool = False
    new_party: bool = False
    again: bool = False
    key: str | None = None
    document: Path | None = None
    document_name: str | None = None
    document_kind: str | None = None
    document_language: str | None = None
    document_type: str | None = None
    personal: tuple[str, ...] = ()


KINDS = ("text", "certified-copy", "instrument", "full-powers")


def telling(prefix: str) -> tuple[Callable[[Any], Any], ...]:
    """Give the options that say what a document is."""
    kinds = ", ".join(KINDS)
    return (
        click.option(
            f"{prefix}name", "document_name", metavar="NAME", help="What the document is called; no name of a person."
        ),
        click.option(
            f"{prefix}kind", "document_kind", type=Choice(KINDS), metavar="KIND", help=f"What the document is: {kinds}."
        ),
        click.option(
            f"{prefix}language", "document_language", metavar="CODE", help="Its language, such as fr (BCP 47)."
        ),
        click.option(
            f"{prefix}type", "document_type", metavar="TYPE", help="Its media type (default: by the ending of FILE)."
        ),
    )


naming = click.option(
    "--personal",
    metavar="WHO",
    multiple=True,
    help="A person whom its note or reason names, or who records it: then sealed. May be given again.",
)

_ASKED = (
    click.option("--dry-run", is_flag=True, help="Do everything but the commit."),
    click.option("-y", "--yes", is_flag=True, help="Record without asking."),
    click.option("--no-input", is_flag=True, help="Never ask, as where there is no terminal."),
    click.option("--irregular", metavar="REASON", help="Record it without legal effect if it meets an objection."),
    click.option("--accept-impact", is_flag=True, help="Accept that acts on record lose their effect."),
    click.option("--future", is_flag=True, help="Record it although it is dated after tomorrow."),
    click.option("--new-party", is_flag=True, help="Record it although a party is spelt, or named, almost as another."),
    click.option("--again", is_flag=True, help="Record it once more, although the same command was recorded."),
    click.option("--key", metavar="KEY", help="Your own idempotency key (default: made from the content)."),
    naming,
)
_RESTING = (
    click.option(
        "--document",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="What it rests on: kept by its content, its digest recorded.",
    ),
    *telling("--document-"),
)
_ADDED = (click.argument("document", metavar="FILE", type=click.Path(path_type=Path)), *telling("--"))


def _taking(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        @wraps(function)
        def taking(*given: Any, **parameters: Any) -> Any:
            how = How(**{name: parameters.pop(name) for name in How._fields})
            return function(*given, how=how, **parameters)

        made: Any = taking
        for add in reversed((*options, acting, on_register, formatted)):
            made = add(made)
        return made  # type: ignore[no-any-return]

    return decorate


recording: Callable[[Any], Any] = _taking(*_ASKED, *_RESTING)
"""Take what every recording command takes, as `how`; who records, where, and the format go to the session."""

adding: Callable[[Any], Any] = _taking(*_ADDED, *_ASKED)
"""The same for a command that adds a document, which it takes as an argument."""


def propose(
    session: Session, fields: dict[str, Any], how: How, *, place: str = "", folder: Path | None = None
) -> Proposal:
    """Build a proposal from plain data, files that it names lying in a folder; raises `InvalidInput`."""
    from aggregates.record.proposals import TELLING, proposal_from
    from cli.terminal.files import terms_of

    files: dict[str, Callable[[str], Any]] | None = None
    if folder is not None:
        files = {
            "terms": lambda name: terms_of(folder / name),
            "document": lambda name: _taken(session, folder / name, "$.document_file"),
        }
    own = how.document if fields.get("document_file") is None else None
    told = {name: value for name in TELLING if (value := getattr(how, name)) is not None}
    return proposal_from(
        {"irregular": how.irregular, "personal": how.personal, **told, **fields},
        files,
        accept_impact=how.accept_impact,
        actor=session.actor,
        document=_taken(session, own, "$.document") if own else None,
        new_party=how.new_party,
        place=place,
    )


def _taken(session: Session, file: Path, place: str) -> Document:
    """Take a document, which is then to be kept."""
    from lifecycle.errors import InvalidInput, Problem

    try:
        return session.documents.take(file)
    except OSError as error:
        raise InvalidInput([Problem(place=place, says=f"{file}: {error.strerror or error}")]) from error
