"""A file or a pipe of any length: transactions of so many lines, that go on where they were stopped or killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from office import Office
from stores import Place

from aggregates.record.lines import MOST_BYTES, split_lines, streamed_lines
from aggregates.record.log.access import reading
from aggregates.record.register import Register
from cli.terminal.files import opened
from lifecycle.errors import InvalidInput


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office


def lines_of(agreements: int) -> list[str]:
    """Give the lines that put so many agreements into force, three of each."""
    acts: list[dict[str, Any]] = []
    for n in range(1, agreements + 1):
        name = f"agreement-{n}"
        terms = {
            "agreement": name,
            "title": f"Agreement {name}",
            "parties": {"A": {"name": "Authority A"}, "B": {"name": "Authority B"}},
            "clauses": {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}},
        }
        acts.append({"act": "drafted", "agreement": name, "on": "2024-01-01", "terms": terms})
        acts += [{"act": "signed", "agreement": name, "by": party, "on": "2024-02-01"} for party in "AB"]
    return list(map(json.dumps, acts))


def put(office: Office, lines: list[str], name: str = "acts.jsonl") -> None:
    (office.folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def test_a_file_is_recorded_in_transactions_and_passed_over_when_given_again(office: Office) -> None:
    """Each transaction has a key of its own; the answer counts what it did."""
    put(office, lines_of(7))
    told = office.done("record acts.jsonl --batch 4 --format json").json
    assert {name: told[name] for name in ("lines", "recorded", "earlier", "transactions", "first", "last")} == {
        "lines": 21,
        "recorded": 21,
        "earlier": 0,
        "transactions": 6,
        "first": 1,
        "last": 21,
    }
    assert office.done("record acts.jsonl --batch 4").out == "0 acts recorded; 21 lines were on record before.\n"
    assert office.head() == 21
    assert office.done("audit replay").code == 0
    assert office.state("agreement-7", "2024-02-01") == "in_force"


def test_a_pipe_is_recorded_in_transactions(office: Office) -> None:
    """Blank lines are none, and the last one needs no end."""
    lines = lines_of(2)
    ran = office.done("record - --batch 4", stdin="\n\n" + "\n \n".join(lines))
    assert ran.out == "6 acts recorded, #1 to #6.\n"


def test_it_ends_at_the_first_line_that_is_refused_and_goes_on_there_once_it_is_mended(office: Office) -> None:
    """What was recorded before stays, and is said; of the batch of that line nothing is."""
    lines = lines_of(4)
    put(office, [*lines[:7], lines[7].replace('"A"', '"C"'), *lines[8:]])
    ran = office.call("record acts.jsonl --batch 3")
    assert (ran.code, office.head()) == (5, 6)
    assert "6 acts recorded, #1 to #6" in ran.err
    assert "acts.jsonl:8: " in ran.err
    assert "Nothing was recorded" not in ran.err
    put(office, lines)
    assert office.done("record acts.jsonl --batch 3").out == (
        "6 acts recorded, #7 to #12; 6 lines were on record before.\n"
    )


@pytest.mark.parametrize("killed_at", [1, 2, 3])
def test_a_killed_process_goes_on_where_it_was(office: Office, killed_at: int) -> None:
    """Each line is on record once, however often it is killed: before a commit, or between two."""
    put(office, lines_of(4))
    code = f"""
import os
from cli.main import run
from aggregates.record.register import Register
record, left = Register.record, [{killed_at}]
def dying(self, proposals, *, showing, **more):
    left[0] -= 1
    def killed(receipts):
        showing(receipts)
        os._exit(9)
    return record(self, proposals, showing=showing if left[0] else killed, **more)
Register.record = dying
run(["record", "acts.jsonl", "--batch", "3"])
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=office.folder, check=False, env=os.environ)
    assert (ran.returncode, office.head()) == (9, 3 * (killed_at - 1))
    office.done("record acts.jsonl --batch 3")
    with reading(office.url) as log:
        found = [(one.agreement, one.act.tag, one.act.by) for one in log.recordings()]
    wanted = [json.loads(line) for line in lines_of(4)]
    assert found == [(one["agreement"], one["act"], one.get("by")) for one in wanted]


