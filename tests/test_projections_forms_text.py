"""The sanitiser: nothing that a terminal obeys gets through it, and everything it writes can be encoded."""

from __future__ import annotations

import io
from unicodedata import bidirectional, category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.forms.text import PLAIN, clean, fitted

ANY = st.text(st.characters(codec=None)) | st.text(st.sampled_from("\x00\x1b\x9b\u202e\u2066\u200f\ufeff\u200dab é"))
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(ANY)
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    """No control, bidi, surrogate or private-use character, and no line or paragraph separator."""
    for character in clean(text):
        assert category(character) not in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
        assert bidirectional(character) not in BIDI
        assert category(character) != "Cf" or character in "\u200c\u200d"


@given(ANY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Letters of every script, with their marks."""
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("WCO\u202eOCW", "WCO\\u202eOCW"),
        ("two\nlines", "two\\nlines"),
        ("a\u00a0b", "a b"),
        ("\ud800", "\\ud800"),
        ("Астана", "Астана"),
    ],
)
def test_what_is_hidden_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(ANY, st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]))
def test_whatever_the_encoding_it_can_be_written(text: str, encoding: str) -> None:
    """A screen of ASCII is a screen, too."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding)
    stream.write(fitted(clean(text), stream))
    stream.flush()


def test_our_symbols_have_ascii_forms() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    assert fitted("✓ signed → in force · Zürich", stream) == "+ signed -> in force | Z\\xfcrich"
    assert all(form.isascii() for form in PLAIN.values())
