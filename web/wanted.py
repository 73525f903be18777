"""What a request wants: an answer to a question, in a form, in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from projections.words.languages.known import language
from projections.words.languages.wish import of_browser

if TYPE_CHECKING:
    from starlette.requests import Request

    from lifecycle.messages import Language
    from web.questions import Question


class Tongue(NamedTuple):
    """The language of a page, with its code for the page to name."""

    code: str
    language: Language


class Asked(NamedTuple):
    """A request for an answer."""

    question: Question
    form: str
    tongue: Tongue
    request: Request

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.tongue.language


def tongue_of(request: Request, default: str) -> Tongue:
    """Give the language that a browser asks for; the register's own where there is none of those."""
    code = of_browser(request.headers.get("accept-language", "")[:200], default)
    return Tongue(code, language(code))
