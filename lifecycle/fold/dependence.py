"""On which other agreements one depends: those that its texts ask about, and what stands in a circle.

Source: VCLT-IO 30 and 59 (R65). An agreement and another that ask about each other, directly or through further ones,
could not be told: which of them is first? Such a text is refused where it is recorded. What is on record all the same
is cut where it closes: within a circle none asks the register about another, and each is told by facts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import Submitted
from lifecycle.acts.kinds import RANK, act_from
from lifecycle.errors import InvalidInput
from lifecycle.terms.facts_read import others_asked

_TEXTS = frozenset(kind for kind in RANK if "terms" in kind.__struct_fields__) | {Submitted}
"""Kinds of acts that bring a text, or may."""

Named = Callable[[str], Iterable[str]]
"""Gives the agreements that those on record of one ask about, none for one that is not on record."""


def depends_on(entries: Sequence[Entry]) -> frozenset[str]:
    """Give the agreements that any text on record of one asks about, those that are only proposed included."""
    acts = [entry.act for entry in entries if type(entry.act) in _TEXTS]
    return frozenset(name for act in acts for name in _named(act))


def _named(act: Act) -> Iterable[str]:
    if isinstance(act, Submitted):
        with suppress(InvalidInput):
            return _named(act_from(act.submits))
        return ()
    terms = getattr(act, "terms", None)
    return () if terms is None else {asked.agreement for asked in others_asked(terms)}


def circle(agreement: str, names: Iterable[str], named: Named) -> tuple[str, ...]:
    """Give the way from an agreement through those that it asks about back to itself; nothing where there is none."""
    ways: list[tuple[str, ...]] = [(agreement, name) for name in sorted(names)]
    seen: set[str] = set()
    for way in ways:
        if way[-1] == agreement:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [(*way, name) for name in sorted(named(way[-1]))]
    return ()
