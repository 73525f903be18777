"""How Russian is written: `30 марта 2010 г.`, `по истечении 6 месяцев`, `«…»`.

Source: ГОСТ Р 7.0.97-2016, 5.10, for days; the cases of what is said stand in the catalogue. Names are not declined:
a word that is stands before them (`участник WCO`, `участником WCO`).

To add a case: a line in `FORMS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from lifecycle.messages import Short, Value, render
from projections.words.languages.translation import TIE, Form, Translation, bare, in_case

DECLINED = ("genitive", "dative", "accusative", "instrumental", "prepositional")
"""The cases in which a template may ask for a value."""

_STOPPED = re.compile("(?<=\\bг)\\.([\ufdd0-\ufdef]*)\\.(?!\\.)")
"""The full stop of a sentence behind that of `г.`: one is enough, also where a face has set a mark between them."""


def _on(language: Translation, value: Value) -> str:
    """Say when something is: on a day, which stands by itself, or on one that is described."""
    alone = isinstance(bare(value), date | Short | None)
    return render(value, language) if alone else f"в {render(value, language.in_case('accusative'))}"


def _by(language: Translation, value: Value) -> str:
    """Say by whom: names behind the word for a party, what is described in the instrumental."""
    named = bare(value)
    if isinstance(named, str):
        return f"участником {render(named, language)}"
    if isinstance(named, tuple) and all(isinstance(one, str) for one in named):
        return f"{'участником' if len(named) == 1 else 'участниками'} {render(named, language)}"
    return render(value, language.in_case("instrumental"))


class Russian(Translation):
    """Russian."""

    code = "ru"
    CASES, DAY = (*DECLINED, "short"), "genitive"
    AND, OR = "и", "или"
    FORMS: ClassVar[Mapping[str, Form]] = {
        **{case: in_case(case) for case in DECLINED},
        "neuter": lambda language, value: f"{value.n}-е",
        "on": _on,
        "by": _by,
    }
    MISSPELT: ClassVar[Mapping[str, re.Pattern[str]]] = {
        "a Latin letter in a word": re.compile(r"[А-Яа-яё][A-Za-z]|[A-Za-z][А-Яа-яё]"),
        "no no-break space": re.compile(r"(?:\b(?:ст|п)\.|№) \S|\d (?!и\b|или\b)[^\W\d]| –"),
    }

    def day(self, day: date) -> str:
        """Write a day out, as in `30 марта 2010 г.`."""
        return f"{super().day(day)}{TIE}г."

    def ordinal(self, n: int) -> str:
        """Write a place in a row in the genitive, as in `2-го`."""
        return f"{n}-го"

    def quoted(self, text: str) -> str:
        """Set a text between guillemets."""
        return f"«{text}»"

    def tidied(self, text: str) -> str:
        """Take away the second full stop behind `г.`."""
        return _STOPPED.sub(r".\1", text)
