"""What is done because the text asks for it: a review is held, arbitrators are appointed, a party is informed.

Source: VCLT-IO 26 (R63). A duty that another act fulfils, such as registration, needs none of its own.

To add an act: a class here and its line in `lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Act, Id, Name, Party, Words
from lifecycle.acts.objections import unknown
from lifecycle.consequences.time_limits import duties
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted, Row


class DutyDone(Act, frozen=True, kw_only=True, tag="duty_done"):
    """A duty of the terms is fulfilled: for one party where one is named, else for all that owe it."""

    by: Annotated[Party | None, Meta(description="The party that fulfils it; none where it is somebody else.")] = None
    duty: Annotated[Name, Meta(description="The duty, by its name in the terms.")]
    about: Annotated[Id | None, Meta(description="The dispute, the notice or what else it is about.")] = None
    text: Annotated[Words, Meta(description="What was done.")] = ""
    NAME = Message("duty fulfilled")
    COMMAND = "fulfil"
    EXAMPLE = (
        "draft demo/terms/survey.yaml --on 2020-01-10\n"
        "sign survey --by NORTH --by SOUTH --on 2020-02-01\n"
        "fulfil survey charts --by NORTH --on 2021-11-15 --dry-run"
    )

    def objection(self, course: Course) -> Objection | None:
        if found := unknown(course, self.by):
            return found
        if duties.running(course, self.duty, self.about, self.by):
            return None
        awaited = Row(dict.fromkeys(owed.duty.name for owed in duties.running(course) if owed.duty.name))
        says = Message("No such duty is awaited on {day}: {duty}", day=course.today, duty=Quoted(self.duty))
        if awaited:
            says = Message("{says}; awaited are {duties}", says=says, duties=awaited)
        return Objection(says=says, rule="R63", article="VCLT-IO 26")

    def says(self, of: str) -> Message:
        said = Message("Duty {duty} under {agreement} was fulfilled on {on}", duty=self.duty, agreement=of, on=self.on)
        if self.by:
            said = Message(
                "{by} fulfilled duty {duty} under {agreement} on {on}",
                by=self.by,
                duty=self.duty,
                agreement=of,
                on=self.on,
            )
        return Message("{fulfilled}: {text}", fulfilled=said, text=Quoted(self.text)) if self.text else said
