"""Writes a log from a docket, once: `python tests/stored/write.py tests/stored/2026.1.docket`.

A line of a docket is `AGREEMENT DATE ACT field=value …`; `terms` names terms of `tests/cases`, `actor` who records it,
`irregular` why all the same, `personal` whom its words name, `document` the digest of what it rests on and `described`
what that is.
What was written stays: a kind of act that is added later gets a further docket, and so a further log. The keys of the
people in it are written beside it.
"""

from __future__ import annotations

import json
import shlex
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from given import terms
from msgspec.structs import replace

from aggregates.record.decision import Proposal
from aggregates.record.log.access import reading
from aggregates.record.log.rows import LoggedRow
from aggregates.record.people.people import Person, people_of
from aggregates.record.register import Register
from lifecycle.acts.kinds import act_from
from lifecycle.codec import convert, to_plain
from lifecycle.course.documents import Described
from lifecycle.errors import Refused

FIRST = datetime(2026, 11, 21, 10, tzinfo=UTC)


def proposal(line: str) -> Proposal:
    """Read one line of a docket."""
    agreement, on, tag, *fields = shlex.split(line)
    data = dict(field.split("=", 1) for field in fields)
    plain = {name: json.loads(value) if value[:1] in ("{", "[") else value for name, value in data.items()}
    if "terms" in plain:
        plain["terms"] = to_plain(terms(plain["terms"]))
    actor, irregular, people = plain.pop("actor", "ada"), plain.pop("irregular", None), plain.pop("personal", ())
    document, described = plain.pop("document", None), plain.pop("described", None)
    return Proposal(
        agreement=agreement,
        act=act_from({"act": tag, "on": on, **plain}),
        accept_impact=True,
        actor=actor,
        irregular=irregular,
        personal=tuple(people),
        document=document,
        described=convert(described, Described) if described else None,
    )


def recorded(docket: str, file: Path) -> tuple[list[LoggedRow], list[Person]]:
    """Record a docket in a new register, a minute apart."""
    Register.create(str(file)).close()
    minutes = count()
    with closing(Register.open(str(file), clock=lambda: FIRST + timedelta(minutes=next(minutes)))) as register:
        for line in docket.splitlines():
            if line and not line.startswith("#"):
                asked = proposal(line)
                try:
                    register.record([asked])
                except Refused as refused:
                    register.record([replace(asked, irregular=f"Kept as a fact: {refused}")])
    with reading(str(file)) as log:
        return list(log.rows()), list(people_of(log))


def line_of(row: LoggedRow) -> str:
    """Write a row as a line of JSON, its bytes as the text that they are."""
    return json.dumps(row._asdict() | {"state": row.state.decode(), "leaf_hash": row.leaf_hash.hex()})


def write(docket: Path) -> None:
    """Write the log of a docket beside it; raises `FileExistsError` rather than write one again."""
    with TemporaryDirectory() as folder:
        rows, people = recorded(docket.read_text("utf-8"), Path(folder) / "register.db")
    with docket.with_suffix(".jsonl").open("x", encoding="utf-8") as log:
        log.writelines(line_of(row) + "\n" for row in rows)
    if people:
        with docket.with_suffix(".keys").open("x", encoding="utf-8") as keys:
            keys.writelines(json.dumps(person._asdict()) + "\n" for person in people)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write(Path(name))
