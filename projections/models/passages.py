"""What acts say in words, as it is searched: their notes, and all else that is a text, a name or a place. Pure.

What names people is sealed with the act, and stands in no table: it is found by nobody, before it is erased and after.
An entry reads as it was corrected, and one that was struck says nothing. Titles, parties and documents have rows of
their own, in which their words are folded in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import Approved
from lifecycle.acts.keeping.entries import Corrected, Struck
from lifecycle.fold.folded import Folded
from projections.models.changes import UNCHANGED, Changed, compared
from projections.models.rows import Row, key_of, words
from projections.words.fields import fields

SAID, NOTED = "act", "note"
"""What a passage is of, as the table calls it."""

TURNS = (Corrected, Struck, Approved)
"""The acts that change how others read."""

OF_NOBODY = ("form", "state")
"""Fields of texts that the register itself fills."""

IRREGULAR = "irregular"
"""The reason for a recording in spite of an objection: no field of an act."""

_SORTS = ("text", "name", "place")
"""The sorts of fields that hold words."""


def passages(line: Folded) -> Iterator[Row]:
    """Give what the entries of an agreement, or of the directory, say by now."""
    standing = {entry.seq: entry.act for entry in line.standing}
    by_seq, struck = {entry.seq: entry for entry in line.entries}, line.struck
    for entry in line.entries:
        if entry.seq in struck:
            continue
        concerning = [by_seq[seq] for seq in line.concerned.get(entry.seq, ()) if seq in by_seq]
        act = standing.get(entry.seq) or line.approved.get(entry.seq) or entry.act
        texts = dict(_texts(act, entry.irregular))
        if act is entry.act:  # else it is read as corrected
            texts |= _corrected(line, concerning, texts)
        yield from _rows(key_of(line), entry.seq, act, texts, _sealed((entry, *concerning)))


def changed_passages(before: Folded | None, after: Folded, since: date) -> Changed:
    """Give those of the last recording; where it turns how others read, compare all of them."""
    if before is None:
        return Changed(set(), set(passages(after)))
    last = after.entries[-1]
    if len(before.entries) == len(after.entries):
        return UNCHANGED
    if isinstance(last.act, TURNS):
        return compared(passages(before), passages(after))
    texts = dict(_texts(last.act, last.irregular))
    return Changed(set(), set(_rows(key_of(after), last.seq, last.act, texts, _sealed((last,)))))


def _rows(agreement: int, seq: int, act: Act, texts: Mapping[str, str], sealed: frozenset[str]) -> Iterator[Row]:
    said = {field: text for field, text in texts.items() if text and field not in sealed}
    note = said.pop("note", "")
    for kind, found in ((SAID, "\n".join(said.values())), (NOTED, note)):
        if found:
            yield agreement, seq, kind, act.dated().toordinal(), found, words(*found.splitlines())


def _texts(act: Act, irregular: str | None) -> Iterator[tuple[str, str]]:
    for name in _wordy(type(act)):
        value: Any = getattr(act, name)
        yield name, "\n".join(map(str, value)) if isinstance(value, tuple | list) else str(value or "")
    yield IRREGULAR, irregular or ""


@cache
def _wordy(kind: type[Act]) -> tuple[str, ...]:
    """Name the fields of a kind of act that hold words."""
    return tuple(one.name for one in fields(kind) if one.sort in _SORTS and one.name not in OF_NOBODY)


def _corrected(line: Folded, concerning: Iterable[Entry], texts: Mapping[str, str]) -> dict[str, str]:
    """Give what was set of an act of the keeper's; what was corrected in its turn is left out, and not found."""
    found: dict[str, str] = {}
    for entry in concerning:
        if isinstance(entry.act, Corrected):
            again = entry.seq in line.concerned
            found |= {name: "" if again else value for name, value in entry.act.set.items() if name in texts}
    return found


def _sealed(entries: Iterable[Entry]) -> frozenset[str]:
    """Name the fields of an act that name people, as it was entered, submitted or corrected."""
    places = (field.removeprefix("submits.").removeprefix("set.") for entry in entries for field in entry.sealed)
    return frozenset(places)
