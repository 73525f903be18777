"""A first map of a list, from the list itself: what its heads and words look like, to be read and mended by somebody.

What no table here knows stands in the map as a comment, or under what it may be: taking over reads the map alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lifecycle.errors import InvalidInput, NotFound
from lifecycle.terms.naming import folded
from projections.answers.lists.days import read_day
from projections.answers.lists.mapping import named_after
from projections.answers.lists.parties import Known
from projections.answers.lists.sheets import Sheet

HEADS: Mapping[str, str] = {
    "id": r"^(id|ref|reference|no|nr|n°|numero|number|номер|№)\b",
    "title": r"title|titre|intitule|name of the|название|наименование|objet",
    "parties": r"part(y|ies|ner|enaire)|side|сторон|партнер|участник",
    "state": r"stat(e|us|ut)|etat|situation|статус|состояние",
    "until": r"until|end|expir|terminat|fin\b|jusqu|denonc|окончан|прекращ|до\b",
    "since": r"since|date|entry|in force|from|depuis|vigueur|вступ|дата|с\b",  # noqa: RUF001
    "note": r"note|remark|comment|observation|remarque|примеч",
}
"""What heads of columns look like, folded, in English, French and Russian; the first that fits is suggested."""

STATES: Mapping[str, Sequence[str]] = {
    "in_force": ("in force", "active", "valid", "en vigueur", "действует", "вступило в силу", "действующее"),
    "terminated": (
        *("terminated", "ended", "expired", "lapsed", "denounced", "no longer in force"),
        *(
            "termine",
            "expire",
            "denonce",
            "caduc",
            "prekrashcheno",
            "прекращено",
            "утратило силу",
            "истекло",
            "денонсировано",
        ),
    ),
    "signed": ("signed", "signed, not in force", "signe", "подписано", "подписан"),
    "suspended": ("suspended", "suspendu", "приостановлено"),
}
"""Words for the states, in the three languages."""

FORMS = (
    *("YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "D Month YYYY", "Month D, YYYY"),
    *("MM/YYYY", "MM.YYYY", "YYYY-MM", "Month YYYY", "YYYY"),
)
NOTHING = ("-", "–", "?", "n/a", "unknown", "no date", "inconnu", "sans date", "неизвестно", "без даты")
APART = (";", " / ", "\n", " and ", " et ", " и ", " – ", ", ")
MOST = 40
"""Words of a column that a suggestion lists."""


def suggestion(sheet: Sheet, file: str, known: Known) -> str:
    """Write a first map of a list; parties that the register knows stand under their codes."""
    columns = dict(_columns(sheet.heads))
    lines = [
        "# A first map of the list, made of what it looks like: read it, and mend it, before anything is taken over.",
        f"source: {_quoted(file.rpartition('/')[2])}",
        f"take_over: {named_after(file)}",
        "as_of: YYYY-MM-DD  # the day as of which the list was kept",
    ]
    lines += [f"sheet: {_quoted(sheet.name)}"] if sheet.name else []
    lines += ["columns:"]
    for field in ("id", "title", "state", "since", "until"):
        found = columns.get(field, ())
        mark = "" if found else "# "
        lines.append(f"  {mark}{field}: {_quoted(found[0]) if found else ''}".rstrip())
    lines += [f"  {field}: {_listed(columns[field])}" for field in ("parties", "note") if columns.get(field)]
    if not columns.get("parties"):
        lines.append("  # parties: []")
    lines += _parties(sheet, columns.get("parties", ()), known)
    lines += _states(_values(sheet, columns.get("state", ())[:1]))
    lines += _dates([*_values(sheet, columns.get("since", ())[:1]), *_values(sheet, columns.get("until", ())[:1])])
    return "\n".join(lines) + "\n"


def _columns(heads: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    found: dict[str, list[str]] = {}
    for head in heads:
        field = next((name for name, looks in HEADS.items() if re.search(looks, folded(head))), None)
        if field:
            found.setdefault(field, []).append(head)
    yield from ((field, tuple(known)) for field, known in found.items())


def _values(sheet: Sheet, heads: Sequence[str]) -> list[str]:
    """Give the different texts of columns, the most frequent first."""
    counted = Counter(str(line.cells.get(head, "")) for line in sheet.lines for head in heads)
    return [value for value, _ in counted.most_common() if value]


def _parties(sheet: Sheet, heads: Sequence[str], known: Known) -> Iterator[str]:
    cells = _values(sheet, heads)
    apart = (
        [mark for mark in APART if sum(mark in cell for cell in cells) * 3 > len(cells)][:2] if len(heads) == 1 else []
    )
    if apart:
        yield f"party_separators: {_listed(apart)}"
    pattern = "|".join(map(re.escape, apart))
    names = [" ".join(one.split()) for cell in cells for one in (re.split(pattern, cell) if apart else [cell])]
    groups: dict[str, dict[str, None]] = {}
    for name in filter(None, names):
        try:
            code = known(name).code
        except (InvalidInput, NotFound):
            code = name
        same = next((one for one in groups if folded(one) == folded(code)), code)
        groups.setdefault(same, {})[name] = None
    yield "parties:  # one entry a party: put spellings of one party together under its code"
    for code, spellings in list(groups.items()):
        yield f"  {_quoted(code)}: {{spellings: {_listed([one for one in spellings if one != code])}}}"


def _states(words: Sequence[str]) -> Iterator[str]:
    known = {folded(word): state for state, own in STATES.items() for word in own}
    yield "states:"
    for state in STATES:
        own = [word for word in words if known.get(folded(word)) == state]
        if own:
            yield f"  {state}: {_listed(own)}"
    for word in [word for word in words if folded(word) not in known][:MOST]:
        yield f"  # to be decided: {_quoted(word)}"


def _dates(cells: Sequence[str]) -> Iterator[str]:
    nothing = [cell for cell in cells if folded(cell) in NOTHING]
    rest = [cell for cell in cells if cell not in nothing]
    fitting = {form: [cell for cell in rest if _fits(cell, form)] for form in FORMS}
    forms = [form for form, fits in fitting.items() if fits]
    if {"DD/MM/YYYY", "MM/DD/YYYY"} <= set(forms):
        less = min(("MM/DD/YYYY", "DD/MM/YYYY"), key=lambda form: len(fitting[form]))
        forms.remove(less)
        yield f"# {less} fits some of its days as well: see which one the list means"
    yield f"dates: {_listed(forms or ['YYYY-MM-DD'])}"
    yield f"no_date: {_listed(nothing)}"
    for cell in [cell for cell in rest if not any(_fits(cell, form) for form in FORMS)][:MOST]:
        yield f"# no form fits: {_quoted(cell)}"


def _fits(cell: str, form: str) -> bool:
    try:
        read_day(cell, (form,))
    except InvalidInput:
        return False
    return True


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """Write a text as YAML takes it whatever stands in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{"".join(c if c.isprintable() else " " for c in escaped)}"'
