"""Taking over a list at the command line: the made-up list goes in, row by row, but for what nobody could read."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from kills import MOST, dies_at
from lists import HEADS, MAP, SPELLINGS, WORDS, Row, as_csv, as_xlsx, rows
from office import Office
from reversed import REVERSED
from stores import Place

from aggregates.record.log.access import reading
from cli.commands.record import listed_rows
from cli.terminal.page import Paper
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.evidence.taken_over import TakenOver
from lifecycle.codec import to_plain
from lifecycle.fold.timeline import fold
from lifecycle.messages import Message
from projections.answers.lists.taking_over import PutAside, TakeOver, reasons
from projections.pages.lists.take_over import draw

TAKE = ("take-over", "list.csv", "--columns", "map.yaml")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch)
    office.done("init")
    Path("map.yaml").write_text(MAP, encoding="utf-8")
    return office


def taken(office: Office, id: str) -> tuple[Drafted, TakenOver, str]:
    """Give the draft and the act on record of an agreement, and its state today."""
    with reading(office.url) as log:
        entries = log.entries(id)
    draft, act = entries[0].act, entries[1].act
    assert isinstance(draft, Drafted)
    assert isinstance(act, TakenOver)
    assert len(entries) == 2
    return draft, act, str(fold(list(entries)).agreement[-1].state)


def went_in(office: Office, known: list[Row]) -> None:
    """Compare every row that can be read with what is so of it."""
    for number, row in enumerate(known, 2):
        if row.aside:
            continue
        draft, act, state = taken(office, row.id)
        plain = to_plain(act)
        assert {name: plain.get(name) for name in row.act} == row.act, row
        assert plain.get("until") == row.act.get("until"), row
        assert plain.get("precision", "day") == row.act.get("precision", "day"), row
        assert plain.get("until_precision", "day") == row.act.get("until_precision", "day"), row
        assert (act.note, act.row, act.source, act.take_over) == (
            row.note,
            number,
            "List of the office, 31 December 2020",
            "office-list",
        )
        assert str(draft.terms.title) == row.cells[1]
        assert tuple(draft.terms.parties) == row.parties
        ended = row.act["state"] == "terminated" or "until" in row.act
        assert state == ("terminated" if ended else row.act["state"]), row


def test_the_list_is_as_lists_are() -> None:
    """Three languages, twenty spellings, ten words and more, five forms, ends without a day, notes of several lines."""
    known = rows()
    assert len(known) == 300
    assert sum(map(len, SPELLINGS.values())) == 20
    assert sum(map(len, WORDS.values())) >= 10
    written = {row.cells[2] for row in known if row.id}
    assert {name for names in SPELLINGS.values() for name in names if any(name in cell for cell in written)} == {
        name for names in SPELLINGS.values() for name in names
    }
    assert {row.cells[3] for row in known if row.id} == {word for words in WORDS.values() for word in words}
    assert {row.language for row in known} == {"en", "fr", "ru"}
    assert {row.act.get("precision", "day") for row in known if row.id} == {"day", "month", "year", "unknown"}
    assert sum(row.act.get("until_precision") == "unknown" for row in known) > 10
    assert sum(row.act.get("state") == "terminated" and row.act.get("precision") == "unknown" for row in known) > 5
    assert sum(row.note.count("\n") > 1 for row in known) > 50


@pytest.mark.parametrize(
    ("encoding", "separator", "said"),
    [("utf-8", ",", "comma"), ("utf-8-sig", ";", "semicolon"), ("utf-16", "\t", "tab")],
)
def test_the_list_goes_in_but_for_what_nobody_could_read(
    office: Office, encoding: str, separator: str, said: str
) -> None:
    known = rows()
    Path("list.csv").write_bytes(as_csv(known, encoding, separator))
    ran = office.call(*TAKE, "--yes", "--format", "json")
    assert ran.code == 8, ran.err
    told = ran.json
    assert (told["rows"], told["taken"], told["earlier"], len(told["aside"])) == (300, 288, 0, 12)
    assert (told["encoding"], told["separator"]) == (encoding, said)
    went_in(office, known)
    expected = {number: row.aside for number, row in enumerate(known, 2) if row.aside}
    assert {one["row"]: one["fields"] for one in told["aside"]} == {n: [field] for n, field in expected.items()}
    assert {one["field"]: one["rows"] for one in told["reasons"]} == {
        "id": 2,
        "parties": 3,
        "since": 3,
        "state": 2,
        "title": 1,
        "until": 1,
    }


def test_a_spreadsheet_goes_in_alike(office: Office) -> None:
    """From the sheet that is named; days and years in cells of their own kind are read as such."""
    known = rows()
    as_xlsx(known, Path("list.xlsx"))
    ran = office.call(
        "take-over", "list.xlsx", "--columns", "map.yaml", "--sheet", "Agreements", "--yes", "--format", "json"
    )
    assert ran.code == 8, ran.err
    assert (ran.json["taken"], len(ran.json["aside"]), ran.json["sheet"]) == (288, 12, "Agreements")
    went_in(office, known)


@pytest.mark.parametrize(("encoding", "languages"), [("cp1251", ("en", "ru")), ("cp1252", ("en", "fr"))])
def test_the_encoding_of_old_lists_is_recognised_and_said(
    office: Office, encoding: str, languages: tuple[str, ...]
) -> None:
    known = [row for row in rows() if row.language in languages and row.id]
    known = [row._replace(cells=tuple(_plain(cell, encoding) for cell in row.cells)) for row in known]
    Path("list.csv").write_bytes(as_csv(known, encoding, ";"))
    told = office.done(*TAKE, "--yes", "--format", "json").json
    assert (told["encoding"], told["separator"], told["taken"]) == (encoding, "semicolon", len(known))
    went_in(office, known)


def _plain(cell: str, encoding: str) -> str:
    """Leave out what an old encoding has no sign for: of another language, where the list writes `?` for it."""
    return {"без даты": "?"}.get(cell, cell) if encoding == "cp1252" else cell


def test_once_more_nothing_is_doubled_and_what_was_mended_goes_in(office: Office) -> None:
    """The file of what was put aside is a list itself: its rows keep their numbers."""
    Path("list.csv").write_bytes(as_csv(rows()))
    office.call(*TAKE, "--yes")
    head, kept = office.head(), office.contents()
    again = office.call(*TAKE, "--yes", "--rejects", "again.csv", "--format", "json")
    assert (again.json["taken"], again.json["earlier"]) == (0, 288)
    assert (office.head(), office.contents()) == (head, kept)
    aside = Path("list.csv.rejects.csv")
    table = list(csv.reader(io.StringIO(aside.read_text("utf-8-sig"))))
    assert table[0] == ["#row", "#why", *HEADS]
    assert len(table) == 13
    mended = [[cell.replace("Somebody else", "Weather Union") for cell in row] for row in table]
    with aside.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(mended)
    told = office.call("take-over", aside, "--columns", "map.yaml", "--yes", "--format", "json").json
    assert (told["take_over"], told["rows"], told["taken"], len(told["aside"])) == ("office-list", 12, 1, 11)
    assert taken(office, "ref-289")[1].row == 290
    whole = Path("list.csv").read_text("utf-8").replace("Somebody else", "Weather Union")
    Path("list.csv").write_text(whole, encoding="utf-8")
    told = office.call(*TAKE, "--yes", "--rejects", "more.csv", "--format", "json").json
    assert (told["taken"], told["earlier"]) == (0, 289)


def small(*lines: str) -> None:
    """Write a short list: the heads, and these rows."""
    Path("list.csv").write_text("\n".join([",".join(HEADS), *lines]) + "\n", encoding="utf-8")


ONE = "Ref. 1,Title,Weather Union,In force,2001,,"


def test_it_is_taken_back_at_once_and_taken_over_again(office: Office) -> None:
    small(ONE, "Ref. 2,Title,Rail Conference,Terminated,,,")
    office.done(*TAKE, "--yes")
    assert office.state("ref-1", "2005-01-01") == "in_force"
    assert office.call("take-over --back office-list --yes").code == 2  # without a reason
    office.done("take-over --back office-list --reason misread --yes")
    assert [office.state(id, "2020-12-31") for id in ("ref-1", "ref-2")] == ["drafted", "drafted"]
    told = office.done(*TAKE, "--yes", "--format", "json").json
    assert (told["taken"], told["earlier"]) == (2, 0)
    assert [office.state(id, "2020-12-31") for id in ("ref-1", "ref-2")] == ["in_force", "terminated"]
    assert office.done("audit verify").code == 0
    assert office.done("audit replay").code == 0


def test_a_note_of_a_row_that_names_somebody_is_sealed(office: Office) -> None:
    """Of the rows that say the name, and erased with it; given again, such a row is known all the same."""
    note = '"by  ADA BEK\nand others"'
    small(ONE, f"Ref. 2,Title,Rail Conference,Terminated,,,{note}", "Ref. 3,Title,Rail Conference,In force,2002,,x")
    naming = (*TAKE, "--yes", "--personal", "Ada Bek", "--format", "json")
    assert office.done(*naming).json["taken"] == 3
    with reading(office.url) as log:
        states = [row.state for row in log.rows()]
    assert [b'"personal":[' in state for state in states] == [False, False, False, True, False, False]
    assert not any(b"BEK" in state for state in states)
    assert "ADA BEK" in office.done("history ref-2").out
    assert office.done(*naming).json["earlier"] == 3
    told = office.done("erase", "Ada Bek", "--yes", "--format", "json").json["places"]
    assert [(one["agreement"], one["field"], one["sealed"]) for one in told] == [("ref-2", "note", True)]
    assert office.done(*TAKE, "--yes", "--format", "json").json["earlier"] == 3
    office.done("take-over --back office-list --reason 'asked by Cy Ce' --personal 'Cy Ce' --yes")
    with reading(office.url) as log:
        assert not any(b"Cy Ce" in row.state for row in log.rows())


def test_a_name_that_no_row_says_or_that_a_title_says_is_refused(office: Office) -> None:
    """The one is a slip of whoever typed it; the other could not be sealed: its row is put aside."""
    small(ONE, "Ref. 2,Accord of Ada Bek,Rail Conference,Terminated,,,by Ada Bek")
    ran = office.call(*TAKE, "--yes", "--personal", "Eva Bek")
    assert (ran.code, 'no row of the list names "Eva Bek"' in ran.err, office.head()) == (2, True, 0)
    ran = office.call(*TAKE, "--yes", "--personal", "Ada Bek", "--format", "json")
    assert (ran.code, ran.json["taken"]) == (8, 1)
    assert "cannot be sealed" in ran.json["aside"][0]["why"][0]


def test_who_takes_over_is_sealed_where_it_is_asked_for(office: Office) -> None:
    small(ONE)
    office.done(*TAKE, "--yes", "--actor", "Ada Bek", "--personal", "Ada Bek")
    with reading(office.url) as log:
        assert not any(b"Ada Bek" in row.state for row in log.rows())
        assert {one.actor for one in log.recordings()} == {"Ada Bek"}


def test_an_id_of_no_take_over_is_not_found(office: Office) -> None:
    small(ONE)
    office.done(*TAKE, "--yes")
    ran = office.call("take-over --back office-lists --reason x --yes")
    assert ran.code == 4
    assert "office-list" in ran.err


def test_with_four_eyes_a_second_officer_approves_all_of_it(office: Office) -> None:
    office.done("db four-eyes on")
    small(ONE, "Ref. 2,Title,Rail Conference,Terminated,,,")
    told = office.done(*TAKE, "--yes", "--format", "json").json
    assert (told["taken"], told["submitted"]) == (2, 2)
    assert office.state("ref-1", "2005-01-01") == "drafted"
    assert office.call("take-over --approve office-list --yes").code == 5  # by the one who submitted
    assert office.done(*TAKE, "--yes", "--format", "json").json["earlier"] == 2
    office.done("take-over --approve office-list --yes --actor second")
    assert office.state("ref-1", "2005-01-01") == "in_force"
    assert office.state("ref-2", "2020-12-31") == "terminated"
    office.done("take-over --back office-list --reason wrong --yes")
    assert office.state("ref-1", "2005-01-01") == "in_force"
    office.done("take-over --approve office-list --yes --actor second")
    assert office.state("ref-1", "2005-01-01") == "drafted"


def test_a_row_that_says_something_else_than_is_on_record_is_put_aside(office: Office) -> None:
    small(ONE)
    office.done(*TAKE, "--yes")
    for line, why in (
        (ONE.replace("2001", "2002"), "ref-1 is on record otherwise: correct it, or take it back first"),
        (ONE.replace(",Title", ",Another"), "ref-1 was opened with another title or other parties"),
    ):
        small(line)
        told = office.call(*TAKE, "--yes", "--rejects", f"{len(why)}.csv", "--format", "json")
        assert told.code == 8
        assert why in told.json["aside"][0]["why"][0]


def test_an_agreement_of_another_origin_keeps_its_file(office: Office) -> None:
    office.into_force()
    head = office.head()
    small("harbour,Title,Weather Union,In force,2001,,")
    told = office.call(*TAKE, "--yes", "--format", "json").json
    assert told["aside"][0]["why"] == ["harbour is on file already, and not from this list"]
    assert office.head() == head


def test_parties_that_the_register_knows_need_no_table(office: Office) -> None:
    """By an alias of the directory, too (R64); the map's own tables come first."""
    office.into_force()
    office.done("directory alias NORTH Nordbund --on 2020-01-01")
    text = MAP.replace("take_over: office-list", "take_over: other")
    Path("map.yaml").write_text(text, encoding="utf-8")
    small("Ref. 1,Title,nordbund,In force,2001,,", "Ref. 2,Title,Sud,In force,2001,,")
    told = office.call(*TAKE, "--yes", "--format", "json").json
    assert told["taken"] == 1
    assert tuple(taken(office, "ref-1")[0].terms.parties) == ("OURS", "NORTH")
    assert told["aside"][0]["why"] == ['"Sud" is a party that neither the map nor the register knows']


