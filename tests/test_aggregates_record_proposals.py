"""Proposals from plain data: what they are built of, what is refused and where, and what a refusal tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from given import terms

from aggregates.record.decision import Proposal
from aggregates.record.proposals import Files, mixed_words, proposal_from
from aggregates.record.receipts import content_key
from lifecycle.acts.consent.signature import Signed
from lifecycle.codec import to_plain
from lifecycle.course.documents import UNTOLD, Document
from lifecycle.errors import InvalidInput

SIGNED: Mapping[str, Any] = {"agreement": "harbour", "act": "signed", "by": "NORTH", "on": "2024-02-01"}
DRAFTED: Mapping[str, Any] = {"act": "drafted", "on": "2010-03-01"}
CARICC = terms("wco-caricc")
FILES: Files = {"terms": lambda name: CARICC, "document": lambda name: Document(digest=f"sha256:{name}")}


def test_a_proposal_is_the_act_and_what_is_said_about_it() -> None:
    """The act is built just as from any plain data; texts are normalised."""
    proposal = proposal_from(
        {**SIGNED, "irregular": "a cafe\u0301"},
        accept_impact=True,
        actor="cafe\u0301",
        document=Document(digest="d"),
        place="x:1",
    )
    assert isinstance(proposal.act, Signed)
    assert proposal == Proposal(
        agreement="harbour",
        act=proposal.act,
        irregular="a caf\u00e9",
        accept_impact=True,
        actor="caf\u00e9",
        document="d",
        described=UNTOLD,
        place="x:1",
    )


def test_what_lies_in_files_is_read_by_whoever_can() -> None:
    """A draft may leave its name to its terms; a line's own document stands before that of all lines."""
    read = proposal_from(
        {**DRAFTED, "terms_file": "t.yaml", "document_file": "b"}, FILES, document=Document(digest="a")
    )
    assert (read.agreement, read.document) == ("wco-caricc", "sha256:b")
    assert proposal_from({**DRAFTED, "terms": to_plain(CARICC)}).act == read.act
    assert proposal_from({**SIGNED, "document_file": None}, FILES, document=Document(digest="a")).document == "a"


@pytest.mark.parametrize(
    ("data", "files", "place", "says"),
    [
        ({**SIGNED, "irregular": True}, None, "$.irregular", "say why"),
        ({**SIGNED, "irregular": " "}, None, "$.irregular", "say why"),
        ({**SIGNED, "by": "a\u202eb"}, None, "$.by", "reorders text (U+202E)"),
        ({**SIGNED, "agreement": None}, None, "$.agreement", "the agreement is missing"),
        ({**SIGNED, "document_file": "a"}, None, "$.document_file", "named by its path"),
        ({**SIGNED, "document_file": 3}, FILES, "$.document_file", "named by its path"),
        ({**SIGNED, "document": "sha256:a"}, FILES, "$.document", "no such field"),
        ({**SIGNED, "terms_file": "t.yaml"}, FILES, "$.terms_file", "no such field"),
        ({**DRAFTED, "terms_file": "t.yaml"}, None, "$.terms_file", "named by its path"),
        ({**DRAFTED, "terms_file": "t.yaml", "terms": {}}, FILES, "$.terms_file", "not both"),
    ],
)
def test_what_is_wrong_is_placed_at_its_field(
    data: Mapping[str, Any], files: Files | None, place: str, says: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        proposal_from(data, files)
    (problem,) = refused.value.problems
    assert problem.place == place
    assert says in str(problem)


def test_an_actor_is_a_text_like_any_other() -> None:
    with pytest.raises(InvalidInput, match=r"\$\.actor: character 1 is a control character \(U\+0000\)"):
        proposal_from(SIGNED, actor="\0")


def test_the_same_content_has_the_same_key() -> None:
    """Wherever it was written down, and whatever it may cost others; another act has another."""
    key = content_key([proposal_from(SIGNED)])
    assert content_key([proposal_from(SIGNED, accept_impact=True, place="acts.jsonl:1")]) == key
    assert content_key([proposal_from({**SIGNED, "by": "SOUTH"})]) != key
    assert content_key([proposal_from(SIGNED, actor="clerk")]) != key


def test_words_of_two_scripts_are_named_once_each() -> None:
    """In the order in which they stand, of all proposals."""
    mixed = [proposal_from({**SIGNED, "place": place}) for place in ("\u0420ort \u0410bc", "Port \u0420ort")]
    assert mixed_words(mixed) == ["\u0420ort", "\u0410bc"]
