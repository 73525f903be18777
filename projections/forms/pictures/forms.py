"""Pictures as forms of an answer: SVG, and PNG made of it with the fonts that the maker of papers brings along.

No font of the machine is used, so that the same picture has the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from projections.forms.pictures import life, machine
from projections.forms.typesetting import compiled

if TYPE_CHECKING:
    from lifecycle.messages import Language
    from projections.forms.machine import Dispatch

PICTURES: Mapping[str, Callable[[Any, Language], str]] = {"timeline": life.picture, "diagram": machine.picture}
"""What draws each answer that has a picture."""

DENSITY = 144.0
"""Pixels of a PNG for each inch of the picture."""

SHEET = """#set page(width: auto, height: auto, margin: 0pt)
#image("picture.svg")
"""


def svg(sent: Dispatch) -> str:
    """Draw an answer."""
    return PICTURES[sent.name](sent.answers, sent.language)


def png(sent: Dispatch) -> bytes:
    """Draw an answer as PNG; raises `InvalidInput` without the extra `reports`."""
    return compiled(SHEET, {"picture.svg": svg(sent).encode()}, format="png", ppi=DENSITY)
