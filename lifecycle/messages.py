"""Messages: what is said, as a template with its values; text is made of them where somebody reads.

A template is English and is the key under which a language has its own, as in GNU gettext. It stands in the code as one
literal, so that every one can be found. A sentence has no full stop at its end: whoever prints it sets it. No word of a
file, no key and no class name stands in a template, unless it is about the file itself, in quotes.

To add a kind of value that speaks for itself: a property `message` on its class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Protocol

import msgspec

Value = Any
"""What stands in a message: a name or an id, as it is; a number, a day, a message; several of these; what speaks."""


class Message:
    """A template with its values, such as `Message("{by} signed on {on}", by="WCO", on=day)`."""

    __slots__ = ("args", "template")

    def __init__(self, template: str, /, **args: Value) -> None:
        self.template, self.args = template, args

    @classmethod
    def from_plain(cls, data: Any) -> Message:
        """Take a text as it is, as of a file or of another program."""
        return cls("{text}", text=str(data))

    def filled(self, values: Mapping[str, Value]) -> Message:
        """Give the same template with values, where it was declared without them."""
        made = copy(self)
        made.args = dict(values)
        return made

    def to_plain(self) -> str:
        """Write it in English: so a message is published."""
        return render(self)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Describe a message to readers of an answer."""
        return {"type": "string"}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.template, self.args) == (other.template, other.args)

    def __hash__(self) -> int:
        return hash((self.template, *self.args))

    def __str__(self) -> str:
        return render(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.template!r}, {self.args!r})"


class Plural(Message):
    """A message with a form for one and a form for many, chosen by the number `n`."""

    __slots__ = ("many",)

    def __init__(self, one: str, many: str, /, *, n: int, **args: Value) -> None:
        super().__init__(one, n=n, **args)
        self.many = many

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plural) and self.many == other.many and super().__eq__(other)

    __hash__ = Message.__hash__


class Quoted(str):
    """A text in the words of somebody else, shown between quotation marks."""

    __slots__ = ()


class Either(tuple[Value, ...]):
    """Several values of which one is meant: `A, B or C`."""

    __slots__ = ()


class Row(tuple[Value, ...]):
    """Several values in a row, between commas and without a last word: `A, B, C`."""

    __slots__ = ()


class Short(msgspec.Struct, frozen=True):
    """A day in few columns, as in `4 Jul 2010`."""

    day: date


class Ordinal(msgspec.Struct, frozen=True):
    """A place in a row, as in `2nd`."""

    n: int


class Capitals(msgspec.Struct, frozen=True):
    """A value in capitals, as a state in a headline."""

    value: Value


class InLanguages(str):
    """A text as it is published; `texts` holds it in each language by its code, and nothing where it is one alone."""

    __slots__ = ("texts",)
    texts: Mapping[str, str]

    @classmethod
    def of(cls, text: str, texts: Mapping[str, str]) -> InLanguages:
        """Put a text and what it is in each language together."""
        made = cls(text)
        made.texts = texts
        return made


class Language(Protocol):
    """What a language must know to write messages."""

    code: ClassVar[str]
    """Its code, as of BCP 47."""

    def said(self, message: Message) -> str:
        """Write a message."""

    def chosen(self, text: InLanguages) -> str:
        """Give a text that stands in several languages."""

    def day(self, day: date) -> str:
        """Write a day out."""

    def short(self, day: date) -> str:
        """Write a day in few columns."""

    def number(self, number: int | Decimal) -> str:
        """Write a number as it stands in a sentence."""

    def ordinal(self, n: int) -> str:
        """Write a place in a row."""

    def quoted(self, text: str) -> str:
        """Set a text between quotation marks."""

    def joined(self, parts: Sequence[str], kind: type[Sequence[Value]]) -> str:
        """Join parts as a list: all of them, `Either` of them, or in a `Row`."""


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class English:
    """English, in which the templates are written."""

    code: ClassVar[str] = "en"

    def said(self, message: Message) -> str:
        """Put the values into the template."""
        template = message.template
        if isinstance(message, Plural):
            template = self.plural(template, message.many, message.args["n"])
        else:
            template = self.text(template)
        return template.format_map({name: render(arg, self) for name, arg in message.args.items()})

    def text(self, template: str) -> str:
        """Give the template."""
        return template

    def plural(self, one: str, many: str, n: int) -> str:
        """Give the template for one, or that for any other number."""
        return one if n == 1 else many

    def chosen(self, text: InLanguages) -> str:
        """Give the text of this language, or else the one that is published."""
        return text.texts.get(self.code, str(text))

    def day(self, day: date) -> str:
        """Write a day out, as in `30 March 2010`."""
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def short(self, day: date) -> str:
        """Write a day in few columns, as in `30 Mar 2010`."""
        return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"

    def number(self, number: int | Decimal) -> str:
        """Write a number in digits."""
        return str(number)

    def ordinal(self, n: int) -> str:
        """Write a place in digits with its ending, as in `2nd` and `11th`."""
        return f"{n}{'th' if 10 < n % 100 < 14 else _ENDINGS.get(n % 10, 'th')}"

    def quoted(self, text: str) -> str:
        """Set a text between double quotation marks."""
        return f'"{text}"'

    def joined(self, parts: Sequence[str], kind: type[Sequence[Value]]) -> str:
        """Join parts by commas, and the last one by a word."""
        if kind is Row or len(parts) < 2:
            return ", ".join(parts)
        last = " or " if kind is Either else " and "
        return last.join((", ".join(parts[:-1]), parts[-1]))


NO_DAY = Message("no set date")
"""What is said of a day that is none."""

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}

ENGLISH = English()


def render(value: Value, language: Language = ENGLISH) -> str:
    """Write a message, or a value that may stand in one, in a language."""
    match value:
        case Message():
            return language.said(value)
        case date():
            return language.day(value)
        case Quoted():
            return language.quoted(str(value))
        case InLanguages():
            return language.chosen(value)
        case int() | Decimal():
            return language.number(value)
        case tuple() | list():
            return language.joined([render(one, language) for one in value], type(value))
        case Short():
            return language.short(value.day)
        case Ordinal():
            return language.ordinal(value.n)
        case Capitals():
            return render(value.value, language).upper()
        case None:
            return language.said(NO_DAY)
    return value if type(value) is str else render(value.message, language)
