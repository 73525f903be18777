"""The web register in the language that a browser wishes for, or else in the register's own."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from commandline import demonstration
from markupsafe import escape
from test_cli_ask_translations import foreign
from test_web_app import PAGES
from webface import Client, served

from projections.words.languages.known import CODES, NAMES, TRANSLATIONS

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
    "memorandum of understanding",
    *NAMES.values(),
)
"""Who recorded, the forms of an answer, the kind that terms give an agreement, and what languages call themselves."""


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


# A language that is chosen by an address


class Page(HTMLParser):
    """The links and forms of a page: their attributes, what each link says, and the hidden fields of each form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lang = ""
        self.links: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self._within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._within = tag == "a"
        if tag == "html":
            self.lang = given["lang"]
        if tag == "a":
            self.links.append({**given, "says": ""})
        if tag == "form":
            self.forms.append({})
        if tag == "input" and given.get("type") == "hidden":
            self.forms[-1][given["name"]] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._within:
            self.links[-1]["says"] += data

    @property
    def versions(self) -> dict[str, dict[str, str]]:
        """The same page in each language."""
        return {link["hreflang"]: link for link in self.links if "hreflang" in link}


def chosen(path: str, code: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={code}"


def lang_of(href: str) -> list[str]:
    return parse_qs(urlsplit(href).query).get("lang", [])


STOPPED = ("/agreements/wco-caric", "/agreements?as_of=2010-02-30", "/nothing", "/parties/NOBODY")
MACHINE = (".json", ".jsonl", ".csv", ".tsv", ".ics", ".svg")


def test_every_language_calls_itself_by_its_name() -> None:
    """A language that is added has its name."""
    assert tuple(NAMES) == CODES
    assert NAMES == {"en": "English", "fr": "français", "ru": "русский"}


@pytest.mark.parametrize("path", [*PAGES, *STOPPED])
def test_every_page_leads_to_itself_in_each_language(path: str, client: Client) -> None:
    """By plain links, each in its own language; what is asked for stays, and the page that is here says so."""
    page = Page(client.get(path, accept_language="fr").text)
    assert [(code, link["lang"], link["says"]) for code, link in page.versions.items()] == [
        (code, code, NAMES[code]) for code in CODES
    ]
    assert [code for code, link in page.versions.items() if "aria-current" in link] == ["fr"]
    for code, link in page.versions.items():
        there, here = urlsplit(link["href"]), urlsplit(path)
        assert there.path == here.path
        assert dict(parse_qsl(there.query)) == {**dict(parse_qsl(here.query)), "lang": code}
        again = Page(client.get(link["href"], accept_language="fr").text)
        assert again.lang == code
        assert {one: other["href"] for one, other in again.versions.items()} == {
            one: other["href"] for one, other in page.versions.items()
        }


@pytest.mark.parametrize("path", [*PAGES, *STOPPED])
def test_a_language_that_is_chosen_stays_in_every_link_and_form(path: str, client: Client) -> None:
    """But for a citation, and forms for programs, which are the same in each; without a choice nothing names one."""
    page = Page(client.get(chosen(path, "fr"), accept_language="ru").text)
    assert page.lang == "fr"
    assert all(form.get("lang") == "fr" for form in page.forms)
    plain = Page(client.get(path, accept_language="fr").text)
    assert len(page.links) == len(plain.links)
    assert not any("lang" in form for form in plain.forms)
    for link, before in zip(page.links, plain.links, strict=True):
        href = link["href"]
        if "hreflang" in link:
            continue
        assert lang_of(before["href"]) == []
        machine = urlsplit(href).path.endswith(MACHINE) or href.startswith("/api/")
        if href.startswith("#") or machine or link.get("rel") == "bookmark":
            assert href == before["href"], href
            continue
        assert lang_of(href) == ["fr"], href
        there, here = urlsplit(href), urlsplit(before["href"])
        assert (there.path, there.fragment) == (here.path, here.fragment)
        assert [pair for pair in parse_qsl(there.query) if pair[0] != "lang"] == parse_qsl(here.query)


def test_every_link_of_a_chosen_language_is_answered_in_it(client: Client) -> None:
    """All that one page leads to, and all that those do."""
    seen, left = set[str](), [chosen("/agreements", "fr")]
    for _ in range(2):
        pages = [Page(client.get(path, accept_language="ru").text) for path in left]
        assert {page.lang for page in pages} == {"fr"}
        seen.update(left)
        found = {link["href"] for page in pages for link in page.links if lang_of(link["href"]) == ["fr"]}
        left = sorted(href for href in found - seen if "." not in urlsplit(href).path)
        assert len(left) > 5


def test_the_first_page_leads_on_in_the_language_that_is_chosen(client: Client) -> None:
    assert client.get("/?lang=fr").headers["location"] == "/agreements?lang=fr"
    assert client.get("/").headers["location"] == "/agreements"
    following = client.get("/agreements?limit=1&lang=fr").headers["link"]
    assert "lang=fr" in following
    assert "lang" not in client.get("/agreements?limit=1").headers["link"]


@pytest.mark.parametrize(
    "path", ["/agreements?lang=de", "/agreements?lang=fr&lang=ru", "/agreements/wco-caricc?lang=FR"]
)
def test_a_language_that_there_is_not_is_refused_by_name(path: str, client: Client) -> None:
    """On a page in a language that there is."""
    got = client.get(path, accept_language="en")
    assert got.status_code == 400
    assert "<code>lang</code>" in got.text
    assert all(code in NAMES for code in Page(got.text).versions)


def test_what_programs_read_takes_no_language_and_is_the_same(client: Client) -> None:
    """Under the interface it is no parameter; a page's address gives the same bytes in every language."""
    assert client.get("/api/agreements?lang=fr").status_code == 400
    assert client.get("/api/recordings/3?lang=fr").status_code == 400
    for path, accept in (
        ("/agreements/wco-caricc", "application/json"),
        ("/agreements/wco-caricc.json", "*/*"),
        ("/deadlines.csv", "*/*"),
        ("/deadlines.ics", "*/*"),
        ("/agreements/wco-caricc/timeline.svg", "*/*"),
    ):
        plain = client.get(path, accept=accept)
        for code in CODES:
            assert client.get(chosen(path, code), accept=accept).content == plain.content, path


def test_a_report_is_in_the_language_that_is_chosen(client: Client) -> None:
    """It is read by people."""
    told = {client.get(chosen("/agreements/wco-caricc.md", code)).text for code in CODES}
    assert len(told) == len(CODES)


def test_marks_and_citations_of_a_page_in_a_chosen_language(client: Client) -> None:
    """A mark is of one language; a citation, its digest and its command are the answer's, whatever was chosen."""
    path = "/agreements/wco-caricc?as_of=2010-07-20&known_at=9"
    got = {code: client.get(chosen(path, code), accept_language="en") for code in CODES}
    assert len({one.headers["etag"] for one in got.values()}) == len(CODES)
    for code, one in got.items():
        again = client.get(chosen(path, code), accept_language="ru", if_none_match=one.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
    cited = [re.findall(r'rel="bookmark">([^<]*)<|<code>([^<]*)</code>', one.text) for one in got.values()]
    assert cited[0] == cited[1] == cited[2]
    assert unescape(cited[0][0][0]) == path


@pytest.mark.parametrize("path", ["/%2F%2Fevil.example", "/parties/a%22%3E%3Cimg%20src=x%3E", "/%5Cevil"])
def test_the_links_of_an_odd_address_lead_nowhere_else(path: str, client: Client) -> None:
    """Neither to another host, nor out of their attribute."""
    text = client.get(path).text
    hrefs = [link["href"] for link in Page(text).links]
    assert not [href for href in hrefs if urlsplit(href).netloc or href.startswith(("//", "/\\"))]
    assert "<img" not in text
    kept = [link["href"] for link in Page(client.get(chosen(path, "fr")).text).links]
    assert not [href for href in kept if urlsplit(href).netloc or href.startswith(("//", "/\\"))]


def test_a_text_that_looks_like_a_link_is_left_as_it_is(client: Client) -> None:
    """Of what is searched for, no word is changed."""
    words = '<a href="/x">'
    page = client.get(f"/agreements?{urlencode({'words': words, 'lang': 'fr'})}").text
    assert f'value="{escape(words)}"' in page
