"""The record elsewhere: bundles written for others, and taken over from them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from aggregates.exchange.bundle import Manifest, write
from aggregates.exchange.bundle_reading import read, take_over
from aggregates.proof.evidence import Written
from aggregates.proof.outside_copy import Outside
from aggregates.record.log import reading
from projections.answers.keeping.checkpoints import keys_of
from projections.models.rebuild import fill


class Carried(Struct, frozen=True, kw_only=True):
    """A bundle that was written or taken over."""

    path: str
    origin: str
    events: int
    agreements: int
    root: str
    """In hexadecimal digits; that of the register it came from."""
    signed: bool
    """Whether a checkpoint stands in it; by whom is told by a key that is trusted, and not by those that it brings."""
    people: bool
    """Whether it holds the keys of personal data."""
    repeats: bool = False
    """Whether it holds the keys by which a command given again is recognised."""


def exported(url: str, outside: Outside, path: Path, *, prov: bool, people: bool) -> Carried:
    """Write a bundle with a checkpoint, with or without provenance and the keys of personal data."""
    with reading(url) as log:
        note = outside.note(log)
        told = write(log, path, note, outside.keys.known(log.origin()), prov=prov, people=people)
        if people:
            outside.made(told.origin).note(path)
    return _carried(path, told, signed=True, people=people, repeats=people)


def taken_over(url: str, path: Path, trusted: Iterable[Written] = ()) -> Carried:
    """Take a bundle over into an empty register, all of it or nothing, signed by a trusted key if any are given.

    Raises `InvalidInput`, or `Conflict`.
    """
    bundle = read(path, [key for given in trusted for key in keys_of(given)])
    take_over(url, bundle, fill)
    told, signed = bundle.manifest, bundle.checkpoint is not None
    return _carried(path, told, signed=signed, people=bool(bundle.people), repeats=bool(bundle.repeats))


def _carried(path: Path, told: Manifest, *, signed: bool, people: bool, repeats: bool) -> Carried:
    return Carried(
        path=str(path),
        origin=told.origin,
        events=told.events,
        agreements=told.agreements,
        root=told.root,
        signed=signed,
        people=people,
        repeats=repeats,
    )
