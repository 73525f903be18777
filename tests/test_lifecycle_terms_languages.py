"""Titles and names in several languages: one text or several, the first of which is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.codec import decode, encode, to_plain
from lifecycle.errors import InvalidInput
from lifecycle.terms.languages import Title, Wording
from lifecycle.terms.reading import terms_from
from lifecycle.terms.text import Terms, Texts

PLAIN: dict[str, Any] = {
    "agreement": "lagoons",
    "title": {"fr": "Convention sur les lagunes", "en": "Convention on Lagoons"},
    "texts": {"languages": ["en", "fr"], "authentic": ["fr"]},
    "depositary": "the Secretary-General",
    "parties": {"A": {"name": {"en": "Aland", "fr": "Alande"}}, "B": {"name": "Bland"}},
    "clauses": {"entry_into_force": {"article": "1", "upon": {"signed": "all"}}},
}


def test_the_first_text_of_the_file_is_the_one_that_is_shown() -> None:
    terms = terms_from(PLAIN)
    assert str(terms.title) == "Convention sur les lagunes"
    assert terms.title.texts["en"] == "Convention on Lagoons"
    assert (str(terms.parties["A"].name), terms.parties["B"].name.texts) == ("Aland", {})


def test_what_is_stored_is_what_was_written() -> None:
    """One text stays one, several stay several, in their order."""
    terms = terms_from(PLAIN)
    assert to_plain(terms)["title"] == PLAIN["title"]
    assert list(to_plain(terms)["title"]) == ["fr", "en"]
    assert to_plain(terms)["parties"] == PLAIN["parties"]
    assert decode(encode(terms), Terms) == terms


def test_texts_of_other_languages_tell_terms_apart() -> None:
    """A change of one is a change."""
    other = terms_from(PLAIN | {"title": PLAIN["title"] | {"en": "Lagoons"}})
    assert other != terms_from(PLAIN)
    assert Wording("A") == "A"
    assert Wording({"en": "A"}) != Wording("A")


@pytest.mark.parametrize(
    ("texts", "authentic"),
    [
        ({"languages": ("en", "fr")}, ("en", "fr")),
        ({"languages": ("en", "fr"), "authentic": "equally"}, ("en", "fr")),
        ({"languages": ("en", "fr"), "authentic": ("fr",)}, ("fr",)),
        ({"languages": ("en", "fr"), "authentic": "the older one"}, ()),
    ],
)
def test_the_authentic_texts_are_those_listed_or_all_that_are_equally_so(
    texts: dict[str, Any], authentic: tuple[str, ...]
) -> None:
    assert Texts(**texts).authorities == authentic


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ({}, "no text is given"),
        ({"English": "A"}, '"English" is no language'),
        ({"en": ""}, "not an empty one"),
        ({"en": "x" * 501}, "at most 500 characters"),
        ({"en": None}, "not nothing"),
        (["A"], "or one for each language"),
        (7, "or one for each language"),
    ],
)
def test_what_is_no_title_is_refused(title: Any, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        terms_from(PLAIN | {"title": title})
    assert says in str(caught.value)


@given(st.dictionaries(st.sampled_from(["en", "fr", "zh-Hant", "kk"]), st.text(min_size=1, max_size=500), min_size=1))
def test_any_texts_come_back_as_they_were(texts: dict[str, str]) -> None:
    made = Title.from_plain(texts)
    assert made.to_plain() == texts
    assert str(made) == next(iter(texts.values()))
