"""What a request wants: an answer to a question, in a form, in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from projections.words.languages.known import CODES, language
from projections.words.languages.wish import of_browser

if TYPE_CHECKING:
    from starlette.requests import Request

    from lifecycle.messages import Language
    from web.question import Question


PARAMETER = "lang"
"""The parameter of an address that names the language of its page."""


class Tongue(NamedTuple):
    """The language of a page, with its code for the page to name."""

    code: str
    language: Language
    chosen: bool = False
    """Whether the address names it, and so every link of the page does."""

    @property
    def query(self) -> dict[str, str]:
        """What an address says to stay with a language that was chosen."""
        return {PARAMETER: self.code} if self.chosen else {}


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
    """Give the language that an address names, else one that a browser asks for, else the register's own."""
    chosen = request.query_params.get(PARAMETER)
    if chosen in CODES:
        return Tongue(chosen, language(chosen), chosen=True)
    code = of_browser(request.headers.get("accept-language", "")[:200], default)
    return Tongue(code, language(code))
