"""What a request may say: each parameter with its form and limits; what is wrong is named with what is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from aggregates.ground.moments import Moment, moment_from
from lifecycle.calendar.days import parse_date
from lifecycle.course.machine import State
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Either, Message, Quoted, Value
from lifecycle.suggestions import suggesting
from projections.answers.agreements import LOWEST
from projections.words.languages.known import CODES

if TYPE_CHECKING:
    from projections.answers.office.attending import Office

LONGEST = 200
"""Characters of a value; no name is longer."""


class Parameter(NamedTuple):
    """A parameter of a query: what it is for, its form as JSON Schema has it, and what reads it."""

    name: str
    says: str
    form: Mapping[str, Any]
    read: Callable[[str], Any]
    default: Any = None


class Given:
    """What a request says, read, on the day of the request; and what the office arranged of whom it asks."""

    def __init__(self, values: Mapping[str, Any], today: date, office: Office | None = None) -> None:
        self.values, self.today, self.office = values, today, office

    @property
    def as_of(self) -> date:
        """The day of the answer."""
        return self.values.get("as_of") or self.today

    @property
    def known_at(self) -> Moment | None:
        """The place on the axis of recording, nothing for the head of the log."""
        return self.values.get("known_at")

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Give a value, or what stands for none."""
        return self.values.get(name, default)


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise InvalidInput(error.args[0]) from error


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 15 and least <= int(text) <= most):
            says = Message(
                "{text} is no number from {least} to {most}", text=Quoted(text), least=str(least), most=str(most)
            )
            raise InvalidInput(says)
        return int(text)

    return read


def _one_of(words: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            says = Message("{text} is none of {words}", text=Quoted(text), words=Either(words))
            raise InvalidInput(Message("{says}", says=suggesting(says, text, words)))
        return text

    return read


DAY = {"type": "string", "format": "date"}
PLACE = {"type": "string", "pattern": r"^(#?[0-9]{1,15}|[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?)$", "maxLength": 40}
TEXT = {"type": "string", "maxLength": LONGEST}

AS_OF = Parameter("as_of", "The day of the answer; today where it is not given.", DAY, _day)
KNOWN_AT = Parameter(
    "known_at",
    "Only what was recorded by then: a number, a day or a time of UTC; all of it by default.",
    PLACE,
    moment_from,
)
AND_AS_OF = Parameter("and_as_of", "The second day of a comparison.", DAY, _day)
AND_KNOWN_AT = Parameter("and_known_at", "The second place in the log of a comparison.", PLACE, moment_from)
NUMBER = {"type": "integer", "minimum": 1, "maximum": 100_000}
TERMS = Parameter("terms", "A version of the terms, to compare it with another.", NUMBER, _whole(1, 100_000))
AND_TERMS = Parameter("and_terms", "The second version of the terms.", NUMBER, _whole(1, 100_000))
STATES = [state.value for state in State]
STATE = Parameter(
    "state",
    "Only those in this state; with a party, where the party is.",
    {"type": "string", "enum": STATES},
    _one_of(STATES),
)
PARTY = Parameter("party", "A party, by its key or its name.", TEXT, str)
WORDS = Parameter("words", "Words in titles and names of parties, however they are spelt.", TEXT, str)
KIND = Parameter("kind", "Only those of this kind, as their terms name it in full, however it is spelt.", TEXT, str)
SORT = Parameter("sort", "The order.", {"type": "string", "enum": list(LOWEST)}, _one_of(list(LOWEST)), "id")
MOST = 500
LIMIT = Parameter(
    "limit", "No more than so many: a page.", {"type": "integer", "minimum": 1, "maximum": MOST}, _whole(1, MOST), 100
)
AFTER = Parameter("after", "Go on behind this agreement.", TEXT, str)
WITHIN = Parameter(
    "within",
    "Only what falls due in so many days.",
    {"type": "integer", "minimum": 0, "maximum": 999_999},
    _whole(0, 999_999),
)
SOUGHT = Parameter("words", "The words to look for, in whatever script.", TEXT, str)
PLACES = Parameter(
    "limit", "No more than so many places.", {"type": "integer", "minimum": 1, "maximum": MOST}, _whole(1, MOST), 50
)
BEHIND = Parameter("after", "Go on behind this place, as a page ends with it.", TEXT, str)
AGREEMENT = Parameter("agreement", "Only this agreement, by its id.", TEXT, str)
DIGEST = Parameter("digest", "The digest of a certificate, or its beginning.", TEXT, str)
SYNTAX = Parameter(
    "syntax",
    "The language of the diagram.",
    {"type": "string", "enum": ["mermaid", "dot"]},
    _one_of(["mermaid", "dot"]),
    "mermaid",
)

LANG = Parameter("lang", "The language of the page.", {"type": "string", "enum": list(CODES)}, _one_of(CODES))

AXES = (AS_OF, KNOWN_AT)


def read(
    takes: Iterable[Parameter],
    query: Iterable[tuple[str, str]],
    today: date,
    path: Mapping[str, str],
    office: Office | None = None,
) -> Given:
    """Read what a request says; raises `InvalidInput` naming each parameter that is wrong, and what would be right."""
    known = {one.name: one for one in takes}
    found: dict[str, Any] = {one.name: one.default for one in known.values() if one.default is not None}
    problems: list[Problem] = []
    seen = set[str]()
    for name, text in query:
        try:
            if name not in known:
                _unknown(name, known)
            if name in seen:
                raise InvalidInput(Message("given more than once"))
            seen.add(name)
            if len(text) > LONGEST:
                raise InvalidInput(Message("longer than {n} characters", n=LONGEST))
            if text:
                found[name] = known[name].read(text)
        except InvalidInput as error:
            problems += [Problem(place=name[:LONGEST], says=problem.says) for problem in error.problems]
    for name, text in path.items():
        if len(text) > LONGEST:
            problems.append(Problem(place=name, says=Message("longer than {n} characters", n=LONGEST)))
    if problems:
        raise InvalidInput(problems)
    return Given({**found, **path}, today, office)


def taken(path: str, takes: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """Give what an address takes: a page a language, too; what programs read is the same in each."""
    return (*takes, *(() if path.startswith("/api/") else (LANG,)))


def _unknown(name: str, known: Mapping[str, Parameter]) -> None:
    says: Value = Message("there is no such parameter here: there are {known}", known=tuple(known))
    if not known:
        says = Message("no parameter is taken here")
    raise InvalidInput(Message("{says}", says=suggesting(says, name, known)))
