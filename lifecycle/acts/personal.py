"""Personal data in acts: the fields that name a natural person, the words that may, and what stands there instead.

The register seals these fields apart from the rest of the act, so that a person's data can be erased and the act stays
on record (General Data Protection Regulation, 4(1), 17 and 32(1)(a)). To add a field: its name in `FIELDS`, and in the
act. To add words that may be sealed: their name in `WORDS`, if neither a fold nor a read model says them.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cache
from typing import Any, Protocol
from unicodedata import normalize

from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import Submitted
from lifecycle.acts.keeping.entries import Corrected

FIELDS: Mapping[str, str] = {
    "signatory": "signatory",
    "contact": "contact",
    "reach": "contact",
    "through": "through",
    "representative": "representative",
}
"""Fields in which acts name who signed, who is the contact point and how they are reached, through whom information
passed, who attended; each with the field that names the person it is about."""

WORDS = (
    *("note", "reason", "authority", "text", "reservation", "subject", "function", "purpose", "restrictions"),
    *("procedures", "participation", "resources", "observations", "answer", "ground", "comments", "evaluation", "to"),
)
"""Fields in the words of whoever wrote them, which are sealed whole where they name a person; titles and names of facts
are not, which rulings and the answers about the whole register hold."""

SEALED = "[sealed]"
"""Stands for personal data in the bytes of an event, and wherever its key has never been."""

ERASED = "[erased]"
"""Stands for personal data whose key was destroyed."""

BESIDE = ("irregular", "actor")
"""The fields of a recording, beside its act, that may be sealed as the words of an act may."""


class Saying(Protocol):
    """Whatever says an act: a proposal, the content of an event, a recording."""

    @property
    def act(self) -> Act:
        """The act."""


def personal(act: Act) -> dict[str, str]:
    """Give the personal data of an act by field; that of a correction is what it sets such a field to."""
    return {name: value for name, path in _naming(type(act)) if (value := _at(act, path))}


def words(act: Act) -> dict[str, str]:
    """Give the words of an act that may be sealed, by field: `set.note` is what a correction sets a note to."""
    return {name: value for name, path in _worded(type(act)) if (value := _at(act, path))}


@cache
def _naming(kind: type[Act]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the fields that a kind of act has of those that name a person, and where each stands."""
    found = ((name, _path(kind, name)) for name in FIELDS)
    return tuple((name, path) for name, path in found if path[0] in kind.__struct_fields__)


@cache
def _worded(kind: type[Act]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give those that it has of words that may be sealed."""
    within = {Corrected: ("", "set."), Submitted: ("submits.", "submits.set.")}.get(kind, ("",))
    found = ((f"{place}{name}", _path(kind, f"{place}{name}")) for place in within for name in WORDS)
    return tuple((name, path) for name, path in found if path[0] in kind.__struct_fields__)


def value_of(act: Act, field: str) -> str:
    """Give what stands in a field of either kind; nothing where the act has no such field."""
    return _at(act, _path(type(act), field))


def about(act: Act, field: str, standing: Sequence[Entry]) -> str:
    """Name the person whom a field of an act is about, given the entries that stand without it.

    A correction may set how somebody is reached without saying who: then it is whom the corrected entry names.
    """
    named, own = FIELDS[field], personal(act)
    if named in own:
        return own[named]
    target = act.submits.get("target") if isinstance(act, Submitted) else getattr(act, "target", None)
    corrected = next((entry.act for entry in standing if entry.seq == target), None)
    return (personal(corrected).get(named) if corrected else None) or own[field]


def with_personal(act: Act, values: Mapping[str, str]) -> Act:
    """Give an act with other personal data or words, by field; those that it has no place for are left out."""
    for field, value in values.items():
        first, *rest = _path(type(act), field)
        if first in act.__struct_fields__:
            act = replace(act, **{first: _put(getattr(act, first), rest, value)})
    return act


def mentioned(text: str, name: str) -> bool:
    """Tell whether a text says a name: letters, spaces and forms of characters make no difference."""
    return _alike(name) in _alike(text)


def _alike(text: str) -> str:
    return " ".join(normalize("NFKC", text).casefold().split())


def named_in(act: Act, further: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the people whom an act names in fields of its own, and those whom its words are said to name."""
    found = personal(act)
    return tuple(dict.fromkeys([*(found[name] for name in found if FIELDS[name] == name), *further]))


def words_in(said: Saying) -> dict[str, str]:
    """Give the words that may be sealed, by field: those of the act, and those beside it."""
    return words(said.act) | {name: value for name in BESIDE if (value := getattr(said, name, None))}


def spoken(said: Saying, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give the words that name any of some people, by field, and whom."""
    if not names:
        return {}
    texts = words_in(said).items()
    found = {field: tuple(name for name in names if mentioned(text, name)) for field, text in texts}
    return {field: whom for field, whom in found.items() if whom}


def to_seal(
    said: Saying, standing: Sequence[Entry], offices: Container[str], further: Sequence[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Give the fields that are sealed, and whom each of them names, given what stands without it on record.

    An office that the terms name to sign is no personal data.
    """
    found = personal(said.act)
    if not (found or further):
        return {}
    whom: dict[str, tuple[str, ...]] = {field: (about(said.act, field, standing),) for field in found}
    names = [name for name in named_in(said.act) if name not in offices]
    sealed = {field: who for field, who in whom.items() if who[0] not in offices}
    return sealed | spoken(said, list(dict.fromkeys([*names, *further])))


def _path(kind: type[Act], field: str) -> tuple[str, ...]:
    """Give where a field of a kind of act stands: what names a person, in what a correction sets."""
    if field in FIELDS and issubclass(kind, Corrected):
        return "set", field
    if field in FIELDS and issubclass(kind, Submitted):
        return "submits", "set", field
    return tuple(field.split("."))


def _at(act: Act, path: Sequence[str]) -> str:
    found: Any = getattr(act, path[0], "")
    for name in path[1:]:
        found = found.get(name) if isinstance(found, Mapping) else ""
    return found if isinstance(found, str) else ""


def _put(there: Any, path: Sequence[str], value: str) -> Any:
    if not path:
        return value
    return {**there, path[0]: _put(there.get(path[0], {}), path[1:], value)}
