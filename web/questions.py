"""The questions that this face answers: one table for its pages, for programs and for the description of both.

A question is asked of a snapshot with what a request gives, and is answered by the Struct of the catalogue; its page is
the one of `projections`. To add one: its line in `QUESTIONS`; tests name a question of the catalogue that is missing.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.course.machine import State
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message
from projections.answers import agreements as lists
from projections.answers import (
    certificates,
    cooperation,
    deadlines,
    difference,
    explanation,
    history,
    parties,
    partner,
    search,
)
from projections.answers import rules as law
from projections.answers import status as statuses
from projections.answers import waiting as submitted
from projections.answers.drawn import diagram, timeline
from projections.answers.keeping import documents
from projections.answers.snapshot import Snapshot
from web import parameters as of
from web.parameters import Given, Parameter

if TYPE_CHECKING:
    from projections.forms.machine import Answer


class Question(NamedTuple):
    """A question: its address, its answer, what it takes, what asks it, and the command that gives the same."""

    path: str
    answer: str
    """The name of its schema."""
    says: str
    ask: Callable[[Snapshot, Given], Any]
    typed: Callable[[Given], str]
    takes: tuple[Parameter, ...] = of.AXES
    many: bool = False
    """Whether it is answered by a list."""
    known: bool = True
    """Whether the answer tells how much of the log it knows."""
    further: tuple[str, ...] = ()
    """Forms that only this question has."""

    @property
    def id(self) -> str:
        """What tells it from every other question; two with answers of one kind differ in what their paths name."""
        apart = {"/rules/{number}": "rule_of_number", "/documents": "all_documents"}
        return apart.get(self.path, self.answer)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in its path."""
        return tuple(part[1:-1].partition(":")[0] for part in self.path.split("/") if part.startswith("{"))


def _status(asked: Snapshot, given: Given) -> statuses.StatusPage:
    return statuses.status_page(asked, given["agreement"], given.as_of)


def _listing(asked: Snapshot, given: Given) -> Sequence[Answer]:
    state = State(given["state"]) if given.get("state") else None
    found = {name: given.get(name) for name in ("party", "sort", "after", "limit")}
    return lists.listing(asked, given.as_of, state=state, words=given.get("words", ""), **found)


def _due(asked: Snapshot, given: Given) -> Sequence[deadlines.Deadline]:
    found = deadlines.due(asked, given.as_of, within_days=given.get("within"), party=given.get("party"))
    return [one for one in found if _concerned(asked, given, one)]


def _concerned(asked: Snapshot, given: Given, one: deadlines.Deadline) -> bool:
    wanted = given.get("agreement")
    return wanted is None or one.agreement == wanted


def _difference(asked: Snapshot, given: Given) -> difference.Diffed:
    pairs = [name for name in ("as_of", "known_at", "terms") if given.get(f"and_{name}") is not None]
    if len(pairs) != 1 or given.get(pairs[0]) is None:
        raise InvalidInput(
            Message("compare two days, two places in the log, or two versions of the terms: {pairs}", pairs=_PAIRS)
        )
    agreement, (axis,) = given["agreement"], pairs
    first, last = given[axis], given[f"and_{axis}"]
    if axis == "known_at":
        return difference.believed(asked, agreement, given.as_of, (first, last))
    if axis == "terms":
        return difference.worded(asked, agreement, first, last)
    return difference.happened(asked, agreement, *sorted((first, last)))


_PAIRS = ("as_of, and_as_of", "known_at, and_known_at", "terms, and_terms")


def _searched(asked: Snapshot, given: Given) -> Sequence[search.Found]:
    if not given.get("words"):
        raise InvalidInput([Problem(place="words", says=Message("give some words to search for"))])
    return search.search(
        asked, given["words"], as_of=given.get("as_of"), after=given.get("after"), limit=given["limit"]
    )


def _certificates(asked: Snapshot, given: Given) -> Sequence[certificates.Issued]:
    found = certificates.certificates(asked, given.get("agreement"))
    return certificates.of_digest(found, given["digest"]) if given.get("digest") else found


