"""`report`: each of them in each form, on both axes, of an empty register, and of nothing that is not there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from commandline import demonstration, run
from msgspec.structs import replace
from office import Office
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from cli.commands.ask.reports import FORMS
from lifecycle.course.machine import State
from projections.answers.drawn.timeline import Lane, Life, Span, Stretch
from projections.forms.reports.table import WRITERS
from projections.pages.reports import pictures as pictures_of

REPORTS = (
    "status wco-caricc --as-of 2011-01-10",
    "history icmpd-wco",
    "in-force --as-of 2003-01-01",
    "deadlines --as-of 2003-09-01",
    "audit",
)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-07-15")
    return tmp_path


def paper(file: Path) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    return " ".join(text.replace("\u200b", "").split())


def sheet(file: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(file).get_sheet_by_name(name).to_python()


def test_the_forms_offered_are_those_of_the_writers() -> None:
    assert tuple(WRITERS) == FORMS


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", REPORTS)
def test_each_report_comes_in_each_form_the_same_each_time(line: str, form: str, register: Path) -> None:
    """The ending of the file tells the form."""
    files = [register / f"{n}.{form}" for n in range(2)]
    for file in files:
        ran = run(f"report {line} -o {file}")
        assert (ran.code, ran.out) == (0, ""), ran.err
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].stat().st_size > 300


def test_a_status_on_paper_has_its_participants_its_picture_and_both_times(register: Path) -> None:
    file = register / "status.pdf"
    assert run(f"report status wco-caricc --as-of 2011-01-10 --known-at #13 -o {file}").code == 0
    said = paper(file)
    for words in (
        "SUSPENDED since 4 July 2010",
        "Participants",
        "notice given: N1 takes effect 28 Feb 2011",
        "The life of wco-caricc as of 10 January 2011: suspended",
        "As of 10 January 2011, as known at #13 of 15.",
    ):
        assert words in said
    row = (
        "Central Asian Regional Information and Coordination Centre, CARICC | 30 Mar 2010 Astana | 30 Mar 2010 | notice"
    )
    assert row in run("report status wco-caricc --as-of 2011-01-10").out
    assert run(f"report status wco-caricc --as-of 2011-01-10 --known-at #8 -o {file} --force").code == 0
    assert "IN FORCE since 30 March 2010" in paper(file)
    assert "N1" not in paper(file)


def test_a_life_of_many_parties_comes_in_pictures_that_can_be_read(tmp_path: Path) -> None:
    """Each begins with the lane of the agreement; what stands beside that is in the first."""
    states = (Stretch(state=State.IN_FORCE, since=date(2000, 1, 1)),)
    lanes = (Lane(stretches=states), *(Lane(party=f"P{n}", stretches=states) for n in range(50)))
    spans = (
        Span(kind="dispute", id="D1", since=date(2001, 1, 1)),
        Span(kind="notice", id="N1", party="P49", since=date(2001, 1, 1)),
    )
    life = Life(
        agreement="x", title="X", as_of=date(2001, 6, 1), state=State.IN_FORCE, lanes=lanes, spans=spans, acts=()
    )
    pictures = [block.life for block in pictures_of(life)]
    assert [len(one.lanes) for one in pictures] == [25, 25, 3]
    assert {one.lanes[0].party for one in pictures} == {""}
    assert [lane.party for one in pictures for lane in one.lanes[1:]] == [f"P{n}" for n in range(50)]
    assert [[span.id for span in one.spans] for one in pictures] == [["D1"], [], ["N1"]]
    assert len(list(pictures_of(replace(life, lanes=lanes[:1], spans=())))) == 1


def test_what_is_in_force_is_a_sheet_of_days(register: Path) -> None:
    """A suspension ends nothing (VCLT-IO 72), and says since when it stands."""
    file = register / "in-force.xlsx"
    assert run(f"report in-force --as-of 2010-08-01 -o {file}").code == 0
    head, row = sheet(file, "Agreements")
    assert head == ["Agreement", "Title", "With", "In force since", "State", "Ends"]
    assert (row[0], row[2], str(row[3]), row[4]) == (
        *("wco-caricc", "WCO, CARICC"),
        *("2010-03-30", "suspended since 4 Jul 2010"),
    )
    run(f"report in-force --as-of 2005-01-01 -o {file} --force")
    assert len(sheet(file, "Agreements")) == 1, "that one had ended"


def test_a_form_that_is_named_goes_before_the_ending_of_the_file(register: Path) -> None:
    file = register / "status.txt"
    assert run(f"report status wco-caricc --format pdf -o {file}").code == 0
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert run("report status wco-caricc").out.startswith("# Memorandum")
    assert run("report status wco-caricc --format pdf", terminal=True).code == 2


def test_a_report_of_an_empty_register_says_that_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-07-15")
    office.done("init")
    for form in FORMS:
        for line in ("in-force", "deadlines", "audit"):
            office.done(f"report {line} -o {line}.{form}")
    assert "0 agreements, as of 15 July 2010, as known at \\#0" in office.done("report in-force").out
    assert "0 dates" in office.done("report deadlines").out


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("report status nothing", 4),
        ("report history nothing", 4),
        ("report deadlines --party NOBODY", 4),
        ("report status wco-caricc --as-of 1999-01-01", 4),
        ("report status wco-caricc --format docx", 2),
        ("report status wco-caricc --fonts nowhere", 2),
    ],
)
def test_what_cannot_be_reported_is_refused_and_leaves_no_file(line: str, code: int, register: Path) -> None:
    file = register / "x.pdf"
    ran = run(f"{line} -o {file}")
    assert ran.code == code, ran.err
    assert not file.exists()


def test_an_audit_tells_what_is_wrong(register: Path) -> None:
    said = run("report audit").out
    assert "The record is intact, and so are the answers made from it." in said
    assert "15 of 15 events match their hashes" in said
    assert "0.0 s" not in said, "no clock is read for a report"
    with sqlite3.connect(register / "register.db") as database:
        database.execute("UPDATE versions SET title = 'Another'")
    file = register / "audit.pdf"
    assert run(f"report audit -o {file}").code == 3, "as `audit replay` leaves"
    assert "the read models are not as it makes them" in paper(file)


def test_a_pipe_gets_the_bytes_of_a_paper(register: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "report", "in-force", "--format", "pdf"],
        capture_output=True,
        check=True,
    )
    assert len(PdfReader(BytesIO(made.stdout)).pages) == 1
