"""The command line that gives the same answer as a request, as a shell reads it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from web.parameters import Given


def command(*words: str, given: Given, axes: Sequence[str] = ("as_of", "known_at")) -> str:
    """Write the command line that gives the same answer, as a shell reads it."""
    line = ["depositary", *words]
    if "as_of" in axes:
        line += ["--as-of", f"{given.as_of}"]
    if "known_at" in axes and given.known_at is not None:
        line += ["--known-at", given.get("known_as") or f"{given.known_at}"]
    return shlex.join(line)


def of_agreement(name: str, *others: str) -> Callable[[Given], str]:
    """Give what writes the command of an agreement, with further arguments."""
    return lambda given: command(name, given["agreement"], *(given[other] for other in others), given=given)


def _options(given: Given, *names: str) -> list[str]:
    found = ((name, given.get(name)) for name in names)
    return [word for name, value in found if value is not None for word in (f"--{name}", f"{value}")]


def listed(given: Given) -> str:
    """Write that of a list."""
    return command("list", *_options(given, "state", "party", "words", "kind", "sort", "limit", "after"), given=given)


def falling_due(given: Given) -> str:
    """Write that of what falls due."""
    within = [] if given.get("within") is None else ["--within", f"{given['within']}d"]
    return command("deadlines", *within, *_options(given, "party"), "--all-overdue", given=given)


def explained(given: Given) -> str:
    """Write that of a derivation."""
    return command("explain", given["agreement"], *_options(given, "party"), given=given)


def comparing(given: Given) -> str:
    """Write that of a difference."""
    pairs = {
        name: (f"{given[name]}", f"{given[f'and_{name}']}")
        for name in ("as_of", "known_at", "terms")
        if given.get(f"and_{name}")
    }
    day = ["--as-of", f"{given.as_of}"] if "known_at" in pairs else []
    words = [word for name, pair in pairs.items() for word in (f"--{name.replace('_', '-')}", *pair)]
    return shlex.join(["depositary", "diff", given["agreement"], *day, *words])


BOTH = ("as_of", "known_at")


def dated(given: Given) -> Sequence[str]:
    """Name the axes of an answer that takes all days where none is given."""
    return BOTH if given.get("as_of") else BOTH[1:]


def sought(given: Given) -> str:
    """Write that of a search."""
    return command("search", given["words"], *_options(given, "limit", "after"), given=given, axes=dated(given))


def issued(given: Given) -> str:
    """Write that of certificates."""
    which = [given["agreement"]] if given.get("agreement") else ["--all"]
    return shlex.join(["depositary", "certificates", *which, *_options(given, "digest")])
