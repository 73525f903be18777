"""Files that are named on the command line, and standing in for one of them `-`, standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lifecycle.terms.text import Terms


MOST_BYTES = 10 << 20


def read_all(file: Path, most: int = MOST_BYTES) -> bytes:
    """Read a file, or standard input for `-`, hardly further than is accepted.

    Raises `InvalidInput` for a file that cannot be opened, `OSError` for one that cannot be read.
    """
    from lifecycle.errors import InvalidInput, Problem

    if str(file) == "-":
        return sys.stdin.buffer.read(most + 1)
    try:
        opened = file.open("rb")
    except OSError as error:
        raise InvalidInput([Problem(place=str(file), says=error.strerror or str(error))]) from error
    except ValueError as error:  # a null character, or half of a surrogate pair
        raise InvalidInput([Problem(place=str(file), says="this cannot be the name of a file")]) from error
    with opened:
        return opened.read(most + 1)


def terms_of(file: Path) -> Terms:
    """Read terms from a YAML file; raises `InvalidInput` with file, line and field of each problem."""
    from aggregates.record.input_text import normalised
    from lifecycle.terms import files

    return files.read_terms(read_all(file, files.MOST_BYTES), str(file), normalised)
