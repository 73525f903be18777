"""Words are found where they stand: in every script, on both axes, page by page; what names people is not found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from office import HARBOUR, Office
from stores import File, Place

from lifecycle.terms.naming import folded
from projections.answers.search import held

DRAFT = """\
agreement: quai
title: {fr: "Accord sur le quai de la Côte d’Eau", ru: "Соглашение о причале"}
parties:
  WEST: {name: "Western Union", formal_name: "The Union of the West"}
  OST: {name: "Ёлка Қала"}
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
"""


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with harbour in force since 2024-02-15, #1 to #3."""
    monkeypatch.setenv("DEPOSITARY_DOCUMENTS", str(tmp_path / "documents"))
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    return office.into_force()


def places(office: Office, words: str, *options: str) -> list[str]:
    """Give where words are found: what, of which agreement, and of which entry or party."""
    told = office.done("search", *words.split(), *options, "--format", "jsonl").out.splitlines()
    found = [json.loads(line) for line in told]
    return [f"{one['where']} {one['agreement'] or one['party']} {one['seq'] or ''}".strip() for one in found]


def test_words_are_found_in_each_place(office: Office) -> None:
    """A title, a party, a name and an alias of the directory, a document's name, a note, and what an act says."""
    Path("a.txt").write_text("a")
    office.done("directory name NORTH 'Federation of Harbours' --on 2024-01-01")
    office.done("directory alias NORTH Boreas --on 2024-01-01")
    office.done("document add harbour a.txt --name 'Chart of the roads' --on 2024-03-01 --note 'out of the safe'")
    office.done("activity begin harbour --on 2024-03-01 --title 'Dredging the roads'")
    title = office.done("status harbour --as-of 2024-03-01 --format json").json["title"]
    assert "title harbour" in places(office, title)
    assert places(office, "NORTH", "--limit", "1") == ["party harbour"]
    assert "name NORTH" in places(office, "federation")
    assert places(office, "boreas") == ["name NORTH", "act @parties 5"]
    assert places(office, "roads") == ["document harbour 6", "act harbour 7"]
    assert places(office, "the safe") == ["note harbour 6"]
    assert places(office, "dredging roads") == ["act harbour 7"]
    assert places(office, "dredging safe") == []
    office.done("audit replay")


SCRIPTS = {
    "an accent": ("Île d’Hébert", "ile d'hebert"),
    "a capital": ("straße", "STRASSE"),
    "a ligature": ("STRASSE", "straße"),
    "Cyrillic yo": ("ещё один причал", "ЕЩЕ ОДИН"),
    "Kazakh letters": ("Қарағанды", "карагандыга"[:9]),
    "Greek marks": ("Πειραιάς", "πειραιας"),
    "Arabic": ("ميناء عدن", "عدن"),
    "Chinese": ("港口協定", "港口"),
    "signs of a pattern": ("100% of _all_ [a-z]* \\o/", "100% _all_ [a-z]* \\o/"),
    "quotes": ('it\'s "so"', 'it\'s "so"'),
}


@pytest.mark.parametrize(("written", "wanted"), SCRIPTS.values(), ids=SCRIPTS)
def test_words_are_found_however_they_are_spelt(office: Office, written: str, wanted: str) -> None:
    """Whatever the script; a sign of a pattern is a sign."""
    office.done("activity", "begin", "harbour", "--on", "2024-03-01", "--note", f"before {written} behind")
    assert places(office, wanted) == ["note harbour 4"]
    assert places(office, f"{wanted}zzz") == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", "*", "?", "'", '"', "%%%"])
def test_no_sign_stands_for_others(office: Office, sign: str) -> None:
    """What is in no text is not found, whatever it means to a database."""
    assert places(office, sign) == []


