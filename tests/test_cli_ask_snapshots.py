"""Every question is answered from one state of the register: what is recorded in its midst does not show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from office import HARBOUR, Office
from stores import Place

from aggregates.record.log.log import Log
from aggregates.record.log.rows import LoggedRow
from aggregates.record.log.table import LogHead
from cli.main import COMMANDS
from projections.answers.catalogue import ANSWERS


class Case(NamedTuple):
    """A question, what is recorded in its midst and changes the answer, and what has been recorded before."""

    question: str
    midst: str
    before: tuple[str, ...] = ()


NOTICE = "notice harbour --by NORTH --on 2024-08-31 --yes"
SUPPLY = "information supply harbour --by NORTH --on 2024-03-01 --title chart --purpose pilotage --through Pilot"
DAY = "--as-of 2024-09-01"

CASES = {
    "status": Case(f"status harbour {DAY}", NOTICE),
    "explain": Case(f"explain harbour {DAY}", NOTICE),
    "history": Case("history harbour", NOTICE),
    "diff": Case("diff harbour --as-of 2024-08-01 2025-03-01", NOTICE),
    "what-if": Case("what-if harbour 'notice --by SOUTH --on 2024-10-31'", NOTICE),
    "list": Case(f"list {DAY}", NOTICE),
    "search": Case("search liaison", "activity begin harbour --on 2024-03-01 --title 'Liaison des ports'"),
    "deadlines": Case(f"deadlines {DAY}", NOTICE),
    "parties": Case(f"parties {DAY}", "directory name NORTH Northport --on 2024-01-01"),
    "party": Case(f"party NORTH {DAY}", NOTICE),
    "contacts": Case(
        f"contacts harbour {DAY}", "contact designate harbour --by NORTH --on 2024-03-01 --contact 'Harbour master'"
    ),
    "restrictions": Case(
        f"restrictions harbour I1 {DAY}",
        "information restrict harbour I1 --by NORTH --on 2024-03-02 --text internal",
        (SUPPLY,),
    ),
    "balances": Case(
        f"balances harbour {DAY}",
        "account open harbour C1 --on 2024-03-01 --owed-by NORTH --owed-to SOUTH --amount '5.00 EUR'",
    ),
    "waiting": Case("waiting", NOTICE, ("db four-eyes on",)),
    "certificates": Case("certificates harbour", NOTICE, (f"certify harbour {DAY}",)),
    "documents": Case(f"document list harbour {DAY}", f"document add harbour {HARBOUR} --on 2024-03-01"),
    "timeline": Case(f"timeline harbour {DAY}", NOTICE),
    "report": Case(f"report status harbour {DAY}", NOTICE),
    "diagram": Case(
        f"diagram harbour {DAY}",
        "amend accept harbour --by SOUTH --on 2024-03-02",
        ("amend propose harbour --by NORTH --on 2024-03-01 --terms new.yaml",),
    ),
}
"""By question; to add one: its line here, with a recording that changes its answer."""

OWN_FORMS = {"deadlines": ("table", "json", "ics"), "report": ("md", "html")}
"""Of questions that have other forms than a page and JSON, these."""

ELSEWHERE = {
    "rule": "opens no register",
    "follow": "gives each recording as it comes",
}
"""Commands of the family that are no questions about one state, and why."""

OF_OTHERS = {"documents"}
"""Questions that are no commands of the family: one of a group that records as well asks them."""


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("DEPOSITARY_TODAY", "2024-12-01")
    office = Office(tmp_path, monkeypatch, place)
    survival = '  survival:\n    article: "8"\n    until: {completed: [activities, accounts]}\n'
    text = HARBOUR.read_text("utf-8")
    assert survival in text
    Path("new.yaml").write_text(text.replace(survival, ""), "utf-8")
    office.done("init")
    return office.into_force()


def test_every_question_has_its_case() -> None:
    """A new command of the family, and a new answer of a snapshot, are not forgotten."""
    assert (CASES.keys() - OF_OTHERS) | ELSEWHERE.keys() == {row.name for row in COMMANDS["Ask"]}
    asked = {name for name, kind in ANSWERS.items() if kind.ask}
    assert asked == {{"what-if": "impact"}.get(name, name) for name in CASES.keys() - {"report"}}


@pytest.mark.parametrize("name", CASES)
def test_what_is_recorded_in_the_midst_of_a_question_does_not_show(
    name: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the rows nor in what they are said to know, on the page and in each form; afterwards it does."""
    case = CASES[name]
    for line in case.before:
        office.done(line)
    forms = OWN_FORMS.get(name, ("table", "json"))
    for form in forms:
        question = f"{case.question} --format {form}"
        earlier, head = office.done(question).out, office.head()
        with monkeypatch.context() as patch:
            recorded = record_behind_the_head(office, patch, case.midst if form == "table" else undo(office, case))
            assert office.done(question).out == earlier
        assert recorded
        assert office.head() == head + 1
        assert office.done(question).out != earlier


def undo(office: Office, case: Case) -> str:
    """Strike what was recorded last; struck itself, a strike lets it count again."""
    file = "@parties" if case.midst.startswith("directory ") else "harbour"
    return f"strike {file} {office.head()} --reason slip --yes"


def record_behind_the_head(office: Office, patch: pytest.MonkeyPatch, line: str) -> list[str]:
    """Let somebody record once the snapshot's first statement, the one for the head of the log, was answered."""
    head, recorded = Log.head, list[str]()

    def and_record(log: Log) -> LogHead:
        found = head(log)
        if not recorded:
            recorded.append(line)
            office.done(line)
        return found

    patch.setattr(Log, "head", and_record)
    return recorded


OVER_ALL = ("certificates --all", "document list", "audit documents", "party NORHT", "status harbuor", "list --party X")
"""Further questions about the whole register, and slips for which all of it is looked at."""


@pytest.mark.parametrize("question", [*(case.question for case in CASES.values()), *OVER_ALL])
def test_no_question_goes_through_the_whole_log(question: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads the files that it is about, single entries, and the read models: a large register is no slower."""
    for line in [line for case in CASES.values() if case.question == question for line in case.before]:
        office.done(line)
    rows = Log.rows

    def few(log: Log, after: int = 0, upto: int | None = None) -> Iterator[LoggedRow]:
        assert (log.last()[0] if upto is None else upto) - after <= 1, "rows of the whole log"
        return rows(log, after, upto)

    monkeypatch.setattr(Log, "rows", few)
    for name in ("agreements", "leaves", "places"):
        monkeypatch.setattr(Log, name, lambda *_: pytest.fail("the whole log"))
    assert office.call(question).code in (0, 4)
