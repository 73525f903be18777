"""The pages in French and in Russian: no word of English is left; and what is no page is the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest
from commandline import DOCKET, demonstration, run
from icalendar import Calendar
from test_cli_ask_languages import CITED, NAMES, PAGES, TYPED

from projections.words.languages.catalogues import read
from projections.words.languages.extraction import templates
from projections.words.languages.faults import one_of, strings, translated
from projections.words.languages.known import CODES, TRANSLATIONS
from projections.words.languages.translation import FOLDER, parts_of

WORD = re.compile(r"[^\W\d_]+")
QUOTED = re.compile("«[^«»]*»")
OF_THE_GRAMMAR = {
    "fr": {"er", "e", "d", "de", "du", "des", "à", "au", "aux", "le", "et", "ou", "une"},
    "ru": {"го", "е", "г", "и", "или", "в", "участником", "участниками"},
}
"""The words that the grammar of a language adds to those of its catalogue."""

SAID = ("UTC", "SEQ", "DATE", "NO", "MCMXCIX")
"""What is typed, or the name of a clock."""

CHECKED = [f"check {Path(__file__).parent / 'cases' / 'terms' / name}.yaml" for name in ("wco-caricc", "icmpd-wco")]
LINES = [*(line for lines in PAGES.values() for line in lines), *CHECKED]


@cache
def words(code: str) -> frozenset[str]:
    """Give the words that the translations of a language are made of.

    Those of a template without one pass: the lint finds it.
    """
    catalogue = read(FOLDER / code / "answers.po", code)
    lines = [line for line in catalogue if line.id and translated(line)]
    missing = templates("answers").keys() - {one_of(line) for line in lines}
    texts = [*missing, *(text for line in lines for text in strings(line))]
    found = {word.casefold() for text in texts for part in parts_of(text) for word in WORD.findall(part.text)}
    return frozenset(found | OF_THE_GRAMMAR[code])


def foreign(text: str, code: str) -> Iterator[str]:
    """Give the words of a page that are neither of its language nor a name, a quotation or a command."""
    for left_alone in (TYPED, CITED, QUOTED):
        text = left_alone.sub(" ", text)
    for name in sorted((*NAMES, *SAID), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return (word for word in WORD.findall(text) if word.casefold() not in words(code))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration register."""
    return demonstration(tmp_path_factory.mktemp("register"))


@pytest.fixture(autouse=True)
def _asked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_DB", str(file))
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    monkeypatch.setenv("DEPOSITARY_TODAY", "2010-07-15")


@pytest.mark.parametrize("code", TRANSLATIONS)
@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("restrictions")])
def test_no_word_of_english_is_left_on_a_page(line: str, code: str) -> None:
    """Every word of it is one of the catalogue, a name, a quotation, a command or an article."""
    ran = run(f"{line} --lang {code}")
    assert ran.code == 0, ran.err
    assert list(foreign(ran.out, code)) == [], ran.out


def test_what_is_left_in_english_is_found() -> None:
    """The same page in English has words that no translation has."""
    ran = run("explain wco-caricc --as-of 2011-02-28 --lang en")
    assert len(set(foreign(ran.out, "fr"))) > 20


@pytest.mark.parametrize("code", TRANSLATIONS)
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv"])
@pytest.mark.parametrize("line", [lines[0] for name, lines in PAGES.items() if name not in ("rule", "restrictions")])
def test_what_machines_read_is_the_same_in_every_language(line: str, form: str, code: str) -> None:
    """Byte for byte, with the same exit code."""
    assert run(f"{line} --format {form} --lang {code}") == run(f"{line} --format {form} --lang en")


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_a_refusal_has_its_exit_code_and_says_so_in_english(code: str) -> None:
    """Errors are for whoever types, as commands and options are."""
    for line in ("status nowhere", "notice wco-caricc --by WCO --on 2009-01-01 --yes", "sign wco-caricc --by NOBODY"):
        assert run(f"--lang {code} {line}") == run(line)


