"""The pages of the ask family in another language: no word stays English but names, quotations and commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import demonstration, run
from reversed import REVERSED
from vocabulary import unturned

from cli.main import COMMANDS
from cli.terminal.session import Session

NAMES = (
    *("wco-caricc", "icmpd-wco", "WCO", "ICMPD", "CARICC", "EUR", "clerk", "Brussels", "Astana"),
    *("N1", "N2", "S1", "D1", "A1", "C1", "I1", "L1", "ID", "joint handbook", "scope of Art. 3(4)"),
    "Memorandum of Understanding on Co-operation between the WCO and CARICC",
    "Memorandum of Understanding on Co-operation between ICMPD and the WCO",
    "World Customs Organization",
    "International Centre for Migration Policy Development",
    "Central Asian Regional Information and Coordination Centre",
)
TYPED = re.compile(r"depositary [a-z].*|--[a-z].*")
"""A command to type, or an option, up to the end of its line."""

SOURCES = "VCLT-IO|ETS 76|UN Charter|UN Regulations|Regulation 1182/71"
CITED = re.compile(rf"({SOURCES})(,? (\(?\d[\da-z()]*|\([a-z]\)|and|to|bis\)?))*|\bR\d+[a-z]\b")
"""Articles of conventions and of rules of an organisation, and our own rules, cited alike in every language."""

PAGES = {
    "status": [f"status wco-caricc --as-of {day}" for day in ("2010-03-25", "2010-07-20", "2011-02-15", "2012-01-01")]
    + [f"status icmpd-wco --as-of {day}" for day in ("1999-05-10", "2003-09-01", "2004-02-29", "2004-08-01")]
    + ["status wco-caricc --as-of 2010-03-25 --known-at '#6'"],
    "explain": ["explain wco-caricc --as-of 2011-02-28", "explain icmpd-wco --as-of 2004-02-29"],
    "search": ["search joint", "search wco --limit 2"],
    "history": ["history wco-caricc", "history icmpd-wco"],
    "diff": [
        "diff wco-caricc --as-of 2010-07-20 --known-at '#8' '#14'",
        "diff icmpd-wco --as-of 2003-01-01 2004-03-01",
        "diff icmpd-wco --as-of 2004-02-29 --known-at '#14' '#15'",
        "diff icmpd-wco --terms 1 1",
    ],
    "what-if": [
        "what-if icmpd-wco 'notice --by WCO --on 2003-09-30'",
        "what-if wco-caricc 'withdraw-notice N1 --by CARICC --on 2011-02-01' 'notice --by WCO --on 2011-03-01'",
    ],
    "list": [
        *("list --as-of 2004-02-29", "list --as-of 1990-01-01", "list --party WCO --as-of 2010-05-01"),
        *("list --limit 1 --as-of 2010-05-01", "list --limit 1 --sort ends --after wco-caricc --as-of 2010-05-01"),
    ],
    "deadlines": [f"deadlines --as-of {day}" for day in ("2003-09-01", "2004-03-01", "2010-12-01")],
    "parties": ["parties --as-of 2003-06-01"],
    "party": [f"party {name} --as-of {day}" for name in ("WCO", "CARICC") for day in ("2003-06-01", "2010-12-01")],
    "contacts": ["contacts wco-caricc --as-of 2010-05-01"],
    "restrictions": ["restrictions wco-caricc I1 --as-of 2010-05-31"],
    "balances": ["balances icmpd-wco --as-of 2003-06-01", "balances wco-caricc --as-of 2010-05-01"],
    "timeline": [
        *(f"timeline wco-caricc --as-of {day}" for day in ("2010-03-25", "2010-08-01", "2011-06-01")),
        "timeline icmpd-wco --as-of 2004-01-15",
    ],
    "waiting": ["waiting"],
    "report": [
        *(f"report status wco-caricc --as-of {day}" for day in ("2010-03-25", "2011-02-15")),
        *("report history icmpd-wco --as-of 2004-02-29", "report in-force --as-of 2010-08-01"),
        *("report deadlines --as-of 2003-09-01", "report status icmpd-wco --as-of 2004-02-29"),
    ],
    "rule": ["rule", "rule R24"],
}
"""The questions, by command; to add a command: its line here."""

ELSEWHERE = {
    "diagram": "is a text in a language of diagrams",
    "follow": "has no page",
    "certificates": "is laid out among the recordings",
}

FURTHER = """
contact designate wco-caricc --by WCO --on 2010-04-06 --contact WCO
information supply wco-caricc --by WCO --on 2010-05-03 --title x --purpose x --through WCO --restriction x
information use wco-caricc I1 --by CARICC --on 2010-05-10 --purpose x
information restrict wco-caricc I1 --by WCO --on 2010-05-17 --text x
platform provide wco-caricc WCO --by WCO --on 2010-04-15 --irregular ICMPD
sign wco-caricc --by WCO --on 2010-04-01 --irregular ICMPD
correct wco-caricc 6 --set place=Brussels --reason x --yes
"""
"""Recorded besides, so that no page is empty."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a register in which something is there for each page."""
    file = demonstration(tmp_path_factory.mktemp("register"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPOSITARY_DB", str(file))
        patch.setenv("DEPOSITARY_ACTOR", "clerk")
        for line in FURTHER.strip().splitlines():
            ran = run(line)
            assert ran.code == 0, f"{line}: {ran.err}"
    return file


def test_every_page_is_held_to_it() -> None:
    """A new command of the family is not forgotten."""
    assert PAGES.keys() | ELSEWHERE.keys() == {row.name for row in COMMANDS["Ask"]}


@pytest.mark.parametrize("line", [line for lines in PAGES.values() for line in lines])
def test_no_word_of_a_page_stays_english(line: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not translated has gone through no message."""
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-07-15")
    monkeypatch.setattr(Session, "language", REVERSED)
    ran = run(line)
    assert ran.code == 0, ran.err
    assert unturned(CITED.sub(" ", TYPED.sub(" ", ran.out)), *NAMES) == [], ran.out
