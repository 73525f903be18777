"""Given these acts, when this one is recorded, then: a docket in plain text, `DATE ACT field=value …` a line.

A value in brackets is a list, one in braces a mapping, written as YAML has it: `articles=[3]`.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from lifecycle.acts.act import Act
from lifecycle.acts.kinds import act_from
from lifecycle.answers.status import status
from lifecycle.answers.status_answer import Status
from lifecycle.codec import to_plain
from lifecycle.errors import Objection
from lifecycle.fold.numbering import number
from lifecycle.fold.timeline import Entry, Timeline, fold
from lifecycle.messages import Value, render
from lifecycle.terms.files import read_terms, read_yaml
from lifecycle.terms.text import Terms

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    """Read a file of cases, every scalar of it a string."""
    data, _ = read_yaml((CASES / name).read_bytes(), name)
    return list(data)


@cache
def terms(name: str) -> Terms:
    """Read the terms of that name among the cases."""
    return read_terms((CASES / "terms" / f"{name}.yaml").read_bytes(), f"{name}.yaml")


def act(line: str, of: Terms | None = None) -> Act:
    """Read one line of a docket; `terms` names terms among the cases, a draft's own where left out."""
    on, tag, *given_fields = shlex.split(line)
    texts = dict(field.split("=", 1) for field in given_fields)
    fields: dict[str, Any] = {
        name: read_yaml(value.encode(), name)[0] if value[:1] in ("[", "{") else value for name, value in texts.items()
    }
    if "terms" in fields:
        fields["terms"] = to_plain(terms(fields["terms"]))
    elif tag == "drafted" and of:
        fields["terms"] = to_plain(of)
    return act_from({"act": tag, "on": on, **fields})


def said(values: Iterable[Value]) -> list[str]:
    """Write what is said in English; the full stop of a sentence is left to whoever prints it."""
    return [render(value).removesuffix(".") for value in values]


class Docket(Struct, frozen=True):
    """What is on record of one agreement, numbered from 1 in the order of the lines."""

    terms: Terms
    entries: tuple[Entry, ...] = ()

    def when(self, *lines: str) -> Docket:
        """Record further acts; ids left out are numbered."""
        docket = self
        for line in lines:
            done = act(line, self.terms)
            if docket.entries:
                done = number(docket.timeline, done)
            docket = Docket(self.terms, (*docket.entries, Entry(len(docket.entries) + 1, done)))
        return docket

    @property
    def timeline(self) -> Timeline:
        return fold(self.entries)

    @property
    def objection(self) -> Objection | None:
        """The objection to the last act."""
        return self.timeline.irregular.get(len(self.entries))

    def status(self, day: str) -> Status:
        return status(self.timeline, date.fromisoformat(day))

    def state(self, day: str, party: str = "") -> str | None:
        found = self.status(day)
        return str(found.parties[party].state if party else found.state)


def given(name: str, *lines: str) -> Docket:
    """Put acts on record under the terms of that name; the first line is the draft."""
    return Docket(terms(name)).when(*lines)
