"""The seven states of an agreement, and of each party: one table, one machine.

The table is declared once, as data. `machine` builds the `transitions` machine from it, for diagrams and for proof; the
fold runs on `COMPILED`, a dictionary made from the same rows, and a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.messages import Message

if TYPE_CHECKING:
    from transitions import Machine


class State(StrEnum):
    """A state of an agreement or of a party."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    NOTICE_GIVEN = "notice_given"
    WINDING_DOWN = "winding_down"
    TERMINATED = "terminated"

    __hash__ = str.__hash__  # the fold asks for members of sets all the time; Enum's own hash is slow

    @property
    def message(self) -> Message:
        """The state as it is said."""
        return WORDS[self]


DRAFTED, SIGNED, IN_FORCE, SUSPENDED, NOTICE_GIVEN, WINDING_DOWN, TERMINATED = State

WORDS: Mapping[State, Message] = {
    DRAFTED: Message("drafted"),
    SIGNED: Message("signed"),
    IN_FORCE: Message("in force"),
    SUSPENDED: Message("suspended"),
    NOTICE_GIVEN: Message("notice given"),
    WINDING_DOWN: Message("winding down"),
    TERMINATED: Message("terminated"),
}

LIVE = frozenset({IN_FORCE, SUSPENDED, NOTICE_GIVEN})
"""States in which the agreement is in force: a suspension or a notice does not end it (VCLT-IO 72)."""
BEFORE = frozenset({DRAFTED, SIGNED})
ENDED = frozenset({WINDING_DOWN, TERMINATED})


class Row(NamedTuple):
    """One line of the table; a guard is the name of a fact, `-` before it means that it must not hold."""

    trigger: str
    source: State
    dest: State
    guard: str
    says: str


TABLE: tuple[Row, ...] = (
    Row("sign", DRAFTED, SIGNED, "", "first signature or instrument"),
    Row("sign", SIGNED, SIGNED, "", "a further signature or instrument"),
    Row("enter_into_force", SIGNED, IN_FORCE, "", "the condition is met and its date rule has run"),
    Row("suspend", IN_FORCE, SUSPENDED, "", "a ground of the terms holds"),
    Row("suspend", NOTICE_GIVEN, SUSPENDED, "", "a ground of the terms holds"),
    Row("resume", SUSPENDED, NOTICE_GIVEN, "notice_runs", "no suspension is left, a notice is running"),
    Row("resume", SUSPENDED, IN_FORCE, "-notice_runs", "no suspension is left"),
    Row("give_notice", IN_FORCE, NOTICE_GIVEN, "", "the notice counts"),
    Row("give_notice", SUSPENDED, SUSPENDED, "", "a second ground, kept beside the first"),
    Row("give_notice", NOTICE_GIVEN, NOTICE_GIVEN, "", "a second ground, kept beside the first"),
    Row("withdraw_notice", NOTICE_GIVEN, IN_FORCE, "-notice_runs", "no notice is left"),
    *(
        row
        for source in (IN_FORCE, SUSPENDED, NOTICE_GIVEN)
        for row in (
            Row(
                "end",
                source,
                WINDING_DOWN,
                "something_left",
                "it takes effect and something is left to finish",
            ),
            Row("end", source, TERMINATED, "-something_left", "it takes effect and nothing survives"),
        )
    ),
    Row("complete", WINDING_DOWN, TERMINATED, "-something_left", "the last open head is closed"),
    Row("abandon", DRAFTED, TERMINATED, "", "the draft is given up"),
    Row("abandon", SIGNED, TERMINATED, "", "the signatures are given up before entry into force"),
)

Guarded = tuple[tuple[str, bool, State], ...]


def _compile(rows: tuple[Row, ...]) -> Mapping[tuple[State, str], Guarded]:
    table: dict[tuple[State, str], Guarded] = {}
    for row in rows:
        line = (row.guard.removeprefix("-"), not row.guard.startswith("-"), row.dest)
        key = (row.source, row.trigger)
        table[key] = (*table.get(key, ()), line)
    return table


COMPILED = _compile(TABLE)


def step(state: State, trigger: str, *, notice_runs: bool = False, something_left: bool = False) -> State | None:
    """Give the state that a trigger leads to, or nothing where the table has no such line."""
    for guard, wanted, dest in COMPILED.get((state, trigger), ()):
        if not guard or (notice_runs if guard == "notice_runs" else something_left) is wanted:
            return dest
    return None


class Model:
    """What a machine of `transitions` moves: a state, and the two facts that guards ask for."""

    state: str

    def __init__(self, *, notice: bool = False, left: bool = False) -> None:
        self.notice, self.left = notice, left

    def notice_runs(self) -> bool:
        """Tell whether a notice runs."""
        return self.notice

    def something_left(self) -> bool:
        """Tell whether something is left to finish."""
        return self.left


def machine(model: Model | None = None, rows: Sequence[Row] = TABLE, kind: Any = None, **options: Any) -> Machine:
    """Build a machine of `transitions` from rows of the table, its model at the draft; `kind` may be one that draws.

    It knows the table and nothing else of the fold: what it refuses, no fold can have done.
    """
    from transitions import Machine

    reached = {DRAFTED, *(row.source for row in rows), *(row.dest for row in rows)}
    built: Machine = (kind or Machine)(
        model=model,
        states=[state.value for state in State if state in reached],
        initial=DRAFTED.value,
        auto_transitions=False,
        send_event=False,
        **options,
    )
    for row in rows:
        guard = row.guard.removeprefix("-")
        when = {"unless" if row.guard.startswith("-") else "conditions": guard} if guard else {}
        built.add_transition(row.trigger, row.source.value, row.dest.value, **when)
    return built
