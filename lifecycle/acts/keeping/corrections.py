"""Where the keeper's own acts act: before the fold, on the entries that it is made from.

Source: VCLT-IO 80 (R54). Later strikes are asked first, for they may take back earlier ones; corrections of corrections
come before what they correct; the text is rectified last (`lifecycle.acts.keeping.rectified`).

To add an act that changes entries: a step in `in_effect`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.conclusion import Drafted
from lifecycle.acts.keeping.entries import Corrected, Struck
from lifecycle.acts.keeping.rectified import rectify
from lifecycle.codec import to_plain
from lifecycle.errors import InvalidInput, Objection
from lifecycle.messages import Message, Quoted

Rebuild = Callable[[Mapping[str, Any]], Act]
"""Builds an act from plain data."""


def in_effect(
    entries: Sequence[Entry], rebuild: Rebuild
) -> tuple[list[Entry], dict[int, Objection], Mapping[int, tuple[int, ...]]]:
    """Give the entries as corrected, without the keeper's own; the objections; and what concerns each entry.

    `rebuild` builds an act from plain data. Corrections are taken in the order of the log, for they are about the log.
    """
    keeping = [entry for entry in entries if entry.act.KEEPING]
    by_seq = {entry.seq: entry for entry in entries}
    objections: dict[int, Objection] = {}
    struck, concerned = _strikes(keeping, by_seq, objections)
    for seq in _innermost_first(keeping, struck):
        _correct_correction(seq, by_seq, objections, concerned)
    current = dict(by_seq)
    for entry in sorted(keeping, key=lambda e: e.seq):
        act = by_seq[entry.seq].act
        if isinstance(act, Corrected) and entry.seq not in struck and entry.seq not in objections:
            _correct(act, entry.seq, current, objections, concerned, rebuild=rebuild)
    kept = [current[entry.seq] for entry in entries if not entry.act.KEEPING and entry.seq not in struck]
    if kept and isinstance(kept[0].act, Drafted):  # the directory of parties has no text
        amended = [by_seq[e.seq] for e in keeping if e.seq not in struck]
        rectify(kept, amended, objections)
    return kept, objections, {seq: tuple(by) for seq, by in concerned.items()}


def _strikes(
    keeping: Sequence[Entry], by_seq: Mapping[int, Entry], objections: dict[int, Objection]
) -> tuple[set[int], dict[int, list[int]]]:
    """Find what is struck: a later strike may take back an earlier one, so the latest is asked first."""
    struck: set[int] = set()
    concerned: dict[int, list[int]] = {}
    first = min(by_seq)
    holding: dict[int, int] = {}
    for entry in sorted(keeping, key=lambda e: e.seq, reverse=True):
        act = entry.act
        if not isinstance(act, Struck) or entry.seq in struck:
            continue
        if found := _no_target(entry.seq, act.target, by_seq):
            objections[entry.seq] = found
        elif by_seq[act.target].act.tag == "approved":
            says = Message("#{seq} is an approval: strike what it approved, or correct it", seq=act.target)
            objections[entry.seq] = Objection(says=says, rule="R62", article="VCLT-IO 80", conflicts=act.target)
        elif act.target == first and isinstance(by_seq[first].act, Drafted):
            says = Message("The draft opens the file and cannot be struck; an agreement is given up, or abandoned")
            objections[entry.seq] = Objection(says=says, rule="R54", article="VCLT-IO 80", conflicts=first)
        else:
            if (later := holding.get(act.target)) is not None:
                says = Message("#{seq} is struck already, by #{by}", seq=act.target, by=entry.seq)
                objections[later] = Objection(says=says, rule="R54", article="VCLT-IO 80", conflicts=entry.seq)
            holding[act.target] = entry.seq
            struck.add(act.target)
            concerned.setdefault(act.target, []).append(entry.seq)
    return struck, concerned


def _no_target(seq: int, target: int, by_seq: Mapping[int, Entry]) -> Objection | None:
    if target in by_seq and target < seq:
        return None
    says = Message("#{seq} is no earlier entry of this agreement", seq=target)
    return Objection(says=says, rule="R54", article="VCLT-IO 80")


_OWN = frozenset({"reason", "note", "to"})
"""What can be corrected of the keeper's own acts, where they have it, besides what a correction sets."""


def _innermost_first(keeping: Sequence[Entry], struck: set[int]) -> list[int]:
    """Order corrections so that each has been corrected itself before it is read: those of the latest targets first.

    Several of one target stay in the order of the log, so that the last one decides.
    """
    found = [e for e in keeping if isinstance(e.act, Corrected) and e.seq not in struck]
    return [e.seq for e in sorted(found, key=lambda e: (-getattr(e.act, "target", 0), e.seq))]


def _correct_correction(
    seq: int, by_seq: dict[int, Entry], objections: dict[int, Objection], concerned: dict[int, list[int]]
) -> None:
    """Let a correction of one of the keeper's own acts change it, and above all what an earlier correction sets."""
    act = by_seq[seq].act
    target = by_seq.get(act.target) if isinstance(act, Corrected) else None
    if not isinstance(act, Corrected) or target is None or act.target >= seq or not target.act.KEEPING:
        return
    fields = _OWN.intersection(target.act.__struct_fields__)
    changed = replace(target.act, **{name: value for name, value in act.set.items() if name in fields})
    others = {name: value for name, value in act.set.items() if name not in fields}
    if isinstance(changed, Corrected):
        changed = replace(changed, set={**changed.set, **others})
    elif others:
        says = Message(
            "#{seq} ({act}) is an act of the keeper, of which only {fields} can be corrected: strike it instead",
            seq=act.target,
            act=target.act.NAME,
            fields=tuple(map(Quoted, sorted(fields))),
        )
        objections[seq] = Objection(says=says, rule="R54", article="VCLT-IO 80", conflicts=act.target)
        return
    by_seq[act.target] = replace(target, act=changed)
    concerned.setdefault(act.target, []).append(seq)


def _correct(
    act: Corrected,
    seq: int,
    current: dict[int, Entry],
    objections: dict[int, Objection],
    concerned: dict[int, list[int]],
    *,
    rebuild: Rebuild,
) -> None:
    if found := _no_target(seq, act.target, current):
        objections[seq] = found
        return
    target = current[act.target]
    if target.act.KEEPING:
        return
    try:
        current[act.target] = replace(target, act=corrected(target.act, act.set, rebuild))
        concerned.setdefault(act.target, []).append(seq)
    except InvalidInput as error:
        says = Message("#{seq} cannot be corrected so: {problem}", seq=act.target, problem=error.says)
        objections[seq] = Objection(says=says, rule="R54", article="VCLT-IO 80", conflicts=act.target)


def corrected(act: Act, changes: Mapping[str, str], rebuild: Rebuild) -> Act:
    """Give an act with fields as they should have been entered; raises `InvalidInput`.

    An empty value takes a field away; the members of a list stand between commas.
    """
    if "act" in changes or "terms" in changes:
        raise InvalidInput(Message("the kind of an act is struck and entered again; the text is rectified or amended"))
    fields = to_plain(act)
    for name, value in changes.items():
        fields[name] = value.split(",") if isinstance(getattr(act, name, None), tuple) else value
        if not value:
            del fields[name]
    return rebuild(fields)