def test_a_dry_run_records_nothing_and_writes_no_file(office: Office) -> None:
    small(ONE, "Ref. 2,Title,Nobody,In force,2001,,")
    ran = office.call(*TAKE, "--dry-run", "--format", "json")
    assert (ran.code, ran.json["taken"], ran.json["dry_run"], ran.json["rejects"]) == (8, 1, True, None)
    assert office.head() == 0
    assert not Path("list.csv.rejects.csv").exists()


def test_nobody_is_asked_and_nothing_is_recorded_without_leave(office: Office) -> None:
    small(ONE)
    ran = office.call(*TAKE)
    assert ran.code == 2
    assert "--yes" in ran.err
    assert office.head() == 0


BAD_MAPS = [
    ("state: Status", "state: Statuss", 'columns.state: the list has no column "Statuss"'),
    ("as_of: 2020-12-31", "as_of: soon", "as_of"),
    ("dates: [YYYY-MM-DD", "dates: [YY", "YY"),
    ("source: List", "sources: List", "source"),
    ("signed: ['signed'", "signed: ['in force'", "stands for two states"),
]


@pytest.mark.parametrize(("old", "new", "says"), BAD_MAPS)
def test_a_map_that_does_not_fit_is_refused_by_its_place(office: Office, old: str, new: str, says: str) -> None:
    small(ONE)
    assert old in MAP
    Path("map.yaml").write_text(MAP.replace(old, new), encoding="utf-8")
    ran = office.call(*TAKE, "--yes")
    assert ran.code == 2
    assert says in ran.err
    assert "map.yaml" in ran.err
    assert office.head() == 0


