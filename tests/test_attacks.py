"""Attacks on the record by a hand that may do everything in the database: what catches each, and what does not.

The attacker rewrites rows, hashes and read models, the triggers out of the way. What he cannot reach is the outside
copy and the receipts that were handed out. The table is that of docs/reliability.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from commandline import run
from office import HARBOUR
from stores import Place

from aggregates.ground.keys import Keyring
from aggregates.ground.merkle import root
from aggregates.proof.checkpoint import Checkpoint
from aggregates.record.log.rows import COLUMNS, LoggedRow, leaf_of

RECORDINGS = """
draft {terms} --on 2024-01-10
sign harbour --by NORTH --on 2024-02-01
sign harbour --by SOUTH --on 2024-02-15
"""
TODAY = """
activity begin harbour A1 --on 2024-03-01 --title survey
notice harbour --by NORTH --on 2024-08-31 --yes
"""


class Hands:
    """The attacker's: the rows of a register, and how to put others in their place."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place, self.folder = place, folder
        self.yesterday: list[LoggedRow] = []

    @property
    def rows(self) -> list[LoggedRow]:
        found = self.place.rows(f"SELECT {COLUMNS} FROM events ORDER BY seq")
        return [LoggedRow._make((*row[:5], bytes(row[5]), bytes(row[6]))) for row in found]

    def put(self, rows: Sequence[LoggedRow]) -> None:
        """Put other rows in the place of all."""
        keys = self.place.rows("SELECT key, digest, first_seq, last_seq FROM idempotency")
        kept = [(key, bytes(digest), *seqs) for key, digest, *seqs in keys if seqs[1] <= len(rows)]
        insert = [f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join(map(self.place.literal, row))})" for row in rows]
        insert += [f"INSERT INTO idempotency VALUES ({', '.join(map(self.place.literal, key))})" for key in kept]
        self.place.run("DELETE FROM idempotency", "DELETE FROM events", *insert)

    def call(self, line: str) -> int:
        return run(line).code


def forged(row: LoggedRow) -> LoggedRow:
    """Let the second signature have been given a month later."""
    assert b"2024-02-15" in row.state
    return row._replace(state=row.state.replace(b"2024-02-15", b"2024-03-15"))


def hashed(row: LoggedRow) -> LoggedRow:
    return row._replace(leaf_hash=leaf_of(row))


def numbered(rows: Sequence[LoggedRow]) -> list[LoggedRow]:
    """Give rows the numbers of their places, and versions in their streams, and hash them anew."""
    versions: dict[str, int] = {}
    found = []
    for seq, row in enumerate(rows, 1):
        versions[row.originator_id] = versions.get(row.originator_id, 0) + 1
        found.append(hashed(row._replace(seq=seq, originator_version=versions[row.originator_id])))
    return found


# The attacks


def edit(hands: Hands) -> None:
    hands.put([forged(row) if row.seq == 3 else row for row in hands.rows])


def edit_and_hash(hands: Hands) -> None:
    hands.put([hashed(forged(row)) if row.seq == 3 else row for row in hands.rows])


def rewrite_all(hands: Hands) -> None:
    """The whole history told again without a trace in it: contents, hashes, rulings and read models."""
    rows = hands.rows
    state = rows[2].state.replace(b"2024-02-15", b"2024-02-16")
    hands.put([hashed(row._replace(state=state)) if row.seq == 3 else row for row in rows])
    assert hands.call("rebuild") == 0


def rewrite_and_rename(hands: Hands) -> None:
    """And what names the register, by which its checkpoints are found."""
    rewrite_all(hands)
    hands.place.run(f"UPDATE register SET origin = 'depositary/{'0' * 32}'")


def rewrite_and_sign(hands: Hands) -> None:
    """And a checkpoint of it with the stolen key, which verifies."""
    rewrite_all(hands)
    (origin,) = hands.place.rows("SELECT origin FROM register")[0]
    (keys,) = [Path(row["value"]) for row in run("config show --format json").json if row["setting"] == "keys"]
    stolen = Keyring(keys).signing(origin)
    rows = hands.rows
    forged_note = Checkpoint(origin, len(rows), root(map(leaf_of, rows))).signed(stolen)
    file = hands.folder / "forged.checkpoint"
    file.write_text(str(forged_note), encoding="utf-8")


