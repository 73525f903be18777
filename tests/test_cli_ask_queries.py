"""The questions: status, explain, history, list, deadlines, diagram, on both axes of time."""

from __future__ import annotations

import os
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from commandline import TERMS, demonstration, run
from hypothesis import given
from hypothesis import strategies as st

from aggregates.ground.clock import now
from cli.commands.ask.agreements import SORTS
from lifecycle.calendar.days import parse_date
from projections.answers import agreements, deadlines
from projections.answers.agreements import LOWEST


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = demonstration(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-07-15")
    return file


def answer(line: str) -> Any:
    ran = run(f"{line} --format json")
    assert ran.code == 0, ran.err
    return ran.json


def state(id: str, day: str, known_at: str = "") -> str:
    moment = f" --known-at '{known_at}'" if known_at else ""
    return str(answer(f"status {id} --as-of {day}{moment}")["state"])


# Status


@pytest.mark.parametrize(
    ("id", "day", "expected"),
    [
        ("wco-caricc", "2010-03-18", "drafted"),
        ("wco-caricc", "2010-03-19", "signed"),
        ("wco-caricc", "2010-03-29", "signed"),
        ("wco-caricc", "2010-03-30", "in_force"),
        ("wco-caricc", "2010-07-04", "suspended"),
        ("wco-caricc", "2011-02-27", "suspended"),
        ("wco-caricc", "2011-02-28", "terminated"),
        ("icmpd-wco", "1999-05-20", "drafted"),
        ("icmpd-wco", "1999-05-21", "in_force"),
        ("icmpd-wco", "2003-08-31", "notice_given"),
        ("icmpd-wco", "2004-02-28", "notice_given"),
        ("icmpd-wco", "2004-02-29", "winding_down"),
        ("icmpd-wco", "2004-07-29", "winding_down"),
        ("icmpd-wco", "2004-07-30", "terminated"),
    ],
)
def test_the_status_of_a_day(id: str, day: str, expected: str) -> None:
    """The day of a change shows the new state."""
    assert state(id, day) == expected


def test_the_status_as_it_was_known() -> None:
    """Before the notice was recorded the register did not know of an end."""
    assert state("icmpd-wco", "2004-02-29") == "winding_down"
    assert state("icmpd-wco", "2004-02-29", "#12") == "in_force"
    told = answer("status icmpd-wco --as-of 2004-02-29 --known-at '#12'")
    assert told["known_at"]["seq"] == 12
    assert told["known_at"]["recorded_at"].endswith("Z")


def test_the_moment_of_knowledge_may_be_a_day_or_a_time() -> None:
    told = answer("status wco-caricc --as-of 2010-03-30")["known_at"]
    assert told["seq"] == 15
    assert state("wco-caricc", "2010-03-30", told["recorded_at"]) == "in_force"
    assert state("wco-caricc", "2010-03-30", told["recorded_at"][:10]) == "in_force"
    ran = run("status wco-caricc --known-at 2001-01-01")
    assert (ran.code, ran.out) == (4, "")
    assert "Error: wco-caricc was not yet on record at #0." in ran.err


@pytest.mark.parametrize(
    ("moment", "code", "says"),
    [
        ("#99", 4, "#99"),
        ("2010-13-01", 2, "no month 13"),
        ("2010-03-01T10:00:00", 2, "has no offset from UTC"),
        ("#-1", 2, ""),
        ("lately", 2, ""),
    ],
)
def test_a_moment_that_cannot_be_is_refused(moment: str, code: int, says: str) -> None:
    ran = run("status", "wco-caricc", "--known-at", moment)
    assert ran.code == code
    assert says in ran.err


def test_the_page_says_state_reasons_and_the_next_command() -> None:
    page = run("status wco-caricc --as-of 2010-03-25").out
    assert page.splitlines()[0].startswith("Memorandum of Understanding")
    assert "SIGNED since 19 March 2010" in page
    assert "Waiting for       signature of CARICC, then in force the same day (Art. 9)" in page
    assert "WCO          19 Mar 2010 Brussels  –         signed" in page
    assert "As of 25 March 2010, as known at #15 (head of the log)." in page
    assert page.rstrip().endswith("Why: depositary explain wco-caricc --as-of 2010-03-25")


def test_the_page_lists_everything_that_holds() -> None:
    """Suspended, under notice, in dispute, and something left to lapse: all of it is said."""
    page = run("status wco-caricc --as-of 2011-02-15").out
    for part in (
        "SUSPENDED since 4 July 2010",
        "In force since    30 March 2010",
        "Suspended by      WCO since 4 July 2010: dispute D1 failed (Art. 7(2), #11); S1",
        "Notice            N1 by CARICC, received 30 November 2010, takes effect on 28 February 2011 (Art. 8(3), #12)",
        'Dispute           D1 "scope of Art. 3(4)", referred by WCO on 1 June 2010, failed on 2 July 2010',
        "27 February 2011: last day to withdraw N1",
        "in 12 days",
        "Assumed           ",
    ):
        assert part in page


def test_the_page_of_an_earlier_knowledge_asks_for_its_own_reasons() -> None:
    page = run("status wco-caricc --as-of 2010-03-25 --known-at '#6'").out
    assert "as known at #6 of 15" in page
    assert "--known-at '#6'" in page


def test_a_winding_down_shows_what_is_left_and_the_other_reading() -> None:
    page = run("status icmpd-wco --as-of 2004-02-29").out
    assert "account C1, 1200.00 EUR, owed by WCO, owed to ICMPD" in page
    assert "Another reading" in page
    assert "1 March 2004" in page


def test_a_day_before_the_draft_is_not_found() -> None:
    for query in ("status", "explain"):
        ran = run(f"{query} wco-caricc --as-of 2010-02-28")
        assert (ran.code, ran.out) == (4, "")
        assert "on 28 February 2010: its file opens with the draft of 1 March 2010." in ran.err


# Dates


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03/04/2010", "2010-04-03 (3 April 2010) or 2010-03-04 (4 March 2010)"),
        ("2010-02-30", "February 2010 has 28 days"),
        ("2010-13-01", "no month 13"),
        ("30 March 2010", "write YYYY-MM-DD"),
        ("２０１０-03-30", "write YYYY-MM-DD"),
        ("1500-01-01", "beyond the calendar"),
        (" 2010-03-30", "write YYYY-MM-DD"),
        ("Today", "write YYYY-MM-DD"),
    ],
)
def test_no_date_is_guessed(text: str, says: str) -> None:
    ran = run("status", "wco-caricc", "--as-of", text)
    assert ran.code == 2
    assert says in ran.err


