"""Errors say what went wrong as messages: in English as exceptions do, and in the language of whoever reads."""

from __future__ import annotations

import pytest
from vocabulary import readable

from lifecycle.errors import (
    NOUNS,
    Conflict,
    DepositaryError,
    ImpactNotAccepted,
    InvalidInput,
    NotFound,
    NotYet,
    Objection,
    Problem,
    Refused,
)
from lifecycle.messages import Message

OVER = Objection(says=Message("{by} has already signed, on {signed}", by="NORTH", signed=None), rule="R9")
LATE = Problem(place="$.on", says=Message("A refusal states its ground"))
CASES: list[tuple[DepositaryError, str]] = [
    (InvalidInput("the file is empty"), "the file is empty"),
    (InvalidInput(Message("A refusal states its ground")), "A refusal states its ground"),
    (InvalidInput([LATE]), "$.on: A refusal states its ground"),
    (InvalidInput([LATE, Problem(says="odd")]), "$.on: A refusal states its ground, odd"),
    (NotFound("agreement", "harbor"), 'agreement "harbor" is not on record'),
    (NotFound("entry", "#9", of="harbour"), 'entry "#9" of harbour is not on record'),
    (NotYet(Message("tomorrow")), "tomorrow"),
    (Refused("harbour", OVER), "NORTH has already signed, on no set date"),
    (ImpactNotAccepted("harbour", [(4, OVER), (7, OVER)]), "recording this would take the effect of #4, #7"),
    (Conflict("in words"), "in words"),
    (Conflict(), ""),
]


@pytest.mark.parametrize(("error", "says"), CASES)
def test_an_error_says_what_went_wrong(error: DepositaryError, says: str) -> None:
    """`str` is English; what is said is a value that a face writes in its reader's language."""
    assert str(error) == str(error.says) == says


SPOKEN = [error for error, says in CASES if says not in ("the file is empty", "in words", "") and "odd" not in says]


@pytest.mark.parametrize("error", SPOKEN, ids=str)
def test_an_error_is_said_in_the_language_of_the_reader(error: DepositaryError) -> None:
    """Nothing stays English but names and places."""
    assert readable(error.says, "harbour", "NORTH", "$.on") == []


def test_what_is_not_on_record_is_told_apart() -> None:
    """What is missing, its name, those that are known, and of which agreement it would be."""
    error = NotFound("version", "9", ["1", "2"], of="harbour")
    assert (error.what, error.name, error.known, error.of) == ("version", "9", ("1", "2"), "harbour")
    assert isinstance(NotYet(Message("tomorrow")), NotFound)
    assert all(readable(noun) == [] for noun in NOUNS.values())


def test_a_problem_has_its_place_before_it() -> None:
    assert (str(LATE), str(Problem(says=LATE.says))) == (
        "$.on: A refusal states its ground",
        "A refusal states its ground",
    )
