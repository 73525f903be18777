"""What stands in the place of what cannot be read, so that the rest can be.

To add a kind of value: its line in `_STAND_INS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import inspect

from lifecycle.terms.shapes.own import sample
from lifecycle.terms.shapes.words import bare

_STAND_INS: Mapping[type, Any] = {
    inspect.DictType: {},
    inspect.VarTupleType: [],
    inspect.ListType: [],
    inspect.BoolType: False,
    inspect.IntType: 1,
    inspect.DecimalType: 1,
    inspect.DateType: date(2000, 1, 1),
    inspect.StrType: "x",
    inspect.AnyType: None,
    inspect.NoneType: None,
}


def stand_in(of: inspect.Type) -> Any:
    """Give what can be read as a type: nothing where that may be, else the least that is allowed."""
    of = bare(of)
    if isinstance(of, inspect.UnionType):
        kinds = [bare(one) for one in of.types]
        return None if any(isinstance(one, inspect.NoneType) for one in kinds) else stand_in(kinds[0])
    if isinstance(of, inspect.StructType):
        return {one.encode_name: stand_in(one.type) for one in of.fields if one.required}
    if isinstance(of, inspect.LiteralType):
        return of.values[0]
    if isinstance(of, inspect.CustomType):
        return sample(of.cls)
    return _STAND_INS[type(of)]
