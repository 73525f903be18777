"""Titles in the reader's language, and kinds of agreements, where many are listed: on both axes and both databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from office import Office
from reversed import REVERSED
from stores import Place
from webface import Client, served

from cli.terminal.session import Session
from projections.models.beside import rebuild
from projections.models.differing import differences

QUAI = """\
agreement: quai
title: {fr: Accord sur le quai, en: Agreement on the quay, ru: Соглашение о причале}
kind: Traité bilatéral
parties: {EAST: {name: East}, WEST: {name: West}}
clauses:
  entry_into_force: {article: "1", upon: {signed: all}}
  termination: [{article: "2", by: notice, period: 6 months}]
"""
AMENDED = QUAI.replace("le quai", "les quais").replace("the quay", "the quays").replace("о причале", "о причалах")
AMENDED = AMENDED.replace("Traité bilatéral", "Protocol")
"""Another title in each language, and another kind."""
PLAIN = QUAI.replace("agreement: quai", "agreement: roads").replace(
    "{fr: Accord sur le quai, en: Agreement on the quay, ru: Соглашение о причале}", "Convention on the Roads"
)
PLAIN = PLAIN.replace("kind: Traité bilatéral\n", "")

BEFORE = {"fr": "Accord sur le quai", "en": "Agreement on the quay", "ru": "Соглашение о причале"}
AFTER = {"fr": "Accord sur les quais", "en": "Agreement on the quays", "ru": "Соглашение о причалах"}


@pytest.fixture
def office(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two agreements, #1 to #3 and #4 to #6; #8 amends the first from April on, #9 ends it by a notice of May."""
    office = Office(tmp_path, monkeypatch, place)
    monkeypatch.setenv("DEPOSITARY_TODAY", "2024-06-01")
    office.done("init")
    for name, text in (("quai", QUAI), ("roads", PLAIN)):
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
        office.done(f"draft {name}.yaml --on 2024-01-01")
        for party in ("EAST", "WEST"):
            office.done(f"sign {name} --by {party} --on 2024-01-02")
    Path("new.yaml").write_text(AMENDED, encoding="utf-8")
    office.done("amend propose quai --by EAST --on 2024-03-01 --terms new.yaml")
    office.done("amend accept quai --by WEST --on 2024-04-01 --yes")
    office.done("notice quai --by WEST --on 2024-05-01 --yes")
    return office


POINTS: Mapping[str, tuple[str, Mapping[str, str], str]] = {
    "the amended one": ("--as-of 2024-06-01", AFTER, "Protocol"),
    "before the amendment": ("--as-of 2024-03-31", BEFORE, "Traité bilatéral"),
    "before it was on record": ("--as-of 2024-06-01 --known-at #7", BEFORE, "Traité bilatéral"),
}
"""Places on both axes, the title there in each language, and the kind."""

PAGES = ("list", "party WEST", "search quai")
"""What shows titles on each of them."""


@pytest.mark.parametrize("point", POINTS)
def test_a_page_shows_the_title_in_the_reader_s_language(point: str, office: Office) -> None:
    """And no other one; in a language that it does not stand in, the one that is published."""
    at, titles, _ = POINTS[point]
    for page in PAGES:
        for language, title in titles.items():
            told = " ".join(office.done(f"{page} {at} --lang {language}").out.split())
            others = [other for code, other in titles.items() if code != language]
            assert title in told, (page, language)
            assert not any(other in told for other in others), (page, language)


@pytest.mark.parametrize("language", AFTER)
def test_what_falls_due_and_reports_show_it_too(language: str, office: Office) -> None:
    """Its page, its calendar, and the agreements in force."""
    lines = ["deadlines", "deadlines --format ics", "report in-force --format html", "report deadlines --format html"]
    for line in lines:
        told = office.done(f"{line} --as-of 2024-06-01 --lang {language}").out.replace("\r\n ", "")
        told = " ".join(told.split())
        assert AFTER[language] in told, line
        assert not any(title in told for code, title in AFTER.items() if code != language), line


