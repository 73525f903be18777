"""The parties of the register, and the agreements of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from lifecycle.calendar.partial import Precision
from lifecycle.course.machine import State
from lifecycle.errors import NotFound
from lifecycle.suggestions import nearest
from lifecycle.terms.naming import party_named, run_together
from projections.answers.snapshot import Snapshot
from projections.models.about import About
from projections.models.values import ENTERED, by_language, precision


class Partner(Struct, frozen=True, kw_only=True):
    """A party of the register, as it is called on a day, with the number of its agreements."""

    party: str
    name: str
    agreements: int
    type: str = ""
    """What kind of party it is, where its terms or the directory say so."""


class Named(Struct, frozen=True, kw_only=True):
    """A party by its key and its full name."""

    party: str
    name: str


class Membership(Struct, frozen=True, kw_only=True):
    """A party in one of its agreements, on a day: the agreement's state and its own."""

    agreement: str
    title: str
    state: State
    since: date
    party_state: State
    party_since: date
    precision: Precision | UnsetType = UNSET
    """What is known of the first day of the state, where a list gives it."""
    party_precision: Precision | UnsetType = UNSET
    """The same of the party's own."""
    titles: Mapping[str, str] = {}
    """The title in each language, by the language's code; none where there is one alone."""
    kind: str = ""
    """What kind of agreement its terms say it is."""


def partners(asked: Snapshot, as_of: date, party: str | None = None) -> list[Partner]:
    """List all parties by their codes, or the one of a code: those of agreements, and those of the directory alone."""
    given = {"as_of": as_of, "at": asked.at, "party": party}
    found = {
        code: Partner(party=code, name=name, agreements=n, type=type)
        for code, name, n, type in asked.models.ask("partners", **given)
    }
    for code, kind, name, type, _, until in asked.models.ask("entered", **given):
        one = found.setdefault(code, Partner(party=code, name=code, agreements=0))
        called = kind == ENTERED and (until is None or until > as_of)
        found[code] = replace(one, name=name if called else one.name, type=type or one.type)
    return [one for _, one in sorted(found.items())]


def partner(asked: Snapshot, party: str, as_of: date) -> Partner:
    """Find a party by its code or a name, as on a day; raises as `key_of` does."""
    code = key_of(asked, party)
    return next(iter(partners(asked, as_of, code)), Partner(party=code, name=code, agreements=0))


def codes(asked: Snapshot) -> list[str]:
    """List the codes of all parties."""
    return [code for (code,) in asked.models.ask("codes", at=asked.at)]


def key_of(asked: Snapshot, party: str) -> str:
    """Find the code of a party: by itself, or by a name or an alias of whatever day, however it is spelt.

    Raises `NotFound` for one that is not on record, or `InvalidInput` for a name that several have.
    """
    known: dict[str, list[str]] = {}
    for code, name in _called(asked, run_together(party)):
        known.setdefault(code, []).append(name)
    found = party_named(party, known)
    if found is None:
        raise NotFound("party", party, _near(asked, party))
    return found


def _called(asked: Snapshot, spelling: str) -> list[tuple[str, str]]:
    """Give the codes of those who are called so, whatever parts the words, each with what it is that is spelt so."""
    return [(code, name) for code, name in asked.models.ask("close", spelling=spelling, at=asked.at)]


def _near(asked: Snapshot, party: str) -> list[str]:
    """Give the names that a mistyped one may have meant."""
    spellings = [spelling for (spelling,) in asked.models.ask("spellings", at=asked.at)]
    near = nearest(run_together(party), spellings)
    return sorted({name for spelling in near for _, name in _called(asked, str(spelling))})


def partners_of(known: About, party: str | None = None) -> tuple[Named, ...]:
    """Give the parties of an agreement on a day, without one that was asked about."""
    return tuple([Named(party=one.party, name=one.name) for one in known.parties if one.party != party])


def agreements_of(asked: Snapshot, party: str, as_of: date) -> list[Membership]:
    """List the agreements of a party that were drafted by a day, in the order of their ids."""
    found = asked.models.ask("memberships", party=party, as_of=as_of, at=asked.at)
    return [
        Membership(
            agreement=id,
            title=title,
            titles=by_language(titles),
            state=state,
            since=since,
            party_state=party_state,
            party_since=party_since,
            precision=precision(known_to),
            party_precision=precision(party_known_to),
            kind=kind,
        )
        for id, title, titles, kind, state, since, party_state, party_since, known_to, party_known_to in found
    ]
