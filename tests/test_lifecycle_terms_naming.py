"""Names of parties as they are typed: by key, by name, however either is spelt."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.errors import InvalidInput
from lifecycle.terms.naming import _taken_apart, folded, party_named, run_together

KNOWN = {
    "WCO": ("World Customs Organization", ""),
    "Île d'Or": ("Île d'Or",),
    "KZ": ("Қазақстан", "Republic of Kazakhstan"),
    "SK": ("Customs Union",),
    "SU": ("Customs Union",),
    "DE": ("Straße",),
    "NORTH": ("North",),
    "North": ("Northern Authority",),
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("WCO", "WCO"),
        ("wco", "WCO"),
        ("World Customs Organization", "WCO"),
        ("world  customs organization ", "WCO"),
        ("Ile d’Or", "Île d'Or"),
        ("казакстан", "KZ"),
        ("STRASSE", "DE"),
        ("North", "North"),
        ("NORTH", "NORTH"),
        ("Northern Authority", "North"),
        ("Terre d'Or", None),
        ("", None),
    ],
)
def test_a_party_is_found_by_its_key_or_its_name(typed: str, meant: str | None) -> None:
    """A key as it stands comes before a name, and a name as it stands before one that is only spelt alike."""
    assert party_named(typed, KNOWN) == meant


@pytest.mark.parametrize("typed", ["Customs Union", "customs union", "north"])
def test_a_name_that_several_have_names_them(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"may mean (SK or SU|NORTH or North): name it by its key"):
        party_named(typed, KNOWN)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text("abcdeàéüçñёйқғ 'ʼ’-–", min_size=1, max_size=12))
def test_accents_spaces_and_forms_of_signs_do_not_matter(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text).replace(" ", "  ").replace("’", "'").replace("–", "-")
    assert folded(decomposed) == folded(text)
    assert folded(text.upper()) == folded(text.title()) == folded(text)


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_are_folded_as_any_others_are(text: str) -> None:
    """In ASCII nothing is to be taken apart: the short way gives what the long one does."""
    assert folded(text) == _taken_apart(text)


@pytest.mark.parametrize(
    "typed", ["Côte-d’Ivoire", "cote divoire", "COTE D IVOIRE", "Côte\u2011d\u02bcIvoire", "Côted'Ivoire"]
)
def test_names_are_close_that_differ_by_what_parts_their_words(typed: str) -> None:
    """Close, and not the same: such a name is asked about, and finds nobody."""
    assert run_together(typed) == run_together("Côte d'Ivoire")
    assert party_named(typed.replace("'", ""), {"CI": ("Côte d'Ivoire",)}) is None


@given(st.text("abñқЯ '’-–\u00a0", max_size=12))
def test_what_is_spelt_alike_is_close(text: str) -> None:
    assert run_together(folded(text)) == run_together(run_together(text)) == run_together(text)
