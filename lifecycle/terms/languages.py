"""Texts that may stand in several languages, such as the title of a treaty: one text, or one for each language.

Source: VCLT-IO 33 (R54). The first text of a file is the one that is shown where there is room for one.

To add a language that is said by its name: its line in `LANGUAGES`; any other is said by its code (BCP 47).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from msgspec import Meta

from lifecycle.messages import InLanguages, Message, Quoted, Value

CODE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LanguageCode = Annotated[str, Meta(pattern=CODE, extra={"form": Message("the code of a language")})]
LANGUAGES: Mapping[str, Message] = {
    "ar": Message("Arabic"),
    "az": Message("Azerbaijani"),
    "de": Message("German"),
    "en": Message("English"),
    "es": Message("Spanish"),
    "fr": Message("French"),
    "it": Message("Italian"),
    "kk": Message("Kazakh"),
    "ky": Message("Kyrgyz"),
    "nl": Message("Dutch"),
    "pt": Message("Portuguese"),
    "ru": Message("Russian"),
    "tg": Message("Tajik"),
    "tk": Message("Turkmen"),
    "uz": Message("Uzbek"),
    "zh": Message("Chinese"),
}


def language(code: str) -> Value:
    """Say a language by its name, or by its code where it has none here."""
    return LANGUAGES.get(code, code)


class Wording(InLanguages):
    """A text of a file, or several by their languages; as a text it is the first."""

    __slots__ = ()
    LEAST: ClassVar[int] = 0
    MOST: ClassVar[int] = 2000

    def __new__(cls, data: Any) -> Self:
        """Take a text, or a mapping of languages to texts; raises `ValueError`."""
        listed = isinstance(data, Mapping)
        texts = dict(data) if listed else {}
        if listed and not texts:
            raise ValueError(Message("no text is given in any language"))
        for code in texts:
            if not isinstance(code, str) or not re.fullmatch(CODE, code):
                form = Quoted("en")
                raise ValueError(
                    Message("{code} is no language: write its code, as {form}", code=Quoted(code), form=form)
                )
        shown = [cls._checked(one) for one in (texts.values() if texts else [data])]
        made = super().__new__(cls, shown[0])
        made.texts = texts
        return made

    @classmethod
    def _checked(cls, text: Any) -> str:
        if text is None:
            raise ValueError(Message("a text is expected here, not nothing"))
        if not isinstance(text, str):
            raise ValueError(Message("a text is expected here, or one for each language"))
        if len(text) < cls.LEAST:
            raise ValueError(Message("a text is expected here, not an empty one"))
        if len(text) > cls.MOST:
            raise ValueError(Message("this is too long: it has at most {n} characters", n=cls.MOST))
        return text

    @classmethod
    def from_plain(cls, data: Any) -> Self:
        """Build from a text, or from a mapping of languages to texts; raises `ValueError`."""
        return cls(data)

    def to_plain(self) -> Any:
        """Give the text, or the mapping that it was built from."""
        return dict(self.texts) or str(self)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Describe it to editors."""
        text = {"type": "string", "minLength": cls.LEAST, "maxLength": cls.MOST}
        by_language = {
            "type": "object",
            "propertyNames": {"pattern": CODE},
            "additionalProperties": text,
            "minProperties": 1,
        }
        return {"anyOf": [text, by_language], "description": "a text, or one for each language by its code"}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Wording):
            return (str(self), self.texts) == (str(other), other.texts)
        return str.__eq__(self, other) if isinstance(other, str) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return str.__hash__(self)


class Title(Wording):
    """The title of an agreement."""

    __slots__ = ()
    LEAST = 1
    MOST = 500