@given(st.dates(date(1648, 1, 1), date(2999, 12, 31)))
def test_every_date_of_the_calendar_is_read(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("word", "day"), [("today", "2010-07-15"), ("yesterday", "2010-07-14"), ("tomorrow", "2010-07-16")]
)
def test_words_count_from_the_day_of_the_call(word: str, day: str) -> None:
    assert answer(f"status wco-caricc --as-of {word}")["as_of"] == day


def test_without_a_date_the_answer_is_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("status wco-caricc")["as_of"] == "2010-07-15"
    monkeypatch.setenv("DEPOSITARY_TODAY", "15.07.2010")
    ran = run("status wco-caricc")
    assert ran.code == 2
    assert 'DEPOSITARY_TODAY: "15.07.2010" is not a date' in ran.err
    monkeypatch.delenv("DEPOSITARY_TODAY")
    told = date.fromisoformat(answer("status wco-caricc")["as_of"])
    assert abs(told - now().date()) <= timedelta(days=1)


# Explain


def test_the_derivation_is_numbered_and_has_sources() -> None:
    page = run("explain wco-caricc --as-of 2011-02-28").out
    assert page.startswith("wco-caricc is TERMINATED on 28 February 2011, since 28 February 2011, as known at #15.")
    assert "ETS 76, 4(2) · R16" in page
    assert "Another reading: " in page
    steps = answer("explain wco-caricc --as-of 2011-02-28")["lines"]
    assert [step["n"] for step in steps] == list(range(1, len(steps) + 1))
    assert all(f"{step['n']:>4}  " in page for step in steps)


