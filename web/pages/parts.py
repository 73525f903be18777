"""What stands around an answer on its page: both axes of time, other forms, what it is cited by, what is beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from lifecycle.answers.attestation import digest
from lifecycle.codec import to_plain
from projections.answers.certificates import attested
from projections.forms.html.values import Leads
from web.negotiating import EVERYWHERE
from web.pages.words import WORDS
from web.reporting import REPORTED, REPORTS

if TYPE_CHECKING:
    from lifecycle.messages import Message
    from projections.answers.snapshot import Known, Snapshot
    from web.parameters import Given
    from web.question import Question

BESIDE = ("explanation", "history", "timeline", "difference", "documents", "contacts", "balances", "diagram")
"""What is asked of one agreement, beside its status."""

_HOLE = re.compile(r"\{(\w+)(?::path)?\}")


class Link(NamedTuple):
    """An address with what it is called."""

    href: str
    says: Message | str
    here: bool = False


def address(path: str, names: Mapping[str, str], ending: str = "", **query: Any) -> str:
    """Give the address of an answer: its path with the names put in, and what is asked of it."""
    whole = _HOLE.sub(lambda hole: quote(names[hole[1]], safe=""), path) + ending
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{whole}?{urlencode(said)}" if said else whole


def axes(given: Given) -> dict[str, str]:
    """Give both axes as an address has them, where they were given."""
    found = {}
    if given.get("as_of"):
        found["as_of"] = f"{given.as_of}"
    if given.known_at is not None:
        found["known_at"] = to_plain(given.known_at) if not isinstance(given.known_at, int) else f"{given.known_at}"
    return {name: str(value) for name, value in found.items()}


def dated(given: Given) -> dict[str, str]:
    """Give the legal day as an address has it, where it was given."""
    return {name: value for name, value in axes(given).items() if name == "as_of"}


def asked_for(question: Question, given: Given) -> dict[str, str]:
    """Give what a request asks for, as an address has it, without what holds by default."""
    takes = {one.name: one.default for one in question.takes if one.name not in ("as_of", "known_at")}
    others = {name: f"{given.get(name)}" for name, default in takes.items() if given.get(name) not in (None, default)}
    return axes(given) | others


def names(question: Question, given: Given) -> dict[str, str]:
    """Give what stands in the path of a question."""
    return {name: given[name] for name in question.names}


def permalink(question: Question, given: Given, known: Known) -> str:
    """Give the address of this very answer, on both axes of time."""
    query = asked_for(question, given)
    taken = {one.name for one in question.takes}
    if "as_of" in taken and question.answer not in ("history", "diff", "search"):
        query["as_of"] = f"{given.as_of}"
    if "known_at" in taken and question.known:
        query["known_at"] = f"{known.seq}"
    return address(question.path, names(question, given), "", **query)


def forms(question: Question, given: Given) -> Iterator[Link]:
    """Give the addresses of an answer in other forms."""
    further = (*question.further, *(REPORTED if question.answer in REPORTS else ()))
    for form in (*EVERYWHERE, *further):
        href = address(question.path, names(question, given), f".{form}", **asked_for(question, given))
        yield Link(href, form.upper())


def beside(agreement: str, given: Given, here: str) -> Iterator[Link]:
    """Give what else is asked of an agreement, on the same day and with the same knowledge."""
    names = {"agreement": agreement}
    yield Link(address("/agreements/{agreement}", names, **axes(given)), WORDS["status"], here == "")
    for one in BESIDE:
        query = {} if one == "difference" else axes(given)
        yield Link(address(f"/agreements/{{agreement}}/{one}", names, **query), WORDS[one], here == one)
    yield Link(address("/certificates", {}, agreement=agreement), WORDS["certificates"], here == "certificates")


def attestation(asked: Snapshot, question: Question, given: Given) -> str:
    """Give the digest of what a certificate would attest of this answer, where one can be given of it."""
    return digest(attested(asked, given["agreement"], given.as_of)) if question.answer == "status" else ""


HERE = Leads(recording="/recordings/{}", rule="/rules#{}")
"""Where numbers lead on every page."""


def leads(given: Given, agreements: Sequence[str] = (), parties: Sequence[str] = ()) -> Leads:
    """Give where values on a page lead: agreements and parties, on the same day and with the same knowledge."""
    query = axes(given)
    found = {one: address("/parties/{party}", {"party": one}, **query) for one in parties}
    found |= {one: address("/agreements/{agreement}", {"agreement": one}, **query) for one in agreements}
    return HERE._replace(names=found, recording=address(HERE.recording, {}, **dated(given)))
