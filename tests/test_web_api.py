"""The interface for programs: a client that knows its description alone gets the answers of the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from commandline import run
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pages import LIVES
from read_models import record_all, recordings
from webface import Client, served

from aggregates.record.register import Register
from projections.models.follower import FOLLOWER
from web.openapi import described

TODAY = date(2011, 2, 15)


class Api:
    """A client made of an OpenAPI document: it knows no path, no parameter and no schema but those in it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.document = client.get("/api/openapi.json").json()
        self.operations = {
            operation["operationId"]: (path, operation)
            for path, methods in self.document["paths"].items()
            for operation in methods.values()
        }

    def ask(self, name: str, **values: Any) -> Any:
        """Ask by the name of an operation; what is sent and what comes is held to its schema."""
        path, operation = self.operations[name]
        query: dict[str, Any] = {}
        for parameter in operation["parameters"]:
            value = values.pop(parameter["name"], None)
            if value is None:
                assert not parameter["required"], parameter["name"]
                continue
            self.valid(value, parameter["schema"])
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", quote(str(value), safe=""))
            else:
                query[parameter["name"]] = value
        assert not values, values
        got = self.client.get(f"{path}?{urlencode(query)}" if query else path, accept="application/json")
        if got.status_code != 200:
            assert got.headers["content-type"] == "application/problem+json", got.text
            problem = operation["responses"]["default"]["content"]["application/problem+json"]["schema"]
            self.valid(got.json(), problem)
            return {"problem": got.json()["situation"]}
        self.valid(got.json(), operation["responses"]["200"]["content"]["application/json"]["schema"])
        return got.json()

    def valid(self, value: Any, schema: Mapping[str, Any]) -> None:
        """Hold a value to a schema of the document."""
        Draft202012Validator({**schema, "components": self.document["components"]}).validate(value)


def typed(line: str, *words: str) -> Any:
    """Give what the command line answers, or the number that it leaves with."""
    ran = run(*line.split(), *words, "--format", "json")
    return json.loads(ran.out) if ran.code == 0 else {"problem": ran.code}


def _axes(day: date, seq: int | None) -> tuple[dict[str, Any], list[str]]:
    known = {} if seq is None else {"known_at": f"#{seq}"}
    return {"as_of": f"{day}", **known}, ["--as-of", f"{day}", *(["--known-at", f"#{seq}"] if known else [])]


OF_AGREEMENT = ("status", "explain", "history", "timeline", "contacts", "balances", "documents")
OF_ALL = ("deadlines", "parties")


