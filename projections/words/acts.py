"""Acts in a few words: what each kind is called, and what an act says besides, field by field.

A field is said by its own words (`projections.words.act_fields`) or, as most are, by its sort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lifecycle.acts.act import NOUNS, named, titled
from lifecycle.acts.kinds import BY_TAG
from lifecycle.acts.suspension.grounds import because
from lifecycle.messages import Message, Quoted, Row, Value
from projections.words.act_fields import FIELDS, HEADED, LABELS, SORTS
from projections.words.fields import fields


def called(act: str) -> Value:
    """Name a kind of act, as in `notice given`; what is no act, though it was submitted as one, is quoted."""
    return BY_TAG[act].NAME if act in BY_TAG else Quoted(act)


def details(act: str, values: Mapping[str, Any]) -> Iterator[Value]:
    """Say what an act holds besides its day and who did it, from its plain data."""
    for name, value in values.items():
        yield said(act, name, value)


def said(act: str, name: str, value: Any) -> Value:
    """Say what a field of an act of a kind holds, from its plain value."""
    return saying(act, name)(value)


def saying(act: str, name: str) -> Callable[[Any], Value]:
    """Give how a field of acts of a kind is said: by its own line or, where it has none, by its sort."""
    if name == "submits":
        return _submitted
    if own := FIELDS.get(f"{act} {name}") or FIELDS.get(name):
        return own
    if name in HEADED:
        return lambda text: Message("{label}: {text}", label=HEADED[name], text=Quoted(text))
    sort = {field.name: field.sort for field in fields(BY_TAG[act])}[name]
    if sort == "id" and name in NOUNS:
        return lambda id: named(name, id)
    return SORTS[sort]


def changed(act: str, field: str, before: Any, after: Any) -> Message:
    """Say how a field of an act read and reads, as in `place Almaty → Astana`, from its plain values."""
    then, now = (NOTHING if value is None else said(act, field, value) for value in (before, after))
    says = Message("{before} → {after}", before=then, after=now)
    return Message("{field} {change}", field=LABELS[field], change=says) if field in LABELS else says


NOTHING = "–"
"""Stands where an entry has no such field."""


def _submitted(fields: Mapping[str, Any]) -> Value:
    """Say what is submitted: nobody has approved it, and what is no act at all is said as plainly as it lies there."""
    kind = str(fields.get("act"))
    others = (_unheard(kind, name, value) for name, value in fields.items() if name not in ("act", "on", "by", "terms"))
    return Row((called(kind), *others))


def _unheard(kind: str, name: str, value: Any) -> Value:
    try:
        return saying(kind, name)(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        import json  # what is no act at all is seldom

        return Message("{field}: {value}", field=Quoted(name), value=Quoted(json.dumps(value, ensure_ascii=False)))


__all__ = ["because", "called", "changed", "details", "titled"]
