"""The mark of an answer (ETag): the same mark means the same bytes, whatever was recorded, erased or upgraded since.

An address with both axes is not enough: the rules of a new version, an erasure and the reader's language change what
stands under it, and so do the day on which `today` is asked for, and what the office arranged.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from lifecycle.law import RULES

if TYPE_CHECKING:
    from projections.answers.snapshot import Snapshot
    from web.parameters import Given


@cache
def program() -> str:
    """Give the version of the program."""
    return version("depositary")


def mark(asked: Snapshot, given: Given, *others: str) -> str:
    """Give the mark of an answer to a request; `others` are its address, its form and the reader's language."""
    log, known = asked.log, asked.known
    office = given.office.mark if given.office else ""
    said = (
        log.origin(),
        known.seq,
        known.head,
        RULES,
        program(),
        log.erasures(),
        log.names,
        given.as_of,
        office,
        *others,
    )
    return f'"{sha256(repr(said).encode()).hexdigest()[:32]}"'


def holds(header: str, of: str) -> bool:
    """Tell whether a client has what a mark stands for already."""
    return any(one.strip().removeprefix("W/") in (of, "*") for one in header.split(","))
