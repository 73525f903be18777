"""What pictures are drawn with: shapes, texts and their titles, the colour and the hatch of each state.

A picture is a pure function of what it shows: the same answer gives the same bytes. States can be told apart in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from wcwidth import width

from lifecycle.course.machine import State
from lifecycle.messages import Language, Value, render
from projections.forms.text import clean

LETTER, MARGIN = 6.8, 16
"""In pixels: what a letter of a label takes, about, and what is left free beside a picture."""


class Look(NamedTuple):
    """How a state looks: its colour, the hatch over it, and the colour of what is written on it."""

    colour: str
    hatch: str
    ink: str


LOOKS: Mapping[State, Look] = {
    State.DRAFTED: Look("#f1efe9", "dots", "#333"),
    State.SIGNED: Look("#cfdcea", "falling", "#222"),
    State.IN_FORCE: Look("#2b6a5c", "", "#fff"),
    State.SUSPENDED: Look("#e3b45a", "cross", "#222"),
    State.NOTICE_GIVEN: Look("#d0764f", "rising", "#111"),
    State.WINDING_DOWN: Look("#9d8fb8", "level", "#111"),
    State.TERMINATED: Look("#fbfaf8", "", "#555"),
}
"""Of each state its look: the darkest and the lightest have no hatch, all others one of their own."""

HATCHES: Mapping[str, str] = {
    "dots": '<circle cx="4" cy="4" r="1" fill="#999"/>',
    "falling": '<path d="M-2 -2L10 10M-2 6L2 10M6 -2L10 2" stroke="#8fa9c4" stroke-width="1"/>',
    "cross": '<path d="M0 0L8 8M8 0L0 8" stroke="#8a6410" stroke-width="1"/>',
    "rising": '<path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" stroke="#7d3b1f" stroke-width="1.5"/>',
    "level": '<path d="M0 4H8" stroke="#5c4e7a" stroke-width="1.5"/>',
}
FONTS = "'Source Sans 3','Segoe UI','DejaVu Sans',sans-serif"
"""Attributes say how a picture looks, and no style, which a page's policy may forbid."""

Box = tuple[float, float, float, float]
"""From the left, from the top, how wide, how high: all in pixels."""


class Drawing:
    """A picture under work, its words in a language."""

    def __init__(self, title: Value, says: Value, wide: int, language: Language, mark: str = "") -> None:
        """Begin one; `mark` stands before its ids, where it lies in a page beside others."""
        self.language, self.width, self.mark = language, wide, mark
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-size": "12"})
        self.root.set("font-family", FONTS)
        self.root.set("aria-labelledby", f"{mark}title {mark}desc")
        ET.SubElement(self.root, "title", {"id": f"{mark}title"}).text = self.said(title)
        ET.SubElement(self.root, "desc", {"id": f"{mark}desc"}).text = self.said(says)
        self.root.append(ET.fromstring(f"<defs>{''.join(_pattern(name, mark) for name in HATCHES)}</defs>"))
        self.paper = self.rect(self.root, (0, 0, wide, 0), fill="#fff")

    def finished(self, height: float) -> str:
        """Give the picture as a text of SVG, so many pixels high."""
        self.paper.set("height", f"{height:g}")
        self.root.attrib |= {
            "viewBox": f"0 0 {self.width} {height:g}",
            "width": f"{self.width}",
            "height": f"{height:g}",
        }
        return ET.tostring(self.root, encoding="unicode") + "\n"

    def said(self, value: Value) -> str:
        """Write a value in the language, clean of what moves a terminal."""
        return clean(render(value, self.language))

    def room(self, value: Value) -> float:
        """Give the pixels that a value takes, about."""
        return _room(self.said(value))

    def heading(self, title: Value, says: Value) -> None:
        """Write what is shown at the head, the title in larger letters, of which fewer have room."""
        self.write(self.root, MARGIN, 28, title, self.width * 0.58, font_size="17", font_weight="600")
        self.write(self.root, MARGIN, 48, says, fill="#555")

    def group(self, says: Value) -> ET.Element:
        """Begin a part that says in a title of its own what it is."""
        part = ET.SubElement(self.root, "g")
        ET.SubElement(part, "title").text = self.said(says)
        return part

    def write(self, part: ET.Element, x: float, y: float, value: Value, room: float = 0, **others: str) -> None:
        """Write a value; where it takes more than some room, its beginning."""
        text, named = self.said(value), _named(others)
        if room and _room(text) > room:
            while _room(text) > room - LETTER:
                text = text[:-1]
            text += "…"
        ET.SubElement(part, "text", {"x": f"{x:g}", "y": f"{y:g}"} | named).text = text

    def path(self, part: ET.Element, line: str, **others: str) -> None:
        """Draw a path."""
        ET.SubElement(part, "path", {"d": line} | _named(others))

    def rect(self, part: ET.Element, box: Box, **others: str) -> ET.Element:
        """Draw a box."""
        place = dict(zip(("x", "y", "width", "height"), (f"{one:g}" for one in box), strict=True))
        return ET.SubElement(part, "rect", place | others)

    def filled(self, part: ET.Element, box: Box, state: State) -> None:
        """Draw a box in the colour of a state, with its hatch over it."""
        look = LOOKS[state]
        self.rect(part, box, fill=look.colour, stroke="#777")
        if look.hatch:
            self.rect(part, box, fill=f"url(#{self.mark}{look.hatch})")


def _room(text: str) -> float:
    return LETTER * (len(text) if text.isascii() else width(text))


def _named(others: Mapping[str, str]) -> dict[str, str]:
    """Name attributes as XML does, without those that are empty."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in others.items() if value}


def _pattern(name: str, mark: str) -> str:
    return f'<pattern id="{mark}{name}" width="8" height="8" patternUnits="userSpaceOnUse">{HATCHES[name]}</pattern>'
