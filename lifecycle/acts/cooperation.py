"""Co-operation: contact points, consultations, requests and meetings under the agreement, article by article.

Each act rests on a provision of the terms' `cooperation`. What the terms do not provide for is admissible where general
practice allows it, and the answer says so. Nothing new is done by a party whose obligations are suspended (R37), and in
winding down only what belongs to a surviving activity (R46).

To add an act: a class here or in a module beside it, and its line in `lifecycle.acts.KINDS`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from msgspec.structs import replace

from lifecycle.acts.base import Act, Id, Party, Words, not_in_force, stranger
from lifecycle.consequences import ending
from lifecycle.conventions import Assumption
from lifecycle.dates import words
from lifecycle.errors import Objection
from lifecycle.facts import Assumed, Due, Record
from lifecycle.machine import WINDING_DOWN
from lifecycle.terms import Provision

if TYPE_CHECKING:
    from lifecycle.course import Course

GENERAL_PRACTICE = frozenset({"contact_points", "consultation", "information", "meetings", "observers", "assistance"})
"""What organisations do with each other whether or not a text says so; the rest needs a provision."""


class Cooperation(Act, frozen=True, kw_only=True):
    """An act of co-operation, by one party, perhaps within an activity."""

    by: Party
    activity: Id | None = None

    PROVISION: ClassVar[str] = ""
    """The field of the terms' `cooperation` that it rests on."""
    NEW: ClassVar[bool] = True
    """Whether it begins something; what answers or closes is admissible while obligations are suspended."""

    def provision(self, course: Course) -> Provision | None:
        """Give the provision that it rests on, or nothing."""
        known = course.terms.cooperation
        found = getattr(known, self.PROVISION, None) if known else None
        return found if isinstance(found, Provision) else None

    def article(self, course: Course) -> str:
        """Give the article that it rests on, or name the practice."""
        provision = self.provision(course)
        return provision.article if provision else "general practice"

    def objection(self, course: Course) -> Objection | None:
        """Object to a stranger, to what is out of season, to a suspended party, and to what no text provides for."""
        article = self.article(course)
        surviving = self.activity is not None and ("activity", self.activity) in ending.surviving(course)
        in_tail = course.state is WINDING_DOWN and (surviving or not self.NEW)
        if found := stranger(course, self.by) or not_in_force(course, self.doing(), article, winding_down=in_tail):
            return found
        if self.NEW and course.suspended_party(self.by):
            standing = [s.seq for s in course.suspensions.values() if s.by == self.by and s.closed is None]
            says = f"{self.doing()} is not possible: {self.by} has suspended its obligations."
            return Objection(says=says, rule="R37", article="VCLT-IO 72", conflicts=min(standing, default=None))
        if self.PROVISION not in GENERAL_PRACTICE and self.provision(course) is None:
            says = f"{self.doing()} is not provided for in the terms of {course.terms.agreement}."
            return Objection(says=says, rule="R44", article="VCLT-IO 26")
        return self.particular(course)

    def particular(self, course: Course) -> Objection | None:
        """Object to what this kind of act does not admit."""
        return None

    def doing(self) -> str:
        """Name the act at the head of a sentence."""
        said = self.says()
        return said[:1].upper() + said[1:]

    def note_record(self, course: Course, kind: str, id: str, **details: Any) -> None:
        """Put a record among the facts; note where it rests on practice alone."""
        if self.provision(course) is None and "general_practice" not in course.assumed:
            practice = Assumption("general_practice", "admissible", "VCLT-IO 31(3)(b)")
            course.assumed["general_practice"] = Assumed(practice, course.today, course.seq)
        course.records[kind, id] = Record(
            id=id,
            seq=course.seq,
            since=course.today,
            kind=kind,
            by=self.by,
            article=self.article(course),
            activity=self.activity or "",
            **details,
        )


