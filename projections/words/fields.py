"""The fields of acts, read from the classes that declare them: what each is, and in which words it is described.

What a field is, its sort, is told by its type, or by `extra={"sort": …}` where the type is that of any text: an id, a
party, a person. Forms, commands and pages go by the sort, so that most fields need no line of their own anywhere.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

SORTS = {
    inspect.DateType: "date",
    inspect.BoolType: "flag",
    inspect.LiteralType: "choice",
    inspect.DictType: "fields",
}
"""The sort of a field that its type tells; that of a type of our own is its name, such as `terms` or `money`."""


class Field(NamedTuple):
    """A field as it is declared."""

    name: str
    described: str
    sort: str
    required: bool
    many: bool
    """Whether it holds several of its sort."""
    default: Any
    choices: tuple[str, ...]
    """What may stand in it, where that is a choice."""
    examples: tuple[str, ...]
    option: str | None
    """What is typed for it on a command line, where that differs from its name; empty for an argument."""
    type: inspect.Type
    """What stands in it, or in each of several."""


@cache
def fields(kind: type[msgspec.Struct]) -> tuple[Field, ...]:
    """Give the fields of a kind of act, or of a part of one, in the order of their declaration."""
    declared = inspect.type_info(kind)
    assert isinstance(declared, inspect.StructType)
    return tuple(map(_field, declared.fields))


def _field(field: inspect.Field) -> Field:
    said: dict[str, Any] = {}
    bare, many = field.type, False
    while isinstance(bare, inspect.Metadata | inspect.UnionType | inspect.VarTupleType):
        match bare:
            case inspect.Metadata(extra_json_schema=described, extra=extra, type=inner):
                said = {**(described or {}), **(extra or {}), **said}  # what is said outermost is said of the field
                bare = inner
            case inspect.UnionType(types=types):
                bare = next(one for one in types if not isinstance(one, inspect.NoneType))
            case inspect.VarTupleType(item_type=inner):
                bare, many = inner, True
    return Field(
        name=field.encode_name,
        described=said.get("description", ""),
        sort=said.get("sort") or _sort(bare),
        required=field.required,
        many=many,
        default=None if field.required else field.default,
        choices=tuple(map(str, bare.values)) if isinstance(bare, inspect.LiteralType) else (),
        examples=tuple(said.get("examples", ())),
        option=said.get("option"),
        type=bare,
    )


def _sort(bare: inspect.Type) -> str:
    if isinstance(bare, inspect.StructType | inspect.CustomType):
        return bare.cls.__name__.lower()
    return SORTS.get(type(bare), "")
