"""The page on the acts, docs/acts.md: each kind with its command, its fields and an example, made of its class.

`python -m projections.forms.acts_page` writes the page anew, in a source tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lifecycle.acts.act import Act
from lifecycle.acts.families import FAMILIES, family
from lifecycle.acts.kinds import KINDS
from lifecycle.messages import Message, render
from projections.forms.acts_commands import Taken, Typed, typed

FILE = Path(__file__).parents[2] / "docs" / "acts.md"

HEAD = """\
# Acts

What can be put on record, family by family. The kind stands in a line of JSON as `act`, beside `agreement`, `on` and,
where a party acts, `by`; any act may carry a `note`. The fields in bold must be given. On a command line a field is the
option of its name, `for_day` as `--for-day`, unless another is named beside it; what stands there in capitals is an
argument, in `[BRACKETS]` one that may be left out. `depositary COMMAND --help` describes each field, as does the schema
`lifecycle/acts.schema.json`, by which a line of JSON can be checked.

A day is `YYYY-MM-DD`, an amount `1200.00 EUR`, a span `6 months`. What may be given again stands with `…`; with `--by`
given again the act is recorded of each of the parties, in one transaction. What is marked ⚠ ends an agreement, a
consent or what survives, or corrects the record: somebody is asked before it is recorded, and where nobody can answer
it needs `--yes`. `certify` finds `known_at`, `state`, `digest` and `form` by itself.

The examples are of the demonstration register that `make demo` builds, and are carried out by a test; with `--dry-run`
nothing is recorded. Where a command stands before the act itself, it is what must be on record first. The agreement
`survey` is invented. This page is written by `make docs`.
"""

SAID = ("agreement", "on", "note")
"""What the page says once of all acts."""


def acts_page() -> str:
    """Give the page as the file holds it."""
    return HEAD + "".join(map(_family, FAMILIES.values()))


def _family(heading: Message) -> str:
    rows = "".join(_row(kind.act) for kind in KINDS if family(kind.act) == heading)
    return f"\n## {render(heading)}\n\n| act | command | fields | example |\n|---|---|---|---|\n{rows}"


def _row(kind: type[Act]) -> str:
    one = typed(kind)
    if not one.command:
        return f"| `{one.act}` | none: the register itself records it | {_fields(kind, one)} | |\n"
    first = next(taken.place for taken in one.takes if not taken.typed)
    lines = "<br>".join(f"`depositary {line}`" for line in kind.EXAMPLE.splitlines())
    return f"| `{one.act}` | `depositary {one.command} {first} …` | {_fields(kind, one)} | {lines} |\n"


def _fields(kind: type[Act], typed: Typed) -> str:
    own = [one for one in typed.takes if one.field not in SAID and (one.field != "by" or one.required)]
    said = "; ".join(map(_field, sorted(own, key=lambda one: not one.required)))
    return f"⚠ {said}".rstrip() if kind.WEIGHTY else said


def _field(one: Taken) -> str:
    name = f"**`{one.field}`**" if one.required else f"`{one.field}`"
    return " ".join((name, *_typed(one)))


def _typed(one: Taken) -> Iterator[str]:
    """Say how a field is typed, where its name does not tell."""
    if not one.typed:
        yield f"`{one.place}`" if one.required else f"`[{one.place}]`"
    elif one.typed != "--" + one.field.replace("_", "-"):
        yield f"`{one.typed}`"
    if one.many:
        yield "…"
    if one.choices:
        yield f"({', '.join(one.choices)})"


def publish() -> None:
    """Write the page."""
    FILE.write_text(acts_page(), encoding="utf-8")


if __name__ == "__main__":
    publish()
