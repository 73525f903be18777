"""Recordings with their proofs, the checkpoint and the public key: what a stranger needs to verify the log.

Nothing is signed here: a proof stands under the newest checkpoint that is kept outside, and this process has no key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from aggregates.ground.blocks import Blocks
from aggregates.record.documents import Documents
from aggregates.record.log.positions import beyond
from lifecycle.errors import NotFound
from projections.answers.history import history
from projections.answers.keeping.documents import found
from projections.answers.keeping.published import Published, published
from projections.forms.html.sheet import Sheet
from projections.forms.machine import plain
from projections.forms.reports.page import lay
from projections.pages.history import history_report
from projections.words.phrases import sentence
from web.negotiating import HTML, TYPES
from web.pages import parts
from web.pages.words import CHECKS, NAMELESS, PROMISES, UNCOVERED, UNKEPT
from web.parameters import AS_OF, Given, read, taken
from web.wanted import tongue_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from projections.answers.snapshot import Snapshot, Snapshots
    from web.pages.views import Views
    from web.served import Served

Answers = Callable[["Request"], Response]


class Records:
    """The pages of single recordings, and of what vouches for all of them."""

    def __init__(self, served: Served, snapshots: Snapshots, views: Views) -> None:
        self.served, self.snapshots, self.views = served, snapshots, views
        self.hashed = Blocks()

    def routes(self) -> Iterator[tuple[str, Answers]]:
        """Give the addresses, each with what answers it."""
        yield "/api/recordings/{seq:int}", self.recorded
        yield "/api/recordings/{seq:int}/proof", self.proven
        yield "/recordings/{seq:int}/proof", self.file
        yield "/recordings/{seq:int}", self.page
        yield "/agreements/{agreement}/documents/{document}/file", self.document
        yield "/about", self.about
        yield "/key.pub", self.key
        yield "/checkpoint", self.checkpoint

    def recorded(self, request: Request) -> Response:
        """Give a recording as the history of its agreement has it."""
        with self._asked(request) as asked:
            told = plain("history", _recording(asked, request.path_params["seq"]), asked.known)
        return JSONResponse(told, headers=CACHED)

    def proven(self, request: Request) -> Response:
        """Give what the proof of a recording proves."""
        with self._asked(request) as asked:
            made = self._published(asked).proof(asked.log, request.path_params["seq"], self.hashed)
        return JSONResponse(plain("proof", made.proves, None), headers=CACHED)

    def file(self, request: Request) -> Response:
        """Give the proof of a recording as a file."""
        seq = request.path_params["seq"]
        with self._asked(request) as asked:
            made = self._published(asked).proof(asked.log, seq, self.hashed)
        return _attached(made.text, f"{seq}.tlog-proof")

    def document(self, request: Request) -> Response:
        """Give a document back as it was put on record, as a file that no browser opens by itself."""
        path = request.path_params
        with self._asked(request) as asked:
            one = found(asked, path["agreement"], path["document"])
        data = Documents(Path(self.served.documents)).read(one.document)
        name = f"{one.document.removeprefix('sha256:')}"
        headers = CACHED | {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type="application/octet-stream", headers=headers)

    def key(self, request: Request) -> Response:
        """Give the public keys as a file."""
        with self._asked(request) as asked:
            keys = self._published(asked).keys
        if not keys:
            raise NotFound("key", "key.pub")
        return _attached("".join(f"{key}\n" for key in keys), "key.pub")

    def checkpoint(self, request: Request) -> Response:
        """Give the newest checkpoint that is kept outside, signed, as a file."""
        with self._asked(request) as asked:
            kept = self._published(asked).kept
        if kept is None:
            raise NotFound("checkpoint", "checkpoint")
        return _attached(str(kept.proof.note), "checkpoint")

    def page(self, request: Request) -> Response:
        """Write the page of a recording with its proof."""
        seq, given = request.path_params["seq"], self._given(request)
        with self._asked(request) as asked:
            act, known = _recording(asked, seq), asked.known
            language = tongue_of(request, self.served.lang).language
            sheet = Sheet(language, parts.leads(given, [act.agreement], [act.by or ""]))
            lay(sheet, list(history_report(act.agreement, [act], known))[:1])
            of = self._published(asked)
            made = of.proof(asked.log, seq, self.hashed) if of.covers(seq) else None
            values: dict[str, Any] = {"act": act, "sheet": sheet.html, "known": known, "of": of, "made": made}
        values |= {"axes": parts.axes(given), "here": "recording", "uncovered": sentence(UNCOVERED)}
        return self._html(request, "recording.html", **values)

    def about(self, request: Request) -> Response:
        """Write what this register promises, and how to check it."""
        given = self._given(request)
        with self._asked(request) as asked:
            values: dict[str, Any] = {"of": self._published(asked), "known": asked.known, "origin": asked.log.origin()}
        promises = PROMISES if self.served.names else (*PROMISES, NAMELESS)
        values |= {"axes": parts.axes(given), "promises": list(map(sentence, promises))}
        values |= {"checks": list(map(sentence, CHECKS)), "unkept": sentence(UNKEPT)}
        return self._html(request, "about.html", **values, here="about")

    def _html(self, request: Request, template: str, **values: Any) -> Response:
        text = self.views.render(template, request, **values)
        return Response(text, media_type=TYPES[HTML], headers=CACHED)

    def _given(self, request: Request) -> Given:
        return read(taken(request.url.path, (AS_OF,)), request.query_params.multi_items(), self.served.day(), {})

    def _asked(self, request: Request) -> Any:
        self._given(request)
        return self.snapshots.snapshot()

    def _published(self, asked: Snapshot) -> Published:
        return published(asked.log, self.served.keys, self.served.copies)


CACHED = {"cache-control": "private, no-cache"}


def _recording(asked: Snapshot, seq: int) -> Any:
    one = asked.log.recording(seq) if 0 < seq <= asked.known.head else None
    if one is None:
        raise beyond(asked.log, seq)
    return next(act for act in history(asked, one.agreement) if act.seq == seq)


def _attached(text: str, name: str) -> Response:
    """Give a file that no browser opens by itself."""
    headers = CACHED | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)
