"""What a party is called on a day: by the directory, by the terms that bind it, or by a change of name on record.

The directory decides for the days on which it has a name (R64). Where it has none, the agreement does.

Source: the practice of depositaries: a State that changes its name stays the same party. Of two names the later counts,
that of a text only where it is another than in the text before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.fold.timeline import Timeline


def names(line: Timeline, party: str) -> Iterator[tuple[date, str]]:
    """Give the names that an agreement gives a party, each with the day from which it is called so, in their order."""
    found: list[tuple[date, str]] = []
    last = ""
    for version in line.versions:
        known = version.terms.parties.get(party)
        if known is not None and str(known.name) != last:
            last = str(known.name)
            found.append((version.start, last))
    found += ((change.on, change.name) for change in line.renamed if change.party == party)
    yield from sorted(found, key=lambda one: one[0])


def name_on(line: Timeline, party: str, day: date) -> str:
    """Give the name of a party on a day: before the first one of the agreement that, its key where it has none."""
    if entered := line.directory.called(party, day):
        return entered.name
    known = list(names(line, party))
    called = [name for since, name in known if since <= day] or [name for _, name in known[:1]]
    return called[-1] if called else party
