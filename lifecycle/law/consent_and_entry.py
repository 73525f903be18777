"""R1 to R14: who may bind a party, how it consents, and when an agreement enters into force.

Source: VCLT-IO 6 to 28 and 55. To add a rule: its row, under a number that no other rule has had.
"""

from __future__ import annotations

from lifecycle.law.rule import Rule
from lifecycle.messages import Message

CONSENT_AND_ENTRY = (
    Rule(
        "R1",
        Message(
            "Whoever signs needs full powers, or what else shows authority. A signature without has no legal effect "
            "unless the party confirms it afterwards"
        ),
        "VCLT-IO 6, 7(3) and 8",
    ),
    Rule(
        "R2",
        Message(
            "A text is drafted, and settled by initials or signatures, before anybody can be bound by it; a settled "
            "text binds nobody yet"
        ),
        "VCLT-IO 10",
    ),
    Rule(
        "R3",
        Message(
            "A signature alone binds only where the text says so, where the negotiators agreed so, or where the full "
            "powers show it"
        ),
        "VCLT-IO 12(1)",
    ),
    Rule(
        "R4",
        Message(
            "Initials count as a signature only where that was agreed. A signature subject to confirmation is a full "
            "one once it is confirmed"
        ),
        "VCLT-IO 12(2)",
    ),
    Rule(
        "R5",
        Message("An organisation does not ratify: it confirms formally, accepts, approves or accedes"),
        "VCLT-IO 2(1)(b bis), 11(2) and 14(2)",
    ),
    Rule(
        "R6",
        Message(
            "An instrument of consent counts from its exchange, deposit or notification, not from the date written "
            "on it"
        ),
        "VCLT-IO 16",
    ),
    Rule(
        "R7",
        Message(
            "Whoever has signed or consented may not undo what the agreement is for, until it makes clear that it "
            "will not become a party; it can make that clear as long as it is not bound"
        ),
        "VCLT-IO 18",
    ),
    Rule(
        "R8",
        Message(
            "An agreement enters into force as its text provides. A fact that the text asks for counts from the day "
            "on which it is established on record"
        ),
        "VCLT-IO 24(1)",
    ),
    Rule(
        "R9",
        Message(
            "Where the text is silent, an agreement enters into force once all parties have consented, on the day of "
            "the last consent. Only a party can consent or act, and it consents once"
        ),
        "VCLT-IO 24(2)",
    ),
    Rule(
        "R10",
        Message(
            "A party that consents after the entry into force is bound from its own consent, unless the text gives "
            "another day"
        ),
        "VCLT-IO 24(3)",
    ),
    Rule(
        "R11",
        Message(
            "What a text says of consent, entry into force and the depositary holds as soon as the text stands, before "
            "anything is in force. No act on the agreement is older than its draft"
        ),
        "VCLT-IO 24(4)",
    ),
    Rule(
        "R12",
        Message(
            "An agreement binds a party from the day on which it is in force for that party, and not for the time "
            "before. Who is not bound has no part in it"
        ),
        "VCLT-IO 28",
    ),
    Rule(
        "R13",
        Message(
            "Provisional application is apart from entry into force, for each party by itself, of the whole or a "
            "part. It ends when the party is bound, or says that it will not be"
        ),
        "VCLT-IO 25",
    ),
    Rule(
        "R14",
        Message(
            "An agreement of many parties does not end because fewer are left than its entry into force needed, "
            "unless its text says so"
        ),
        "VCLT-IO 55",
    ),
)