def test_an_act_without_effect_is_shown_as_such() -> None:
    ran = run("sign wco-caricc --by WCO --on 2010-05-01 --irregular 'signed twice'")
    assert ran.code == 0, ran.err
    for query in ("status", "explain"):
        page = run(f"{query} wco-caricc --as-of 2010-06-01").out
        assert "#16 signed, 1 May 2010: WCO has already signed, on 19 March 2010 (R9)" in page
    assert "[no effect: WCO has already signed" in run("history wco-caricc").out


@pytest.mark.parametrize("day", ["2010-03-18", "2010-03-25", "2010-07-04", "2011-02-15", "2020-01-01"])
def test_explain_and_status_agree(day: str) -> None:
    explained, told = answer(f"explain wco-caricc --as-of {day}"), answer(f"status wco-caricc --as-of {day}")
    assert (explained["state"], explained["since"]) == (told["state"], told["since"])


# History


def test_history_shows_both_times_and_what_followed() -> None:
    page = run("history icmpd-wco").out
    lines = page.splitlines()
    assert lines[0].split() == ["#", "ON", "RECORDED", "(UTC)", "ACT", "BY", "DETAIL"]
    assert [line.split()[0] for line in lines[1:] if line[:4].strip()][:3] == ["1", "2", "3"]
    assert "→ IN FORCE" in page
    assert "→ WINDING DOWN" in page
    assert "8 acts, as known at #15." in page


def test_history_knows_what_was_known() -> None:
    before = answer("history wco-caricc --known-at '#6'")
    assert [act["act"] for act in before] == ["drafted", "signed", "signed"]
    assert [f["state"] for act in before for f in act["followed"]] == ["signed", "in_force"]
    dated = answer("history wco-caricc --as-of 2010-03-19")
    assert [act["act"] for act in dated] == ["drafted", "signed"]


def test_history_keeps_all_that_was_recorded() -> None:
    opened = next(act for act in answer("history icmpd-wco") if act["act"] == "account_opened")
    assert opened["fields"] == {
        "account": "C1", "owed_by": "WCO", "owed_to": "ICMPD", "amount": "1200.00 EUR", "activity": "A1",
    }  # fmt: skip
    assert opened["actor"] == "clerk"


def test_history_names_the_correction_beside_what_it_corrects() -> None:
    """The entry stands as it was made; as it was known before, nothing is said of the correction."""
    correction = '{"agreement": "wco-caricc", "act": "corrected", "on": "2026-11-20", "target": 6, '
    correction += '"set": {"place": "Almaty"}, "reason": "typing error"}'
    ran = run("record - --future --yes", stdin=correction)
    assert ran.code == 0, ran.err
    page = run("history wco-caricc").out
    assert "Astana; [corrected by #16]" in page
    assert '"typing error"' in page
    assert "corrected by" not in run("history wco-caricc --known-at '#15'").out


def test_history_says_what_a_correction_changed_and_who_recorded() -> None:
    """The old value beside the new one; whoever recorded everything is named once (R54)."""
    assert "All of it was recorded by clerk." in run("history wco-caricc").out
    ran = run("correct wco-caricc 6 --set place=Almaty --reason x --yes --actor deputy")
    assert ran.code == 0, ran.err
    page = run("history wco-caricc").out
    assert 'concerns #6; "x"; place Astana → Almaty; recorded by deputy' in page
    assert "Brussels; recorded by clerk" in page
    assert answer("history wco-caricc")[-1]["changes"] == [
        {"seq": 6, "act": "signed", "field": "place", "before": "Astana", "after": "Almaty"}
    ]


