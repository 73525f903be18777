"""Four eyes: an act that ends an agreement or corrects the record is submitted by one officer and approved by another.

Whether the register asks for it is its own setting; no treaty does (our number R62). A submission has no effect before
its approval, and with it the act that was submitted has its full effect, by its own legal date. `with_approvals` is
where that happens, before corrections, strikes and the fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from lifecycle.acts.act import Act, Entry
from lifecycle.acts.keeping.corrections import Rebuild
from lifecycle.acts.keeping.entries import KeepersAct, Seq, Struck
from lifecycle.codec import decode, encode
from lifecycle.errors import InvalidInput, Objection
from lifecycle.messages import Message

RULE = "R62"
ARTICLE = "four eyes, a rule of the register"


class Submitted(KeepersAct, frozen=True, kw_only=True, tag="submitted"):
    """An act is submitted for approval."""

    submits: Annotated[dict[str, Any], Meta(description="The act in its plain data, its id already numbered.")]
    NAME = Message("submitted")
    SAYS = Message("An act on {agreement} was submitted for approval on {on}")


class Approved(KeepersAct, frozen=True, kw_only=True, tag="approved"):
    """A second officer approves what another submitted: then it has its effect, by its own legal date.

    A register asks for it with four eyes on (R62). What waits for it is withdrawn by a strike.
    """

    target: Annotated[Seq, Meta(description="The number of the submission.")]
    NAME = Message("approved")
    SAYS = Message("#{target} of {agreement} was approved on {on}")
    COMMAND = "approve"
    EXAMPLE = (
        "db four-eyes on\n"
        "notice icmpd-wco --by WCO --on 2010-12-01 --actor first --irregular late --yes\n"
        "approve icmpd-wco 35 --on 2010-12-02 --actor second --dry-run"
    )


def submission(act: Act) -> Submitted:
    """Give the submission of an act, its plain data as they are read again from the record."""
    return Submitted(on=act.on, by=act.by, submits=decode(encode(act), dict[str, Any]))


def waiting(entries: Sequence[Entry]) -> dict[int, Submitted]:
    """Give the submissions that are neither approved nor struck, by their place in the log."""
    done = {getattr(entry.act, "target", None) for entry in entries if isinstance(entry.act, Approved | Struck)}
    return {e.seq: e.act for e in entries if isinstance(e.act, Submitted) and e.seq not in done}


def with_approvals(
    entries: Sequence[Entry], rebuild: Rebuild
) -> tuple[list[Entry], dict[int, int], dict[int, Objection]]:
    """Put each act that was submitted and approved in the place of its submission.

    Gives the entries, by submission its approval, and the objections that approvals meet. `rebuild` builds an act from
    plain data. The log's order decides: a submission that is struck before it is approved is withdrawn.
    """
    known = {entry.seq: entry for entry in entries}
    approvals: dict[int, int] = {}
    struck: set[int] = set()
    objections: dict[int, Objection] = {}
    for entry in sorted(entries, key=lambda e: e.seq):
        if isinstance(entry.act, Struck):
            struck.add(entry.act.target)
        if not isinstance(entry.act, Approved):
            continue
        target = known.get(entry.act.target)
        if target is None or target.seq > entry.seq or not isinstance(target.act, Submitted) or target.seq in struck:
            objections[entry.seq] = objection(Message("#{seq} waits for no approval", seq=entry.act.target))
            continue
        try:
            known[target.seq] = replace(target, act=rebuild(target.act.submits))
            approvals[target.seq] = entry.seq
        except InvalidInput as error:
            says = Message("#{seq} submits no act: {problem}", seq=target.seq, problem=error.says)
            objections[entry.seq] = objection(says)
    return [known[entry.seq] for entry in entries], approvals, objections


def objection(says: Message, conflicts: int | None = None) -> Objection:
    """Object in the name of the rule."""
    return Objection(says=says, rule=RULE, article=ARTICLE, conflicts=conflicts)
