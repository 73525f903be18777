"""`restore --after-loss`: the page of a register that goes on from an older backup."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import formats
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message, Plural
from projections.answers.keeping.resumption import resumed
from projections.words.phrases import sentence


def resume(session: Session, file: Path, *, yes: bool) -> None:
    """Put a backup in the place of a register that is lost, and say what is lost with it."""
    answer = resumed(
        file, session.url, session.outside, session.documents, on=session.today, actor=session.actor, anyway=yes
    )

    def screen(paper: Paper) -> None:
        paper.title(Message("✓ Resumed from {file}", file=answer.file), Message("up to #{seq}", seq=answer.kept))
        first, last = answer.kept + 1, answer.lost
        lost = Plural("#{first} is lost", "#{first} to #{last} are lost", n=last - answer.kept, first=first, last=last)
        paper.line(
            "  ", sentence(Message("{lost}: enter again what is known of it from receipts and papers", lost=lost))
        )
        where = Message("#{seq} of {agreement} says so", seq=answer.seq, agreement=answer.agreement)
        paper.line("  ", sentence(where))
        if answer.waits:
            command = f"depositary approve {answer.agreement} {answer.seq}"
            paper.line("  ", Message("It waits for another officer: {command}", command=command))
        if answer.aside:
            paper.line("  ", Message("What was there lies in {place}", place=answer.aside))
        paper.line("  ", Message("The register is {origin} from now on, signed by another key", origin=answer.origin))
        paper.line("  ", Message("Next: {command}", command="depositary audit verify"))

    formats.show(session, "resumption", answer, screen)
    if answer.unknown:
        unknown(session)


def unknown(session: Session) -> None:
    """Warn of who may have come back with a backup."""
    session.say(
        "Warning: nobody can tell who was erased since the backup was made, because no register could be read in"
        " this place: they are back.",
        "Next: depositary erase PERSON, for each of them",
    )
