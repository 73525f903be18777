"""The examination of terms as an answer: from terms alone, with all that a face lays out."""

from __future__ import annotations

import json
from pathlib import Path

from given import terms
from jsonschema import Draft202012Validator
from reversed import REVERSED
from vocabulary import unturned

from cli.commands.open.terms import page
from cli.terminal.page import Paper
from lifecycle.codec import encode
from lifecycle.terms.files import read_terms
from projections.answers.catalogue import schema
from projections.answers.examination import examined

ONE = """\
agreement: pilots
title: Memorandum on Pilotage
parties: {NORTH: {name: NORTH, signs: Director}}
least_parties: 1
clauses:
  entry_into_force: {article: "9", upon: {signed: 1}}
  duration: {article: "10", term: 4 years, renewal: {by: agreement}}
  termination: [{article: "9", by: consent}]
"""


def test_the_sentences_of_one_article_stand_together() -> None:
    """In the order of the law, whatever clauses an article holds."""
    answer = examined(read_terms(ONE), "pilots.yaml")
    assert [said.article for said in answer.clauses] == ["9", "9", "9", "10", "10"]
    assert str(answer.clauses[0].says) == "It enters into force upon the first signature"
    assert (answer.title, answer.parties, answer.file) == ("Memorandum on Pilotage", ("NORTH",), "pilots.yaml")


def test_silences_leave_terms_sound_and_a_warning_does_not() -> None:
    """The law fills the silences of a text; what cannot work is another matter."""
    assert examined(terms("wco-caricc"), "x").sound
    assert not examined(terms("instruments"), "x").sound


def test_an_answer_fits_its_schema() -> None:
    """Sentences are published in English."""
    plain = {"schema": "depositary/check/1", **json.loads(encode(examined(terms("wco-caricc"), "x")))}
    Draft202012Validator(schema("check")).validate(plain)
    assert all(isinstance(said["says"], str) for said in plain["clauses"] + plain["findings"])


def test_the_page_lays_an_answer_out() -> None:
    """Each article once, with its sentences under each other; one party is no parties."""
    paper = Paper()
    page(paper, examined(read_terms(ONE), "pilots.yaml"))
    assert paper.text.splitlines()[:6] == [
        "pilots: Memorandum on Pilotage" + " " * 63 + "1 party",
        "  Art. 9            It enters into force upon the first signature.",
        "                    It can be ended at any time by consent of all parties.",
        "                    It goes on as long as one party is bound.",
        "  Art. 10           It lasts for 4 years.",
        "                    It can be extended only by agreement.",
    ]
    assert "  · No clause is on amendment: it is amended by consent of all parties (VCLT-IO 39)." in paper.text
    assert paper.text.endswith("  Next: depositary draft pilots.yaml --on DATE\n")


def test_the_page_speaks_the_language_of_its_reader() -> None:
    """Nothing on it is English but names, commands and citations."""
    paper = Paper(language=REVERSED)
    page(paper, examined(read_terms(ONE), "pilots.yaml"))
    commands = ("depositary diagram pilots.yaml", "depositary draft pilots.yaml --on DATE")
    cited = ("VCLT-IO 57 and 60", "VCLT-IO 65 and 66")
    assert unturned(paper.text, "pilots: Memorandum on Pilotage", *commands, *cited) == []
    assert "1 ytrap" in paper.text


def test_every_terms_file_of_the_project_is_examined() -> None:
    """Real texts say themselves without a word of the file."""
    for file in sorted((Path(__file__).parent / "cases" / "terms").glob("*.yaml")):
        answer = examined(read_terms(file.read_bytes(), file.name), file.name)
        assert answer.clauses, file.name
