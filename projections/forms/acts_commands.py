"""The acts as commands: what is typed for each kind and what it takes, made of the classes that declare them.

It is shipped as `acts.commands.json` in the package `lifecycle`, from which a command line is made without importing an
act; `make docs` writes it anew. Most fields say nothing of it: an id is an argument where the act opens or closes what
it names, everything else an option of the field's name, its place held by a word for its sort. What differs says so in
its class: `extra={"option": "--id"}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from inspect import getdoc

import msgspec

from lifecycle.acts.act import Act
from lifecycle.acts.kinds import KINDS
from projections.forms import terms_schema
from projections.words.fields import Field, fields

FILE = terms_schema.FILE.with_name("acts.commands.json")

ARGUMENTS = ("name", "number")
"""Sorts of a field that is an argument, as an id is that cannot be left out."""
PLACES = {
    "amount": "AMOUNT",
    "cost": "COST",
    "date": "DATE",
    "digest": "DIGEST",
    "fields": "FIELD=VALUE",
    "money": "AMOUNT",
    "number": "SEQ",
    "party": "PARTY",
    "person": "WHO",
    "place": "PLACE",
    "span": "SPAN",
    "terms": "FILE",
    "text": "TEXT",
}
"""What holds the place of a value, by its sort: ids and names say their field, and a ground its forms."""


class Taken(msgspec.Struct, frozen=True, omit_defaults=True):
    """An argument or an option of a command: the field of the act that it gives."""

    field: str
    sort: str
    help: str
    typed: str = ""
    """The option; an argument has none."""
    place: str = ""
    """What holds the place of its value; a flag and a choice have none."""
    required: bool = False
    many: bool = False
    """Whether it may be given again."""
    choices: tuple[str, ...] = ()
    default: str = ""
    """What is taken where nothing is given, in a word."""


class Typed(msgspec.Struct, frozen=True):
    """A kind of act as it is typed."""

    act: str
    command: str
    short: str
    """What is done, in a line."""
    says: str
    """The same with its source, and after an empty line what else is to be known."""
    examples: tuple[str, ...]
    """Each as it is typed after `depositary`."""
    takes: tuple[Taken, ...]


AGREEMENT = Taken(field="agreement", sort="agreement", help="The agreement.", place="ID", required=True)


def commands() -> tuple[Typed, ...]:
    """Give the command of each kind of act that is typed, in the order of the kinds."""
    return tuple(typed(kind.act) for kind in KINDS if kind.act.COMMAND)


def typed(kind: type[Act]) -> Typed:
    """Give the command of a kind of act: arguments first, then who and when, its own options, and the note."""
    lines, says = kind.EXAMPLE.splitlines(), getdoc(kind) or ""
    return Typed(
        act=str(kind.__struct_config__.tag),
        command=kind.COMMAND,
        short=f"{_ASIDE.split(says, maxsplit=1)[0]}.",
        says=says,
        examples=tuple(line for line in lines if line.startswith(f"{kind.COMMAND} ")),
        takes=tuple(sorted(_takes(kind), key=_place)),
    )


_ASIDE = re.compile(r"\.?\n|\.$| \(|[;:] ")
"""Where the first sentence of a kind goes on to its source, or to what is not needed to find it."""
_ORDER = {"agreement": -1, "by": 1, "on": 2, "note": 5}
_ARGUMENTS = {"agreement": -1, "by": -1}


def _place(one: Taken) -> tuple[int, bool]:
    """Order what a command takes: what must be given stands before what may be left out."""
    if not one.typed:
        return _ARGUMENTS.get(one.field, 0), not one.required
    return _ORDER.get(one.field, 3), not one.required


def _takes(kind: type[Act]) -> Iterator[Taken]:
    own = {field.name: _taken(kind, field) for field in fields(kind)}
    opens = any(one.sort == "terms" and not one.typed for one in own.values())
    if not (opens or kind.DIRECTORY):
        yield AGREEMENT
    yield from own.values()


def _taken(kind: type[Act], field: Field) -> Taken:
    option, place = _option(kind, field), PLACES.get(field.sort, "")
    if field.sort in ("id", "name"):
        place = field.name.upper()
    elif field.sort == "ground" and field.examples:
        place = "|".join(field.examples)
    elif field.sort == "terms" and not option:
        place = "TERMS.yaml"
    today = field.name == "on" and kind.TODAY
    return Taken(
        field=field.name,
        sort=field.sort,
        help=field.described,
        typed=option,
        place=place,
        required=field.required and not today,
        many=field.many or field.sort == "fields" or (field.name == "by" and kind.SEVERAL),
        choices=field.choices,
        default="today" if today else _default(field),
    )


def _default(field: Field) -> str:
    if field.sort == "choice" and not field.required:
        return str(field.default or "")
    return "yes" if field.default is True else ""


def _option(kind: type[Act], field: Field) -> str:
    """Give the option of a field; nothing where it is an argument."""
    if field.option is not None:
        return field.option
    if (field.sort in ARGUMENTS and not field.many) or (
        field.sort == "id" and (field.required or field.name in _named(kind))
    ):
        return ""
    return "--" + (field.name.removesuffix("s") if field.many else field.name).replace("_", "-")


def _named(kind: type[Act]) -> tuple[str, ...]:
    """Name the fields of what an act opens or closes."""
    return (*(kind.OPENS or ())[:1], kind.CLOSES)


def commands_text() -> str:
    """Give the commands as the file holds them."""
    lines = (json.dumps(msgspec.to_builtins(one), ensure_ascii=False) for one in commands())
    return "[\n" + ",\n".join(lines) + "\n]\n"


def publish() -> None:
    """Write the file."""
    FILE.write_text(commands_text(), encoding="utf-8")


if __name__ == "__main__":
    publish()
