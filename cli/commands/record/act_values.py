"""What an act takes that is more than a text: the type of a parameter, and what is read from it, by the field's sort.

To add a sort: its line in `VALUES`, where no type of another sort fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.terminal import completion
from cli.terminal.groups import Choice
from cli.terminal.options import or_today
from cli.terminal.types import DATE, Seq

if TYPE_CHECKING:
    from cli.terminal.acts import Taken
    from lifecycle.terms.text import Terms


def terms_of(_: click.Context, __: click.Parameter, file: Path) -> Terms:
    """Read the file of terms that was named."""
    from cli.terminal import files

    return files.terms_of(file)


_COST = re.compile(r"(?P<party>[^:]+): *(?P<amount>\S+ \S+?)(?: to (?P<to>.+))?")


def _costs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> list[dict[str, str]]:
    """Read `WCO: 1200.00 EUR to CARICC`."""
    costs = []
    for cost in given:
        if not (found := _COST.fullmatch(cost)):
            raise click.BadParameter(f"{cost!r} is not PARTY: AMOUNT, such as 'WCO: 1200.00 EUR to CARICC'")
        costs.append({name: value.strip() for name, value in found.groupdict().items() if value})
    return costs


def _pairs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read `FIELD=VALUE`, each field once."""
    pairs: dict[str, str] = {}
    for pair in given:
        name, found, value = pair.partition("=")
        if not found or not name:
            raise click.BadParameter(f"{pair!r} is not FIELD=VALUE, such as on=2010-03-30")
        if name in pairs:
            raise click.BadParameter(f"{name} is given twice")
        pairs[name] = value
    return pairs


VALUES: Mapping[str, Mapping[str, Any]] = {
    "agreement": {"shell_complete": completion.agreements},
    "cost": {"callback": _costs},
    "date": {"type": DATE},
    "fields": {"callback": _pairs},
    "id": {"shell_complete": completion.ids},
    "number": {"type": Seq()},
    "party": {"shell_complete": completion.parties},
    "terms": {"type": click.Path(path_type=Path), "callback": terms_of},
}
"""What a parameter is made of besides its name, by sort; any other is a text."""


def parameter(one: Taken) -> click.Parameter:
    """Make the argument or the option that gives a field of an act."""
    about: dict[str, Any] = {"metavar": one.place or None, **VALUES.get(one.sort, {})}
    if not one.typed:
        about["metavar"] = one.place if one.required else f"[{one.place}]"
        return click.Argument([one.field], required=one.required, **about)
    name, more = one.typed, ""
    if one.sort == "flag":
        about = {"is_flag": True, "default": None}
        if one.default:
            name = f"{name}/{name.replace('--', '--not-', 1)}"
    elif one.sort == "choice":
        about |= {"type": Choice(one.choices), "metavar": one.place or name.removeprefix("--").upper()}
        more = f": {', '.join(one.choices)}"
    if one.default == "today":
        about["callback"] = or_today
    if one.default:
        more = f"{more} (default: {one.default})"
    if one.many:
        more = f"{more}; may be given again"
    says = f"{one.help.removesuffix('.')}{more}."
    return click.Option([name, one.field], required=one.required, multiple=one.many, help=says, **about)
