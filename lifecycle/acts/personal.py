"""Personal data in acts: the fields that name a natural person, and what stands there while the name is not readable.

The register seals these fields apart from the rest of the act, so that a person's data can be erased and the act stays
on record (General Data Protection Regulation, 4(1), 17 and 32(1)(a)). To add a field: its name in `FIELDS`, and in the
act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.approval import Submitted
from lifecycle.acts.keeper import Corrected

FIELDS: Mapping[str, str] = {
    "signatory": "signatory",
    "contact": "contact",
    "reach": "contact",
    "through": "through",
    "representative": "representative",
}
"""Fields in which acts name who signed, who is the contact point and how they are reached, through whom information
passed, who attended; each with the field that names the person it is about."""

SEALED = "[sealed]"
"""Stands for personal data in the bytes of an event, and wherever its key has never been."""

ERASED = "[erased]"
"""Stands for personal data whose key was destroyed."""


def personal(act: Act) -> dict[str, str]:
    """Give the personal data of an act by field; that of a correction is what it sets such a field to."""
    fields: Mapping[str, object]
    if isinstance(act, Corrected):
        fields = act.set
    elif isinstance(act, Submitted):
        fields = found if isinstance(found := act.submits.get("set"), Mapping) else {}
    else:
        fields = {name: getattr(act, name, "") for name in FIELDS}
    return {name: value for name in FIELDS if isinstance(value := fields.get(name), str) and value}


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
    """Give an act with other personal data, by field."""
    if isinstance(act, Corrected):
        return replace(act, set={**act.set, **values})
    if isinstance(act, Submitted):
        return replace(act, submits={**act.submits, "set": {**act.submits["set"], **values}}) if values else act
    return replace(act, **values)