def delete_unseen(hands: Hands) -> None:
    """The newest events, which no checkpoint has seen: the one outside is put back to before them."""
    delete_newest(hands)
    for copy in Path(outside()).glob("*.tlog-proof"):
        copy.write_text((hands.folder / "copy-of-yesterday").read_text("utf-8"), encoding="utf-8")


def delete_newest(hands: Hands) -> None:
    hands.put(hands.rows[:-1])
    assert hands.call("rebuild") == 0


def delete_inner(hands: Hands) -> None:
    hands.put([row for row in hands.rows if row.seq != 4])


def delete_all(hands: Hands) -> None:
    hands.put([])
    assert hands.call("rebuild") == 0


def reorder(hands: Hands) -> None:
    rows = hands.rows
    rows[1], rows[2] = (
        rows[2]._replace(recorded_at=rows[1].recorded_at),
        rows[1]._replace(recorded_at=rows[2].recorded_at),
    )
    hands.put(numbered(rows))
    assert hands.call("rebuild") == 0


def insert(hands: Hands) -> None:
    """A second activity that nobody ever reported, and all later ones renumbered."""
    rows = hands.rows
    added = rows[3]._replace(state=rows[3].state.replace(b"A1", b"A2"))
    hands.put(numbered([*rows[:4], added, *rows[4:]]))
    assert hands.call("rebuild") == 0


def back_date(hands: Hands) -> None:
    hands.put([row._replace(recorded_at=hands.rows[3].recorded_at) if row.seq == 5 else row for row in hands.rows])


def back_date_and_hash(hands: Hands) -> None:
    at = hands.rows[3].recorded_at
    hands.put([hashed(row._replace(recorded_at=at)) if row.seq == 5 else row for row in hands.rows])


def restore(hands: Hands) -> None:
    hands.put(hands.yesterday)
    assert hands.call("rebuild") == 0


def restore_and_carry_on(hands: Hands) -> None:
    """On another machine, which knows nothing outside; as many recordings as there were."""
    restore(hands)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(hands.folder / "another machine"))
        patch.setenv("XDG_CONFIG_HOME", str(hands.folder / "another machine"))
        assert hands.call("activity begin harbour A7 --on 2024-03-02 --title fishing") == 0
        assert hands.call("activity begin harbour A8 --on 2024-03-03 --title sailing") == 0


def exchange(hands: Hands) -> None:
    """For a register of the attacker's own making, sound in itself."""
    rewrite_and_rename(hands)
    hands.put(hands.rows[:4])
    assert hands.call("rebuild") == 0


def edit_a_read_model(hands: Hands) -> None:
    hands.place.run(MODEL)


MODEL = "UPDATE status_periods SET state = (SELECT max(state) FROM status_periods) WHERE state IS NOT NULL"


class Attack(NamedTuple):
    """What is done, and what notices it: the exit codes of the audit and of the next recording."""

    says: str
    done: Callable[[Hands], None]
    alone: int
    """`audit verify` where nothing is known outside."""
    replay: int
    outside: int
    """`audit verify` with the outside copy."""
    receipts: int
    """`audit verify` with the receipts, and no outside copy."""
    recording: int
    """The next recording: refused, or made (0)."""

    def row(self) -> str:
        """Write it as a line of the table."""
        marks = {0: "–", 3: "names it (3)", 13: "yes (13)"}
        refused = {0: "goes on", 6: "conflicts (6)", 13: "refused (13)"}
        cells = (self.alone, self.replay, self.outside, self.receipts)
        return "| " + " | ".join([self.says, *map(marks.__getitem__, cells), refused[self.recording]]) + " |"