def same(api: Api, agreement: str, day: date, seq: int | None) -> None:
    """Compare every answer about an agreement, and about all, at one place on both axes."""
    query, words = _axes(day, seq)
    for name in OF_AGREEMENT:
        line = "document list" if name == "documents" else name
        assert api.ask(name, agreement=agreement, **query) == typed(line, agreement, *words), name
    for name in OF_ALL:
        assert api.ask(name, **query) == typed(name, *words), name
    listed = api.ask("list", **query, limit=3, sort="ends")
    assert listed == typed("list", *words, "--limit", "3", "--sort", "ends")
    assert api.ask("diagram", agreement=agreement, syntax="dot", **query) == typed(
        "diagram", agreement, "--syntax", "dot", *words
    )
    assert api.ask("search", words="agreement", **query) == typed("search", "agreement", *words)
    before = day - timedelta(days=9)
    happened = api.ask("diff", agreement=agreement, as_of=f"{before}", and_as_of=f"{day}")
    assert happened == typed("diff", agreement, "--as-of", f"{before}", f"{day}")
    if seq is not None:
        believed = api.ask("diff", agreement=agreement, as_of=f"{day}", known_at="#1", and_known_at=f"#{seq}")
        assert believed == typed("diff", agreement, "--as-of", f"{day}", "--known-at", "#1", f"#{seq}")
    known = api.ask("parties", **query)  # a situation where the number is not on record
    for party in [one["party"] for one in known if isinstance(known, list)][:2]:
        assert api.ask("party", party=party, **query) == typed("party", party, *words)
        assert api.ask("explain", agreement=agreement, party=party, **query) == typed(
            "explain", agreement, "--party", party, *words
        )
        assert api.ask("deadlines", party=party, within=90, **query) == typed(
            "deadlines", "--party", party, "--within", "90d", *words
        )
    assert api.ask("certificates", agreement=agreement) == typed("certificates", agreement)
    assert api.ask("waiting") == typed("waiting")


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the register of the pages: two agreements of two, and one of ten."""
    file = tmp_path_factory.mktemp("lives") / "register.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPOSITARY_DB", str(file))
        patch.setenv("DEPOSITARY_ACTOR", "clerk")
        for line in filter(None, LIVES.splitlines()):
            ran = run(line)
            assert ran.code == 0, f"{line}: {ran.err}"
    return file


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_TODAY", f"{TODAY}")


def test_the_description_is_one_by_the_standard() -> None:
    """OpenAPI 3.1, by a validator that is not ours; every name of an operation is its own."""
    validate(described())
    ids = [one["operationId"] for path in described()["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("names", ["shown", "withheld"])
@pytest.mark.parametrize("agreement", ["wco-caricc", "icmpd-wco", "reef-wardens"])
@pytest.mark.parametrize("place", [(date(2010, 7, 20), None), (date(2009, 3, 1), 30), (date(2011, 3, 1), 9)])
def test_it_answers_as_the_command_line(
    names: str, agreement: str, place: tuple[date, int | None], lives: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Value by value, under the same setting of names; where one refuses, so does the other, by the same number."""
    monkeypatch.setenv("DEPOSITARY_DB", str(lives))
    monkeypatch.setenv("DEPOSITARY_NAMES", names)
    same(Api(Client(served(lives, today=TODAY, names=names == "shown"))), agreement, *place)


def test_what_has_few_values_is_the_same_too(lives: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules, restrictions, a filtered list, documents of all, an answer that was given out, a recording."""
    monkeypatch.setenv("DEPOSITARY_DB", str(lives))
    api = Api(Client(served(lives, today=TODAY)))
    assert api.ask("rule") == typed("rule")
    assert api.ask("rule_of_number", number="R24") == typed("rule R24")
    assert api.ask("restrictions", agreement="wco-caricc", item="I1") == typed("restrictions wco-caricc I1")
    assert api.ask("all_documents") == typed("document list")
    narrowed = {"state": "in_force", "party": "WCO", "words": "memorandum", "sort": "since", "limit": 5}
    line = "list --state in_force --party WCO --words memorandum --sort since --limit 5"
    assert api.ask("list", **narrowed) == typed(line)
    (issued,) = api.ask("certificates")
    assert [issued] == api.ask("certificates", digest=issued["digest"]) == typed("certificates --all")
    acts = {one["seq"]: one for one in typed("history reef-wardens")}
    assert api.ask("recording", seq=31) == acts[31]


@settings(max_examples=140 if settings.get_current_profile_name() == "thorough" else 12)
@given(recordings(), st.data())
def test_it_answers_as_the_command_line_about_random_agreements(batches: Any, data: st.DataObject) -> None:
    """One or two of them in a register, and so 200 and more where tests are thorough."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        file = Path(folder, "register.db")
        patch.setenv("DEPOSITARY_DB", str(file))
        assert run("init").code == 0
        register = Register.open(str(file), follower=FOLLOWER)
        record_all(register, batches)
        register.close()
        api = Api(Client(served(file, today=TODAY)))
        for agreement in {name for batch in batches for name, _ in batch}:
            days = sorted({act.dated() for batch in batches for name, act in batch if name == agreement})
            day = data.draw(st.sampled_from(days)) + timedelta(days=data.draw(st.integers(-1, 40)))
            same(api, agreement, day, data.draw(st.one_of(st.none(), st.integers(1, 4))))
