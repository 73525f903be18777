"""A sheet of HTML: what the pages of the answers, and reports, are written on for a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from lifecycle.course.machine import State
from lifecycle.messages import ENGLISH, Capitals, Language, Message, Value, render
from projections.forms.html.values import NOWHERE, Leads, said, with_rules
from projections.forms.pictures.life import headline, picture
from projections.forms.text import bound, clean
from projections.words.parts import COLORS, Part, Styled, numeric

if TYPE_CHECKING:
    from projections.answers.drawn.timeline import Life

STYLE = Path(__file__).parent / "style" / "sheet.css"
"""How a sheet looks: a face serves it, a report holds it."""

STYLES = {style: state.replace("_", "-") for state, style in COLORS.items()}
"""The class of each style where no state is said: a colour is that of a state that has it elsewhere."""


class Sheet:
    """A page, or a part of one, under work; its headlines begin at a `level`."""

    def __init__(self, language: Language = ENGLISH, leads: Leads = NOWHERE, *, level: int = 1) -> None:
        self.language, self.leads, self.level = language, leads, level
        self._parts: list[Markup] = []
        self._open, self._drawn = "", 0

    @property
    def html(self) -> Markup:
        """The page as it stands."""
        self._within("")
        return Markup("\n").join(self._parts)

    def said(self, part: Part) -> Markup:
        """Write a part in the reader's language; its style is a class, and never says more than the words do."""
        if not isinstance(part, Styled):
            return said(part, self.language, self.leads)
        inner = said(part.says, self.language, self.leads)
        return Markup('<span class="{}">{}</span>').format(_style(part), inner) if inner else inner

    def title(self, left: Value, right: Part) -> None:
        """Write a headline, and what is beside it."""
        self._within("")
        head = Markup("<h{0}>{1}</h{0}>").format(self.level, self.said(left))
        beside = self.said(right)
        self._parts.append(
            Markup('<div class="title">{}{}</div>').format(
                head, Markup('<p class="beside">{}</p>').format(beside) if beside else ""
            )
        )

    def line(self, *parts: Part, hang: int | None = None) -> None:
        """Write a paragraph; an empty one parts nothing, for a browser parts by itself."""
        self._within("")
        words = [part for part in parts if not isinstance(part, str) or part.strip()]
        if len(words) == 1 and isinstance(words[0], Styled) and words[0].style == "bold":
            self._parts.append(Markup("<h{0}>{1}</h{0}>").format(self.level + 1, self.said(words[0].says)))
        elif words:
            self._parts.append(Markup("<p>{}</p>").format(Markup(" ").join(map(self.said, words))))

    def sentences(self, *says: Value, typed: Value = "") -> None:
        """Write sentences behind each other."""
        self._within("")
        self._parts.append(Markup('<p class="foot">{}</p>').format(Markup(" ").join(map(self.said, says))))

    def typed(self, says: Value) -> None:
        """Leave out what is to be typed: links lead there."""

    def verbatim(self, text: str) -> None:
        """Write the lines of a text that is for another program to read."""
        self._within("")
        self._parts.append(Markup("<pre>{}</pre>").format("\n".join(map(clean, text.splitlines()))))

    def field(self, label: Value, *texts: Part, indent: int = 20) -> None:
        """Write a label with its texts."""
        if texts:
            self._within("dl")
            told = Markup("").join(Markup("<dd>{}</dd>").format(self.said(text)) for text in texts)
            self._parts.append(Markup("<div><dt>{}</dt>{}</div>").format(self.said(label), told))

    def table(self, rows: Sequence[Sequence[Part]], *, indent: int = 2, name: Value = "") -> None:
        """Write a table; in a narrow window each row becomes a list of its cells, each with its head."""
        self._within("")
        called = Markup("\n<caption>{}</caption>").format(self.said(name)) if name else ""
        columns = range(len(rows[0]))
        heads, flush = [self.said(head) for head in rows[0]], [numeric(row[n] for row in rows[1:]) for n in columns]
        top = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(Markup(' class="number"') if right else "", head or _NAMELESS)
            for head, right in zip(heads, flush, strict=True)
        )
        body = Markup("\n").join(self._row(row, rows[0], flush) for row in rows[1:])
        self._parts.append(
            Markup("<table>{}\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>").format(called, top, body)
        )

    def _row(self, row: Sequence[Part], heads: Sequence[Part], flush: Sequence[bool]) -> Markup:
        follows = "" if row[0] != "" else Markup(' class="follows"')
        cells = (self._cell(part, head, right=right) for part, head, right in zip(row, heads, flush, strict=True))
        return Markup("<tr{}>{}</tr>").format(follows, Markup("").join(cells))

    def _cell(self, part: Part, head: Part, *, right: bool) -> Markup:
        value = Message("#{seq}", seq=part) if head == "#" and isinstance(part, int) else part
        label = bound(render(head.says if isinstance(head, Styled) else head, self.language))
        inner = self.said(value)
        kind = Markup(' class="number"') if right else ""
        kind = Markup(' class="moment"') if _MOMENT.fullmatch(inner) else kind
        if not inner:
            return Markup("<td></td>")
        return Markup('<td{} data-head="{}"><span>{}</span></td>').format(kind, label, inner)

    def steps(self, lines: Sequence[tuple[int, Value, Value]]) -> None:
        """Write numbered lines, each with its source beside it."""
        self._within("")
        items = Markup("\n").join(
            Markup('<li value="{}"><span class="says">{}</span> <span class="source">{}</span></li>').format(
                number, self.said(says), with_rules(self.said(source), self.leads)
            )
            for number, says, source in lines
        )
        self._parts.append(Markup('<ol class="steps">\n{}\n</ol>').format(items))

    def event(self, day: Value, number: Value, says: Value) -> None:
        """Write what happened on a day by an entry of the log, if by any."""
        self._within("ul")
        self._parts.append(
            Markup("<li>{} {} <span>{}</span></li>").format(self.said(day), self.said(number), self.said(says))
        )

    def picture(self, life: Life) -> None:
        """Draw a picture, its ids apart from those of the others."""
        self._within("")
        self._drawn += 1
        self._parts.append(figure(life, self.language, f"picture-{self._drawn}-"))

    def _within(self, element: str) -> None:
        """Open an element that the next parts stand in, and close the one before it."""
        if element == self._open:
            return
        if self._open:
            self._parts.append(Markup(f"</{self._open}>"))
        if element:
            self._parts.append(Markup(f'<{element} class="{_CLASSES[element]}">'))
        self._open = element


_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", re.ASCII)
_CLASSES = {"dl": "fields", "ul": "events"}
_NAMELESS = Markup('<span class="unseen">·</span>')


def figure(life: Life, language: Language, mark: str = "") -> Markup:
    """Draw a picture, made by a writer of XML; it says by attributes how it looks."""
    drawn = Markup(picture(life, language, mark).rstrip())
    return Markup('<figure class="picture" tabindex="0" role="region" aria-label="{}">{}</figure>').format(
        bound(render(headline(life), language)), drawn
    )


def _style(part: Styled) -> str:
    """Give the class of a part: that of the state that it says: a terminal has fewer colours than there are states."""
    state = _state(part.says)
    if state is None:
        return f"bold {STYLES[part.style]}" if part.style in STYLES else part.style
    return f"state {state.value.replace('_', '-')}"


def _state(says: Value) -> State | None:
    if isinstance(says, State):
        return says
    if isinstance(says, Capitals):
        return _state(says.value)
    if isinstance(says, Message):
        return next(filter(None, map(_state, says.args.values())), None)
    return None