# List and deadlines


def test_the_list_agrees_with_the_status_of_each() -> None:
    for day in ("1999-05-10", "2004-02-29", "2010-07-04", "2011-02-28"):
        for row in answer(f"list --as-of {day}"):
            told = answer(f"status {row['agreement']} --as-of {day}")
            shared = [name for name in row if name in told and name != "schema"]
            assert "ended_by" in shared
            assert {name: told[name] for name in shared} == {name: row[name] for name in shared}
            assert row["ends"] == (told["terminated_on"] or told["terminates"])


def test_the_list_can_be_narrowed() -> None:
    assert [row["agreement"] for row in answer("list --as-of 2010-07-04 --state suspended")] == ["wco-caricc"]
    assert [row["agreement"] for row in answer("list --as-of 2010-07-04 --party ICMPD")] == ["icmpd-wco"]
    assert [row["agreement"] for row in answer("list --as-of 2010-07-04 --known-at '#3'")] == ["icmpd-wco"]


def test_the_list_names_partners_and_ends_and_the_state_of_a_party() -> None:
    """A state then narrows it by that of the party."""
    (one,) = answer("list --party CARICC --as-of 2011-01-10")
    assert [partner["party"] for partner in one["partners"]] == ["WCO"]
    assert (one["ends"], one["party"], one["party_state"]) == ("2011-02-28", "CARICC", "notice_given")
    assert one["state"] == "suspended"
    assert answer("list --party CARICC --state suspended --as-of 2011-01-10") == []
    assert len(answer("list --state suspended --as-of 2011-01-10")) == 1
    page = run("list --party CARICC --as-of 2011-01-10").out
    assert page.splitlines()[0].split("  ")[0] == "AGREEMENT"
    assert "OF THE PARTY" in page


def test_a_list_is_read_page_by_page() -> None:
    """Each says how many there are, and what the next one begins behind."""
    (first,) = answer("list --limit 1 --as-of 2011-01-10")
    assert (first["agreement"], first["total"], first["next_after"]) == ("icmpd-wco", 2, "icmpd-wco")
    (last,) = answer("list --limit 1 --after icmpd-wco --as-of 2011-01-10")
    assert (last["agreement"], last["total"], last["next_after"]) == ("wco-caricc", 2, None)
    page = run("list --limit 1 --as-of 2011-01-10").out
    assert "1 of 2 agreements, as of 10 January 2011" in page
    assert "Next page: --after icmpd-wco" in page
    assert [one["agreement"] for one in answer("list --sort since --as-of 2011-01-10")] == ["icmpd-wco", "wco-caricc"]
    ran = run("list --after wco-carric --limit 1")
    assert (ran.code, "Did you mean wco-caricc?" in ran.err) == (4, True)


