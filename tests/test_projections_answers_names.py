"""Whether answers name natural persons is a setting: withheld, they stand sealed, and who recorded is not told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from commandline import DOCKET, run

from projections.answers.history import PastAct, history
from projections.answers.snapshot import Snapshots, snapshot

ADA, BEN = "Ada Lovelace", "Ben Jonson"
NAMING = f"""
contact designate wco-caricc --by WCO --on 2010-04-04 --contact "{ADA}" --reach "ada@example.org"
contact designate wco-caricc --by CARICC --on 2010-04-05 --contact "{BEN}"
erase "{BEN}" --yes
"""


def contacts(acts: Sequence[PastAct]) -> list[object]:
    return [act.fields["contact"] for act in acts if act.act == "contact_designated"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a register with one person named, and one erased."""
    file = tmp_path / "register.db"
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    for line in filter(None, f"{DOCKET}{NAMING}".splitlines()):
        ran = run(line)
        assert ran.code == 0, f"{line}: {ran.err}"
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-07-15")
    return file


def test_withheld_names_stand_sealed_and_erased_ones_erased(file: Path) -> None:
    """By a snapshot of one question and by those of a server alike."""
    served = Snapshots(str(file), names=False)
    with snapshot(str(file), names=False) as one, served.snapshot() as other:
        for asked in (one, other):
            acts = history(asked, "wco-caricc")
            assert [act.fields["contact"] for act in acts if act.act == "contact_designated"] == [
                "[sealed]",
                "[erased]",
            ]
            assert {(act.actor, act.login) for act in acts} == {(None, None)}
    served.close()
    with snapshot(str(file)) as asked:
        acts = history(asked, "wco-caricc")
        assert contacts(acts) == [ADA, "[erased]"]
        assert {act.actor for act in acts} == {"clerk"}


def test_no_answer_of_the_command_line_names_anybody_where_names_are_withheld(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the law says of a day is the same."""
    asked = ("status wco-caricc", "history wco-caricc", "explain wco-caricc", "contacts wco-caricc", "party WCO")
    shown = [run(f"{line} --format json") for line in asked]
    assert any(ADA in ran.out for ran in shown)
    monkeypatch.setenv("DEPOSITARY_NAMES", "withheld")
    withheld = [run(f"{line} --format json") for line in asked]
    assert all(
        ran.code == 0 and not {ADA, "ada@example.org", "clerk"} & set(json.dumps(ran.json).split('"'))
        for ran in withheld
    )
    assert json.dumps(shown[0].json) == json.dumps(withheld[0].json)