def _rules(_: Snapshot, given: Given) -> Sequence[law.Rule]:
    return law.rules([given["number"]] if given.get("number") else ())


def command(*words: str, given: Given, axes: Sequence[str] = ("as_of", "known_at")) -> str:
    """Write the command line that gives the same answer, as a shell reads it."""
    line = ["depositary", *words]
    if "as_of" in axes:
        line += ["--as-of", f"{given.as_of}"]
    if "known_at" in axes and given.known_at is not None:
        line += ["--known-at", given.get("known_as") or f"{given.known_at}"]
    return shlex.join(line)


def _of_agreement(name: str, *others: str) -> Callable[[Given], str]:
    return lambda given: command(name, given["agreement"], *(given[other] for other in others), given=given)


def _options(given: Given, *names: str) -> list[str]:
    found = ((name, given.get(name)) for name in names)
    return [word for name, value in found if value is not None for word in (f"--{name}", f"{value}")]


def _listed(given: Given) -> str:
    return command("list", *_options(given, "state", "party", "words", "sort", "limit", "after"), given=given)


def _falling_due(given: Given) -> str:
    within = [] if given.get("within") is None else ["--within", f"{given['within']}d"]
    return command("deadlines", *within, *_options(given, "party"), given=given)


def _explained(given: Given) -> str:
    return command("explain", given["agreement"], *_options(given, "party"), given=given)


def _compared(given: Given) -> str:
    pairs = {
        name: (f"{given[name]}", f"{given[f'and_{name}']}")
        for name in ("as_of", "known_at", "terms")
        if given.get(f"and_{name}")
    }
    day = ["--as-of", f"{given.as_of}"] if "known_at" in pairs else []
    words = [word for name, pair in pairs.items() for word in (f"--{name.replace('_', '-')}", *pair)]
    return shlex.join(["depositary", "diff", given["agreement"], *day, *words])


BOTH = ("as_of", "known_at")


def _dated(given: Given) -> Sequence[str]:
    """Name the axes of an answer that takes all days where none is given."""
    return BOTH if given.get("as_of") else BOTH[1:]


def _sought(given: Given) -> str:
    return command("search", given["words"], *_options(given, "limit", "after"), given=given, axes=_dated(given))


def _issued(given: Given) -> str:
    which = [given["agreement"]] if given.get("agreement") else ["--all"]
    return shlex.join(["depositary", "certificates", *which, *_options(given, "digest")])


