"""Names of parties as they are typed: by the key that the terms give, or by a name, however it is spelt.

Names are compared folded: without regard to case, accents, the form of an apostrophe or a dash, and spaces that are
doubled. What Unicode does not take apart by itself, such as `қ` and `ł`, stands in a table. Names that differ only by
what parts their words are close: they are suggested, and asked about, and not taken for each other.

To let another letter pass for a plain one: its place in the table of its script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from lifecycle.errors import InvalidInput
from lifecycle.messages import Either, Message, Quoted

SIGNS = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02bb\u02b9\u2032\u0060\u00b4\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
}
"""Apostrophes and dashes that are written one for another."""

LATIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe"}  # noqa: RUF001

CYRILLIC = dict(zip("қҡҝғңҙҫүұөәҳһҷҗґіє", "кккгнзсууоаххчжгие", strict=True))
"""Letters that pass for plain ones where names are searched."""

_TABLE = str.maketrans(SIGNS | LATIN | CYRILLIC)


def folded(text: str) -> str:
    """Fold a text so that what is spelt alike is equal: `Côte d’Eau` as `cote d'eau`."""
    return " ".join(text.lower().translate(_TABLE).split()) if text.isascii() else _taken_apart(text)


def _taken_apart(text: str) -> str:
    """Do so for a text of any letters: in ASCII nothing is to be taken apart."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_TABLE))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(bare.casefold().translate(_TABLE).split())


_APART = str.maketrans("", "", " -'")


def run_together(text: str) -> str:
    """Fold a text, its words run together: what differs by spaces, hyphens and apostrophes alone is close."""
    return folded(text).translate(_APART)


def party_named(text: str, known: Mapping[str, Iterable[str]]) -> str | None:
    """Find the party that is meant, by its key, else by a name as it is spelt, else folded; nothing where none is.

    `known` gives the names of each party by its key. Raises `InvalidInput` where several may be meant.
    """
    if text in known:
        return text
    for fold in (str, folded):
        wanted = fold(text)
        meant = [key for key, names in known.items() if any(fold(name) == wanted for name in (key, *names) if name)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            says = Message("{name} may mean {parties}: name it by its key", name=Quoted(text), parties=Either(meant))
            raise InvalidInput(says)
    return None
