"""Meetings: convened by one party or hosted together, the other invited as an observer, and attending."""

from __future__ import annotations

from datetime import date

from lifecycle.acts.act import Id, Party, Words
from lifecycle.acts.cooperation.common import Cooperation, close_record, missing, taken
from lifecycle.acts.objections import stranger
from lifecycle.course.course import Course
from lifecycle.errors import Objection


class MeetingConvened(Cooperation, frozen=True, kw_only=True, tag="meeting_convened"):
    """A meeting is convened, alone or together with the other party."""

    title: Words
    for_day: date | None = None
    hosts: tuple[Party, ...] = ()
    technical: bool = False
    meeting: Id | None = None
    PROVISION = "meetings"
    WHAT = "A meeting"
    OPENS = ("meeting", "G")

    def particular(self, course: Course) -> Objection | None:
        """Object to the same meeting twice, and to strangers as hosts."""
        for name in self.hosts:
            if found := stranger(course, name):
                return found
        return taken(course, "meeting", self.meeting, self.article(course))

    def apply(self, course: Course) -> None:
        """Note the meeting."""
        hosts = ", ".join(self.hosts or (self.by,))
        day = self.for_day.isoformat() if self.for_day else ""
        kind = "technical" if self.technical else ""
        self.note_record(course, "meeting", self.meeting or "", title=self.title, details=(hosts, day, kind))

    def says(self) -> str:
        """Say the act."""
        return f"meeting {self.meeting or ''} convened by {self.by}".replace("  ", " ")


class ObserverInvited(Cooperation, frozen=True, kw_only=True, tag="observer_invited"):
    """A party invites the other to a meeting as an observer."""

    observer: Party
    meeting: Id
    PROVISION = "observers"
    WHAT = "An invitation"
    ABOUT = ("meeting", "meeting")

    def particular(self, course: Course) -> Objection | None:
        """Object to a stranger, to oneself, to a meeting that was not convened, and to the same twice."""
        article = self.article(course)
        if self.observer == self.by:
            return Objection(says=f"{self.by} cannot invite itself.", rule="R61", article=article)
        return (
            stranger(course, self.observer)
            or missing(course, "meeting", self.meeting, article)
            or taken(course, "invitation", f"{self.meeting}/{self.observer}", article)
        )

    def apply(self, course: Course) -> None:
        """Note the invitation."""
        id = f"{self.meeting}/{self.observer}"
        self.note_record(course, "invitation", id, about=self.meeting, other=self.observer)

    def says(self) -> str:
        """Say the act."""
        return f"{self.observer} invited as observer to {self.meeting}"


class ObserverAttended(Cooperation, frozen=True, kw_only=True, tag="observer_attended"):
    """An invited observer attends."""

    meeting: Id
    representative: Words = ""
    PROVISION = "observers"
    WHAT = "Attendance"
    NEW = False
    ABOUT = ("meeting", "meeting")

    def particular(self, course: Course) -> Objection | None:
        """Object to attendance without an invitation."""
        return missing(course, "invitation", f"{self.meeting}/{self.by}", self.article(course))

    def apply(self, course: Course) -> None:
        """Close the invitation as followed."""
        outcome = f"attended: {self.representative}" if self.representative else "attended"
        close_record(course, "invitation", f"{self.meeting}/{self.by}", outcome=outcome)

    def says(self) -> str:
        """Say the act."""
        return f"{self.by} attended {self.meeting} as observer"