ATTACKS = (
    Attack("edit a payload", edit, 3, 3, 3, 13, 0),
    Attack("edit a payload and its row hash", edit_and_hash, 0, 3, 13, 13, 0),
    Attack("edit, and rewrite every hash and every answer", rewrite_all, 0, 0, 13, 13, 0),
    Attack("… and give the register another name", rewrite_and_rename, 0, 0, 13, 13, 13),
    Attack("… and sign a checkpoint of it with the stolen key", rewrite_and_sign, 0, 0, 13, 13, 0),
    Attack("delete the newest event, unseen by any checkpoint", delete_unseen, 0, 0, 0, 13, 0),
    Attack("delete the newest event that a checkpoint covers", delete_newest, 0, 0, 13, 13, 13),
    Attack("delete an event in between", delete_inner, 3, 3, 13, 13, 6),
    Attack("delete all events", delete_all, 0, 0, 13, 13, 13),
    Attack("reorder two events", reorder, 0, 3, 13, 13, 0),
    Attack("insert an event and renumber the rest", insert, 0, 0, 13, 13, 13),
    Attack("back-date a recording", back_date, 3, 3, 3, 13, 13),
    Attack("back-date a recording and rewrite its hash", back_date_and_hash, 0, 0, 13, 13, 13),
    Attack("restore yesterday's backup whole", restore, 0, 0, 13, 13, 13),
    Attack("carry on writing from yesterday's backup", restore_and_carry_on, 0, 0, 13, 13, 13),
    Attack("exchange the register for another one", exchange, 0, 0, 13, 13, 13),
    Attack("edit a read model", edit_a_read_model, 0, 3, 0, 0, 0),
)


def outside() -> str:
    """Give the folder of the outside copies."""
    (folder,) = [row["value"] for row in run("config show --format json").json if row["setting"] == "checkpoint_copy"]
    return str(folder)


@pytest.fixture
def hands(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A register of five recordings, kept over two days, with its receipts."""
    monkeypatch.setenv("DEPOSITARY_DB", place.url)
    monkeypatch.setenv("DEPOSITARY_ACTOR", "keeper")
    hands, receipts = Hands(place, tmp_path), []
    lines = ["init", *RECORDINGS.format(terms=HARBOUR).strip().splitlines()]
    for line in [*lines, "", *TODAY.strip().splitlines()]:
        if not line:
            hands.yesterday = hands.rows
            (copy,) = Path(outside()).glob("*.tlog-proof")
            (tmp_path / "copy-of-yesterday").write_text(copy.read_text("utf-8"), encoding="utf-8")
            continue
        ran = run(line if line == "init" else f"{line} --format json")
        assert ran.code == 0, ran.err
        receipts += [json.loads(ran.out)] if ran.out else []
    (tmp_path / "receipts.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in receipts), encoding="utf-8")
    return hands


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.done.__name__)
def test_attacks_are_caught_by_what_is_said(attack: Attack, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each by the audit, by the outside copy or by the receipts; before it, all of them are content."""
    receipts = f"--receipt {hands.folder / 'receipts.jsonl'}"
    assert [run("audit verify").code, run(f"audit verify {receipts}").code, run("audit replay").code] == [0, 0, 0]
    attack.done(hands)
    with monkeypatch.context() as patch:
        for name in ("STATE", "CONFIG"):
            patch.setenv(f"XDG_{name}_HOME", str(hands.folder / "nothing known"))
        alone, told = run("audit verify").code, run(f"audit verify {receipts}").code
    found = {
        "alone": alone,
        "replay": run("audit replay").code,
        "outside": run("audit verify").code,
        "receipts": told,
        "recording": run("activity begin harbour A9 --on 2024-04-09 --title diving").code,
    }
    assert found == {name: getattr(attack, name) for name in found}


@pytest.mark.sources
def test_the_table_of_the_document_is_this_one(project: Path) -> None:
    """What is promised there is what is tested here, line by line."""
    text = (project / "docs/reliability.md").read_text(encoding="utf-8")
    table = text.partition("<!-- attacks -->\n")[2].partition("<!-- end -->")[0]
    assert table.splitlines()[2:] == [attack.row() for attack in ATTACKS]
    assert len(ATTACKS) == 17