def close_record(course: Course, kind: str, id: str, **changes: Any) -> None:
    """Close a record on the day that the fold has reached."""
    known = course.records[kind, id]
    course.records[kind, id] = replace(known, closed=course.today, closed_by=course.seq, **changes)


def missing(course: Course, kind: str, id: str | None, article: str) -> Objection | None:
    """Object where there is no such open record."""
    known = course.records.get((kind, id or ""))
    if known is not None and known.closed is None:
        return None
    closed = f" {id} was closed on {words(known.closed)}" if known else f" {id} on record by {words(course.today)}"
    says = f"There is no {kind}{closed}." if known is None else f"{kind.capitalize()}{closed}."
    return Objection(says=says, rule="R44", article=article, conflicts=known.closed_by if known else None)


def taken(course: Course, kind: str, id: str | None, article: str) -> Objection | None:
    """Object where an id is on record already."""
    known = course.records.get((kind, id or ""))
    if known is None:
        return None
    says = f"There is a {kind} {id} on record, since {words(known.since)}."
    return Objection(says=says, rule="R44", article=article, conflicts=known.seq)


class ContactDesignated(Cooperation, frozen=True, kw_only=True, tag="contact_designated"):
    """A party designates its contact point; the one before it, for the same function, is replaced."""

    contact: Words
    function: Words = ""
    reach: Words = ""
    PROVISION = "contact_points"

    def apply(self, course: Course) -> None:
        """Replace the contact point."""
        id = f"{self.by}/{self.function}" if self.function else self.by
        if ("contact", id) in course.records:
            close_record(course, "contact", id)
            old = course.records.pop(("contact", id))
            course.records["contact", f"{id}@{old.seq}"] = old
        self.note_record(course, "contact", id, title=self.contact, details=(self.function, self.reach))

    def says(self) -> str:
        """Say the act."""
        return f"contact point of {self.by} designated"


class ConsultationRequested(Cooperation, frozen=True, kw_only=True, tag="consultation_requested"):
    """A party asks for consultations: under the co-operation clause, or on an amendment."""

    subject: Words = ""
    under: Literal["co-operation", "amendment"] = "co-operation"
    wanted_by: date | None = None
    """The day by which they are asked for."""
    consultation: Id | None = None
    PROVISION = "consultation"
    OPENS = ("consultation", "Q")

    def article(self, course: Course) -> str:
        """Give the article of the duty that is invoked."""
        clause = course.terms.clauses.amendment
        if self.under == "amendment" and clause is not None and clause.consultation is not None:
            return clause.consultation.article
        return super().article(course)

    def particular(self, course: Course) -> Objection | None:
        """Object to the same consultation twice."""
        return taken(course, "consultation", self.consultation, self.article(course))

    def apply(self, course: Course) -> None:
        """Open it; it is owed until it is held."""
        id = self.consultation or ""
        self.note_record(course, "consultation", id, title=self.subject)
        course.await_due(
            Due(
                kind="consultation",
                on=self.wanted_by or course.today,
                what=f"consultation {id} to be held",
                article=self.article(course),
                seq=course.seq,
                since=course.today,
                subject=id,
            )
        )

    def says(self) -> str:
        """Say the act."""
        return f"consultation {self.consultation or ''} requested by {self.by}".replace("  ", " ")


class ConsultationArranged(Cooperation, frozen=True, kw_only=True, tag="consultation_arranged"):
    """A consultation is arranged, at a level and for a day."""

    for_day: date
    level: Words = ""
    consultation: Id | None = None
    PROVISION = "consultation"
    NEW = False
    CLOSES = ("consultation", "consultation")

    def particular(self, course: Course) -> Objection | None:
        """Object where it was not asked for, or has been held."""
        return missing(course, "consultation", self.consultation, self.article(course))

    def apply(self, course: Course) -> None:
        """Set its day and level."""
        id = self.consultation or ""
        known = course.records["consultation", id]
        course.records["consultation", id] = replace(known, details=(self.level, self.for_day.isoformat()))
        if due := course.dues.get(("consultation", id)):
            course.await_due(replace(due, on=self.for_day, since=course.today))

    def says(self) -> str:
        """Say the act."""
        return f"consultation {self.consultation} arranged"


