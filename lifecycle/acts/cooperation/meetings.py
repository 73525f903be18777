"""Meetings: convened by one party or hosted together, the other invited as an observer, and attending."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Id, NewId, Party, Person, Words, titled
from lifecycle.acts.cooperation.common import Cooperation, close_record, missing, taken
from lifecycle.acts.objections import stranger, unknown
from lifecycle.course.course import Course
from lifecycle.errors import Objection
from lifecycle.messages import Message, Quoted


class MeetingConvened(Cooperation, frozen=True, kw_only=True, tag="meeting_convened"):
    """A meeting is convened, alone or together with the other party."""

    title: Annotated[Words, Meta(description="What it is.")]
    for_day: Annotated[date | None, Meta(description="The day for which it is convened.")] = None
    hosts: Annotated[tuple[Party, ...], Meta(description="The parties that host it, where more than one does.")] = ()
    technical: Annotated[bool, Meta(description="Whether it is a technical meeting.")] = False
    meeting: NewId = None
    NAME = Message("meeting convened")
    COMMAND = "meeting convene"
    EXAMPLE = "meeting convene wco-caricc --by CARICC --on 2010-05-03 --title session --dry-run"
    PROVISION = "meetings"
    OPENS = ("meeting", "G")

    def particular(self, course: Course) -> Objection | None:
        return unknown(course, *self.hosts) or taken(course, "meeting", self.meeting, self.article(course))

    def apply(self, course: Course) -> None:
        hosts = ", ".join(self.hosts or (self.by,))
        day = self.for_day.isoformat() if self.for_day else ""
        kind = "technical" if self.technical else ""
        self.note_record(course, "meeting", self.meeting or "", title=self.title, details=(hosts, day, kind))

    def says(self, of: str) -> Message:
        by, on, meeting, day = self.by, self.on, titled(self.meeting, self.title), self.for_day
        said = Message(
            "{by} convened meeting {meeting} under {agreement} on {on}", by=by, meeting=meeting, agreement=of, on=on
        )
        return Message("{convened}, for {day}", convened=said, day=day) if day else said


class ObserverInvited(Cooperation, frozen=True, kw_only=True, tag="observer_invited"):
    """A party invites the other to a meeting as an observer."""

    observer: Annotated[Party, Meta(description="The party invited.")]
    meeting: Annotated[Id, Meta(description="The meeting.")]
    NAME = Message("observer invited")
    SAYS = Message("{by} invited {observer} to meeting {meeting} under {agreement} on {on}, as an observer")
    COMMAND = "meeting invite"
    EXAMPLE = "meeting invite wco-caricc G2 --by CARICC --observer WCO --on 2010-05-04 --dry-run"
    PROVISION = "observers"
    ABOUT = ("meeting", "meeting")

    def particular(self, course: Course) -> Objection | None:
        article = self.article(course)
        if self.observer == self.by:
            return Objection(says=Message("{by} cannot invite itself", by=self.by), rule="R61", article=article)
        return (
            stranger(course, self.observer)
            or missing(course, "meeting", self.meeting, article)
            or taken(course, "invitation", f"{self.meeting}/{self.observer}", article)
        )

    def apply(self, course: Course) -> None:
        id = f"{self.meeting}/{self.observer}"
        self.note_record(course, "invitation", id, about=self.meeting, other=self.observer)


class ObserverAttended(Cooperation, frozen=True, kw_only=True, tag="observer_attended"):
    """An invited observer attends."""

    meeting: Annotated[Id, Meta(description="The meeting.")]
    representative: Annotated[Person, Meta(description="By whom the party was represented.")] = ""
    NAME = Message("observer attended")
    SAYS = Message("{by} attended meeting {meeting} under {agreement} on {on}, as an observer")
    COMMAND = "meeting attend"
    EXAMPLE = "meeting attend wco-caricc G1 --by CARICC --on 2010-05-20 --dry-run"
    SEVERAL = True
    PROVISION = "observers"
    NEW = False
    ABOUT = ("meeting", "meeting")

    def particular(self, course: Course) -> Objection | None:
        return missing(course, "invitation", f"{self.meeting}/{self.by}", self.article(course))

    def apply(self, course: Course) -> None:
        person = Quoted(self.representative)
        outcome = Message("attended: {person}", person=person) if person else Message("attended")
        close_record(course, "invitation", f"{self.meeting}/{self.by}", outcome)
