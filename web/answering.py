"""Answers a question of a request: reads what it gives, asks one snapshot, and writes the form that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from lifecycle.errors import InvalidInput
from lifecycle.messages import Message
from projections.answers.catalogue import struct_of
from projections.answers.office.opening import office_of
from projections.answers.status import StatusPage
from projections.forms.machine import Dispatch
from projections.forms.table import FORMS
from web.marks import holds, mark
from web.negotiating import HTML, TYPES
from web.pages.parts import address, asked_for, names
from web.parameters import Given, read, taken
from web.problems import Unavailable
from web.reporting import REPORTED, REPORTS, reported
from web.served import Served
from web.wanted import Asked

if TYPE_CHECKING:
    from projections.answers.snapshot import Snapshot, Snapshots
    from web.pages.views import Views


class Answering:
    """What answers the requests for one served register; called in several threads."""

    def __init__(self, served: Served, snapshots: Snapshots, views: Views) -> None:
        self.served, self.snapshots, self.views = served, snapshots, views
        self.office = office_of(served.office, Path.read_bytes)

    def answer(self, one: Asked) -> Response:
        """Answer a request; raises the situations of the register, or `Unavailable` for a form not to be had."""
        question, request = one.question, one.request
        path = {name: value for name, value in request.path_params.items() if name in question.names}
        takes, query = taken(request.url.path, question.takes), request.query_params.multi_items()
        given = read(takes, query, self.served.day(), path, self.office)
        place = given.known_at if question.known else None
        with self.snapshots.snapshot(place) as asked:
            tag = mark(asked, given, request.url.path, request.url.query, one.form, one.tongue.code)
            headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "accept, accept-language"}
            if holds(request.headers.get("if-none-match", ""), tag):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            found = question.ask(asked, given)
            content = self._written(one, asked, given, found)
        headers |= dict(self._following(one, given, found))
        return Response(content, media_type=TYPES[one.form], headers=headers)

    def _written(self, one: Asked, asked: Snapshot, given: Given, found: Any) -> str | bytes:
        if one.form == HTML:
            return self.views.answer(one, asked, given, found)
        question = one.question
        told: Any = found.status if isinstance(found, StatusPage) else found
        if one.form == "ics":
            told = self._events(asked, given)
        if one.form in REPORTED:
            return self._reported(one, asked, given)
        known = asked.known if question.known else None
        many = list(told) if question.many else told
        return FORMS[one.form](Dispatch(question.answer, many, struct_of(question.answer), known))

    @staticmethod
    def _reported(one: Asked, asked: Snapshot, given: Given) -> bytes:
        says = Message("this answer is not given as {form}", form=one.form.upper())
        if one.question.answer not in REPORTS:
            raise Unavailable(HTTPStatus.NOT_ACCEPTABLE, says)
        try:
            return reported(one.question.answer, one.form, asked, given, one.language)
        except InvalidInput as error:  # what writes the form is not installed
            raise Unavailable(HTTPStatus.NOT_ACCEPTABLE, Message("{says}: {why}", says=says, why=error.says)) from error

    @staticmethod
    def _events(asked: Snapshot, given: Given) -> Any:
        from projections.answers.calendar import events

        found = events(asked, given.as_of, within_days=given.get("within"), party=given.get("party"))
        wanted, office = given.get("agreement"), given.office
        found = [one for one in found if wanted in (None, one.deadline.agreement)]
        return found if office is None else [one.attended(office.attend) for one in found]

    @staticmethod
    def _following(one: Asked, given: Given, found: Any) -> Mapping[str, str]:
        """Point to the next page, where there is one (RFC 8288)."""
        if not one.question.many or not found or not (after := getattr(found[-1], "next_after", None)):
            return {}
        query = asked_for(one.question, given) | {"after": after} | one.tongue.query
        ending = "" if one.form == HTML else f".{one.form}"
        start = "/api" if one.request.url.path.startswith("/api/") else ""
        href = address(start + one.question.path, names(one.question, given), "" if start else ending, **query)
        return {"link": f'<{href}>; rel="next"'}
