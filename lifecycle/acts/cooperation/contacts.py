"""Contact points: whom a party has designated to be written to, and what for.

Source: the co-operation clauses of the text, general practice where they are silent (R61: VCLT-IO 26 and 31(3)(b)).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Person, Words
from lifecycle.acts.cooperation.common import Cooperation, close_record, set_aside
from lifecycle.course.course import Course
from lifecycle.messages import Message, Quoted


class ContactDesignated(Cooperation, frozen=True, kw_only=True, tag="contact_designated"):
    """A party designates its contact point; the one before it, for the same function, is replaced."""

    contact: Annotated[Person, Meta(description="The office or person.")]
    function: Annotated[Words, Meta(description="What for, where a party has several.")] = ""
    reach: Annotated[Person, Meta(description="How to reach it.")] = ""
    NAME = Message("contact designated")
    COMMAND = "contact designate"
    EXAMPLE = 'contact designate wco-caricc --by WCO --contact "Enforcement" --on 2010-05-03 --dry-run'
    PROVISION = "contact_points"

    def apply(self, course: Course) -> None:
        id = f"{self.by}/{self.function}" if self.function else self.by
        if ("contact", id) in course.records:
            close_record(course, "contact", id, Message("replaced"))
            set_aside(course, "contact", id)
        self.note_record(course, "contact", id, title=self.contact, details=(self.function, self.reach))

    def says(self, of: str) -> Message:
        by, on, contact = self.by, self.on, Quoted(self.contact)
        if not self.function:
            return Message(
                "{by} designated its contact point under {agreement} on {on}: {contact}",
                by=by,
                agreement=of,
                on=on,
                contact=contact,
            )
        return Message(
            "{by} designated its contact point for {function} under {agreement} on {on}: {contact}",
            by=by,
            function=Quoted(self.function),
            agreement=of,
            on=on,
            contact=contact,
        )
