"""Many acts at once: JSON lines in, one transaction, one answer a line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from office import CASES, HARBOUR, Office
from ruamel.yaml import YAML
from stores import Place

from aggregates.databases.cases import database
from aggregates.ground.clock import now
from aggregates.record.lines import MOST_BYTES, MOST_DEPTH, read_line, split_lines
from aggregates.record.log.access import reading
from aggregates.record.proposals import proposal_from
from lifecycle.errors import InvalidInput, StorageFailure

BAD: list[dict[str, Any]] = YAML(typ="base", pure=True).load(CASES / "bad_lines.yaml")

SIGNED = '{"agreement": "harbour", "act": "signed", "by": "NORTH", "on": "2024-02-01"}'
DRAFTED = '{"agreement": "harbour", "act": "drafted", "on": "2024-01-10", "terms_file": "harbour.yaml"}'


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with an empty register, and the terms of harbour beside it."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    (tmp_path / "harbour.yaml").write_bytes(HARBOUR.read_bytes())
    return office


def terms(name: str) -> dict[str, Any]:
    """Give small terms of an agreement of that name, as plain data."""
    return {
        "agreement": name,
        "title": f"Agreement {name}",
        "parties": {"A": {"name": "Authority A"}, "B": {"name": "Authority B"}},
        "clauses": {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}},
    }


def lines_of(count: int) -> list[str]:
    """Give the lines that put so many agreements into force."""
    acts: list[dict[str, Any]] = []
    for n in range(1, count + 1):
        name = f"agreement-{n}"
        acts.append({"act": "drafted", "agreement": name, "on": "2024-01-01", "terms": terms(name)})
        acts += [{"act": "signed", "agreement": name, "by": party, "on": "2024-02-01"} for party in "AB"]
    return list(map(json.dumps, acts))


# What it records


def test_a_thousand_agreements_in_one_go(office: Office) -> None:
    """Three thousand acts in one transaction, answered line by line with number and states."""
    (office.folder / "acts.jsonl").write_text("\n".join(lines_of(1000)), encoding="utf-8")
    ran = office.done("record acts.jsonl --format jsonl")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["seq"] for row in rows] == list(range(1, 3001))
    assert (rows[-1]["state_before"], rows[-1]["state_after"]) == ("signed", "in_force")
    with reading(office.url) as log:
        assert len({row.recorded_at for row in log.rows()}) == 1, "one transaction has one moment"
    office.done("rebuild --dry-run")


def test_one_refused_line_undoes_all(office: Office) -> None:
    """The last of many is refused: nothing is recorded, and the line is named."""
    before = office.contents()
    lines = [*lines_of(20), '{"agreement": "agreement-1", "act": "signed", "by": "B", "on": "2024-03-01"}']
    ran = office.call("record", "-", stdin="\n".join(lines))
    assert ran.code == 5
    assert "stdin:61: " in ran.err
    assert "B has already signed" in ran.err
    assert ran.err.endswith("Nothing was recorded.\n")
    assert office.contents() == before


def test_a_clock_that_runs_backwards_is_warned_about(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recording stands, in its order; a clock that is right says nothing."""
    assert "clock" not in office.done("record", "-", stdin=DRAFTED).err
    earlier = now() - timedelta(hours=20)
    for module in ("databases.sqlite", "ground.clock"):
        monkeypatch.setattr(f"aggregates.{module}.now", lambda: earlier)
    ran = office.done("record", "-", "--format", "json", stdin=SIGNED)
    assert f"Warning: the clock shows {earlier:%Y-%m-%d %H:%M} UTC, before the last recording" in ran.err
    assert ran.json[0]["seq"] == 2
    assert datetime.fromisoformat(ran.json[0]["recorded_at"]) > earlier + timedelta(hours=1)
    assert "clock" not in office.done("record", "-", stdin=SIGNED).err, "nothing was recorded: it had been"


