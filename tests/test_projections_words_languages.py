"""Languages: which one a reader is given, what its catalogue and its grammar make of a message, what is compiled."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vocabulary import templates as sayings

from lifecycle.messages import Either, InLanguages, Message, Plural, Quoted, Row, Short, Value, render
from projections.words.languages.catalogues import compiled, read, written
from projections.words.languages.extraction import templates
from projections.words.languages.fr.grammar import French
from projections.words.languages.known import CODES, TRANSLATIONS, language
from projections.words.languages.ru.grammar import Russian
from projections.words.languages.translation import DOMAINS, FOLDER
from projections.words.languages.wish import of_browser, of_locale

TIE = "\N{NO-BREAK SPACE}"
FR, RU = language("fr"), language("ru")


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CH"}, "fr"),
        ({"LANG": "ru_RU.KOI8-R", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "ru_RU"}, "ru"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
        ({"LANG": "de_AT.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8", "LANGUAGE": "de:ru:fr"}, "ru"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "POSIX"}, "en"),
    ],
)
def test_a_locale_wishes_for_a_language(environ: Mapping[str, str], code: str) -> None:
    """As POSIX and gettext read it; what there is no catalogue for is English."""
    assert of_locale(environ) == code


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "ru"),
        ("fr", "fr"),
        ("ru-RU, fr;q=0.8", "ru"),
        ("fr;q=0.3, en-GB;q=0.7", "en"),
        ("de, *;q=0.1", "ru"),
        ("de-DE, FR-ca;q=0.5", "fr"),
        ("fr;q=0, en;q=0.1", "en"),
        ("fr;q=much, en;q=0.1", "en"),
        ("fr;q=2", "ru"),
        (";;;,,=", "ru"),
    ],
)
def test_a_browser_wishes_for_a_language(accepted: str, code: str) -> None:
    """RFC 9110, 12.5.4; the register's own is given where the wish cannot be met."""
    assert of_browser(accepted, "ru") == code


@given(st.text(max_size=40))
def test_whatever_a_browser_sends_gives_a_language(accepted: str) -> None:
    assert of_browser(accepted) in CODES


class Known(NullTranslations):
    """A catalogue of a few templates."""

    KNOWN: Mapping[str, str] = {
        "notice": "уведомление",
        "after {of}": "по истечении {of:genitive}",
        "genitive\4the end": "окончания",
        "genitive\4{n} month": "{n} месяца",
        "{what} on {on}": "{what} {on}",
        "by {who}": "notification {who:de}",
        "{says}.": "{says}.",
    }

    def gettext(self, message: str) -> str:
        return self.KNOWN.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return self.KNOWN.get(f"{context}\4{message}", message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.KNOWN.get(f"{context}\4{msgid1}", msgid1)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Message("after {of}", of=Message("the end")), "по истечении окончания"),
        (Message("after {of}", of=Plural("{n} month", "{n} months", n=6)), "по истечении 6 месяца"),
        (Message("after {of}", of=Message("{a}, {b}", a=Message("the end"), b="N")), "по истечении окончания, N"),
        (Message("after {of}", of=(Message("the end"), "N")), "по истечении окончания и N"),
        (Message("after {of}", of=Message("notice")), "по истечении уведомление"),
        (Message("after {of}", of="Узбекистан"), "по истечении Узбекистан"),
        (
            Message("nothing of this is translated {of}", of=Message("notice")),
            "nothing of this is translated уведомление",
        ),
    ],
)
def test_a_translation_asks_for_the_case_of_a_value(value: Value, says: str) -> None:
    """Looked up under the case; where the template says nothing itself it goes to what it holds; names stay."""
    assert render(value, Russian(Known())) == says


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("Ouzbékistan", "notification d’Ouzbékistan"),
        ("Haïti", "notification d’Haïti"),
        ("Honduras", "notification de Honduras"),
        ("HCCH", "notification de HCCH"),
        ("Yémen", "notification de Yémen"),
        ("Érythrée", "notification d’Érythrée"),
        ("ICMPD", "notification d’ICMPD"),
        ("WCO", "notification de WCO"),
        ("le jour", "notification du jour"),
        ("les Parties", "notification des Parties"),
        ("la partie", "notification de la partie"),
        ("des parties", "notification de parties"),
        ("l’entrée", "notification de l’entrée"),
        ("onze parties", "notification de onze parties"),
        (Quoted("Accord"), f"notification de «{TIE}Accord{TIE}»"),
        ("", "notification de"),
    ],
)
def test_french_drops_the_vowel_before_another_one(who: Value, says: str) -> None:
    """And contracts the article of a common noun; an aspirated h keeps the vowel."""
    assert render(Message("by {who}", who=who), French(Known())) == says


