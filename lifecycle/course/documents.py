"""Documents: what acts rest on, and the texts of an agreement, each known by its content and told of by what it is.

Source: VCLT 77(1)(a) to (c), VCLT-IO 78(1)(a) to (c): a depositary keeps the original text and the full powers, makes
certified copies and texts in further languages, and keeps the instruments that it receives. The law rests on none of
it: a document is evidence, and what it says is entered as an act.

To add a kind: its line in `KINDS`; it is stored, and never changes meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from lifecycle.messages import Message
from lifecycle.terms.languages import LanguageCode

KIND = "sha256:"
"""What a digest begins with."""

TEXT, COPY = "text", "certified-copy"
KINDS: Mapping[str, Message] = {
    TEXT: Message("text"),
    COPY: Message("certified copy"),
    "instrument": Message("instrument"),
    "full-powers": Message("full powers"),
}
"""What a document may be, by what is stored and typed; a letter and all others are none of these."""

TEXTS = (TEXT, COPY)
"""Those that hold the text of the agreement itself."""

MediaType = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$",
        extra={"form": Message("a media type (such as {such})", such="application/pdf")},
    ),
]
"""A media type as it is registered (RFC 6838, 4.2), in small letters and without parameters."""

Length = Annotated[int, Meta(ge=0)]


class Described(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a document is, as far as that was told when it was put on record."""

    name: Annotated[str, Meta(max_length=200, description="What it is called; never taken from its file.")] = ""
    kind: Annotated[str, Meta(description="What it is: a text, a certified copy, an instrument, full powers.")] = ""
    language: Annotated[LanguageCode | None, Meta(description="The language that it is in (BCP 47).")] = None
    media_type: Annotated[MediaType | None, Meta(description="The form of its file.")] = None
    size: Annotated[Length | None, Meta(description="Its length in bytes.")] = None


UNTOLD = Described()
"""What is told of a document where nothing is, as of all that were put on record before there was a place for it."""


class Document(Struct, frozen=True, kw_only=True):
    """A document that an entry rests on."""

    digest: str
    """What it is known by: `sha256:` and 64 hexadecimal digits of its content."""
    described: Described = UNTOLD
