"""Opening: the register itself, and terms examined before an agreement is drafted from them."""

from __future__ import annotations

from contextlib import closing
from itertools import groupby
from pathlib import Path

import click

from cli.terminal.messages import FOUND
from cli.terminal.options import TERMS, colored, command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Styled
from cli.terminal.session import Session
from lifecycle.messages import Message, Plural
from projections.answers.examination import Examined, examined
from projections.words.phrases import article, cited, sentence

LEVELS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "silent": ("·", "dim")}
"""The mark and the style of each level of a finding."""


@command("init", example="init --db register.db")
@click.option("--anew", is_flag=True, help="Begin anew where a register with recordings was kept.")
@click.option("--four-eyes", is_flag=True, help="Ask a second officer to approve what ends or corrects.")
@on_register
@colored
@pass_session
def init(session: Session, /, anew: bool, four_eyes: bool) -> None:
    """Create the register, the only command that makes a database, and the key that signs its checkpoints."""
    from aggregates.databases.cases import database
    from aggregates.record.four_eyes import set_four_eyes
    from aggregates.record.register import Register
    from cli.terminal.config import shown
    from projections.models.tables import create_statements

    case = database(session.url)
    outside = session.outside
    if not anew:
        _vacant(session)
    with closing(Register.create(session.url, create_statements(case.dialect))) as register:
        session.recorded = True
        if four_eyes:
            set_four_eyes(session.url, wanted=True)
        if anew:
            outside.put_aside(outside.expected)
        with register.reading() as log:
            origin = outside.begin(log)
    session.say(f"✓ Created the register {shown(session.url)}")
    session.say(f"  Checkpoints are kept in {outside.folder}, signed by {outside.keys.file(origin)}")
    session.say(*(f"  {says}" for says in case.advice()))
    session.say("  Next: depositary draft TERMS.yaml --on DATE")


def _vacant(session: Session) -> None:
    """Raise `ContradictsCheckpoint` if a register with recordings was kept here, and nothing lies here now."""
    from lifecycle.errors import ContradictsCheckpoint, NoRegister

    try:
        with session.log():
            return  # which it cannot be made over: that is said when it is tried
    except NoRegister:
        try:
            session.outside.vacant()
        except ContradictsCheckpoint as error:
            says = f"{error}, and is gone: restore it, or begin anew with --anew"
            raise ContradictsCheckpoint(says) from None


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