BAD_LISTS = [b"", b"\n\n", b"PK\x03\x04 no book", b"a,a\n1,2\n"]


@pytest.mark.parametrize("data", BAD_LISTS)
def test_what_is_no_list_is_refused_by_its_name(office: Office, data: bytes) -> None:
    Path("list.csv").write_bytes(data)
    ran = office.call(*TAKE, "--yes")
    assert ran.code == 2
    assert "list.csv" in ran.err


def test_a_list_of_heads_alone_has_nothing_to_take_over(office: Office) -> None:
    small()
    told = office.done(*TAKE, "--yes", "--format", "json").json
    assert (told["rows"], told["taken"]) == (0, 0)


def test_a_suggested_map_is_read_once_it_is_mended(office: Office) -> None:
    """It finds columns, words, forms and spellings of the list itself; the day of the list is left to be filled in."""
    known = [row for row in rows() if row.id and row.language == "en"]
    Path("list.csv").write_bytes(as_csv(known))
    text = office.done("take-over list.csv --suggest-map").out
    assert office.head() == 0
    assert office.call("take-over", "list.csv", "--columns", _written("raw.yaml", text), "--yes").code == 2
    mended = text.replace("as_of: YYYY-MM-DD", "as_of: 2020-12-31") + "with_party: [OURS]\n"
    mended = mended.replace("parties:  #", "parties:  #\n  OURS: {name: Our Organisation}\n  #", 1)
    told = office.call(
        "take-over",
        "list.csv",
        "--columns",
        _written("mended.yaml", mended),
        "--new-party",
        "--yes",
        "--format",
        "json",
    )
    assert told.json["taken"] == len(known), told.err or json.dumps(told.json["aside"][:3], ensure_ascii=False)


