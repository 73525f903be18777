"""The forms that an answer can leave in, by the names that a face offers.

To add one: a function of a dispatch in a module here, and its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from projections.forms.calendar import ics
from projections.forms.machine import Dispatch, csv, json, jsonl, tsv
from projections.forms.picture import svg

FORMS: Mapping[str, Callable[[Dispatch], str]] = {
    "json": json,
    "jsonl": jsonl,
    "csv": csv,
    "tsv": tsv,
    "ics": ics,
    "svg": svg,
}
