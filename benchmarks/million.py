"""Build a register of 1,000,000 events once and go through it: `make million`, docs/performance.md.

Each step is a process, whose time and memory are written down when it has ended. Whoever starts it again in the same
`FOLDER` goes on behind the last step that did: a stream that was stopped goes on where it was, and says so. `EVENTS`
chooses how many; a register of fewer is measured and not published.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from benchmarks.measure import DEPOSITARY, compiled, ran
from benchmarks.registers import empty, environ, lines
from benchmarks.report import DOCS, machine

BEGIN, END = "<!-- measured: make million -->\n", "<!-- /million -->"
EVENTS = 1_000_000
OF_ONE = 55 / 6
"""Acts of a memorandum, on average."""
HEADS = "| what | processor | clock | memory |\n|---|---|---|---|"

STEPS = (
    "record acts.jsonl --batch 1000 --yes",
    "list --limit 50",
    "list --limit 50 --after m5",
    "list --sort title --limit 50",
    "list --state in_force --party P7 --limit 50",
    "status m50",
    "deadlines --within 30d",
    "waiting",
    "party P7",
    "party nobody",
    "doctor --quick",
    "audit verify",
    "rebuild",
    "audit replay",
    "audit export bundle",
)
"""What is done, each once, in this order; nobody is found by the name of one of them."""


class Step(msgspec.Struct, frozen=True):
    """What one step took: seconds of the processor and of the clock, and the largest size of its processes."""

    words: str
    seconds: float
    clock: float
    mib: float
    again: bool = False
    """Whether it had been stopped, and this is what was left of it."""

    def row(self) -> str:
        """Write it as a line of a Markdown table."""
        said = f"`{self.words}`" + (", the rest of it" if self.again else "")
        return f"| {said} | {self.seconds:,.3g} s | {self.clock:,.3g} s | {self.mib:,.0f} MiB |"


def main() -> int:
    """Take the steps that are left, and print and publish what all of them took."""
    place, events = Path(os.environ.get("FOLDER", "million")).absolute(), int(os.environ.get("EVENTS", EVENTS))
    compiled()
    _make(place, round(events / OF_ONE))
    print(HEADS)
    done = list(_taken(place))
    size = sum(file.stat().st_size for file in place.glob("register.db*")) / 1e6
    on = machine()
    told = f"Python {on['python']}, SQLite {on['sqlite']}, {on['machine']}, {on['cores']} cores; load {on['load'][0]}."
    made = f"{_count(place):,} acts of {round(events / OF_ONE):,} agreements, {size:,.0f} MB."
    print(f"\n{made} {told}")
    if events == EVENTS:
        publish([f"{made} {told}", "", HEADS, *(step.row() for step in done)])
    return 0


def _make(place: Path, agreements: int) -> None:
    if not (place / "register.db").exists():
        empty(place).close()
    if not (place / "acts.jsonl").exists():
        lines(place / "acts.part", agreements)
        (place / "acts.part").rename(place / "acts.jsonl")


def _count(place: Path) -> int:
    with (place / "acts.jsonl").open("rb") as opened:
        return sum(1 for _ in opened)


def _taken(place: Path) -> Iterator[Step]:
    """Take each step that has not been taken, and note that it has begun, and what it took."""
    file, begun = place / "measured.jsonl", place / "begun"
    known = msgspec.json.Decoder(Step).decode_lines(file.read_bytes()) if file.exists() else []
    before = {step.words: step for step in known}
    for words in STEPS:
        step = before.get(words)
        if step is None:
            again = begun.exists() and begun.read_text("utf-8") == words
            begun.write_text(words, "utf-8")
            step = _take(place, words, again=again)
            with file.open("ab") as opened:
                opened.write(msgspec.json.encode(step) + b"\n")
        print(step.row(), flush=True)
        yield step


def _take(place: Path, words: str, *, again: bool) -> Step:
    given = [str(place / word) if word in ("acts.jsonl", "bundle") else word for word in words.split()]
    took = ran([str(DEPOSITARY), *given], environ(place), codes=(4,) if words == "party nobody" else (0,))
    return Step(words, took.seconds, took.clock, took.mib, again)


def publish(table: Iterable[str]) -> None:
    """Write the table into the documents."""
    page = DOCS / "performance.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n" + "\n".join(table) + f"\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
