"""The history of an agreement: a line for each act with both its times, and indented lines for what followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from lifecycle.course.documents import Described
from lifecycle.course.machine import BEFORE, State
from lifecycle.messages import Message, Plural, Value
from projections.answers.history import Followed, FollowedForParty, PastAct
from projections.answers.snapshot import Known
from projections.forms.reports.blocks import Block, Table, Text, text
from projections.words.acts import called, changed, details
from projections.words.documents import called as document
from projections.words.parts import Part, Styled, loud_word, minute, short
from projections.words.phrases import cited, sentence, series


def history_report(of: str, acts: Sequence[PastAct], known: Known) -> Iterator[Block]:
    """Give the page, block by block."""
    heads = (Message("on"), Message("recorded (UTC)"), Message("act"), Message("by"), Message("detail"))
    rows: list[tuple[Part, ...]] = []
    kinds = {act.seq: act.act for act in acts}
    whole = _with_the_agreement(acts)
    officers = {act.actor or act.login for act in acts}
    for act in acts:
        entered = [Message("recorded by {officer}", officer=act.actor or act.login)] if len(officers) > 1 else []
        elsewhere = [] if act.agreement == of else [Message("of {agreement}", agreement=act.agreement)]
        what = (called(act.act), act.by or "–", series([*elsewhere, *_details(act, kinds), *entered]))
        rows += [(act.seq, short(act.on), minute(act.recorded_at), *what), *_note(act), *_consequences(act, whole)]
    yield Table(Message("Acts"), ("#", *heads), rows)
    found = Plural("{n} act, as known at #{seq}", "{n} acts, as known at #{seq}", n=len(acts), seq=known.seq)
    hint = Message("As it was known then: {option}", option="--known-at DATE|#SEQ")
    yield Text((sentence(found), sentence(Message("Indented lines follow from the acts"))), typed=hint)
    if len(officers) == 1 and None not in officers:
        yield text(Message("All of it was recorded by {officer}", officer=officers.pop()))


def _note(act: PastAct) -> Iterator[tuple[Part, ...]]:
    """Give the lines of a note that has several; one of one line stands among the details."""
    lines = str(act.fields.get("note", "")).split("\n")
    for at, line in enumerate(lines if len(lines) > 1 else ()):
        yield "", "", "", "" if at else Message("note"), "", line


Turns = Mapping[tuple[date, State | None], Sequence[str]]
"""The states that the agreement came to, by day, with the parties that came to the same with it."""


def _with_the_agreement(acts: Sequence[PastAct]) -> Turns:
    found: dict[tuple[date, State | None], list[str]]
    found = {(one.on, one.state): [] for act in acts for one in act.followed}
    for one in (one for act in acts for one in act.for_parties):
        if (one.on, one.state) in found:
            found[one.on, one.state].append(one.party)
    return found


def _consequences(act: PastAct, whole: Turns) -> Iterator[tuple[Part, ...]]:
    """Give what followed for the agreement, with those whom it bound, and for parties what came to them alone."""
    for after in act.followed:
        yield _followed(after, tuple(whole[after.on, after.state]) if after.state is State.IN_FORCE else "")
    own = [one for one in act.for_parties if (one.on, one.state) not in whole and one.state not in BEFORE]
    for _, found in groupby(own, lambda one: (one.on, one.state, one.says)):
        alike = list(found)
        yield _followed(alike[0], tuple(one.party for one in alike))


def _followed(after: Followed | FollowedForParty, parties: Value) -> tuple[Part, ...]:
    said = cited(after.says, after.article)
    if after.state is None:
        return "", short(after.on), "", Message("→ {state}", state=PROVISIONALLY), parties, said
    state = loud_word(after.state)
    word = Styled(Message("→ {state}", state=state.says), state.style)
    return "", short(after.on), "", word, parties, said


PROVISIONALLY = Message("provisionally")
"""What stands for a party that applies the text before it is bound."""


def _rests_on(told: Described | None) -> Message:
    if told is None or not (told.kind or told.name or told.language):
        return Message("rests on a document")
    return Message("rests on a document: {document}", document=document(told.kind, told.name, told.language))


def _details(act: PastAct, kinds: Mapping[int, str]) -> Iterator[Value]:
    """Say what an act holds; of a correction what it changed, where that is known, in the place of what it sets."""
    told = {change.field for change in act.changes}
    said = {**act.fields, "set": {name: to for name, to in act.fields.get("set", {}).items() if name not in told}}
    if "\n" in said.get("note", ""):
        del said["note"]
    yield from details(act.act, {name: value for name, value in said.items() if name != "set" or value})
    for change in act.changes:
        yield changed(change.act, change.field, change.before, change.after)
    if act.document:
        yield _rests_on(act.described)
    if act.objection:
        yield Message("[no effect: {objection}]", objection=cited(act.objection.says, act.objection.rule))
    for seq in act.concerned_by:
        if seq in kinds:
            yield Message("[{act} by #{seq}]", act=called(kinds[seq]), seq=seq)
        else:
            yield Message("[concerned by #{seq}]", seq=seq)
