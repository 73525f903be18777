"""The web register in the language that a browser wishes for, or else in the register's own."""

from __future__ import annotations

import re
from html import unescape

import pytest
from commandline import demonstration
from test_cli_ask_translations import foreign
from test_web_app import PAGES
from webface import Client, served

from projections.words.languages.known import TRANSLATIONS

UNSAID = re.compile(
    r"<(script|style|title|code|pre|option|datalist)\b.*?</\1>|<[^>]*>|depositary [a-z].*"
    r"|(?<!\w)/[^\s<]+|\S+@\S+|[0-9a-f]{12,}\S*",
    re.DOTALL,
)
"""What is no text of a page: elements, commands, addresses and digests."""

NAMED = (
    "clerk",
    "MD",
    "ICS",
    "JSON",
    "JSONL",
    "CSV",
    "TSV",
    "XLSX",
    "PDF",
    "SVG",
    "PNG",
    "Mermaid",
    "GraphML",
    "HTML",
    "OpenAPI",
)
"""Who recorded, and the forms of an answer."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(served(demonstration(tmp_path_factory.mktemp("register")), lang="ru"))


@pytest.mark.parametrize("code", TRANSLATIONS)
@pytest.mark.parametrize("path", PAGES)
def test_no_word_of_english_is_left_on_a_page(path: str, code: str, client: Client) -> None:
    """Every word is one of the language's catalogue, a name, a quotation, a command or an article."""
    answer = client.get(path, accept_language=code)
    text = unescape(re.sub(r"\s+", " ", UNSAID.sub(" ", answer.text)))
    for name in NAMED:
        text = re.sub(rf"\b{name}\b", " ", text)
    assert f'<html lang="{code}"' in answer.text
    assert list(foreign(text, code)) == [], text


def test_the_register_s_own_language_is_taken_where_a_browser_s_wish_cannot_be_met(client: Client) -> None:
    """English, too, is a wish."""
    wishes = {"": "ru", "de": "ru", "de, fr;q=0.5": "fr", "en": "en", "*": "ru"}
    for wish, code in wishes.items():
        assert f'<html lang="{code}"' in client.get("/agreements", accept_language=wish).text, wish


def test_what_programs_read_is_the_same_in_every_language(client: Client) -> None:
    """Whatever they wish for."""
    for path in ("/api/agreements/wco-caricc", "/agreements/wco-caricc/explanation.json", "/deadlines.csv"):
        assert len({client.get(path, accept_language=code).content for code in ("en", *TRANSLATIONS)}) == 1, path


def test_that_something_is_not_on_record_is_told_in_the_reader_s_language(client: Client) -> None:
    """With what was perhaps meant."""
    answer = client.get("/agreements/wco-caric", accept_language="fr")
    assert answer.status_code == 404
    assert "Vouliez-vous dire" in answer.text
