"""How French is written: `1er mai 2010`, `d’Ouzbékistan`, `« … »`.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, for quotation marks and spaces; dates as
the treaty offices of French-speaking States write them, the first day of a month as `1er`.

To add a form: a line in `FORMS`, and what it puts before a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from lifecycle.messages import Short, Value, render
from projections.words.languages.translation import TIE, Form, Translation, bare

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


def _before(word: str) -> Form:
    """Put a preposition before a value: contracted with an article, or without its vowel before another one.

    A day has the article `le`, and a day that is none is `une date non fixée`; whatever else says its own article.
    """

    def put(language: Translation, value: Value) -> str:
        text = _with_article(language, value)
        if bare(value) is None and word != "de":
            return f"à {text}"
        for article, contracted in CONTRACTED.get(word, {}).items():
            if text.startswith(article):
                return f"{contracted} {text.removeprefix(article)}"
        if word == "de" and elides(text):
            return f"d’{text}"
        return f"{word} {text}".strip()

    return put


def _with_article(language: Translation, value: Value) -> str:
    text, value = render(value, language), bare(value)
    if value is None:
        return f"une {text}"
    return f"le {text}" if isinstance(value, date | Short) else text


CONTRACTED = {"de": {"le ": "du", "les ": "des", "des ": "de"}, "à": {"le ": "au", "les ": "aux"}}
"""What a preposition and an article make together."""


class French(Translation):
    """French."""

    code = "fr"
    CASES, AND, OR = ("short",), "et", "ou"
    FORMS: ClassVar[Mapping[str, Form]] = {word: _before(word) for word in ("de", "à")} | {"le": _before("")}
    MISSPELT: ClassVar[Mapping[str, re.Pattern[str]]] = {
        "a straight apostrophe": re.compile("'"),
        "no no-break space": re.compile(r"(?<=[^\s(…])[:;?!»](?=\s|$)| [:;?!»]|« |«[^\u00a0]|\d (?!et\b|ou\b)[^\W\d]"),
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
