"""Answers as data: the published schemas are those of the Structs, and what the commands write keeps to them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from commandline import demonstration, run
from jsonschema import Draft202012Validator

import cli
from projections.answers.catalogue import ANSWERS, FOLDER, schema

QUERIES = {
    "status": [
        "status wco-caricc --as-of 2010-03-25",
        "status wco-caricc --as-of 2011-02-15",
        "status icmpd-wco --as-of 2004-02-29",
        "status icmpd-wco --as-of 1999-05-01 --known-at '#1'",
        "status icmpd-wco",
    ],
    "explain": ["explain wco-caricc --as-of 2011-02-28", "explain icmpd-wco --as-of 2004-02-29"],
    "history": ["history wco-caricc", "history icmpd-wco --known-at '#3'"],
    "list": ["list", "list --as-of 2004-03-01", "list --known-at '#4'"],
    "deadlines": ["deadlines --as-of 2010-12-01"],
    "diagram": ["diagram wco-caricc", "diagram icmpd-wco --syntax dot"],
    "timeline": ["timeline wco-caricc --as-of 2011-02-01", "timeline icmpd-wco --as-of 2004-01-15"],
    "rule": ["rule", "rule R24 R43"],
    "config": ["config show"],
    "four_eyes": ["db four-eyes"],
}


def published(name: str) -> Any:
    return json.loads((FOLDER / file_of(name)).read_text(encoding="utf-8"))


def file_of(name: str) -> str:
    return f"{name}-{ANSWERS[name].version}.json"


@pytest.mark.parametrize("name", ANSWERS)
def test_the_published_schema_is_that_of_the_struct(name: str) -> None:
    """After a change: python -m projections.answers.catalogue, and only if the change adds."""
    assert published(name) == schema(name)
    Draft202012Validator.check_schema(published(name))


def test_no_schema_is_published_without_its_answer() -> None:
    assert {file.name for file in FOLDER.glob("*.json")} == set(map(file_of, ANSWERS))


def test_every_answer_that_is_shown_has_a_schema() -> None:
    """The modules are searched for what they show; what is certified is written as it is hashed."""
    modules = Path(cli.__file__).parent.rglob("*.py")
    call = re.compile(r'\b(?:show|write|plain)\(\s*(?:session,\s*)?"(\w+)"')
    shown = {name for file in modules for name in call.findall(file.read_text())}
    assert {"status", "replay", "recording"} <= shown
    assert shown | {"certified"} == set(ANSWERS)


@pytest.mark.parametrize(("name", "query"), [(name, query) for name, them in QUERIES.items() for query in them])
def test_what_a_query_writes_keeps_to_its_schema(
    name: str, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    validator = Draft202012Validator(published(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    lines = run(f"{query} --format jsonl").out.splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))
