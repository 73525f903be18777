"""`document` and `audit documents`: texts, copies and instruments added, listed, given back, and looked for."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli.commands.record.proposal import How, adding, recording
from cli.terminal import formats
from cli.terminal.completion import agreements
from cli.terminal.messages import FOUND
from cli.terminal.options import (
    agreement,
    axes,
    command,
    formatted,
    group,
    known_at,
    on_register,
    or_today,
    pass_session,
)
from cli.terminal.output import written
from cli.terminal.page import Paper
from cli.terminal.session import Session
from cli.terminal.types import DATE
from lifecycle.course.documents import KIND
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Capitals, Message, Plural
from projections.pages.papers.documents import draw
from projections.words.documents import called, size
from projections.words.parts import Part, Styled
from projections.words.phrases import sentence

if TYPE_CHECKING:
    from aggregates.ground.moments import Moment

ADDED = (
    "document add wco-caricc demo/terms/wco-caricc.yaml --kind text --language en"
    ' --name "Memorandum of Understanding" --dry-run'
)


@group("document", example=f"{ADDED}\ndocument list wco-caricc")
def document() -> None:
    """Keep documents: the texts of agreements by language, certified copies, instruments, full powers.

    A document is kept by its content, beside the register, and its digest is on record. Any act may rest on one, given
    by `--document` where it is recorded.
    """


@document.command("add", example=ADDED)
@agreement
@click.option("--by", metavar="PARTY", help="The party that handed it over, where one did.")
@click.option("--on", type=DATE, metavar="DATE", callback=or_today, help="The day of the entry (default: today).")
@click.option("--note", metavar="TEXT", help="A note of the keeper's, kept with the act.")
@adding
@pass_session
def add(session: Session, /, how: How, **given: Any) -> None:
    """Add a document to an agreement: the text in a language, a certified copy, an instrument, full powers.

    What is added again is, from then on, what it is said to be the last time. The name of its file is not recorded.
    """
    from cli.commands.record.recording import record_acts

    fields = {name: value for name, value in given.items() if value is not None}
    record_acts(session, [{"act": "document_added", **fields}], how)


@document.command("remove", example='document remove wco-caricc 35 --reason "asked for by whom it names" --dry-run')
@agreement
@click.argument("wanted", metavar="DOCUMENT")
@click.option("--reason", metavar="TEXT", required=True, help="Why it is no longer kept.")
@click.option("--by", metavar="PARTY", help="The party that asked for it, where one did.")
@click.option("--on", type=DATE, metavar="DATE", callback=or_today, help="The day of the entry (default: today).")
@click.option("--note", metavar="TEXT", help="A note of the keeper's, kept with the act.")
@recording
@pass_session
def remove(session: Session, /, agreement: str, wanted: str, how: How, **given: Any) -> None:
    """Record that a document is no longer kept, as where somebody whom it names may ask for that.

    DOCUMENT is the number of its entry or its digest. Its file is left to you: other registers may keep it in the same
    folder. The digest stays on record, and every proof is good as before.
    """
    from cli.commands.record.recording import record_acts
    from projections.answers.keeping.documents import found

    with session.snapshot() as asked:
        one = found(asked, agreement, wanted)
    fields = {name: value for name, value in given.items() if value is not None}
    digest = one.document.removeprefix(KIND)
    record_acts(session, [{"act": "document_removed", "agreement": one.agreement, "digest": digest, **fields}], how)
    if session.recorded:
        file = str(session.documents.file(one.document))
        session.say(
            sentence(Message("Its file may be destroyed now, if no other register needs it: {file}", file=file))
        )


@document.command("list", example="document list wco-caricc\ndocument list --format csv")
@click.argument("agreement", metavar="[ID]", required=False, shell_complete=agreements)
@axes
@formatted
@on_register
@pass_session
def list_documents(session: Session, agreement: str | None, as_of: date, known_at: Moment | None) -> None:
    """List the documents of an agreement, or of all: what they are, their language, and their entry."""
    from projections.answers.keeping.documents import documents

    with session.snapshot(known_at) as asked:
        found, known = documents(asked, as_of, agreement), asked.known

    formats.show(session, "documents", found, lambda paper: draw(paper, found, as_of, known), known=known)


@document.command("get", example="document get wco-caricc '#35' --output text.yaml")
@agreement
@click.argument("document", metavar="DOCUMENT")
@known_at
@written
@on_register
@pass_session
def get(session: Session, agreement: str, document: str, known_at: Moment | None) -> None:
    """Give a document back as it was put on record, byte for byte, compared with its digest.

    DOCUMENT is the number of its entry, such as '#3', or its digest, of which the first eight digits are enough.
    """
    from projections.answers.keeping.documents import found

    if session.output is None and sys.stdout.isatty():
        says = Message("a document is not written to a terminal: name a file")
        raise InvalidInput([Problem(place="--output", says=says)])
    with session.snapshot(known_at) as asked:
        one = found(asked, agreement, document)
    data = session.documents.read(one.document)
    if session.output is not None:
        session.output.write(data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    what, of = called(one.kind, one.name, one.language), one.agreement
    place = Message("#{seq} of {agreement}", seq=one.seq, agreement=of)
    session.say(sentence(Message("{document}, {place}: {size}", document=what, place=place, size=size(len(data)))))


@command("documents", example="audit documents")
@on_register
@formatted
@pass_session
def examined(session: Session) -> int:
    """List all documents that ever were on record, and look whether each is kept as it was (exit 3 if not)."""
    from projections.answers.keeping.documents import attached

    with session.snapshot() as asked:
        answer = attached(asked, session.documents)
    lost = sum(one.on_record and not one.kept for one in answer)

    def screen(paper: Paper) -> None:
        rows: list[tuple[Part, ...]] = [("#", Message("agreement"), Message("kept"), Message("document"))]
        for one in answer:
            kept: Part = Styled(Message("yes"), "green")
            if not one.kept:
                kept = Styled(Capitals(Message("no")), "red") if one.on_record else Message("removed")
            rows.append((one.seq, one.agreement, kept, one.document))
        paper.table(rows)
        found = Plural("{n} document on record", "{n} documents on record", n=len(answer))
        where = str(session.documents.folder)
        paper.line(
            sentence(Message("{found}, {n} not kept as they were in {folder}", found=found, n=lost, folder=where))
        )

    formats.show(session, "document", answer, screen)
    return FOUND if lost else 0
