"""The audit: its commands, each loaded when it is called."""

from __future__ import annotations

import click

from cli.terminal.sections import LazyCommands, Row

COMMANDS = (
    Row("replay", "keep.examination:replay", "Replay every event, and compare all that was made from it."),
    Row("verify", "keep.examination:verify", "Verify every event beside what is known outside."),
    Row("checkpoint", "keep.checkpoints:checkpoint", "Sign how the log stands, keep it outside, and print it."),
    Row("prove", "keep.proofs:prove", "Write a proof that a recording is in the log."),
    Row("verify-proof", "keep.proofs:verify_proof", "Verify a proof with the public key alone."),
    Row("public-key", "keep.checkpoints:public_key", "Print the public keys of the register."),
    Row("rotate-key", "keep.checkpoints:rotate_key", "Let a new key sign from now on."),
    Row("accept-key", "keep.checkpoints:accept_key", "Rely on checkpoints that somebody else's key signs."),
    Row("stamp-request", "keep.proofs:stamp_request", "Write the request for a time stamp of a checkpoint."),
    Row("verify-stamp", "keep.proofs:verify_stamp", "Verify a time stamp of a checkpoint."),
    Row("documents", "record.documents:examined", "List the documents on record, and whether they are kept."),
    Row("export", "keep.transfer:export", "Write the whole record in plain files."),
)


@click.group(
    "audit",
    cls=LazyCommands,
    sections={"Commands": COMMANDS},
    example="audit replay\naudit replay --agreement wco-caricc --until '#6'",
)
def audit() -> None:
    """Examine the record, and prove it to others."""
