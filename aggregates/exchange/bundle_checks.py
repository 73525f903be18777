"""What must hold of a bundle beside its hashes: whoever writes one can hash whatever it says.

Each check says what is wrong, or nothing; `aggregates.exchange.bundle_reading` names the file and the line.
"""

from __future__ import annotations

from typing import Any

from aggregates.databases.tables import CREATED, ENTERED, topic_of
from aggregates.ground.clock import in_micros
from aggregates.proof.defects import Order, elsewhere
from aggregates.record.directory import belongs
from aggregates.record.log.recording import Recorded
from aggregates.record.log.rows import LoggedRow
from aggregates.record.people.people import Person
from aggregates.record.timekeeping import APART
from lifecycle.acts.conclusion import Drafted
from lifecycle.codec import decode, encode
from lifecycle.errors import InvalidInput
from lifecycle.messages import Message, Quoted, Value
from lifecycle.terms.text import Terms


class Events:
    """The events of a bundle, one after another: in their order, and each agreement opened once."""

    def __init__(self, now: int) -> None:
        self._order, self._now = Order(), now

    def wrong(self, row: LoggedRow, found: Recorded) -> Value:
        """Take the next event, and say what is wrong with its place or its words."""
        for says in (*self._order.moment(row), *elsewhere(row, found.agreement), *self._order.place(row)):
            return says  # the first is enough
        if row.recorded_at > self._now + in_micros(APART):
            return Message("it is recorded at a moment that has not come yet")
        if row.topic != topic_of(row.originator_id, row.originator_version) or isinstance(found.act, Drafted) != (
            row.topic == CREATED
        ):
            return Message("an agreement is opened by its first event, and by no other")
        if row.topic == ENTERED and not belongs(found.act):
            return Message("{act} has no place in the directory of parties", act=found.act.NAME)
        if isinstance(found.act, Drafted) and found.act.terms.agreement != found.agreement:
            terms = found.act.terms.agreement
            return Message("it opens {agreement} with the terms of {terms}", agreement=found.agreement, terms=terms)
        # No database holds the character in a text; looked for in the text of the JSON first, which is quick.
        try:
            return NULL if b"\\u0000" in row.state and _null(decode(row.state, object)) else ""
        except InvalidInput as error:
            return error.says

    def misplaced(self, row: LoggedRow) -> Value:
        """Take the next event, whatever it says, and say what is wrong with its place."""
        return next(iter((*self._order.moment(row), *self._order.place(row))), "")


NULL = Message("the character {code} has no place in a text", code="U+0000")


def _null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_null, value)) or any(map(_null, value.values()))
    return any(map(_null, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value


class Names:
    """The people of a bundle, one after another: a subject and a name stand for one person."""

    def __init__(self) -> None:
        self._subjects: set[str] = set()
        self._names: set[str] = set()

    def wrong(self, person: Person) -> Value:
        """Take the next person, and say what is wrong."""
        if "\0" in person.subject or "\0" in (person.name or ""):
            return NULL
        if (person.name is None) != (person.key is None):
            return Message("a person has a name and a key, or neither once erased")
        if person.subject in self._subjects:
            return Message("the subject {subject} is there already", subject=person.subject)
        if person.name is not None and person.name in self._names:
            return Message("{name} is there already, under another subject", name=Quoted(person.name))
        self._subjects.add(person.subject)
        self._names |= {person.name} if person.name is not None else set()
        return ""


def other_terms(data: bytes, row: LoggedRow, found: Recorded) -> Value:
    """Compare the file of an agreement's terms with those that its first event opens it with."""
    if not data:
        return Message("the file is missing, or empty")
    try:
        # By their bytes: a number that is none is equal to nothing.
        same = isinstance(found.act, Drafted) and encode(decode(data, Terms)) == encode(found.act.terms)
    except InvalidInput as error:
        return error.says
    if same:
        return ""
    return Message("these are not the terms that #{seq} opens {agreement} with", seq=row.seq, agreement=found.agreement)
