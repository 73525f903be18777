"""The law by its numbers: what each rule cited as R24 says and rests on; not the step that applies it.

A number is never given to another rule, and never taken away. A change of the rules that changes answers gets a new
version of all of them, `RULES`.

To add a rule: its row in the module of its subject, and `make docs`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lifecycle.law.consent_and_entry import CONSENT_AND_ENTRY
from lifecycle.law.end_and_text import END_AND_TEXT
from lifecycle.law.notice_and_breach import NOTICE_AND_BREACH
from lifecycle.law.rule import Rule
from lifecycle.law.time_limits import TIME_LIMITS

RULES = "2026.4"
"""Version of the rules: the year, and the number of the change in it."""

LAW: Mapping[str, Rule] = {
    rule.number: rule for rule in (*CONSENT_AND_ENTRY, *TIME_LIMITS, *NOTICE_AND_BREACH, *END_AND_TEXT)
}
"""Every rule by its number, in the order of the numbers."""

NUMBER = re.compile(r"\bR[0-9]+[a-z]?\b", re.ASCII)
"""How a rule is cited."""


def cited(*texts: str) -> tuple[str, ...]:
    """Give the numbers of the rules that citations name, in the order of the law."""
    found = {number for text in texts for number in NUMBER.findall(text)}
    return tuple(number for number in LAW if number in found)
