"""How parties belong together: who succeeds whom, and who is a member of an organisation.

Source: the practice of depositaries (R64). A succession in the directory tells who the successors are; whether one of
them is bound by an agreement is an act in that agreement (R3). To add an act: a class here and its line in
`lifecycle.acts.kinds`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Party, Words
from lifecycle.acts.directory.entry import DirectoryAct, no_entry
from lifecycle.course.directory import DirectoryCourse, Membership, Succession
from lifecycle.errors import Objection
from lifecycle.messages import Message

Organisation = Annotated[
    Party, Meta(description="The organisation, by its code.", extra={"sort": "party", "option": ""})
]


class PartySucceeded(DirectoryAct, frozen=True, kw_only=True, tag="party_succeeded"):
    """A party is succeeded by another one, or by several."""

    successors: Annotated[tuple[Party, ...], Meta(description="Who comes after it, by its code.", min_length=1)]
    basis: Annotated[Words, Meta(description="The instrument, or the article, that says so.")] = ""
    NAME = Message("succeeded")
    SAYS = Message("{by} was succeeded on {on} by {successors}")
    COMMAND = "directory succeed"
    EXAMPLE = "directory succeed CARICC --successor CAIC --on 2012-01-01 --dry-run"

    def barred(self, course: DirectoryCourse) -> Objection | None:
        if known := course.successions.get(self.by):
            says = Message("{by} is succeeded by {others} since {on}", by=self.by, others=known.successors, on=known.on)
            return no_entry(says, known.seq)
        for one in self.successors:
            if one == self.by or self.by in course.succeeded(one):
                return no_entry(Message("{one} cannot come after {by}, which comes after it", one=one, by=self.by))
        return None

    def enter(self, course: DirectoryCourse) -> None:
        course.successions[self.by] = Succession(
            predecessor=self.by, successors=self.successors, on=self.on, basis=self.basis, seq=course.seq
        )


class MemberJoined(DirectoryAct, frozen=True, kw_only=True, tag="member_joined"):
    """A party becomes a member of an organisation, such as a regional one."""

    organisation: Organisation
    NAME = Message("member joined")
    SAYS = Message("{by} became a member of {organisation} on {on}")
    COMMAND = "directory join"
    EXAMPLE = "directory join ICMPD WCO --on 2010-05-01 --dry-run"

    def barred(self, course: DirectoryCourse) -> Objection | None:
        if self.by == self.organisation:
            return no_entry(Message("{by} cannot be a member of itself", by=self.by))
        if known := course.member(self.by, self.organisation, self.on):
            says = Message(
                "{by} is a member of {organisation} since {since}",
                by=self.by,
                organisation=self.organisation,
                since=known.since,
            )
            return no_entry(says, known.seq)
        return None

    def enter(self, course: DirectoryCourse) -> None:
        course.memberships.append(
            Membership(member=self.by, organisation=self.organisation, since=self.on, seq=course.seq)
        )


class MemberLeft(DirectoryAct, frozen=True, kw_only=True, tag="member_left"):
    """A party is no longer a member of an organisation."""

    organisation: Organisation
    NAME = Message("member left")
    SAYS = Message("{by} is no longer a member of {organisation} since {on}")
    COMMAND = "directory leave"
    EXAMPLE = "directory join ICMPD WCO --on 2010-05-01\ndirectory leave ICMPD WCO --on 2012-01-01 --dry-run"

    def barred(self, course: DirectoryCourse) -> Objection | None:
        if course.member(self.by, self.organisation, self.on):
            return None
        says = Message(
            "{by} is no member of {organisation} on {on}", by=self.by, organisation=self.organisation, on=self.on
        )
        return no_entry(says)

    def enter(self, course: DirectoryCourse) -> None:
        if known := course.member(self.by, self.organisation, self.on):
            course.leave(known, self.on)
