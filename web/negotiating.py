"""In which form an answer is wanted: by the ending of its address, else by what the client accepts."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from lifecycle.messages import Either, Message, Quoted
from web.problems import Unavailable

HTML = "html"

TYPES: Mapping[str, str] = {
    HTML: "text/html; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "png": "image/png",
}
"""The forms, with the media type of each."""

EVERYWHERE = ("json", "jsonl", "csv", "tsv")
"""Those that every answer has."""


def split(path: str) -> tuple[str, str]:
    """Part an address from its ending, if that is the name of a form."""
    stem, dot, ending = path.rpartition(".")
    return (stem, ending) if dot and ending in TYPES and ending != HTML else (path, "")


def accepted(header: str, forms: tuple[str, ...]) -> str:
    """Choose the form that a client likes best; the first where it likes several alike. Raises `Unavailable`."""
    wanted = [_weighed(part) for part in header.split(",") if part.strip()] or [("*/*", 1.0)]
    best, likes = "", 0.0
    for form in forms:
        like = max((q for media, q in wanted if _covers(media, TYPES[form].partition(";")[0])), default=0.0)
        exact = max((q for media, q in wanted if media == TYPES[form].partition(";")[0]), default=None)
        like = like if exact is None else exact
        if like > likes:
            best, likes = form, like
    if best:
        return best
    known = Either(TYPES[form].partition(";")[0] for form in forms)
    says = Message("this answer is given as {known}, not as {wanted}", known=known, wanted=Quoted(header[:200]))
    raise Unavailable(HTTPStatus.NOT_ACCEPTABLE, says)


def _weighed(part: str) -> tuple[str, float]:
    media, *parameters = (word.strip().lower() for word in part.split(";"))
    weight = next((word[2:] for word in parameters if word.startswith("q=")), "1")
    try:
        return media, min(max(float(weight), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _covers(wanted: str, media: str) -> bool:
    kind, _, sub = wanted.partition("/")
    return wanted in (media, "*/*") or (sub == "*" and media.startswith(f"{kind}/"))
