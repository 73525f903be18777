"""What is dated ahead: an act is something done, and one dated after tomorrow is likely a slip of the pen (R6).

Tomorrow is left to other time zones. What an act brings about may lie ahead: only the day on which it was done, and
that of its receipt, are looked at. `--yes` is the leave to record, not the word that a day is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.commands.record.proposal import How
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message

if TYPE_CHECKING:
    from aggregates.record.agreement import Proposal


def ask_or_refuse(session: Session, proposals: Sequence[Proposal], how: How) -> None:
    """Ask about acts that are dated ahead; raises `InvalidInput` for the first where nobody can answer.

    A dry run of a command is only told of it.
    """
    from aggregates.record.proposals import ahead

    days = [] if how.future else [(one, ahead(one.act, session.today)) for one in proposals]
    found = [(one, problems) for one, problems in days if problems]
    if found and not (how.dry_run or can_answer(session, how)):
        refuse(*found[0])
    if not found:
        return
    session.say(*(Message("Warning: {problem}", problem=problem) for _, problems in found for problem in problems))
    if not how.dry_run:
        session.confirm("Is it so?")


def refuse_ahead(session: Session, proposal: Proposal, how: How) -> None:
    """Refuse an act of many that is dated ahead; raises `InvalidInput`. A file is held to it when it is tried, too."""
    from aggregates.record.proposals import ahead

    problems = [] if how.future or session.trying is not None else ahead(proposal.act, session.today)
    if problems:
        refuse(proposal, problems)


def can_answer(session: Session, how: How) -> bool:
    """Tell whether somebody is there to answer a question about a recording."""
    return session.interactive and not (how.no_input or how.dry_run)


def refuse(proposal: Proposal, problems: Sequence[Problem]) -> None:
    """Raise `InvalidInput` with the way out."""
    way = Message("an act is something done; if it is so, give {option}", option="--future")
    error = InvalidInput(
        [Problem(place=one.place, says=Message("{says}: {way}", says=one.says, way=way)) for one in problems]
    )
    if proposal.place:
        error.add_note(proposal.place)
    raise error
