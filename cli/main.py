"""The entry point: one table of commands, each loaded when called, and situations turned into exit codes.

To add a command: its function in a module of this package, and one line in `COMMANDS`. An act needs none: its class
declares its command.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import click

from cli.terminal.options import colored, in_language, on_register
from cli.terminal.sections import ACTS, LazyCommands, Row
from cli.terminal.session import Session

GARBAGE = 100_000
"""New objects after which the interpreter looks for cycles: what the law makes has none, and a long recording, or a
rebuild, spent a third of its time in looking for them after every 700."""

COMMANDS: dict[str, tuple[Row, ...]] = {
    "Open": (
        Row("init", "open.register:init", "Create the register.", records=True),
        Row("draft", ACTS, "Open an agreement from its terms.", records=True),
        Row("check", "open.terms:check", "Examine terms without opening anything."),
    ),
    "Record": (
        Row("certify", "record.certificates:certify", "An answer is given out, with its digest.", records=True),
        Row(
            "document",
            "record.documents:document",
            "Add, list, get back or remove documents.",
            records=True,
        ),
        Row("take-over", "record.take_over:take_over", "A list that was kept elsewhere is taken over.", records=True),
        Row("record", "record.bulk:record", "Record many acts at once, from JSON lines.", records=True),
    ),
    "Ask": (
        Row("status", "ask.status:status", "The status of an agreement on a day."),
        Row("explain", "ask.explanation:explain", "The same answer with its derivation, step by step."),
        Row("history", "ask.history:history", "Every act, both times, with what followed from it."),
        Row("diff", "ask.difference:diff", "What changed between two answers, and which acts changed it."),
        Row("what-if", "ask.what_if:what_if", "What acts would change, tried and not recorded."),
        Row("certificates", "record.certificates:certificates", "Answers given out, and those no longer true."),
        Row("list", "ask.agreements:list_agreements", "The agreements and their states on a day."),
        Row("search", "ask.search:search", "Where words stand, in titles, names, documents, notes and acts."),
        Row("deadlines", "ask.lists:deadlines", "What falls due, over all agreements."),
        Row("follow", "ask.follow:follow", "A line for each recording, and each further one."),
        Row("parties", "ask.party:parties", "The parties of the register, as they are called on a day."),
        Row("party", "ask.party:party", "Everything with one partner on a day."),
        Row("contacts", "ask.cooperation:contacts", "The contact points of the parties on a day."),
        Row("restrictions", "ask.cooperation:restrictions", "What restricts the use of an item of information."),
        Row("balances", "ask.cooperation:balances", "What the parties owe, by currency."),
        Row("waiting", "ask.lists:waiting", "What waits for a second officer's approval."),
        Row("timeline", "ask.timeline:timeline", "The life of an agreement, as a page or a picture."),
        Row("diagram", "ask.diagram:diagram", "The state machine of an agreement's terms."),
        Row("report", "ask.reports:report", "An answer as PDF, XLSX, HTML or Markdown."),
        Row("rule", "ask.rule:rule", "What a rule says that is cited by its number."),
    ),
    "Keep": (
        Row("audit", "keep.audit:audit", "Replay and verify the record; checkpoints and proofs."),
        Row("rebuild", "keep.maintenance:rebuild", "Make the read models again from the log."),
        Row("db", "open.register:db", "The version of the tables, and bringing them up to date."),
        Row("backup", "keep.transfer:backup", "Copy the register, with its checkpoint beside it."),
        Row("restore", "keep.transfer:restore", "Put a backup in the place of the register."),
        Row("erase", "keep.maintenance:erase", "Erase a person's data out of the whole record."),
        Row("import", "keep.transfer:import_bundle", "Take over the record of a bundle.", records=True),
        Row("doctor", "keep.maintenance:doctor", "Examine the installation and the register."),
        Row("serve", "keep.serving:serve", "Show the register in a browser, for reading."),
        Row("config", "keep.settings:config", "The settings, and where each value came from."),
    ),
}


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"depositary {version('depositary')}")
        ctx.exit()


@click.group(
    name="depositary",
    cls=LazyCommands,
    sections=COMMANDS,
    acts_in="Record",
    example="status wco-caricc --as-of 2010-03-25\nhistory icmpd-wco",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@on_register
@colored
@in_language
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def app() -> None:
    """Keep agreements the way a treaty office does.

    Every act is recorded once, with its legal date and the time of its recording. From the recorded acts
    depositary answers: what was the status of this agreement on that day, as the register knew it then, and
    by which article?
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line and give its exit code."""
    session = Session()
    try:
        done = app.main(
            None if arguments is None else list(arguments), "depositary", standalone_mode=False, obj=session
        )
        sys.stdout.flush()
        return done if isinstance(done, int) else 0
    except SystemExit as left:  # click's own way out: of a completion, or of a closed pipe
        return int(left.code or 0) if "_DEPOSITARY_COMPLETE" in session.environ else 0
    except BrokenPipeError:
        return _quietly()
    except (Exception, KeyboardInterrupt) as error:
        from cli.terminal import messages

        code = messages.report(error, session)
        try:
            sys.stdout.flush()
        except OSError:  # what is left cannot be written either: the interpreter would complain of it on its way out
            _quietly()
        return code


def _quietly() -> int:
    """Leave what takes no more, such as a pipe that nobody reads; nor may the interpreter complain on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _opened(name: str, descriptor: int) -> None:
    """Open a standard stream that was closed for us, or the first file that is opened would take its place."""
    try:
        os.fstat(descriptor)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != descriptor:
            os.dup2(nowhere, descriptor)
            os.close(nowhere)
    if getattr(sys, name) is None:
        setattr(sys, name, open(descriptor, "r" if descriptor == 0 else "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def main() -> None:
    """Run the command line of this process."""
    gc.set_threshold(GARBAGE)
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        _opened(name, descriptor)
    sys.exit(run())
