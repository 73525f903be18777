"""docs/articles.md has a row for every article of the terms files, and names commands and tests that there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from story import steps

from cli.main import app
from lifecycle.codec import to_plain
from lifecycle.terms.files import read_terms

pytestmark = pytest.mark.sources

AGREEMENTS = ("icmpd-wco", "wco-caricc")
PARAGRAPHS = {"icmpd-wco": {"2(3)"}, "wco-caricc": {"3(3)", "3(4)"}}
"""Paragraphs that a field of a terms file rests on, beside the article of its clause."""


class Row(NamedTuple):
    """A line of the page."""

    article: str
    records: str
    command: str
    test: str


def rows(project: Path, agreement: str) -> list[Row]:
    page = (project / "docs/articles.md").read_text("utf-8")
    section = page.partition(f"`{agreement}`\n")[2].partition("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [Row(*(cell.strip().strip("`") for cell in cells)) for cells in lines[2:]]


def articles(data: Any) -> Iterator[str]:
    """Find the articles anywhere in plain terms."""
    if isinstance(data, dict):
        yield from (value for name, value in data.items() if name in ("article", "safeguards"))
        for value in data.values():
            yield from articles(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from articles(value)


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_article_has_its_row(project: Path, agreement: str) -> None:
    """One each, none without an article in the terms."""
    file = project / "demo/terms" / f"{agreement}.yaml"
    terms = read_terms(file.read_bytes(), file.name)
    found = [row.article for row in rows(project, agreement)]
    assert len(found) == len(set(found))
    assert set(found) == set(articles(to_plain(terms))) | PARAGRAPHS[agreement]
    assert all(row.records for row in rows(project, agreement))


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_row_names_a_command_that_the_story_uses(project: Path, agreement: str) -> None:
    """The command is there, and recorded for this agreement in the story of a year."""
    story = (project / "docs/a-year-of-cooperation.md").read_text("utf-8")
    told = {step.command for step in steps(story) if step.code == 0}
    for row in rows(project, agreement):
        command: click.Command | None = app
        for word in row.command.split():
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word)
        assert command is not None, row
        assert any(line.startswith(f"{row.command} {agreement} ") for line in told), row


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_row_names_a_test_that_there_is(project: Path, agreement: str) -> None:
    """A function of a module of these tests."""
    for row in rows(project, agreement):
        file, _, name = row.test.partition("::")
        tree = ast.parse((project / "tests" / file).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, row


def test_the_story_uses_every_kind_of_cooperation(project: Path) -> None:
    """Each command of co-operation at least once."""
    story = (project / "docs/a-year-of-cooperation.md").read_text("utf-8")
    told = {" ".join(step.command.split()[:2]) for step in steps(story)}
    groups = re.findall(r"record\.(?:cooperation|information):(\w+)", (project / "cli/main.py").read_text("utf-8"))
    for name in groups:
        group = app.get_command(click.Context(app), name)
        assert isinstance(group, click.Group)
        assert {f"{name} {command}" for command in group.commands} <= told
