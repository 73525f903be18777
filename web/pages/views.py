"""The pages of answers as HTML: the answer on a sheet, in the middle of what stands around it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from projections.forms.html.sheet import Sheet
from projections.forms.html.values import said
from projections.words.phrases import sentence
from web.pages import parts
from web.pages.agreement import around
from web.pages.drawing import PAGES
from web.pages.languages import kept, versions
from web.pages.words import WORDS
from web.wanted import tongue_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from projections.answers.snapshot import Snapshot
    from web.parameters import Given
    from web.problems import Stopped
    from web.served import Served
    from web.wanted import Asked

FOLDER = Path(__file__).parents[1]


class Views:
    """The templates of one served register."""

    def __init__(self, served: Served) -> None:
        self.served = served

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The templates: all is escaped, and a name that is not given is an error."""
        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def render(self, template: str, request: Request, **values: Any) -> str:
        """Write a template, its words in the reader's language, which stays in its links where it was chosen."""
        tongue = tongue_of(request, self.served.lang)
        language = tongue.language
        words = {name: said(message, language, parts.HERE) for name, message in WORDS.items()}
        page = self.templates.get_template(template)
        values |= {"lang": tongue.code, "languages": list(versions(request, tongue.code))}
        return kept(page.render(word=words, say=lambda value: said(value, language, parts.HERE), **values), tongue)

    def answer(self, one: Asked, asked: Snapshot, given: Given, found: Any) -> str:
        """Write the page of an answer."""
        question, known = one.question, asked.known
        sheet = Sheet(one.language, parts.leads(given, *_named(question.answer, found)))
        PAGES[question.answer](sheet, found, given, known)
        values: dict[str, Any] = {
            "sheet": sheet.html,
            "given": given,
            "axes": parts.axes(given),
            "takes": {parameter.name for parameter in question.takes},
            "asked_for": parts.asked_for(question, given),
            "action": parts.address(question.path, parts.names(question, given)),
            "forms": list(parts.forms(question, given)),
            "permalink": parts.permalink(question, given, known),
            "command": question.typed(_as_known(given, known.seq) if question.known else given),
            "digest": parts.attestation(asked, question, given),
            "known": known,
            "beside": self._beside(one, given),
            "here": question.answer,
        }
        return self.render(_template(question.answer), one.request, **values | around(one, asked, given, found))

    @staticmethod
    def _beside(one: Asked, given: Given) -> list[parts.Link]:
        path = one.question.path
        if not path.startswith("/agreements/{agreement}"):
            return []
        return list(parts.beside(given["agreement"], given, path.removeprefix("/agreements/{agreement}").strip("/")))

    def stopped(self, stopped: Stopped, request: Request) -> str:
        """Write the page of what stopped a request."""
        told, problems = sentence(stopped.says), list(stopped.wrong)
        return self.render("stopped.html", request, stopped=stopped, told=told, here="", problems=problems)


def _template(answer: str) -> str:
    return {"list": "register.html", "status": "agreement.html"}.get(answer, "answer.html")


def _as_known(given: Given, seq: int) -> Given:
    """Give what a request gives, with the place in the log that its answer knows."""
    from web.parameters import Given

    return Given({**given.values, "known_at": seq, "known_as": f"#{seq}"}, given.today, given.office)


def _named(answer: str, found: Any) -> tuple[list[str], list[str]]:
    """Give the agreements and the parties that an answer names."""
    if answer in ("list", "deadlines"):
        return [one.agreement for one in found], [p.party for one in found for p in one.partners]
    if answer == "status":
        return [], [one.party for one in found.status.participants]
    if answer == "parties":
        return [], [one.party for one in found]
    if answer == "party":
        return [one.agreement for one in found.agreements], []
    if answer in ("certificates", "waiting", "documents", "search"):
        return [one.agreement for one in found], []
    return [], []
