"""The words for documents: what one is, in which language, and what it is called."""

from __future__ import annotations

from lifecycle.course.documents import KINDS
from lifecycle.messages import Message, Quoted, Value
from lifecycle.terms.languages import language


def called(kind: str, name: str, code: str | None = None) -> Value:
    """Say what a document is: a certified copy “Name” in French."""
    what: Value = KINDS.get(kind, Message("document"))
    if name:
        what = Message("{kind} {name}", kind=what, name=Quoted(name))
    return Message("{document} in {language}", document=what, language=language(code)) if code else what


def size(length: int | None) -> Value:
    """Say a length in bytes as it is easiest read."""
    if length is None:
        return "–"
    for unit, most in ((Message("bytes"), 1 << 10), (Message("KiB"), 1 << 20)):
        if length < most:
            return Message("{n} {unit}", n=length * 1024 // most, unit=unit)
    return Message("{n} {unit}", n=length >> 20, unit=Message("MiB"))