@pytest.mark.parametrize("point", POINTS)
def test_programs_are_given_all_of_them(point: str, office: Office) -> None:
    """As a status gives them, whatever the language; none where the title is one text."""
    at, titles, kind = POINTS[point]
    for language in AFTER:
        one, plain = office.done(f"list {at} --lang {language} --format json").json
        status = office.done(f"status quai {at} --format json").json
        assert (one["title"], one["titles"], one["kind"]) == (titles["fr"], titles, kind)
        assert (one["title"], list(one["titles"])) == (status["title"], list(status["titles"]))
        assert (plain["title"], plain["titles"], plain["kind"]) == ("Convention on the Roads", {}, "")
        party = office.done(f"party WEST {at} --lang {language} --format json").json
        assert [found["titles"] for found in party["agreements"]] == [titles, {}]
        found = office.done(f"search quay {at} --lang {language} --format json").json
        assert [(hit["text"], hit["titles"]) for hit in found if hit["where"] == "title"] == [(titles["fr"], titles)]


def test_deadlines_give_programs_all_of_them(office: Office) -> None:
    found = office.done("deadlines --as-of 2024-06-01 --format json").json
    assert [(one["title"], one["titles"]) for one in found if one["agreement"] == "quai"]
    assert all((one["title"], one["titles"]) == (AFTER["fr"], AFTER) for one in found if one["agreement"] == "quai")


def test_a_list_without_words_of_its_own_reads_the_english_title(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the page are reversed; the title is one of the agreement's, and is not."""
    monkeypatch.setattr(Session, "language", REVERSED)
    for line in ("list", "party WEST", "search quai", "deadlines"):
        told = " ".join(office.done(f"{line} --as-of 2024-06-01").out.split())
        assert AFTER["en"] in told, line


KINDS = {
    ("Protocol", "--as-of 2024-06-01"): ["quai"],
    ("  protoCOL ", "--as-of 2024-06-01"): ["quai"],
    ("Proto", "--as-of 2024-06-01"): [],
    ("Protocol", "--as-of 2024-03-31"): [],
    ("traite BILATERAL", "--as-of 2024-03-31"): ["quai"],
    ("traite BILATERAL", "--as-of 2024-06-01"): [],
    ("traite BILATERAL", "--as-of 2024-06-01 --known-at #7"): ["quai"],
    ("bilatéral traité", "--as-of 2024-03-31"): [],
    ("%", "--as-of 2024-06-01"): [],
    ("", "--as-of 2024-06-01"): ["quai", "roads"],
    (" ", "--as-of 2024-06-01"): ["quai", "roads"],
    ("Protocol", "--as-of 2024-06-01 --words quays --party WEST --state notice_given --sort title --limit 3"): ["quai"],
    ("Protocol", "--as-of 2024-06-01 --words roads"): [],
    ("Protocol", "--as-of 2023-01-01"): [],
}
"""What is listed of a kind."""


def test_a_list_is_narrowed_to_a_kind_as_a_whole(office: Office) -> None:
    """However it is spelt, on both axes, beside every other option."""
    for (kind, line), wanted in KINDS.items():
        words = line.split()
        found = office.done("list", "--kind", kind, *words, "--format", "json").json
        assert [one["agreement"] for one in found] == wanted, (kind, line)


def test_the_register_s_page_is_narrowed_to_a_kind(office: Office) -> None:
    """By a field of its form, which keeps what was asked; its counts, its feeds and its command line are so as well."""
    client = Client(served(office.url, today=date(2024, 6, 1)))
    page = client.get("/agreements?kind=PROTOCOL", accept_language="ru").text
    assert '<label for="kind">Вид соглашения</label>' in page
    assert 'name="kind" type="text" maxlength="200" autocomplete="off" value="PROTOCOL"' in page
    assert AFTER["ru"] in page
    assert AFTER["fr"] not in page
    assert "Convention on the Roads" not in page
    assert "<b>1</b>" in page
    assert "<b>2</b>" not in page
    assert "--kind PROTOCOL" in page
    assert "state=notice_given&amp;kind=PROTOCOL" in page or "kind=PROTOCOL&amp;state=notice_given" in page
    both = client.get("/agreements", accept_language="fr").text
    assert AFTER["fr"] in both
    assert "Convention on the Roads" in both
    (one,) = client.get("/api/agreements?kind=protocol").json()
    assert (one["agreement"], one["titles"]) == ("quai", AFTER)


def test_what_is_stored_is_what_the_log_gives(office: Office) -> None:
    """A title or a kind changed in the read model is told, and made again."""
    assert differences(office.url) == []
    office.tamper("UPDATE versions SET titles = NULL, kind_words = 'x' WHERE number = 2")
    (found,) = differences(office.url)
    assert found.table == "versions"
    rebuild(office.url)
    assert differences(office.url) == []