def test_a_draft_is_found_in_each_of_its_languages(office: Office) -> None:
    """Before anybody has signed it; by the title in another language, too."""
    Path("quai.yaml").write_text(DRAFT, encoding="utf-8")
    office.done("draft quai.yaml --on 2024-05-01 --note 'sent by post'")
    for words in ("quai", "cote d'eau", "причале", "СОГЛАШЕНИЕ"):
        assert places(office, words) == ["title quai"], words
    assert places(office, "елка кала") == ["party quai"]
    assert places(office, "post") == ["note quai 4"]
    assert places(office, "quai", "--as-of", "2024-04-30") == []
    assert places(office, "елка", "--as-of", "2024-04-30") == []


def test_what_was_struck_or_corrected_is_found_as_it_reads_by_now(office: Office) -> None:
    """And as it was known then; a strike that is struck brings it back."""
    office.done("activity begin harbour --on 2024-03-01 --title Dredjing --note misspelt")
    office.done("correct harbour 4 --set title=Dredging --set note=well --reason typo --yes")
    assert places(office, "dredjing") == []
    assert places(office, "misspelt") == []
    assert places(office, "dredging") == ["act harbour 4"]
    assert places(office, "dredjing", "--known-at", "#4") == ["act harbour 4"]
    assert places(office, "typo") == ["act harbour 5"]
    office.done("strike harbour 4 --reason mistake --yes")
    assert places(office, "dredging") == []
    assert places(office, "dredging", "--known-at", "#5") == ["act harbour 4"]
    office.done("strike harbour 6 --reason again --yes")
    assert places(office, "dredging") == ["act harbour 4"]
    office.done("audit replay")


def test_a_note_of_the_keepers_own_acts_is_found_as_corrected(office: Office) -> None:
    """A correction's reason, corrected in its turn."""
    office.done("activity begin harbour --on 2024-03-01 --title Dredging")
    office.done("correct harbour 4 --set title=Digging --reason slipp --note scribble --yes")
    office.done("correct harbour 5 --set reason=slip --set note=scrawl --reason wording --yes")
    assert places(office, "slipp") == []
    assert places(office, "scribble") == []
    assert places(office, "scrawl") == ["note harbour 5"]
    office.done("audit replay")


def test_the_legal_date_narrows_what_is_found(office: Office) -> None:
    """An entry of a later day, and a title that held no longer; without a day, all are found and say so."""
    text = HARBOUR.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    Path("new.yaml").write_text(text.replace(title, 'title: "Roadstead Convention"'), "utf-8")
    office.done("amend propose harbour --by NORTH --on 2024-03-01 --terms new.yaml")
    office.done("amend accept harbour --by SOUTH --on 2024-04-01 --yes")
    assert places(office, "roadstead") == ["title harbour"]
    assert places(office, "roadstead", "--as-of", "2024-03-31") == []
    before = title.removeprefix("title:").strip(' "')
    (one,) = (json.loads(x) for x in office.done("search", *before.split(), "--format", "jsonl").out.splitlines())
    assert (one["since"], one["until"]) == ("2024-01-10", "2024-04-01")
    assert "until 1 Apr 2024" in office.done("search", *before.split()).out
    office.done("activity begin harbour --on 2024-05-01 --title Dredging")
    assert places(office, "dredging", "--as-of", "2024-04-30") == []


def test_what_names_people_is_found_by_nobody(office: Office) -> None:
    """Neither before they are erased nor after, neither as recorded nor as corrected; the rest of the entry is."""
    office.done(
        "sign harbour --by NORTH --on 2024-02-01 --signatory 'Ada Lovelace' --place Valletta"
        " --note 'Ada Lovelace came' --irregular late --yes"
    )
    office.done("activity begin harbour --on 2024-03-01 --note 'asked by Bo Ek' --personal 'Bo Ek' --title Survey")
    office.done("correct harbour 5 --set note='asked by Bo Ek, twice' --personal 'Bo Ek' --reason slip --yes")
    office.done("activity begin harbour --on 2024-03-02 --note plain --title Sounding")
    office.done("correct harbour 7 --set note='told by Bo Ek' --personal 'Bo Ek' --reason slip --yes")
    for _ in range(2):
        for words in ("lovelace", "ada", "came", "bo ek", "twice", "asked", "told"):
            assert places(office, words) == [], words
        assert places(office, "valletta") == ["act harbour 4"]
        assert places(office, "survey") == ["act harbour 5"]
        assert places(office, "plain") == []
        office.done("audit replay")
        for name in ("Ada Lovelace", "Bo Ek"):
            office.call(f"erase '{name}' --yes")
    assert "[erased]" in office.done("history harbour").out
    for table in ("passages", "documents"):
        assert not any("lovelace" in str(row).casefold() for row in office.place.rows(f"SELECT * FROM {table}"))


