"""The class of an act is the one declaration of its kind: whatever it lacks is named here.

After adding a kind: a sentence of each form in `tests/cases/acts.yaml`, and `make docs`.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from given import act, cases
from jsonschema import Draft202012Validator
from reversed import REVERSED
from vocabulary import readable, words_of

from lifecycle.acts import kinds
from lifecycle.acts.act import Act
from lifecycle.acts.cooperation.projects import Cost
from lifecycle.acts.families import FAMILIES, family
from lifecycle.acts.kinds import BY_TAG, KINDS, AnyAct
from lifecycle.acts.personal import FIELDS
from lifecycle.codec import decode, encode, to_plain
from lifecycle.messages import Message, render
from projections.forms import acts_commands, acts_page
from projections.forms.acts_commands import typed
from projections.forms.acts_schema import FILE, acts_schema, acts_schema_text
from projections.words.fields import fields

SENTENCES = cases("acts.yaml")
ACTS = [act(case["when"]) for case in SENTENCES]
SORTS = {"id", "party", "name", "place", "person", "text", "ground", "span", "digest"}
every_kind = pytest.mark.parametrize("kind", BY_TAG.values(), ids=BY_TAG)


# What each kind declares


@every_kind
def test_a_kind_has_a_name_a_docstring_and_a_family(kind: type[Act]) -> None:
    """Its name is its own, in words; its family is the module that it stands in, which has a heading."""
    assert kind.__doc__ is not None
    assert kind.__doc__ != Act.__doc__
    assert isinstance(vars(kind).get("NAME"), Message), "say what tables call it: NAME"
    assert words_of(kind.NAME.template)
    assert family(kind).template[:1].isupper()


@every_kind
def test_a_kind_has_a_sentence_of_its_fields(kind: type[Act]) -> None:
    """Each place of it is a field, or the agreement; or the kind writes out what it says."""
    said, own = vars(kind).get("SAYS"), {field.name for field in fields(kind)}
    assert (said is None) == ("says" in vars(kind)), "say what was done: SAYS, or says"
    places = set(re.findall(r"\{(\w+)\}", said.template)) if said else set()
    assert places <= own | {"agreement"}
    assert set(kind.QUOTED) <= places


def test_names_tell_kinds_apart() -> None:
    """No two kinds have the same name, and every family has a kind."""
    assert len({str(kind.NAME) for kind in BY_TAG.values()}) == len(KINDS)
    assert {family(kind) for kind in BY_TAG.values()} == set(FAMILIES.values())


@pytest.mark.parametrize("kind", [*BY_TAG.values(), Cost], ids=[*BY_TAG, "cost"])
def test_every_field_is_described(kind: type[msgspec.Struct]) -> None:
    """In a plain sentence; and what a text is, be it the name of a party, an id or a person, is told."""
    for field in fields(kind):
        assert field.described.endswith("."), f"describe {field.name}: Meta(description=…)"
        assert not {"_", "`"} & set(field.described), field
        if isinstance(field.type, msgspec.inspect.StrType):
            assert field.sort in SORTS, f"say what {field.name} is: Id, Party, Words, …"


@every_kind
def test_what_opens_or_closes_names_its_field(kind: type[Act]) -> None:
    """Such a field is an id, which may be left out."""
    own = {field.name: field for field in fields(kind)}
    for name in (kind.OPENS or ("",))[0], kind.CLOSES:
        assert not name or (own[name].sort == "id" and not own[name].required)


def test_a_letter_stands_for_one_kind_of_id() -> None:
    """So that no two things have the same number."""
    opened = {kind.OPENS for kind in BY_TAG.values() if kind.OPENS}
    assert len({letter for _, letter in opened}) == len({field for field, _ in opened}) == len(opened)


def test_persons_are_sealed() -> None:
    """Every field that names a person or tells how to reach one is among those that are sealed, and none besides."""
    assert {field.name for kind in BY_TAG.values() for field in fields(kind) if field.sort == "person"} == set(FIELDS)


# What is typed for each kind

typed_kind = pytest.mark.parametrize(
    "kind", [kind for kind in BY_TAG.values() if kind.COMMAND], ids=[tag for tag in BY_TAG if BY_TAG[tag].COMMAND]
)


def test_every_kind_has_its_command() -> None:
    """Of its own; but for what the register records by itself."""
    commands = [kind.COMMAND for kind in BY_TAG.values() if kind.COMMAND]
    silent = [tag for tag, kind in BY_TAG.items() if not kind.COMMAND]
    assert silent == ["party_renamed", "register_resumed", "submitted"], "say what is typed: COMMAND"
    assert len(set(commands)) == len(commands)
    nouns = {words[0] for words in map(str.split, commands) if len(words) > 1}
    assert not nouns & set(commands), "a word is a command or a group of them"


@typed_kind
def test_a_kind_has_an_example(kind: type[Act]) -> None:
    """The last line is of its own command; `test_cli_help` carries it out."""
    assert kind.EXAMPLE.splitlines()[-1].startswith(f"{kind.COMMAND} ")


@typed_kind
def test_every_field_can_be_typed(kind: type[Act]) -> None:
    """Once each, as an argument or as an option, and told what it is; one argument at most may be left out."""
    takes = typed(kind).takes
    assert {one.field for one in takes} - {"agreement"} == {field.name for field in fields(kind)}
    options = [one.typed for one in takes if one.typed]
    assert len(set(options)) == len(options)
    arguments = [one for one in takes if not one.typed]
    assert list(takes[: len(arguments)]) == arguments
    assert [one.required for one in arguments] == sorted((one.required for one in arguments), reverse=True)
    assert sum(not one.required for one in arguments) <= 1
    for one in takes:
        assert one.place or one.sort in ("flag", "choice"), f"say what holds the place of a {one.sort}: PLACES"


def test_what_several_parties_do_is_each_ones_own() -> None:
    """Each does it for itself, and says who it is."""
    for kind in BY_TAG.values():
        own = {field.name: field for field in fields(kind)}["by"]
        assert not kind.SEVERAL or own.required or kind.COMMAND == "continue"


# What each kind says


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: str(case["when"]).partition(" ")[2][:60])
def test_an_act_says_itself_in_one_sentence(case: dict[str, Any]) -> None:
    """In the past tense, with its date and the name of the agreement."""
    assert str(act(case["when"]).says("harbour")) == case["says"]


def names(given: Act) -> Iterator[str]:
    """Give the names and ids in an act; texts are in somebody's own words, and stand between quotation marks."""
    data = to_plain(given)
    for field in fields(type(given)):
        value = data.get(field.name, "")
        if field.sort in ("id", "party", "name", "place"):
            yield from [value] if isinstance(value, str) else value


