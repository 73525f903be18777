"""The acts as they are typed, read from the file that ships with the law: no act is imported for a line of help.

`projections.forms.acts_commands` makes the file of the classes that declare the acts, and says what its fields are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple


class Taken(NamedTuple):
    """An argument or an option: the field of the act that it gives."""

    field: str
    sort: str
    help: str
    typed: str = ""
    place: str = ""
    required: bool = False
    many: bool = False
    choices: Sequence[str] = ()
    default: str = ""


class Typed(NamedTuple):
    """A kind of act as it is typed: its words, what it says, its examples, and what it takes."""

    act: str
    command: str
    short: str
    says: str
    examples: Sequence[str]
    takes: Sequence[Mapping[str, Any]]

    @property
    def verb(self) -> str:
        """The last word of its command."""
        return self.command.rpartition(" ")[2]

    def taken(self) -> list[Taken]:
        """Give what it takes."""
        return [Taken(**one) for one in self.takes]


@cache
def typed_acts() -> Mapping[str, Sequence[Typed]]:
    """Give the acts by the first word of their commands, in the order of the law."""
    import json
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("lifecycle")  # which does not import it
    assert spec is not None
    assert spec.origin is not None
    found: dict[str, list[Typed]] = {}
    for act in json.loads(Path(spec.origin).with_name("acts.commands.json").read_bytes()):
        found.setdefault(act["command"].partition(" ")[0], []).append(Typed(**act))
    return found


def in_short(name: str) -> str:
    """Say in a line what the command of that first word records: a short sentence, or the verbs of a noun."""
    acts = typed_acts()[name]
    if acts[0].command == name:
        return acts[0].short
    *others, last = (act.verb for act in acts)
    verbs = f"{', '.join(others)} or {last}" if others else last
    return f"{verbs[0].upper()}{verbs[1:]}."
