"""The page of `certificates`: the answers given out, and whether what they say is still so."""

from __future__ import annotations

from collections.abc import Sequence

from lifecycle.answers.attestation import WHOLE
from lifecycle.course.machine import State
from lifecycle.messages import Message, Plural
from projections.answers.certificates import Issued
from projections.forms.reports.page import Paper
from projections.words.parts import Part, short, state_word
from projections.words.phrases import sentence


def draw(paper: Paper, found: Sequence[Issued], *, superseded: bool, again: bool = False) -> None:
    """Write the list, and under it which digests are no longer those of a line that is written.

    `again` asks for the commands that write the others.
    """
    rows: list[tuple[Part, ...]] = [HEADS]
    for one in found:
        form, to = one.form.rpartition("/")[2], one.to or "–"
        given = one.agreement, one.certificate, short(one.on), to, short(one.as_of), state_word(one.state)
        rows.append((*given, form, _still(one)))
    if found:
        paper.table(rows)
    paper.line(sentence(_count(len(found), superseded=superseded)))
    if whole := sum(one.form == WHOLE for one in found):
        paper.line(sentence(_of_the_first_form(whole)))
    for one in found:
        no, of = one.certificate, one.agreement
        if again and one.reproduced:
            command = f"depositary certificates {of} --line {no}"
            paper.typed(Message("Its line again: {command}", command=command))
        if one.form != WHOLE and not one.reproduced:
            paper.line(sentence(Message("{no} of {agreement}: its line has another digest today", no=no, agreement=of)))


HEADS = (
    *(Message("agreement"), Message("certificate"), Message("issued"), Message("to"), Message("as of")),
    *(Message("state"), Message("form"), Message("is it still so?")),
)


def _count(number: int, *, superseded: bool) -> Message:
    if not number:
        return Message("No superseded certificate") if superseded else Message("No certificate")
    if superseded:
        return Plural("{n} superseded certificate", "{n} superseded certificates", n=number)
    return Plural("{n} certificate", "{n} certificates", n=number)


def _of_the_first_form(number: int) -> Message:
    return Plural(
        "{n} is of form 1: its digest is that of a whole status in words no longer written, and stands as recorded",
        "{n} are of form 1: their digests are of whole statuses in words no longer written, and stand as recorded",
        n=number,
    )


def _still(one: Issued) -> Message:
    if one.struck_by:
        return Message("taken back by #{seq}", seq=one.struck_by)
    if one.superseded_by is None:
        return Message("yes")
    act = one.superseded_act or ""
    now = next((turn.after for turn in one.differs if turn.what == "state"), None)
    if now is None:
        return Message("no, since #{seq} ({act})", seq=one.superseded_by, act=act)
    return Message("no, since #{seq} ({act}): {state}", seq=one.superseded_by, act=act, state=State(now))
