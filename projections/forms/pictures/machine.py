"""The states that an agreement can come to under its terms, as a picture: each state in its place, its ways as arrows.

A way back to the same state, such as a further signature, is not drawn. To add a state: its place in `PLACES`; a way:
its line in `WAYS`, and its trigger's word in `TRIGGERS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from lifecycle.course.machine import State
from lifecycle.messages import ENGLISH, Language, Message
from projections.forms.pictures.drawing import LOOKS, Drawing
from projections.words.phrases import sentence, series

if TYPE_CHECKING:
    from projections.answers.drawn.diagram import Diagram, Way

WIDTH, HEIGHT = 1080, 440
"""In pixels: the whole."""
WIDE, HIGH = 112, 36
"""In pixels: a state."""

PLACES: Mapping[State, tuple[float, float]] = {
    State.DRAFTED: (80, 220),
    State.SIGNED: (252, 220),
    State.IN_FORCE: (440, 220),
    State.SUSPENDED: (620, 110),
    State.NOTICE_GIVEN: (620, 330),
    State.WINDING_DOWN: (810, 220),
    State.TERMINATED: (990, 220),
}
"""The middle of each state."""


class Course(NamedTuple):
    """How an arrow runs, and where its word stands."""

    line: str
    x: float
    y: float


WAYS: Mapping[tuple[State, State], Course] = {
    (State.DRAFTED, State.SIGNED): Course("M136 220H192", 166, 194),
    (State.SIGNED, State.IN_FORCE): Course("M308 220H380", 346, 194),
    (State.IN_FORCE, State.SUSPENDED): Course("M452 202Q470 112 560 104", 452, 120),
    (State.SUSPENDED, State.IN_FORCE): Course("M564 122Q500 140 482 198", 556, 152),
    (State.IN_FORCE, State.NOTICE_GIVEN): Course("M452 238Q470 328 560 336", 452, 330),
    (State.NOTICE_GIVEN, State.IN_FORCE): Course("M564 318Q500 300 482 242", 556, 296),
    (State.SUSPENDED, State.NOTICE_GIVEN): Course("M612 128V308", 578, 180),
    (State.NOTICE_GIVEN, State.SUSPENDED): Course("M628 312V132", 664, 268),
    (State.IN_FORCE, State.WINDING_DOWN): Course("M496 214H750", 700, 206),
    (State.SUSPENDED, State.WINDING_DOWN): Course("M676 118Q770 130 796 198", 752, 150),
    (State.NOTICE_GIVEN, State.WINDING_DOWN): Course("M676 322Q770 310 796 242", 752, 296),
    (State.IN_FORCE, State.TERMINATED): Course("M440 238C470 410 920 430 982 242", 700, 383),
    (State.SUSPENDED, State.TERMINATED): Course("M676 104Q930 90 984 198", 850, 116),
    (State.NOTICE_GIVEN, State.TERMINATED): Course("M676 334Q900 344 974 242", 850, 320),
    (State.WINDING_DOWN, State.TERMINATED): Course("M866 220H930", 900, 194),
    (State.DRAFTED, State.TERMINATED): Course("M80 202C120 40 930 40 996 198", 540, 72),
    (State.SIGNED, State.TERMINATED): Course("M252 238C300 490 960 490 990 242", 330, 352),
}
"""The course of each way, by where it leads from and to."""

TRIGGERS: Mapping[str, Message] = {
    "sign": Message("signature"),
    "enter_into_force": Message("entry into force"),
    "suspend": Message("suspension"),
    "resume": Message("resumption"),
    "give_notice": Message("notice"),
    "withdraw_notice": Message("withdrawal"),
    "end": Message("end"),
    "complete": Message("completion"),
    "abandon": Message("given up"),
}
"""What leads from a state to another, in a word."""

OPEN = Message("end, something open")
"""What leads to winding down: an end that leaves something to finish."""


def picture(diagram: Diagram, language: Language = ENGLISH) -> str:
    """Give the picture as a text of SVG, its words in a language; the same terms give the same bytes."""
    ways = [way for way in diagram.ways if way.source is not way.dest]
    says = Message("What {agreement} can come to", agreement=diagram.agreement)
    told = sentence(Message("{picture}: {states}", picture=says, states=series(map(_said, ways))))
    drawing = Drawing(diagram.title, told, WIDTH, language)
    drawing.heading(diagram.title, says)
    arrow = '<marker id="arrow" markerWidth="9" markerHeight="8" refX="1" refY="4" orient="auto">'
    drawing.root.append(ET.fromstring(f'<defs>{arrow}<path d="M0 0L8 4L0 8z" fill="#444"/></marker></defs>'))
    for way in ways:
        course, part = WAYS[way.source, way.dest], drawing.group(_said(way))
        drawing.path(part, course.line, fill="none", stroke="#444", marker_end="url(#arrow)")
    for way in ways:
        course = WAYS[way.source, way.dest]
        word = _word(way)
        wide = drawing.room(word) * 0.9
        drawing.rect(drawing.root, (course.x - wide / 2, course.y - 11, wide, 14), fill="#fff")
        drawing.write(drawing.root, course.x, course.y, word, text_anchor="middle", fill="#333")
    for state in State:
        if state in {State.DRAFTED, *(way.dest for way in ways)}:
            _state(drawing, state)
    return drawing.finished(HEIGHT)


def _word(way: Way) -> Message:
    return OPEN if way.dest is State.WINDING_DOWN else TRIGGERS[way.trigger]


def _said(way: Way) -> Message:
    return Message("from {source} to {state} by {trigger}", source=way.source, state=way.dest, trigger=_word(way))


def _state(drawing: Drawing, state: State) -> None:
    x, y = PLACES[state]
    drawing.filled(drawing.root, (x - WIDE / 2, y - HIGH / 2, WIDE, HIGH), state)
    wide = drawing.room(state) + 8
    drawing.rect(drawing.root, (x - wide / 2, y - 10, wide, 20), fill=LOOKS[state].colour)
    drawing.write(drawing.root, x, y + 4, state, text_anchor="middle", fill=LOOKS[state].ink)
