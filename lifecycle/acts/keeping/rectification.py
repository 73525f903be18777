"""The rectification of the text: proposed, objected to within its time, and recorded by its procès-verbal.

Source: VCLT-IO 80 (R54). A rectification replaces the text from the beginning; `lifecycle.acts.keeping.rectified` is
where it acts, before the fold.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from lifecycle.acts.act import Id, NewIdOption, Party
from lifecycle.acts.keeping.entries import KeepersAct, Reason
from lifecycle.messages import Message
from lifecycle.terms.text import Terms


class RectificationProposed(KeepersAct, frozen=True, kw_only=True, tag="rectification_proposed"):
    """A correction of the text is proposed, with the time-limit for objections (VCLT-IO 80(2))."""

    terms: Annotated[Terms, Meta(description="The whole text as it should read, as terms.")]
    objections_by: Annotated[date, Meta(description="The last day for an objection.")]
    reason: Annotated[Reason, Meta(description="What is wrong with the text.")]
    rectification: NewIdOption = None
    NAME = Message("rectification proposed")
    SAYS = Message(
        "Rectification {rectification} of {agreement} was proposed on {on}, objections by {objections_by}: {reason}"
    )
    QUOTED = ("reason",)
    COMMAND = "rectify propose"
    EXAMPLE = (
        "rectify propose icmpd-wco --terms demo/terms/icmpd-wco.yaml --objections-by 2002-05-01"
        ' --on 2002-02-01 --reason "a slip in Art. 5(2)" --dry-run'
    )
    OPENS = ("rectification", "R")


class RectificationObjected(KeepersAct, frozen=True, kw_only=True, tag="rectification_objected"):
    """A party objects to a proposed correction of the text."""

    by: Annotated[Party, Meta(description="The party that objects.")]
    rectification: Annotated[Id, Meta(description="The rectification.")]
    NAME = Message("rectification objected")
    SAYS = Message("{by} objected on {on} to rectification {rectification} of {agreement}")
    COMMAND = "rectify object"
    EXAMPLE = "rectify object icmpd-wco R1 --by WCO --on 2002-03-01 --dry-run"
    SEVERAL = True


class Rectified(KeepersAct, frozen=True, kw_only=True, tag="rectified"):
    """The procès-verbal of rectification: the corrected text replaces the defective one from the beginning."""

    rectification: Annotated[Id, Meta(description="The rectification.")]
    NAME = Message("rectified")
    SAYS = Message("{agreement} was rectified on {on} by the procès-verbal of {rectification}")
    COMMAND = "rectify record"
    EXAMPLE = "rectify record icmpd-wco R1 --on 2002-05-02 --dry-run"
    WEIGHTY = True
