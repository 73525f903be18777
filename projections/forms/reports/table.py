"""The forms that a report can leave in, by the names that a face offers, each with the ending of its files.

To add one: a function of a report, a language and fonts in a module here, and its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lifecycle.messages import Language
from projections.forms.reports.blocks import Report


def _markdown(report: Report, language: Language, fonts: Sequence[Path]) -> bytes:
    from projections.forms.reports.markdown import markdown

    return markdown(report, language).encode()


def _html(report: Report, language: Language, fonts: Sequence[Path]) -> bytes:
    from projections.forms.reports.html import html

    return html(report, language).encode()


def _pdf(report: Report, language: Language, fonts: Sequence[Path]) -> bytes:
    from projections.forms.reports.paper import pdf

    return pdf(report, language, fonts)


def _xlsx(report: Report, language: Language, fonts: Sequence[Path]) -> bytes:
    from projections.forms.reports.sheet import xlsx

    return xlsx(report, language)


WRITERS: Mapping[str, Callable[[Report, Language, Sequence[Path]], bytes]] = {
    "md": _markdown,
    "html": _html,
    "pdf": _pdf,
    "xlsx": _xlsx,
}
