"""A document is added to a file of the register: the text in a language, a certified copy, an instrument, full powers.

Source: VCLT 77(1)(a) to (c), VCLT-IO 78(1)(a) to (c). What the document is stands with the recording, as it does where
another act rests on one (`lifecycle.course.documents`). It has no legal effect, and no place in the legal order.
"""

from __future__ import annotations

from lifecycle.acts.keeper import KeepersAct
from lifecycle.messages import Message


class DocumentAdded(KeepersAct, frozen=True, kw_only=True, tag="document_added"):
    """A document is added: a text of the agreement, a certified copy, an instrument, full powers, a letter.

    Added again, a document is what it is said to be the last time. Struck, it is what was said before, or none.
    """

    NAME = Message("document added")
    COMMAND = "document add"
    EXAMPLE = (
        "document add wco-caricc demo/terms/wco-caricc.yaml --kind text --language en"
        ' --name "Memorandum of Understanding" --dry-run'
    )

    def says(self, of: str) -> Message:
        return Message("A document was added to {agreement} on {on}", agreement=of, on=self.on)
