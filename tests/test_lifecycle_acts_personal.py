"""Words that may be sealed: what is said of them nowhere else, whatever acts hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from given import act, cases
from msgspec.structs import replace
from test_docket import DOCKET, timelines

from lifecycle.acts.act import Act
from lifecycle.acts.kinds import KINDS
from lifecycle.acts.personal import FIELDS, WORDS, with_personal, words
from lifecycle.codec import encode
from lifecycle.errors import InvalidInput
from lifecycle.fold.numbering import number
from lifecycle.fold.ruling import rule
from lifecycle.fold.timeline import Entry, Timeline, fold
from projections.models import rows
from projections.words.fields import fields

OPENED = ("2010-01-01 drafted terms=wco-caricc", "2010-01-02 signed by=WCO", "2010-01-03 signed by=CARICC")


def marked(one: Act) -> Act:
    """Give an act whose words say which they are."""
    return with_personal(one, {field: f"MARK {field} MARK" for field in words(one)})


def stored_of(line: Timeline) -> Iterable[object]:
    """Give every row of the read models that a timeline makes."""
    first = date(1648, 1, 1)
    for table in (rows.periods, rows.dates, rows.versions, rows.parties):
        yield list(table(line, first))
    yield [list(rows.head(1, head)) for head in line.heads]
    yield [list(rows.deadline(1, due)) for due in line.dues]


def leaks(acts: Sequence[Act]) -> set[str]:
    """Tell which words of acts, recorded one after another, are said in a ruling or a read model."""
    entries, before, found = list[Entry](), None, set[str]()
    for seq, one in enumerate(acts, 1):
        try:
            numbered = number(before, one) if before else one
        except InvalidInput:
            continue
        entries.append(Entry(seq, marked(numbered), "irregular"))
        after = fold(entries)
        said = encode(rule(before, after, entries[-1])).decode() + repr(list(stored_of(after)))
        found |= set(re.findall("MARK (\\S+) MARK", said))
        before = after
    return found


@pytest.mark.parametrize("case", sorted({file.stem for file in DOCKET.glob("*.jsonl")}))
def test_words_of_real_agreements_are_said_nowhere_else(case: str) -> None:
    """No ruling and no read model holds what may be sealed: it would stay when its key is gone."""
    for line in timelines(case).values():
        assert leaks([entry.act for entry in line.entries]) == set()


def test_words_of_every_kind_of_act_are_said_nowhere_else() -> None:
    """By the lines of which each kind of act has one."""
    lines = [one["when"].replace("NORTH", "WCO").replace("SOUTH", "CARICC") for one in cases("acts.yaml")]
    for line in lines:
        assert leaks([act(one) for one in (*OPENED, line)]) == set(), line


def test_a_title_is_said_elsewhere() -> None:
    """Or the test above would find nothing: what a read model holds is none of the words."""
    begun = replace(act("2010-02-01 activity_begun activity=A1"), title="MARK title MARK")
    line = fold([Entry(seq, one) for seq, one in enumerate([*map(act, OPENED), begun], 1)])
    assert "MARK title MARK" in repr(list(stored_of(line)))
    assert "title" not in WORDS


def test_words_are_fields_of_acts_and_no_names_of_people() -> None:
    """Each is a text of some kind of act, and sealed in one way only."""
    named = {field.name for kind in KINDS for field in fields(kind.act) if field.sort == "text"}
    assert set(WORDS) <= named
    assert not set(WORDS) & FIELDS.keys()
