"""What the pages of the register and of an agreement show besides the answer: counts, picture, terms, sliders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from lifecycle.course.machine import State
from lifecycle.terms.sentences import describe
from projections.answers.agreements import COUNTED, counted
from projections.answers.drawn.timeline import timeline
from projections.answers.history import history
from projections.answers.keeping.documents import documents
from projections.forms.html.sheet import Sheet, figure
from projections.forms.html.values import said
from projections.forms.pictures.axis import axis_of
from projections.forms.reports.page import lay
from projections.pages.history import history_report
from projections.pages.papers.documents import draw
from projections.words.phrases import article, sentence
from web.pages import parts

if TYPE_CHECKING:
    from projections.answers.snapshot import Snapshot
    from web.parameters import Given
    from web.wanted import Asked


class Slider(NamedTuple):
    """A slider: what it goes along, from where to where, and where it stands."""

    first: str
    """A day, or a number."""
    most: int
    at: int
    ticks: tuple[int, ...] = ()


class Count(NamedTuple):
    """How many agreements are in a state, and where they are listed."""

    state: State
    number: str
    href: str
    here: bool


def around(one: Asked, asked: Snapshot, given: Given, found: Any) -> dict[str, Any]:
    """Give what stands on the page besides the answer."""
    if one.question.answer == "list":
        return _register(one, asked, given, found)
    if one.question.answer == "status":
        return _agreement(one, asked, given)
    if one.question.answer == "timeline":
        return {"picture": figure(timeline(asked, given["agreement"], given.as_of), one.language)}
    return {"picture": ""}


def _register(one: Asked, asked: Snapshot, given: Given, found: Any) -> dict[str, Any]:
    query = parts.asked_for(one.question, given)
    numbers = counted(
        asked, given.as_of, party=given.get("party"), words=given.get("words", ""), kind=given.get("kind", "")
    )
    counts = [
        Count(state, _counted(n), parts.address("/agreements", {}, **query | {"state": state.value, "after": ""}), here)
        for state, n in numbers.items()
        for here in (given.get("state") == state.value,)
        if n or here
    ]
    after = found[-1].next_after if found else None
    following = parts.address("/agreements", {}, **query | {"after": after}) if after else ""
    first = parts.address("/agreements", {}, **query | {"after": ""}) if given.get("after") else ""
    return {
        "counts": counts,
        "all": _counted(sum(numbers.values())),
        "next": following,
        "first": first,
        "states": list(State),
    }


def _counted(number: int) -> str:
    return f"{number}" if number <= COUNTED else f"{COUNTED}+"


def _agreement(one: Asked, asked: Snapshot, given: Given) -> dict[str, Any]:
    line, agreement = asked.line_on(given["agreement"], given.as_of), given["agreement"]
    terms = line.version_on(given.as_of).terms
    life = timeline(asked, agreement, given.as_of)
    axis = axis_of(life)
    own = tuple(row.seq for row in asked.recordings(agreement))
    articles: dict[str, list[Markup]] = {}
    for name, says in describe(terms):
        articles.setdefault(name, []).append(said(sentence(says), one.language, parts.HERE))
    past, papers = (Sheet(one.language, parts.leads(given), level=2) for _ in range(2))
    lay(past, history_report(agreement, history(asked, agreement, given.as_of), asked.known))
    kept = documents(asked, given.as_of, agreement)
    draw(papers, kept, given.as_of, asked.known)
    return {
        "history": past.html,
        "papers": papers.html if kept else "",
        "picture": figure(life, one.language),
        "legal": Slider(f"{axis.first}", (axis.last - axis.first).days, (given.as_of - axis.first).days),
        "recorded": Slider("0", asked.known.head, asked.known.seq, own),
        "articles": [(said(article(name), one.language, parts.HERE), told) for name, told in articles.items()],
        "feed": parts.address("/deadlines.ics", {}, agreement=agreement),
    }