def stuck(office: Office) -> subprocess.Popen[str]:
    """Start a recording that waits for a writer's lock which is held here."""
    command = [str(Path(sys.executable).with_name("depositary")), "record", "-"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - jobs in the background ignore it
    )
    assert process.stdin is not None
    process.stdin.write(f"{SIGNED}\n")
    process.stdin.close()
    process.stdin = None
    sleep(1.5)  # it is under way by then, or else not yet: both must end well
    return process


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, {130, -signal.SIGINT}), (signal.SIGTERM, {-signal.SIGTERM})])
def test_a_signal_leaves_nothing_behind(office: Office, how: signal.Signals, code: set[int]) -> None:
    """Ctrl-C and a polite kill while it waits to write: nothing is recorded, and the next command goes on."""
    office.done("record", "-", stdin=DRAFTED)
    with closing(office.place.hold()):
        process = stuck(office)
        process.send_signal(how)
        _, said = process.communicate(timeout=30)
    assert process.returncode in code
    assert "Traceback" not in said
    assert office.head() == 1
    office.done("record", "-", stdin=SIGNED)


MIXED = (
    DRAFTED,
    "{not JSON}",
    '{"agreement": "harbour", "act": "signed", "by": "NORTH", "on": "2024-02-30"}',
    SIGNED,
    '{"agreement": "harbour", "act": "signed", "by": "WEST", "on": "2024-02-03"}',
    '{"agreement": "nowhere", "act": "signed", "by": "NORTH", "on": "2024-02-03"}',
    '{"agreement": "harbour", "act": "signed", "by": "SOUTH", "on": "2024-02-15"}',
)
"""Lines 2, 3, 5 and 6 cannot be recorded: no JSON, no date, no party, no agreement."""


def test_what_cannot_be_recorded_is_put_aside_on_request(office: Office) -> None:
    """Exit 8: each skipped line lies in the rejects as it was, with its reason said; the rest is recorded, gapless."""
    (office.folder / "acts.jsonl").write_text("\r\n".join(MIXED), encoding="utf-8")
    ran = office.call("record acts.jsonl --on-error skip --format json")
    assert ran.code == 8
    assert [row["seq"] for row in ran.json] == [1, 2, 3]
    rejected = (office.folder / "acts.jsonl.rejects.jsonl").read_text("utf-8").splitlines()
    assert rejected == [MIXED[at] for at in (1, 2, 4, 5)]
    for said in (
        "Skipped acts.jsonl:2: Error: acts.jsonl:2: not JSON",
        "Skipped acts.jsonl:3: Error: acts.jsonl:3: on: ",
        "Skipped acts.jsonl:5: Refused: WEST is not a party",
        'Skipped acts.jsonl:6: Error: agreement "nowhere" is not on record',
        "4 of 7 lines are in acts.jsonl.rejects.jsonl",
    ):
        assert said in ran.err
    assert office.state("harbour", "2024-02-15") == "in_force"
    mended = "\n".join(line.replace("2024-02-30", "2024-02-29") for line in rejected[1:2])
    assert office.call("record", "-", stdin=mended).code == 5  # NORTH has signed by now


def test_rejects_are_written_over_no_file_and_before_the_commit(office: Office) -> None:
    """Where they cannot be put, nothing is recorded: no line is lost between the two."""
    (office.folder / "acts.jsonl").write_text("\n".join(MIXED), encoding="utf-8")
    before = office.contents()
    (office.folder / "there.jsonl").write_text("{}", encoding="utf-8")
    for rejects, code in (("there.jsonl", 6), ("no/such/folder/r.jsonl", 74)):
        ran = office.call(f"record acts.jsonl --on-error skip --rejects {rejects}")
        assert ran.code == code
        assert rejects.rpartition("/")[2] in ran.err
    assert office.contents() == before
    assert (office.folder / "there.jsonl").read_text("utf-8") == "{}"


