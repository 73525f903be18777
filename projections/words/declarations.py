"""Declarations in words: what one says, what became of it, who objected to it and who accepted it in silence.

To add what may become of one: its line in `_BECAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lifecycle.answers.declarations import DeclarationShown, ObjectionShown
from lifecycle.messages import Message, Quoted, Row, Value
from lifecycle.terms.declarations import DECLARATIONS
from projections.words.phrases import cited, series


def declaration(one: DeclarationShown) -> Value:
    """Say a declaration as a note to the party that made it."""
    return series([cited(_made(one), one.article, one.seq), *_about(one), *_became(one)])


def _made(one: DeclarationShown) -> Message:
    return Message("{id}, {kind}, {day}", id=one.declaration, kind=DECLARATIONS[one.kind], day=one.on)


def _about(one: DeclarationShown) -> Iterator[Value]:
    if one.articles:
        yield Message("on article {articles}", articles=one.articles)
    if one.territory:
        yield Message("for {territory}", territory=Quoted(one.territory))
    if one.text:
        yield Quoted(one.text)
    if one.effective != one.on:
        yield Message("with effect from {day}", day=one.effective)


def _became(one: DeclarationShown) -> Iterator[Value]:
    yield from map(_objection, one.objections)
    if one.accepted_by:
        yield Message("accepted in silence by {parties}", parties=one.accepted_by)
    if one.standing in _BECAME:
        yield _BECAME[one.standing](one)


_BECAME: Mapping[str, Callable[[DeclarationShown], Message]] = {
    "to_be_confirmed": lambda one: Message("to be confirmed with the consent to be bound"),
    "not_confirmed": lambda one: Message("not confirmed with the consent to be bound: without effect"),
    "confirmed": lambda one: Message("confirmed by {id}", id=one.confirmed_by),
    "closed": lambda one: Message("withdrawn, or gone with its party, on {day}", day=one.closed_on),
}
"""What became of a declaration that does not simply stand."""


def _objection(one: ObjectionShown) -> Value:
    said = Message("objection by {party}, {day}", party=one.by, day=one.on)
    further: list[Value] = [Quoted(one.text)] if one.text else []
    further += [Message("which opposes entry into force between the two")] if one.opposes_entry else []
    further += [Message("withdrawn on {day}", day=one.withdrawn_on)] if one.withdrawn_on else []
    return Row((said, *further)) if further else said
