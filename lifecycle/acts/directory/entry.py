"""What every act of the directory is: an entry on one party, which holds in all agreements of the register (R64).

Source: the practice of depositaries, who keep one list of the States and organisations that they notify. The directory
is the register's own file and no agreement: its acts meet objections of their own, and change what parties are called,
never what they are bound by. To add one: a class in a module beside this one, and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from lifecycle.acts.act import Act, Party
from lifecycle.course.course import Course
from lifecycle.course.directory import DirectoryCourse
from lifecycle.errors import Objection
from lifecycle.messages import Message

RULE = "R64"
ARTICLE = "the directory, a rule of the register"

Code = Annotated[Party, Meta(description="The party, by its code.", extra={"sort": "party", "option": ""})]


class DirectoryAct(Act, frozen=True, kw_only=True):
    """An entry in the directory of parties."""

    by: Code

    DIRECTORY: ClassVar[bool] = True

    def objection(self, course: Course) -> Objection | None:
        """Object to it in an agreement, where it has no place."""
        return no_entry(Message("It is an act of the directory of parties, and of no agreement"))

    def barred(self, course: DirectoryCourse) -> Objection | None:
        """Say why the directory does not admit it here, or nothing; a question, which changes nothing."""
        return None

    def enter(self, course: DirectoryCourse) -> None:
        """Let it take effect in the directory."""
        raise NotImplementedError


def no_entry(says: Message, conflicts: int | None = None) -> Objection:
    """Object in the name of the rule."""
    return Objection(says=says, rule=RULE, article=ARTICLE, conflicts=conflicts)
