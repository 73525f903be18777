"""The grounds on which a party suspends its own obligations: how each is written, in a text and on record, and said.

Source: VCLT-IO 57 and 72 (R35), 60 and 65 for a measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from lifecycle.messages import Either, Message, Quoted

_OF = "[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
_SUCH = Either(map(Quoted, ("dispute:D1", "measure:P1", "breach", "will", "consent", "declaration")))
_GROUND = Message("a ground such as {such}", such=_SUCH)
Ground = Annotated[
    str,
    Meta(
        pattern=rf"^(dispute:{_OF}|measure:{_OF}|breach|will|consent|declaration)$",
        description="The ground: a dispute, or a measure, with its id; a breach; its will; consent; a declaration.",
        examples=["dispute:D1", "breach", "will", "consent", "declaration", "measure:P1"],
        extra={"sort": "ground", "form": _GROUND},
    ),
]

CLAUSES = {
    "breach": "opinion of breach",
    "will": "at will",
    "consent": "consent of all",
    "declaration": "declaration",
}
"""The ground of a clause that opens each ground of an act; a dispute must have failed."""

_BECAUSE: Mapping[str, Message] = {
    "breach": Message("in its opinion the other is in breach"),
    "will": Message("the text leaves it to the party"),
    "consent": Message("all parties consented"),
    "declaration": Message("by its own declaration"),
    "list": Message("a list says so"),
}


def because(ground: str) -> Message:
    """Say on which ground a party suspends."""
    kind, _, id = ground.partition(":")
    if kind == "measure":
        return Message("measure {id} met no objection", id=id)
    return _BECAUSE.get(kind) or Message("dispute {id} failed", id=id)
