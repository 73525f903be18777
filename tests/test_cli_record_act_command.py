"""The commands of acts, as their classes declare them: tried, done by several at once, completed from the register."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from commandline import Ran, run
from office import HARBOUR, Office
from test_cli_help import ACTS, registers

TREATY = """\
agreement: treaty
title: Treaty of three
parties: {A: {name: Aland}, B: {name: Bland}, C: {name: Cland}}
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
  termination: [{article: "2", by: notice, period: 1 month}]
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with the draft of a treaty of three."""
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    Path("treaty.yaml").write_text(TREATY, encoding="utf-8")
    office.done("draft treaty.yaml --on 2020-01-01")
    return office


# Tried


@pytest.mark.sources
@pytest.mark.parametrize(
    "example", sorted(line for line in ACTS if line.endswith("--dry-run") and not line.startswith("directory "))
)
def test_every_act_can_be_tried(example: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words of its own command, without the agreement; nothing is recorded. The directory is of no agreement."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", "register.db")
    (tmp_path / "demo").symlink_to(project / "demo")
    made = registers(project)[1]
    Path("register.db").write_bytes(made)
    for line in ACTS[example][:-1]:
        assert run(line).code == 0
    words = shlex.split(example)
    path = words[:1] if words[1] in ("wco-caricc", "icmpd-wco", "survey") else words[:2]
    agreement, others = words[len(path)], words[len(path) + 1 :]
    kept = Path("register.db").read_bytes()
    ran = run("what-if", agreement, shlex.join([*path, *(word for word in others if word != "--dry-run")]))
    assert ran.code == 0, ran.err
    assert ran.out.endswith("Nothing was recorded: a what-if.\n")
    assert Path("register.db").read_bytes() == kept


# Several parties at once


def test_several_parties_sign_at_once(office: Office) -> None:
    """An act for each, in one transaction; with the last signature it is in force."""
    rows = office.done("sign treaty --by A --by B --by C --on 2020-02-01 --format json").json
    assert [(row["seq"], row["by"], row["state_after"]) for row in rows] == [
        (2, "A", "signed"),
        (3, "B", "signed"),
        (4, "C", "in_force"),
    ]
    assert len({row["recorded_at"] for row in rows}) == 1
    again = office.done("sign treaty --by A --by B --by C --on 2020-02-01 --format json").json
    assert [(row["seq"], row["repeated"]) for row in again] == [(2, True), (3, True), (4, True)]


def test_where_one_of_several_is_refused_nothing_is_recorded(office: Office) -> None:
    """The one who has signed, or is no party, stands in the way of all."""
    office.done("sign treaty --by B --on 2020-01-20")
    for by in ("A --by B", "A --by X"):
        ran = office.call(f"sign treaty --by {by} --on 2020-02-01")
        assert ran.code == 5
        assert ran.err.endswith("Nothing was recorded.\n")
    assert office.head() == 2


def test_each_of_several_notices_has_its_own_number(office: Office) -> None:
    """What each opens is its own."""
    office.done("sign treaty --by A --by B --by C --on 2020-02-01")
    rows = office.done("notice treaty --by A --by B --on 2020-03-01 --yes --format json").json
    assert [row["fields"]["notice"] for row in rows] == ["N1", "N2"]


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("dispute refer treaty --by A --by B --on 2020-03-01", "--by"),
        ("notice treaty --by A --on 2020-03-01 --on 2020-03-02 --yes", "--on"),
    ],
)
def test_what_an_act_has_once_is_not_given_twice(office: Office, words: str, option: str) -> None:
    """Two parties do not refer two disputes with one command, and the last of two values is not silently taken."""
    office.done("sign treaty --by A --by B --by C --on 2020-02-01")
    ran = office.call(words)
    assert ran.code == 2
    assert f"{option} is given twice" in ran.err
    assert office.head() == 4


def test_an_act_by_nobody_is_recorded_once(office: Office) -> None:
    """Where parties may act together, or none is named."""
    assert office.done("abandon treaty --on 2020-03-01 --dry-run --format json").json["by"] is None


# Who signs


def test_a_name_and_an_office_are_told_apart(office: Office) -> None:
    """Powers go by the office; who has none is told what may help, and the name alone is sealed (VCLT-IO 7 and 8)."""
    office.done("draft", HARBOUR, "--on", "2024-01-10")
    sign = 'sign harbour --by NORTH --on 2024-02-01 --signatory "A. Name"'
    for office_of in ("", ' --office "Deputy Master"'):
        ran = office.call(sign + office_of)
        assert ran.code == 5
        assert (
            'Next: the same command with --office "OFFICE" or, where full powers were shown, with --authority'
            in ran.err
        )
    said = office.done(f'{sign} --office "Harbour Master"').out
    assert "SIGNED" in said
    assert '"Harbour Master"' in office.done("history harbour").out
    office.done('erase "A. Name" --yes')
    told = office.done("history harbour --format json").json[-1]
    assert (told["fields"]["signatory"], told["fields"]["office"]) == ("[erased]", "Harbour Master")


# Completed


def completed(words: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Give what completes the last of the words."""
    monkeypatch.setenv("_DEPOSITARY_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    ran: Ran = run(*words.split(" ")[1:])
    return {line.partition(",")[2] for line in ran.out.splitlines() if line}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("depositary sign treaty --by ", {"A", "B", "C"}),
        ("depositary sign treaty --by a", {"A"}),
        ("depositary account open treaty --owed-to ", {"A", "B", "C"}),
        ("depositary meeting convene treaty --host ", {"A", "B", "C"}),
        ("depositary withdraw-notice treaty ", {"N1", "N2"}),
        ("depositary sign nowhere --by ", set()),
        ("depositary list --party ", {"A", "B", "C"}),
        ("depositary party b", {"B"}),
        ("depositary decide-e", {"decide-end"}),
        ("depositary measure ", {"notify", "object", "carry-out"}),
        ("depositary measure notify treaty --measure t", {"termination"}),
    ],
)
def test_names_are_completed(office: Office, words: str, names: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Parties of the agreement, the ids on its record, commands and choices."""
    office.done("sign treaty --by A --by B --by C --on 2020-02-01")
    office.done("notice treaty --by A --by B --on 2020-03-01 --yes")
    assert completed(words, monkeypatch) == names