def test_lines_that_cannot_be_recorded_are_put_aside_batch_by_batch(office: Office) -> None:
    """Into one file, as they are; exit 8."""
    lines = lines_of(4)
    put(office, [lines[0], "no JSON", *lines[1:10], lines[10].replace('"A"', '"C"'), lines[11]])
    ran = office.call("record acts.jsonl --batch 3 --on-error skip --new-party")
    assert ran.code == 8
    assert "2 of 13 lines are in acts.jsonl.rejects.jsonl" in ran.err
    assert "Skipped acts.jsonl:2: " in ran.err
    aside = (office.folder / "acts.jsonl.rejects.jsonl").read_text("utf-8").splitlines()
    assert aside == ["no JSON", lines[10].replace('"A"', '"C"')]
    assert office.head() == 11


def test_a_batch_that_fails_takes_its_rejects_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the batches before it stay."""
    lines = lines_of(3)
    put(office, ["none", *lines[:4], "none either", *lines[4:]])
    record, calls = Register.record, count(1)

    def failing(register: Register, *given: Any, showing: Any, **more: Any) -> Any:
        def shown(receipts: Any) -> None:
            showing(receipts)
            if number > 1:
                raise OSError("the disk is full")

        number = next(calls)
        return record(register, *given, showing=shown, **more)

    monkeypatch.setattr(Register, "record", failing)
    ran = office.call("record acts.jsonl --batch 4 --on-error skip")
    assert (ran.code, office.head()) == (74, 3)
    assert (office.folder / "acts.jsonl.rejects.jsonl").read_text("utf-8") == "none\n"


def test_the_same_lines_twice_are_recorded_twice(office: Office) -> None:
    """A key is made of all lines so far, so that a second batch that is alike is another; with `--again`, of none."""
    put(office, lines_of(1))
    office.done("record acts.jsonl --batch 3")
    again = json.dumps({"agreement": "agreement-1", "act": "activity_begun", "on": "2024-03-01"})
    put(office, [again] * 4, "again.jsonl")
    office.done("record again.jsonl --batch 2")
    assert office.head() == 7
    assert office.done("record again.jsonl --batch 2 --again").out == "4 acts recorded, #8 to #11.\n"


def test_a_key_of_ones_own_is_numbered(office: Office) -> None:
    """One for each batch; whoever changes the file under it is not answered with what was recorded."""
    put(office, lines_of(2))
    office.done("record acts.jsonl --batch 3 --key monday")
    assert "6 lines were on record before" in office.done("record acts.jsonl --batch 3 --key monday").out


def test_a_dry_run_takes_one_transaction(office: Office) -> None:
    put(office, lines_of(1))
    ran = office.call("record acts.jsonl --batch 2 --dry-run")
    assert ran.code == 2
    assert "leave one of the two options out" in ran.err


def test_what_weighs_needs_a_yes(office: Office) -> None:
    """Nobody is asked; what stands before it is on record."""
    put(office, [*lines_of(2)[:4], json.dumps({"agreement": "agreement-2", "act": "abandoned", "on": "2024-03-01"})])
    ran = office.call("record acts.jsonl --batch 3")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert office.head() == 3


def test_a_stream_has_the_lines_of_a_file(tmp_path: Path) -> None:
    """Blank ones counted and left out, a last one without an end kept, and none too long."""
    for data in (b"", b"\n", b"a", b"a\n", b"\n\na\n \nb\n\n", b"a\r\nb"):
        file = tmp_path / "some.jsonl"
        file.write_bytes(data)
        with opened(file) as stream:
            assert list(streamed_lines(stream, "x")) == list(split_lines(data, "x"))
    file = tmp_path / "long.jsonl"
    file.write_bytes(b"x" * (MOST_BYTES + 1))
    with opened(file) as stream, pytest.raises(InvalidInput, match="a line of more than 10 MiB"):
        list(streamed_lines(stream, "x"))
