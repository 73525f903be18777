"""What a recording answers as data: the receipt, and the command that is likely to come next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from given import act, terms

from aggregates.record.agreement import decide
from aggregates.record.decision import Proposal
from aggregates.record.receipts import OfAgreement, receipt_on
from lifecycle.terms.files import read_terms
from lifecycle.terms.text import Terms
from projections.answers.recording.answer import next_step, recording, told

MOMENT = datetime(2026, 12, 1, tzinfo=UTC)
CARICC = terms("wco-caricc-cooperation")
CONCLUDED = ("2010-03-01 drafted", "2010-03-19 signed by=WCO", "2010-03-30 signed by=CARICC")


def of_three(upon: str) -> Terms:
    """Give terms of three parties that enter into force upon something."""
    text = f"""
        agreement: three
        title: Of three
        parties: {{A: {{name: A}}, B: {{name: B}}, C: {{name: C}}}}
        clauses:
          entry_into_force: {{article: "1", upon: {upon}}}
          suspension: [{{article: "2", ground: consent of all}}]
          termination: [{{article: "3", by: consent}}]
        """
    return read_terms(text.encode(), "three.yaml")


def receipt(*lines: str, of: Terms = CARICC, irregular: str | None = None) -> OfAgreement:
    """Give the receipt of the last of some acts, each a line of a docket."""
    before, decision = None, None
    for seq, line in enumerate(lines, 1):
        proposal = Proposal(agreement=of.agreement, act=act(line, of), irregular=irregular)
        decision = decide(before, proposal, seq)
        before = decision.after
    assert decision is not None
    return receipt_on(decision, MOMENT, b"\xab" * 32)


STEPS: Mapping[str, str] = {
    "2010-05-01 dispute_referred by=WCO": "dispute settle|fail wco-caricc D1 on=",
    "2010-05-01 activity_begun": "activity complete wco-caricc A1 on=",
    "2010-05-01 account_opened": "account settle wco-caricc C1 on=",
    "2010-05-01 suspended by=WCO ground=breach": "resume wco-caricc S1 by=WCO on=",
    "2010-05-01 consultation_requested by=WCO": "consultation arrange|hold wco-caricc Q1 on=",
    "2010-05-01 assistance_requested by=WCO subject=experts": "assistance answer|refuse wco-caricc T1 on=",
    "2010-05-01 information_supplied by=WCO purpose=p through=L": "restrictions wco-caricc I1",
    "2010-05-01 arrangement_made by=WCO title=t": "activity complete wco-caricc A1 on=",
    "2010-05-01 contact_designated by=WCO contact=Desk": "status wco-caricc",
    "2010-05-01 end_agreed by=WCO": "end wco-caricc by=CARICC on=",
    "2010-11-30 notice_given by=WCO": "explain wco-caricc as-of=2011-02-28",
}


def written(of: OfAgreement) -> str:
    step = next_step(of)
    options = [f"{name}={value or ''}" for name, value in step.options.items()]
    return " ".join([step.command, *step.about, *options])


@pytest.mark.parametrize("line", STEPS)
def test_what_was_opened_is_closed_next(line: str) -> None:
    """By its own id and whoever has to; what is not known yet is left open."""
    assert written(receipt(*CONCLUDED, line)) == STEPS[line]


@pytest.mark.parametrize(
    ("upon", "lines", "expected"),
    [
        ("{signed: all}", ["signed by=A"], "sign three by=B on="),
        ("{signed: all}", ["signed by=A", "signed by=C"], "sign three by=B on="),
        ("{signed: [A, C]}", ["signed by=A"], "sign three by=C on="),
        ("{signed: 2}", ["signed by=B"], "sign three by=A on="),
        ("{consented: all}", ["signed by=A"], "status three"),
        ("[{signed: all}, {consented: 1}]", ["signed by=A"], "sign three by=B on="),
        ('{date: "2030-01-01"}', ["consented by=A manner=acceptance"], "sign three by=B on="),
        ("[{signed: all}, {fact: go}]", ["signed by=A", "signed by=B", "signed by=C"], "status three"),
    ],
)
def test_who_has_not_signed_signs_next(upon: str, lines: list[str], expected: str) -> None:
    """Of those whom the entry into force waits for; nobody where it waits for instruments or a fact alone."""
    done = [f"2010-01-0{day} {line}" for day, line in enumerate(lines, 2)]
    assert written(receipt("2010-01-01 drafted", *done, of=of_three(upon))) == expected


def test_who_has_not_consented_to_a_suspension_does_so_next() -> None:
    """Where it is one by consent of all."""
    lines = ["2010-01-01 drafted", *(f"2010-01-02 signed by={name}" for name in "ABC")]
    first = receipt(*lines, "2010-02-01 suspended by=B ground=consent", of=of_three("{signed: all}"))
    assert written(first) == "suspend three by=A ground=consent on="


def test_what_has_no_effect_is_read_up() -> None:
    """In the history; the receipt says why it was recorded, its lines why it has no effect."""
    again = receipt(*CONCLUDED, "2010-04-01 signed by=WCO", irregular="a ceremony")
    assert written(again) == "history wco-caricc"
    answer = recording(again, dry_run=False)
    assert (answer.irregular, answer.state_before, answer.state_after) == ("a ceremony", "in_force", "in_force")
    (line,) = told(again).effects
    assert (str(line.label), "already signed" in str(line.says)) == ("without effect", True)
    assert recording(receipt(*CONCLUDED, irregular="needless"), dry_run=False).irregular is None


def test_the_impact_stands_in_a_dry_run_and_where_it_reaches_back() -> None:
    """Else the receipt alone tells what the act changes."""
    notice = "2010-11-30 notice_given by=WCO"
    assert recording(receipt(*CONCLUDED, notice), dry_run=False).impact is None
    assert recording(receipt(*CONCLUDED, notice), dry_run=True).impact
    late = receipt(*CONCLUDED, notice, "2010-10-30 notice_given by=CARICC")
    assert recording(late, dry_run=False).impact
