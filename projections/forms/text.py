r"""The one sanitiser: no text from outside reaches a terminal with a control or bidi character in it.

`clean` takes what could move a cursor, change a colour or turn a line around and shows it as an escape such
as `\u202e`; `fitted` then writes it in what a stream can encode.
"""

from __future__ import annotations

import codecs
import re
from typing import TextIO

JOINERS = frozenset("\u200c\u200d")
"""Invisible, but some scripts are misspelt without them; they move nothing."""

PLAIN = {
    "→": "->",
    "✓": "+",
    "✗": "x",
    "–": "-",
    "—": "-",
    "…": "...",
    "·": "|",
    "×": "x",
    "’": "'",
    "≥": ">=",
}
"""ASCII forms of the symbols of our own screens."""


def clean(text: str) -> str:
    """Show control, bidi, surrogate and private-use characters as escapes, and any space as a space."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in JOINERS else _escaped(c) for c in text)


TIE = "\N{NO-BREAK SPACE}"


def bound(text: str) -> str:
    """Show the same, and keep the spaces at which no line may end, as a language sets them."""
    return TIE.join(map(clean, text.split(TIE)))


CITED = re.compile(r"(?<!\w)([^\W\d_]{1,4}\.) (?=\d)")
"""What cites an article, such as `Art.`."""


def tied(text: str) -> str:
    """Let what cites an article stand on the line of its number."""
    return CITED.sub(f"\\1{TIE}", text)


def _escaped(character: str) -> str:
    if character.isspace() and character not in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def fitted(text: str, stream: TextIO) -> str:
    """Write text in what a stream can encode: our symbols in ASCII forms, anything else as an escape."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, errors=_PLAIN).decode(encoding)
    except LookupError:
        return text
    return text


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(PLAIN.get(c, c.encode("ascii", "backslashreplace").decode()) for c in found), error.end


_PLAIN = "depositary-plain"
codecs.register_error(_PLAIN, _plain)