QUESTIONS: tuple[Question, ...] = (
    Question(
        "/agreements",
        "list",
        "The agreements with their states on a day, their end and their partners.",
        _listing,
        _listed,
        takes=(*of.AXES, of.STATE, of.PARTY, of.WORDS, of.SORT, of.LIMIT, of.AFTER),
        many=True,
    ),
    Question(
        "/agreements/{agreement}",
        "status",
        "The status of an agreement on a day, and everything that holds beside it.",
        _status,
        _of_agreement("status"),
    ),
    Question(
        "/agreements/{agreement}/explanation",
        "explain",
        "The same answer with its derivation, step by step.",
        lambda asked, given: explanation.explain(asked, given["agreement"], given.as_of, given.get("party")),
        _explained,
        takes=(*of.AXES, of.PARTY),
    ),
    Question(
        "/agreements/{agreement}/history",
        "history",
        "Every act, both times, with what followed from it.",
        lambda asked, given: history.history(asked, given["agreement"], given.get("as_of")),
        lambda given: command("history", given["agreement"], given=given, axes=_dated(given)),
        many=True,
    ),
    Question(
        "/agreements/{agreement}/difference",
        "diff",
        "What changed between two answers, and which acts changed it.",
        _difference,
        _compared,
        takes=(of.AS_OF, of.AND_AS_OF, of.KNOWN_AT, of.AND_KNOWN_AT, of.TERMS, of.AND_TERMS),
        known=False,
    ),
    Question(
        "/agreements/{agreement}/timeline",
        "timeline",
        "The life of an agreement in lanes.",
        lambda asked, given: timeline.timeline(asked, given["agreement"], given.as_of),
        _of_agreement("timeline"),
        further=("svg",),
    ),
    Question(
        "/agreements/{agreement}/diagram",
        "diagram",
        "The states that the terms of an agreement can reach, in a language of diagrams.",
        lambda asked, given: diagram.diagram(asked, given["agreement"], given.as_of, given["syntax"]),
        lambda given: command("diagram", given["agreement"], "--syntax", given["syntax"], given=given),
        takes=(*of.AXES, of.SYNTAX),
    ),
    Question(
        "/agreements/{agreement}/contacts",
        "contacts",
        "The contact points of the parties on a day.",
        lambda asked, given: cooperation.contacts(asked, given["agreement"], given.as_of),
        _of_agreement("contacts"),
        many=True,
    ),
    Question(
        "/agreements/{agreement}/balances",
        "balances",
        "What the parties owe, by currency.",
        lambda asked, given: cooperation.balances(asked, given["agreement"], given.as_of),
        _of_agreement("balances"),
        many=True,
    ),
    Question(
        "/agreements/{agreement}/restrictions/{item}",
        "restrictions",
        "What restricts the use of an item of information.",
        lambda asked, given: cooperation.restrictions(asked, given["agreement"], given["item"], given.as_of),
        _of_agreement("restrictions", "item"),
    ),
    Question(
        "/agreements/{agreement}/documents",
        "documents",
        "The documents of an agreement: what they are, their language, and their entry.",
        lambda asked, given: documents.documents(asked, given.as_of, given["agreement"]),
        lambda given: command("document", "list", given["agreement"], given=given),
        many=True,
    ),
    Question(
        "/documents",
        "documents",
        "The documents of all agreements.",
        lambda asked, given: documents.documents(asked, given.as_of),
        lambda given: command("document", "list", given=given),
        many=True,
    ),
    Question(
        "/search",
        "search",
        "Where words stand: titles, parties, documents, notes, and what acts say besides.",
        _searched,
        _sought,
        takes=(of.SOUGHT, *of.AXES, of.PLACES, of.BEHIND),
        many=True,
    ),
    Question(
        "/certificates",
        "certificates",
        "Answers given out, and whether each is still so; found by their digest.",
        _certificates,
        _issued,
        takes=(of.AGREEMENT, of.DIGEST),
        many=True,
        known=False,
    ),
    Question(
        "/deadlines",
        "deadlines",
        "What falls due, over all agreements.",
        _due,
        _falling_due,
        takes=(*of.AXES, of.WITHIN, of.PARTY, of.AGREEMENT),
        many=True,
        further=("ics",),
    ),
    Question(
        "/parties",
        "parties",
        "The parties of the register, as they are called on a day.",
        lambda asked, given: parties.partners(asked, given.as_of),
        lambda given: command("parties", given=given),
        many=True,
    ),
    Question(
        "/parties/{party:path}",
        "party",
        "Everything with one partner on a day.",
        lambda asked, given: partner.overview(asked, given["party"], given.as_of),
        lambda given: command("party", given["party"], given=given),
    ),
    Question(
        "/waiting",
        "waiting",
        "What waits for a second officer's approval.",
        lambda asked, _: submitted.waiting(asked),
        lambda _: "depositary waiting",
        takes=(),
        many=True,
        known=False,
    ),
    Question(
        "/rules",
        "rule",
        "What the rules of the law say that are cited by number.",
        _rules,
        lambda _: "depositary rule",
        takes=(),
        many=True,
        known=False,
    ),
    Question(
        "/rules/{number}",
        "rule",
        "What a rule says that is cited by its number.",
        _rules,
        lambda given: shlex.join(["depositary", "rule", given["number"]]),
        takes=(),
        many=True,
        known=False,
    ),
)

ELSEWHERE: Mapping[str, str] = {
    "impact": "tries acts that are typed, and is asked where they are recorded",
}
"""Questions of the catalogue that have no address here, and why."""
