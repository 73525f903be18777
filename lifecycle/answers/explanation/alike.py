"""Acts that are alike to the law: done by parties that the terms do not tell apart, and on the same side of each turn.

A condition that counts parties asks how many there are, and not which. So of acts of one kind, by parties that no
clause names and that did the same otherwise, any may stand for the others: where one is needed, each is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.consent.instruments import Consented
from lifecycle.acts.consent.signature import Confirmed, Signed
from lifecycle.codec import to_plain
from lifecycle.fold.timeline import Timeline

JOINING = (Signed, Confirmed, Consented)
"""The acts by which a party expresses its consent to be bound; nobody else does it for the party."""

PER_PARTY = "{party}"
"""In a text, what stands for each party: facts about it are then told apart by its name."""

ABOUT = ("party", "to", "owed_by", "owed_to", "fact", "observer", "hosts")
"""Fields in which an act names others."""

NAMES = ("name", "formal_name")

OWN = frozenset({"on", "by", "received", "effective", "place", "signatory", "authority", "note", "reason"})
"""Fields in which acts that are alike may differ, besides the id of what they open."""


def alike(line: Timeline, kept: Mapping[int, Entry], seq: int) -> set[int]:
    """Give the acts among those kept that are alike to one of them, itself included."""
    acts = {entry.seq: entry.act for entry in line.standing if entry.seq in kept}
    kinds = _kinds(line, acts)
    return {other for other, kind in kinds.items() if kind == kinds.get(seq)} | {seq}


def _kinds(line: Timeline, acts: Mapping[int, Act]) -> Mapping[int, Hashable]:
    """Give what tells acts apart, of those that others can be alike to."""
    apart, turns = _named(line, acts.values()), _turns(line)
    done: dict[str, list[int]] = defaultdict(list)
    for seq, act in sorted(acts.items(), key=lambda one: (one[1].dated(), one[0])):
        if act.by:
            done[act.by].append(seq)
    kinds: dict[int, Hashable] = {}
    for party, seqs in done.items():
        if party in apart or any(seq in line.concerned for seq in seqs):
            continue
        course = (_role(line, party), *(_kind(line, acts[seq], seq, turns) for seq in seqs))
        kinds |= {seq: (at, course) for at, seq in enumerate(seqs)}
    return kinds


def _kind(line: Timeline, act: Act, seq: int, turns: Sequence[date]) -> Hashable:
    opened = act.OPENS[0] if act.OPENS else ""
    fields = {name: str(value) for name, value in to_plain(act).items() if name not in OWN and name != opened}
    sides = tuple((day > turn) - (day < turn) for day in (act.dated(), act.on) for turn in turns)
    return tuple(fields.items()), sides, seq in line.irregular, seq in line.cured


def _turns(line: Timeline) -> tuple[date, ...]:
    """Give the days on which the agreement turned, and those of the acts that turned it."""
    acts = {entry.seq: entry.act.dated() for entry in line.standing}
    found = {period.start for period in line.agreement}
    found |= {acts[why.seq] for period in line.agreement for why in period.why if why.seq in acts}
    return tuple(sorted(found))


def _role(line: Timeline, party: str) -> Hashable:
    """Give what each version of the terms says of a party besides its name."""
    known = (
        to_plain(version.terms.parties[party]) if party in version.terms.parties else {} for version in line.versions
    )
    return tuple(tuple((name, value) for name, value in one.items() if name not in NAMES) for one in known)


def _named(line: Timeline, acts: Iterable[Act]) -> set[str]:
    """Name the parties that a clause, a group or an act of another names; all, where facts are told apart by party."""
    texts = {text for version in line.versions for text in _texts(to_plain(version.terms.clauses))}
    texts |= {text for version in line.versions for text in _texts(to_plain(version.terms.groups))}
    if any(PER_PARTY in text for text in texts):
        return set(line.parties)
    texts |= {str(getattr(act, field)) for act in acts for field in ABOUT if hasattr(act, field)}
    return {name for name in line.parties if any(name in text for text in texts)}


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, Mapping):
        for name, inner in plain.items():
            yield name
            yield from _texts(inner)
    elif isinstance(plain, list | tuple):
        for inner in plain:
            yield from _texts(inner)
