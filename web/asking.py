"""What each question asks of a snapshot, with what a request gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lifecycle.course.machine import State
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Message
from projections.answers import agreements as lists
from projections.answers import certificates, deadlines, difference, search
from projections.answers import rules as law
from projections.answers import status as statuses
from projections.answers.snapshot import Snapshot
from web.parameters import Given

if TYPE_CHECKING:
    from projections.forms.machine import Answer


def status(asked: Snapshot, given: Given) -> statuses.StatusPage:
    """Ask for a status, with what its page says besides."""
    return statuses.status_page(asked, given["agreement"], given.as_of)


def listing(asked: Snapshot, given: Given) -> Sequence[Answer]:
    """Ask for the agreements."""
    state = State(given["state"]) if given.get("state") else None
    found = {name: given.get(name) for name in ("party", "sort", "after", "limit")}
    return lists.listing(
        asked, given.as_of, state=state, words=given.get("words", ""), kind=given.get("kind", ""), **found
    )


def due(asked: Snapshot, given: Given) -> Sequence[deadlines.Deadline]:
    """Ask for what falls due, of one agreement where one is named."""
    found = deadlines.due(asked, given.as_of, within_days=given.get("within"), party=given.get("party"))
    wanted = given.get("agreement")
    found = [one for one in found if wanted in (None, one.agreement)]
    return found if given.office is None else [given.office.attend(one) for one in found]


def compared(asked: Snapshot, given: Given) -> difference.Diffed:
    """Ask in what two answers differ; raises `InvalidInput` unless one axis has two places."""
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


def searched(asked: Snapshot, given: Given) -> Sequence[search.Found]:
    """Ask where words stand; raises `InvalidInput` where none are given."""
    if not given.get("words"):
        raise InvalidInput([Problem(place="words", says=Message("give some words to search for"))])
    return search.search(
        asked, given["words"], as_of=given.get("as_of"), after=given.get("after"), limit=given["limit"]
    )


def certificates_of(asked: Snapshot, given: Given) -> Sequence[certificates.Issued]:
    """Ask for certificates, by their digest where one is given."""
    found = certificates.certificates(asked, given.get("agreement"))
    return certificates.of_digest(found, given["digest"]) if given.get("digest") else found


def rules(_: Snapshot, given: Given) -> Sequence[law.Rule]:
    """Ask for the rules, or for one."""
    return law.rules([given["number"]] if given.get("number") else ())
