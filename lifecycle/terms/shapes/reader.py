"""Reads plain data by their types, noting what is wrong and going on: whatever it hands on can be read.

To add a kind of value: a method of `Shape`, named in `_READERS` by the type that `msgspec.inspect` knows it as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec import inspect

from lifecycle import codec
from lifecycle.calendar.days import parse_date
from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Either, Message, Quoted
from lifecycle.suggestions import nearest
from lifecycle.terms.shapes.own import OWN, Renamed
from lifecycle.terms.shapes.stand_ins import stand_in
from lifecycle.terms.shapes.words import SCALARS, bare, expected, named, said, some, unfit, unknown


class Shape:
    """Reads plain data by their types, and notes what is wrong, and which words stand there instead of others."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.renamed: Renamed = {}

    def wrong(self, place: str, says: Message) -> None:
        """Note what is wrong at a place."""
        self.problems.append(Problem(place=place, says=says))

    def read(self, data: Any, of: inspect.Type, place: str) -> Any:
        """Give what can be read of data, noting what is wrong with them."""
        form = None
        while isinstance(of, inspect.Metadata):
            form, of = (of.extra or {}).get("form", form), of.type
        if isinstance(of, inspect.StrType):
            return self.text(data, of, place, form)
        return _READERS[type(of)](self, data, of, place)

    def one_of(self, data: Any, of: inspect.UnionType, place: str) -> Any:
        """Read by the first type that takes data of this form."""
        kinds = [one for one in of.types if not isinstance(one, inspect.NoneType)]
        if data is None and len(kinds) < len(of.types):
            return None
        fitting = [one for one in kinds if _form(bare(one)) in (_form_of(data), "")]
        chosen = next((one for one in fitting if not isinstance(bare(one), inspect.StrType)), next(iter(fitting), None))
        if chosen is None and len(kinds) == 1:
            chosen = kinds[0]
        if chosen is None:
            self.wrong(place, expected(Either(named(bare(one)) for one in kinds), data))
            return stand_in(of)
        return self.read(data, chosen, place)

    def fields(self, data: Any, of: inspect.StructType, place: str) -> Any:
        """Read a group of fields: those that are not known, those that are missing, and each that is there."""
        if isinstance(data, of.cls):
            return data
        known = {one.encode_name: one for one in of.fields}
        if not isinstance(data, Mapping):
            self.wrong(place, expected(Message("a group of fields ({names})", names=some(known)), data))
            return stand_in(of)
        meant = self._meant(data, of, place) | {name: name for name in known if name in data}
        tag = {of.tag_field: data[of.tag_field]} if of.tag_field in data else {}
        built = {name: self.read(data[given], known[name].type, f"{place}.{given}") for name, given in meant.items()}
        for name, one in known.items():
            if one.required and name not in built:
                self.wrong(place, Message("the field {name} is missing", name=Quoted(name)))
                built[name] = stand_in(one.type)
        return tag | built

    def _meant(self, data: Mapping[str, Any], of: inspect.StructType, place: str) -> dict[str, str]:
        """Note the fields that are not known; give those that each is likely to mean, and that are not there."""
        known, meant = [one.encode_name for one in of.fields], dict[str, str]()
        for given in data:
            if given in known or given == of.tag_field:
                continue
            near = [name for name in nearest(given, known) if name not in data and name not in meant]
            self.wrong(f"{place}.{given}", unknown(Message("there is no such field"), given, known))
            if near:
                meant[near[0]] = given
                self.renamed[place, near[0]] = given
        return meant

    def mapping(self, data: Any, of: inspect.DictType, place: str) -> Any:
        """Read fields of any name."""
        if not isinstance(data, Mapping):
            self.wrong(place, expected(Message("a group of fields"), data))
            return {}
        before = len(self.problems)
        for key in data:
            self.read(key, of.key_type, f"{place}.{key}")
        unnamed = {one.place for one in self.problems[before:]}
        built = {key: self.read(value, of.value_type, f"{place}.{key}") for key, value in data.items()}
        return {key: value for key, value in built.items() if f"{place}.{key}" not in unnamed}

    def items(self, data: Any, of: Any, place: str) -> Any:
        """Read a list."""
        if not isinstance(data, list | tuple):
            self.wrong(place, expected(Message("a list"), data))
            return []
        return [self.read(item, of.item_type, f"{place}[{at}]") for at, item in enumerate(data)]

    def own(self, data: Any, of: inspect.CustomType, place: str) -> Any:
        """Read a type of our own, asking it for every mistake where one was made."""
        kind = of.cls
        try:
            return codec.built(kind, data)
        except ValueError as error:
            found = list(OWN[kind].mistakes(data, place)) if kind in OWN else []
            self.problems += found or [Problem(place=place, says=said(error))]
            return OWN[kind].mended(data, place, self.renamed) if kind in OWN else None

    def choice(self, data: Any, of: inspect.LiteralType, place: str) -> Any:
        """Read one of some words."""
        if data in of.values:
            return data
        words = tuple(map(str, of.values))
        self.wrong(place, unknown(expected(Message("one of these words"), data), str(data), words))
        return of.values[0]

    def text(self, data: Any, of: inspect.StrType, place: str, form: Message | None) -> Any:
        """Read a text of some length, or form."""
        if not isinstance(data, str):
            self.wrong(place, expected(Message("a text"), data))
            return stand_in(of)
        if says := unfit(data, of, form):
            self.wrong(place, says)
            return stand_in(of)
        return data

    def scalar(self, data: Any, of: Any, place: str) -> Any:
        """Read a number, or whether something is so."""
        kind, what = SCALARS[type(of)]
        try:
            value: Any = codec.convert(data, kind)
        except InvalidInput:
            self.wrong(place, expected(what, data))
            return stand_in(of)
        least = getattr(of, "ge", None)
        if least is not None and value < least:
            self.wrong(place, expected(Message("{what} of at least {least}", what=what, least=least), data))
            return stand_in(of)
        return value

    def day(self, data: Any, of: inspect.DateType, place: str) -> Any:
        """Read a date."""
        if isinstance(data, date):
            return data
        try:
            return parse_date(data if isinstance(data, str) else "")
        except ValueError as error:
            self.wrong(place, said(error) if isinstance(data, str) else expected(Message("a date"), data))
            return stand_in(of)


_READERS: Mapping[type, Callable[[Shape, Any, Any, str], Any]] = {
    inspect.UnionType: Shape.one_of,
    inspect.StructType: Shape.fields,
    inspect.DictType: Shape.mapping,
    inspect.VarTupleType: Shape.items,
    inspect.ListType: Shape.items,
    inspect.CustomType: Shape.own,
    inspect.LiteralType: Shape.choice,
    inspect.DateType: Shape.day,
    inspect.BoolType: Shape.scalar,
    inspect.IntType: Shape.scalar,
    inspect.DecimalType: Shape.scalar,
    inspect.AnyType: lambda shape, data, of, place: data,
    inspect.NoneType: lambda shape, data, of, place: None,
}


def _form(of: inspect.Type) -> str:
    """Tell which form of data a type takes: of a type of our own it may be any."""
    if isinstance(of, inspect.StructType | inspect.DictType):
        return "fields"
    if isinstance(of, inspect.VarTupleType | inspect.ListType):
        return "list"
    return "" if isinstance(of, inspect.CustomType | inspect.AnyType) else "scalar"


def _form_of(data: Any) -> str:
    if isinstance(data, Mapping):
        return "fields"
    return "list" if isinstance(data, list | tuple) else "scalar"
