"""Clauses of real instruments: each parses, says what it means, and acts as it says.

A case in `tests/clauses/` is a fragment of terms with its sentences, a story in lines of a docket (`by=A,B` is one act
of each; the draft is of the first day) and the answers counted by hand. Further stories stand under `also`.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.kinds import act_from
from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.codec import to_plain
from lifecycle.examination import examine
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import render
from lifecycle.terms.files import read_yaml
from lifecycle.terms.reading import terms_from
from lifecycle.terms.sentences import describe
from lifecycle.terms.text import Terms
from projections.forms.terms_schema import terms_schema
from projections.words.phrases import sentence

FOLDER = Path(__file__).parent / "clauses"


def _cases() -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        data, _ = read_yaml(file.read_bytes(), file.name)
        yield from data


CASES = list(_cases())
STORIES = CASES + [{**case, "refused": {}, **also} for case in CASES for also in case.get("also", [])]


def as_editors_see_it(text: str) -> Any:
    """Read YAML with its own types, as an editor does that knows nothing of ours; dates are texts to it."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(YAML(typ="safe", pure=True).load(text))


SCHEMA = Draft202012Validator(terms_schema())
EDITED = [case for file in sorted(FOLDER.glob("*.yaml")) for case in as_editors_see_it(file.read_text("utf-8"))]


def terms_of(case: dict[str, Any]) -> Terms:
    """Put a fragment into the least of terms: two parties that sign."""
    return terms_from(plain_terms(case))


def plain_terms(case: dict[str, Any]) -> dict[str, Any]:
    parties = case.get("parties", ["A", "B"])
    given = parties if isinstance(parties, dict) else {name: {"name": name} for name in parties}
    frame = {"entry_into_force": {"article": "0", "upon": {"signed": "all"}}}
    more: dict[str, Any] = {name: case[name] for name in ("groups", "cooperation", "conventions") if name in case}
    named = {"agreement": case["id"], "title": case["instrument"]}
    return {**named, "parties": given, **more, "clauses": {**frame, **case["clauses"]}}


def acts_of(line: Any, terms: Terms) -> list[Act]:
    """Read one line of a story, one act for each party that it names."""
    if isinstance(line, str):
        on, tag, *fields = shlex.split(line)
        line = {"on": on, "act": tag, **dict(field.split("=", 1) for field in fields)}
    if line.get("terms") == "same":
        line = {**line, "terms": to_plain(terms)}
    by = line.get("by", "")
    if "," in by:
        return [act_from({**line, "by": name}) for name in by.split(",")]
    return [act_from(line)]


def timeline_of(case: dict[str, Any]) -> Timeline:
    terms = terms_of(case)
    acts = [act for line in case["acts"] for act in acts_of(line, terms)]
    line = fold([Entry(1, Drafted(on=acts[0].on, terms=terms))])
    for seq, act in enumerate(acts, 2):
        line = fold([*line.entries, Entry(seq, number(line, act))])
    return line


def shown(answer: Status, what: str, parties: Terms) -> str:
    if what in parties.parties:
        return str(answer.parties[what].state)
    if what == "provisional":
        return ",".join(answer.provisional)
    if what == "suspensions":
        return ",".join(s.suspension for s in answer.suspensions)
    if what == "next":
        return ",".join(str(coming.what) for coming in answer.next)
    return str(getattr(answer, what))


def test_there_are_forty_six_clauses() -> None:
    """All clauses of the collection are there, each once."""
    assert len({case["id"] for case in CASES}) == len(CASES) == 46


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_clause_says_itself(case: dict[str, Any]) -> None:
    """What the engine understood is said in plain English, word for word as a reader expects it."""
    clauses = case["clauses"]
    articles = {clause["article"] for one in clauses.values() for clause in (one if isinstance(one, list) else [one])}
    article = case.get("article_said") or next(iter(articles))
    assert "article_said" in case or len(articles) == 1
    said = [render(sentence(says)) for stated, says in describe(terms_of(case)) if stated == article]
    assert " ".join(said) == case["says"]


@pytest.mark.parametrize("story", STORIES, ids=lambda case: case["id"])
def test_a_clause_acts_as_it_says(story: dict[str, Any]) -> None:
    """The answers of the engine are those counted by hand, and only the acts named are refused."""
    line = timeline_of(story)
    assert {str(seq): objection.rule for seq, objection in line.irregular.items()} == story.get("refused", {})
    for expected in story["expect"]:
        day, *wanted = shlex.split(expected)
        answer = status(line, date.fromisoformat(day))
        for one in wanted:
            what, given, value = one.partition("=")
            found = shown(answer, what, line.terms) if given else str(answer.state)
            assert found == (value if given else what), f"{story['id']} on {day}: {one}"


@pytest.mark.parametrize("case", EDITED, ids=lambda case: case["id"])
def test_a_clause_fits_the_schema_of_editors(case: dict[str, Any]) -> None:
    """An editor with the published schema accepts the fragment as it is written."""
    SCHEMA.validate(plain_terms(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_clause_contradicts_nothing(case: dict[str, Any]) -> None:
    """The examination finds no error in a clause that real parties agreed on."""
    assert [finding for finding in examine(terms_of(case)) if finding.level == "error"] == []
