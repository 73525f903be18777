"""The keeper's own acts as commands: corrections of entries, strikes, rectification of the text (VCLT-IO 80).

Each is a new act, dated today unless it says otherwise; no stored byte changes. What an entry would become is examined
here, so that a wrong field is an error of the command line and not of the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.commands.record.act_command import Function
from cli.commands.record.proposal import How, recording
from cli.commands.record.recording import record_act
from cli.terminal.groups import suggestion
from cli.terminal.options import DATE, SEQ, agreement, command, group, pass_session
from cli.terminal.session import Session
from lifecycle.acts.corrections import corrected
from lifecycle.errors import InvalidInput, NotFound, Problem

if TYPE_CHECKING:
    from lifecycle.acts.act import Act
    from lifecycle.fold.timeline import Timeline


TODAY = click.option("--on", type=DATE, metavar="DATE", help="The day of the act (default: today).")


def because(help: str) -> Function:
    """Take the reason, without which nothing on record is touched."""
    return click.option("--reason", metavar="TEXT", required=True, help=help)


# Corrections of the register's own entries


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read `FIELD=VALUE`, each field once."""
    pairs: dict[str, str] = {}
    for text in given:
        name, found, value = text.partition("=")
        if not found or not name:
            raise click.BadParameter(f"{text!r} is not FIELD=VALUE, such as on=2010-03-30", ctx, param)
        if name in pairs:
            raise click.BadParameter(f"{name} is given twice", ctx, param)
        pairs[name] = value
    return pairs


@command(
    "correct",
    example='correct wco-caricc 6 --set place=Almaty --reason "misread" --dry-run\n'
    'correct wco-caricc 15 --set on=2010-11-29 --set received=2010-12-01 --reason "letter found" --dry-run',
)
@agreement
@SEQ
@click.option(
    "--set",
    "changes",
    metavar="FIELD=VALUE",
    multiple=True,
    required=True,
    callback=_pairs,
    help="A field of the act as it should have been entered; nothing after = takes it away. Repeatable.",
)
@because("Why the entry was wrong.")
@recording
@pass_session
def correct(session: Session, /, *, agreement: str, seq: int, changes: dict[str, str], reason: str, how: How) -> None:
    """Correct an entry of the register: a clerical error in what was entered.

    The entry keeps its bytes, and its old value answers at its own --known-at. A correction can itself be corrected,
    or struck.
    """
    act = _entry(session, agreement, seq)
    if not act.KEEPING:
        _examine(act, seq, changes)
    fields = {"act": "corrected", "target": seq, "set": changes, "reason": reason}
    record_act(session, {**fields, "agreement": agreement, "on": session.today}, how)


def _entry(session: Session, agreement: str, seq: int) -> Act:
    """Find an entry as it stands now; raises `NotFound`."""
    with session.snapshot() as asked:
        line = asked.line(agreement)
    known = [entry for entry in line.entries if entry.seq == seq]
    if not known:
        raise NotFound("entry", f"#{seq}", [f"#{entry.seq}" for entry in line.entries], of=agreement)
    return _standing(line, seq) or known[0].act


def _standing(line: Timeline, seq: int) -> Act | None:
    return next((entry.act for entry in line.standing if entry.seq == seq), None)


def _examine(act: Act, seq: int, changes: Mapping[str, str]) -> None:
    """Raise `InvalidInput` where the act has no such field, or the field cannot hold the value."""
    from lifecycle.acts.kinds import act_from

    known = [name for name in act.__struct_fields__ if name != "terms"]
    problems = [
        Problem(
            place=f"--set {name}",
            says=f"#{seq} ({act.NAME}) has no such field; it has {', '.join(known)}.{suggestion(name, known)}",
        )
        for name in changes
        if name not in (*known, "act", "terms")
    ]
    if problems:
        raise InvalidInput(problems)
    try:
        corrected(act, changes, act_from)
    except InvalidInput as error:
        barred = next((name for name in changes if name in ("act", "terms")), "")  # what no correction sets
        placed = [
            Problem(place=f"--set {problem.place.removeprefix('$.') or barred}".removesuffix(" $"), says=problem.says)
            for problem in error.problems
        ]
        raise InvalidInput(placed) from error


@command("strike", example='strike wco-caricc 15 --reason "entered on the wrong file" --dry-run')
@agreement
@SEQ
@because("Why the entry should not be there.")
@recording
@pass_session
def strike(session: Session, /, *, agreement: str, seq: int, reason: str, how: How) -> None:
    """Strike an entry made by mistake. It stays in the log with the reason; a strike can itself be struck."""
    _entry(session, agreement, seq)
    fields = {"act": "struck", "target": seq, "reason": reason, "agreement": agreement, "on": session.today}
    record_act(session, fields, how)


# Rectification of the text


@group("rectify", example="rectify record icmpd-wco R1 --on 2002-05-02 --dry-run")
def rectify() -> None:
    """Record the rectification of a text: proposed, objected to, and recorded by procès-verbal."""


RECTIFICATION = click.argument("rectification", metavar="RECTIFICATION")


@rectify.command(
    "propose",
    example="rectify propose icmpd-wco --terms demo/terms/icmpd-wco.yaml --objections-by 2002-05-01 --on 2002-02-01"
    ' --reason "a slip in Art. 5(2)" --dry-run',
)
@agreement
@click.option(
    "--terms", metavar="FILE", type=click.Path(path_type=Path), required=True, help="The terms as they should read."
)
@click.option("--objections-by", type=DATE, metavar="DATE", required=True, help="The last day for an objection.")
@because("What is wrong with the text.")
@click.option("--by", metavar="PARTY", help="The party that proposes it; none where the depositary does.")
@click.option("--id", "rectification", metavar="ID", help="Its id in the agreement (default: the next number).")
@TODAY
@recording
@pass_session
def propose(session: Session, /, terms: Path, on: date | None, how: How, **fields: Any) -> None:
    """Record that a rectification of the text was proposed, with the time-limit for objections."""
    from cli.terminal.jsonl import terms_of

    given = {name: value for name, value in fields.items() if value is not None}
    record_act(
        session,
        {**given, "act": "rectification_proposed", "terms": terms_of(terms), "on": on or session.today},
        how,
    )


@rectify.command("object", example="rectify object icmpd-wco R1 --by WCO --on 2002-03-01 --dry-run")
@agreement
@RECTIFICATION
@click.option("--by", metavar="PARTY", required=True, help="The party that objects.")
@TODAY
@recording
@pass_session
def object_(session: Session, /, on: date | None, how: How, **fields: Any) -> None:
    """Record that a party objected to a proposed rectification: the text then stands."""
    record_act(session, {**fields, "act": "rectification_objected", "on": on or session.today}, how)


@rectify.command("record", example="rectify record icmpd-wco R1 --on 2002-05-02 --dry-run")
@agreement
@RECTIFICATION
@TODAY
@recording
@pass_session
def record(session: Session, /, on: date | None, how: How, **fields: Any) -> None:
    """Record the procès-verbal: the corrected text replaces the defective one from the beginning."""
    record_act(session, {**fields, "act": "rectified", "on": on or session.today}, how)
