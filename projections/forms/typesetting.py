"""What sets papers and turns pictures into pixels: typst, of the extra `reports`, with the fonts that it brings.

It reads no font, no file and no clock of the machine: the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lifecycle.errors import InvalidInput
from lifecycle.messages import Message


def compiled(source: str, files: Mapping[str, bytes], fonts: Sequence[Path] = (), **options: Any) -> bytes:
    """Set a document beside which some files lie, with further fonts; raises `InvalidInput` without the extra."""
    typst = extra("typst")
    given = {"main.typ": source.encode(), **files}
    made: bytes = typst.compile(given, font_paths=list(fonts), ignore_system_fonts=True, **options)
    return made


def extra(library: str) -> Any:
    """Import a library of the extra `reports`; raises `InvalidInput` where it is not installed."""
    from importlib import import_module

    try:
        return import_module(library)
    except ImportError as error:
        command = "pip install 'depositary[reports]'"
        raise InvalidInput(Message("papers and pixels need their libraries: {command}", command=command)) from error
