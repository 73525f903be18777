"""Rulings of earlier versions of the rules, read as what they meant (ADR 0013).

Those of 2026.1 and 2026.2 named the dates they set in English. The wordings below are those of then. They are storage:
none is ever changed, whatever the program says today. Up to 2026.3 what the clock did was put down to the last act
before it, and some dates were announced nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from lifecycle.fold.ruling import LIFE, Dated, Ruling

RULES = ("2026.1", "2026.2")
"""The versions of the rules under which dates were named so."""

UNTIL_2026_3 = (*RULES, "2026.3")
"""The versions under which the clock's own dates were put down to another act than that which set them, or to none."""
OF_THE_CLOCK = frozenset({"survival", "goes_on", "last_safe_day", "renewal", "provisional", "notice_resumes"})
"""The kinds of dates concerned, with the end of a term that was extended."""

WORDINGS: tuple[tuple[str, str, str], ...] = (
    ("entry", "", "entry into force"),
    ("joins", "", "entry into force for {subject}"),
    ("registration", "", "to be registered"),
    ("supersedes", "", "to be recorded: {subject}"),
    ("suspends", "", "suspension {subject} takes effect"),
    ("amendment", "", "amendment {subject} takes effect"),
    ("ends", "consent", "ends by consent"),
    ("ends", "consent_of_the_rest", "ends by consent"),
    ("ends", "decision", "ends by decision"),
    ("ends", "event", "an event ends it"),
    ("ends", "notice", "{subject} ends it"),
    ("ends", "term", "its term ends"),
    ("ends", "term", "its term ends, but for {party} by earlier terms"),
    ("leaves", "notice", "{party} leaves by {subject}"),
    ("leaves", "exclusion", "{party} ceases to be a party"),
    ("leaves", "event_for_a_party", "{party} ceases to be a party"),
    ("leaves", "term", "the term ends for {party}, by version {number} of the terms"),
    ("withdrawal", "", "last day to withdraw {subject}"),
    ("renewal", "", "its term ends and is renewed"),
    ("last_safe_day", "", "last day for a notice that stops the renewal"),
    ("lock_in", "notice", "first day for a notice"),
    ("lock_in", "notice", "first day for a notice by {party}"),
    ("lock_in", "effect", "first day on which a notice can take effect"),
    ("lock_in", "effect", "first day on which a notice can take effect by {party}"),
    ("window", "", "first day of the window for a notice"),
    ("window", "", "first day of the window for a notice by {party}"),
    ("window_end", "", "last day of the window for a notice"),
    ("window_end", "", "last day of the window for a notice by {party}"),
    ("survival", "", "survival is over"),
    ("survival", "", "survival for {subject} is over"),
    ("dispute", "time", "last day to settle dispute {subject}"),
    ("dispute", "time", "dispute {subject} fails if it is not settled"),
    ("dispute", "act", "dispute {subject} to be settled"),
    ("objection", "measure", "last day to object to {subject}"),
    ("objection", "rectification", "last day to object to rectification {subject}"),
    ("consultation", "", "consultation {subject} to be held"),
    ("request", "", "request {subject} to be answered"),
)
"""By kind and cause: how a date was named, the fuller wording where there was more to name."""

_PLACE = re.compile(r"{(\w+)}")
_KNOWN = re.compile("|".join(".+".join(map(re.escape, _PLACE.split(wording)[::2])) for _, _, wording in WORDINGS))


def in_words_of(stored: Mapping[str, date], today: Ruling) -> dict[str, date]:
    """Give the dates of a ruling of today in the words in which an earlier one has them.

    A wording that is none of those above is taken for what falls on its day.
    """
    said = dict(today.life)
    for one in today.due:
        ways = _ways(one)
        said[next((way for way in ways if way in stored), ways[0])] = one.on
    for wording, on in stored.items():
        if wording not in said and wording not in LIFE and not _KNOWN.fullmatch(wording):
            meant = next((way for way, day in said.items() if day == on and way not in stored), None)
            if meant is not None:
                said[wording] = said.pop(meant)
    return said


def as_then(stored: Ruling, today: Ruling) -> tuple[Ruling, Ruling]:
    """Leave out of an earlier ruling and of today's the clock's own dates that only today's rules put down to an act.

    The end of a survival was put down to every act that came before it: where today has none, that of then is left out.
    """
    if stored.rules not in UNTIL_2026_3:
        return stored, today
    tails = {one.subject for one in today.due if one.kind == "survival"}
    then = {_matter(one) for one in stored.due} | {_worded(wording) for wording in stored.dates}
    dates = {what: on for what, on in stored.dates.items() if _tail(what) in (None, *tails)}
    due = tuple(one for one in stored.due if one.kind != "survival" or one.subject in tails)
    ours = tuple(one for one in today.due if _matter(one) in then or not _of_clock(one))
    return replace(stored, dates=dates, due=due), replace(today, due=ours)


def _matter(one: Dated) -> str:
    return f"{one.kind} {one.cause}".strip()


def _of_clock(one: Dated) -> bool:
    return one.kind in OF_THE_CLOCK or _matter(one) == "ends term"


def _tail(wording: str) -> str | None:
    """Give the party of whose tail a wording of then is, nothing in it for the agreement's own; or no tail at all."""
    if _worded(wording) != "survival":
        return None
    return wording.removeprefix("survival").removeprefix(" for ").removesuffix("is over").strip()


def _worded(wording: str) -> str:
    """Give what a wording of then is of, if it is one that was."""
    for kind, cause, known in WORDINGS:
        if re.fullmatch(".+".join(map(re.escape, _PLACE.split(known)[::2])), wording):
            return f"{kind} {cause}".strip()
    return ""


def _ways(one: Dated) -> list[str]:
    """Say what was set as it was said then, with as much as there is to name."""
    party = " and ".join(value for value in one.values if isinstance(value, str))
    number = next((value for value in one.values if isinstance(value, int)), None)
    known = {name: value for name, value in (("subject", one.subject), ("party", party), ("number", number)) if value}
    wordings = [wording for kind, cause, wording in WORDINGS if (kind, cause) == (one.kind, one.cause)]
    said = [wording for wording in wordings if known.keys() >= set(_PLACE.findall(wording))]
    most = max((wording.count("{") for wording in said), default=0)
    return [wording.format(**known) for wording in said if wording.count("{") == most] or [f"{one.kind} {one.subject}"]
