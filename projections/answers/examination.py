"""The examination of terms as an answer: what each article means, and what a reader should know before a draft."""

from __future__ import annotations

from msgspec import Struct

from lifecycle.answers.diagram import mermaid
from lifecycle.examination import Finding, examine
from lifecycle.messages import Message
from lifecycle.terms.sentences import describe
from lifecycle.terms.text import Terms


class Said(Struct, frozen=True):
    """A sentence on what an article means."""

    article: str
    says: Message


class Examined(Struct, frozen=True, kw_only=True):
    """What `check` says of terms, as data."""

    agreement: str
    file: str
    title: str
    parties: tuple[str, ...]
    clauses: tuple[Said, ...]
    findings: tuple[Finding, ...]
    machine: str
    """The states that these terms can reach, as a Mermaid diagram."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong: silences are filled by the law."""
        return all(finding.level == "silent" for finding in self.findings)


def examined(terms: Terms, file: str) -> Examined:
    """Examine terms that were read from a file of that name."""
    return Examined(
        agreement=terms.agreement,
        file=file,
        title=str(terms.title),
        parties=tuple(terms.parties),
        clauses=tuple(Said(article, says) for article, says in describe(terms)),
        findings=examine(terms),
        machine=mermaid(terms),
    )