def test_what_was_put_aside_is_taken_back_where_nothing_is_recorded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails: no file is left in the way of another try. Another writer comes first: it is written anew."""
    (office.folder / "acts.jsonl").write_text("\n".join(MIXED), encoding="utf-8")
    rejects = office.folder / "acts.jsonl.rejects.jsonl"
    case = type(database(office.url))
    commit = case.commit
    errors: list[Exception] = [StorageFailure("the disk is full")]

    def failing(self: Any, cursor: Any, *, appended: bool) -> None:
        if appended and errors:
            raise errors.pop()
        commit(self, cursor, appended=appended)

    monkeypatch.setattr(case, "commit", failing)
    assert office.call("record acts.jsonl --on-error skip").code == 74
    assert not rejects.exists()
    assert office.head() == 0
    errors.append(IntegrityError("this place is taken"))
    assert office.call("record acts.jsonl --on-error skip").code == 8
    assert len(rejects.read_text("utf-8").splitlines()) == 4
    assert office.head() == 3


def test_a_dry_run_skips_without_a_file(office: Office) -> None:
    """It says what would be skipped."""
    before = office.contents()
    ran = office.call("record", "-", "--on-error", "skip", "--dry-run", stdin="\n".join(MIXED))
    assert ran.code == 8
    assert "Skipped stdin:5" in ran.err
    assert not list(office.folder.glob("*rejects*"))
    assert office.contents() == before


def test_skipping_nothing_is_done(office: Office) -> None:
    """Exit 0 and no file; where all is skipped, nothing is recorded."""
    office.done("record", "-", "--on-error", "skip", stdin="\n".join([DRAFTED, SIGNED]))
    assert not list(office.folder.glob("*rejects*"))
    before = office.contents()
    ran = office.call("record", "-", "--on-error", "skip", stdin=f"{MIXED[1]}\n{MIXED[4]}\n")
    assert ran.code == 8
    assert "2 of 2 lines are in stdin.rejects.jsonl" in ran.err
    assert office.contents() == before


def test_an_unknown_agreement_among_many_undoes_all(office: Office) -> None:
    """Exit 4, the line, and the nearest name, also of one that the same file opens."""
    lines = [*lines_of(1), '{"agreement": "agrement-1", "act": "signed", "by": "A", "on": "2024-03-01"}']
    ran = office.call("record", "-", stdin="\n".join(lines))
    assert ran.code == 4
    assert "stdin:4: " in ran.err
    assert "Did you mean agreement-1?" in ran.err
    assert office.head() == 0


def test_terms_are_read_from_the_file_beside_the_lines(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is relative to the file of acts, not to the current folder; the id may come from the terms."""
    (office.folder / "acts.jsonl").write_text(DRAFTED.replace('"agreement": "harbour", ', ""), encoding="utf-8")
    elsewhere = office.folder / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    answer = office.done("record ../acts.jsonl --format json").json
    assert [(row["agreement"], row["seq"], row["state_after"]) for row in answer] == [("harbour", 1, "drafted")]


def test_lines_from_a_pipe_may_end_as_on_windows_and_leave_blanks(office: Office) -> None:
    """`-` reads standard input; blank lines count, but say nothing."""
    ran = office.done("record", "-", stdin=f"\ufeff{DRAFTED}\r\n\r\n{SIGNED}\r\n")
    assert "#1 to #2" in ran.out
    bad = office.call("record", "-", stdin=f"{SIGNED}\r\n\r\n{{\r\n")
    assert "stdin:3: not JSON" in bad.err


def test_the_same_file_twice_is_recorded_once(office: Office) -> None:
    """The answer is the first one, said to be so."""
    office.done("record", "-", stdin=f"{DRAFTED}\n{SIGNED}")
    ran = office.done("record", "-", "--format", "jsonl", stdin=f"{DRAFTED}\n{SIGNED}")
    assert [(row["seq"], row["repeated"]) for row in map(json.loads, ran.out.splitlines())] == [(1, True), (2, True)]
    assert office.head() == 2


def test_a_line_may_be_irregular(office: Office) -> None:
    """Its own reason, beside that of the command line."""
    line = SIGNED.replace("}", ', "irregular": "a copy"}')
    ran = office.done("record", "-", stdin=f"{DRAFTED}\n{SIGNED}\n{line}")
    assert "signed (no effect)" in ran.out