def _written(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_real_acts_go_on_from_it_and_what_contradicts_it_is_shown(office: Office) -> None:
    small(ONE)
    office.done(*TAKE, "--yes")
    office.done("sign ref-1 --by OURS --on 1999-05-01")
    status: dict[str, Any] = office.done("status ref-1 --as-of 2000-01-01 --format json").json
    assert (status["state"], status["since"]) == ("signed", "1999-05-01")
    office.done("sign ref-1 --by WEATHER --on 2003-06-01")
    page = office.done("status ref-1 --as-of 2005-01-01").out
    assert "IN FORCE since 2001" in page
    assert "later than the entry into force that the list gives, 2001" in " ".join(page.split())
    listed = office.done("list --as-of 2005-01-01 --format json").json
    assert (listed[0]["since"], listed[0]["precision"]) == ("2001-01-01", "year")
    party = office.done("party WEATHER --as-of 2005-01-01 --format json").json
    assert party["agreements"][0]["precision"] == "year"
    told = {row["what"]: row["says"] for row in office.call("doctor --format json").json}
    assert "ref-1: the signature of WEATHER is of 1 June 2003" in told["lists"]


def test_where_nothing_contradicts_a_list_the_doctor_says_so(office: Office) -> None:
    small(ONE)
    office.done(*TAKE, "--yes")
    told = {row["what"]: row["says"] for row in office.call("doctor --format json").json}
    assert told["lists"] == "nothing on record contradicts what was taken over"


def test_a_list_goes_into_every_kind_of_database(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken over, taken back and taken over again; the read models are what the log makes them."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    Path("map.yaml").write_text(MAP, encoding="utf-8")
    known = rows()[:40]
    Path("list.csv").write_bytes(as_csv(known))
    office.done(*TAKE, "--yes")
    went_in(office, known)
    office.done("take-over --back office-list --reason misread --yes")
    assert office.done(*TAKE, "--yes", "--format", "json").json["taken"] == 40
    listed = office.done("list --as-of 2020-12-31 --format json").json
    wanted = {row.id: "terminated" if "until" in row.act else row.act["state"] for row in known}
    assert {one["agreement"]: one["state"] for one in listed} == wanted
    assert office.done("rebuild --dry-run").code == 0


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")  # it only forks
def test_killed_anywhere_it_goes_on_when_it_is_given_again(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row is on record with both of its acts, once, or not yet; what was put aside is written anew."""
    monkeypatch.setattr(listed_rows, "SIZE", 4)  # two rows a transaction
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    Path("map.yaml").write_text(MAP, encoding="utf-8")
    known = [*rows()[:12], rows()[-1]]
    Path("list.csv").write_bytes(as_csv(known))
    rejects, ids, found = Path("list.csv.rejects.csv"), [row.id for row in known if not row.aside], list[int]()
    died, step = True, 8 if place.of_events else 30
    for n in range(1, step * MOST, step):
        died = dies_at(n, lambda: office.call(*TAKE, "--yes"))
        with reading(office.url) as log:
            lengths = [len(log.entries(id)) for id in ids]
        assert set(lengths) <= {0, 2}
        found.append(lengths.count(2))
        if not died:
            break
        rejects.unlink(missing_ok=True)  # in the way of the next
    assert found == sorted(found)
    assert len(set(found)) > 3, "it was killed between its transactions"
    assert (found[-1], died) == (12, False)
    rejects.unlink()
    went_in(office, known)
    told = office.call(*TAKE, "--yes", "--format", "json").json
    assert (told["taken"], told["earlier"], len(told["aside"])) == (0, 12, 1)
    for line in ("rebuild --dry-run", "audit replay", "audit verify"):
        office.done(line)


AT_ODDS = [
    ("In force,2001,2010-05-01", "it is said to be in force, and to have ended on 1 May 2010"),
    ("suspended,2001,2020", "it is said to be suspended, and to have ended on 2020"),
    ("Terminated,2001,2021", "it is said to have ended, and to end on 2021"),
    ("signed,2001,2010", "what is only signed has no end that a list could give"),
    ("In force,2010,2001", "it cannot have ended on 2001, before it began on 2010"),
    ("In force,2021-01-01,", "1 January 2021 lies behind the day of the list"),
]


@pytest.mark.parametrize(("cells", "says"), AT_ODDS)
def test_a_row_at_odds_with_itself_is_put_aside(office: Office, cells: str, says: str) -> None:
    """Which of the two is right the register does not choose."""
    small(f"Ref. 1,Title,Weather Union,{cells},")
    told = office.call(*TAKE, "--yes", "--format", "json")
    assert told.code == 8
    assert says in told.json["aside"][0]["why"]
    assert office.head() == 0


def test_an_end_that_the_list_announces_is_taken_over(office: Office) -> None:
    small("Ref. 1,Title,Weather Union,In force,2001,2030,")
    office.done(*TAKE, "--yes")
    assert office.state("ref-1", "2029-12-31") == "in_force"
    assert office.state("ref-1", "2030-01-01") == "terminated"


def test_a_list_of_a_day_that_lies_ahead_is_refused(office: Office) -> None:
    small(ONE)
    Path("map.yaml").write_text(MAP.replace("as_of: 2020-12-31", "as_of: 2999-12-31"), encoding="utf-8")
    ran = office.call(*TAKE, "--yes")
    assert (ran.code, "map.yaml: as_of: 31 December 2999 lies ahead" in ran.err) == (2, True)


def test_its_page_is_said_in_the_language_of_the_reader() -> None:
    """What is no message there is `x`: names of files, of encodings, of the take-over, and what is to be typed."""
    aside = PutAside(row=3, why=(Message("no such party"),), fields=("parties",))
    answer = TakeOver(
        take_over="x",
        source="x",
        file="x",
        sheet="x",
        encoding="x",
        separator="x",
        rows=2,
        taken=1,
        submitted=1,
        earlier=1,
        aside=(aside,),
        reasons=reasons((aside,)),
        rejects="x",
        first=1,
        last=2,
        dry_run=True,
    )
    paper = Paper(100, language=REVERSED)
    draw(paper, answer)
    typed = paper.text.replace("depositary take-over --approve x", "")
    assert "swor" in typed
    assert not re.search(
        r"\b(rows?|read|from|taken|put|aside|before|nothing|recorded|party|parted|approve)\b", typed, re.IGNORECASE
    )


def test_each_outcome_has_its_page(office: Office) -> None:
    """As text, too: all on record before, nothing in the list; taking back says no more than it must."""
    small(ONE)
    assert "Taken over 1 row, #1 to #2" in " ".join(office.done(*TAKE, "--yes").out.split())
    assert "On record 1 row before" in " ".join(office.done(*TAKE, "--yes").out.split())
    ran = office.done("take-over --back office-list --reason misread --yes")
    assert ran.err == ""
    assert "#3" in ran.out
    small()
    assert "Rows 0 rows" in " ".join(office.done(*TAKE, "--yes").out.split())
    assert office.call("take-over --back office-list --reason misread").code == 2


def test_it_is_taken_back_and_taken_over_as_often_as_it_is_wanted(office: Office) -> None:
    """The same rows, with the same words, are recorded anew each time."""
    small(ONE)
    for _ in range(3):
        assert office.done(*TAKE, "--yes", "--format", "json").json["taken"] == 1
        assert office.state("ref-1", "2005-01-01") == "in_force"
        office.done("take-over --back office-list --reason misread --yes")
        assert office.state("ref-1", "2005-01-01") == "drafted"
