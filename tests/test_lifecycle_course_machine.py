"""The machine: the table row by row, and the compiled dictionary against `transitions`."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transitions import MachineError

from lifecycle.course.machine import BEFORE, COMPILED, ENDED, LIVE, TABLE, Model, Row, State, machine, step

# The table as the design has it: trigger, from, to, and what must hold or (with a dash) must not.
ROWS = """
sign              drafted       signed
sign              signed        signed
enter_into_force  signed        in_force
suspend           in_force      suspended
suspend           notice_given  suspended
resume            suspended     notice_given   notice_runs
resume            suspended     in_force       -notice_runs
give_notice       in_force      notice_given
give_notice       suspended     suspended
give_notice       notice_given  notice_given
withdraw_notice   notice_given  in_force       -notice_runs
end               in_force      winding_down   something_left
end               in_force      terminated     -something_left
end               suspended     winding_down   something_left
end               suspended     terminated     -something_left
end               notice_given  winding_down   something_left
end               notice_given  terminated     -something_left
complete          winding_down  terminated     -something_left
abandon           drafted       terminated
abandon           signed        terminated
""".strip()
TRIGGERS = sorted({row.trigger for row in TABLE})
FACTS = [(notice, left) for notice in (False, True) for left in (False, True)]


def test_the_table_is_the_one_of_the_design() -> None:
    """No row more, no row less."""
    rows = [[*line.split(), ""][:4] for line in ROWS.splitlines()]
    assert [[row.trigger, row.source, row.dest, row.guard] for row in TABLE] == rows
    assert all(row.says for row in TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.trigger} {row.source} {row.guard}")
def test_each_row_leads_where_it_says(row: Row) -> None:
    """A row is followed where its guard holds, and not where it does not."""
    wanted = not row.guard.startswith("-")
    for notice, left in FACTS:
        fact = {"notice_runs": notice, "something_left": left}.get(row.guard.removeprefix("-"), wanted)
        dest = step(row.source, row.trigger, notice_runs=notice, something_left=left)
        assert (dest is row.dest) if fact is wanted else (dest is not row.dest)


@given(st.lists(st.tuples(st.sampled_from(TRIGGERS), st.sampled_from(FACTS)), max_size=20))
def test_the_compiled_table_is_the_machine(triggers: list[tuple[str, tuple[bool, bool]]]) -> None:
    """On random triggers and facts both go the same way, or both refuse."""
    model = Model()
    machine(model)
    state: State = State.DRAFTED
    for trigger, (model.notice, model.left) in triggers:
        dest = step(state, trigger, notice_runs=model.notice, something_left=model.left)
        fire: Any = getattr(model, trigger)
        try:
            moved = fire()
        except MachineError:
            moved = False
        assert moved is (dest is not None), f"{trigger} from {state}"
        state = dest or state
        assert model.state == state.value


def test_the_machine_has_the_seven_states_and_no_shortcuts() -> None:
    """No automatic transitions: only the rows of the table lead anywhere."""
    built = machine()
    assert list(built.states) == [state.value for state in State]
    assert set(built.events) == set(TRIGGERS)
    assert built.initial == "drafted"


def test_terminated_is_final_in_the_table() -> None:
    """Nothing leads out of `terminated`, and everything leads to it."""
    assert not [row for row in TABLE if row.source is State.TERMINATED]
    reached = {State.TERMINATED}
    for _ in State:
        reached |= {row.source for row in TABLE if row.dest in reached}
    assert reached == set(State)


def test_the_sets_of_states_part_the_seven() -> None:
    """Before, in force, ended: each state belongs to one."""
    assert set(State) == BEFORE | LIVE | ENDED
    assert len(BEFORE) + len(LIVE) + len(ENDED) == len(State)
    compiled = set(COMPILED)
    assert compiled == {(row.source, row.trigger) for row in TABLE}
