"""The key to the numbers: `rule` says what they mean, and the page of `explain` leads to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import demonstration, run

from lifecycle.law import LAW
from lifecycle.messages import render


def test_a_rule_is_said_with_what_it_rests_on() -> None:
    page = run("rule R29").out
    assert page == f"  R29   {LAW['R29'].says}.\n        VCLT-IO 68\n"


def test_several_are_said_as_asked() -> None:
    """In large or small letters."""
    rows = run("rule r29 R16A r1 --format json").json
    assert [row["number"] for row in rows] == ["R29", "R16a", "R1"]
    assert rows[0] == {
        "schema": "depositary/rule/1",
        "number": "R29",
        "says": str(LAW["R29"].says),
        "source": "VCLT-IO 68",
        "unverified": "",
    }


def test_without_a_number_all_are_said() -> None:
    page = run("rule").out
    assert re.findall(r"^  (R\w+)", page, re.MULTILINE) == list(LAW)
    assert all(f"{render(rule.rests_on)}\n" in page for rule in LAW.values())
    assert [row["number"] for row in run("rule --format json").json] == list(LAW)


def test_a_terminal_gets_it_in_its_width() -> None:
    """Nothing is cut."""
    lines = run("rule R24", terminal=True).out.splitlines()
    assert len(lines) > 3
    assert all(len(line) <= 100 for line in lines)
    assert " ".join(" ".join(lines).split()) == f"R24 {LAW['R24'].says}. no article"


@pytest.mark.parametrize(("number", "near"), [("R290", "R29"), ("29", "R29"), ("R16c", "R16a"), ("R99", "R9")])
def test_an_unknown_number_is_answered_with_the_nearest(number: str, near: str) -> None:
    ran = run("rule", "R1", number)
    assert (ran.code, ran.out) == (4, "")
    first, following = ran.err.splitlines()
    assert re.search(rf'"{number}".* Did you mean .*\b{near}\b', first)
    assert following == "Next: depositary rule"


def test_no_register_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("rule R1").code == 0
    assert list(tmp_path.iterdir()) == []


def test_an_explanation_leads_to_its_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To each number that its page cites, and to no other; the line can be typed as it stands."""
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    assert run("sign wco-caricc --by WCO --on 2010-05-01 --irregular 'signed twice'").code == 0
    *page, last = run("explain wco-caricc --as-of 2011-02-28").out.splitlines()
    found = set(re.findall(r"\bR\d+[a-z]?\b", "\n".join(page)))
    assert {"R9", "R24", "R29"} <= found
    asked = last.removeprefix("Rules: depositary ")
    assert asked == f"rule {' '.join(number for number in LAW if number in found)}"
    assert {row["number"] for row in run(f"{asked} --format json").json} == found
