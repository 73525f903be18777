"""The page of each answer, written on a paper: those that other faces show, too, in one table by the answer's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from projections.forms.reports.page import lay
from projections.pages import (
    agreements,
    cooperation,
    deadlines,
    difference,
    explanation,
    partner,
    rules,
    search,
    waiting,
)
from projections.pages import timeline as lives
from projections.pages.history import history_report
from projections.pages.papers import certificates, documents
from projections.pages.status import status_report

if TYPE_CHECKING:
    from projections.answers.drawn.diagram import Diagram
    from projections.answers.snapshot import Known
    from projections.forms.reports.page import Paper
    from web.parameters import Given

Drawn = Callable[["Paper", Any, "Given", "Known"], None]


def _diagram(paper: Paper, answer: Diagram) -> None:
    paper.title(answer.title, answer.agreement)
    paper.verbatim(answer.text)


PAGES: Mapping[str, Drawn] = {
    "list": lambda paper, answer, given, known: agreements.draw(paper, answer, given.as_of, known, kinds=True),
    "status": lambda paper, answer, _, known: lay(paper, status_report(answer, known)),
    "explain": lambda paper, answer, _, known: explanation.draw(paper, answer, known),
    "history": lambda paper, answer, given, known: lay(paper, history_report(given["agreement"], answer, known)),
    "diff": lambda paper, answer, *_: difference.draw(paper, answer),
    "timeline": lambda paper, answer, _, known: lives.draw(paper, answer, known),
    "diagram": lambda paper, answer, *_: _diagram(paper, answer),
    "contacts": lambda paper, answer, given, known: cooperation.contacts(paper, answer, given.as_of, known),
    "balances": lambda paper, answer, given, known: cooperation.balances(paper, answer, given.as_of, known),
    "restrictions": lambda paper, answer, _, known: cooperation.restrictions(paper, answer, known),
    "certificates": lambda paper, answer, *_: certificates.draw(paper, answer, superseded=False),
    "documents": lambda paper, answer, given, known: documents.draw(paper, answer, given.as_of, known),
    "deadlines": lambda paper, answer, given, known: deadlines.draw(paper, answer, given.as_of, known),
    "parties": lambda paper, answer, given, known: partner.listing(paper, answer, given.as_of, known),
    "party": lambda paper, answer, _, known: partner.draw(paper, answer, known),
    "waiting": lambda paper, answer, *_: waiting.draw(paper, answer),
    "search": lambda paper, answer, given, known: search.draw(paper, answer, given["words"], known),
    "rule": lambda paper, answer, *_: rules.draw(paper, answer),
}
