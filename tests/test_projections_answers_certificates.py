"""Certificates as they were given out, of every form: the line of each is written again for ever, or its digest stands.

The log in `tests/stored/` has one of each form; what is certified here was fixed once and is never fixed again.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from aggregates.record.log.recording import Recorded, recorded
from aggregates.record.log.rows import LoggedRow
from lifecycle.answers.attestation import FORM, WHOLE, attest, digest, written
from lifecycle.errors import InvalidInput, NotFound
from lifecycle.fold.timeline import fold
from projections.answers.certificates import issued, line

STORED = Path(__file__).parent / "stored" / "2026.2-certificates.jsonl"

DIGESTS = {
    ("2010-03-01", 8): "e0ea5ee251caa13bb8590270cdedefae3fde4c36a9e0ecc813ada050cfa9d5cd",
    ("2010-03-25", 8): "d1c18b719974b7c7a8e6f9bc88fd83936cc08b94648335eb3b9e5e5147e43e62",
    ("2010-07-01", 8): "c2c4ec3f2ed03133b8c055a9f67a39888b4949b3b4911462380d8ff2853d86c1",
    ("2010-12-15", 8): "1474dd0a8dae20bd35b3162bcbbc8db97d847b965199e8ba0d1849fe2c3cd75e",
    ("2011-02-28", 8): "e7b9681432d679990f668422fcf7abfd12d4bdd2e478b7313e2baa582c807f31",
    ("2011-02-28", 11): "28449303e2e8efe852c8cacd409ee0972baa4c399e498730d8643fa6e42ee03c",
}
"""By the day and the last recording known: in conclusion, in force, suspended and under notice, ended and disputed."""


def stream() -> list[Recorded]:
    plain = map(json.loads, STORED.read_text("utf-8").splitlines())
    return [
        recorded(LoggedRow(**row | {"state": row["state"].encode(), "leaf_hash": bytes.fromhex(row["leaf_hash"])}))
        for row in plain
    ]


@pytest.mark.parametrize(("day", "known"), DIGESTS)
def test_what_is_certified_by_form_2_keeps_its_digest(day: str, known: int) -> None:
    """Whoever changes the line has to add a form, for these digests have been given out."""
    timeline = fold([row.entry for row in stream() if row.seq <= known])
    assert digest(attest(timeline, date.fromisoformat(day), known)) == DIGESTS[day, known]


def test_a_certificate_of_each_form_is_shown_for_what_it_is() -> None:
    """That of the first form as it was recorded; the line of that of the second is written again, though superseded."""
    first, second = issued(stream())
    assert (first.certificate, first.form, first.reproduced) == ("K1", WHOLE, False)
    assert first.digest == "295d3d4c797fe1692908cff67cc1fd3dfd217e6c9c66c644470b0e0ae64a3604"
    assert (second.certificate, second.form, second.reproduced) == ("K2", FORM, True)
    assert sha256(line(stream(), "K2").encode()).hexdigest() == second.digest
    assert first.superseded_by == second.superseded_by == 11
    with pytest.raises(InvalidInput, match="its digest stands as recorded"):
        line(stream(), "K1")
    with pytest.raises(NotFound, match="K3"):
        line(stream(), "K3")


def test_no_sentence_and_no_words_of_others_are_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said in a language, and titles, subjects and places are left to those who can show them."""

    def say(*_: object) -> str:
        raise AssertionError("something was said")

    monkeypatch.setattr("lifecycle.messages.render", say)
    told = written(attest(fold([row.entry for row in stream()]), date(2010, 12, 15), 11))
    assert told.isascii()
    for words in ("Seizures", "Memorandum", "Brussels", "training", "Court"):
        assert words not in told
