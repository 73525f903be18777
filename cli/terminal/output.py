"""Where an answer is written: to standard output, or with `--output` to a file, which is there whole or not at all.

Whether it can be made is looked at before the command does anything: nothing is recorded whose receipt has no place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from errno import EACCES
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from cli.terminal.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from lifecycle.errors import Conflict

F = TypeVar("F", bound=Callable[..., Any])


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


class OutputFile(click.ParamType[Output]):
    """The name of a file to write, examined before anything else is done."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """Take the name, with leave to write over what is there if `--force` gives it."""
        if isinstance(value, Output):
            return value
        return Output(Path(value), ctx is not None and ctx.ensure_object(Session).force).examine()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete it."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def _force(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.ensure_object(Session).force = value


def _allowed(ctx: click.Context, _: click.Parameter, value: Output | None) -> Output | None:
    if value is None and ctx.ensure_object(Session).force and not ctx.resilient_parsing:
        raise click.UsageError("--force lets --output write over a file: name that, too.", ctx)
    return value


def _remember(ctx: click.Context, parameter: click.Parameter, value: Output | None) -> None:
    named = _allowed(ctx, parameter, value)
    ctx.ensure_object(Session).output = None if named is None or named.is_stdout else named


_FORCE = click.option(
    "--force", is_flag=True, is_eager=True, expose_value=False, callback=_force, help="Let --output write over a file."
)


def written(function: F) -> F:
    """Take `--output`, where the answer goes, and `--force`."""
    named = click.option(
        "-o",
        "--output",
        type=OutputFile(),
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help="Write the answer into this file, whole or not at all (default: -, standard output).",
    )
    return named(_FORCE(function))


def made(says: str) -> Callable[[F], F]:
    """Take `--output` as `output`, where what a command makes goes, apart from its answer; and `--force`."""
    named = click.option(
        *("-o", "--output", "--out", "output"), type=OutputFile(), metavar="FILE", callback=_allowed, help=says
    )
    return lambda function: named(_FORCE(function))
