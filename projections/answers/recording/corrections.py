"""The examination of a correction or a strike, before it is proposed: whether there is such an entry and field."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from aggregates.ground.input_text import problem
from lifecycle.acts.keeping.corrections import corrected
from lifecycle.acts.kinds import act_from
from lifecycle.course.directory import DIRECTORY
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.messages import Message, Row
from lifecycle.suggestions import suggesting
from projections.answers.snapshot import Snapshot

BARRED = ("act", "terms")
"""What no correction sets."""


def examine(known: Snapshot, agreement: str, seq: int, changes: Mapping[str, str]) -> None:
    """Examine what is to be changed of an entry as it stands; raises `NotFound`, or `InvalidInput` by field."""
    legible = known.lines([agreement]) if agreement != DIRECTORY else iter(())  # what cannot be read is judged later
    line = next(legible, None) or known.folded(agreement)
    acts = {entry.seq: entry.act for entry in (*line.entries, *line.standing)}
    if seq not in acts:
        raise NotFound("entry", f"#{seq}", [f"#{entry.seq}" for entry in line.entries], of=agreement)
    act = acts[seq]
    if act.KEEPING or not changes:
        return
    fields = [name for name in act.__struct_fields__ if name != "terms"]
    says = Message("#{seq} has no such field; it has {fields}", seq=seq, fields=Row(fields))
    unknown = [name for name in changes if name not in (*fields, *BARRED)]
    if unknown:
        raise InvalidInput(problem(f"$.set.{name}", suggesting(says, name, fields)) for name in unknown)
    try:
        corrected(act, changes, act_from)
    except InvalidInput as error:
        barred = next((f".{name}" for name in changes if name in BARRED), "")
        raise InvalidInput(
            replace(found, place=f"$.set{found.place.removeprefix('$') or barred}") for found in error.problems
        ) from error
