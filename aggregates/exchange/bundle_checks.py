"""What must hold of a bundle beside its hashes: whoever writes one can hash whatever it says.

Each check gives what is wrong in words, or nothing; `aggregates.exchange.bundle_reading` names the file and the line.
"""

from __future__ import annotations

from typing import Any

from aggregates.record.agreement import Created, stream_id
from aggregates.record.people import Person
from aggregates.record.recording import LoggedRow, Recorded
from lifecycle.acts.conclusion import Drafted
from lifecycle.codec import decode, encode
from lifecycle.errors import InvalidInput
from lifecycle.terms.text import Terms


class Order:
    """The events of a bundle, one after another: each agreement opened once, in a stream of its own, without gaps."""

    def __init__(self) -> None:
        self._recorded_at = 0
        self._versions: dict[str, int] = {}

    def wrong(self, row: LoggedRow, found: Recorded) -> str:
        """Take the next event, and say what is wrong with its place or its words."""
        if row.recorded_at < self._recorded_at:
            return "recorded before the one that stands before it"
        self._recorded_at = row.recorded_at
        if str(stream_id(found.agreement)) != row.originator_id:
            return f"it names {found.agreement}, but lies in another stream"
        due = self._versions.get(row.originator_id, 0) + 1
        if row.originator_version != due:
            return f"version {row.originator_version} of its agreement, where {due} is due"
        self._versions[row.originator_id] = due
        if (row.topic == Created.TOPIC, isinstance(found.act, Drafted)) != (due == 1, due == 1):
            return "an agreement is opened by its first event, and by no other"
        if isinstance(found.act, Drafted) and found.act.terms.agreement != found.agreement:
            return f"it opens {found.agreement} with the terms of {found.act.terms.agreement}"
        # No database holds the character in a text; looked for in the text of the JSON first, which is quick.
        try:
            return NULL if b"\\u0000" in row.state and _null(decode(row.state, object)) else ""
        except InvalidInput as error:
            return str(error)


NULL = "the character U+0000 has no place in a text"


def _null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_null, value)) or any(map(_null, value.values()))
    return any(map(_null, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value


class Names:
    """The people of a bundle, one after another: a subject and a name stand for one person."""

    def __init__(self) -> None:
        self._subjects: set[str] = set()
        self._names: set[str] = set()

    def wrong(self, person: Person) -> str:
        """Take the next person, and say what is wrong."""
        if "\0" in person.subject or "\0" in (person.name or ""):
            return NULL
        if (person.name is None) != (person.key is None):
            return "a person has a name and a key, or neither once erased"
        if person.subject in self._subjects:
            return f"the subject {person.subject} is there already"
        if person.name is not None and person.name in self._names:
            return f"{person.name!r} is there already, under another subject"
        self._subjects.add(person.subject)
        self._names |= {person.name} if person.name is not None else set()
        return ""


def other_terms(data: bytes, row: LoggedRow, found: Recorded) -> str:
    """Compare the file of an agreement's terms with those that its first event opens it with."""
    if not data:
        return "the file is missing, or empty"
    try:
        # By their bytes: a number that is none is equal to nothing.
        same = isinstance(found.act, Drafted) and encode(decode(data, Terms)) == encode(found.act.terms)
    except InvalidInput as error:
        return str(error)
    return "" if same else f"these are not the terms that #{row.seq} opens {found.agreement} with"
