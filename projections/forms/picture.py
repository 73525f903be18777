"""The life of an agreement as a picture: plain SVG, by a pure function.

Each state has a colour and a hatch, so that it can be told apart in grey. What the clock alone would bring after the
day of the answer is paler. Every shape says in a title of its own what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

from lifecycle.course.machine import State
from lifecycle.messages import ENGLISH, Language, Message, Value, render
from projections.forms.axis import LEFT, RIGHT, WIDTH, axis_of, parted, ticks
from projections.forms.text import clean
from projections.words.phrases import reading

if TYPE_CHECKING:
    from projections.answers.drawn.timeline import Lane, Life, Span
    from projections.forms.machine import Dispatch

TOP, LANE, THIN, GAP = 96, 24, 8, 18
"""In pixels: the head, a lane, a span below it, what lies between."""
LETTER = 6.8
"""Pixels that a letter of a label takes, about."""

COLOURS: Mapping[State, tuple[str, str, str]] = {
    State.DRAFTED: ("#f1efe9", "dots", "#333"),
    State.SIGNED: ("#cfdcea", "", "#222"),
    State.IN_FORCE: ("#2b6a5c", "", "#fff"),
    State.SUSPENDED: ("#e3b45a", "cross", "#222"),
    State.NOTICE_GIVEN: ("#d0764f", "rising", "#111"),
    State.WINDING_DOWN: ("#9d8fb8", "level", "#111"),
    State.TERMINATED: ("#fbfaf8", "", "#555"),
}
"""Of each state the colour, the hatch over it, and the colour of what is written on it."""

HATCHES: Mapping[str, str] = {
    "dots": '<circle cx="4" cy="4" r="1" fill="#999"/>',
    "cross": '<path d="M0 0L8 8M8 0L0 8" stroke="#8a6410" stroke-width="1"/>',
    "rising": '<path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" stroke="#7d3b1f" stroke-width="1.5"/>',
    "level": '<path d="M0 4H8" stroke="#5c4e7a" stroke-width="1.5"/>',
}
STYLE = """text{font:12px "Source Sans 3","Segoe UI","DejaVu Sans",sans-serif}
#head{font-size:17px;font-weight:600}.own{font-weight:600}"""

SPANS: Mapping[str, tuple[str, Callable[[Span], Message]]] = {
    "notice": ("#b4512b", lambda span: Message("notice {id} of {party}", id=span.id, party=span.party)),
    "suspension": ("#a87716", lambda span: Message("suspension {id} by {party}", id=span.id, party=span.party)),
    "provisional": ("#5b86b5", lambda span: Message("applied provisionally by {party}", party=span.party)),
    "dispute": ("#8b3a4a", lambda span: Message("dispute {id}", id=span.id)),
    "activity": ("#6f7f4f", lambda span: Message("activity {id}", id=span.id)),
    "account": ("#4f6f7f", lambda span: Message("account {id}", id=span.id)),
}
"""Of each kind of span the colour, and how it is called."""


def svg(sent: Dispatch) -> str:
    """Draw the life of an agreement."""
    return picture(cast("Life", sent.answers))


def picture(life: Life, language: Language = ENGLISH) -> str:
    """Give the picture as a text of SVG, its words in a language; the same life gives the same bytes."""
    return _Drawing(life, language).text()


