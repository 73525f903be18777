"""The replayer of docs/bundle.md: whatever the record holds, it gives the register's state or none."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import STORED
from office import Office
from strategies import all_terms, days, keepers_acts, stories

from aggregates.record.agreement import Agreement, decide, submit
from aggregates.record.decision import Proposal
from lifecycle.acts.act import Act
from lifecycle.acts.approval import Approved, waiting
from lifecycle.acts.keeping.entries import Corrected, Struck
from lifecycle.codec import to_plain
from lifecycle.errors import DepositaryError
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms

Script = Mapping[str, Any]


@pytest.fixture
def replayer(project: Path, tmp_path: Path) -> Path:
    """The script as it stands in the document."""
    (code,) = re.findall(r"```python\n(.*?)```", (project / "docs/bundle.md").read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "replay.py"
    file.write_text(code, encoding="utf-8")
    return file


@pytest.fixture
def script(replayer: Path) -> Script:
    """The names of the script."""
    return runpy.run_path(str(replayer))


class Told(NamedTuple):
    """A stream as a bundle tells it, and what the register makes of it."""

    events: list[dict[str, Any]]
    agreement: Agreement

    @property
    def days(self) -> list[date]:
        """The days of the acts, and those around each change."""
        changes = [period.start for period in self.agreement.timeline.agreement]
        near = {day + timedelta(days=n) for day in changes for n in (-1, 0, 1)}
        return sorted(near | {entry.act.on for entry in self.agreement.entries})


@st.composite
def plain_terms(draw: st.DrawFn) -> Terms:
    """Draw terms that the small law mostly knows."""
    period = draw(st.sampled_from(["1 day", "3 days", "1 week", "1 month", "2 months", "1 year"]))
    kept = draw(st.sampled_from([[], ["activities"], ["accounts"], ["activities", "accounts"]]))
    clauses: dict[str, Any] = {
        "entry_into_force": {"article": "1", "upon": {"signed": "all"}},
        "termination": [{"article": "2", "by": "notice", "from": "any party", "period": period}],
        "suspension": [{"article": "4", "ground": ground} for ground in ("failed dispute", "opinion of breach")],
        "disputes": {"article": "5", "referred_to": "heads"},
        "duration": {"article": "6", "indefinite": True},
    }
    if kept:
        clauses["survival"] = {"article": "3", "until": {"completed": kept}}
    parties = {name: {"name": name} for name in "AB"}
    return terms_from({"agreement": "drawn", "title": "Drawn", "parties": parties, "clauses": clauses})


@st.composite
def streams(draw: st.DrawFn, terms: st.SearchStrategy[Terms]) -> Told:
    """Draw a story, some of its acts submitted and approved, struck or corrected; refused ones are left out."""
    story = draw(stories(terms, most=4, concluded=draw(st.sampled_from([True, True, None]))))
    before: Agreement | None = None
    events: list[dict[str, Any]] = []

    def take(act: Act, *, submitted: bool = False) -> None:
        nonlocal before
        given = Proposal(agreement="drawn", act=act, accept_impact=draw(st.integers(0, 4)) == 0)
        try:
            decision = (submit if submitted and before else decide)(before, given, len(events) + 1)
        except DepositaryError:
            return
        before = decision.after
        events.append({"seq": len(events) + 1, **to_plain(decision.content)})

    for act in story.acts:
        take(act, submitted=draw(st.integers(0, 3)) == 0)
        if events and draw(st.integers(0, 3)) == 0:
            strays = st.one_of(_on_record(len(events), story.start), keepers_acts(story.terms, len(events)))
            take(draw(strays), submitted=draw(st.booleans()))
        for seq in waiting(before.entries if before else ()):
            if draw(st.booleans()):
                take(Approved(on=draw(days(story.start)), target=seq))
    assert before is not None
    return Told(events, before)


def _on_record(last: int, start: date) -> st.SearchStrategy[Act]:
    """Draw a strike of an entry, or the correction of its day."""
    seqs, entered = st.integers(1, last), date(2026, 1, 5)
    return st.one_of(
        seqs.map(lambda seq: Struck(on=entered, target=seq, reason="by mistake")),
        st.tuples(seqs, days(start)).map(
            lambda at: Corrected(on=entered, target=at[0], set={"on": at[1].isoformat()}, reason="misread")
        ),
    )


@pytest.mark.sources
@pytest.mark.parametrize("terms", [plain_terms(), all_terms()], ids=["known", "any"])
def test_a_state_is_the_registers_or_is_not_given(terms: st.SearchStrategy[Terms], script: Script) -> None:
    """On every day on which anything happens, and for every ruling."""

    @given(told=streams(terms))
    def same(told: Told) -> None:
        try:
            wrong, _ = script["recompute"](told.events)
            acts = script["counted"](told.events)
        except script["Beyond"]:
            return
        assert wrong == []
        for day in told.days:
            assert script["state"](acts, day) == told.agreement.timeline.state_on(day), (day, told.events)

    same()


# The script itself


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Harbour in force as #1 to #3 under four eyes; a notice waits as #4, one more is approved as #6."""
    office = Office(tmp_path, monkeypatch)
    office.done("init --four-eyes")
    office.into_force()
    office.done("notice harbour --by NORTH --on 2024-03-31 --yes --actor ada")
    office.done("notice harbour --by SOUTH --on 2024-08-31 --yes --actor ada")
    office.done("approve harbour 5 --on 2024-09-03 --yes --actor ben")
    return office