class ConsultationHeld(Cooperation, frozen=True, kw_only=True, tag="consultation_held"):
    """A consultation is held; the observations made are taken into consideration, or not."""

    level: Words = ""
    observations: Words = ""
    considered: bool = True
    consultation: Id | None = None
    PROVISION = "consultation"
    NEW = False
    CLOSES = ("consultation", "consultation")

    def particular(self, course: Course) -> Objection | None:
        """Object where it was not asked for, or has been held."""
        return missing(course, "consultation", self.consultation, self.article(course))

    def apply(self, course: Course) -> None:
        """Close it."""
        id = self.consultation or ""
        considered = "taken into consideration" if self.considered else "not taken into consideration"
        outcome = f"{self.observations} ({considered})" if self.observations else "held"
        close_record(course, "consultation", id, outcome=outcome)
        course.close_due("consultation", id)

    def says(self) -> str:
        """Say the act."""
        return f"consultation {self.consultation} held"


class AssistanceRequested(Cooperation, frozen=True, kw_only=True, tag="assistance_requested"):
    """A party asks the other for information, assistance, expertise, or the review of a project."""

    subject: Words
    asks_for: Literal["information", "assistance", "expertise", "review"] = "assistance"
    request: Id | None = None
    OPENS = ("request", "T")

    def provision(self, course: Course) -> Provision | None:
        """Give the provision for what is asked."""
        fields = {"information": "information", "review": "project_review"}
        known = course.terms.cooperation
        found = getattr(known, fields.get(self.asks_for, "expertise"), None) if known else None
        return found if isinstance(found, Provision) else None

    PROVISION = "assistance"

    def particular(self, course: Course) -> Objection | None:
        """Object to the same request twice, and to a review asked for by another than the text says."""
        provision = self.provision(course)
        if self.asks_for == "review":
            if provision is None:
                says = f"A review of projects is not provided for in the terms of {course.terms.agreement}."
                return Objection(says=says, rule="R44", article="VCLT-IO 26")
            if provision.at_request_of and provision.at_request_of != self.by:
                says = f"Projects are reviewed at the request of {provision.at_request_of}, not of {self.by}."
                return Objection(says=says, rule="R44", article=provision.article)
        return taken(course, "request", self.request, self.article(course))

    def apply(self, course: Course) -> None:
        """Open the request."""
        id = self.request or ""
        self.note_record(course, "request", id, title=self.subject, details=(self.asks_for,))
        course.await_due(
            Due(
                kind="request",
                on=course.today,
                what=f"request {id} to be answered",
                article=self.article(course),
                seq=course.seq,
                since=course.today,
                subject=id,
            )
        )

    def says(self) -> str:
        """Say the act."""
        return f"{self.asks_for} asked for by {self.by}"


class _Reply(Cooperation, frozen=True, kw_only=True):
    """What ends a request: an answer, a review, a refusal."""

    request: Id | None = None
    PROVISION = "assistance"
    NEW = False
    CLOSES = ("request", "request")

    def article(self, course: Course) -> str:
        """Give the article on which the request rests."""
        known = course.records.get(("request", self.request or ""))
        return known.article if known else "general practice"

    def particular(self, course: Course) -> Objection | None:
        """Object where there is no such open request, or to a reply to oneself."""
        if found := missing(course, "request", self.request, self.article(course)):
            return found
        known = course.records["request", self.request or ""]
        if known.by == self.by:
            says = f"Request {known.id} is {self.by}'s own; the other party replies."
            return Objection(says=says, rule="R44", article=known.article, conflicts=known.seq)
        return None

    def reply(self, course: Course, outcome: str) -> None:
        """Close the request."""
        close_record(course, "request", self.request or "", outcome=outcome)
        course.close_due("request", self.request or "")