class _Drawing:
    """One picture, drawn from the top to the bottom."""

    def __init__(self, life: Life, language: Language) -> None:
        self.life, self.language, self.axis = life, language, axis_of(life)
        self.says = Message("The life of {agreement} as of {day}", agreement=life.agreement, day=life.as_of)
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
        self.root.set("aria-labelledby", "title desc")
        self._named(self.root, "title", life.title)
        self._named(self.root, "desc", self.says)
        ET.SubElement(self.root, "style").text = STYLE
        self.root.append(ET.fromstring(f"<defs>{''.join(map(_pattern, HATCHES))}</defs>"))
        self.paper = self._rect(self.root, 0, 0, WIDTH, 0, fill="#fff")

    def text(self) -> str:
        behind = ET.SubElement(self.root, "g")
        self._head()
        y = float(TOP)
        for lane in self.life.lanes:
            y = self._lane(lane, y)
            for span in self.life.spans:
                if span.party == lane.party:
                    y = self._span(span, y)
            y += GAP
        self._acts()
        self._days(behind, y)
        self._legend(y + 20)
        for at, other in enumerate(self.life.disputed):
            self._write(self.root, 16, y + 60 + 16 * at, Message("Another reading: {reading}", reading=reading(other)))
        height = f"{y + 48 + 16 * len(self.life.disputed):g}"
        self.paper.set("height", height)
        self.root.attrib |= {"viewBox": f"0 0 {WIDTH} {height}", "width": f"{WIDTH}", "height": height}
        return ET.tostring(self.root, encoding="unicode") + "\n"

    def _said(self, value: Value) -> str:
        return clean(render(value, self.language))

    def _room(self, value: Value) -> float:
        return LETTER * len(self._said(value))

    def _named(self, part: ET.Element, tag: str, value: Value) -> None:
        ET.SubElement(part, tag, {"id": tag} if part is self.root else {}).text = self._said(value)

    def _group(self, says: Value) -> ET.Element:
        part = ET.SubElement(self.root, "g")
        self._named(part, "title", says)
        return part

    def _write(self, part: ET.Element, x: float, y: float, value: Value, **others: str) -> None:
        named = {name.replace("_", "-"): other for name, other in others.items()}
        ET.SubElement(part, "text", {"x": f"{x:g}", "y": f"{y:g}"} | named).text = self._said(value)

    def _rect(self, part: ET.Element, x: float, y: float, wide: float, high: float, **others: str) -> ET.Element:
        place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{wide:g}", "height": f"{high:g}"}
        return ET.SubElement(part, "rect", place | others)

    def _filled(self, part: ET.Element, box: tuple[float, float, float, float], state: State) -> None:
        """Draw a box in the colour of a state, with its hatch over it."""
        colour, hatch, _ = COLOURS[state]
        self._rect(part, *box, fill=colour, stroke="#777")
        if hatch:
            self._rect(part, *box, fill=f"url(#{hatch})")

    def _head(self) -> None:
        title = self.life.title
        self._write(self.root, 16, 28, title if len(title) <= 100 else f"{title[:99]}…", id="head")
        says = Message("{life}: {state}", life=self.says, state=self.life.state)
        self._write(self.root, 16, 48, says, fill="#555")

    def _acts(self) -> None:
        """Mark each act above the lanes, its number where there is room for it."""
        taken = 0.0
        for mark in self.life.acts:
            x, label = self.axis.x(mark.on), f"#{mark.seq}"
            part = self._group(Message("{number}, {day}: {act}", number=label, day=mark.on, act=mark.says))
            ET.SubElement(part, "path", {"d": f"M{x:g} {TOP - 4}l-4 -7h8z", "fill": "#444"})
            if x - taken > self._room(label) + 4:
                self._write(part, x, TOP - 15, label, text_anchor="middle", fill="#555")
                taken = x

    def _days(self, behind: ET.Element, bottom: float) -> None:
        for day, label in ticks(self.axis):
            x = self.axis.x(day)
            ET.SubElement(behind, "path", {"d": f"M{x:g} {TOP - 8}V{bottom:g}", "stroke": "#e4e1da"})
            self._write(behind, x, bottom + 12, label, text_anchor="middle", fill="#555")
        line = {"d": f"M{self.axis.x(self.life.as_of):g} {TOP - 14}V{bottom:g}", "stroke": "#111"}
        ET.SubElement(self.root, "path", line | {"stroke-width": "1.5", "stroke-dasharray": "4 3"})

    def _lane(self, lane: Lane, y: float) -> float:
        name: Value = lane.party or Message("Agreement")
        self._write(self.root, 16, y + LANE * 0.68, name, **{} if lane.party else {"class": "own"})
        for stretch in lane.stretches:
            part = self._group(_lasting(stretch.state, stretch.since, stretch.until))
            for since, until, foreseen in parted(stretch.since, stretch.until, self.life.as_of):
                x, end = self.axis.x(since), self.axis.x(until)
                shade = ET.SubElement(part, "g", {"opacity": "0.45"} if foreseen else {})
                self._filled(shade, (x, y, max(end - x, 0.8), LANE), stretch.state)
                if end - x > self._room(stretch.state) + 12 and since == stretch.since:
                    self._word(shade, x + 7, y, stretch.state)
        return y + LANE

    def _word(self, part: ET.Element, x: float, y: float, state: State) -> None:
        """Write a state on its lane, on a ground of its own where that is hatched."""
        colour, hatch, ink = COLOURS[state]
        if hatch:
            self._rect(part, x - 3, y + 5, self._room(state) + 4, LANE - 10, fill=colour)
        self._write(part, x, y + LANE * 0.68, state, fill=ink)

    def _span(self, span: Span, y: float) -> float:
        colour, called = SPANS[span.kind]
        part = self._group(_lasting(called(span), span.since, span.until))
        for since, until, foreseen in parted(span.since, span.until, self.life.as_of):
            x, end = self.axis.x(since), self.axis.x(until)
            shade = {"opacity": "0.45"} if foreseen else {}
            self._rect(part, x, y + 3, max(end - x, 2), THIN, fill=colour, **shade)
        label: Value = span.id or called(span)
        end, room = self.axis.x(span.until) + 4, self._room(label)
        beside = end if end + room < WIDTH - RIGHT else self.axis.x(span.since) - room - 6
        self._write(part, beside, y + THIN + 3, label, fill="#555")
        return y + THIN + 4

    def _legend(self, y: float) -> None:
        x = float(LEFT)
        seen = {stretch.state for lane in self.life.lanes for stretch in lane.stretches}
        for state in sorted(seen, key=list(State).index):
            self._filled(self.root, (x, y + 8, 16, 12), state)
            self._write(self.root, x + 21, y + 18, state)
            x += 36 + self._room(state)


def _pattern(name: str) -> str:
    return f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">{HATCHES[name]}</pattern>'


def _lasting(what: Value, since: date, until: date | None) -> Message:
    """Say from when until when something stands."""
    if until is None:
        return Message("{what} from {day}", what=what, day=since)
    return Message("{what} from {day} until {end}", what=what, day=since, end=until)
