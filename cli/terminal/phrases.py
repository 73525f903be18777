"""Each act as a sentence, in the past tense, as a receipt says it.

To add an act: a line in `PHRASES`; without one its own few words are used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from lifecycle.calendar.days import words
from lifecycle.codec import to_plain

if TYPE_CHECKING:
    from aggregates.record.receipts import Receipt
    from lifecycle.acts.act import Act

Phrase = Callable[[Any], str]
"""Says an act of one kind, with its agreement's name still as `{}`."""


def _at(place: str) -> str:
    return f" at {place}" if place else ""


def _titled(title: str) -> str:
    return f' "{title}"' if title else ""


def _changes(set: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value or 'taken away'}" for name, value in set.items())


def _loud(state: str) -> str:
    return state.replace("_", " ").upper()


def _given(to: str) -> str:
    return f", for {to}" if to else ""


def _received(act: Any) -> str:
    if act.received is None or act.received == act.on:
        return f"sent and received {words(act.on)}"
    return f"sent {words(act.on)}, received {words(act.received)}"


PHRASES: Mapping[str, Phrase] = {
    "drafted": lambda a: f"{{}} drafted on {words(a.on)}: {a.terms.title}",
    "fact_established": lambda a: f"established for {{}} on {words(a.on)}: {a.fact}",
    "signed": lambda a: f"{a.by} signed {{}} on {words(a.on)}{_at(a.place)}",
    "consented": lambda a: f"{a.by} consented to {{}} on {words(a.on)}, by {a.manner.replace('-', ' ')}{_at(a.place)}",
    "dispute_referred": lambda a: (
        f"{a.by} referred dispute {a.dispute}{_titled(a.subject)} under {{}} on {words(a.on)}"
    ),
    "dispute_failed": lambda a: f"dispute {a.dispute} under {{}} failed on {words(a.on)}",
    "dispute_settled": lambda a: f"dispute {a.dispute} under {{}} was settled on {words(a.on)}",
    "suspended": lambda a: (
        f"{a.by} {'consented to suspend' if a.ground == 'consent' else 'suspended its obligations under'} {{}} "
        f"on {words(a.on)} ({a.suspension})"
    ),
    "resumed": lambda a: f"{a.by} lifted its suspension {a.suspension} of {{}} on {words(a.on)}",
    "notice_given": lambda a: f"{a.by} gave notice {a.notice} to end {{}}, {_received(a)}",
    "notice_withdrawn": lambda a: f"{a.by} withdrew its notice {a.notice} to end {{}}, {_received(a)}",
    "end_agreed": lambda a: f"{a.by} consented to end {{}} on {words(a.on)}",
    "activity_begun": lambda a: f"activity {a.activity}{_titled(a.title)} under {{}} began on {words(a.on)}",
    "activity_completed": lambda a: f"activity {a.activity} under {{}} was completed on {words(a.on)}",
    "account_opened": lambda a: (
        f"account {a.account}{_titled(a.title)} under {{}} was opened on {words(a.on)}{_sum(a)}"
    ),
    "account_settled": lambda a: f"account {a.account} under {{}} was settled on {words(a.on)}{_sum(a)}",
    "contact_designated": lambda a: f"{a.by} designated its contact point under {{}} on {words(a.on)}: {a.contact}",
    "consultation_requested": lambda a: (
        f"{a.by} asked for consultation {a.consultation}{_titled(a.subject)} under {{}} on {words(a.on)}"
    ),
    "consultation_arranged": lambda a: f"consultation {a.consultation} under {{}} was arranged for {words(a.for_day)}",
    "consultation_held": lambda a: f"consultation {a.consultation} under {{}} was held on {words(a.on)}",
    "assistance_requested": lambda a: (
        f"{a.by} asked for {a.asks_for} under {{}} on {words(a.on)} ({a.request}){_titled(a.subject)}"
    ),
    "assistance_answered": lambda a: f"{a.by} answered request {a.request} under {{}} on {words(a.on)}",
    "assistance_refused": lambda a: f"{a.by} refused request {a.request} under {{}} on {words(a.on)}: {a.ground}",
    "project_reviewed": lambda a: f"{a.by} reviewed the project of {a.request} under {{}} on {words(a.on)}",
    "meeting_convened": lambda a: f"{a.by} convened meeting {a.meeting}{_titled(a.title)} under {{}} on {words(a.on)}",
    "observer_invited": lambda a: f"{a.by} invited {a.observer} to {a.meeting} under {{}} on {words(a.on)}",
    "observer_attended": lambda a: f"{a.by} attended {a.meeting} under {{}} as an observer on {words(a.on)}",
    "information_supplied": lambda a: f"{a.by} supplied {a.item}{_titled(a.title)} under {{}} on {words(a.on)}",
    "restriction_notified": lambda a: (
        f"{a.by} restricted the use of {a.item} under {{}} on {words(a.on)} ({a.restriction}): {a.text}"
    ),
    "restriction_lifted": lambda a: f"{a.by} lifted restriction {a.restriction} under {{}} on {words(a.on)}",
    "legal_restriction_declared": lambda a: (
        f"{a.by} declared a legal restriction under {{}} on {words(a.on)} ({a.restriction}): {a.text}"
    ),
    "information_used": lambda a: f"{a.by} used {a.item} under {{}} on {words(a.on)}: {a.purpose}",
    "complaint_recorded": lambda a: f"{a.by} complained under {{}} on {words(a.on)}: {a.subject}",
    "platform_provided": lambda a: f"{a.by} made {a.platform} available under {{}} on {words(a.on)}",
    "platform_withdrawn": lambda a: f"{a.by} withdrew {a.platform} under {{}} on {words(a.on)}",
    "arrangement_made": lambda a: f"special arrangement {a.activity}{_titled(a.title)} under {{}} on {words(a.on)}",
    "resources_combined": lambda a: f"{a.by} put resources into {a.activity} under {{}} on {words(a.on)}",
    "project_evaluated": lambda a: f"{a.by} evaluated {a.activity} under {{}} on {words(a.on)}: {a.evaluation}",
    "confirmed": lambda a: f"{a.by} confirmed its signature of {{}} on {words(a.on)}",
    "amendment_proposed": lambda a: f"{a.by} proposed amendment {a.amendment} of {{}} on {words(a.on)}",
    "amendment_accepted": lambda a: f"{a.by} accepted amendment {a.amendment} of {{}} on {words(a.on)}",
    "amendment_withdrawn": lambda a: f"{a.by} withdrew amendment {a.amendment} of {{}} on {words(a.on)}",
    "amendment_opted_out": lambda a: f"{a.by} opted out of amendment {a.amendment} of {{}} on {words(a.on)}",
    "amendment_opted_in": lambda a: f"{a.by} opted in to amendment {a.amendment} of {{}} on {words(a.on)}",
    "corrected": lambda a: f"#{a.target} of {{}} corrected: {_changes(a.set)}{_titled(a.reason)}",
    "struck": lambda a: f"#{a.target} of {{}} struck{_titled(a.reason)}",
    "submitted": lambda a: f"submitted for approval: {str(a.submits.get('act')).replace('_', ' ')} of {{}}",
    "approved": lambda a: f"#{a.target} of {{}} approved",
    "certified": lambda a: f"certificate {a.certificate}: {{}} {_loud(a.state)} on {words(a.as_of)}{_given(a.to)}",
    "rectification_proposed": lambda a: (
        f"rectification {a.rectification} of {{}} proposed{_titled(a.reason)}, objections by {words(a.objections_by)}"
    ),
    "rectification_objected": lambda a: f"{a.by} objected to rectification {a.rectification} of {{}}",
    "rectified": lambda a: f"procès-verbal of rectification {a.rectification} of {{}}",
    "abandoned": lambda a: f"{{}} was given up on {words(a.on)}{f' by {a.by}' if a.by else ''}",
}


def _sum(act: Any) -> str:
    owed = f", owed by {act.owed_by} to {act.owed_to}" if getattr(act, "owed_by", None) else ""
    return f": {act.amount}{owed}" if act.amount else ""


def said(receipt: Receipt) -> str:
    """Say what was recorded, in one sentence without its full stop."""
    phrase = PHRASES.get(receipt.act.tag)
    if phrase is None:
        return f"{receipt.agreement}: {receipt.act.says()}, {words(receipt.act.on)}"
    return phrase(receipt.act).replace("{}", receipt.agreement, 1)


def fields(act: Act) -> dict[str, Any]:
    """Give what an act says besides its kind, its date and who did it; of terms only their title."""
    said: dict[str, Any] = to_plain(act)
    if "terms" in said:
        said["terms"] = said["terms"]["title"]
    return {name: value for name, value in said.items() if name not in ("act", "on", "by")}
