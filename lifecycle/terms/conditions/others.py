"""Another agreement, as a condition asks of it: what it must be, how that is said, and by which fact it is else told.

Source: VCLT-IO 24, 30 and 59 (R8, R47, R63). Of an agreement that the register keeps, the register is asked itself; of
any other it is a fact that an officer puts on record.

To add what may be asked: its line in `OTHERS`, and what it is in `lifecycle.course.others`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from lifecycle.messages import Message, Quoted, Row
from lifecycle.terms.conditions.facts import Facts, OfAnother
from lifecycle.terms.conditions.nodes import Established

EACH = "{party}"
"""What stands for each party in a condition that is asked of each."""

ANYBODY = "…"
"""What stands for it in a sentence about the text."""


class Said(NamedTuple):
    """How a state of another agreement is said: as an event, and as what happened on a day."""

    comes: Callable[[str], Message]
    came: Callable[[str, date], Message]


OTHERS: Mapping[str, Said] = {
    "in force": Said(
        lambda name: Message("the entry into force of {name}", name=name),
        lambda name, on: Message("{name} entered into force on {on}", name=name, on=on),
    ),
    "provisionally applied": Said(
        lambda name: Message("the provisional application of {name}", name=name),
        lambda name, on: Message("{name} began to be applied provisionally on {on}", name=name, on=on),
    ),
    "suspended": Said(
        lambda name: Message("the suspension of {name}", name=name),
        lambda name, on: Message("{name} was suspended on {on}", name=name, on=on),
    ),
    "ended": Said(
        lambda name: Message("the end of {name}", name=name),
        lambda name, on: Message("{name} ended on {on}", name=name, on=on),
    ),
    "terminated": Said(
        lambda name: Message("the end of {name} and of all that survived it", name=name),
        lambda name, on: Message("{name}, and all that survived it, was over on {on}", name=name, on=on),
    ),
}
"""What may be asked of another agreement, and how it is said."""


def comes(asked: OfAnother) -> Message:
    """Say it as an event: `the entry into force of …`."""
    event = OTHERS[asked.state].comes(asked.agreement)
    if asked.party in (ANYBODY, EACH):
        return Message("{event} for that party", event=event)
    return Message("{event} for {party}", event=event, party=asked.party) if asked.party else event


def came(asked: OfAnother, on: date) -> Message:
    """Say that it became so on a day."""
    said = OTHERS[asked.state].came(asked.agreement, on)
    return Message("{what}, for {party}", what=said, party=asked.party) if asked.party else said


class OtherAgreement(Established):
    """Met while another agreement is what is asked: from the day on which it became so."""

    def __init__(self, asked: OfAnother) -> None:
        super().__init__(asked.fact)
        self.asked = asked

    def met(self, facts: Facts) -> date | None:
        """Give the day on which it became so."""
        return facts.came(self.asked)

    def missing(self, facts: Facts) -> list[Message]:
        """Name what is awaited: of the other agreement, or the fact where the register does not keep it."""
        if not facts.keeps(self.asked.agreement):
            return super().missing(facts)
        return [] if facts.came(self.asked) is not None else [comes(self.asked)]

    @property
    def message(self) -> Message:
        """What becomes of the other agreement."""
        return comes(self.asked)


def other_agreement(data: Any) -> OtherAgreement:
    """Build it from `{name: …, is: …}`, with `of` where one of its parties is meant."""
    if not isinstance(data, Mapping) or not {"name", "is"} <= set(data) <= {"name", "is", "of"}:
        raise _not_asked()
    if data["is"] not in OTHERS:
        raise _not_asked()
    return OtherAgreement(OfAnother(str(data["name"]), data["is"], str(data.get("of", ""))))


def _not_asked() -> ValueError:
    form = Quoted("{name: …, is: …}")
    known = Row(map(Quoted, OTHERS))
    return ValueError(Message("another agreement is named as {form}, which is {known}", form=form, known=known))


TAKES: Mapping[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "is": {"enum": list(OTHERS)}, "of": {"type": "string"}},
    "required": ["name", "is"],
    "additionalProperties": False,
}
"""What editors may offer for it."""
