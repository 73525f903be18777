"""Pages of recordings in another language: receipts, dry runs, what is changed, what is said before a question."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from commandline import run
from office import HARBOUR, Office
from reversed import Reversed
from test_cli_record_recording import lines_of
from vocabulary import sayings, unturned

from cli.terminal.session import Session

PAGES = (
    "answers/recording/answer.py",
    "answers/recording/effects.py",
    "answers/recording/impacts.py",
    "commands/record/receipts.py",
    "commands/ask/what_if.py",
)
"""The modules of which every template is to be seen on some page."""

NAMES = (
    "harbour",
    "NORTH",
    "SOUTH",
    "Court",
    "Northport",
    "EUR",
    "both",
    "three",
    "lights",
    "A",
    "B",
    "C",
    "agreement",
)
SIGNS = (
    r"\bdepositary [^\n(]*",
    r"--[a-z-]+( jsonl)?",
    r"ETS 76, \d and \d",
    r"· [0-9a-f]{8}\b",
    r"\b[A-Z]+\d+\b",
    r"the-code",
    r"\d(\(\w\))+",
    r"Record it\?.*:",
    r"\x1b\[\d+m",
)
"""Commands to type, receipts, ids and articles; and what is not of the page: the question, colours."""

BOTH = """
agreement: both
title: An agreement that both suspend and end
parties: {A: {name: Authority A}, B: {name: Authority B}}
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
  termination: [{article: "2", by: notice, from: [A, B], jointly: true, period: 3 months}]
  suspension: [{article: "3", ground: consent of all}]
"""

LIFE = """
draft harbour.yaml --on 2024-01-10
activity begin harbour A9 --on 2023-12-31 --irregular early
sign harbour --by NORTH --on 2024-02-01 --place Northport
sign harbour --by SOUTH --on 2024-02-15
sign harbour --by SOUTH --on 2024-02-16 --irregular again
activity begin harbour A1 --on 2024-06-01 --title chart
account open harbour C7 --on 2024-06-02 --owed-by NORTH --owed-to SOUTH --amount "100.00 EUR"
certify harbour --as-of 2024-07-15
certify harbour --as-of 2024-07-15 --to Court
notice harbour --by SOUTH --on 2024-08-31 --yes
notice harbour --by NORTH --on 2024-10-31 --yes
what-if harbour 'withdraw-notice N1 --by SOUTH --on 2024-09-15' 'withdraw-notice N2 --by NORTH --on 2024-12-01'
withdraw-notice harbour N1 --by SOUTH --on 2024-12-01
withdraw-notice harbour N2 --by NORTH --on 2024-12-01
withdraw-notice harbour N2 --by NORTH --on 2024-12-01
notice harbour --by SOUTH --on 2024-06-30 --accept-impact --yes
strike harbour 14 --reason mistake --yes
notice harbour --by SOUTH --on 2024-06-30 --accept-impact --yes
dispute fail harbour D1 --on 2024-05-01 --irregular early
dispute refer harbour D1 --by SOUTH --on 2024-06-01
correct harbour 17 --set on=2024-04-01 --reason misread --yes
activity begin harbour A2 --on 2024-03-01
end harbour --by NORTH --on 2025-01-01 --yes
end harbour --by SOUTH --on 2024-12-31 --dry-run
rectify propose harbour --terms harbour.yaml --objections-by 2026-12-31 --reason slip
correct harbour 1 --set on=2024-01-20 --reason slip --dry-run
"""
"""#1 to #21."""

TOGETHER = """
draft both.yaml --on 2024-01-10
sign both --by A --on 2024-02-01
sign both --by B --on 2024-02-01
suspend both --by A --on 2024-03-01 --ground consent
suspend both --by B --on 2024-03-10 --ground consent
activity begin both A1 --on 2024-02-02
account open both C1 --on 2024-02-02 --owed-by A --owed-to B
notice both --by A --on 2024-06-01 --yes
notice both --by B --on 2024-06-02 --yes
strike both 30 --reason mistake --dry-run
"""
"""#22 to #30."""

THREE = (
    BOTH.replace("agreement: both", "agreement: three")
    .replace("B: {name: Authority B}}", "B: {name: Authority B}, C: {name: Authority C}}")
    .replace(", from: [A, B], jointly: true", "")
)

OF_THREE = """
draft three.yaml --on 2024-01-10
sign three --by A --on 2024-02-01
sign three --by B --on 2024-02-01
sign three --by C --on 2024-02-01
notice three --by C --on 2024-06-01 --yes
withdraw-notice three N1 --by C --on 2024-07-01
"""
"""One party is to leave an agreement that goes on, and then stays."""

LIGHTS = """
agreement: lights
title: A protocol that goes with another agreement
parties: {A: {name: Authority A}, B: {name: Authority B}, C: {name: Authority C}}
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
  duration: {article: "2", upon: {agreement: {name: the-code, is: in force}}}
  termination: [{article: "3", by: event, upon: {agreement: {name: three, is: ended, of: "{party}"}}}]
"""

