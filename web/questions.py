"""The questions that this face answers: one table for its pages, for programs and for the description of both.

A question is asked of a snapshot with what a request gives, and is answered by the Struct of the catalogue; its page is
the one of `projections`. To add one: its line in `QUESTIONS`; tests name a question of the catalogue that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

from projections.answers import cooperation, explanation, history, parties, partner
from projections.answers import waiting as submitted
from projections.answers.drawn import diagram, timeline
from projections.answers.keeping import documents
from web import asking, typed
from web import parameters as of
from web.question import Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        "/agreements",
        "list",
        "The agreements with their states on a day, their end and their partners.",
        asking.listing,
        typed.listed,
        takes=(*of.AXES, of.STATE, of.PARTY, of.WORDS, of.KIND, of.SORT, of.LIMIT, of.AFTER),
        many=True,
    ),
    Question(
        "/agreements/{agreement}",
        "status",
        "The status of an agreement on a day, and everything that holds beside it.",
        asking.status,
        typed.of_agreement("status"),
    ),
    Question(
        "/agreements/{agreement}/explanation",
        "explain",
        "The same answer with its derivation, step by step.",
        lambda asked, given: explanation.explain(asked, given["agreement"], given.as_of, given.get("party")),
        typed.explained,
        takes=(*of.AXES, of.PARTY),
    ),
    Question(
        "/agreements/{agreement}/history",
        "history",
        "Every act, both times, with what followed from it.",
        lambda asked, given: history.history(asked, given["agreement"], given.get("as_of")),
        lambda given: typed.command("history", given["agreement"], given=given, axes=typed.dated(given)),
        many=True,
    ),
    Question(
        "/agreements/{agreement}/difference",
        "diff",
        "What changed between two answers, and which acts changed it.",
        asking.compared,
        typed.comparing,
        takes=(of.AS_OF, of.AND_AS_OF, of.KNOWN_AT, of.AND_KNOWN_AT, of.TERMS, of.AND_TERMS),
        known=False,
    ),
    Question(
        "/agreements/{agreement}/timeline",
        "timeline",
        "The life of an agreement in lanes.",
        lambda asked, given: timeline.timeline(asked, given["agreement"], given.as_of),
        typed.of_agreement("timeline"),
        further=("svg",),
    ),
    Question(
        "/agreements/{agreement}/diagram",
        "diagram",
        "The states that the terms of an agreement can reach, in a language of diagrams.",
        lambda asked, given: diagram.diagram(asked, given["agreement"], given.as_of, given["syntax"]),
        lambda given: typed.command("diagram", given["agreement"], "--syntax", given["syntax"], given=given),
        takes=(*of.AXES, of.SYNTAX),
    ),
    Question(
        "/agreements/{agreement}/contacts",
        "contacts",
        "The contact points of the parties on a day.",
        lambda asked, given: cooperation.contacts(asked, given["agreement"], given.as_of),
        typed.of_agreement("contacts"),
        many=True,
    ),
    Question(
        "/agreements/{agreement}/balances",
        "balances",
        "What the parties owe, by currency.",
        lambda asked, given: cooperation.balances(asked, given["agreement"], given.as_of),
        typed.of_agreement("balances"),
        many=True,
    ),
    Question(
        "/agreements/{agreement}/restrictions/{item}",
        "restrictions",
        "What restricts the use of an item of information.",
        lambda asked, given: cooperation.restrictions(asked, given["agreement"], given["item"], given.as_of),
        typed.of_agreement("restrictions", "item"),
    ),
    Question(
        "/agreements/{agreement}/documents",
        "documents",
        "The documents of an agreement: what they are, their language, and their entry.",
        lambda asked, given: documents.documents(asked, given.as_of, given["agreement"]),
        lambda given: typed.command("document", "list", given["agreement"], given=given),
        many=True,
    ),
    Question(
        "/documents",
        "documents",
        "The documents of all agreements.",
        lambda asked, given: documents.documents(asked, given.as_of),
        lambda given: typed.command("document", "list", given=given),
        many=True,
    ),
    Question(
        "/search",
        "search",
        "Where words stand: titles, parties, documents, notes, and what acts say besides.",
        asking.searched,
        typed.sought,
        takes=(of.SOUGHT, *of.AXES, of.PLACES, of.BEHIND),
        many=True,
    ),
    Question(
        "/certificates",
        "certificates",
        "Answers given out, and whether each is still so; found by their digest.",
        asking.certificates_of,
        typed.issued,
        takes=(of.AGREEMENT, of.DIGEST),
        many=True,
        known=False,
    ),
    Question(
        "/deadlines",
        "deadlines",
        "What falls due, over all agreements.",
        asking.due,
        typed.falling_due,
        takes=(*of.AXES, of.WITHIN, of.PARTY, of.AGREEMENT),
        many=True,
        further=("ics",),
    ),
    Question(
        "/parties",
        "parties",
        "The parties of the register, as they are called on a day.",
        lambda asked, given: parties.partners(asked, given.as_of),
        lambda given: typed.command("parties", given=given),
        many=True,
    ),
    Question(
        "/parties/{party:path}",
        "party",
        "Everything with one partner on a day.",
        lambda asked, given: partner.overview(asked, given["party"], given.as_of),
        lambda given: typed.command("party", given["party"], given=given),
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
        asking.rules,
        lambda _: "depositary rule",
        takes=(),
        many=True,
        known=False,
    ),
    Question(
        "/rules/{number}",
        "rule",
        "What a rule says that is cited by its number.",
        asking.rules,
        lambda given: typed.command("rule", given["number"], given=given, axes=()),
        takes=(),
        many=True,
        known=False,
    ),
)

ELSEWHERE: Mapping[str, str] = {
    "impact": "tries acts that are typed, and is asked where they are recorded",
}
"""Questions of the catalogue that have no address here, and why."""
