"""What goes wrong, in words: what, where, by which rule, in conflict with which act, and the next command.

To add a situation: its number in `projections.words.situations`, and its lines in `LINES`, or a function in `WORDS`
that makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from cli.terminal.groups import suggestion
from cli.terminal.session import Declined, Session
from lifecycle import errors
from lifecycle.messages import render
from projections.words.phrases import article
from projections.words.situations import INTERNAL, SITUATIONS, USAGE, numbered

DONE, FOUND, INTERRUPTED = 0, 3, 130
"""Exit codes without an error: `FOUND` for a check that found something."""

CODES: Mapping[type[BaseException], int] = {
    **SITUATIONS,
    click.ClickException: USAGE,
    Declined: 5,
    click.Abort: INTERRUPTED,
    KeyboardInterrupt: INTERRUPTED,
}


def exit_code(error: BaseException) -> int:
    """Give the exit code of an error: that of its nearest ancestor in the table, else an internal error."""
    return numbered(error, CODES)


def report(error: BaseException, session: Session) -> int:
    """Say on stderr what went wrong, and give the exit code."""
    code = exit_code(error)
    if code == INTERNAL and session.environ.get("DEPOSITARY_DEBUG"):
        from traceback import print_exception

        print_exception(error)
    lines = words(error)
    if notes := getattr(error, "__notes__", ()):
        lines[0] = f"{notes[0]}: {lines[0]}"
    if session.records and not session.recorded and not isinstance(error, errors.OutcomeUnknown | Declined):
        lines.append("Nothing was recorded.")
    session.say(*lines)
    return code


def words(error: BaseException) -> list[str]:
    """Say what went wrong, one line for each thing."""
    for kind in type(error).__mro__:
        if kind in WORDS:
            return WORDS[kind](error)
        if kind in LINES:
            return [line.format(error=error) for line in LINES[kind]]
    return [f"Error: {error}"]


def _usage(error: click.ClickException) -> list[str]:
    first, *others = error.format_message().replace("\t", "  ").split("\n")
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return [first, *others]
    context = getattr(error, "ctx", None)
    return [f"Error: {first}", *others, *([f"Help: {context.command_path} --help"] if context else ())]


def _invalid(error: errors.InvalidInput) -> list[str]:
    if len(error.problems) == 1:
        return [f"Error: {error.problems[0]}"]
    return ["Error: several things are wrong.", *(f"  {problem}" for problem in error.problems)]


NEXT = {
    "agreement": "list",
    "person": "history ID shows names as they were recorded",
    "recording": "list, and history ID, which shows its numbers",
    "rule": "rule",
}
"""The next step where something is not on record, by what it is; of an agreement it is the history of that."""


def _not_found(error: errors.NotFound) -> list[str]:
    lines = [f"Error: {error}.{suggestion(error.name, error.known)}"]
    step = f"history {error.of}" if error.of else NEXT.get(error.what)
    return [*lines, f"Next: depositary {step}"] if step else lines


def rests_on(objection: errors.Objection) -> str:
    """Give the rule, the article and the act of an objection, as in `R9, Art. 9; conflicts with #3`."""
    rule = ", ".join(part for part in (objection.rule, render(article(objection.article))) if part)
    return rule + (f"; conflicts with #{objection.conflicts}" if objection.conflicts else "")


def _refused(error: errors.Refused) -> list[str]:
    from lifecycle.acts.approval import RULE as FOUR_EYES

    said, on, found = error.objection.says, error.agreement, (error.objection.rule, error.objection.article)
    step = f'depositary history {on} (an act without legal effect can be put on record with --irregular "REASON")'
    if error.objection.rule == FOUR_EYES:
        step = "depositary waiting"
    elif found in STEPS:
        step = STEPS[found].format(on=on)
    return [
        f"Refused: {said}.{suggestion(error.name, error.known)}",
        f"  by {rests_on(error.objection)}",
        f"Next: {step}",
    ]


STEPS = {
    ("R1", "VCLT-IO 7 and 8"): 'the same command with --office "OFFICE" or, where full powers were shown, with'
    ' --authority "WHAT"; otherwise with --irregular "REASON", until it is confirmed',
    ("R30", "VCLT-IO 56(1)"): "depositary fact establish {on}, with the fact that the law asks for",
    ("R35", "VCLT-IO 57"): "depositary measure notify {on}, after a breach",
}
"""The next step where an option of the same command may help, or the default law where the text gives no right, by the
rule and article of the refusal."""


def _impact(error: errors.ImpactNotAccepted) -> list[str]:
    losing = [f"  #{seq}  {objection.says} ({rests_on(objection)})" for seq, objection in error.losing]
    return [
        f"Refused: acts on {error.agreement} that are on record already would lose their effect:",
        *losing,
        "Next: the same command with --accept-impact",
    ]


def _system(error: OSError) -> list[str]:
    where = f"{error.filename}: " if error.filename else ""
    return [f"Error: {where}{error.strerror or error}."]


def _internal(error: BaseException) -> list[str]:
    return [
        f"Internal error: {type(error).__name__}: {error}",
        "This is a fault of depositary, not of yours. DEPOSITARY_DEBUG=1 shows where it happened.",
    ]


WORDS: Mapping[type[BaseException], Callable[..., list[str]]] = {
    click.ClickException: _usage,
    errors.InvalidInput: _invalid,
    errors.NotFound: _not_found,
    errors.Refused: _refused,
    errors.ImpactNotAccepted: _impact,
    OSError: _system,
    Exception: _internal,
}

LINES: Mapping[type[BaseException], tuple[str, ...]] = {
    click.Abort: ("Interrupted.",),
    KeyboardInterrupt: ("Interrupted.",),
    Declined: ("Not {error}: you declined.",),
    errors.DepositaryError: ("Error: {error}.",),
    errors.ErasedUnknown: (
        "Error: {error}.",
        "Next: the same command with --yes, then depositary erase PERSON for each of them",
    ),
    errors.NoRegister: ("Error: {error}.", "Next: depositary init"),
    errors.Locked: ("Error: {error}.", "Next: the same command again, once the other process has finished"),
    errors.Behind: ("Error: {error}.", "Next: the same command later, or with the server that it follows as --db"),
    errors.SchemaMismatch: ("Error: {error}.", "Next: depositary db status"),
    errors.ContradictsCheckpoint: (
        "Error: {error}.",
        "The register was shortened, exchanged, or put back from an older copy: keep it as it is and find out.",
        "Next: depositary audit verify",
    ),
    errors.CheckpointNotKept: (
        "Warning: recorded, but its checkpoint is not kept outside: {error}.",
        "Next: depositary audit checkpoint",
    ),
    errors.ClockAmiss: (
        "Error: {error}.",
        "Next: set the clock; once it is right: depositary mend-clock AGREEMENT SEQ --reason TEXT, where SEQ is the"
        " first recording with a wrong moment, or the last one where none has",
    ),
    errors.OutsideAmiss: ("Warning: what is known outside of the register is not as it ought to be: {error}.",),
    errors.OutcomeUnknown: (
        "Error: {error}.",
        "Next: the same command again, which records nothing twice (but with --again: depositary history first)",
    ),
    errors.DocumentNotKept: (
        "Error: the document is not kept: {error}.",
        "Next: the same command again; depositary config show names the folder of documents, and where it is set",
    ),
    errors.StorageFailure: ("Error: the disk or the database failed: {error}.", "Next: depositary doctor"),
}
"""What is said line by line where nothing depends on the error but what it says itself."""
