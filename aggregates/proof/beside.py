"""What stands beside the log: keys of repeats, and people, that fit no event; no tree covers them.

Who may record may write into these tables, too. What is asked of a row by the database when it is written is asked of
all of them by the audit, so that one from before, or of an administrator's hand, is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aggregates.proof.defects import Defect
from aggregates.record.log.log import Log
from aggregates.record.people.people import people_of
from lifecycle.messages import Message, Quoted

_SUBJECT, _KEY = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")

_REPEATS = """SELECT key FROM idempotency WHERE first_seq > last_seq
    OR NOT EXISTS (SELECT 1 FROM events WHERE seq = first_seq) OR NOT EXISTS (SELECT 1 FROM events WHERE seq = last_seq)
    ORDER BY key"""


def beside(log: Log) -> list[Defect]:
    """Give the rows that fit no event, or are none; never raises on what it reads."""
    try:
        wrong = list(_wrong(log))
    except log.damage as error:
        wrong = [Message("{why}", why=str(error))]
    return [Defect(check="beside", seq=0, agreement=None, says=says) for says in wrong]


def _wrong(log: Log) -> Iterator[Message]:
    for (key,) in log.query(_REPEATS).fetchall():
        yield Message("the idempotency key {key} stands for what is not in the log", key=Quoted(key))
    for person in people_of(log):
        erased = person.name is None and person.key is None
        sound = _SUBJECT.fullmatch(person.subject) and (erased or (person.name and _KEY.fullmatch(person.key or "")))
        if not sound:
            yield Message("{subject} is no row of a person", subject=Quoted(person.subject[:40]))
