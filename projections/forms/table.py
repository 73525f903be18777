"""The forms that an answer can leave in, by the names that a face offers.

To add one: a function of a dispatch in a module here, and its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from projections.forms.calendar import ics
from projections.forms.machine import Dispatch, csv, json, jsonl, tsv


def _svg(sent: Dispatch) -> str:
    from projections.forms.pictures.forms import svg  # brings a writer of XML along

    return svg(sent)


def _png(sent: Dispatch) -> bytes:
    from projections.forms.pictures.forms import png

    return png(sent)


FORMS: Mapping[str, Callable[[Dispatch], str | bytes]] = {
    "json": json,
    "jsonl": jsonl,
    "csv": csv,
    "tsv": tsv,
    "ics": ics,
    "svg": _svg,
    "png": _png,
}