def test_what_waits_for_a_second_officer_is_found_once_it_is_approved(office: Office) -> None:
    """Until then it has no effect, and `waiting` lists it."""
    if not isinstance(office.place, File):
        pytest.skip("one login alone is one officer")
    office.done("db four-eyes on")
    office.done("notice harbour --by NORTH --on 2024-08-31 --note 'by courier' --actor first --yes")
    assert places(office, "courier") == []
    office.done("approve harbour 4 --on 2024-09-01 --actor second --yes")
    assert places(office, "courier") == ["note harbour 4"]
    office.done("audit replay")


def test_pages_follow_each_other_without_a_gap(office: Office) -> None:
    """Whatever their length; what is recorded meanwhile neither repeats nor hides a place."""
    Path("a.txt").write_text("a")
    office.done("document add harbour a.txt --name 'road chart' --on 2024-03-01")
    for n in range(5):
        office.done(f"activity begin harbour --on 2024-03-0{n + 1} --title 'road {n}' --note 'a road'")
    whole = places(office, "road")
    assert len(whole) == 11
    for limit in (1, 2, 3, 10, 11, 12):
        pages, after = list[str](), list[str]()
        while True:
            told = office.done("search", "road", "--limit", limit, *after, "--format", "jsonl").out.splitlines()
            pages += [f"{one['where']} {one['agreement']} {one['seq']}" for one in map(json.loads, told)]
            if not told or (following := json.loads(told[-1])["next_after"]) is None:
                break
            after = ["--after", following]
        assert pages == whole
    assert "Next page: the same with --after 'document/harbour/4'" in office.done("search road --limit 1").out


BAD = {
    "no words": (("search", "  "), 2, "WORDS: give from one to 20 words"),
    "only marks": (("search", "\u0301"), 2, "WORDS"),
    "too many": (("search", *map(str, range(21))), 2, "WORDS: give from one to 20 words"),
    "a place that is none": (("search", "x", "--after", "title/x"), 2, "--after"),
    "a place of letters": (("search", "x", "--after", "title/x/y"), 2, "--after"),
    "a place with digits of elsewhere": (("search", "x", "--after", "title/x/²"), 2, "--after"),
    "a number beyond all": (("search", "x", "--after", f"title/x/{'9' * 30}"), 2, "--after"),
    "a recording that is not there": (("search", "x", "--known-at", "#99"), 4, "#99"),
}


@pytest.mark.parametrize(("line", "code", "says"), BAD.values(), ids=BAD)
def test_what_cannot_be_searched_is_refused(office: Office, line: tuple[str, ...], code: int, says: str) -> None:
    """By the place of what is wrong."""
    ran = office.call(*line)
    assert (ran.code, says in ran.err) == (code, True), ran.err


def test_an_empty_register_is_searched(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found, and that is no fault."""
    office = Office(tmp_path, monkeypatch, place)
    office.done("init")
    assert "0 places" in office.done("search anything").out


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.text(max_size=10))
@example("İstanbul", "istanbul")
@example("a\nb", "b")
def test_the_lines_that_are_shown_hold_a_word(text: str, words: str) -> None:
    """And none that does is left out."""
    shown = list(held(text, words))
    wanted = folded(words).split()
    assert shown == [line for line in text.splitlines() if any(word in folded(line) for word in wanted)]
