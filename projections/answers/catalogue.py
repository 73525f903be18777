"""The answers as data: each with its Struct, from which its JSON Schema is published in `projections/answers/schemas`.

An answer's `schema` names it and its version. A version only grows: a field is never taken away and never changes
its meaning; what would do so is a new version.

To add one: a line in `ANSWERS`, and `python -m projections.answers.catalogue`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from lifecycle import codec

FOLDER = Path(__file__).with_name("schemas")


class Kind(NamedTuple):
    """The Struct of an answer, whether it tells how much of the log it knows, and what gives it from a snapshot."""

    where: str
    says: str
    known: bool = False
    ask: str = ""
    """The function in the Struct's module that takes a snapshot; none for what is not asked of one."""
    version: int = 1


ANSWERS: Mapping[str, Kind] = {
    "balances": Kind(
        "projections.answers.cooperation:Balance", "balances: one object a balance", known=True, ask="balances"
    ),
    "resumption": Kind(
        "projections.answers.keeping.resumption:Resumption",
        "restore --after-loss: a register that goes on from a backup",
    ),
    "backup": Kind("aggregates.exchange.backup:Saved", "backup and restore: a copy of the register"),
    "bundle": Kind("projections.answers.keeping.transfer:Carried", "audit export and import: a bundle"),
    "certificates": Kind(
        "projections.answers.certificates:Issued", "certificates: one object a certificate", ask="certificates"
    ),
    "certified": Kind("lifecycle.answers.attestation:Attestation", "certificates --line: what is certified", version=2),
    "check": Kind("projections.answers.examination:Examined", "check: the examination of terms"),
    "checkpoint": Kind(
        "projections.answers.keeping.checkpoints:Signed", "audit checkpoint and rotate-key: how the log stands, signed"
    ),
    "config": Kind("projections.answers.keeping.settings:Setting", "config show: one object a setting"),
    "contacts": Kind(
        "projections.answers.cooperation:Contact", "contacts: one object a contact point", known=True, ask="contacts"
    ),
    "deadlines": Kind("projections.answers.deadlines:Deadline", "deadlines: one object a date", known=True, ask="due"),
    "diagram": Kind(
        "projections.answers.drawn.diagram:Diagram", "diagram: a text in a language of diagrams", ask="diagram"
    ),
    "diff": Kind("projections.answers.difference:Diffed", "diff: in what two answers differ", ask="happened"),
    "doctor": Kind("aggregates.proof.health:Examined", "doctor: one object a thing examined"),
    "document": Kind(
        "projections.answers.keeping.documents:Attached", "audit documents: one object a document on record"
    ),
    "documents": Kind(
        "projections.answers.keeping.documents:DocumentListed",
        "document list: one object a document",
        known=True,
        ask="documents",
    ),
    "erasure": Kind(
        "aggregates.record.people.erasure:Erased",
        "erase: where it stood, what stays, and what holds it still",
        version=2,
    ),
    "explain": Kind(
        "projections.answers.explanation:Explained", "explain: the derivation of a status", known=True, ask="explain"
    ),
    "four_eyes": Kind(
        "projections.answers.keeping.register:FourEyes", "db four-eyes: whether a second officer is asked for"
    ),
    "history": Kind("projections.answers.history:PastAct", "history: one object an act", known=True, ask="history"),
    "impact": Kind(
        "projections.answers.recording.what_if:WhatIf", "what-if: what some acts would change", ask="what_if"
    ),
    "key": Kind("projections.answers.keeping.checkpoints:Keyed", "audit public-key: one object a key"),
    "list": Kind("projections.answers.agreements:Listed", "list: one object an agreement", known=True, ask="listing"),
    "proof": Kind(
        "projections.answers.keeping.proofs:Proven", "audit prove and verify-proof: a proof, and what it proves"
    ),
    "parties": Kind("projections.answers.parties:Partner", "parties: one object a party", known=True, ask="partners"),
    "party": Kind(
        "projections.answers.partner:Overview", "party: all there is with one partner", known=True, ask="overview"
    ),
    "rebuild": Kind("projections.answers.keeping.maintenance:Rebuilding", "rebuild: what was made again"),
    "batches": Kind("projections.answers.recording.batches:Batches", "record --batch: how much of a file is on record"),
    "recording": Kind(
        "projections.answers.recording.answer:Recording", "every command that records: one object an act"
    ),
    "replay": Kind("projections.answers.keeping.examination:Replayed", "audit replay: what differs"),
    "notification": Kind("projections.answers.notifications:Notified", "follow: one object a recording"),
    "restrictions": Kind(
        "projections.answers.cooperation:Restrictions",
        "restrictions: those of one item",
        known=True,
        ask="restrictions",
    ),
    "rule": Kind("projections.answers.rules:Rule", "rule: one object a rule of the law"),
    "search": Kind("projections.answers.search:Found", "search: one object a place", known=True, ask="search"),
    "stamp": Kind("aggregates.proof.stamp:Stamped", "audit stamp-request and verify-stamp: a time stamp"),
    "status": Kind(
        "projections.answers.status:Status", "status: the full answer for one day", known=True, ask="status"
    ),
    "takeover": Kind("projections.answers.lists.taking_over:TakeOver", "take-over: rows of a list in, out, and why"),
    "tables": Kind("projections.models.migration:Standing", "db status: the version of the tables"),
    "timeline": Kind(
        "projections.answers.drawn.timeline:Life",
        "timeline: the life of an agreement in lanes",
        known=True,
        ask="timeline",
    ),
    "upgrade": Kind("projections.answers.keeping.register:Upgraded", "db upgrade: what was brought up to date"),
    "waiting": Kind(
        "projections.answers.waiting:Waiting", "waiting: one object an act that waits for approval", ask="waiting"
    ),
    "verify": Kind("aggregates.proof.verification:Verification", "audit verify: defects, and what is known outside"),
}

