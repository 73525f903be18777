"""The record elsewhere: bundles written for others, and taken over from them."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from aggregates.exchange.bundle import Manifest, write
from aggregates.exchange.bundle_reading import read, take_over
from aggregates.proof.outside_copy import Outside
from aggregates.record.log import reading
from projections.models.rebuild import fill


class Carried(Struct, frozen=True, kw_only=True):
    """A bundle that was written or taken over."""

    path: str
    origin: str
    events: int
    agreements: int
    root: str
    """In hexadecimal digits; that of the register it came from."""


def exported(url: str, outside: Outside, path: Path, *, prov: bool, people: bool) -> Carried:
    """Write a bundle with a checkpoint, with or without provenance and the keys of personal data."""
    with reading(url) as log:
        note = outside.note(log)
        return _carried(path, write(log, path, note, outside.keys.known(log.origin()), prov=prov, people=people))


def taken_over(url: str, path: Path) -> Carried:
    """Take a bundle over into an empty register, all of it or nothing; raises `InvalidInput`, or `Conflict`."""
    bundle = read(path)
    take_over(url, bundle, fill)
    return _carried(path, bundle.manifest)


def _carried(path: Path, told: Manifest) -> Carried:
    return Carried(path=str(path), origin=told.origin, events=told.events, agreements=told.agreements, root=told.root)
