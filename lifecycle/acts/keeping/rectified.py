"""Where rectifications act: the text as it should have read from the beginning, before the fold.

Source: VCLT-IO 80 (R54). The latest procès-verbal decides on the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.amendment.agreement import AmendmentProposed
from lifecycle.acts.keeping.rectification import RectificationObjected, RectificationProposed, Rectified
from lifecycle.errors import Objection
from lifecycle.messages import Message
from lifecycle.terms.reading import carried
from lifecycle.terms.text import Terms

Text = tuple[date, Terms]
"""A text as rectified, and the day of its procès-verbal."""


def rectify(kept: list[Entry], keeping: Sequence[Entry], objections: dict[int, Objection]) -> None:
    """Replace the text of the draft, and correct what amendments put on record until then repeat of it (R54)."""
    for on, terms in _rectified(keeping, kept[0].act, objections):
        draft: Any = kept[0].act
        for at, entry in enumerate(kept):
            act = entry.act
            if isinstance(act, AmendmentProposed) and act.on <= on:
                kept[at] = replace(entry, act=replace(act, terms=carried(draft.terms, terms, act.terms)))
        kept[0] = replace(kept[0], act=replace(draft, terms=terms))


def _rectified(keeping: Sequence[Entry], draft: Act, objections: dict[int, Objection]) -> list[Text]:
    """Give the text as rectified, by the day of each procès-verbal; the latest decides."""
    proposed = _proposals(keeping, draft, objections)
    against: dict[str, int] = {}
    found: list[Text] = []
    for entry in sorted(keeping, key=lambda e: (e.act.on, isinstance(e.act, Rectified), e.seq)):
        act = entry.act
        if not isinstance(act, Rectified | RectificationObjected):
            continue
        seq, proposal = proposed.get(act.rectification, (None, None))
        conflicts = seq
        if proposal is None:
            says = Message("There is no proposal {id} to rectify the text", id=act.rectification)
        elif isinstance(act, RectificationObjected):
            if act.by not in proposal.terms.parties:
                says = Message("{by} is not a party: the parties may object", by=act.by)
            elif act.on > proposal.objections_by:
                says = Message("Objections were due by {day}", day=proposal.objections_by)
            else:
                against.setdefault(act.rectification, entry.seq)
                continue
        elif act.on <= proposal.objections_by:
            says = Message("The time for objections runs until {day}", day=proposal.objections_by)
        elif act.rectification in against:
            conflicts = against[act.rectification]
            says = Message(
                "A party objected to {id} (#{seq}): the text stands until it is agreed",
                id=act.rectification,
                seq=conflicts,
            )
        else:
            found.append((act.on, proposal.terms))
            continue
        objections[entry.seq] = Objection(says=says, rule="R54", article="VCLT-IO 80(2)", conflicts=conflicts)
    return found


def _proposals(
    keeping: Sequence[Entry], draft: Act, objections: dict[int, Objection]
) -> Mapping[str, tuple[int, RectificationProposed]]:
    """Give the proposals to rectify the text by their ids, objecting to those that are none."""
    proposed: dict[str, tuple[int, RectificationProposed]] = {}
    for entry in keeping:
        if isinstance(entry.act, RectificationProposed):
            if found := _no_rectification(entry.act, draft):
                objections[entry.seq] = found
            else:
                proposed[entry.act.rectification or ""] = (entry.seq, entry.act)
    return proposed


def _no_rectification(act: RectificationProposed, draft: Act) -> Objection | None:
    """Object to the text of another agreement, to one that leaves a party out, or to a time-limit gone by."""
    text: Terms = draft.terms  # type: ignore[attr-defined]
    missing = tuple(name for name in text.parties if name not in act.terms.parties)
    if act.terms.agreement != text.agreement:
        says = Message(
            "These are the terms of {other}, not of {agreement}", other=act.terms.agreement, agreement=text.agreement
        )
    elif missing:
        says = Message("The text proposed leaves out {parties}: a rectification takes no party away", parties=missing)
    elif act.objections_by < act.on:
        says = Message("What was proposed on {on} cannot be objected to by {day}", on=act.on, day=act.objections_by)
    else:
        return None
    return Objection(says=says, rule="R54", article="VCLT-IO 80(2)")