ASKING = """
draft lights.yaml --on 2024-01-11
sign lights --by A --on 2024-02-02
sign lights --by B --on 2024-02-02
sign lights --by C --on 2024-02-02
notice three --by C --on 2024-08-01 --yes
fact establish lights --fact "three ended for C" --on 2024-08-02
"""
"""What ends another agreement for a party ends this one for it; a third is not in the register."""

TO_AND_FRO = [
    {"agreement": "harbour", "by": "NORTH", "on": f"2024-06-{day:02}", **act}
    for day, act in enumerate([{"act": "suspended", "ground": "dispute:D1"}, {"act": "resumed"}] * 8, 2)
]
"""Sixteen stretches of days."""


class Listening(Reversed):
    """English backwards, which notes what it is asked for."""

    def __init__(self) -> None:
        self.heard: set[str] = set()

    def text(self, template: str) -> str:
        self.heard.add(template)
        return super().text(template)

    def plural(self, one: str, many: str, n: int) -> str:
        self.heard |= {one, many}
        return super().plural(one, many, n)


class Reader(Office):
    """An office whose pages are in another language; each is read for what has not gone through it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(folder, patch)
        patch.setenv("DEPOSITARY_TODAY", "2026-12-01")
        (folder / "harbour.yaml").write_bytes(HARBOUR.read_bytes())
        (folder / "both.yaml").write_text(BOTH, encoding="utf-8")
        (folder / "three.yaml").write_text(THREE, encoding="utf-8")
        (folder / "lights.yaml").write_text(LIGHTS, encoding="utf-8")
        self.done("init")
        self.language, self.left = Listening(), dict[str, list[str]]()
        patch.setattr(Session, "language", self.language)

    def read(self, command: str, *, stdin: str = "", terminal: bool = False) -> None:
        """Call a command, and keep what stays readable of its pages."""
        ran = run(*command.split(), stdin=stdin, terminal=True) if terminal else self.call(command, stdin=stdin)
        assert ran.code == 0, f"{command}: {ran.err}"
        text = ran.out + ran.err
        for sign in SIGNS:
            text = re.sub(sign, " ", text)
        if found := unturned(text, *NAMES):
            self.left[command] = found


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(tmp_path, monkeypatch)


def lines(text: str) -> Sequence[str]:
    return text.strip().splitlines()


def test_every_page_of_a_recording_is_in_the_language_of_its_reader(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing stays English but names, quotations and commands to type; every template of the pages is seen."""
    for command in (*lines(LIFE), *lines(TOGETHER)):
        reader.read(command)
    for command in (*lines(OF_THREE), *lines(ASKING)):
        reader.read(command)
    reader.read("record - --accept-impact", stdin="\n".join(map(json.dumps, TO_AND_FRO)))
    reader.read("strike harbour 3 --reason mistake --dry-run --accept-impact")
    reader.read("directory name NORTH SOUTH --on 2024-02-01 --new-party --dry-run")
    many = [*lines_of(20), json.dumps({"agreement": "harbour", "act": "signed", "by": "SOUTH", "on": "2024-02-16"})]
    for terminal in (False, True):
        reader.read("record - --dry-run --irregular again", stdin="\n".join(many), terminal=terminal)
    unread = [
        {"agreement": "harbour", "act": "fact_established", "on": "2024-03-01", "fact": fact} for fact in ("a", "b")
    ]
    for some in (unread, unread[:1]):
        reader.read("record - --dry-run", stdin="\n".join(map(json.dumps, some)), terminal=True)
    monkeypatch.setattr(Session, "interactive", True)
    reader.read("strike harbour 4 --reason mistake", stdin="y\n")
    monkeypatch.setattr(Session, "interactive", False)
    reader.done("db four-eyes on")
    reader.read("strike harbour 21 --reason mistake --yes")
    assert reader.left == {}
    own = {text for one in sayings() if one.place.rpartition(":")[0].endswith(PAGES) for text in one.templates}
    assert sorted(own - reader.language.heard) == []


def test_a_receipt_says_what_it_changes_for_one_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On its page, in a dry run, and as data; the agreement of the others goes on."""
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("DEPOSITARY_TODAY", "2026-12-01")
    (tmp_path / "three.yaml").write_text(THREE, encoding="utf-8")
    office.done("init")
    for command in lines(OF_THREE)[:4]:
        office.done(command)
    notice, withdrawal = (f"{command} --yes" for command in lines(OF_THREE)[4:])
    page = " ".join(office.done(f"{notice} --dry-run").out.split())
    assert "C leaves on 1 September 2024 (Art. 2) three in force as before: 2 parties remain bound" in page
    left = {"party": "C", "turn": "left", "before": None, "after": "2024-09-01", "article": "2"}
    assert office.done(f"{notice} --format json").json["parties"] == [left]
    page = " ".join(office.done(withdrawal).out.split())
    assert "C no longer leaves on 1 September 2024 (Art. 2) three in force as before: 3 parties remain bound" in page
    tried = office.done("what-if", "three", "notice --by C --on 2025-01-01", "--format", "json").json["impact"]
    assert (tried["parties"][0]["after"], tried["remaining"]) == ("2025-04-01", 2)
