"""The words of the web register: every one goes through a message, and no text from outside is more than a text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from commandline import demonstration, run
from reversed import REVERSED
from test_cli_ask_languages import CITED, NAMES
from test_web_app import PAGES
from vocabulary import unturned
from webface import Client, served

from projections.forms.html.values import BETWEEN, CLOSE, OPEN
from projections.words.languages.known import CODES
from projections.words.languages.known import NAMES as LANGUAGES

OWN = ("JSON", "JSONL", "CSV", "TSV", "ICS", "SVG", "PDF", "XLSX", "MD", "YYYY-MM-DD", "tlog-proof", "key.pub")
KIND = "memorandum of understanding"
"""As terms say it, in their own words."""
FURTHER = """
contact designate wco-caricc --by WCO --on 2010-04-06 --contact WCO
sign wco-caricc --by WCO --on 2010-04-01 --irregular ICMPD
certify wco-caricc --as-of 2010-07-20 --to WCO
"""


def words(page: str) -> str:
    """Give what a reader reads of a page, and what is read out; not what is to be typed."""
    page = re.sub(r"<(code|pre|style)\b.*?</\1>|\b[0-9a-f]{64}\b", " ", page, flags=re.DOTALL)
    said = re.findall(r'(?:aria-label|title|placeholder|data-all)="([^"]*)"', page)
    page = re.sub(r"<details.*?</details>", lambda part: re.sub(r">/[^<]*<", "><", part[0]), page, flags=re.DOTALL)
    return unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *said]))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Give a client of a register in which something is there for most pages."""
    file = demonstration(tmp_path_factory.mktemp("words"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STATE", "CONFIG"):  # other copies of this register go other ways
            patch.setenv(f"XDG_{name}_HOME", str(file.parent / name.lower()))
        patch.setenv("DEPOSITARY_DB", str(file))
        patch.setenv("DEPOSITARY_ACTOR", "clerk")
        for line in FURTHER.strip().splitlines():
            ran = run(line)
            assert ran.code == 0, f"{line}: {ran.err}"
    return Client(served(file))


STOPPED = ("/agreements/wco-cari", "/agreements?as_of=2010-13-01", "/parties/NOBODY")


@pytest.mark.parametrize("path", [path for path in PAGES if "diagram" not in path and "rules" not in path])
def test_no_word_of_a_page_stays_english(path: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not translated has gone through no message."""
    monkeypatch.setattr("web.wanted.language", lambda _: REVERSED)
    text = words(client.get(path).text)
    own = (*OWN, "depositary", "certified", "joint", "K1", "UTC", "R24", KIND, *LANGUAGES.values())
    assert unturned(CITED.sub(" ", text), *NAMES, *own) == [], text


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_in_which_language_it_is(code: str, client: Client) -> None:
    """That which the browser asks for, where there is one."""
    got = client.get("/agreements", accept_language=f"{code}, en;q=0.1")
    assert f'<html lang="{code}">' in got.text
    assert "accept-language" in got.headers["vary"]


# Texts from outside

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% include 'frame.html' %}",
    "javascript:alert(1)",
    "</textarea></title><svg onload=alert(1)>",
    "&lt;b&gt; &amp;amp;",
    f"{OPEN}2010-03-30{BETWEEN}x{CLOSE}",
)
"""Each is a text like any other."""


class Elements(HTMLParser):
    """Counts the elements of a page, and gathers their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_a_text_on_every_page(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a place, a subject, a title, a name, a note: no element and no attribute comes of it."""
    file = demonstration(tmp_path)
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_ACTOR", text if text.isprintable() else "clerk")
    lines = (
        ("dispute", "refer", "wco-caricc", "--by", "WCO", "--on", "2010-06-02", "--subject", text),
        ("activity", "begin", "wco-caricc", "--on", "2010-06-03", "--title", text),
        ("contact", "designate", "wco-caricc", "--by", "WCO", "--on", "2010-04-06", "--contact", text, "--note", text),
    )
    assert [run(*line).code for line in lines] == [0, 0, 0]
    client = Client(served(file))
    paths = (
        "/agreements",
        "/agreements/wco-caricc",
        "/agreements/wco-caricc/history",
        "/parties/WCO",
        "/recordings/16",
    )
    for path in paths:
        plain = client.get(path)
        assert plain.status_code in (200, 404), path
        elements = Elements(plain.text)
        assert elements.tags.count("script") == 2, path
        assert {"img", "iframe", "textarea", "object"}.isdisjoint(elements.tags)
        assert not [name for name, _ in elements.attributes if name.startswith("on")]
        assert not [value for name, value in elements.attributes if name == "href" and (value or "").startswith("java")]
        assert "49" not in re.findall(r"(?<![\d#:])49(?!\d)", words(plain.text))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_request_is_told_as_it_was_made(text: str, client: Client) -> None:
    """In a parameter, in a path, in a word that is searched."""
    asked = quote(text, safe="")
    for start in ("/agreements?words=", "/agreements?party=", "/agreements/", "/", "/search?words="):
        path = start + asked
        got = client.get(path)
        assert got.status_code in (200, 400, 404), path
        elements = Elements(got.text)
        assert elements.tags.count("script") == 2, path
        assert "img" not in elements.tags
        assert not [name for name, _ in elements.attributes if name.startswith("on")]
