"""The sentences that say what terms mean, article by article; not those of a state or of an act.

The sentences are built from the values that the engine acts on, not from the text of a file, so that what is said is
what is done. Clauses that one article states are said in one sentence.

To add a clause: a function that says it, and one line in `SAYERS`.
"""

from __future__ import annotations

from collections.abc import Callable

from lifecycle.terms.changes import Amendment, Disputes, Suspension
from lifecycle.terms.conditions import Condition
from lifecycle.terms.entry import EntryIntoForce, ProvisionalApplication, Registration, Supersession
from lifecycle.terms.sentences.ending import say_duration, say_survival, say_termination
from lifecycle.terms.sentences.parts import Said, any_of, listed, of_the_party, upon
from lifecycle.terms.text import Terms


def describe(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Give each article with its sentence, in the order of the law."""
    said: dict[str, list[str]] = {}
    for sayer in SAYERS:
        for article, words_ in sayer(terms):
            said.setdefault(article, []).append(words_)
    return tuple((article, _sentence(parts)) for article, parts in said.items())


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _entry(terms: Terms) -> Said:
    clause: EntryIntoForce = terms.clauses.entry_into_force
    said = [f"it enters into force {upon(clause.upon, clause.then)}"]
    if clause.counts_from:
        said.append(f"a consent counts from its {clause.counts_from}")
    if clause.consent_when is not None:
        said.append(f"a consent counts only with {_each(clause.consent_when)}")
    if clause.individually:
        each = clause.joining.when("its own consent") if clause.joining else "upon its own consent"
        said.append(f"each party is bound {each}")
    elif clause.joining is not None:
        said.append(f"a party that consents later is bound {clause.joining.when('its own consent')}")
    for manner, rule in clause.joining_by.items():
        said.append(f"a party that joins by {manner.replace('-', ' ')} is bound {rule.when('its own consent')}")
    if clause.joining_when is not None:
        said.append(f"a party that joins later also needs {_each(clause.joining_when)}")
    yield clause.article, ", and ".join(said)


def _each(condition: Condition) -> str:
    return of_the_party(condition.phrase())


def _provisional(terms: Terms) -> Said:
    clause: ProvisionalApplication | None = terms.clauses.provisional_application
    if clause is not None:
        yield clause.article, f"until then it is applied provisionally from {clause.upon.phrase()}"


def _amendment(terms: Terms) -> Said:
    clause: Amendment | None = terms.clauses.amendment
    if clause is None:
        return
    form = f"{clause.form} " if clause.form else ""
    tacit = clause.by == "tacit"
    said = f"it is amended {'tacitly, except for those that opt out' if tacit else f'by {form}consent of all parties'}"
    if clause.lead is not None:
        said += f", decided no sooner than {clause.lead.says('the proposal')}"
    if clause.as_entry:
        said += ", with effect by the rule of its entry into force"
    elif clause.then is not None:
        anchor = "its communication" if tacit else "the last acceptance"
        said += f", with effect {clause.then.when(anchor)}"
    yield clause.article, said
    if clause.consultation is not None:
        asks = f" at the request of {clause.consultation.on_request_of}" if clause.consultation.on_request_of else ""
        yield clause.consultation.article, f"the parties consult each other on amendments{asks}"


def _disputes(terms: Terms) -> Said:
    clause: Disputes | None = terms.clauses.disputes
    if clause is not None:
        to = f"is referred to {clause.referred_to}" if clause.referred_to else "is to be settled"
        yield clause.article, f"a dispute {to}{_fails(clause)}"


def _fails(clause: Disputes) -> str:
    if clause.within is None:
        return ""
    return f", and has failed if not settled by {clause.within.says('its referral')}, that day included"


_GROUNDS = {
    "failed dispute": "after a dispute has failed",
    "opinion of breach": "if in its opinion another is in breach",
    "at will": "at will",
    "consent of all": "with the consent of all",
    "declaration": "by a declaration",
}


def _suspension(terms: Terms) -> Said:
    for clause in terms.clauses.suspension:
        yield clause.article, _suspends(clause)


def _suspends(clause: Suspension) -> str:
    what = {"own obligations": "its own obligations", "whole or part": "it in whole or part"}
    of = what[clause.of] if isinstance(clause.of, str) else f"articles {listed(clause.of)}"
    said = f"{any_of(clause.by)} may suspend {of} {_GROUNDS[clause.ground]}"
    if clause.then is not None:
        said += f", with effect {clause.then.when('receipt by the last of the others')}"
    if clause.lifts == "with the ground":
        said += ", until the ground is gone"
    return said


def _supersession(terms: Terms) -> Said:
    clause: Supersession | None = terms.clauses.supersession
    if clause is not None:
        verb = "ends and replaces" if clause.by == "ending" else "suspends"
        yield clause.article, f"with its entry into force it {verb} {listed(clause.of)}"


def _registration(terms: Terms) -> Said:
    clause: Registration | None = terms.clauses.registration
    if clause is not None:
        by = f" by {clause.by}" if clause.by else ""
        within = f", {clause.within.when('its entry into force')} at the latest" if clause.within else ""
        yield clause.article, f"it is registered{by} after its entry into force{within}"


SAYERS: tuple[Callable[[Terms], Said], ...] = (
    _entry,
    _provisional,
    say_duration,
    say_termination,
    say_survival,
    _amendment,
    _disputes,
    _suspension,
    _supersession,
    _registration,
)
