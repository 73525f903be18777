"""What is likely a slip of the pen: asked about where somebody can answer, else refused without its own option.

A day of doing or receipt after tomorrow, for an act is something done (R6); tomorrow is left to other time zones, and
what an act brings about may lie ahead. A party that is spelt almost as a known one, or has another name (R9, R64): that
is looked at under the writer's lock. `--yes` is the leave to record, not the word that this is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cli.commands.record.proposal import How
from cli.terminal.session import Session
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message

if TYPE_CHECKING:
    from aggregates.record.decision import Proposal
    from aggregates.record.trial import Examining


class Doubt(NamedTuple):
    """What is doubtful, and the option by which it is meant as it stands."""

    problem: Problem
    option: str

    @property
    def warning(self) -> Message:
        """Warn of it where it can be answered."""
        return Message("Warning: {problem}", problem=self.problem)


def settle(session: Session, proposals: Sequence[Proposal], how: How) -> None:
    """Ask about days that lie ahead; raises `InvalidInput` for the first where nobody can answer. A dry run is told."""
    doubts = [(one, doubt) for one in proposals for doubt in days_ahead(session, one, how)]
    if not doubts:
        return
    if not (how.dry_run or can_answer(session, how)):
        first = doubts[0][0]
        refuse([doubt for one, doubt in doubts if one is first], first.place)
    session.say(*(doubt.warning for _, doubt in doubts))
    if not how.dry_run:
        session.confirm("Is it so?")


def days_ahead(session: Session, proposal: Proposal, how: How) -> list[Doubt]:
    """List the days of a proposal after tomorrow that were not confirmed."""
    from aggregates.record.proposals import ahead

    return [] if how.future else [Doubt(problem, "--future") for problem in ahead(proposal.act, session.today)]


class Strangers:
    """The doubts about parties that proposals bring in, as the register examines its decisions."""

    def __init__(self, how: How, *, gathering: bool) -> None:
        self._how, self._gathering = how, gathering
        self._found: dict[Doubt, None] = {}

    def examining(self) -> Examining:
        """Give what looks at the decisions of one transaction."""
        from projections.answers.recording.newcomers import examining

        return partial(examining, told=self._told)

    def _told(self, problems: Sequence[Problem]) -> None:
        found = [Doubt(one, "--new-party") for one in problems if not self._how.new_party]
        if self._gathering:
            self._found |= dict.fromkeys(found)
        else:
            refuse([one for one in found if one not in self._found])

    def confirm(self, session: Session) -> None:
        """Ask about what was gathered; from then on, anything else is refused."""
        self._gathering = False
        if self._found:
            session.say(*(doubt.warning for doubt in self._found))
            session.confirm("Is it so?")


def can_answer(session: Session, how: How) -> bool:
    """Tell whether somebody is there to answer a question about a recording."""
    return session.interactive and not (how.no_input or how.dry_run)


def refuse(doubts: Sequence[Doubt], place: str = "") -> None:
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
    if place:
        error.add_note(place)
    raise error