def test_days_are_written_as_treaty_offices_write_them() -> None:
    assert render(date(2010, 5, 1), FR).replace(TIE, " ") == "1er mai 2010"
    assert render(date(2010, 5, 11), FR).replace(TIE, " ") == "11 mai 2010"
    assert render(date(2010, 3, 30), RU).replace(TIE, " ") == "30 марта 2010 г."
    assert render(Short(date(2010, 9, 1)), FR).replace(TIE, " ") == "1er sept. 2010"


def test_one_full_stop_is_enough_behind_a_russian_day() -> None:
    """A sentence that ends with a day, however deep it lies; dots of an ellipsis stay."""
    said = Message("{says}.", says=Message("{what} on {on}", what=Message("notice"), on=date(2010, 3, 30)))
    assert render(said, RU).replace(TIE, " ").endswith(" 30 марта 2010 г.")
    assert render(Message("{says}.", says="A.."), RU) == "A..."
    assert render(Message("{says}.", says="2010 г.\ufdd2"), RU) == "2010 г.\ufdd2"


def test_numbers_lists_and_quotations_are_the_language_s() -> None:
    assert [render(Decimal("12.50"), one) for one in (FR, RU)] == ["12,50", "12,50"]
    assert [render(("A", "B", "C"), one) for one in (FR, RU)] == ["A, B et C", "A, B и C"]
    assert [render(Either(("A", "B")), one) for one in (FR, RU)] == ["A ou B", "A или B"]
    assert [render(Row(("A", "B")), one) for one in (FR, RU)] == ["A, B", "A, B"]
    assert [render(Quoted("A"), one) for one in (FR, RU)] == [f"«{TIE}A{TIE}»", "«A»"]


def test_a_text_of_several_languages_is_given_in_the_reader_s() -> None:
    """Or else as it is published."""
    text = InLanguages.of(
        "Convention sur les lagunes", {"fr": "Convention sur les lagunes", "en": "Convention on Lagoons"}
    )
    assert render(text, FR) == "Convention sur les lagunes"
    assert render(text) == "Convention on Lagoons"
    assert render(text, RU) == "Convention sur les lagunes"
    assert str(text) == "Convention sur les lagunes"


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("code", TRANSLATIONS)
def test_months_are_those_of_the_locale_s_data(code: str, month: int) -> None:
    """As CLDR has them, within a day."""
    from babel import Locale

    said = render(date(2010, month, 12), language(code)).split(TIE)[1]
    assert said == Locale(code).months["format"]["wide"][month]


@pytest.mark.parametrize("code", TRANSLATIONS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_catalogue_is_kept_as_it_is_written_and_compiled(code: str, domain: str) -> None:
    """`make docs` brings both about."""
    file = FOLDER / code / f"{domain}.po"
    if file.exists():
        assert file.read_bytes() == written(read(file, code))
        assert file.with_suffix(".mo").read_bytes() == compiled(read(file, code))


def test_every_template_belongs_to_a_catalogue() -> None:
    """None is missed that another reading of the source finds."""
    found = {text for domain in DOMAINS for one in templates(domain).values() for text in one if text}
    assert len(sayings() - found) < 40, "months, endings and the words of lists are no templates"


def test_a_copy_of_a_language_may_do_more_and_leaves_the_language_as_it_is() -> None:
    """As that of a face that marks what leads somewhere, in every case of a word."""

    class Marking(Russian):
        def day(self, day: date) -> str:
            return f"<{super().day(day)}>"

    made = copy(RU)
    made.__class__ = Marking
    says = Message("upon {event}", event=Message("the day after {of}", of=date(2010, 3, 30)))
    plain = "в день следующего дня после 30 марта 2010 г."
    for _ in range(2):
        assert render(says, made).replace(TIE, " ") == "в день следующего дня после <30 марта 2010 г.>"
        assert render(says, RU).replace(TIE, " ") == plain
