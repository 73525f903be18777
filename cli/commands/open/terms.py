"""Opening: the register itself, and terms examined before an agreement is drafted from them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
from msgspec import Struct

from cli.terminal.messages import FOUND
from cli.terminal.options import TERMS, colored, command, formatted, on_register, pass_session
from cli.terminal.page import Paper, Styled, article
from cli.terminal.session import Session
from lifecycle.examination import Finding

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


class Said(Struct, frozen=True):
    """A clause of the terms in one sentence."""

    article: str
    says: str


class Examined(Struct, frozen=True, kw_only=True):
    """What `check` says of terms, as data."""

    agreement: str
    file: str
    parties: tuple[str, ...]
    clauses: tuple[Said, ...]
    findings: tuple[Finding, ...]
    machine: str
    """The states that these terms can reach, as a Mermaid diagram."""


@command("check", example="check demo/terms/wco-caricc.yaml")
@TERMS
@formatted
@pass_session
def check(session: Session, /, terms: Path) -> int:
    """Examine terms without opening anything: what is wrong with them, and what they are silent on."""
    from cli.terminal import formats
    from cli.terminal.files import terms_of
    from lifecycle.answers.diagram import mermaid
    from lifecycle.examination import examine
    from lifecycle.terms.sentences import describe

    read = terms_of(terms)
    findings = examine(read)
    examined = Examined(
        agreement=read.agreement,
        file=str(terms),
        parties=tuple(read.parties),
        clauses=tuple(Said(*said) for said in describe(read)),
        findings=tuple(findings),
        machine=mermaid(read),
    )

    def screen(paper: Paper) -> None:
        paper.title(f"{read.agreement}: {read.title}", f"{len(read.parties)} parties")
        for said in examined.clauses:
            paper.line(f"    {said.says}  {article(said.article)}")
        _findings(paper, findings)
        paper.line(f"  Its machine: depositary diagram {terms}")
        paper.line(f"  Next: depositary draft {terms} --on DATE")

    formats.show(session, "check", examined, screen)
    return FOUND if any(finding.level != "silent" for finding in findings) else 0


def _findings(paper: Paper, findings: Sequence[Finding]) -> None:
    for finding in findings:
        mark, style = LEVELS[finding.level]
        paper.line("  ", Styled(mark, style), f" {finding.says}  {article(finding.article)}")
    if not findings:
        paper.line("  ✓ Nothing to remark.")
