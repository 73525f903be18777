"""The register itself: how it is made, the version of its tables, and whether it asks for a second officer."""

from __future__ import annotations

from contextlib import suppress

from msgspec import Struct

from aggregates.databases.cases import database
from aggregates.proof.outside_copy import Outside
from aggregates.record.log.access import reading
from aggregates.record.people.four_eyes import set_four_eyes
from aggregates.record.register import Register
from lifecycle.errors import ContradictsCheckpoint, NoRegister
from lifecycle.messages import Message
from projections.models import migration
from projections.models.statements import create_statements


class Upgraded(Struct, frozen=True, kw_only=True):
    """What an upgrade did."""

    version: int
    program: int
    rows: int
    """Rows of the read models made again."""
    steps: tuple[migration.Step, ...] = ()


class FourEyes(Struct, frozen=True, kw_only=True):
    """Whether the register asks for a second officer."""

    four_eyes: bool


def upgraded(url: str) -> Upgraded:
    """Take the steps that are due, all or none; the log is not changed."""
    began, rebuilt = migration.upgrade(url)
    rows = rebuilt.rows if rebuilt else 0
    return Upgraded(version=began.version, program=began.program, rows=rows, steps=began.steps)


def four_eyes(url: str, wanted: bool | None) -> FourEyes:
    """Tell whether a second officer is asked for, after setting it so where that is wanted."""
    if wanted is not None:
        set_four_eyes(url, wanted=wanted)
    with reading(url) as log:
        return FourEyes(four_eyes=log.four_eyes())


def made(url: str, outside: Outside, *, anew: bool) -> None:
    """Make a register.

    Raises `Conflict` where there is one, `ContradictsCheckpoint` where one with recordings is gone, unless it is to be
    made anew.
    """
    there = anew
    if not anew:
        with suppress(NoRegister), reading(url):
            there = True  # that no other is made over it is said where it is tried
    if not there and (lost := outside.due()):
        raise ContradictsCheckpoint(
            Message(
                "{origin}, up to #{seq}, was kept at this place, and is gone: restore it, or begin anew with {option}",
                origin=lost.checkpoint.origin,
                seq=lost.checkpoint.size,
                option="--anew",
            )
        )
    Register.create(url, create_statements(database(url).dialect)).close()


def founded(url: str, outside: Outside, *, anew: bool, four_eyes: bool) -> list[Message]:
    """Settle a register that was made: its four eyes, its place, the key that signs for it; say what is to be known."""
    if four_eyes:
        set_four_eyes(url, wanted=True)
    if anew:
        outside.put_aside(outside.expected)
    with reading(url) as log:
        origin = outside.begin(log)
    folder, key = str(outside.folder), str(outside.keys.file(origin))
    kept = Message("Checkpoints are kept in {folder}, signed by {key}", folder=folder, key=key)
    return [kept, *database(url).advice()]
