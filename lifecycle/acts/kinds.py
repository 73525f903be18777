"""The kinds of acts, each with its rank in the legal order of one date and the reason for it.

What opens stands before what closes. To add an act: its class in the module of its family, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple, get_type_hints

from msgspec.structs import replace

from lifecycle.acts.accounts import AccountOpened, AccountSettled
from lifecycle.acts.act import Act
from lifecycle.acts.amendment.agreement import AmendmentAccepted, AmendmentProposed, AmendmentWithdrawn
from lifecycle.acts.amendment.opting import AmendmentOptedIn, AmendmentOptedOut
from lifecycle.acts.approval import Approved, Submitted
from lifecycle.acts.completion import ActivityBegun, ActivityCompleted, Continued, SurvivalEnded
from lifecycle.acts.conclusion import Abandoned, Drafted, ProvisionalEnded, Registered
from lifecycle.acts.consent.expression import ConsentWithdrawn
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Confirmed, Signed
from lifecycle.acts.cooperation.assistance import (
    AssistanceAnswered,
    AssistanceRefused,
    AssistanceRequested,
    ProjectReviewed,
)
from lifecycle.acts.cooperation.consultations import ConsultationArranged, ConsultationHeld, ConsultationRequested
from lifecycle.acts.cooperation.contacts import ContactDesignated
from lifecycle.acts.cooperation.duties import DutyDone
from lifecycle.acts.cooperation.information.restrictions import (
    LegalRestrictionDeclared,
    RestrictionLifted,
    RestrictionNotified,
)
from lifecycle.acts.cooperation.information.supply import ComplaintRecorded, InformationSupplied, InformationUsed
from lifecycle.acts.cooperation.meetings import MeetingConvened, ObserverAttended, ObserverInvited
from lifecycle.acts.cooperation.platforms import PlatformProvided, PlatformWithdrawn
from lifecycle.acts.cooperation.projects import ArrangementMade, ProjectEvaluated, ResourcesCombined
from lifecycle.acts.declarations.declaration import Declared
from lifecycle.acts.declarations.objection import DeclarationObjected, DeclarationWithdrawn
from lifecycle.acts.default_law import MeasureCarriedOut, MeasureNotified, MeasureObjected
from lifecycle.acts.directory.names import PartyAliased, PartyNamed
from lifecycle.acts.directory.relations import MemberJoined, MemberLeft, PartySucceeded
from lifecycle.acts.disputes import DisputeFailed, DisputeReferred, DisputeSettled
from lifecycle.acts.ending import EndAgreed, EndDecided, Superseded
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.acts.extension import ContinuanceAgreed, Extended
from lifecycle.acts.facts import Dissolved, FactEnded, FactEstablished, PartyRenamed
from lifecycle.acts.keeping.documents import DocumentAdded, DocumentRemoved
from lifecycle.acts.keeping.entries import Certified, Corrected, Struck
from lifecycle.acts.keeping.rectification import RectificationObjected, RectificationProposed, Rectified
from lifecycle.acts.keeping.register import ClockMended, EventSetAside, RegisterResumed
from lifecycle.acts.notices.notice import NoticeGiven
from lifecycle.acts.notices.postponement import NoticeExtended, NoticeResumed, NoticeSuspended
from lifecycle.acts.notices.withdrawal import NoticeWithdrawn
from lifecycle.acts.suspension.lifting import Resumed
from lifecycle.acts.suspension.suspension import Suspended
from lifecycle.calendar.days import parse_date
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message, Quoted
from lifecycle.terms.reading import terms_from
from lifecycle.terms.shapes import shaped
from lifecycle.terms.text import Terms


class Kind(NamedTuple):
    """A kind of act and its place among the acts of one date."""

    act: type[Act]
    reason: str


KINDS: tuple[Kind, ...] = (
    Kind(Drafted, "the file is opened before anything is done in it"),
    Kind(FactEstablished, "an outside fact may be what a signature still waits for"),
    Kind(PartyRenamed, "what a party does on a day it does under its name of that day"),
    Kind(Signed, "a signature comes before what presupposes it"),
    Kind(Confirmed, "a confirmation presupposes the signature"),
    Kind(Consented, "an instrument follows the signature it completes"),
    Kind(TakenOver, "what a list says gives way to what was done on the day, and what builds on it comes after it"),
    Kind(Declared, "a declaration comes with the signature or the instrument of the day"),
    Kind(AmendmentProposed, "an amendment is proposed before it is accepted"),
    Kind(AmendmentAccepted, "new terms of the day hold for what is done on it under them"),
    Kind(AmendmentOptedOut, "who stays outside says so of a proposal"),
    Kind(Extended, "an extension of the day comes before what would have used the old term"),
    Kind(ContinuanceAgreed, "so does what lets it go on before what would end it"),
    Kind(DisputeReferred, "a dispute is referred before it fails"),
    Kind(ContactDesignated, "a contact point is there before it is written to"),
    Kind(ConsultationRequested, "a consultation is asked for before it is arranged"),
    Kind(ConsultationArranged, "it is arranged before it is held"),
    Kind(AssistanceRequested, "a request comes before its reply"),
    Kind(MeetingConvened, "a meeting is convened before anybody is invited"),
    Kind(ObserverInvited, "an invitation comes before attendance"),
    Kind(LegalRestrictionDeclared, "what restricts a party's information stands before it is supplied"),
    Kind(InformationSupplied, "information is supplied before it is restricted or used"),
    Kind(RestrictionNotified, "a restriction of the day binds what is used on it"),
    Kind(PlatformProvided, "a platform is there before it is withdrawn"),
    Kind(ArrangementMade, "as an activity"),
    Kind(ActivityBegun, "what begins on the day of an end has begun before it"),
    Kind(AccountOpened, "an account may arise from an activity of the same day"),
    Kind(ResourcesCombined, "resources go into an activity that has begun"),
    Kind(InformationUsed, "a use follows what restricts it"),
    Kind(ComplaintRecorded, "a complaint is about what was done"),
    Kind(ObserverAttended, "attendance follows the invitation"),
    Kind(Continued, "what is to go on has begun"),
    Kind(DisputeFailed, "a failure is the ground of a suspension of the same day"),
    Kind(MeasureNotified, "a measure is notified before it is objected to"),
    Kind(MeasureObjected, "an objection of the day stops what would be carried out on it"),
    Kind(DeclarationObjected, "a declaration is made before it is objected to"),
    Kind(Suspended, "a suspension opens before it is lifted"),
    Kind(NoticeGiven, "a notice is given before anything is done to it"),
    Kind(NoticeExtended, "an extension needs the notice"),
    Kind(NoticeSuspended, "a clock runs before it is stopped"),
    Kind(NoticeResumed, "a clock is stopped before it runs again"),
    Kind(Registered, "registration needs the entry into force of the day"),
    Kind(DutyDone, "what is done fulfils what an event of the day gave to do"),
    Kind(Resumed, "lifting closes what a suspension opened"),
    Kind(NoticeWithdrawn, "withdrawal closes what a notice opened"),
    Kind(DeclarationWithdrawn, "withdrawal closes what a declaration opened, and what objects to it"),
    Kind(AmendmentOptedIn, "opting in closes what opting out opened"),
    Kind(AmendmentWithdrawn, "withdrawal closes what a proposal opened"),
    Kind(DisputeSettled, "a settlement closes what was referred, and may have failed"),
    Kind(ConsultationHeld, "what is held closes what was asked for"),
    Kind(AssistanceAnswered, "a reply closes a request"),
    Kind(AssistanceRefused, "as an answer"),
    Kind(ProjectReviewed, "as an answer"),
    Kind(RestrictionLifted, "lifting closes a restriction"),
    Kind(PlatformWithdrawn, "withdrawal closes what was provided"),
    Kind(ProjectEvaluated, "an evaluation may be of the day of completion"),
    Kind(ActivityCompleted, "completion closes what began"),
    Kind(AccountSettled, "settlement closes what was opened, and follows its activity"),
    Kind(FactEnded, "a fact holds for the day on which it ends"),
    Kind(ProvisionalEnded, "the end of provisional application follows what was done under it"),
    Kind(ConsentWithdrawn, "withdrawal closes what a consent opened"),
    Kind(SurvivalEnded, "a waiver comes before the end of the day that it is about"),
    Kind(MeasureCarriedOut, "an end comes after all that was still done under the agreement"),
    Kind(EndAgreed, "as any end"),
    Kind(EndDecided, "as any end"),
    Kind(Superseded, "as any end"),
    Kind(Dissolved, "a party acts before it is no more"),
    Kind(Abandoned, "nothing follows the giving up of a draft"),
    Kind(PartyNamed, "in the directory, a party is named before it is found otherwise"),
    Kind(PartyAliased, "an alias stands beside a name"),
    Kind(PartySucceeded, "who succeeds is named on the day"),
    Kind(MemberJoined, "a membership begins before it ends"),
    Kind(MemberLeft, "leaving closes what joining opened"),
    Kind(Corrected, "the keeper's own acts have no place in the legal order and act before the fold"),
    Kind(Struck, "as a correction"),
    Kind(RectificationProposed, "as a correction"),
    Kind(RectificationObjected, "as a correction"),
    Kind(Rectified, "as a correction"),
    Kind(Certified, "a certificate changes nothing"),
    Kind(DocumentAdded, "nor does a document"),
    Kind(DocumentRemoved, "as a document"),
    Kind(ClockMended, "a clock changes nothing in law"),
    Kind(RegisterResumed, "nor does a loss"),
    Kind(EventSetAside, "nor does what never was an event"),
    Kind(Submitted, "what waits for approval has no effect"),
    Kind(Approved, "what was approved has a place of its own"),
)

RANK: Mapping[type[Act], int] = {kind.act: rank for rank, kind in enumerate(KINDS)}
BY_TAG: Mapping[str, type[Act]] = {str(kind.act.__struct_config__.tag): kind.act for kind in KINDS}
AnyAct: Any = reduce(or_, BY_TAG.values())
"""The union of all kinds, as which an act is read whose kind is not known before."""


@cache
def _dates(kind: type[Act]) -> tuple[str, ...]:
    """Name the fields of an act that hold dates; found when first asked, for it is slow."""
    return tuple(name for name, hint in get_type_hints(kind).items() if hint in (date, date | None))


def act_from(data: Mapping[str, Any]) -> Act:
    """Build an act from plain data, `act` holding its name; raises `InvalidInput` naming the field."""
    tag = data.get("act")
    kind = BY_TAG.get(str(tag))
    if kind is None:
        says = Message("{tag} is no act; the acts are {acts}", tag=Quoted(str(tag)), acts=tuple(BY_TAG))
        raise InvalidInput([Problem(place="$.act", says=says)])
    problems = [found for name in _dates(kind) if (found := _date_problem(name, data.get(name)))]
    if problems:
        raise InvalidInput(problems)
    if "terms" in kind.__struct_fields__:
        data = {**data, "terms": _terms(data.get("terms"))}
    return shaped(data, kind)


def _terms(data: Any) -> Terms:
    try:
        return terms_from(data)
    except InvalidInput as error:
        raise InvalidInput([replace(p, place=p.place.replace("$", "$.terms", 1)) for p in error.problems]) from None


def _date_problem(name: str, value: Any) -> Problem | None:
    if value is None or isinstance(value, date):
        return None
    try:
        parse_date(str(value))
    except ValueError as error:
        return Problem(place=f"$.{name}", says=Message("{says}", says=error.args[0]))
    return None
