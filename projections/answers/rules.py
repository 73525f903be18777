"""The rules of the law as an answer, and the page on them, docs/rules.md: generated, never written by hand.

`python -m projections.answers.rules` writes the page anew, in a source tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lifecycle.errors import NotFound
from lifecycle.law import LAW
from lifecycle.law.rule import Rule
from lifecycle.messages import render
from projections.words.phrases import sentence

FILE = Path(__file__).parents[2] / "docs" / "rules.md"

HEAD = """\
# Rules

Every refusal, every reason and every step of an explanation cites the rule behind it by a number, such as R24. Here is
what each number means; `depositary rule R24` says it too. A number never changes its meaning and is never given again;
some are of rules that nothing in this version cites yet. What a text can set otherwise is a
[convention](terms.md#conventions). This page is written by `make docs`.

| source | is |
|---|---|
| VCLT-IO | the Vienna Convention on the Law of Treaties between States and International Organizations, of 1986; not \
in force, and cited for custom and for what holds by default; from 77 on its numbers are one more than those of 1969 |
| ETS 76 | the European Convention on the Calculation of Time-Limits, of 1972 |
| Regulation 1182/71 | the rules of the European Union for periods, dates and time limits |
| UN Charter | the Charter of the United Nations |
| UN Regulations | the regulations of its General Assembly that give effect to Article 102 of the Charter |
| no article | practice, or a rule of our own |
| (not verified) | nobody has checked it against the text yet |

| number | rule | source |
|---|---|---|
"""


def rules(numbers: Sequence[str] = ()) -> list[Rule]:
    """Give the rules of these numbers, in large or small letters, or all of them; raises `NotFound`."""
    known = {rule.number.casefold(): rule for rule in LAW.values()}
    for number in numbers:
        if number.casefold() not in known:
            raise NotFound("rule", number, LAW)
    return [known[number.casefold()] for number in numbers] or list(LAW.values())


def rules_page() -> str:
    """Give the page as the file holds it."""
    rows = (f"| {rule.number} | {render(sentence(rule.says))} | {render(rule.rests_on)} |\n" for rule in LAW.values())
    return HEAD + "".join(rows)


def publish(file: Path = FILE) -> None:
    """Write the page."""
    file.write_text(rules_page(), encoding="utf-8")


__all__ = ["FILE", "Rule", "publish", "rules", "rules_page"]

if __name__ == "__main__":
    publish()