class AssistanceAnswered(_Reply, frozen=True, kw_only=True, tag="assistance_answered"):
    """A request is answered, or the assistance given."""

    answer: Words = ""

    def apply(self, course: Course) -> None:
        """Close the request."""
        self.reply(course, f"answered: {self.answer}" if self.answer else "answered")

    def says(self) -> str:
        """Say the act."""
        return f"request {self.request} answered by {self.by}"


class AssistanceRefused(_Reply, frozen=True, kw_only=True, tag="assistance_refused"):
    """A request is refused under the exemption, with its ground; a refusal is no suspension and touches no state."""

    ground: Words
    PROVISION = "refusal"

    def provision(self, course: Course) -> Provision | None:
        """Give the exemption."""
        known = course.terms.cooperation
        return known.refusal if known else None

    def apply(self, course: Course) -> None:
        """Close the request."""
        exemption = self.provision(course)
        self.reply(course, f"refused under Art. {exemption.article if exemption else '–'}: {self.ground}")

    def says(self) -> str:
        """Say the act."""
        return f"request {self.request} refused by {self.by}"


class ProjectReviewed(_Reply, frozen=True, kw_only=True, tag="project_reviewed"):
    """A project is reviewed on request, with comments."""

    comments: Words

    def particular(self, course: Course) -> Objection | None:
        """Object where no review was asked for, or by another than the text says."""
        if found := super().particular(course):
            return found
        known = course.records["request", self.request or ""]
        terms = course.terms.cooperation
        provision = terms.project_review if terms else None
        if known.details[:1] != ("review",):
            says = f"Request {known.id} does not ask for a review."
            return Objection(says=says, rule="R44", article=known.article, conflicts=known.seq)
        if provision is not None and provision.by and provision.by != self.by:
            says = f"Projects are reviewed by {provision.by}, not by {self.by}."
            return Objection(says=says, rule="R44", article=provision.article)
        return None

    def apply(self, course: Course) -> None:
        """Close the request with the comments."""
        self.reply(course, f"reviewed: {self.comments}")

    def says(self) -> str:
        """Say the act."""
        return f"project reviewed by {self.by} ({self.request})"


class MeetingConvened(Cooperation, frozen=True, kw_only=True, tag="meeting_convened"):
    """A meeting is convened, alone or together with the other party."""

    title: Words
    for_day: date | None = None
    hosts: tuple[Party, ...] = ()
    technical: bool = False
    meeting: Id | None = None
    PROVISION = "meetings"
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

    def particular(self, course: Course) -> Objection | None:
        """Object to a stranger, to oneself, and to a meeting that was not convened."""
        if self.observer == self.by:
            return Objection(says=f"{self.by} cannot invite itself.", rule="R44", article=self.article(course))
        return stranger(course, self.observer) or missing(course, "meeting", self.meeting, self.article(course))

    def apply(self, course: Course) -> None:
        """Note the invitation."""
        self.note_record(course, "invitation", f"{self.meeting}/{self.observer}", about=self.meeting)

    def says(self) -> str:
        """Say the act."""
        return f"{self.observer} invited as observer to {self.meeting}"


class ObserverAttended(Cooperation, frozen=True, kw_only=True, tag="observer_attended"):
    """An invited observer attends."""

    meeting: Id
    representative: Words = ""
    PROVISION = "observers"
    NEW = False

    def particular(self, course: Course) -> Objection | None:
        """Object to attendance without an invitation."""
        return missing(course, "invitation", f"{self.meeting}/{self.by}", self.article(course))

    def apply(self, course: Course) -> None:
        """Close the invitation as followed."""
        close_record(
            course, "invitation", f"{self.meeting}/{self.by}", outcome=f"attended {self.representative}".strip()
        )

    def says(self) -> str:
        """Say the act."""
        return f"{self.by} attended {self.meeting} as observer"
