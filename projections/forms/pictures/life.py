"""The life of an agreement as a picture in lanes.

What the clock alone would bring after the day of the answer is paler. Every shape says in a title what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from msgspec import UNSET

from lifecycle.calendar.partial import dated, last_possible
from lifecycle.course.machine import State
from lifecycle.messages import ENGLISH, Language, Message, Short, Value
from projections.forms.pictures.axis import LEFT, RIGHT, WIDTH, axis_of, parted, ticks
from projections.forms.pictures.drawing import LETTER, LOOKS, MARGIN, Drawing
from projections.words.phrases import reading, sentence, series
from projections.words.spans import spanned

if TYPE_CHECKING:
    from lifecycle.fold.readings import Disputed
    from projections.answers.drawn.timeline import Lane, Life, Span, Stretch

TOP, LANE, THIN, GAP = 112, 24, 8, 18
"""In pixels: the head, a lane, a span below it, what lies between."""
NAME = LEFT - 24
"""In pixels, the room of a name."""
PALE = {"opacity": "0.45"}

SPANS: Mapping[str, str] = {
    "notice": "#b4512b",
    "suspension": "#a87716",
    "provisional": "#5b86b5",
    "dispute": "#8b3a4a",
    "activity": "#6f7f4f",
    "account": "#4f6f7f",
}
"""Of each kind of span the colour."""


def picture(life: Life, language: Language = ENGLISH, mark: str = "") -> str:
    """Give the picture as a text of SVG, its words in a language; the same life gives the same bytes.

    `mark` stands before its ids, where it lies in a page beside others.
    """
    return _Lanes(life, language, mark).text()


def headline(life: Life) -> Message:
    """Say what the picture shows."""
    return Message("The life of {agreement} as of {day}", agreement=life.agreement, day=life.as_of)


def described(life: Life) -> Message:
    """Say what is to be seen in the picture, for whoever does not see it."""
    own = (lasting(one.state, dated(one.since, one.precision), one.until) for one in life.lanes[0].stretches)
    beside = (lasting(spanned(span.kind, span.id, span.party), span.since, span.until) for span in life.spans)
    return sentence(Message("{picture}: {states}", picture=headline(life), states=series([*own, *beside])))


def lasting(what: Value, since: Value, until: date | None) -> Message:
    """Say from when until when something stands."""
    if until is None:
        return Message("{what} from {day}", what=what, day=since)
    return Message("{what} from {day} until {end}", what=what, day=since, end=until)


class _Lanes(Drawing):
    """One picture, drawn from the top to the bottom."""

    def __init__(self, life: Life, language: Language, mark: str) -> None:
        super().__init__(life.heading, described(life), WIDTH, language, mark)
        self.life, self.axis = life, axis_of(life)
        self.labels = ET.Element("g", {"fill": "#444", "stroke": "#fff", "stroke-width": "3", "paint-order": "stroke"})

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
        for other in self.life.disputed:
            self._reading(other, y)
        self.root.append(self.labels)
        self._legend(y + 20)
        lines = [line for other in self.life.disputed for line in self._lines(other)]
        for at, line in enumerate(lines):
            self.write(self.root, MARGIN, y + 60 + 16 * at, line)
        return self.finished(y + 52 + 16 * len(lines))

    def _lines(self, other: Disputed) -> list[str]:
        says = self.said(Message("? Another reading: {reading}", reading=reading(other)))
        return wrap(says, int((WIDTH - 2 * MARGIN) / LETTER), subsequent_indent="   ")

    def _head(self) -> None:
        self.heading(self.life.heading, Message("{life}: {state}", life=headline(self.life), state=self.life.state))

    def _acts(self) -> None:
        """Mark each act above the lanes, its number where there is room for it."""
        taken = 0.0
        for mark in self.life.acts:
            x, label = self.axis.x(mark.on), f"#{mark.seq}"
            part = self.group(Message("{number}, {day}: {act}", number=label, day=mark.on, act=mark.says))
            self.path(part, f"M{x:g} {TOP - 4}l-4 -7h8z", fill="#444")
            if x - taken > self.room(label) + 4:
                self.write(part, x, TOP - 15, label, text_anchor="middle", fill="#555")
                taken = x

    def _days(self, behind: ET.Element, bottom: float) -> None:
        """Mark days along the axis, and the day of the answer across all lanes."""
        for on, label in ticks(self.axis):
            x = self.axis.x(on)
            self.path(behind, f"M{x:g} {TOP - 8}V{bottom:g}", stroke="#e4e1da")
            self.write(behind, x, bottom + 12, label, text_anchor="middle", fill="#555")
        x, day = self.axis.x(self.life.as_of), Short(self.life.as_of)
        line = f"M{x:g} {TOP - 38}v8M{x:g} {TOP - 12}V{bottom:g}"
        self.path(self.root, line, stroke="#111", stroke_width="1.5", stroke_dasharray="4 3")
        half = self.room(day) / 2
        middle = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
        self.write(self.root, middle, TOP - 42, day, text_anchor="middle", font_weight="600")

    def _reading(self, other: Disputed, bottom: float) -> None:
        """Mark the day that another reading gives, beside that of the answer."""
        part, x = self.group(reading(other)), self.axis.x(other.other)
        self.path(part, f"M{x:g} {TOP}V{bottom:g}", stroke="#b0006d", stroke_width="1.5", stroke_dasharray="1 3")
        self.write(part, x + 3, bottom - 4, "?", fill="#b0006d", font_weight="600")

    def _lane(self, lane: Lane, y: float) -> float:
        name: Value = lane.party or Message("Agreement")
        named = self.group(lane.name or name)
        self.write(named, MARGIN, y + LANE * 0.68, name, NAME, font_weight="" if lane.party else "600")
        for stretch in lane.stretches:
            part = self.group(lasting(stretch.state, dated(stretch.since, stretch.precision), stretch.until))
            sure = self._sure(stretch)
            for x, end, foreseen in self._parts(stretch.since, stretch.until):
                shade = ET.SubElement(part, "g", PALE if foreseen else {})
                if x < sure:
                    self.filled(shade, (x, y + LANE / 2, min(end, sure) - x, LANE / 2), stretch.state)
                if (begun := max(x, sure)) < end or sure <= x:
                    self.filled(shade, (begun, y, max(end - begun, 0.8), LANE), stretch.state)
                if end - x > self.room(stretch.state) + 12 and x == self.axis.x(stretch.since):
                    self._word(part, x + 7, y, stretch.state, pale=foreseen)
        return y + LANE

    def _sure(self, stretch: Stretch) -> float:
        """Give where a state is sure to have begun: before it, as far as its year or month goes, it is drawn lower."""
        if stretch.precision in (UNSET, None, "day", "unknown"):
            return self.axis.x(stretch.since)
        return self.axis.x(last_possible(stretch.since, stretch.precision))

    def _parts(self, since: date, until: date | None) -> Iterator[tuple[float, float, bool]]:
        """Give where a stretch lies, parted at the day of the answer."""
        for begun, ended, foreseen in parted(since, until, self.life.as_of):
            yield self.axis.x(begun), self.axis.x(ended), foreseen

    def _word(self, part: ET.Element, x: float, y: float, state: State, *, pale: bool) -> None:
        """Write a state on its lane, on a ground of its own where that is hatched."""
        look = LOOKS[state]
        if look.hatch and not pale:
            self.rect(part, (x - 3, y + 5, self.room(state) + 4, LANE - 10), fill=look.colour)
        self.write(part, x, y + LANE * 0.68, state, fill="#333" if pale else look.ink)

    def _span(self, span: Span, y: float) -> float:
        part = self.group(lasting(spanned(span.kind, span.id, span.party), span.since, span.until))
        for x, end, foreseen in self._parts(span.since, span.until):
            self.rect(part, (x, y + 3, max(end - x, 2), THIN), fill=SPANS[span.kind], **PALE if foreseen else {})
        label = spanned(span.kind, span.id)
        end, room = self.axis.x(span.until) + 4, self.room(label)
        if end + room < WIDTH - RIGHT:
            self.write(self.labels, end, y + THIN + 3, label)
        else:
            x = self.axis.x(span.since) - 4
            self.write(self.labels, x, y + THIN + 3, label, x - MARGIN, text_anchor="end")
        return y + THIN + 4

    def _legend(self, y: float) -> None:
        x = float(LEFT)
        seen = {stretch.state for lane in self.life.lanes for stretch in lane.stretches}
        for state in sorted(seen, key=list(State).index):
            self.filled(self.root, (x, y + 8, 16, 12), state)
            self.write(self.root, x + 21, y + 18, state)
            x += 36 + self.room(state)