def test_a_certificate_has_the_same_digest_in_every_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is that of a line in which no sentence stands."""
    monkeypatch.setenv("DEPOSITARY_DB", str(demonstration(tmp_path)))
    for code in CODES:
        assert run(f"certify wco-caricc --as-of 2010-08-01 --yes --again --lang {code}").code == 0
    given = run("certificates wco-caricc --format json").json
    lines = {
        run(f"certificates wco-caricc --line {one['certificate']} --lang {code}").out for one in given for code in CODES
    }
    (line,) = lines
    assert len(given) == len(CODES)
    assert {one["digest"] for one in given} == {sha256(line.encode()).hexdigest()}


@pytest.mark.parametrize(
    ("given", "environ", "says"),
    [
        ("", {}, "IN FORCE"),
        ("", {"LANG": "fr_FR.UTF-8"}, "EN VIGUEUR"),
        ("", {"LANG": "fr_FR.UTF-8", "DEPOSITARY_LANG": "ru"}, "В СИЛЕ"),
        ("--lang en", {"LANG": "fr_FR.UTF-8", "DEPOSITARY_LANG": "ru"}, "IN FORCE"),
    ],
)
def test_the_language_is_that_of_the_option_the_variable_or_the_locale(
    given: str, environ: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this order."""
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert says in run(f"status wco-caricc --as-of 2010-04-10 {given}").out


def test_the_register_has_a_language_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stated in the file of settings beside it, before any locale."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    Path("depositary.toml").write_text('lang = "ru"\n', encoding="utf-8")
    assert "В СИЛЕ" in run("status wco-caricc --as-of 2010-04-10").out


def test_a_language_that_there_is_not_is_refused() -> None:
    """With those that there are."""
    ran = run("status wco-caricc --lang de")
    assert ran.code == 2
    assert "'en', 'fr'" in ran.err


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_a_calendar_is_in_the_reader_s_language(code: str) -> None:
    """Its name, and what each date says; its ids are the same in all."""
    feeds = {
        one: Calendar.from_ical(run(f"deadlines --as-of 2003-09-01 --format ics --lang {one}").out) for one in CODES
    }
    for event in feeds[code].walk("VEVENT"):
        assert list(foreign(f"{event['summary']}\n{event['description']}", code)) == []
    assert list(foreign(str(feeds[code]["x-wr-calname"]), code)) in ([], ["Depositary"])
    assert len({tuple(str(event["uid"]) for event in feed.walk("VEVENT")) for feed in feeds.values()}) == 1


@pytest.mark.parametrize("code", TRANSLATIONS)
@pytest.mark.parametrize("line", ["timeline wco-caricc --as-of 2010-08-01", "diagram icmpd-wco"])
def test_a_picture_is_in_the_reader_s_language(line: str, code: str) -> None:
    """What is written in it, and what it says to whoever does not see it."""
    svg = ElementTree.fromstring(run(f"{line} --format svg --lang {code}").out)
    texts = [part.text or "" for part in svg.iter() if part.tag.endswith(("}text", "}title", "}desc"))]
    assert len(texts) > 10
    assert [word for text in texts for word in foreign(text, code)] == []


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_a_receipt_is_in_the_reader_s_language(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded, what follows, and what it changes in earlier answers."""
    monkeypatch.setenv("DEPOSITARY_DB", str(tmp_path / "register.db"))
    monkeypatch.setenv("DEPOSITARY_TODAY", "2012-01-01")
    assert run("init").code == 0
    late = (
        "dispute settle wco-caricc D1 --on 2010-07-01 --irregular late --accept-impact --yes",
        "sign wco-caricc --by WCO --on 2010-04-01 --irregular late",
    )
    for line in (*DOCKET.strip().splitlines()[1:], *late, "correct wco-caricc 6 --set place=Paris --reason typo --yes"):
        ran = run(f"{line} --lang {code}")
        assert ran.code == 0, ran.err
        said = re.sub(r"#\d+ · [0-9a-f]{8}|late|typo|Paris", " ", ran.out + ran.err)
        assert list(foreign(said, code)) == [], f"{line}\n{ran.out}{ran.err}"
