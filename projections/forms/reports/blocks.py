"""The blocks of a report: what stands on a page, each face and each form laying it out in its own way.

They hold values and messages, never sentences that are ready. To add a kind: its class here, and its line in the table
of each writer: the terminal's, and those of this room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from lifecycle.messages import Value
from projections.words.parts import Part
from projections.words.phrases import sentence

if TYPE_CHECKING:
    from projections.answers.drawn.timeline import Life


class Title(NamedTuple):
    """What a report is about, and what is to be known of it first."""

    says: Value
    beside: Part = ""


class Heading(NamedTuple):
    """What the blocks under it are about."""

    says: Value


class Field(NamedTuple):
    """A label, and what stands beside it, text under text."""

    label: Value
    says: tuple[Part, ...]


class Fields(NamedTuple):
    """Labels with what stands beside them."""

    fields: tuple[Field, ...]


class Table(NamedTuple):
    """Rows under heads, with lines that explain them, and notes to which they refer by number."""

    name: Value
    """What it lists: no page of a terminal says it."""
    heads: Sequence[Part]
    rows: Sequence[Sequence[Part]]
    legend: Sequence[Value] = ()
    notes: Sequence[Value] = ()


class Text(NamedTuple):
    """Sentences, one behind the other, and what somebody at a command line may type next."""

    sentences: tuple[Value, ...]
    typed: Value = ""


class Picture(NamedTuple):
    """The life of an agreement in lanes, on paper and on a screen that shows pictures."""

    life: Life


Block = Title | Heading | Fields | Table | Text | Picture


class Report(NamedTuple):
    """A report: what it is about, the moment of what it knows, and its blocks."""

    title: Value
    moment: datetime
    """Of UTC: that of the last recording that it knows; no clock is read for a report."""
    blocks: tuple[Block, ...]


def fields(*found: Field) -> Iterator[Fields]:
    """Give a block of fields, without those that have nothing beside their label; none where none is left."""
    if said := tuple(field for field in found if field.says):
        yield Fields(said)


def text(*says: Value) -> Text:
    """Set the full stop of each of some sentences."""
    return Text(tuple(map(sentence, says)))