MOMENT = {
    "type": "object",
    "description": "The last recording that the answer knows; its moment is null before the first one.",
    "properties": {
        "seq": {"type": "integer"},
        "recorded_at": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
    },
    "required": ["seq", "recorded_at"],
}


def ready() -> None:
    """Build what questions decode with, once, before a face that answers in several threads starts the first of them.

    Two threads of a cold process that build msgspec decoders of overlapping types at a time can end it (SIGSEGV).
    """
    from aggregates.record.log import log
    from lifecycle.calendar.recurrence import Recurrence
    from projections.models.about import Present

    log.ready()
    codec.decoder(Recurrence)
    codec.decoder(list[Present])


def struct_of(name: str) -> type[msgspec.Struct]:
    """Import the Struct of an answer."""
    module, _, attribute = ANSWERS[name].where.partition(":")
    struct: type[msgspec.Struct] = getattr(import_module(module), attribute)
    return struct


def schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema of an answer: that of its Struct, and what every answer carries."""
    kind, struct = ANSWERS[name], struct_of(name)
    described = msgspec.json.decode(msgspec.json.encode(codec.schema(struct)))  # defaults as JSON has them
    own = described["$defs"][struct.__name__]
    own["properties"] = {"schema": {}} | own["properties"] | {"schema": {"const": f"depositary/{name}/{kind.version}"}}
    own["required"] = ["schema", *own.get("required", ())]
    if name == "diagram" or kind.known:
        own["properties"]["known_at"] = MOMENT
    if kind.known:
        own["required"].append("known_at")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:depositary:{name}:{kind.version}"}
    return {**head, "title": f"depositary {kind.says}", **described}


def publish(folder: Path = FOLDER) -> None:
    """Write the schema of every answer."""
    for name, kind in ANSWERS.items():
        text = msgspec.json.format(msgspec.json.encode(schema(name)), indent=2).decode()
        (folder / f"{name}-{kind.version}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    publish()
