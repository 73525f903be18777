"""What an examination of the record found, check by check, each finding with its mark, and what to make of it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from aggregates.proof.defects import Defect
from aggregates.proof.verification import Verification
from lifecycle.messages import Message, Value
from projections.answers.keeping.examination import Replayed
from projections.words.parts import Styled
from projections.words.phrases import agreements, events, sentence

WELL, ILL, MIND = Styled("✓", "green"), Styled("✗", "red"), Styled("!", "yellow")
"""The marks: as it ought to be, not so, and to be borne in mind."""

PLACES = Message("no gaps; every agreement's versions without gaps")

LABELS: Mapping[str, Message] = {
    "order": Message("order"),
    "contents": Message("contents"),
    "rulings": Message("rulings"),
    "rules": Message("rules changed"),
    "states": Message("states"),
    "read model": Message("read model"),
    "file": Message("file"),
    "beside": Message("beside"),
    "outside": Message("outside"),
    "aside": Message("set aside"),
}
"""What is compared, by the names that answers have for it."""


class Found(NamedTuple):
    """A finding: its mark, what was compared, and what is said of it, line by line."""

    mark: Styled
    label: Value
    says: tuple[Value, ...]


def _checks(defects: Iterable[Defect], well: Mapping[str, Value]) -> Iterator[Found]:
    """Give check by check what is wrong, or else how well it is; nothing where nothing is said of that."""
    found = tuple(defects)
    for check, says in well.items():
        if wrong := tuple(one for one in found if one.check == check):
            yield Found(MIND if check == "rules" else ILL, LABELS[check], wrong)
        elif says:
            yield Found(WELL, LABELS[check], (says,))


def replay_found(answer: Replayed) -> Iterator[Found]:
    """Give what a replay found."""
    told, of = events(answer.events), agreements(answer.agreements)
    well: dict[str, Value] = {
        "order": Message("#1 to #{head}, {places}", head=answer.head, places=PLACES),
        "contents": Message("{n} of {events} match their hashes", n=answer.events, events=told),
        "rulings": Message(
            "{n} of {events} as today's rules ({rules}) would rule", n=answer.confirmed, events=told, rules=answer.rules
        ),
        "rules": "",
        "states": Message("of {agreements}, each step as the machine of states judges it", agreements=of),
        "read model": Message("{agreements} as replayed", agreements=of) if answer.read_models_compared else "",
    }
    yield from _checks(answer.differences, well)
    if answer.asides:
        yield Found(MIND, LABELS["aside"], tuple(one.message for one in answer.asides))
    if not answer.read_models_compared:
        says = Message("not compared: the log cannot be read throughout")
        yield Found(MIND, LABELS["read model"], (says,))


def replay_verdict(answer: Replayed) -> Message:
    """Say in one sentence what to make of a replay, with the next command."""
    kinds = {one.check for one in answer.differences}
    if not kinds:
        return sentence(Message("The record is intact, and so are the answers made from it"))
    if not answer.intact:
        return sentence(
            Message("The record is not as it was written: keep this file as it is, and compare it with a backup")
        )
    if "read model" in kinds:
        return Message(
            "The record is intact; the read models are not as it makes them. Next: {command}",
            command="depositary rebuild --dry-run",
        )
    return sentence(Message("The record is intact; today's rules would have ruled otherwise on the recordings named"))


def verification_found(answer: Verification) -> Iterator[Found]:
    """Give what a verification found."""
    told = events(answer.events)
    well: dict[str, Value] = {
        "order": Message("#1 to #{head}, {places}", head=answer.head, places=PLACES),
        "contents": Message("{events} as hashed; root {root}", events=told, root=f"{answer.root[:16]}…"),
        "file": "",
        "beside": "",
        "outside": "",
    }
    yield from _checks(answer.defects, well)
    if answer.asides:
        yield Found(MIND, LABELS["aside"], tuple(one.message for one in answer.asides))
    for known in answer.outside:
        if known.agrees:
            says = Message("#{seq} as {what} knows it", seq=known.size, what=known.what)
            yield Found(WELL if known.vouched else MIND, LABELS["outside"], (says,))
    if answer.amiss:
        yield Found(MIND, LABELS["outside"], answer.amiss)
    if not answer.outside and not answer.contradiction and not answer.amiss:
        says = Message("no checkpoint is kept: {command}", command="depositary audit checkpoint")
        yield Found(MIND, LABELS["outside"], (says,))


def verification_verdict(answer: Verification) -> Message:
    """Say in one sentence what to make of a verification."""
    return sentence(_judgement(answer))


def _judgement(answer: Verification) -> Message:
    if answer.contradiction:
        return Message("The register is not the one that was kept: keep it as it is, and compare it with a backup")
    if not answer.intact:
        return Message(
            "The record is damaged where it is said: the rest is as it was written. Restore it from a backup"
        )
    if answer.amiss:
        return Message("The record agrees with itself; what is known outside of it is not as it ought to be")
    return Message("The record is as it was written") if answer.outside else Message("The record agrees with itself")