def test_no_more_is_counted_and_listed_than_an_everyday_question_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page says that there are more, and a list of deadlines that others have been overdue for longer."""
    monkeypatch.setattr(agreements, "COUNTED", 1)
    assert "1 of more than 1 agreements, as of 10 January 2011" in run("list --limit 1 --as-of 2011-01-10").out
    everything = answer("deadlines --all-overdue --as-of 2004-05-01")
    late = [one for one in everything if one["overdue"]]
    assert len(late) > 1
    monkeypatch.setattr(deadlines, "LATEST", 1)
    shown = answer("deadlines --as-of 2004-05-01")
    assert [one["earlier"] for one in shown] == [True, *(False for _ in everything[len(late) :])]
    assert [one["what"] for one in shown] == [one["what"] for one in everything[len(late) - 1 :]]
    assert "longer: --all-overdue" in run("deadlines --as-of 2004-05-01").out
    assert "--all-overdue" not in run("deadlines --all-overdue --as-of 2004-05-01").out


def test_a_list_is_searched_by_words_of_titles_and_names() -> None:
    """However they are spelt; each of them is to be found."""
    assert [one["agreement"] for one in answer("list --words CARICC")] == ["wco-caricc"]
    assert len(answer("list --words 'customs MEMORANDUM'")) == 2
    assert answer("list --words 'customs pilotage'") == []
    assert answer("list --words 'm%randum'") == []


def test_the_orders_offered_are_those_there_are() -> None:
    assert set(SORTS) == set(LOWEST)


def test_deadlines_are_of_the_day_and_the_span() -> None:
    assert [row["on"] for row in answer("deadlines --as-of 2010-12-01")] == ["2011-02-27", "2011-02-28"]
    assert [row["on"] for row in answer("deadlines --as-of 2010-12-01 --within 88d")] == ["2011-02-27"]
    assert answer("deadlines --as-of 2010-12-01 --within 1w") == []
    assert answer("deadlines --as-of 2010-12-01 --known-at '#11'") == []
    page = run("deadlines --as-of 2010-12-01 --party CARICC").out
    assert "in 88 days" in page
    assert "2 dates, as of 1 December 2010" in page


@pytest.mark.parametrize("span", ["9x", "-3d", "d", "3 months", "９d"])
def test_a_span_that_is_none_is_refused(span: str) -> None:
    ran = run("deadlines", f"--within={span}")
    assert ran.code == 2
    assert "write 90d" in ran.err


# Diagram


def test_a_diagram_of_terms_shows_what_they_reach(tmp_path: Path) -> None:
    """No survival clause, no winding down; the same from the file as from the register."""
    drawn = run("diagram wco-caricc").out
    assert "stateDiagram" in drawn
    assert "winding_down" not in drawn
    assert "winding_down" in run("diagram icmpd-wco").out
    assert run("diagram", str(TERMS / "wco-caricc.yaml")).out == drawn


def test_a_diagram_of_no_file_is_refused() -> None:
    ran = run("diagram nowhere.yaml")
    assert (ran.code, ran.err) == (2, "Error: nowhere.yaml: No such file or directory\n")


# What a question leaves behind


@pytest.mark.parametrize(
    "line", ["status wco-caricc", "explain wco-caricc", "history wco-caricc", "list", "deadlines", "diagram wco-caricc"]
)
def test_a_question_changes_nothing(line: str, register: Path) -> None:
    before = register.read_bytes()
    assert run(line).code == 0
    assert register.read_bytes() == before
    assert [file.name for file in register.parent.iterdir()] == [register.name]


def test_a_question_needs_no_right_to_write(register: Path) -> None:
    register.chmod(0o444)
    assert run("status wco-caricc").code == 0
    assert run("list").code == 0


def test_a_damaged_register_is_told(register: Path) -> None:
    register.write_bytes(b"SQLite format 3\x00" + os.urandom(4096))
    ran = run("status wco-caricc")
    assert ran.code in (10, 74)
    assert ran.err.startswith("Error: ")


def test_a_register_of_another_schema_is_refused(register: Path) -> None:
    with sqlite3.connect(register) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    ran = run("status wco-caricc")
    assert ran.code == 12
    assert "newer" in ran.err


def test_text_from_outside_reaches_no_terminal_unseen(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was recorded, by whatever path, a page shows it harmless."""
    with sqlite3.connect(register) as connection:
        connection.executescript("DROP TRIGGER events_are_never_updated")
        (bytes_,) = connection.execute("SELECT state FROM events WHERE seq = 6").fetchone()
        changed = bytes_.replace(b"Astana", b"\\u001b[2JA\\u202e")
        connection.execute("UPDATE events SET state = ? WHERE seq = 6", (changed,))
    connection.close()
    assert changed != bytes_
    for line in ("status wco-caricc --as-of 2010-04-01", "history wco-caricc", "explain wco-caricc"):
        for format in ("table", "json", "csv"):
            out = run(f"{line} --format {format}").out
            assert "\x1b" not in out
            assert "\u202e" not in out
