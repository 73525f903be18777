"""The languages of a page: where it stands in each of them, and how one that was chosen stays in its links.

What is said is the same in every language, so two kinds of links name none: that of a citation, and those of forms for
programs. All others are changed in one place, once the page is written, so that no page can forget one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import escape

from projections.words.languages.known import NAMES
from web.negotiating import split
from web.reporting import REPORTED
from web.wanted import PARAMETER

if TYPE_CHECKING:
    from starlette.requests import Request

    from web.wanted import Tongue


class Version(NamedTuple):
    """A page in a language: its address, and the language by its code and by what it calls itself."""

    href: str
    code: str
    name: str
    here: bool


def versions(request: Request, code: str) -> Iterator[Version]:
    """Give the page that is asked for in every language; one of them is here."""
    path = f"/{quote(request.scope['path'].lstrip('/'))}"  # two strokes would lead to another host
    others = [(name, value) for name, value in request.query_params.multi_items() if name != PARAMETER]
    for one, name in NAMES.items():
        yield Version(f"{path}?{urlencode([*others, (PARAMETER, one)])}", one, name, one == code)


_LINK = re.compile(r"<a\b[^>]*>")
_HREF = re.compile(r'(?<= href=")(/[^"?#]*)(\?[^"#]*)?')
_FORM = re.compile(r"<form\b[^>]*>")
_WITHOUT = ("hreflang=", 'rel="bookmark"')
"""Attributes of links that say in which language they are, or need none."""


def kept(page: str, tongue: Tongue) -> str:
    """Let every link and every form of a page stay in a language that was chosen.

    All texts are escaped, so that what looks like an element is one.
    """
    if not tongue.chosen:
        return page
    hidden = f'<input type="hidden" name="{PARAMETER}" value="{escape(tongue.code)}">'
    page = _FORM.sub(lambda form: form[0] + hidden, page)
    return _LINK.sub(lambda link: _within(link[0], tongue), page)


def _within(link: str, tongue: Tongue) -> str:
    if any(one in link for one in _WITHOUT):
        return link
    return _HREF.sub(lambda href: _named(href[1], href[2] or "", tongue), link)


def _named(path: str, query: str, tongue: Tongue) -> str:
    _, form = split(path)
    if path.startswith("/api/") or (form and form not in REPORTED):
        return path + query
    return f"{path}{query}{'&amp;' if query else '?'}{urlencode(tongue.query)}"
