"""A rule of the law: its number, what it says in our words, and the articles that it rests on."""

from __future__ import annotations

from msgspec import Struct

from lifecycle.messages import Message, Value


class Rule(Struct, frozen=True):
    """A rule under the number by which refusals, reasons and explanations cite it."""

    number: str
    says: Message
    source: str
    """Articles of a convention or regulation; empty where no article says so."""
    unverified: str = ""
    """Further articles, which were not checked against their text."""

    @property
    def rests_on(self) -> Value:
        """Its articles, those that nobody has checked marked as such."""
        if not self.unverified:
            return self.source or Message("no article")
        unverified = Message("{article} (not verified)", article=self.unverified)
        return Message("{source}; {others}", source=self.source, others=unverified) if self.source else unverified
