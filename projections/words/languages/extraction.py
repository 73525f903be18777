"""Every template in the source, found in its syntax tree, with the catalogue that it belongs to.

Readers of answers see most of them. Those of `OFFICE`, and what a call is refused with, are seen by officers who type
and keep: they are in a catalogue of their own, which no language has as yet. What both see is of the answers.

To add a room that officers alone see: its line in `OFFICE`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
PACKAGES = ("lifecycle", "aggregates", "projections", "cli", "web")
OFFICE = (
    "aggregates/",
    "cli/commands/keep/",
    "cli/commands/open/register.py",
    "cli/terminal/",
    "lifecycle/codec.py",
    "lifecycle/terms/files.py",
    "lifecycle/terms/shapes/",
    "projections/answers/keeping/",
    "projections/models/",
    "web/serving.py",
)
"""What officers alone see."""

REFUSING = ("Problem", "InvalidInput", "NotFound", "NotYet", "UsageError")
"""What a message is given to that refuses a call."""


class Template(NamedTuple):
    """A template, or the two of a plural."""

    one: str
    many: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """It, as Babel takes it."""
        return (self.one, self.many) if self.many else self.one


@cache
def templates(domain: str) -> Mapping[str, Template]:
    """Find the templates of a catalogue, by that for one."""
    found = _found()
    many = {template.one for template in found if template.many}
    return {
        template.one: template
        for template, of in found.items()
        if of == domain and (template.many or template.one not in many)
    }


@cache
def _found() -> Mapping[Template, str]:
    found: dict[Template, str] = {}
    for file in sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py")):
        office = file.relative_to(ROOT).as_posix().startswith(OFFICE)
        for template, refuses in _in(file):
            if office or refuses:
                found.setdefault(template, "office")
            else:
                found[template] = "answers"
    return found


def _in(file: Path) -> Iterator[tuple[Template, bool]]:
    """Find the templates of a module, and tell of each whether it stands in what refuses a call."""
    waiting: list[tuple[ast.AST, bool]] = [(ast.parse(file.read_text("utf-8")), False)]
    while waiting:
        node, refuses = waiting.pop()
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            refuses = refuses or name in REFUSING
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if name in ("Message", "Plural") and texts:
                yield Template(*map(str, texts[: 2 if name == "Plural" else 1])), refuses
        inner = refuses or isinstance(node, ast.Raise)
        waiting += [(child, inner) for child in ast.iter_child_nodes(node)]
