"""The page on terms files says what the code does: its examples are read, its stories folded, its tables compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from given import act
from jsonschema import Draft202012Validator

from lifecycle.acts.act import Act
from lifecycle.acts.conclusion import Drafted
from lifecycle.answers.status import status
from lifecycle.calendar.conventions import CONVENTIONS, PROFILES
from lifecycle.calendar.date_rules import DateRule
from lifecycle.calendar.steps import STEPS
from lifecycle.fold.numbering import number
from lifecycle.fold.others import Lines
from lifecycle.fold.timeline import Entry, Timeline
from lifecycle.terms.conditions.condition import CONDITIONS, Condition
from lifecycle.terms.cooperation import Provision
from lifecycle.terms.fields import Clause
from lifecycle.terms.files import read_terms, read_yaml
from lifecycle.terms.reading import terms_from
from lifecycle.terms.sentences import SAYERS, describe
from lifecycle.terms.text import Terms
from projections.forms.terms_schema import FILE, STRUCTS, terms_schema, terms_schema_text

pytestmark = pytest.mark.sources

FRAME: dict[str, Any] = {
    "agreement": "example",
    "title": "Example",
    "parties": {"A": {"name": "A"}, "B": {"name": "B"}},
}


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return (project / "docs" / "terms.md").read_text("utf-8")


def blocks(text: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def rows(text: str, heading: str) -> list[list[str]]:
    """Give the cells of the table under a heading, its head left out."""
    section = text.split(f"\n{heading}\n", 1)[1]
    section = re.split(r"^#+ ", section, maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def example(text: str) -> Terms:
    """Read an example: a whole file, or what stands apart from the least of one."""
    data, _ = read_yaml(text, "example.yaml")
    return read_terms(text) if "agreement" in data else terms_from(FRAME | data).drafted_now


def test_every_example_is_read_and_says_itself(page: str) -> None:
    """No example rots: each is read as terms, and its articles are said in sentences."""
    found = [text for kind, text in blocks(page) if kind == "yaml"]
    assert len(found) > 8
    for text in found:
        assert describe(example(text))


def _acts(line: str) -> list[Act]:
    together = re.search(r" by=(\S+)", line)
    names = together[1].split(",") if together else []
    return [act(line.replace(f" by={together[1]}", f" by={name}")) for name in names] if together else [act(line)]


def test_every_story_comes_out_as_it_says(page: str) -> None:
    """Each story is folded under the example above it, and its answers are those of the engine."""
    told = list(blocks(page))
    stories = [(told[at - 1][1], text) for at, (kind, text) in enumerate(told) if kind == "story"]
    assert len(stories) > 8
    texts = [example(text) for kind, text in told if kind == "yaml" and text.startswith("agreement:")]
    for terms, text in stories:
        _comes_out(example(terms), text.splitlines(), {known.agreement: known for known in texts})


def _comes_out(terms: Terms, lines: list[str], texts: Mapping[str, Terms]) -> None:
    """Fold a story; a line that begins with the id of another example on the page is an act on that."""
    on_record: dict[str, list[Entry]] = {}
    refused: dict[int, str] = {}
    seq = 0
    for said in lines:
        if "→" in said:
            continue
        done, _, rule = said.partition(" ✗ ")
        of, _, rest = done.partition(": ")
        name, done = (of, rest) if of in texts else (terms.agreement, done)
        for done_one in _acts(done):
            if name not in on_record:
                seq += 1
                text = terms if name == terms.agreement else texts[name]
                on_record[name] = [Entry(seq, Drafted(on=done_one.on, terms=text))]
            seq += 1
            on_record[name].append(Entry(seq, number(_line(on_record, name), done_one)))
            refused |= {seq: rule} if rule else {}
    line = _line(on_record, terms.agreement)
    assert {seq: objection.rule for seq, objection in line.irregular.items()} == refused
    for said in lines:
        day, arrow, wanted = said.partition(" → ")
        for one in wanted.split() if arrow else ():
            answer = status(line, date.fromisoformat(day))
            who, given, state = one.partition("=")
            assert (answer.parties[who].state if given else answer.state) == (state or who), said


def _line(on_record: Mapping[str, list[Entry]], name: str) -> Timeline:
    line = Lines(lambda other: on_record.get(other, [])).line(name)
    assert line is not None
    return line


def test_every_step_gives_the_date_that_stands_beside_it(page: str) -> None:
    """The table computes, and holds every kind of step."""
    table = rows(page, "## Date rules")
    for step, start, end in table:
        assert DateRule.from_plain(step.strip("`")).after(date.fromisoformat(start)) == date.fromisoformat(end), step
    shown = [part for step, _, _ in table for part in step.strip("`").split(", ")]
    for kind in STEPS:
        assert any(re.fullmatch(kind.pattern, text) for text in shown), f"no row shows {kind.pattern}"


def test_every_kind_of_condition_has_its_row(page: str) -> None:
    """The table is that of the code, and its examples are read."""
    table = rows(page, "## Conditions")
    assert [row[0].strip("`") for row in table] == list(CONDITIONS)
    for kind, shown, _ in table:
        data, _ = read_yaml(shown.strip("`"), "condition")
        assert Condition.from_plain(data).kind == kind.strip("`")


def test_conventions_and_profiles_are_those_of_the_code(page: str) -> None:
    """Defaults, other readings and sources are compared word for word."""
    wanted = [
        [f"`{name}`", known.default, ", ".join(v for v in known.admissible if v != known.default), known.source]
        for name, known in CONVENTIONS.items()
    ]
    assert rows(page, "## Conventions") == wanted
    profiles = {name: ", ".join(f"{k}: {v}" for k, v in sets.items()) for name, sets in PROFILES.items()}
    assert {row[0].strip("`"): row[1] for row in rows(page, "### Profiles")} == profiles


WITHIN: Mapping[str, tuple[str, str]] = {
    "PartyTerms": ("Terms", "parties"),
    "LeastParties": ("Terms", "least_parties"),
    "Texts": ("Terms", "texts"),
    "Renewal": ("Duration", "renewal"),
    "LockIn": ("Termination", "lock_in"),
    "Window": ("Termination", "window"),
    "Tail": ("Survival", "further"),
    "Until": ("Survival", "until"),
    "Consultation": ("Amendment", "consultation"),
    "Replaced": ("Supersession", "of"),
    "Instead": ("Duty", "otherwise"),
}
"""The values that stand within the table of another, their fields behind a dot."""


@pytest.mark.parametrize("kind", [k for k in STRUCTS.values() if k is not Clause], ids=lambda kind: kind.__name__)
def test_every_field_is_on_the_page(page: str, kind: type[msgspec.Struct]) -> None:
    """A field that is not documented does not exist for its readers."""
    heading, within = WITHIN.get(kind.__name__, (kind.__name__, ""))
    fields = [row[0].strip("`").rpartition(".") for row in rows(page, f"### {heading}")]
    assert [name for holder, _, name in fields if holder == within] == list(kind.__struct_encode_fields__)


def test_every_clause_is_said() -> None:
    """There are sentences for each clause of the language; what co-operation rests on is no matter of its life."""
    assert {kind for kind in STRUCTS.values() if issubclass(kind, Clause)} == {*SAYERS, Clause, Provision}


def test_the_published_schema_is_that_of_the_code() -> None:
    """Run `python -m projections.forms.terms_schema` after a change of the language."""
    assert FILE.read_text("utf-8") == terms_schema_text()
    Draft202012Validator.check_schema(terms_schema())


def _keyed_by_text(data: Any) -> Any:
    """Give data whose keys are text, as JSON has them: YAML reads a day as one."""
    if isinstance(data, dict):
        return {str(key): _keyed_by_text(value) for key, value in data.items()}
    return [_keyed_by_text(one) for one in data] if isinstance(data, list) else data


def test_the_schema_takes_the_terms_that_the_project_ships(project: Path, page: str) -> None:
    """Demonstration, docket and examples are valid as editors read them: by YAML's own types."""
    from ruamel.yaml import YAML

    validator = Draft202012Validator(terms_schema())
    files = [
        *project.glob("demo/**/*.yaml"),
        *project.glob("tests/cases/terms/*.yaml"),
        *project.glob("tests/docket/*.yaml"),
    ]
    texts = {str(file): file.read_text("utf-8") for file in files}
    texts |= {f"example {at}": text for at, (kind, text) in enumerate(blocks(page)) if kind == "yaml"}
    validated = 0
    for name, text in texts.items():
        data = json.loads(json.dumps(_keyed_by_text(YAML(typ="safe", pure=True).load(text)), default=str))
        if isinstance(data, dict) and "clauses" in data:
            errors = [f"{name}: {'.'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(FRAME | data)]
            assert errors == []
            validated += 1
    assert validated > 10


@pytest.mark.parametrize(
    "wrong",
    [
        {"entry_into_force": {"article": "1", "upon": {"signd": "all"}}},
        {"entry_into_force": {"article": "1", "upon": {"signed": "all"}, "then": "soon"}},
        {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}, "terminations": []},
        {"entry_into_force": {"article": "1"}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, Any]) -> None:
    """An unknown condition, no step, an unknown clause, a missing field."""
    assert not Draft202012Validator(terms_schema()).is_valid(FRAME | {"clauses": wrong})