def test_a_dry_run_records_nothing(office: Office) -> None:
    """It answers with what would be."""
    before = office.contents()
    ran = office.done("record", "-", "--dry-run", stdin=f"{DRAFTED}\n{SIGNED}")
    assert "Would be recorded: 2 acts on 1 agreement" in ran.out
    assert "Nothing was recorded: a dry run." in ran.out
    assert office.contents() == before


def test_a_table_for_people_is_short_on_a_terminal(office: Office) -> None:
    """Forty lines and the number of the rest there; all of them in a pipe."""
    from commandline import run

    stdin = "\n".join(lines_of(20))
    short = run("record", "-", "--no-input", "--dry-run", stdin=stdin, terminal=True)
    assert "… and 20 more acts: --format jsonl lists all of them" in short.out
    assert len(office.done("record", "-", "--dry-run", stdin=stdin).out.splitlines()) == 1 + 60 + 3


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv"])
def test_every_format_has_number_and_states(office: Office, format: str) -> None:
    """For machines."""
    out = office.done("record", "-", "--format", format, stdin=DRAFTED).out
    assert [name for name in ("seq", "state_before", "state_after", "leaf_hash") if name not in out] == []
    assert ("depositary/recording/1" in out) is format.startswith("json")


# What it refuses


@pytest.mark.parametrize("case", BAD, ids=lambda case: str(case["case"]))
def test_a_bad_line_is_named_by_its_number(office: Office, case: dict[str, Any]) -> None:
    """Exit 2, the place, the rule; nothing is recorded although the first line was good."""
    ran = office.call("record", "-", stdin=f"{DRAFTED}\n{case['line']}\n")
    assert ran.code == 2, ran.err
    assert "stdin:2" in ran.err
    assert [says for says in case["says"] if says not in ran.err] == []
    assert ran.err.endswith("Nothing was recorded.\n")
    assert office.head() == 0


@pytest.mark.parametrize("levels", range(16, 24))
@pytest.mark.parametrize("innermost", ["[]", "{}", "1", '"[[[[[[[[[[{{{{{{{{{{{{{{{{{{{{{{{{{"'])
def test_levels_are_counted_where_there_may_be_too_many(levels: int, innermost: str) -> None:
    """A list, an object or a value are a level each; brackets in a text are none."""
    line = '{"a":' * levels + innermost + "}" * levels
    if levels + 1 > MOST_DEPTH:
        with pytest.raises(InvalidInput, match="nested deeper"):
            read_line(line.encode())
    else:
        assert read_line(line.encode()) == json.loads(line, parse_int=str)


def test_a_line_nested_beyond_reason_is_refused(office: Office) -> None:
    """Deeper than the interpreter itself would go."""
    ran = office.call("record", "-", stdin='{"act": ' + "[" * 100_000 + "]" * 100_000 + "}")
    assert ran.code == 2
    assert "stdin:1: nested deeper than 20 levels" in ran.err


def test_a_file_of_more_than_ten_mebibytes_is_refused(office: Office) -> None:
    """It is not even parsed."""
    (office.folder / "large.jsonl").write_bytes(b" " * (MOST_BYTES + 1))
    ran = office.call("record large.jsonl")
    assert ran.code == 2
    assert "large.jsonl: more than 10 MiB" in ran.err


def test_bytes_that_are_not_text_are_refused(office: Office) -> None:
    """With the line."""
    (office.folder / "acts.jsonl").write_bytes(DRAFTED.encode() + b'\n{"act": "\xff"}\n')
    ran = office.call("record acts.jsonl")
    assert ran.code == 2
    assert "acts.jsonl:2: not UTF-8 text" in ran.err


def test_a_file_without_acts_is_refused(office: Office) -> None:
    """An empty file is likely the wrong one."""
    ran = office.call("record", "-", stdin="\n\n")
    assert ran.code == 2
    assert "there is no act in it" in ran.err


