"""Every template in the source keeps to the same form, and the vocabulary of the tests finds what escapes it."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from vocabulary import PACKAGES, Saying, pages, places_of, readable, sayings, templates, unsaid, unturned, words_of

from lifecycle.messages import Message, Quoted

DAY = date(2010, 3, 30)


def saying(source: str) -> Saying:
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    return Saying("here", call)


def test_the_vocabulary_is_that_of_the_program() -> None:
    """It finds sentences, plurals and single words wherever they stand."""
    assert len(sayings()) > 20
    assert {"tomorrow", "{n} day ago", "{n} days ago", "winding down", "April"} <= templates()


def test_every_package_says_something() -> None:
    """The web register, too: a package that is left out is held to no rule."""
    said = {saying.place.partition(":")[0] for saying in sayings()}
    spoken = {package for package in PACKAGES if any(f"{package}/" in place for place in said)}
    assert spoken == set(PACKAGES)
    assert {"To the content", "That is not on record", "longer than {n} characters"} <= templates()


PATTERNS = {"YYYY", "MM", "DD", "tlog", "proof", "key", "pub"}
"""What is the same in every language: how a day is typed, and names of files."""


def test_no_page_of_the_web_register_holds_a_word_of_its_own() -> None:
    """Its templates of HTML have places for messages, and none for English."""
    assert len(pages()) > 5
    assert {name: found for name, page in pages().items() if (found := sorted({*unsaid(page)} - PATTERNS))} == {}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>{{ word.next }} &amp; more</p>", ["amp", "more"]),
        ('<a class="next" href="/rules" aria-label="Rules">{{ word.rules }}</a>', ["Rules"]),
        ('<input title="{{ word.day|striptags }}" placeholder="A day">', ["A", "day"]),
        ("{% if of.kept %}kept{% endif %}{# a remark #}", ["kept"]),
        ("<code>depositary audit verify-proof</code>", []),
    ],
)
def test_a_word_in_a_template_of_html_is_found(page: str, words: list[str]) -> None:
    """In its text, and in what is read out or shown beside it."""
    assert unsaid(page) == words


def test_every_template_is_a_literal_with_its_values_by_name() -> None:
    """So that all of them can be found, and a catalogue of a language can be held against them."""
    assert [said.place for said in sayings() if not said.literal] == []


def test_every_place_of_a_template_has_its_value_and_none_is_left_over() -> None:
    """The number of a plural may stand in neither of its forms; what an act says is held to the fields of its class."""
    wrong = [
        (said.place, said.places() ^ said.names)
        for said in sayings()
        if said.places() != said.names
        and not said.filled_later
        and not (len(said.templates) == 2 and said.places() | {"n"} == said.names)
    ]
    assert wrong == []


def test_no_template_speaks_as_a_file_does() -> None:
    """No key, no quotation mark of a programmer, no quoted place: a text in the words of a user is `Quoted`."""
    bare = {text: places_of(text) for text in templates()}
    for text, places in bare.items():
        rest = text
        for name in places:
            rest = rest.replace(f"{{{name}}}", "{}")
        assert not {"_", "`"} & set(rest), text
        assert '"{}' not in rest, text
        assert "'{}" not in rest, text


def test_no_sentence_has_its_full_stop() -> None:
    """Whoever prints one sets it."""
    assert [text for text in templates() if words_of(text) and text.endswith(".")] == []


@pytest.mark.parametrize(
    ("source", "literal", "places", "names"),
    [
        ('Message("{by} signed", by=name)', True, {"by"}, {"by"}),
        ('Plural("{n} day", "{n} days", n=3)', True, {"n"}, {"n"}),
        ('Message(f"{by} signed")', False, set(), set()),
        ('Message("{by}" + end, by=name)', False, set(), {"by"}),
        ('Message("{by} signed", **given)', False, {"by"}, {"None"}),
    ],
)
def test_a_call_is_read(source: str, literal: bool, places: set[str], names: set[str]) -> None:
    """What is no literal is told apart."""
    said = saying(source)
    assert (said.literal, said.places(), said.names) == (literal, places, names)


@pytest.mark.parametrize("template", ["{day!r}", "{day:%d}", "{0}", "{act.by}"])
def test_a_place_is_a_plain_name(template: str) -> None:
    """How a value is written is up to the language."""
    with pytest.raises(ValueError, match="no plain name"):
        list(places_of(template))


def test_what_has_not_gone_through_a_template_is_found() -> None:
    """A word of English, of a template or of none; not a name, a quotation, a number or a convention."""
    assert readable(Message("in {n} days", n=3)) == []
    assert readable(Message("as known at #{seq}", seq="WCO"), "WCO") == []
    assert readable(Message("today, {what}", what="winding down")) == ["winding", "down"]
    assert unturned("zwrtk: ni VCLT-IO 56(2), «what they say» 30 hcraM 2010", "zwrtk") == []
    assert readable((Quoted("in force"), DAY, "wco-caricc"), "wco-caricc") == []
