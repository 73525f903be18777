"""A language with a catalogue: templates by gettext, and each value in the form that the translation asks for.

A translation may ask for a form of a value, as in `{of:genitive}` or `{by:de}`; `FORMS` of its language has them. A
message in a case is looked for in the catalogue under that case as its context; where its template says no word of its
own, what it holds is put into the case. Names, quotations and whatever else is a value stay as they are.

To add a form: a line in `FORMS` of a language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter
from typing import ClassVar, NamedTuple, Self

from lifecycle.calendar.days import MONTH_WORDS
from lifecycle.messages import ENGLISH, Either, English, Message, Plural, Row, Value, render

FOLDER = Path(__file__).parent

DOMAINS = ("answers", "office")
"""The catalogues of a language: what readers of answers see, and what officers see who type and keep."""

TIE = "\N{NO-BREAK SPACE}"

Form = Callable[["Translation", Value], str]
"""How a value is written in a form."""


class Part(NamedTuple):
    """A part of a template: a text, and the value behind it with the form that is asked for."""

    text: str
    name: str
    form: str


@lru_cache(maxsize=4096)
def parts_of(template: str) -> tuple[Part, ...]:
    """Take a template apart; raises `ValueError` for one that is not well formed."""
    return tuple(Part(text, name or "", form or "") for text, name, form, _ in Formatter().parse(template))


def speaks(template: str) -> bool:
    """Tell whether a template says a word of its own."""
    return any(letter.isalpha() for part in parts_of(template) for letter in part.text)


class Translation(English):
    """A language in one of its cases; in none where it is written by itself."""

    FORMS: ClassVar[Mapping[str, Form]]
    """The forms in which a template may ask for a value."""
    CASES: ClassVar[tuple[str, ...]]
    """The contexts under which the catalogue holds words in another case; `short` is that of a month in few columns."""
    DAY: ClassVar[str] = ""
    """The case of the month in a day."""
    AND: ClassVar[str]
    OR: ClassVar[str]
    MISSPELT: ClassVar[Mapping[str, re.Pattern[str]]] = {}
    """What is never written so, for whoever checks a catalogue."""

    def __init__(self, catalogue: NullTranslations, case: str = "") -> None:
        self.catalogue, self.case = catalogue, case
        self._cases: dict[tuple[type[Self], str], Self] = {}

    @classmethod
    def loaded(cls) -> Self:
        """Load what catalogues of this language there are; what none has is said in English."""
        catalogue = NullTranslations()
        for compiled in (FOLDER / cls.code / f"{domain}.mo" for domain in reversed(DOMAINS)):
            if compiled.is_file():
                with compiled.open("rb") as stream:
                    read = GNUTranslations(stream)
                read.add_fallback(catalogue)
                catalogue = read
        return cls(catalogue)

    def in_case(self, case: str) -> Self:
        """Give this language in another case, or in none."""
        if case == self.case:
            return self
        made = self._cases.get((type(self), case))  # a face may copy a language, and let the copy do more
        if made is None:
            made = self._cases[type(self), case] = type(self)(self.catalogue, case)
        return made

    def said(self, message: Message) -> str:
        """Put each value, in the form that is asked for, into the template of this language."""
        template, within = self._template(message)
        said = []
        for text, name, form in parts_of(template):
            said.append(text)
            if name:
                value = message.args[name]
                said.append(self.FORMS[form](within, value) if form else render(value, within))
        return self.tidied("".join(said))

    def _template(self, message: Message) -> tuple[str, Self]:
        """Give the template, and the language in the case of the values that stand in it."""
        if self.case:
            if found := self._found(message, self.case):
                return found, self.in_case("")
            if not speaks(message.template):
                return self._found(message) or message.template, self
        return self._found(message) or self._english(message), self.in_case("")

    def _found(self, message: Message, context: str = "") -> str:
        """Look a template up, in a context or in none; nothing where it is not there."""
        one, known = message.template, self.catalogue
        if isinstance(message, Plural):
            many, n = message.many, message.args["n"]
            found = known.npgettext(context, one, many, n) if context else known.ngettext(one, many, n)
            return "" if found in (one, many) else found
        found = known.pgettext(context, one) if context else known.gettext(one)
        return "" if found == one else found

    @staticmethod
    def _english(message: Message) -> str:
        if isinstance(message, Plural):
            return ENGLISH.plural(message.template, message.many, message.args["n"])
        return message.template

    def tidied(self, text: str) -> str:
        """Give a text as it stands once its values are in it."""
        return text

    def day(self, day: date) -> str:
        """Write a day out."""
        return self._dated(day, self.DAY)

    def short(self, day: date) -> str:
        """Write a day in few columns."""
        return self._dated(day, "short")

    def _dated(self, day: date, case: str) -> str:
        return TIE.join((str(day.day), self.in_case(case).said(MONTH_WORDS[day.month - 1]), str(day.year)))

    def number(self, number: int | Decimal) -> str:
        """Write a number, a comma before its decimals."""
        return str(number).replace(".", ",")

    def joined(self, parts: Sequence[str], kind: type[Sequence[Value]]) -> str:
        """Join parts by commas, and the last one by a word."""
        if kind is Row or len(parts) < 2:
            return ", ".join(parts)
        last = self.OR if kind is Either else self.AND
        return f" {last} ".join((", ".join(parts[:-1]), parts[-1]))


def bare(value: Value) -> Value:
    """Take a value out of messages that say nothing but it, as that of a condition that is a date."""
    while isinstance(value, Message) and not speaks(value.template) and len(value.args) == 1:
        (value,) = value.args.values()
    return value


def in_case(case: str) -> Form:
    """Give the form that looks values up in a case."""
    return lambda language, value: render(value, language.in_case(case))
