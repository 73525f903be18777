"""A report as a page of HTML that stands by itself: the sheet of the web register with its style; no script."""

from __future__ import annotations

from markupsafe import Markup

from lifecycle.messages import ENGLISH, Language
from projections.forms.html.sheet import STYLE, Sheet
from projections.forms.html.values import said
from projections.forms.reports.blocks import Report
from projections.forms.reports.page import lay

PAGE = Markup("""<!doctype html>
<html lang="{}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{}</title>
<style>
{}</style>
</head>
<body>
<main>
{}
</main>
</body>
</html>
""")


def html(report: Report, language: Language = ENGLISH) -> str:
    """Write a report as a page."""
    sheet = Sheet(language)
    lay(sheet, report.blocks)
    style = Markup(STYLE.read_text("utf-8"))
    return PAGE.format(language.code, said(report.title, language).striptags(), style, sheet.html)
