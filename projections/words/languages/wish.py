"""The language that a reader wishes for, as far as there is one: by the locale of a system, or by a browser.

Source: RFC 9110, 12.5.4, and RFC 4647, 3.4 (lookup); POSIX and GNU gettext for the variables of a locale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from projections.words.languages.known import CODES, ENGLISH

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of a locale; the first that is set counts."""

_NONE = ("C", "POSIX")
"""Locales that wish for no language."""


def of_locale(environ: Mapping[str, str], default: str = ENGLISH) -> str:
    """Give the language of a system's locale, such as `fr_FR.UTF-8`; `LANGUAGE` may list several."""
    locale = next((environ[name] for name in VARIABLES if environ.get(name)), "")
    if locale.partition(".")[0] in ("", *_NONE):
        return default
    listed = environ.get("LANGUAGE", "").split(":")
    return _first((one.partition(".")[0].replace("_", "-") for one in (*listed, locale)), default)


def of_browser(accepted: str, default: str = ENGLISH) -> str:
    """Give the language of an `Accept-Language`, such as `ru-RU, fr;q=0.8`; what cannot be read counts for nothing."""
    asked = [_ranged(one) for one in accepted.split(",")]
    wanted = sorted(((quality, tag) for quality, tag in asked if quality > 0), key=lambda one: -one[0])
    return _first((tag for _, tag in wanted), default)


def _ranged(text: str) -> tuple[float, str]:
    """Read a range with its quality: 1 where none is given, 0 for what is to be left out."""
    tag, _, parameter = text.strip().partition(";")
    name, _, quality = parameter.strip().partition("=")
    if not name:
        return 1.0, tag.strip()
    try:
        found = float(quality) if name.strip().lower() == "q" else 0.0
    except ValueError:
        found = 0.0
    return (found if 0 <= found <= 1 else 0.0), tag.strip()


def _first(tags: Iterable[str], default: str) -> str:
    """Give the first language that there is, its script and country left out of account; any will do for `*`."""
    for tag in tags:
        if tag == "*":
            return default
        if (code := tag.partition("-")[0].lower()) in CODES:
            return code
    return default
