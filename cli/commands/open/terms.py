"""Terms examined before an agreement is drafted from them."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from cli.terminal.messages import FOUND
from cli.terminal.options import TERMS, command, formatted, pass_session
from cli.terminal.page import Paper
from cli.terminal.session import Session
from lifecycle.messages import Message, Plural
from projections.answers.examination import Examined, examined
from projections.words.parts import Styled
from projections.words.phrases import article, cited, sentence

LEVELS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "silent": ("·", "dim")}
"""The mark and the style of each level of a finding."""


@command("check", example="check demo/terms/wco-caricc.yaml")
@TERMS
@formatted
@pass_session
def check(session: Session, /, terms: Path) -> int:
    """Examine terms without opening anything: what is wrong with them, and what they are silent on."""
    from cli.terminal import formats
    from cli.terminal.files import terms_of

    answer = examined(terms_of(terms), str(terms))
    formats.show(session, "check", answer, lambda paper: page(paper, answer))
    return 0 if answer.sound else FOUND


def page(paper: Paper, answer: Examined) -> None:
    """Lay out what each article means, and what a reader should know."""
    parties = Plural("{n} party", "{n} parties", n=len(answer.parties))
    paper.title(Message("{agreement}: {title}", agreement=answer.agreement, title=answer.title), parties)
    for name, said in groupby(answer.clauses, key=lambda said: said.article):
        paper.field(article(name), *(sentence(one.says) for one in said))
    for finding in answer.findings:
        mark, style = LEVELS[finding.level]
        paper.line("  ", Styled(mark, style), " ", sentence(cited(finding.says, finding.article)))
    if not answer.findings:
        paper.line("  ✓ ", sentence(Message("Nothing to remark")))
    paper.line("  ", Message("Its machine: {command}", command=f"depositary diagram {answer.file}"))
    paper.line("  ", Message("Next: {command}", command=f"depositary draft {answer.file} --on DATE"))
