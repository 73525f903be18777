"""The application: its routes, made of the table of questions, and what it answers where something stops a request."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from lifecycle.errors import InvalidInput, NotFound
from lifecycle.messages import ENGLISH, Message
from projections.answers.catalogue import ready
from projections.answers.snapshot import Snapshots
from web.answering import Answering
from web.guard import Guard
from web.negotiating import EVERYWHERE, HTML, TYPES, accepted
from web.openapi import described
from web.pages.parts import address
from web.pages.views import FOLDER, Views
from web.problems import TYPE, Stopped
from web.question import Question
from web.questions import QUESTIONS
from web.records import Records
from web.reporting import REPORTED
from web.served import Served
from web.wanted import Asked, tongue_of

if TYPE_CHECKING:
    from starlette.requests import Request

Endpoint = Callable[["Request"], Awaitable[Response]]

LOG = logging.getLogger("depositary.web")
STYLES: list[str | tuple[str, str]] = [("projections.forms.html", "style")]
"""What is served beside the files of this face: the style of its sheets."""
THREADS = (os.cpu_count() or 2) * 2
"""Answers that are worked at together; others wait, and are told so once it takes too long."""


def application(served: Served) -> Starlette:
    """Make the application for one register; raises the situations in which it cannot be read."""
    ready()  # before the first thread, or a cold process may die of it
    views = Views(served)
    face = Face(views, Answering(served, Snapshots(served.db, THREADS, names=served.names), views), served)
    return Starlette(
        routes=face.routes(),
        middleware=[Middleware(Guard, served.hosts, served.seconds, face.refuse)],
        exception_handlers={HTTPException: face.http, Exception: face.stop},
    )


def from_environment() -> Starlette:
    """Make the application of a worker."""
    return application(Served.found())


class Face:
    """The routes of one register, and its pages of what went wrong."""

    def __init__(self, views: Views, answering: Answering, served: Served) -> None:
        self.views, self.answering = views, answering
        self.served = served
        self.records = Records(served, answering.snapshots, views)
        self.limiter = CapacityLimiter(THREADS)

    def routes(self) -> list[Route | Mount]:
        """Give the routes: the most particular first, a form's ending before the address without it."""
        found: list[Route | Mount] = [
            Route("/", self.home),
            Route("/api/openapi.json", self.openapi),
            Mount("/static", StaticFiles(directory=FOLDER / "static", packages=STYLES), name="static"),
            *(Route(path, self._threaded(answer)) for path, answer in self.records.routes()),
        ]
        for question in QUESTIONS:
            forms = tuple(form for form in TYPES if form in (*EVERYWHERE, *question.further, *REPORTED))
            found.append(Route(f"/api{question.path}", self._question(question, (*EVERYWHERE, *question.further))))
            found += [Route(f"{question.path}.{form}", self._question(question, (form,))) for form in forms]
            found.append(Route(question.path, self._question(question, (HTML, *EVERYWHERE, *question.further))))
        return found

    async def home(self, request: Request) -> Response:
        """Lead to the register, in the language that is chosen."""
        return RedirectResponse(address("/agreements", {}, **tongue_of(request, self.served.lang).query))

    async def openapi(self, _: Request) -> Response:
        """Describe the interface for programs."""
        return JSONResponse(described(), headers={"cache-control": "no-cache"})

    def _question(self, question: Question, forms: tuple[str, ...]) -> Endpoint:
        async def answer(request: Request) -> Response:
            form = forms[0] if len(forms) == 1 else accepted(request.headers.get("accept", ""), forms)
            asked = Asked(question, form, tongue_of(request, self.served.lang), request)
            return await self._in_thread(partial(self.answering.answer, asked), request)

        return answer

    def _threaded(self, answer: Callable[[Request], Response]) -> Endpoint:
        async def answered(request: Request) -> Response:
            return await self._in_thread(partial(answer, request), request)

        return answered

    async def _in_thread(self, answer: Callable[[], Response], request: Request) -> Response:
        """Answer in a thread: one that takes too long is left to itself, and its place is free only when it is done."""
        try:
            return await to_thread.run_sync(answer, abandon_on_cancel=True, limiter=self.limiter)
        except Exception as error:
            return self.stop(request, error)

    # What goes wrong

    def stop(self, request: Request, error: Exception) -> Response:
        """Answer with what stopped a request: a page, or a problem for programs."""
        stopped = Stopped(error)
        if stopped.status >= 500:
            LOG.error("%s %s", request.method, request.url.path, exc_info=error)
        headers = {"cache-control": "no-store"} | ({"retry-after": "5"} if stopped.status == 503 else {})
        if not _reads_pages(request):
            problem = stopped.problem(request.url.path, ENGLISH)
            return JSONResponse(problem, stopped.status, headers, media_type=TYPE)
        return Response(self.views.stopped(stopped, request), stopped.status, headers, media_type=TYPES[HTML])

    def http(self, request: Request, error: Exception) -> Response:
        """Answer where there is no such address."""
        assert isinstance(error, HTTPException)
        if error.status_code != 404:
            return self.stop(request, InvalidInput(Message("{says}", says=error.detail)))
        nothing = NotFound("page", request.url.path[:200], [question.path for question in QUESTIONS])
        return self.stop(request, nothing)

    def refuse(self, scope: Any, error: BaseException) -> Any:
        """Answer what the guard refuses."""
        from starlette.requests import Request

        assert isinstance(error, Exception)
        return self.stop(Request(scope), error)


def _reads_pages(request: Request) -> bool:
    """Tell whether somebody reads this: not a program at the interface, and nobody who asks for another form."""
    path = request.url.path
    if path.startswith("/api/") or path.rpartition(".")[2] in TYPES:
        return False
    return "text/html" in request.headers.get("accept", "text/html")
