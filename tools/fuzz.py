"""Feed the parsers of what strangers hand in, guided by which lines of them are reached: the end of `make torture`.

Each parser of `tests/parsers.py` runs in a process of its own, for some seconds or a number of runs, on a corpus made
of the examples of the tests and kept nowhere. It may raise the error that it declares and nothing else, and what it has
read it must write so that it reads the same again.

    python tools/fuzz.py [--seconds N | --runs N] [PARSER …]

Prints a table of executions and crashes, with the input of each crash, and exits 1 if there was any. Without atheris,
which has wheels for Linux and a few versions of Python, it says so and runs nothing: then only the tests feed the
parsers, by hypothesis.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

TESTS = Path(__file__).parent.parent / "tests"
sys.path.insert(0, str(TESTS))

if TYPE_CHECKING:
    from parsers import Parser

OURS = ["lifecycle", "aggregates", "cli", "ruamel.yaml", "json"]
"""Packages whose lines guide the search."""

SLOWEST, LARGEST = 30, 2048
"""Seconds and MiB that one input may take."""


class Fed(NamedTuple):
    """How often a parser was run, and what broke it."""

    name: str
    runs: int
    seconds: int
    crash: str

    def row(self) -> str:
        """Write it as a line of the table."""
        return f"| {self.name} | {self.runs:,} | {self.seconds} | {1 if self.crash else 0} |"


def instrumented() -> Mapping[str, Parser]:
    """Import the parsers with a counter in every branch of them, which takes some seconds."""
    import atheris

    with atheris.instrument_imports(include=OURS):
        from parsers import PARSERS
    return PARSERS


def feed(parser: Parser, options: list[str], folder: Path) -> None:
    """Run one parser until libFuzzer ends the process; the child's part."""
    import atheris

    tempfile.tempdir = str(folder)  # what it leaves behind there is removed by the parent
    said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)

    def reading(data: bytes) -> None:
        try:
            parser.read(data)
        except BaseException:
            (folder / "broke-it").write_bytes(data)
            raise

    atheris.Setup([sys.argv[0], *options], reading)
    atheris.Fuzz()


def fed(name: str, parser: Parser, limit: str, folder: Path) -> Fed:
    """Run one parser in a process of its own, and read what libFuzzer says of it."""
    from parsers import WORDS

    corpus, words = folder / "corpus", folder / "words"
    corpus.mkdir()
    for number, seed in enumerate((*parser.seeds(), *parser.failed)):
        (corpus / str(number)).write_bytes(seed)
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in WORDS), "utf-8")
    options = {
        "max_len": parser.most,
        "timeout": SLOWEST,
        "rss_limit_mb": LARGEST,
        "dict": words,
        "artifact_prefix": folder / "broke-",
    }
    child = os.fork()
    if child == 0:
        try:
            feed(parser, [limit, *(f"-{option}={value}" for option, value in options.items()), str(corpus)], folder)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    said = (folder / "said").read_text("utf-8", "replace")
    told = re.search(r"Done (\d+) runs in (\d+) second", said)
    crash = ""
    if status or not told:
        inputs = [repr(file.read_bytes()) for file in folder.glob("broke-*")]
        crash = f"{name} broke on {', '.join(inputs) or 'an input that is not known'}\n{said[-4000:]}"
    return Fed(name, int(told[1]) if told else 0, int(told[2]) if told else 0, crash)


@click.command()
@click.argument("names", nargs=-1, metavar="[PARSER …]")
@click.option("--seconds", type=click.IntRange(1), default=20, show_default=True, help="Time for each parser.")
@click.option("--runs", type=click.IntRange(1), help="Runs of each parser, instead.")
def main(names: tuple[str, ...], seconds: int, runs: int | None) -> None:
    """Run all parsers, or those named, and print the table."""
    if find_spec("atheris") is None:
        click.echo("No parser was fed: atheris is not installed, or not to be had for this Python and platform.")
        return
    parsers = instrumented()
    if unknown := set(names) - set(parsers):
        raise click.UsageError(f"There is no parser {', '.join(sorted(unknown))}: they are {', '.join(parsers)}.")
    limit = f"-max_total_time={seconds}" if runs is None else f"-runs={runs}"
    click.echo("| parser | executions | seconds | crashes |\n|---|---|---|---|")
    crashes = []
    for name in names or parsers:
        with tempfile.TemporaryDirectory() as folder:
            found = fed(name, parsers[name], limit, Path(folder))
        click.echo(found.row())
        crashes += [found.crash] if found.crash else []
    for crash in crashes:
        click.echo(crash)
    sys.exit(1 if crashes else 0)


if __name__ == "__main__":
    main()
