"""Values as HTML: every text escaped and clean, a day as a time, and a link where a page has one for a value.

A message is written in the reader's language like anywhere else; what leads somewhere is marked within it by
characters that stand for nothing, and the marks become elements once all else is escaped. A text from outside that
holds such marks gets a day or a number for them, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import cache
from typing import NamedTuple

from markupsafe import Markup, escape

from lifecycle.messages import Language, Message, Value, render
from projections.forms.text import bound, tied

OPEN, BETWEEN, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"

_MARKED = re.compile(f"{OPEN}([0-9-]{{1,19}}){BETWEEN}([^{OPEN}{BETWEEN}{CLOSE}]*){CLOSE}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SEQ = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
_RULE = re.compile(r"\bR[1-9][0-9]{0,2}\b", re.ASCII)

NUMBERED = "#{seq}"
"""The template of a recording's number."""


class Leads(NamedTuple):
    """Where values lead: a page that stands by itself leads nowhere."""

    names: Mapping[str, str] = {}
    """The address of each name."""
    recording: str = ""
    """The address of a recording, with a pair of braces for its number."""
    rule: str = ""
    """The same of a rule."""


NOWHERE = Leads()


class Marking:
    """What a language does besides where it marks what leads somewhere: before it in the order of methods."""

    def said(self, message: Message) -> str:
        """Write a message, that of a number marked."""
        text: str = super().said(message)  # type: ignore[misc]
        return f"{OPEN}{message.args['seq']}{BETWEEN}{text}{CLOSE}" if message.template == NUMBERED else text

    def day(self, day: date) -> str:
        """Write a day out, marked."""
        return f"{OPEN}{day}{BETWEEN}{super().day(day)}{CLOSE}"  # type: ignore[misc]

    def short(self, day: date) -> str:
        """Write a day in few columns, marked."""
        return f"{OPEN}{day}{BETWEEN}{super().short(day)}{CLOSE}"  # type: ignore[misc]


@cache
def _marking(kind: type[Language]) -> type[Language]:
    return type(f"Marking{kind.__name__}", (Marking, kind), {})


def marked(language: Language) -> Language:
    """Give a language that marks what leads somewhere, within messages, too."""
    made = copy(language)
    made.__class__ = _marking(type(language))
    return made


def said(value: Value, language: Language, leads: Leads = NOWHERE) -> Markup:
    """Write a value as HTML, with the links that there are for it."""
    text = render(value, marked(language))
    if target := leads.names.get(text):
        return _link(target, bound(text))
    text, parts, at = tied(text), list[Markup](), 0
    for found in _MARKED.finditer(text):
        parts += [escape(bound(text[at : found.start()])), _element(found[1], bound(found[2]), leads)]
        at = found.end()
    return Markup("").join((*parts, escape(bound(text[at:]))))


def _element(marked: str, text: str, leads: Leads) -> Markup:
    if _DAY.fullmatch(marked):
        return Markup('<time datetime="{}">{}</time>').format(marked, text)
    if _SEQ.fullmatch(marked):
        return _link(leads.recording.format(marked), text, Markup(' class="seq"'))
    return escape(text)


def _link(target: str, text: str, attributes: str = "") -> Markup:
    """Write a text that leads somewhere, or the text alone."""
    if not target:
        return Markup("<span{}>{}</span>").format(attributes, text)
    return Markup('<a{} href="{}">{}</a>').format(attributes, target, text)


def with_rules(source: Markup, leads: Leads) -> Markup:
    """Let the rules that a source cites by number lead to what they say."""
    if not leads.rule:
        return source
    return Markup(_RULE.sub(lambda rule: _link(leads.rule.format(rule[0]), rule[0]), str(source)))
