"""Those outside an amendment: a party that opted out keeps the terms that it had (VCLT-IO 30(4), 40(4); R51, R53).

It gives its notices and suspends by them, and once they end of themselves its part in the agreement is over. Where they
last longer than the amended ones, the agreement goes on as long, for the others are bound by them with that party.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from lifecycle.course.course import Course
from lifecycle.course.machine import ENDED
from lifecycle.course.versions import Kept, Term, Version


def settle(course: Course, by: int) -> list[Kept]:
    """Find whose terms are not the present ones: the last version to whose amendment it did not object.

    Gives those that keep a term of their own from now on; `await_ends` sets the clock to it.
    """
    found = []
    for name, subject in course.parties.items():
        if subject.state in ENDED:
            continue
        version = _version_of(course, name)
        known = course.kept.get(name)
        if known is not None and known.number != version.number:
            release(course, name, by)
        if version is not course.versions[-1] and (kept := _keep(course, name, version)):
            found.append(kept)
    return found


def _version_of(course: Course, name: str) -> Version:
    """Give the version that binds a party; who has acceded again since acceded to the agreement as amended (40(5))."""
    without = {known.seq for known in course.amendments.values() if name in known.opted_out}
    first = course.left.get(name, 1)
    return next((v for v in reversed(course.versions) if v.seq not in without or v.number <= first), course.versions[0])


def _keep(course: Course, name: str, version: Version) -> Kept | None:
    """Let a party keep a version, and its own term once the others' is another, which it gives then."""
    own, known = _own_term(course, version), course.kept.get(name)
    if known is not None and (own is None or known.term is not None):
        return None
    if known is None:
        amended = next(a for a in course.amendments.values() if a.seq == course.versions[version.number].seq)
        seq = course.acted.get(("amendment_opted_out", f"{amended.id} {name}"), amended.seq)
        since, number = course.today, version.number
        known = Kept(id=name, seq=seq, since=since, amendment=amended.id, number=number, terms=version.terms)
    kept = course.kept[name] = replace(known, term=own)
    return kept if own is not None else None


def _own_term(course: Course, version: Version) -> Term | None:
    """Give how the term of a version stood when another was agreed, nothing while it is the same."""
    for after in course.versions[version.number :]:
        if after.terms.clauses.duration != version.terms.clauses.duration:
            return course.superseded[after.number - 1]
    return None


def await_ends(course: Course, found: Sequence[Kept]) -> None:
    """Set the clock to the day on which the part of those that keep their own term is over."""
    for kept in found:
        on = kept.term.ends if kept.term else None
        if on is not None and kept.id in course.bound:
            _ends_on(course, kept, on)


def _ends_on(course: Course, kept: Kept, on: date) -> None:
    duration = kept.terms.clauses.duration
    if on > course.today:
        article, values = duration.article if duration else "", (kept.id, kept.number)
        course.expect("leaves", on, article, kept.seq, subject=f"term of {kept.id}", cause="term", values=values)
    course.arm(on, "kept term", kept.id, kept)


def release(course: Course, name: str, by: int | None) -> None:
    """Note that a party keeps no earlier terms any more: it opted in, or left."""
    known = course.kept.pop(name)
    course.past_kept.append(replace(known, closed=max(course.today, known.since), closed_by=by))
    course.close_due("leaves", f"term of {name}")
    course.disarm("kept term", name)
