"""A whole register as an earlier version left it: upgraded or imported, it is the same record with the same answers.

It lies in `tests/stored/register-2026.2` and is never written again; its README says what it holds.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from office import Office
from stores import STORES, File

from aggregates.databases.database import SCHEMA
from aggregates.ground.keys import stem
from aggregates.record.log.access import reading
from lifecycle.fold.ruling import RULES

OLD = Path(__file__).parent / "stored" / "register-2026.2"
QUERIES = list(enumerate((OLD / "queries.txt").read_text("utf-8").splitlines(), 1))
ROOT = "c53d3a0e57488a3fa1631ad1be1977ad503f1a60aedecf918dae9f048051f110"

WORDING = frozenset({"says", "ended_by", "awaiting", "readings"})
"""Fields of answers that are English and may be said in other words."""


def upgraded(folder: Path, patch: pytest.MonkeyPatch) -> Office:
    """The register itself, brought to the tables of today."""
    shutil.copyfile(OLD / "register.db", folder / "register.db")
    office = Office(folder, patch, File(folder))
    office.done("db upgrade")
    return office


def imported(database: str) -> Callable[[Path, pytest.MonkeyPatch], Office]:
    """The bundle, taken over into a new register of a database."""

    def take(folder: Path, patch: pytest.MonkeyPatch) -> Office:
        office = Office(folder, patch, STORES[database](folder))
        office.done("init")
        office.done("import", OLD / "bundle")
        return office

    return take


WAYS: Mapping[str, Callable[[Path, pytest.MonkeyPatch], Office]] = {
    "upgraded": upgraded,
    **{f"imported into {name}": imported(name) for name in STORES},
}


@pytest.fixture(scope="module", params=WAYS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The old register in the hands of this version, by each way that leads there; no test here changes it."""
    with pytest.MonkeyPatch.context() as patch:
        found = WAYS[request.param](tmp_path_factory.mktemp("old"), patch)
        yield found
        found.place.remove()


def same(then: Any, now: Any) -> bool:
    """Tell whether an answer says what another said: no field is gone, and all but wording is equal."""
    if isinstance(then, dict):
        return all(name in now and (name in WORDING or same(value, now[name])) for name, value in then.items())
    if isinstance(then, list):
        return len(then) == len(now) and all(map(same, then, now))
    return bool(then == now)


def test_it_is_not_read_before_it_is_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables are older: it says so, and what is to be done; the log stays as it is."""
    shutil.copyfile(OLD / "register.db", tmp_path / "register.db")
    office = Office(tmp_path, monkeypatch, File(tmp_path))
    ran = office.call("list")
    assert (ran.code, "schema (3) is older" in ran.err) == (12, True)
    told = office.call("db status --format json")
    assert (told.code, [step["version"] for step in told.json["steps"]]) == (3, list(range(4, SCHEMA + 1)))
    events = office.place.rows("SELECT * FROM events ORDER BY seq")
    office.done("db upgrade")
    assert office.place.rows("SELECT * FROM events ORDER BY seq") == events


def test_its_record_is_whole(office: Office) -> None:
    """Every event is at its place, and the root over them is the one that was signed then."""
    told = office.done("audit verify --format json").json
    assert (told["events"], told["root"], told["defects"]) == (191, ROOT, [])


def test_it_is_the_record_that_the_outside_copy_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the key of then: an upgrade changes no event."""
    office = upgraded(tmp_path, monkeypatch)
    for name in ("KEYS", "CHECKPOINT_COPY"):
        monkeypatch.setenv(f"DEPOSITARY_{name}", str(tmp_path))
    with reading(office.url) as log:
        own = stem(log.origin())
    shutil.copyfile(OLD / "key.pub", tmp_path / f"{own}.pub")
    shutil.copyfile(OLD / "checkpoint.tlog-proof", tmp_path / f"{own}.tlog-proof")
    told = office.done("audit", "verify", "--checkpoint", OLD / "bundle" / "checkpoint", "--format", "json").json
    assert [(one["size"], one["agrees"]) for one in told["outside"]] == [(191, True)] * 2


def test_it_replays_clean(office: Office) -> None:
    """All its rulings are of 2026.2, and today's rules make them again; the read models are as replayed."""
    told = office.done("audit replay --format json").json
    assert (told["rules"], told["events"], told["agreements"]) == (RULES, 191, 42)
    assert (told["intact"], told["read_models_compared"], told["differences"]) == (True, True, [])
    events = (json.loads(line) for line in (OLD / "bundle" / "events.jsonl").read_text("utf-8").splitlines())
    rulings = [json.loads(event["state"])["ruling"] for event in events]
    assert {ruling["rules"] for ruling in rulings} == {"2026.2"}
    assert sum(len(ruling.get("dates", ())) for ruling in rulings) == 94


@pytest.mark.parametrize(("number", "query"), QUERIES, ids=str)
def test_it_answers_as_it_did(office: Office, number: int, query: str) -> None:
    """The same states, dates, articles and numbers; what falls due is said in the same words."""
    then = json.loads((OLD / "answers" / f"{number}.json").read_text("utf-8"))
    assert same(then, office.done(f"{query} --format json").json)


def test_what_is_not_the_same_is_told() -> None:
    """Another date, a field or a row that is gone: the comparison above can fail."""
    then = [{"says": "It ended.", "on": "2010-05-01"}]
    assert same(then, [{"says": "It is over", "on": "2010-05-01", "more": 1}])
    assert not same(then, [{"says": "It ended.", "on": "2010-05-02"}])
    assert not same(then, [{"on": "2010-05-01"}])
    assert not same(then, [])
