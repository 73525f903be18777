"""Certificates: which answers given out are no longer true, and by which recording."""

from __future__ import annotations

from datetime import date

from given import act, terms

from lifecycle.acts.keeping.entries import Certified
from lifecycle.answers.certificates import certificates
from lifecycle.fold.timeline import Entry, fold

DOCKET = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC signatory=Deputy")


def test_a_later_act_can_cast_doubt_on_an_earlier_day() -> None:
    """A confirmation does not say whether it reaches back (VCLT-IO 8): the day of signature is disputed since then."""
    entries = [Entry(seq, act(line, terms("wco-caricc"))) for seq, line in enumerate(DOCKET, 1)]
    issued = Certified(
        on=date(2026, 1, 5), as_of=date(2010, 3, 30), known_at=3, state="signed", digest="0" * 64, certificate="K1"
    )
    entries.append(Entry(4, issued))
    (before,) = certificates(fold(entries))
    assert before.superseded_by is None
    (after,) = certificates(fold([*entries, Entry(5, act("2010-04-10 confirmed by=CARICC"))]))
    assert after.superseded_by == 5
    assert any("disputed" in turn.what for turn in after.turns)
