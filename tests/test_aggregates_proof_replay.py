"""Replays: rulings are compared by what they say, however it is worded, today or when they were stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from commandline import demonstration
from logs import STORED, streams
from office import Office
from reversed import backwards
from stores import File

from aggregates.proof.rulings import compare
from lifecycle.course.dues import DUES
from lifecycle.fold import old_rulings
from lifecycle.fold.ruling import RULES, Dated, Objected, Ruling, rule
from lifecycle.fold.timeline import fold
from lifecycle.messages import English

DAY, LATER = date(2010, 5, 1), date(2010, 6, 1)

WORDINGS: list[tuple[Dated, str]] = [
    (Dated(kind="entry", on=DAY), "entry into force"),
    (Dated(kind="joins", subject="UPU", on=DAY), "entry into force for UPU"),
    (Dated(kind="ends", subject="N1", cause="notice", on=DAY), "N1 ends it"),
    (Dated(kind="ends", subject="term", cause="term", on=DAY), "its term ends"),
    (
        Dated(kind="ends", subject="term", cause="term", values=("A", "B"), on=DAY),
        "its term ends, but for A and B by earlier terms",
    ),
    (Dated(kind="leaves", subject="N1", cause="notice", values=("UPU",), on=DAY), "UPU leaves by N1"),
    (
        Dated(kind="leaves", subject="term of B", cause="term", values=("B", 2), on=DAY),
        "the term ends for B, by version 2 of the terms",
    ),
    (Dated(kind="lock_in", subject="0", cause="notice", on=DAY), "first day for a notice"),
    (Dated(kind="lock_in", subject="0 by D", cause="notice", values=("D",), on=DAY), "first day for a notice by D"),
    (
        Dated(kind="lock_in", subject="0 by D", cause="effect", values=("D",), on=DAY),
        "first day on which a notice can take effect by D",
    ),
    (Dated(kind="window", subject="1 by D", values=("D",), on=DAY), "first day of the window for a notice by D"),
    (Dated(kind="window_end", subject="1 by D", values=("D",), on=DAY), "last day of the window for a notice by D"),
    (Dated(kind="survival", on=DAY), "survival is over"),
    (Dated(kind="survival", subject="A", on=DAY), "survival for A is over"),
    (Dated(kind="dispute", subject="D1", cause="time", on=DAY), "last day to settle dispute D1"),
    (Dated(kind="dispute", subject="D1", cause="time", on=DAY), "dispute D1 fails if it is not settled"),
    (Dated(kind="objection", subject="P1", cause="measure", on=DAY), "last day to object to P1"),
]
"""What falls due, and how it was named in rulings of 2026.1 or 2026.2."""


def old(**dates: date) -> Ruling:
    """Make a ruling of 2026.2."""
    return Ruling(rules="2026.2", dates=dates)


def said(stored: Ruling, today: Ruling) -> list[str]:
    """Compare two rulings, in English."""
    return list(map(str, compare(stored, today)))


@pytest.mark.parametrize(("due", "wording"), WORDINGS, ids=[wording for _, wording in WORDINGS])
def test_an_old_ruling_is_read_as_what_it_meant(due: Dated, wording: str) -> None:
    """The same date is no difference; another one is, and so is one that is missing on either side."""
    today = Ruling(rules=RULES, due=(due,))
    assert said(old(**{wording: DAY}), today) == []
    assert said(old(**{wording: LATER}), today) == [f'"{wording}": stored 1 June 2010, replayed 1 May 2010']
    missing = [f'"{wording}": stored 1 May 2010, replayed none']
    assert said(old(**{wording: DAY}), Ruling(rules=RULES)) == ([] if due.kind == "survival" else missing)
    clock = due.kind in old_rulings.OF_THE_CLOCK or (due.kind, due.cause) == ("ends", "term")
    assert len(said(old(), today)) == (0 if clock else 1)  # then the clock's own dates were put down to another act


def test_the_old_wordings_are_of_what_there_is() -> None:
    """Each stands for a line of the table of today; what fell due first under later rules was never worded so."""
    assert {(kind, cause) for kind, cause, _ in old_rulings.WORDINGS} <= set(DUES)


def test_a_wording_that_nobody_knows_is_compared_by_its_day() -> None:
    """It is taken for what falls on its day, once; a known wording never is."""
    today = Ruling(rules=RULES, due=(Dated(kind="ends", subject="N1", cause="notice", on=DAY),))
    assert said(old(**{"notice N1 has effect": DAY}), today) == []
    assert said(old(**{"notice N1 has effect": LATER}), today) == [
        '"N1 ends it": stored none, replayed 1 May 2010',
        '"notice N1 has effect": stored 1 June 2010, replayed none',
    ]
    assert said(old(**{"notice N1 has effect": DAY, "N1 has effect": DAY}), today) == [
        '"N1 has effect": stored 1 May 2010, replayed none'
    ]
    assert said(old(**{"UPU leaves by N1": DAY}), today) == [
        '"N1 ends it": stored none, replayed 1 May 2010',
        '"UPU leaves by N1": stored 1 May 2010, replayed none',
    ]


def test_of_two_with_one_wording_the_last_was_stored() -> None:
    """Lock-ins of two clauses had one name: an old ruling knows but one of them."""
    first, second = (Dated(kind="lock_in", subject=at, cause="notice", on=on) for at, on in (("0", LATER), ("1", DAY)))
    assert said(old(**{"first day for a notice": DAY}), Ruling(rules=RULES, due=(first, second))) == []


def test_rulings_of_today_are_compared_by_kind_subject_cause_and_values() -> None:
    """And by the dates of the agreement's life; the words of an objection are not stored, what it rests on is."""
    due = Dated(kind="leaves", subject="N1", cause="notice", values=("UPU",), on=DAY)
    one = Ruling(rules=RULES, due=(due,), life={"terminated_on": DAY}, objection=Objected(rule="R29", article="9"))
    assert said(one, one) == []
    other = Ruling(
        rules=RULES,
        due=(Dated(kind="leaves", subject="N1", cause="notice", values=("WCO",), on=DAY),),
        life={"terminated_on": LATER},
        objection=Objected(rule="R29", article="9", conflicts=3),
    )
    assert said(one, other) == [
        "UPU leaves by N1: stored 1 May 2010, replayed none",
        "WCO leaves by N1: stored none, replayed 1 May 2010",
        "termination: stored 1 May 2010, replayed 1 June 2010",
        "objection: stored R29 (9), replayed R29 (9) against #3",
    ]


