"""The page on the rules is that of the law, and each number that stands anywhere has its row."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lifecycle.law import LAW, NUMBER
from projections.answers.rules import FILE, rules_page

pytestmark = pytest.mark.sources

PACKAGES = ("lifecycle", "aggregates", "projections", "cli")
DOCUMENTS = ("*.md", "docs/*.md", "docs/adr/*.md")
OWN = ("R61", "R62", "R63", "R64", "R65", "R66")
"""What is no rule of the law of treaties or of time-limits has its number only because something cites it."""


def test_the_page_is_up_to_date(project: Path) -> None:
    """After a change: make docs."""
    assert (project / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page()


def test_the_page_has_a_row_for_each_rule() -> None:
    rows = re.findall(r"^\| (R\d+[a-z]?) \| ([^|]+) \| ([^|]+) \|$", rules_page(), re.MULTILINE)
    assert [number for number, _, _ in rows] == list(LAW)
    assert all(says.endswith(".") for _, says, _ in rows)


def modules(project: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from (file for file in (project / package).rglob("*.py") if file.parent != project / "lifecycle" / "law")


def citations(project: Path) -> dict[str, set[str]]:
    """Find every number in the packages, what they ship, and the documents, with the files where it stands."""
    shipped = [file for package in PACKAGES for file in (project / package).rglob("*.json")]
    documents = [file for pattern in DOCUMENTS for file in project.glob(pattern) if file != FILE]
    found: dict[str, set[str]] = {}
    for file in (*modules(project), *shipped, *documents):
        for number in NUMBER.findall(file.read_text(encoding="utf-8")):
            found.setdefault(number, set()).add(str(file.relative_to(project)))
    return found


def test_every_number_that_is_cited_has_a_row(project: Path) -> None:
    """In code, in what is shipped beside it, and in the documents."""
    found = citations(project)
    assert len(found) > 40
    assert {number: files for number, files in found.items() if number not in LAW} == {}


def test_a_rule_of_our_own_is_cited_somewhere(project: Path) -> None:
    """Rules of the law may wait for what applies them."""
    found = citations(project)
    assert [number for number in OWN if number not in found] == []
    assert [number for number in LAW if int(re.sub(r"\D", "", number)) > 60] == list(OWN)


def test_no_number_is_put_together(project: Path) -> None:
    """Or the search for numbers would not see it."""
    texts = [file.read_text(encoding="utf-8") for file in modules(project)]
    assert [text for text in texts if re.search(r"""["' (]R\{""", text)] == []


def cited_together(project: Path) -> set[tuple[str, str]]:
    """Find the rules that code cites together with an article of the default law."""
    calls = (
        {word.arg: word.value for word in node.keywords}
        for file in modules(project)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    named = ((words.get("rule"), words.get("article")) for words in calls)
    return {
        (rule.value, article.value)
        for rule, article in named
        if isinstance(rule, ast.Constant) and isinstance(article, ast.Constant)
        if isinstance(rule.value, str) and isinstance(article.value, str) and article.value.startswith("VCLT-IO")
    }


def test_the_code_cites_a_rule_with_the_articles_of_its_row(project: Path) -> None:
    """Such as R29 with VCLT-IO 68; a rule that no article gives may stand with any."""
    pairs = cited_together(project)
    assert len(pairs) > 15
    strange = {
        (rule, article)
        for rule, article in pairs
        if LAW[rule].source and not numbers_of(article) <= numbers_of(LAW[rule].source)
    }
    assert strange == set()


def numbers_of(citation: str) -> set[str]:
    """Give the articles that a citation names, without their paragraphs."""
    return set(re.findall(r"\d+", re.sub(r"\([^)]*\)", "", citation)))
