"""Documents are added to a file of the register, and removed: texts, certified copies, instruments, full powers.

Source: VCLT 77(1)(a) to (c), VCLT-IO 78(1)(a) to (c). What the document is stands with the recording, as it does where
another act rests on one (`lifecycle.course.documents`). It has no legal effect, and no place in the legal order.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lifecycle.acts.keeping.entries import Digest, KeepersAct, Reason
from lifecycle.messages import Message


class DocumentAdded(KeepersAct, frozen=True, kw_only=True, tag="document_added"):
    """A document is added: a text of the agreement, a certified copy, an instrument, full powers, a letter.

    Added again, a document is what it is said to be the last time. Struck, it is what was said before, or none.
    """

    NAME = Message("document added")
    SAYS = Message("A document was added to {agreement} on {on}")
    COMMAND = "document add"
    EXAMPLE = (
        "document add wco-caricc demo/terms/wco-caricc.yaml --kind text --language en"
        ' --name "Memorandum of Understanding" --dry-run'
    )


class DocumentRemoved(KeepersAct, frozen=True, kw_only=True, tag="document_removed"):
    """A document is no longer kept: its file may be destroyed, as where somebody whom it names may ask for that.

    Its digest stays on record, and so do the entries that rested on it. Added again, it is there again.
    """

    digest: Annotated[Digest, Meta(description="The digits of its digest.")]
    reason: Annotated[Reason, Meta(description="Why it is no longer kept.")]
    NAME = Message("document removed")
    SAYS = Message("A document of {agreement} was removed on {on}: {reason}")
    QUOTED = ("reason",)
    COMMAND = "document remove"
    EXAMPLE = (
        "document add wco-caricc demo/terms/wco-caricc.yaml\n"
        'document remove wco-caricc 35 --reason "asked for by whom it names" --dry-run'
    )