@pytest.mark.parametrize(
    "strange", [Dated(kind="nonsense", on=DAY), Dated(kind="ends", subject="N1", cause="notice", values=("A",), on=DAY)]
)
def test_what_this_program_has_not_written_is_told_by_its_kind(strange: Dated) -> None:
    """A replay never raises on what it reads."""
    assert said(Ruling(rules=RULES, due=(strange,)), Ruling(rules=RULES)) == [
        f'"{strange.kind}": stored 1 May 2010, replayed none'
    ]


def reword(patch: pytest.MonkeyPatch) -> None:
    """Let the program say everything in other words: each word of every template backwards, in English itself."""
    for name in ("text", "plural", "day", "short"):
        said_before = getattr(English, name)
        patch.setattr(English, name, lambda *given, said_before=said_before: backwards(said_before(*given)))


def differing(log: Path) -> list[str]:
    """Replay a stored log, and say in what its rulings differ."""
    found = []
    for stream in streams(log).values():
        before = None
        for at, row in enumerate(stream, 1):
            after = fold([other.entry for other in stream[:at]])
            found += said(row.ruling, rule(before, after, row.entry))
            before = after
    return found


def test_another_wording_is_no_tampering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded in one wording replays clean in another, read models and all."""
    demonstration(tmp_path)
    office = Office(tmp_path, monkeypatch, File(tmp_path))
    asked = "status icmpd-wco --as-of 2003-09-01 --format json"
    for words in (["N1 ends it", "last day to withdraw N1"], ["N1 sdne ti", "tsal yad ot wardhtiw N1"]):
        assert sorted(one["what"] for one in office.done(asked).json["next"]) == sorted(words)
        told = office.done("audit replay --format json").json
        assert (told["intact"], told["read_models_compared"], told["differences"]) == (True, True, [])
        reword(monkeypatch)


@pytest.mark.parametrize("name", ["2026.3-dates", "2026.2-dates", "2026.2"])
def test_another_wording_changes_no_ruling(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does it change how one is read that was stored in the words of an earlier version."""
    reword(monkeypatch)
    assert differing(STORED / f"{name}.jsonl") == []
