"""The languages that there are: English, in which templates are written, and those with a catalogue.

A language is loaded when something is first written in it, so that English costs nothing.

To add one: a folder beside this file, as that of French, and a line in `TRANSLATIONS` and in `NAMES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lifecycle.messages import Language
    from projections.words.languages.translation import Translation


def _french() -> type[Translation]:
    from projections.words.languages.fr.grammar import French

    return French


def _russian() -> type[Translation]:
    from projections.words.languages.ru.grammar import Russian

    return Russian


TRANSLATIONS: Mapping[str, Callable[[], type[Translation]]] = {"fr": _french, "ru": _russian}
"""The languages with a catalogue, by their codes (BCP 47)."""

ENGLISH = "en"
CODES = (ENGLISH, *TRANSLATIONS)
"""All languages, by their codes."""

NAMES: Mapping[str, str] = {ENGLISH: "English", "fr": "français", "ru": "русский"}
"""What each language calls itself, which is the same for whoever reads it."""


@cache
def language(code: str) -> Language:
    """Give a language by its code; raises `KeyError` for another one."""
    if code == ENGLISH:
        from lifecycle import messages

        return messages.ENGLISH
    return TRANSLATIONS[code]().loaded()