def replay(replayer: Path, *arguments: str, bundle: Path = Path("bundle")) -> tuple[int, str, str]:
    command = [sys.executable, "-I", "-S", str(replayer), str(bundle), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout.strip(), ran.stderr.strip()


@pytest.mark.sources
def test_what_was_approved_corrected_and_struck_is_recomputed(office: Office, replayer: Path) -> None:
    """Each by a second officer; on all days the answer is the register's."""
    office.done("correct harbour 3 --set on=2024-02-20 --reason misread --yes --actor ada")
    office.done("approve harbour 7 --on 2024-09-04 --yes --actor ben")
    office.done("activity begin harbour A1 --on 2024-03-01")
    office.done("strike harbour 9 --reason mistyped --yes --actor ada")
    office.done("approve harbour 10 --on 2024-09-05 --yes --actor ben")
    office.done("audit export bundle")
    assert replay(replayer) == (0, "11 events verified, 22 states recomputed, 0 wrong", "")
    days = ("2024-02-19", "2024-02-20", "2024-08-30", "2024-08-31", "2025-02-27", "2025-02-28", "2025-06-01")
    told = [office.state("harbour", day) for day in days]
    assert [replay(replayer, "harbour", day) for day in days] == [(0, state, "") for state in told]
    assert told == ["signed", "in_force", "in_force", "notice_given", "notice_given", "terminated", "terminated"]


@pytest.mark.sources
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("notice harbour --by NORTH --on 2024-02-01 --irregular early --yes", "#7, an act without effect"),
        ("end harbour --by NORTH --on 2024-07-01 --yes", "#8, end_agreed or what it says"),
    ],
)
def test_no_state_is_given_that_is_not_computed(office: Office, replayer: Path, line: str, why: str) -> None:
    """It is said of which agreement and why, and the exit code of a question is not 0."""
    if "end" in line:
        office.done("activity begin harbour A1 --on 2024-03-01")
        office.done("db four-eyes off")
    office.done(*line.split(), "--yes", "--actor", "ada")
    office.done("audit export bundle")
    code, out, err = replay(replayer, "harbour", "2024-06-01")
    assert (code, out) == (2, "")
    assert err.startswith(f"harbour: verified, not recomputed: {why}")
    code, out, _ = replay(replayer)
    assert code == 0
    assert f"harbour: verified, not recomputed: {why}" in out
    assert out.endswith("0 states recomputed, 0 wrong, 1 not recomputed")


@pytest.mark.sources
def test_no_state_is_given_of_what_was_changed(office: Office, replayer: Path) -> None:
    """Nor of an agreement that the bundle does not hold."""
    office.done("audit export bundle")
    assert replay(replayer, "port", "2024-06-01") == (2, "", "port: not in the bundle")
    file = Path("bundle/terms/1.json")
    file.write_text(file.read_text("utf-8").replace("6 months", "7 months"), encoding="utf-8")
    assert replay(replayer, "harbour", "2025-03-01") == (1, "", "terms/1.json are other terms than those of #1")


OLD = STORED / "register-2026.2" / "bundle"


@pytest.mark.sources
def test_a_bundle_of_an_earlier_version_is_recomputed(replayer: Path) -> None:
    """Its rulings name their dates in words; of those that are the agreement's life the names are the same."""
    code, out, err = replay(replayer, bundle=OLD)
    assert (code, err) == (0, "")
    assert out.endswith("191 events verified, 252 states recomputed, 0 wrong, 7 not recomputed")
    assert replay(replayer, "x05107", "2012-06-01", bundle=OLD) == (0, "winding_down", "")


@pytest.mark.sources
@pytest.mark.parametrize("form", ["life", "dates"])
def test_a_date_that_does_not_follow_from_the_acts_is_told(office: Office, script: Script, form: str) -> None:
    """In a ruling of today and in one of before: the date of the end by the notice that was approved is another."""
    office.done("audit export bundle")
    lines = Path("bundle/events.jsonl").read_text("utf-8").splitlines()
    stream = [json.loads(line) | json.loads(json.loads(line)["state"]) for line in lines]
    for event in stream:
        event["ruling"][form] = event["ruling"].pop("life", {})
    assert script["recompute"](stream)[0] == []
    assert stream[-1]["ruling"][form]["terminated_on"] == "2025-02-28"
    stream[-1]["ruling"][form]["terminated_on"] = "2025-03-01"
    assert script["recompute"](stream)[0] == ["#6 terminated_on: ruled 2025-03-01, recomputed 2025-02-28"]
