"""What is likely a slip of the pen: asked about where somebody can answer, else refused without its own option.

A day of doing or receipt after tomorrow, for an act is something done (R6); tomorrow is left to other time zones, and
what an act brings about may lie ahead. A party that is spelt almost as a known one, or has another name (R9). `--yes`
is the leave to record, not the word that this is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cli.commands.record.proposal import How
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message

if TYPE_CHECKING:
    from aggregates.record.agreement import Proposal
    from projections.answers.recording.newcomers import Newcomers


class Doubt(NamedTuple):
    """What is doubtful, and the option by which it is meant as it stands."""

    problem: Problem
    option: str


class Doubts:
    """The doubts about proposals, each compared with the register and with those before it."""

    def __init__(self, session: Session, how: How) -> None:
        self._session, self._how = session, how
        self._newcomers: Newcomers | None = None

    def of(self, proposal: Proposal) -> list[Doubt]:
        """List what is doubtful about a proposal and was not confirmed."""
        from aggregates.record.proposals import ahead

        days = [] if self._how.future else ahead(proposal.act, self._session.today)
        strangers = self._strange(proposal)
        return [
            *(Doubt(problem, "--future") for problem in days),
            *(Doubt(problem, "--new-party") for problem in strangers if not self._how.new_party),
        ]

    def settled(self) -> None:
        """Compare what follows with what has been recorded by now."""
        if self._newcomers is not None:
            self._newcomers.settled()

    def _strange(self, proposal: Proposal) -> list[Problem]:
        from projections.answers.recording.newcomers import Newcomers

        if self._newcomers is None:
            self._newcomers = Newcomers(self._session.snapshot)
        return self._newcomers.found(proposal)


def settle(session: Session, proposals: Sequence[Proposal], how: How) -> None:
    """Ask about what is doubtful; raises `InvalidInput` for the first where nobody can answer.

    A dry run of a command is only told of a day ahead.
    """
    doubts = Doubts(session, how)
    found = [(one, doubt) for one in proposals for doubt in doubts.of(one)]
    if how.dry_run:
        session.say(*(_warning(doubt) for _, doubt in found if doubt.option == "--future"))
        found = [(one, doubt) for one, doubt in found if doubt.option != "--future"]
    if not found:
        return
    if not can_answer(session, how):
        first = found[0][0]
        refuse(first, [doubt for one, doubt in found if one is first])
    session.say(*(_warning(doubt) for _, doubt in found))
    session.confirm("Is it so?")


def can_answer(session: Session, how: How) -> bool:
    """Tell whether somebody is there to answer a question about a recording."""
    return session.interactive and not (how.no_input or how.dry_run)


def refuse(proposal: Proposal, doubts: Sequence[Doubt]) -> None:
    """Raise `InvalidInput` with the ways out; do nothing where nothing is doubtful."""
    if not doubts:
        return
    error = InvalidInput(
        Problem(
            place=problem.place,
            says=Message("{says}: if it is meant so, give {option}", says=problem.says, option=option),
        )
        for problem, option in doubts
    )
    if proposal.place:
        error.add_note(proposal.place)
    raise error


def _warning(doubt: Doubt) -> Message:
    return Message("Warning: {problem}", problem=doubt.problem)
