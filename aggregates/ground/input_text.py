"""Text on its way into the record: normalised, free of what hides or reorders it, watched for look-alikes.

Source: Unicode Standard Annex 15 (NFC), Annex 9 (bidirectional text), Technical Standard 39 (mixed scripts).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message

_REFUSED: Mapping[str, Message] = {
    "Cc": Message("a control character"),
    "Co": Message("a private-use character"),
    "Cs": Message("half a surrogate pair"),
    "Zl": Message("a line separator"),
    "Zp": Message("a paragraph separator"),
}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset("\u00ad\u115f\u1160\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0")
"""What takes no room and joins nothing: two names with and without it look the same. Joiners of letters are none."""
_TAGS = range(0xE0000, 0xE0080)
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
"""The scripts whose letters pass for one another."""

_LONGEST = 120
"""Characters of a path that are still shown."""


def normalised(value: Any, place: str = "$") -> Any:
    """Give plain data with every text in it normalised; raises `InvalidInput` naming each text that is refused."""
    problems: list[Problem] = []
    built = _normalised(value, place, problems)
    if problems:
        raise InvalidInput(problems)
    return built


def _normalised(value: Any, place: str, problems: list[Problem]) -> Any:
    if _is_plain(value):
        return value
    if isinstance(value, str):
        if says := refusal(value):
            problems.append(problem(place, says))
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return _fields(value, place, problems)
    if isinstance(value, list | tuple):
        return [_normalised(item, f"{place}[{at}]", problems) for at, item in enumerate(value)]
    return value


def _is_plain(value: Any) -> bool:
    """Tell whether a value is a text of letters and signs in which there is nothing to normalise or to refuse."""
    return isinstance(value, str) and value.isascii() and value.isprintable()


NOTES = ("$.note", "$.set.note")
"""Where a text may have lines: a note of the keeper's, and what a correction makes of one."""


def _fields(fields: Mapping[Any, Any], place: str, problems: list[Problem]) -> dict[Any, Any]:
    """Normalise names and values; two names that become one would let one of the values vanish."""
    built: dict[Any, Any] = {}
    for key, item in fields.items():
        if _is_plain(key) and key.isidentifier() and key not in built and _is_plain(item):  # as nearly all are
            built[key] = item
            continue
        inner, name = f"{place}.{key}", unicodedata.normalize("NFC", key) if isinstance(key, str) else key
        if not (isinstance(key, str) and key.isidentifier() and key.isascii()) and (says := refusal(str(key))):
            problems.append(problem(inner, Message("in a field name, {why}", why=says)))
        elif name in built:
            problems.append(problem(inner, Message("the field is given twice, written in two ways")))
        if inner in NOTES and isinstance(item, str):
            built[name] = "\n".join(
                _normalised(line, inner, problems) for line in item.replace("\r\n", "\n").split("\n")
            )
        else:
            built[name] = _normalised(item, inner, problems)
    return built


def problem(place: str, says: Message) -> Problem:
    """Place what is wrong with an input, a long path cut."""
    return Problem(place=place[:_LONGEST], says=says)


def refusal(text: str) -> Message | None:
    """Say why a text cannot be recorded, or nothing."""
    for at, character in enumerate(text, 1):
        what = _REFUSED.get(unicodedata.category(character))
        if character in _BIDI:
            what = Message("a character that reorders text")
        if character in _UNSEEN or ord(character) in _TAGS:
            what = Message("a character that nobody sees")
        if what is not None:
            return Message(
                "character {at} is {what} ({code}), which cannot be recorded",
                at=at,
                what=what,
                code=f"U+{ord(character):04X}",
            )
    return None


def lookalikes(value: Any) -> Iterator[str]:
    """Find the words that mix letters of scripts that pass for one another, in any text of plain data."""
    if isinstance(value, str):
        yield from () if value.isascii() else (word for word in _WORD.findall(value) if len(scripts(word)) > 1)
    elif isinstance(value, Mapping):
        yield from lookalikes(tuple(value.items()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from lookalikes(item)


def scripts(word: str) -> set[str]:
    """Give the scripts of a word's letters, of those that pass for one another."""
    if word.isascii():
        return set()
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return {name for name in names if name in _SCRIPTS}
