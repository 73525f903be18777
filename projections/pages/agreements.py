"""The page of `list`: the agreements with their states on a day, their end and their partners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lifecycle.messages import InLanguages, Message, Plural, Value
from projections.answers.agreements import Listed
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.pages.footer import listed
from projections.words.parts import Part, known_day, state_word
from projections.words.phrases import with_whom


def draw(paper: Paper, found: Sequence[Listed], as_of: date, known: Known, *, kinds: bool = False) -> None:
    """Write the agreements, of a party asked about with its own state first, else with their kinds if there is room."""
    party = bool(found) and found[0].party is not None
    kinds = kinds and not party
    own = [Message("of the party"), Message("since")] if party else []
    state = [Message("state")] if party else [Message("state"), Message("since")]
    kind = [Message("kind")] if kinds else []
    heads = (Message("agreement"), *own, *state, Message("ends"), Message("with"), *kind, Message("title"))
    rows: list[tuple[Part, ...]] = [heads, *(_listed(one, kinds=kinds) for one in found)]
    listed(paper, rows, _counted(found), as_of, known)
    if found and (after_id := found[-1].next_after):
        paper.typed(Message("Next page: {option}", option=f"--after {after_id}"))


def _listed(one: Listed, *, kinds: bool) -> tuple[Part, ...]:
    """Give the row of an agreement; a party that was asked about has its own state, which may be another."""
    state: tuple[Part, ...] = (state_word(one.state), known_day(one.since, one.precision))
    if one.party_state is not None:
        state = (state_word(one.party_state), known_day(one.party_since, one.party_precision), state_word(one.state))
    partners = with_whom([partner.party for partner in one.partners])
    ends = known_day(one.ends, one.precision if one.ends == one.since else None)
    kind = (one.kind or "–",) if kinds else ()
    return one.agreement, *state, ends, partners, *kind, InLanguages.of(one.title, one.titles)


def _counted(found: Sequence[Listed]) -> Value:
    """Say how many there are, and of how many where this is a page of them."""
    n = len(found)
    total = found[0].total if found else None
    if total is not None and found[0].beyond:
        return Message("{shown} of more than {n} agreements", n=total, shown=n)
    if total is not None and total != n:
        return Plural("{shown} of {n} agreement", "{shown} of {n} agreements", n=total, shown=n)
    return Plural("{n} agreement", "{n} agreements", n=n)
