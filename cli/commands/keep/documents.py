"""The documents that acts rest on: those on record, and whether they are kept as they were."""

from __future__ import annotations

import re

from msgspec import Struct

from cli.terminal.messages import FOUND
from cli.terminal.options import command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Part, Styled, count
from cli.terminal.session import Session

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


class Attached(Struct, frozen=True, kw_only=True):
    """A document on record."""

    seq: int
    agreement: str
    document: str
    """Its digest."""
    kept: bool
    """Whether it lies here as it was."""
    file: str


@command("documents", example="audit documents")
@on_register
@formatted
@pass_session
def documents(session: Session) -> int:
    """List the documents on record, and look whether each is kept as it was (exit 3 if not)."""
    from cli.terminal import formats

    place = session.documents
    with session.log() as log:
        named = [(one.seq, one.agreement, one.document) for one in log.recordings() if one.document]
    found = []
    for seq, name, digest in named:
        # What a bundle brought along may be no digest, and would name a file elsewhere.
        file = str(place.file(digest)) if _DIGEST.fullmatch(digest) else ""
        kept = bool(file) and place.holds(digest)
        found.append(Attached(seq=seq, agreement=name, document=digest, kept=kept, file=file))
    lost = [one for one in found if not one.kept]

    def screen(paper: Paper) -> None:
        rows: list[list[Part]] = [["#", "AGREEMENT", "KEPT", "DOCUMENT"]]
        for one in found:
            kept = Styled("yes", "green") if one.kept else Styled("NO", "red")
            rows.append([str(one.seq), one.agreement, kept, one.document])
        paper.table(rows, right="#")
        paper.line(f"{count(len(found), 'document')} on record, {len(lost)} not kept as they were in {place.folder}.")

    formats.show(session, "document", found, screen, kind=Attached)
    return FOUND if lost else 0
