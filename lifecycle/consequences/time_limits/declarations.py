"""Declarations: whether the text admits one, from when it has effect, and until when others may object to it.

Source: VCLT-IO 19, 20, 22 and 23 (R55). A reservation that the text does not itself authorise is accepted by whoever
has not objected within twelve months of its notification, or by its own consent where that is later (20(5)).

To add what follows from a kind: here, after it is made and after it is withdrawn.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from lifecycle.calendar.days import Span, add, next_day
from lifecycle.course.course import Course
from lifecycle.course.declarations import Declaration
from lifecycle.course.machine import ENDED
from lifecycle.errors import Objection
from lifecycle.messages import Either, Message
from lifecycle.terms.declarations import DECLARATIONS, DeclarationKind, Declarations

SILENT_FOR = Span(months=12)
"""The time after which silence is acceptance (VCLT-IO 20(5))."""
BY_LAW: dict[DeclarationKind, str] = {"reservation": "VCLT-IO 19", "not-provisionally": "VCLT-IO 25(2)"}


def clause_for(course: Course, by: str, kind: DeclarationKind, articles: tuple[str, ...]) -> Declarations | None:
    """Give the clause that permits a declaration, or else one that forbids it; nothing where the text is silent."""
    known = [one for one in course.terms_of(by).clauses.declarations if one.kind == kind]
    permits = [one for one in known if one.permitted and one.concerns(articles)]
    forbids = [one for one in known if not one.permitted and one.concerns(articles)]
    apart = next((one for one in permits if one.articles), None)  # an exception holds before the rule
    if apart or not forbids:
        return apart or next(iter(permits), None)
    return forbids[0]


def article_of(course: Course, by: str, kind: DeclarationKind, articles: tuple[str, ...] = ()) -> str:
    """Give the article on a declaration, the default law's where the text is silent."""
    clause = clause_for(course, by, kind, articles)
    return clause.article if clause else BY_LAW.get(kind, "VCLT-IO 23")


def inadmissible(
    course: Course, by: str, kind: DeclarationKind, articles: tuple[str, ...], sent: date
) -> Objection | None:
    """Say why the text, or the law in its silence, does not admit a declaration of this day."""
    return forbidden(course, by, kind, articles) or _untimely(course, by, kind, articles, sent)


def forbidden(course: Course, by: str, kind: DeclarationKind, articles: tuple[str, ...] = ()) -> Objection | None:
    """Say why the text does not admit a declaration, whenever it is made (VCLT-IO 19(a) and (b))."""
    clause, what = clause_for(course, by, kind, articles), DECLARATIONS[kind]
    if clause is not None and not clause.permitted:
        says = Message("The text does not admit {declaration}", declaration=what)
        if clause.articles:
            listed = Either(clause.articles)
            says = Message(
                "The text does not admit {declaration} on article {articles}", declaration=what, articles=listed
            )
        return Objection(says=says, rule="R55", article=clause.article)
    known = [one for one in course.terms_of(by).clauses.declarations if one.kind == kind and one.permitted]
    if clause is not None or not known:
        return None
    listed = Either(article for one in known for article in one.articles)
    says = Message("The text admits {declaration} on article {articles} alone", declaration=what, articles=listed)
    return Objection(says=says, rule="R55", article=known[0].article)


def _untimely(
    course: Course, by: str, kind: DeclarationKind, articles: tuple[str, ...], sent: date
) -> Objection | None:
    """Object where it is to come with the signature or the consent and does not (VCLT-IO 19)."""
    clause = clause_for(course, by, kind, articles)
    when = (clause.when if clause else "") or ("with consent" if kind == "reservation" else "at any time")
    expressed = {known.get(by) for known in (course.signatures, course.consents, course.held)}
    if when == "at any time" or expressed & {sent, course.today}:
        return None
    says = Message(
        "{by} neither signed nor consented on {day}: with the one or the other a party makes {declaration}",
        declaration=DECLARATIONS[kind],
        by=by,
        day=sent,
    )
    return Objection(says=says, rule="R55", article=clause.article if clause else "VCLT-IO 19")


def make(course: Course, made: Declaration) -> None:
    """Put a declaration among the facts, and await the end of the time for objections to it."""
    clause = clause_for(course, made.by, made.kind, made.articles)
    binding = made.by in course.consenting or made.by in course.held
    made = replace(made, unconfirmed=made.kind == "reservation" and not binding)
    if clause is not None and clause.then is not None:
        made = replace(made, effective=course.compute(clause.then, course.today, "declaration", made.id))
    if not made.unconfirmed:
        made = replace(made, until=course.deadline(_counted(made, clause)))
    course.declarations[made.id] = made
    if made.effective is not None and made.effective > course.today:
        course.expect("declaration", made.effective, made.article, made.seq, subject=made.id)
        course.arm(made.effective, "declaration", made.id)
    await_objections(course, made.id)


def await_objections(course: Course, id: str) -> None:
    """Await the last day for objections, as long as it may still be one for somebody who has not objected."""
    known = course.declarations[id]
    silent = any(
        party.state not in ENDED and name != known.by and known.objection_of(name) is None
        for name, party in course.parties.items()
    )
    if not silent or known.closed is not None:
        course.close_due("objection", id)
    elif known.until is not None and known.until >= course.today and ("objection", id) not in course.dues:
        clause = clause_for(course, known.by, known.kind, known.articles)
        article = clause.article if clause and clause.objections else "VCLT-IO 20(5)"
        counted = _counted(known, clause)
        course.expect("objection", known.until, article, known.seq, subject=id, cause="declaration", counted=counted)
        course.arm(next_day(known.until), "declaration accepted", id)


def _counted(made: Declaration, clause: Declarations | None) -> date | None:
    """Give the day to which objections have time; what the text authorises needs no acceptance (VCLT-IO 20(1))."""
    if clause is not None and clause.objections is not None:
        return clause.objections.after(made.notified)
    if made.kind != "reservation" or clause is not None:
        return None
    return add(made.notified, SILENT_FOR)


def take_effect(course: Course, id: str) -> None:
    """Note that the day has come from which a declaration has effect."""
    course.close_due("declaration", id)


def accepted(course: Course, id: str) -> None:
    """Note that the time for objections is over: whoever was silent has accepted it (VCLT-IO 20(5))."""
    course.close_due("objection", id)


def too_late(course: Course, known: Declaration, by: str) -> Objection | None:
    """Object to an objection after its time, which for a party runs to the day of its own consent at least."""
    last = known.until
    consented = course.consenting.get(by)
    if last is None or course.today <= last or consented is None or course.today <= consented:
        return None
    says = Message(
        "The last day to object to declaration {id} was {day}: {by} has accepted it",
        id=known.id,
        day=max(last, consented),
        by=by,
    )
    return Objection(says=says, rule="R55", article="VCLT-IO 20(5)", conflicts=known.seq)


def close(course: Course, id: str, seq: int | None, *, confirmed_by: str = "") -> None:
    """Close a declaration: it is withdrawn, confirmed by another, or its party is gone."""
    known = course.declarations[id]
    course.declarations[id] = replace(known, closed=course.today, closed_by=seq, confirmed_by=confirmed_by)
    for kind in ("objection", "declaration"):
        course.close_due(kind, id)
    course.close_readings("declaration", id)


def leave(course: Course, name: str, seq: int | None) -> None:
    """Close the declarations of a party that is no longer one; if it comes back, it makes them anew."""
    for id, known in list(course.declarations.items()):
        if known.by == name and known.closed is None:
            close(course, id, seq)
