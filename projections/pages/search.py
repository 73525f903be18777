"""The page of a search: a line for each place where the words stand, and how to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lifecycle.messages import InLanguages, Message, Plural, Short, Value
from projections.answers.search import Found, Place, held
from projections.answers.snapshot import Known
from projections.forms.reports.page import Paper
from projections.words.parts import Part
from projections.words.phrases import as_known, sentence

WHERE: Mapping[Place, Message] = {
    "title": Message("title"),
    "party": Message("party"),
    "name": Message("name in the directory"),
    "document": Message("document"),
    "note": Message("note"),
    "act": Message("act"),
}

MOST = 160
"""Characters of a line that are shown: of a long note, what stands around the first of the words."""


def draw(paper: Paper, found: Sequence[Found], words: str, known: Known) -> None:
    """Write what was found."""
    rows: list[Sequence[Part]] = [
        (Message("agreement"), Message("found in"), Message("on"), Message("text")),
        *(_row(one, words) for one in found),
    ]
    if found:
        paper.table(rows, indent=0)
        paper.line()
    more = found[-1].next_after if found else None
    many = Plural("{n} place", "{n} places", n=len(found))
    if more:
        many = Plural("The first {n} place", "The first {n} places", n=len(found))
    paper.line(sentence(Message("{found}, {known}", found=many, known=as_known(known.seq, known.head))))
    if more:
        paper.typed(Message("Next page: the same with {option}", option=f"--after '{more}'"))


def _row(one: Found, words: str) -> Sequence[Part]:
    on = Short(one.since) if one.since else "–"
    return one.agreement or one.party or "–", _where(one), on, _text(one, words)


def _where(one: Found) -> Value:
    says: Value = WHERE[one.where]
    if one.seq is not None:
        says = Message("{where} #{seq}", where=says, seq=one.seq)
    elif one.where == "party" and one.party:
        says = Message("{where} {party}", where=says, party=one.party)
    return Message("{where}, until {day}", where=says, day=Short(one.until)) if one.until else says


def _text(one: Found, words: str) -> str:
    """Give the title in the reader's language, or of another text the lines that hold the words."""
    if one.where == "title":
        return InLanguages.of(_shortened(one.text), {code: _shortened(text) for code, text in one.titles.items()})
    return "\n".join(map(_shortened, _lines(one.text, words)))


def _lines(text: str, words: str) -> Sequence[str]:
    """Give the lines that hold the words, or the first one: found by another name, a party has none that is shown."""
    return tuple(held(text, words)) or text.splitlines()[:1]


def _shortened(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"