def test_a_problem_in_a_terms_file_is_placed_in_it(office: Office) -> None:
    """Line of the acts, then file, line and field of the terms."""
    wrong = HARBOUR.read_text(encoding="utf-8").replace("period: 6 months", "period: six moons")
    (office.folder / "harbour.yaml").write_text(wrong, encoding="utf-8")
    ran = office.call("record", "-", stdin=DRAFTED)
    assert ran.code == 2
    assert "stdin:1: harbour.yaml:18: clauses.termination[1].period" in ran.err


def test_a_name_that_hides_something_is_refused_in_a_terms_file(office: Office) -> None:
    """Even where YAML writes it as an escape."""
    wrong = HARBOUR.read_text(encoding="utf-8").replace("North Harbour Authority", r'"North\u202E Harbour"')
    (office.folder / "harbour.yaml").write_text(wrong, encoding="utf-8")
    for command in ("check harbour.yaml", "draft harbour.yaml --on 2024-01-10"):
        ran = office.call(command)
        assert ran.code == 2
        assert "parties.NORTH.name" in ran.err
        assert "U+202E" in ran.err


def test_a_line_that_does_not_say_what_it_closes_is_placed(office: Office) -> None:
    """It is found out when the register numbers the act: the line is named all the same."""
    line = '{"agreement": "harbour", "act": "dispute_settled", "on": "2024-02-01"}'
    ran = office.call("record", "-", stdin=f"{DRAFTED}\n{line}")
    assert ran.code == 2
    assert "Error: stdin:2: dispute: none is open on 1 February 2024" in ran.err


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing else can happen."""
    with suppress(InvalidInput):
        for _, line in split_lines(data, "any"):
            proposal_from(read_line(line))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


GOOD: list[dict[str, Any]] = [json.loads(SIGNED), {"act": "drafted", "on": "2024-01-01", "terms": terms("a")}]


@given(st.sampled_from(GOOD), st.data())
def test_any_field_may_hold_anything(line: dict[str, Any], data: st.DataObject) -> None:
    """One field of a good line replaced by any JSON there is: it is read or refused, and never breaks."""
    field = data.draw(st.sampled_from([*line, "note"]))
    text = json.dumps(line | {field: data.draw(PLAIN)})
    with suppress(InvalidInput):
        for _, written in split_lines(text.encode(), "any"):
            proposal_from(read_line(written))


@given(PLAIN)
def test_terms_may_hold_anything(value: Any) -> None:
    """The same for any field of the terms of a draft."""
    for field in terms("a"):
        text = json.dumps({"act": "drafted", "on": "2024-01-01", "terms": terms("a") | {field: value}})
        with suppress(InvalidInput):
            for _, written in split_lines(text.encode(), "any"):
                proposal_from(read_line(written))


# Opening


def test_check_remarks_on_silences_and_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs no register; the terms are sound, so it exits 0."""
    office = Office(tmp_path, monkeypatch)
    ran = office.done("check", HARBOUR)
    assert "harbour: Memorandum of Understanding on Pilotage" in ran.out
    assert "a notice counts from its receipt" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_check_finds_what_cannot_work(office: Office) -> None:
    """A failed dispute as a ground, and nobody to refer disputes to: exit 3."""
    text = HARBOUR.read_text(encoding="utf-8")
    wrong = text.replace("  disputes:\n", "").replace('    article: "9(1)"\n    referred_to: heads\n', "")
    (office.folder / "harbour.yaml").write_text(wrong, encoding="utf-8")
    ran = office.call("check harbour.yaml --format json")
    assert ran.code == 3
    assert [found["level"] for found in ran.json["findings"]].count("warning") == 1


def test_check_names_every_place_that_is_wrong(office: Office) -> None:
    """File, line and field, exit 2."""
    (office.folder / "harbour.yaml").write_text("agreement: Harbour!\n", encoding="utf-8")
    ran = office.call("check harbour.yaml")
    assert ran.code == 2
    assert "harbour.yaml:1" in ran.err
