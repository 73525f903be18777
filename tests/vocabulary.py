"""The vocabulary of the program: every template in its source, and what of a text has not gone through one.

A text written in `REVERSED` must hold no readable word but names and quotations: `unturned` gives those that are left,
be they words of another template, or of none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from reversed import REVERSED, backwards

from lifecycle.messages import ENGLISH, MONTHS, Either, Value, render

PACKAGES = ("lifecycle", "aggregates", "projections", "cli", "web")
SAYING = ("Message", "Plural")

_WORD = re.compile(r"[^\W\d_]+")
_PLACE = re.compile(r"\{[^{}]*\}")
_QUOTED = re.compile(r"«[^«»]*»")
CITED = ("VCLT-IO", "VCLT", "ETS")
"""Names of conventions, which are the same in every language."""


class Saying(NamedTuple):
    """A call that makes a message: where it stands, and what it is given."""

    place: str
    call: ast.Call
    filled_later: bool = False
    """Whether it is the sentence of a kind of act, which gets its values from the fields of one (`Act.SAYS`)."""

    @property
    def templates(self) -> tuple[str, ...]:
        """Its templates: one, or the two of a plural; those that are no literals are left out."""
        texts = (arg.value for arg in self.call.args if isinstance(arg, ast.Constant))
        return tuple(text for text in texts if isinstance(text, str))

    @property
    def literal(self) -> bool:
        """Whether every template is a literal, and every value is given by its name."""
        named = all(word.arg is not None for word in self.call.keywords)
        return named and 0 < len(self.call.args) == len(self.templates)

    @property
    def names(self) -> set[str]:
        """The names of its values."""
        return {str(word.arg) for word in self.call.keywords}

    def places(self) -> set[str]:
        """Name the places in its templates; raises `ValueError` where one is written in no plain way."""
        return {name for text in self.templates for name in places_of(text)}


def places_of(template: str) -> Iterator[str]:
    """Name the places in a template; raises `ValueError` where one is no plain name."""
    for _, name, format, conversion in Formatter().parse(template):
        if name is None:
            continue
        if format or conversion or not name.isidentifier():
            raise ValueError(f"{{{name}}} is no plain name")
        yield name


@cache
def sayings() -> tuple[Saying, ...]:
    """Find every call that makes a message in the packages, as they are installed."""
    return tuple(said for package in PACKAGES for file in _sources(package) for said in _sayings(file))


def _sources(package: str) -> Iterator[Path]:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    yield from sorted(Path(spec.origin).parent.rglob("*.py"))


def _sayings(file: Path) -> Iterator[Saying]:
    tree = ast.parse(file.read_text("utf-8"))
    own = {name: name for name in SAYING}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "lifecycle.messages":
            own |= {name.asname: name.name for name in node.names if name.asname and name.name in SAYING}
    of_acts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign) and _named(node) == "SAYS"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in own:
            yield Saying(f"{'/'.join(file.parts[-3:])}:{node.lineno}", node, id(node) in of_acts)


def _named(node: ast.Assign) -> str:
    return getattr(node.targets[0], "id", "")


@cache
def templates() -> frozenset[str]:
    """Give all templates, and what English itself adds: months, and the words between members of a list."""
    own = (render(None), *MONTHS, *(name[:3] for name in MONTHS))
    lists = (ENGLISH.joined(["", ""], kind) for kind in (tuple, Either))
    endings = (ENGLISH.ordinal(n) for n in range(1, 5))
    return frozenset((*own, *lists, *endings, *(text for said in sayings() for text in said.templates)))


_TYPED = re.compile(r"<code>.*?</code>", re.DOTALL)
_SEEN = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"]*)"')
_FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ELEMENT = re.compile(r"<[^>]*>")


def unsaid(page: str) -> list[str]:
    """Give the words that a template of HTML holds by itself, to be read or heard; what is to be typed is left out."""
    page = _FILLED.sub(" ", _TYPED.sub(" ", page))
    shown = [_ELEMENT.sub(" ", page), *_SEEN.findall(page)]
    return _WORD.findall(" ".join(shown))


@cache
def pages() -> dict[str, str]:
    """Give the templates of the web register, as they are installed, by their names."""
    spec = find_spec("web")
    assert spec is not None
    assert spec.origin is not None
    found = (Path(spec.origin).parent / "templates").glob("*.html")
    return {file.name: file.read_text("utf-8") for file in sorted(found)}


def words_of(template: str) -> list[str]:
    """Give the words of a template, its places left out."""
    return _WORD.findall(_PLACE.sub(" ", template))


@cache
def _turned() -> frozenset[str]:
    """Give the words of all templates as `REVERSED` writes them."""
    return frozenset(word.casefold() for text in templates() for word in words_of(backwards(text)))


def unturned(text: str, *names: str) -> list[str]:
    """Give the words of a text written in `REVERSED` that no template can have given, names and quotations apart.

    A word that is another one backwards, such as `no` and `on`, passes: its neighbours do not.
    """
    text = _QUOTED.sub(" ", text)
    for name in sorted((*names, *CITED), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return [word for word in _WORD.findall(text) if word.casefold() not in _turned()]


def readable(value: Value, *names: str) -> list[str]:
    """Write a value in `REVERSED`, and give the words that stay readable, names and quotations apart."""
    return unturned(render(value, REVERSED), *names)
