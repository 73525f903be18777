"""Files that are named on the command line, and standing in for one of them `-`: standard input, or output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lifecycle.errors import Conflict
    from lifecycle.terms.text import Terms


MOST_BYTES = 10 << 20


def read_all(file: Path, most: int = MOST_BYTES) -> bytes:
    """Read a file, or standard input for `-`, hardly further than is accepted.

    Raises `InvalidInput` for a file that cannot be opened, `OSError` for one that cannot be read.
    """
    with opened(file) as stream:
        return stream.read(most + 1)


@contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, or standard input for `-`; raises `InvalidInput` for one that cannot be opened."""
    from lifecycle.errors import InvalidInput, Problem

    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise InvalidInput([Problem(place=str(file), says=error.strerror or str(error))]) from error
    except ValueError as error:  # a null character, or half of a surrogate pair
        raise InvalidInput([Problem(place=str(file), says="this cannot be the name of a file")]) from error
    with stream:
        yield stream


def terms_of(file: Path) -> Terms:
    """Read terms from a YAML file; raises `InvalidInput` with file, line and field of each problem."""
    from aggregates.ground.input_text import normalised
    from lifecycle.terms import files

    return files.read_terms(read_all(file, files.MOST_BYTES), str(file), normalised)


class Output(NamedTuple):
    """A file that is to be written, or standard output, named `-`."""

    file: Path
    force: bool = False

    @property
    def is_stdout(self) -> bool:
        """Whether it is no file."""
        return str(self.file) == "-"

    def examine(self) -> Output:
        """Give it back if it can be written, as far as can be told before.

        Raises `Conflict` for a file that is there, `InvalidInput` for a place that is none, `OSError` for one that is
        closed.
        """
        from lifecycle.errors import InvalidInput, Problem

        if self.is_stdout or _is_device(self.file):
            return self
        wrong = ""
        if "\0" in str(self.file):
            wrong = "this cannot be the name of a file"
        elif not self.file.parent.is_dir():
            wrong = f"there is no folder {self.file.parent}"
        elif self.file.is_dir():
            wrong = f"{self.file} is a folder"
        if wrong:
            raise InvalidInput([Problem(place="--output", says=wrong)])
        if self.file.exists() and not self.force:
            raise self._exists()
        if not os.access(self.file.parent, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES), str(self.file.parent))
        return self

    def write(self, data: bytes) -> None:
        """Write all of it, or nothing; raises `Conflict` for a file that came to be meanwhile, `OSError`."""
        if self.is_stdout:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        elif _is_device(self.file):
            self.file.write_bytes(data)
        else:
            self._put(Path(os.path.realpath(self.file)), data)

    def _put(self, file: Path, data: bytes) -> None:
        beside = file.with_name(f".{file.name}.{os.getpid()}.new")
        try:
            with beside.open("wb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            self._name(beside, file)
        except FileExistsError as error:
            raise self._exists() from error
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.file)) from error
        finally:
            beside.unlink(missing_ok=True)

    def _name(self, beside: Path, file: Path) -> None:
        """Give what is written its name; a link is never made over a file, but not every file system has links."""
        if not self.force:
            try:
                os.link(beside, file)
            except FileExistsError:
                raise
            except OSError:
                if file.exists():
                    raise FileExistsError from None
            else:
                return
        beside.replace(file)

    def _exists(self) -> Conflict:
        from lifecycle.errors import Conflict

        return Conflict(f"{self.file} exists already: give --force to write over it, or name another file")


def _is_device(file: Path) -> bool:
    """Tell whether a name is that of a pipe or a device, which is written to and never replaced."""
    return "\0" not in str(file) and file.exists() and not (file.is_file() or file.is_dir())