@pytest.mark.parametrize("given", ACTS, ids=lambda one: str(one.tag))
def test_an_act_is_said_in_the_language_of_the_reader(given: Act) -> None:
    """Nothing of the sentence, or of the name of its kind, stays English but names and quotations."""
    assert readable(given.says("harbour"), "harbour", "EUR", *filter(None, names(given))) == []
    assert readable(given.NAME) == []


def templates(message: Message) -> Iterator[str]:
    """Give the templates that a message is made of."""
    yield message.template
    for value in message.args.values():
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Message):
                yield from templates(inner)


@every_kind
def test_every_form_of_its_sentence_is_told(kind: type[Act]) -> None:
    """Its `SAYS`, or each template of its `says`, is that of a case; a kind without one is named here."""
    told = {text for one in ACTS if type(one) is kind for text in templates(one.says("harbour"))}
    if said := vars(kind).get("SAYS"):
        assert said.template in told, "tell it: tests/cases/acts.yaml"
        return
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind.says)))
    written = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Message"
        and isinstance(node.args[0], ast.Constant)
    }
    assert written, "say it: `says`"
    assert written <= told, "tell it: tests/cases/acts.yaml"


# The kinds together


def test_the_union_is_that_of_the_kinds() -> None:
    """An act is named once; read as the union, or as its own kind, it is the same."""
    assert set(AnyAct.__args__) == {kind.act for kind in KINDS}
    assert kinds.RANK.keys() == set(AnyAct.__args__)
    assert [decode(encode(one), AnyAct) for one in ACTS] == ACTS


@pytest.mark.sources
def test_the_published_schema_is_that_of_the_code() -> None:
    """After a change of an act: make docs."""
    assert FILE.read_text("utf-8") == acts_schema_text()
    Draft202012Validator.check_schema(acts_schema())


@pytest.mark.sources
@pytest.mark.parametrize(
    ("file", "text"),
    [(acts_commands.FILE, acts_commands.commands_text), (acts_page.FILE, acts_page.acts_page)],
    ids=["commands", "page"],
)
def test_what_is_made_of_the_classes_is_up_to_date(file: Path, text: Callable[[], str]) -> None:
    """The commands that ship with the law, and the page on the acts: make docs."""
    assert file.read_text("utf-8") == text()


@pytest.mark.sources
def test_the_page_has_a_row_for_every_kind(project: Path) -> None:
    """With its command, as it is typed."""
    rows = [line for line in (project / "docs/acts.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    assert {row.split("`")[1] for row in rows} == BY_TAG.keys()
    for row in rows:
        kind = BY_TAG[row.split("`")[1]]
        assert f"| `depositary {kind.COMMAND} " in row or not kind.COMMAND


@cache
def schema() -> Draft202012Validator:
    """Give the validator; made when first asked, so that a kind without a name is named by its own test."""
    return Draft202012Validator(acts_schema())


def test_the_schema_takes_every_act() -> None:
    """As it is written to the log."""
    assert [(one.tag, error.message) for one in ACTS for error in schema().iter_errors(json.loads(encode(one)))] == []


STORED = [
    json.loads(json.loads(line)["state"])["act"]
    for log in sorted((Path(__file__).parent / "stored").glob("*.jsonl"))
    for line in log.read_text("utf-8").splitlines()
]


def test_the_schema_takes_what_was_once_stored() -> None:
    """Whatever is in the logs, it describes; a number in a text may lie there as it was quoted (`test_docs_terms`)."""
    assert len(STORED) > 100
    whole = acts_schema()
    for data in STORED:
        one = Draft202012Validator({"$ref": f"#/$defs/{BY_TAG[data['act']].__name__}", "$defs": whole["$defs"]})
        assert [error.message for error in one.iter_errors(data) if list(error.path)[:1] != ["terms"]] == []


WRONG = [
    {"act": "signed", "on": "2010-02-01"},
    {"act": "signed", "on": "2010-02-01", "by": "NORTH", "colour": "red"},
    {"act": "initialled", "on": "2010-02-01", "by": "NORTH"},
    {"act": "suspended", "on": "2010-02-01", "by": "NORTH", "ground": "anger"},
    {"act": "consented", "on": "2010-02-01", "by": "NORTH", "manner": "nod"},
    {"act": "notice_given", "on": "2010-02-01", "by": "NORTH", "notice": "N 1"},
]


def test_the_schema_refuses_what_is_no_act() -> None:
    """A missing field, an unknown one, an unknown kind, a value that is none."""
    assert [wrong for wrong in WRONG if schema().is_valid(wrong)] == []


def test_families_have_their_headings_in_every_language() -> None:
    """Headings are templates."""
    assert all(render(heading, REVERSED) != str(heading) for heading in FAMILIES.values())
