"""How French is written: `1er mai 2010`, `d’Ouzbékistan`, `« … »`.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, for quotation marks and spaces; dates as
the treaty offices of French-speaking States write them, the first day of a month as `1er`.

To add a form: a line in `FORMS`, and what it puts before a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar

from projections.words.languages.translation import TIE, Form, Translation, on_text

ASPIRATED = re.compile(
    r"(?i:ha[iï]fa|ham|hambourg|hampshire|hanovre|harlem|harvard|haute?s?|hawaï|hayes?|hesse|hollande|honduras|hong"
    r"|hongrie|huit|hull)\b|H[A-Z]+\b"
)
"""Words before whose h no vowel is dropped, abbreviations among them; before any other h one is."""

_VOWEL = re.compile(r"(?i:[aàâäæeéèêëiîïoôöœuùûü]|h|y[^aeiouéè])")
_COUNTED = re.compile(r"(?i:onze|onzième|oui|ouistiti|yacht)\b")
"""Words that begin with a vowel, and before which none is dropped all the same."""


def elides(text: str) -> bool:
    """Tell whether a vowel is dropped before a text."""
    return bool(_VOWEL.match(text)) and not ASPIRATED.match(text) and not _COUNTED.match(text)


def _before(word: str, **contracted: str) -> Callable[[str], str]:
    """Put a word before a text: contracted with its article, or without its vowel before another one."""

    def put(text: str) -> str:
        for article, with_it in contracted.items():
            if text.startswith(f"{article} "):
                return f"{with_it} {text.removeprefix(f'{article} ')}"
        return f"{word[:-1]}’{text}" if word[-1] in "ae" and word != "à" and elides(text) else f"{word} {text}"

    return put


class French(Translation):
    """French."""

    code = "fr"
    CASES, AND, OR = ("short",), "et", "ou"
    FORMS: ClassVar[Mapping[str, Form]] = {
        "de": on_text(_before("de", le="du", les="des")),
        "que": on_text(_before("que")),
        "à": on_text(_before("à", le="au", les="aux")),
    }
    MISSPELT: ClassVar[Mapping[str, re.Pattern[str]]] = {
        "a straight apostrophe": re.compile("'"),
        "no no-break space": re.compile(r"(?<=[^\s(…])[:;!?»](?=\s|$)| [:;!?»]|« |«[^\u00a0]|\d [^\W\d]"),
    }

    def day(self, day: date) -> str:
        """Write a day out, as in `30 mars 2010` and `1er mai 2010`."""
        return _first(super().day(day))

    def short(self, day: date) -> str:
        """Write a day in few columns, as in `30 sept. 2010`."""
        return _first(super().short(day))

    def ordinal(self, n: int) -> str:
        """Write a place in a row, as in `1er` and `2e`; it is that of a day, a month, a year or a term."""
        return "1er" if n == 1 else f"{n}e"

    def quoted(self, text: str) -> str:
        """Set a text between guillemets, with no-break spaces."""
        return f"«{TIE}{text}{TIE}»"


def _first(day: str) -> str:
    return f"1er{day[1:]}" if day.startswith(f"1{TIE}") else day
